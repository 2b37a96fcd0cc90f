package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
)

func (r *microCredentialResolver) Title(ctx context.Context, obj *db.MicroCredential, language *string) (string, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return "", err
	}
	title, _ := v.Title.In(inLanguage(ctx, language))
	return title, nil
}

func (r *microCredentialResolver) Description(ctx context.Context, obj *db.MicroCredential, language *string) (*model.LocalizedText, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return localized(ctx, v.Description, language), nil
}

func (r *microCredentialResolver) HolderCan(ctx context.Context, obj *db.MicroCredential, language *string) (*model.LocalizedText, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return localized(ctx, v.HolderCan, language), nil
}

func (r *microCredentialResolver) Criteria(ctx context.Context, obj *db.MicroCredential, language *string) (*model.LocalizedText, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return localized(ctx, v.Criteria, language), nil
}

func (r *microCredentialResolver) Developer(ctx context.Context, obj *db.MicroCredential) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.DeveloperID)
}

func (r *microCredentialResolver) Issuers(ctx context.Context, obj *db.MicroCredential) ([]*db.Organization, error) {
	return r.loaders(ctx).issuers.Load(ctx, obj.ID)
}

func (r *microCredentialResolver) Competencies(ctx context.Context, obj *db.MicroCredential) ([]*model.Competency, error) {
	if obj.CurrentVersionID != nil {
		return r.versionCompetencies(ctx, *obj.CurrentVersionID)
	}
	content, err := r.content(ctx, obj)
	if err != nil {
		return nil, err
	}
	return r.contentCompetencies(ctx, content)
}

func (r *microCredentialResolver) Version(ctx context.Context, obj *db.MicroCredential) (int, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return 0, err
	}
	return v.Number, nil
}

func (r *microCredentialResolver) EffortMinutes(ctx context.Context, obj *db.MicroCredential) (*int, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return v.EffortMinutes, nil
}

func (r *microCredentialResolver) Price(ctx context.Context, obj *db.MicroCredential) (*model.Money, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return money(v.PriceCents, v.PriceCurrency), nil
}

func (r *microCredentialResolver) Languages(ctx context.Context, obj *db.MicroCredential) ([]string, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return v.Languages, nil
}

func (r *microCredentialResolver) Delivery(ctx context.Context, obj *db.MicroCredential) ([]enum.Delivery, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return v.Delivery, nil
}

func (r *microCredentialResolver) ValidityMonths(ctx context.Context, obj *db.MicroCredential) (*int, error) {
	v, err := r.version(ctx, obj)
	if err != nil {
		return nil, err
	}
	return v.ValidityMonths, nil
}

func (r *microCredentialResolver) Offerings(ctx context.Context, obj *db.MicroCredential) ([]*db.Offering, error) {
	return r.loaders(ctx).offerings.Load(ctx, obj.ID)
}

func (r *microCredentialResolver) Stacks(ctx context.Context, obj *db.MicroCredential) ([]*db.Stack, error) {
	return r.loaders(ctx).stacksByPart.Load(ctx, obj.ID)
}

func (r *occupationResolver) Title(ctx context.Context, obj *db.Occupation, language *string) (string, error) {
	return occupationTitle(obj, inLanguage(ctx, language)), nil
}

func (r *pathwayResolver) Title(ctx context.Context, obj *db.Pathway, language *string) (string, error) {
	title, _ := obj.Title.In(inLanguage(ctx, language))
	return title, nil
}

func (r *pathwayResolver) Description(ctx context.Context, obj *db.Pathway, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Description, language), nil
}

func (r *pathwayResolver) Organization(ctx context.Context, obj *db.Pathway) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OwnerID)
}

func (r *pathwayResolver) Occupation(ctx context.Context, obj *db.Pathway) (*db.Occupation, error) {
	return r.occupation(ctx, obj.OccupationCode, obj.OccupationTitle)
}

func (r *pathwayResolver) Destination(ctx context.Context, obj *db.Pathway) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.DestinationID)
}

func (r *pathwayResolver) Steps(ctx context.Context, obj *db.Pathway) ([]*db.PathwayStep, error) {
	return r.pathwaySteps(ctx, obj)
}

