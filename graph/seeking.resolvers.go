package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *earnerResolver) WorkConditions(ctx context.Context, obj *account.Earner) (*account.WorkConditions, error) {
	return r.Accounts.WorkConditionsOf(ctx, obj)
}

func (r *earnerResolver) Workplaces(ctx context.Context, obj *account.Earner) ([]*db.Employment, error) {
	return r.Accounts.WorkplacesOf(ctx, obj)
}

func (r *earnerResolver) Claims(ctx context.Context, obj *account.Earner) ([]*db.Award, error) {
	return r.Credentials.ClaimsOf(ctx, obj.ID)
}

func (r *mutationResolver) SetWorkConditions(ctx context.Context, input account.SetWorkConditionsInput) (*model.SetWorkConditionsPayload, error) {
	set, err := r.Accounts.SetWorkConditions(ctx, input)
	return payload(ctx, err, model.SetWorkConditionsPayload{WorkConditions: set})
}

func (r *mutationResolver) SetPresentEmployer(ctx context.Context, input account.SetPresentEmployerInput) (*model.SetPresentEmployerPayload, error) {
	earner, err := r.Accounts.SetPresentEmployer(ctx, input)
	return payload(ctx, err, model.SetPresentEmployerPayload{Earner: earner})
}

func (r *mutationResolver) SavePosting(ctx context.Context, input employer.PostingInput) (*model.SavePostingPayload, error) {
	posting, err := r.Employers.SavePosting(ctx, input)
	return payload(ctx, err, model.SavePostingPayload{Posting: posting})
}

func (r *mutationResolver) UnsavePosting(ctx context.Context, input employer.PostingInput) (*model.UnsavePostingPayload, error) {
	return payload(ctx, r.Employers.UnsavePosting(ctx, input), model.UnsavePostingPayload{})
}

func (r *mutationResolver) ShowInterest(ctx context.Context, input employer.PostingInput) (*model.ShowInterestPayload, error) {
	posting, err := r.Employers.ShowInterest(ctx, input)
	return payload(ctx, err, model.ShowInterestPayload{Posting: posting})
}

func (r *mutationResolver) WithdrawInterest(ctx context.Context, input employer.PostingInput) (*model.WithdrawInterestPayload, error) {
	return payload(ctx, r.Employers.WithdrawInterest(ctx, input), model.WithdrawInterestPayload{})
}

func (r *mutationResolver) AddClaim(ctx context.Context, input credential.AddClaimInput) (*model.AddClaimPayload, error) {
	claim, err := r.Credentials.AddClaim(ctx, input)
	return payload(ctx, err, model.AddClaimPayload{Claim: claim})
}

func (r *mutationResolver) RemoveClaim(ctx context.Context, input credential.RemoveClaimInput) (*model.RemoveClaimPayload, error) {
	return payload(ctx, r.Credentials.RemoveClaim(ctx, input), model.RemoveClaimPayload{})
}

func (r *queryResolver) RecommendedPostings(ctx context.Context, search *string, filter *employer.RecommendedFilter, first int, after *string) (*model.RecommendedPostingConnection, error) {
	return connect(recommendedPostings)(r.Employers.Recommended(ctx, employer.RecommendedInput{
		Search: value(search), Filter: value(filter), Page: pageArgs(first, after), Language: inLanguage(ctx, nil),
	}))
}

func (r *queryResolver) SavedPostings(ctx context.Context, first int, after *string) (*model.SavedPostingConnection, error) {
	return connect(savedPostings)(r.Employers.SavedPostings(ctx, pageArgs(first, after)))
}

func (r *savedPostingResolver) Posting(ctx context.Context, obj *db.SavedPosting) (*db.Posting, error) {
	return r.loaders(ctx).postings.Load(ctx, obj.PostingID)
}

func (r *workplaceResolver) Organization(ctx context.Context, obj *db.Employment) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *Resolver) SavedPosting() generated.SavedPostingResolver { return &savedPostingResolver{r} }

func (r *Resolver) Workplace() generated.WorkplaceResolver { return &workplaceResolver{r} }

type (
	savedPostingResolver struct{ *Resolver }
	workplaceResolver    struct{ *Resolver }
)
