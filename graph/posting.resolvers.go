package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *mutationResolver) CreatePosting(ctx context.Context, input employer.CreatePostingInput) (*model.CreatePostingPayload, error) {
	posting, err := r.Employers.CreatePosting(ctx, input)
	return payload(ctx, err, model.CreatePostingPayload{Posting: posting})
}

func (r *mutationResolver) UpdatePosting(ctx context.Context, input model.UpdatePostingInput) (*model.UpdatePostingPayload, error) {
	posting, err := r.Employers.UpdatePosting(ctx, updatePosting(input))
	return payload(ctx, err, model.UpdatePostingPayload{Posting: posting})
}

func (r *mutationResolver) ClosePosting(ctx context.Context, input employer.ClosePostingInput) (*model.ClosePostingPayload, error) {
	posting, err := r.Employers.ClosePosting(ctx, input)
	return payload(ctx, err, model.ClosePostingPayload{Posting: posting})
}

func (r *postingResolver) Description(ctx context.Context, obj *db.Posting) (*model.LocalizedText, error) {
	return &model.LocalizedText{Text: obj.Description, Language: obj.Language}, nil
}

func (r *postingResolver) Employer(ctx context.Context, obj *db.Posting) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.EmployerID)
}

func (r *postingResolver) Occupation(ctx context.Context, obj *db.Posting) (*model.Occupation, error) {
	return occupation(obj.OccupationCode, obj.OccupationTitle), nil
}

func (r *postingResolver) Place(ctx context.Context, obj *db.Posting) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.PlaceID)
}

func (r *postingResolver) Requirements(ctx context.Context, obj *db.Posting) ([]*employer.Requirement, error) {
	list, err := r.loaders(ctx).requirements.Load(ctx, obj.ID)
	return pointers(list), err
}

func (r *postingResolver) Conditions(ctx context.Context, obj *db.Posting) ([]*db.PostingCondition, error) {
	return r.loaders(ctx).conditions.Load(ctx, obj.ID)
}

func (r *postingResolver) Candidates(ctx context.Context, obj *db.Posting, search *string, filter *employer.CandidateFilter, first int, after *string) (*employer.Candidates, error) {
	if !r.Employers.MayRank(ctx, obj) {
		return nil, nil // null is how the schema says "not yours"
	}
	return r.Employers.Candidates(ctx, employer.CandidatesInput{
		Posting: obj.ID, Search: value(search), Filter: value(filter),
		Page: pageArgs(first, after), Language: inLanguage(ctx, nil), Want: wanted(ctx),
		Fields: readOfCandidates(ctx), CountsOnly: !readsRows(ctx),
	})
}

func (r *postingConditionResolver) Unit(ctx context.Context, obj *db.PostingCondition) (*string, error) {
	return orNull(obj.Unit), nil
}

func (r *postingConditionResolver) LegalRule(ctx context.Context, obj *db.PostingCondition) (*employer.LegalRule, error) {
	return employer.LegalRuleOf(obj), nil
}

func (r *queryResolver) Posting(ctx context.Context, id string) (*db.Posting, error) {
	return optional(r.Employers.Posting(ctx, id))
}

func (r *queryResolver) Postings(ctx context.Context, filter *employer.PostingFilter, search *string, first int, after *string) (*model.PostingConnection, error) {
	return connect(postings)(r.Employers.Postings(ctx, employer.PostingsInput{
		Filter: value(filter), Search: value(search), Language: inLanguage(ctx, nil), Page: pageArgs(first, after),
	}))
}

func (r *Resolver) Posting() generated.PostingResolver { return &postingResolver{r} }

func (r *Resolver) PostingCondition() generated.PostingConditionResolver {
	return &postingConditionResolver{r}
}

type (
	postingResolver          struct{ *Resolver }
	postingConditionResolver struct{ *Resolver }
)
