package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

func (r *microCredentialResolver) PriorMinutes(ctx context.Context, obj *db.MicroCredential) (*int, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return v.PriorMinutes, nil
}

func (r *microCredentialResolver) ReadinessNotes(ctx context.Context, obj *db.MicroCredential) ([]*db.ReadinessNote, error) {
	return r.loaders(ctx).readiness.Load(ctx, obj.ID)
}

func (r *mutationResolver) AddOffering(ctx context.Context, input catalog.OfferInput) (*model.AddOfferingPayload, error) {
	added, err := r.Catalog.Offer(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.AddOfferingPayload{Offering: added})
}

func (r *mutationResolver) WithdrawOffering(ctx context.Context, input catalog.WithdrawOfferingInput) (*model.WithdrawOfferingPayload, error) {
	withdrawn, err := r.Catalog.WithdrawOffering(ctx, input)
	return payload(ctx, err, model.WithdrawOfferingPayload{Offering: withdrawn})
}

func (r *mutationResolver) AddReadinessNote(ctx context.Context, input catalog.ReadinessNoteInput) (*model.AddReadinessNotePayload, error) {
	added, err := r.Catalog.AddReadinessNote(ctx, input)
	return payload(ctx, err, model.AddReadinessNotePayload{Note: added})
}

func (r *offeringResolver) Provider(ctx context.Context, obj *db.Offering) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.ProviderID)
}

func (r *offeringResolver) Place(ctx context.Context, obj *db.Offering) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.PlaceID)
}

func (r *offeringResolver) Schedule(ctx context.Context, obj *db.Offering) (*string, error) {
	return words(ctx, obj.Schedule, nil), nil
}

func (r *offeringResolver) Price(ctx context.Context, obj *db.Offering) (*model.Money, error) {
	return money(obj.PriceCents, obj.PriceCurrency), nil
}

func (r *offeringResolver) Funding(ctx context.Context, obj *db.Offering) (*string, error) {
	return words(ctx, obj.Funding, nil), nil
}

func (r *offeringResolver) MicroCredential(ctx context.Context, obj *db.Offering) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *offeringResolver) URL(ctx context.Context, obj *db.Offering) (*string, error) {
	return orNull(obj.URL), nil
}

func (r *offeringResolver) LearnerPrice(ctx context.Context, obj *db.Offering) (*model.Money, error) {
	return money(obj.LearnerCents, obj.PriceCurrency), nil
}

func (r *offeringResolver) ReadinessNotes(ctx context.Context, obj *db.Offering) ([]*db.ReadinessNote, error) {
	return r.loaders(ctx).offeringReadiness.Load(ctx, obj.ID)
}

func (r *readinessNoteResolver) Note(ctx context.Context, obj *db.ReadinessNote, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Note, language), nil
}

func (r *readinessNoteResolver) URL(ctx context.Context, obj *db.ReadinessNote) (*string, error) {
	return orNull(obj.URL), nil
}

func (r *addOfferingInputResolver) Schedule(ctx context.Context, obj *catalog.OfferInput, data []*text.Said) error {
	return localizedInput(&obj.Schedule, data)
}

func (r *addOfferingInputResolver) Funding(ctx context.Context, obj *catalog.OfferInput, data []*text.Said) error {
	return localizedInput(&obj.Funding, data)
}

func (r *addReadinessNoteInputResolver) Note(ctx context.Context, obj *catalog.ReadinessNoteInput, data []*text.Said) error {
	return localizedInput(&obj.Note, data)
}

func (r *Resolver) Offering() generated.OfferingResolver { return &offeringResolver{r} }

func (r *Resolver) ReadinessNote() generated.ReadinessNoteResolver { return &readinessNoteResolver{r} }

func (r *Resolver) AddOfferingInput() generated.AddOfferingInputResolver {
	return &addOfferingInputResolver{r}
}

func (r *Resolver) AddReadinessNoteInput() generated.AddReadinessNoteInputResolver {
	return &addReadinessNoteInputResolver{r}
}

type (
	offeringResolver              struct{ *Resolver }
	readinessNoteResolver         struct{ *Resolver }
	addOfferingInputResolver      struct{ *Resolver }
	addReadinessNoteInputResolver struct{ *Resolver }
)