func (r *pathwayStepResolver) MicroCredential(ctx context.Context, obj *db.PathwayStep) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *pathwayStepResolver) Stack(ctx context.Context, obj *db.PathwayStep) (*db.Stack, error) {
	return loadOptional(ctx, r.loaders(ctx).stacks, obj.StackID)
}

func (r *queryResolver) MicroCredentials(ctx context.Context, search *string, filter *model.MicroCredentialFilter, first int, after *string) (*model.MicroCredentialConnection, error) {
	return connect(microCredentials)(r.Catalog.MicroCredentials(ctx, catalog.MicroCredentialsInput{
		Search: value(search), Filter: microCredentialFilter(filter), Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) Stacks(ctx context.Context, search *string, first int, after *string) (*model.StackConnection, error) {
	return connect(stacks)(r.Catalog.Stacks(ctx, catalog.StacksInput{
		Search: value(search), Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) StackDrafts(ctx context.Context, first int, after *string) (*model.StackConnection, error) {
	return connect(stacks)(r.Catalog.DraftStacks(ctx, pageArgs(first, after)))
}

func (r *queryResolver) Pathways(ctx context.Context, search *string, filter *catalog.WayFilter, first int, after *string) (*model.PathwayConnection, error) {
	return connect(pathways)(r.Catalog.Pathways(ctx, catalog.PathwaysInput{
		Search: value(search), Filter: value(filter), Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) Recognitions(ctx context.Context, microCredential *string, stack *string, organization *string, first int, after *string) (*model.RecognitionConnection, error) {
	return connect(recognitions)(r.Catalog.Recognitions(ctx, catalog.RecognitionsInput{
		Filter: catalog.RecognitionFilter{MicroCredential: microCredential, Stack: stack, Organization: organization}, Page: pageArgs(first, after),
	}))
}

func (r *stackResolver) Title(ctx context.Context, obj *db.Stack, language *string) (string, error) {
	v, err := r.stackVersion(ctx, obj)
	if err != nil {
		return "", err
	}
	title, _ := v.Title.In(inLanguage(ctx, language))
	return title, nil
}

func (r *stackResolver) Description(ctx context.Context, obj *db.Stack, language *string) (*model.LocalizedText, error) {
	v, err := r.stackVersion(ctx, obj)
	if err != nil {
		return nil, err
	}
	return localized(ctx, v.Description, language), nil
}

func (r *stackResolver) Organization(ctx context.Context, obj *db.Stack) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OwnerID)
}

func (r *stackResolver) Version(ctx context.Context, obj *db.Stack) (int, error) {
	v, err := r.stackVersion(ctx, obj)
	if err != nil {
		return 0, err
	}
	return v.Number, nil
}

func (r *stackResolver) Rule(ctx context.Context, obj *db.Stack) (*matching.Rule, error) {
	v, err := r.stackVersion(ctx, obj)
	if err != nil {
		return nil, err
	}
	return rule(v)
}

func (r *stackResolver) Certifies(ctx context.Context, obj *db.Stack) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.CertifiesID)
}

func (r *stackRuleResolver) MicroCredential(ctx context.Context, obj *matching.Rule) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, orNull(obj.Credential))
}

func (r *stackRuleResolver) K(ctx context.Context, obj *matching.Rule) (*int, error) {
	return orNull(obj.K), nil
}

func (r *Resolver) MicroCredential() generated.MicroCredentialResolver {
	return &microCredentialResolver{r}
}

func (r *Resolver) Occupation() generated.OccupationResolver { return &occupationResolver{r} }

func (r *Resolver) Pathway() generated.PathwayResolver { return &pathwayResolver{r} }

func (r *Resolver) PathwayStep() generated.PathwayStepResolver { return &pathwayStepResolver{r} }

func (r *Resolver) Stack() generated.StackResolver { return &stackResolver{r} }

func (r *Resolver) StackRule() generated.StackRuleResolver { return &stackRuleResolver{r} }

type (
	microCredentialResolver struct{ *Resolver }
	occupationResolver      struct{ *Resolver }
	pathwayResolver         struct{ *Resolver }
	pathwayStepResolver     struct{ *Resolver }
	stackResolver           struct{ *Resolver }
	stackRuleResolver       struct{ *Resolver }
)
