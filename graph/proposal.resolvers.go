package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *queryResolver) ProposeRequirements(ctx context.Context, text string, language *string, limit int, organization *string) (*employer.Proposals, error) {
	return r.Employers.ProposeRequirements(ctx, employer.ProposeInput{Text: text, Language: language, Limit: limit, Organization: organization})
}

func (r *requirementProposalResolver) Skill(ctx context.Context, obj *employer.RequirementProposal) (*db.Skill, error) {
	return r.loaders(ctx).skills.Load(ctx, obj.Skill)
}

func (r *Resolver) RequirementProposal() generated.RequirementProposalResolver {
	return &requirementProposalResolver{r}
}

type requirementProposalResolver struct{ *Resolver }
