package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *queryResolver) Candidates(ctx context.Context, requirements []*employer.RequirementInput, search *string, filter *employer.CandidateFilter, first int, after *string) (*employer.Candidates, error) {
	return r.Employers.Candidates(ctx, employer.CandidatesInput{
		Requirements: values(requirements), Search: value(search), Filter: value(filter),
		Page: pageArgs(first, after), Language: inLanguage(ctx, nil), Want: wanted(ctx),
		Fields: readOfCandidates(ctx), CountsOnly: !readsRows(ctx),
	})
}

func (r *Resolver) CandidateAward() generated.CandidateAwardResolver {
	return &candidateAwardResolver{r}
}

type candidateAwardResolver struct{ *Resolver }
