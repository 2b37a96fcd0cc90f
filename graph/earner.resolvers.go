package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *awardResolver) MicroCredential(ctx context.Context, obj *db.Award) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *awardResolver) Version(ctx context.Context, obj *db.Award) (int, error) {
	v, err := r.loaders(ctx).versions.Load(ctx, obj.VersionID)
	if err != nil {
		return 0, err
	}
	return v.Number, nil
}

func (r *awardResolver) Issuer(ctx context.Context, obj *db.Award) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.IssuerID)
}

func (r *awardResolver) Earner(ctx context.Context, obj *db.Award) (*account.Earner, error) {
	return loadOptional(ctx, r.loaders(ctx).earners, obj.EarnerID)
}

func (r *awardResolver) Counts(ctx context.Context, obj *db.Award) (bool, error) {
	return r.Credentials.Counts(obj), nil
}

func (r *awardResolver) RevocationReason(ctx context.Context, obj *db.Award) (*string, error) {
	return orNull(obj.RevokedReason), nil
}

func (r *awardResolver) Competencies(ctx context.Context, obj *db.Award) ([]*model.Competency, error) {
	return r.awardCompetencies(ctx, obj)
}

func (r *earnerResolver) Place(ctx context.Context, obj *account.Earner) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.Place())
}

func (r *earnerResolver) Awards(ctx context.Context, obj *account.Earner, first int, after *string) (*model.AwardConnection, error) {
	if after == nil {
		return connect(awards)(r.loaders(ctx).firstAwards.Load(ctx, obj.ID, first))
	}
	return connect(awards)(r.Credentials.AwardsOf(ctx, obj.ID, pageArgs(first, after)))
}

func (r *earnerResolver) CompletedStacks(ctx context.Context, obj *account.Earner) ([]*db.Stack, error) {
	ids, err := r.loaders(ctx).completedStacks.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return r.loaders(ctx).stacks.LoadAll(ctx, ids)
}

func (r *mutationResolver) RevokeAward(ctx context.Context, input credential.RevokeAwardInput) (*model.RevokeAwardPayload, error) {
	award, err := r.Credentials.Revoke(ctx, input)
	return payload(ctx, err, model.RevokeAwardPayload{Award: award})
}

func (r *mutationResolver) SetVisibility(ctx context.Context, input account.SetVisibilityInput) (*model.SetVisibilityPayload, error) {
	if _, err := r.Accounts.SetVisibility(ctx, input); err != nil {
		return payload(ctx, err, model.SetVisibilityPayload{})
	}
	earner, err := r.Accounts.Earner(ctx, auth.From(ctx).ActingEarner())
	return payload(ctx, err, model.SetVisibilityPayload{Earner: earner})
}

func (r *queryResolver) Earner(ctx context.Context, id string) (*account.Earner, error) {
	return optional(r.Accounts.Earner(ctx, id))
}

func (r *queryResolver) Earners(ctx context.Context, first int, after *string) (*model.EarnerConnection, error) {
	return connect(earners)(r.Accounts.Earners(ctx, pageArgs(first, after)))
}

func (r *queryResolver) Award(ctx context.Context, id string) (*db.Award, error) {
	return optional(r.Credentials.Award(ctx, id))
}

func (r *Resolver) Award() generated.AwardResolver { return &awardResolver{r} }

func (r *Resolver) Earner() generated.EarnerResolver { return &earnerResolver{r} }

type (
	awardResolver  struct{ *Resolver }
	earnerResolver struct{ *Resolver }
)
