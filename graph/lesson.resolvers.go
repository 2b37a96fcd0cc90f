package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *mutationResolver) SetProposalLearning(ctx context.Context, input employer.LearningInput) (*model.SetProposalLearningPayload, error) {
	learning, err := r.Employers.SetLearning(ctx, input)
	return payload(ctx, err, model.SetProposalLearningPayload{Learning: learning})
}

func (r *mutationResolver) AnswerProposals(ctx context.Context, input employer.AnswersInput) (*model.AnswerProposalsPayload, error) {
	done, err := r.Employers.AnswerProposals(ctx, input)
	if err != nil {
		return payload(ctx, err, model.AnswerProposalsPayload{})
	}
	return payload(ctx, done.Refused, model.AnswerProposalsPayload{Kept: done.Kept, Learning: done.Learning})
}

func (r *mutationResolver) ForgetProposalAnswers(ctx context.Context, input employer.ForgetInput) (*model.ForgetProposalAnswersPayload, error) {
	done, err := r.Employers.ForgetAnswers(ctx, input)
	if err != nil {
		return payload(ctx, err, model.ForgetProposalAnswersPayload{})
	}
	return payload(ctx, done.Unknown, model.ForgetProposalAnswersPayload{Forgotten: done.Count, Learning: done.Learning})
}

func (r *proposalAnswerResolver) Skill(ctx context.Context, obj *db.ProposalAnswer) (*db.Skill, error) {
	return r.loaders(ctx).skills.Load(ctx, obj.SkillID)
}

func (r *proposalAnswerResolver) Label(ctx context.Context, obj *db.ProposalAnswer) (*string, error) {
	if obj.Label == "" {
		return nil, nil // null is how the schema says that there was none
	}
	return &obj.Label, nil
}

func (r *proposalLearningResolver) Organization(ctx context.Context, obj *employer.Learning) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *proposalLearningResolver) Agreement(ctx context.Context, obj *employer.Learning) (*employer.Agreement, error) {
	return r.Employers.Agreement(ctx, obj.Organization)
}

func (r *proposalLearningResolver) Answers(ctx context.Context, obj *employer.Learning, first int, after *string) (*model.ProposalAnswerConnection, error) {
	return connect(proposalAnswers)(r.Employers.Answers(ctx, obj.Organization, pageArgs(first, after)))
}

func (r *queryResolver) ProposalLearning(ctx context.Context, organization string) (*employer.Learning, error) {
	return optional(r.Employers.Learning(ctx, organization))
}

func (r *Resolver) ProposalAnswer() generated.ProposalAnswerResolver {
	return &proposalAnswerResolver{r}
}

func (r *Resolver) ProposalLearning() generated.ProposalLearningResolver {
	return &proposalLearningResolver{r}
}

type (
	proposalAnswerResolver   struct{ *Resolver }
	proposalLearningResolver struct{ *Resolver }
)
