package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *awardResolver) ShownForMatching(ctx context.Context, obj *db.Award) (*bool, error) {
	if !own(ctx, obj) {
		return nil, nil // null is how the schema says "not for you"
	}
	return &obj.Shown, nil
}

func (r *dataJobResolver) URL(ctx context.Context, obj *db.DataJob) (*string, error) {
	return r.Accounts.ExportURL(obj.File, obj.ID), nil
}

func (r *earnerResolver) Matching(ctx context.Context, obj *account.Earner) (*account.MatchingSettings, error) {
	return r.Accounts.Matching(obj), nil
}

func (r *earnerResolver) PreviewAs(ctx context.Context, obj *account.Earner, organization string, language *string) (*employer.Preview, error) {
	if !obj.Self {
		return nil, nil // null is how the schema says "not yours"
	}
	return optional(r.Employers.Preview(ctx, organization, inLanguage(ctx, language)))
}

func (r *matchingSettingsResolver) Place(ctx context.Context, obj *account.MatchingSettings) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.Place)
}

func (r *mutationResolver) SetMatching(ctx context.Context, input model.SetMatchingInput) (*model.SetMatchingPayload, error) {
	_, err := r.Accounts.SetMatching(ctx, setMatching(input))
	return payloadOfSelf(ctx, r.Resolver, err, func(e *account.Earner) model.SetMatchingPayload {
		return model.SetMatchingPayload{Earner: e}
	})
}

func (r *mutationResolver) AskGuardian(ctx context.Context, input account.AskGuardianInput) (*model.AskGuardianPayload, error) {
	until, err := r.Accounts.AskGuardian(ctx, input)
	return payload(ctx, err, model.AskGuardianPayload{ExpiresAt: orNull(until)})
}

func (r *mutationResolver) RecordGuardianConsent(ctx context.Context, input account.RecordGuardianConsentInput) (*model.GuardianConsentPayload, error) {
	earner, err := r.Accounts.RecordGuardianConsent(ctx, input)
	return payload(ctx, err, model.GuardianConsentPayload{Earner: earner})
}

func (r *mutationResolver) EndGuardianConsent(ctx context.Context, input account.EndGuardianConsentInput) (*model.GuardianConsentPayload, error) {
	earner, err := r.Accounts.EndGuardianConsent(ctx, input)
	return payload(ctx, err, model.GuardianConsentPayload{Earner: earner})
}

func (r *mutationResolver) ExportMyData(ctx context.Context, input model.ExportMyDataInput) (*model.ExportMyDataPayload, error) {
	job, err := r.Accounts.ExportMyData(ctx)
	return payload(ctx, err, model.ExportMyDataPayload{Job: job})
}

func (r *mutationResolver) EraseMe(ctx context.Context, input account.EraseMeInput) (*model.EraseMePayload, error) {
	job, confirmation, err := r.Accounts.EraseMe(ctx, input)
	return payload(ctx, err, model.EraseMePayload{Job: job, Confirmation: orNull(confirmation)})
}

func (r *queryResolver) DataJobs(ctx context.Context, first int, after *string) (*model.DataJobConnection, error) {
	return connect(dataJobs)(r.Accounts.DataJobs(ctx, pageArgs(first, after)))
}

func (r *Resolver) DataJob() generated.DataJobResolver { return &dataJobResolver{r} }

func (r *Resolver) MatchingSettings() generated.MatchingSettingsResolver {
	return &matchingSettingsResolver{r}
}

type (
	dataJobResolver          struct{ *Resolver }
	matchingSettingsResolver struct{ *Resolver }
)
