package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

func (r *organizationResolver) Homepage(ctx context.Context, obj *db.Organization) (*string, error) {
	return orNull(obj.Homepage), nil
}

func (r *organizationResolver) Place(ctx context.Context, obj *db.Organization) (*db.Place, error) {
	return loadOptional(ctx, r.loaders(ctx).places, obj.PlaceID)
}

func (r *organizationResolver) VouchedFor(ctx context.Context, obj *db.Organization) (bool, error) {
	return obj.VouchedByID != nil, nil
}

func (r *organizationResolver) Recognitions(ctx context.Context, obj *db.Organization, first int, after *string) (*model.RecognitionConnection, error) {
	if after == nil {
		return connect(recognitions)(r.loaders(ctx).firstRecognitions.Load(ctx, obj.ID, first))
	}
	return connect(recognitions)(r.Catalog.Recognitions(ctx, catalog.RecognitionsInput{Filter: catalog.RecognitionFilter{Organization: &obj.ID}, Page: pageArgs(first, after)}))
}

func (r *placeResolver) Fips(ctx context.Context, obj *db.Place) (*string, error) {
	return orNull(obj.Fips), nil
}

func (r *queryResolver) Organizations(ctx context.Context, search *string, kinds []enum.OrganizationKind, first int, after *string) (*model.OrganizationConnection, error) {
	return connect(organizations)(r.Catalog.Organizations(ctx, catalog.OrganizationsInput{
		Search: value(search), Kinds: kinds, Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) Places(ctx context.Context, search *string, kinds []enum.PlaceKind, state *string, first int, after *string) (*model.PlaceConnection, error) {
	return connect(places)(r.Catalog.Places(ctx, catalog.PlacesInput{
		Search: value(search), Kinds: kinds, State: value(state), Page: pageArgs(first, after),
	}))
}

func (r *recognitionResolver) Organization(ctx context.Context, obj *db.Recognition) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *recognitionResolver) MicroCredential(ctx context.Context, obj *db.Recognition) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *recognitionResolver) Stack(ctx context.Context, obj *db.Recognition) (*db.Stack, error) {
	return loadOptional(ctx, r.loaders(ctx).stacks, obj.StackID)
}

func (r *recognitionResolver) Unit(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.Unit), nil
}

func (r *recognitionResolver) Scope(ctx context.Context, obj *db.Recognition, language *string) (*string, error) {
	return words(ctx, obj.Scope, language), nil
}

func (r *recognitionResolver) Condition(ctx context.Context, obj *db.Recognition, language *string) (*string, error) {
	return words(ctx, obj.Condition, language), nil
}

func (r *recognitionResolver) Status(ctx context.Context, obj *db.Recognition) (enum.RecognitionStatus, error) {
	return r.Catalog.Standing(obj), nil
}

func (r *Resolver) Organization() generated.OrganizationResolver { return &organizationResolver{r} }

func (r *Resolver) Place() generated.PlaceResolver { return &placeResolver{r} }

func (r *Resolver) Recognition() generated.RecognitionResolver { return &recognitionResolver{r} }

type (
	organizationResolver struct{ *Resolver }
	placeResolver        struct{ *Resolver }
	recognitionResolver  struct{ *Resolver }
)
