package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/page"
)

func (r *blockResolver) Organization(ctx context.Context, obj *db.Block) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *consentResolver) Organization(ctx context.Context, obj *db.Grant) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.OrganizationID)
}

func (r *consentResolver) Person(ctx context.Context, obj *db.Grant) (*string, error) {
	to, err := loadOptional(ctx, r.loaders(ctx).accounts, obj.AccountID)
	if to == nil || err != nil {
		return nil, err
	}
	return orNull(to.DisplayName), nil
}

func (r *consentResolver) Live(ctx context.Context, obj *db.Grant) (bool, error) {
	return r.Accounts.ConsentLives(obj), nil
}

func (r *earnerResolver) Consents(ctx context.Context, obj *account.Earner, live bool, first int, after *string) (*model.ConsentConnection, error) {
	if !obj.Self {
		return consents(page.Page[*db.Grant]{}), nil
	}
	return connect(consents)(r.Accounts.Consents(ctx, live, pageArgs(first, after)))
}

func (r *earnerResolver) Blocks(ctx context.Context, obj *account.Earner, first int, after *string) (*model.BlockConnection, error) {
	if !obj.Self {
		return blocked(page.Page[*db.Block]{}), nil
	}
	return connect(blocked)(r.Accounts.Blocks(ctx, pageArgs(first, after)))
}

func (r *mutationResolver) GrantConsent(ctx context.Context, input account.GrantConsentInput) (*model.GrantConsentPayload, error) {
	made, err := r.Accounts.GrantConsent(ctx, input)
	return payload(ctx, err, model.GrantConsentPayload{Consent: made})
}

func (r *mutationResolver) NarrowConsent(ctx context.Context, input account.NarrowConsentInput) (*model.NarrowConsentPayload, error) {
	changed, err := r.Accounts.NarrowConsent(ctx, input)
	return payload(ctx, err, model.NarrowConsentPayload{Consent: changed})
}

func (r *mutationResolver) WithdrawConsent(ctx context.Context, input account.WithdrawConsentInput) (*model.WithdrawConsentPayload, error) {
	changed, err := r.Accounts.WithdrawConsent(ctx, input)
	return payload(ctx, err, model.WithdrawConsentPayload{Consent: changed})
}

func (r *mutationResolver) BlockOrganization(ctx context.Context, input account.BlockInput) (*model.BlockOrganizationPayload, error) {
	_, err := r.Accounts.Block(ctx, input)
	return payloadOfSelf(ctx, r.Resolver, err, func(e *account.Earner) model.BlockOrganizationPayload {
		return model.BlockOrganizationPayload{Earner: e}
	})
}

func (r *mutationResolver) UnblockOrganization(ctx context.Context, input account.BlockInput) (*model.BlockOrganizationPayload, error) {
	_, err := r.Accounts.Unblock(ctx, input)
	return payloadOfSelf(ctx, r.Resolver, err, func(e *account.Earner) model.BlockOrganizationPayload {
		return model.BlockOrganizationPayload{Earner: e}
	})
}

func (r *Resolver) Block() generated.BlockResolver { return &blockResolver{r} }

func (r *Resolver) Consent() generated.ConsentResolver { return &consentResolver{r} }

type (
	blockResolver   struct{ *Resolver }
	consentResolver struct{ *Resolver }
)
