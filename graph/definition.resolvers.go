package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func (r *awardResolver) MicroCredentialVersion(ctx context.Context, obj *db.Award) (*db.MicroCredentialVersion, error) {
	return r.loaders(ctx).versions.Load(ctx, obj.VersionID)
}

func (r *competencyChangeResolver) Skill(ctx context.Context, obj *catalog.CompetencyChange) (*db.Skill, error) {
	return r.loaders(ctx).skills.Load(ctx, obj.Skill)
}

func (r *frameworkAlignmentResolver) Framework(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	return orNull(obj.Framework), nil
}

func (r *frameworkAlignmentResolver) Code(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	return orNull(obj.Code), nil
}

func (r *frameworkAlignmentResolver) Description(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	return orNull(obj.Description), nil
}

func (r *microCredentialResolver) URI(ctx context.Context, obj *db.MicroCredential) (*string, error) {
	return r.Catalog.Identifier(ctx, obj), nil
}

func (r *microCredentialResolver) Competency(ctx context.Context, obj *db.MicroCredential, language *string) (*model.LocalizedText, error) {
	return contentOf(ctx, r.Resolver, obj, func(content *catalog.VersionInput) *model.LocalizedText {
		return localized(ctx, content.Competency, language)
	})
}

func (r *microCredentialResolver) Assessment(ctx context.Context, obj *db.MicroCredential) (*submission.Definition, error) {
	return contentOf(ctx, r.Resolver, obj, func(content *catalog.VersionInput) *submission.Definition { return content.Assessment })
}

func (r *microCredentialResolver) Prerequisites(ctx context.Context, obj *db.MicroCredential) ([]*catalog.PrerequisiteInput, error) {
	return contentOf(ctx, r.Resolver, obj, func(content *catalog.VersionInput) []*catalog.PrerequisiteInput {
		return pointers(content.Prerequisites)
	})
}

func (r *microCredentialResolver) Alignments(ctx context.Context, obj *db.MicroCredential) ([]*catalog.FrameworkAlignment, error) {
	return contentOf(ctx, r.Resolver, obj, func(content *catalog.VersionInput) []*catalog.FrameworkAlignment { return pointers(content.Alignments) })
}

func (r *microCredentialResolver) Assessor(ctx context.Context, obj *db.MicroCredential) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.AssessorID)
}

func (r *microCredentialResolver) RetirementReason(ctx context.Context, obj *db.MicroCredential) (*string, error) {
	return orNull(obj.RetirementReason), nil
}

func (r *microCredentialResolver) CurrentVersion(ctx context.Context, obj *db.MicroCredential) (*db.MicroCredentialVersion, error) {
	return loadOptional(ctx, r.loaders(ctx).versions, obj.CurrentVersionID)
}

func (r *microCredentialResolver) Versions(ctx context.Context, obj *db.MicroCredential) ([]*db.MicroCredentialVersion, error) {
	return r.loaders(ctx).versionsOf.Load(ctx, obj.ID)
}

func (r *microCredentialResolver) Draft(ctx context.Context, obj *db.MicroCredential) (*db.Draft, error) {
	return r.loaders(ctx).drafts.Load(ctx, obj.ID)
}

func (r *microCredentialContentResolver) Title(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Title, language), nil
}

func (r *microCredentialContentResolver) Description(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Description, language), nil
}

func (r *microCredentialContentResolver) Competency(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Competency, language), nil
}

func (r *microCredentialContentResolver) HolderCan(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.HolderCan, language), nil
}

func (r *microCredentialContentResolver) Criteria(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Criteria, language), nil
}

func (r *microCredentialContentResolver) Changes(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Changes, language), nil
}

func (r *microCredentialContentResolver) Competencies(ctx context.Context, obj *catalog.VersionInput) ([]*model.Competency, error) {
	return r.contentCompetencies(ctx, obj)
}

func (r *microCredentialContentResolver) Price(ctx context.Context, obj *catalog.VersionInput) (*model.Money, error) {
	if obj.Price == nil {
		return nil, nil // null is an unknown price
	}
	return money(&obj.Price.Cents, obj.Price.Currency), nil
}

func (r *microCredentialContentResolver) Picture(ctx context.Context, obj *catalog.VersionInput) (*db.Picture, error) {
	return loadOptional(ctx, r.loaders(ctx).pictures, obj.Picture)
}

func (r *microCredentialDraftResolver) MicroCredential(ctx context.Context, obj *db.Draft) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *microCredentialDraftResolver) ReviewNote(ctx context.Context, obj *db.Draft) (*string, error) {
	return orNull(obj.ReviewNote), nil
}

func (r *microCredentialDraftResolver) MayReview(ctx context.Context, obj *db.Draft) (bool, error) {
	return r.Catalog.MayReview(ctx, obj), nil
}

func (r *microCredentialDraftResolver) Content(ctx context.Context, obj *db.Draft) (*catalog.VersionInput, error) {
	return catalog.Content(obj)
}

func (r *microCredentialVersionResolver) MicroCredential(ctx context.Context, obj *db.MicroCredentialVersion) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
}

func (r *microCredentialVersionResolver) Current(ctx context.Context, obj *db.MicroCredentialVersion) (bool, error) {
	of, err := r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredentialID)
	return of != nil && of.Status == enum.Published && value(of.CurrentVersionID) == obj.ID, err
}

func (r *microCredentialVersionResolver) Title(ctx context.Context, obj *db.MicroCredentialVersion, language *string) (string, error) {
	return titled(ctx, obj.Title, language, ""), nil
}

func (r *microCredentialVersionResolver) Content(ctx context.Context, obj *db.MicroCredentialVersion) (*catalog.VersionInput, error) {
	return r.loaders(ctx).contents.Load(ctx, obj.ID)
}

func (r *mutationResolver) CreateMicroCredential(ctx context.Context, input catalog.CreateMicroCredentialInput) (*model.CreateMicroCredentialPayload, error) {
	made, err := r.Catalog.CreateMicroCredential(ctx, input)
	return payload(ctx, err, model.CreateMicroCredentialPayload{MicroCredential: made})
}

func (r *mutationResolver) UpdateMicroCredentialDraft(ctx context.Context, input catalog.UpdateDraftInput) (*model.UpdateMicroCredentialDraftPayload, error) {
	draft, err := r.Catalog.UpdateDraft(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.UpdateMicroCredentialDraftPayload{Draft: draft})
}

func (r *mutationResolver) RequestReview(ctx context.Context, input catalog.DraftInput) (*model.RequestReviewPayload, error) {
	draft, err := r.Catalog.RequestReview(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.RequestReviewPayload{Draft: draft})
}

func (r *mutationResolver) ReviewMicroCredential(ctx context.Context, input catalog.ReviewInput) (*model.ReviewMicroCredentialPayload, error) {
	draft, err := r.Catalog.Review(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.ReviewMicroCredentialPayload{Draft: draft})
}

func (r *mutationResolver) PublishMicroCredential(ctx context.Context, input catalog.DraftInput) (*model.PublishMicroCredentialPayload, error) {
	version, err := r.Catalog.PublishDraft(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	if err != nil {
		return payload(ctx, err, model.PublishMicroCredentialPayload{})
	}
	of, err := r.loaders(ctx).microCredentials.Load(ctx, version.MicroCredentialID)
	return payload(ctx, err, model.PublishMicroCredentialPayload{MicroCredential: of, Version: version})
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input catalog.DiscardInput) (*model.DiscardDraftPayload, error) {
	of, err := r.Catalog.DiscardDraft(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.DiscardDraftPayload{MicroCredential: of})
}

func (r *mutationResolver) RetireMicroCredential(ctx context.Context, input catalog.RetireInput) (*model.RetireMicroCredentialPayload, error) {
	of, err := r.Catalog.RetireMicroCredential(ctx, input)
	r.loaders(ctx).rewritten(input.ID)
	return payload(ctx, err, model.RetireMicroCredentialPayload{MicroCredential: of})
}

func (r *mutationResolver) AuthorizeIssuer(ctx context.Context, input catalog.AuthorizeIssuerInput) (*model.AuthorizeIssuerPayload, error) {
	of, err := r.Catalog.AuthorizeIssuer(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.AuthorizeIssuerPayload{MicroCredential: of})
}

func (r *mutationResolver) AssignAssessor(ctx context.Context, input catalog.AssignAssessorInput) (*model.AssignAssessorPayload, error) {
	of, err := r.Catalog.AssignAssessor(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.AssignAssessorPayload{MicroCredential: of})
}

func (r *mutationResolver) IdentifyMicroCredential(ctx context.Context, input catalog.IdentifyInput) (*model.IdentifyMicroCredentialPayload, error) {
	of, err := r.Catalog.Identify(ctx, input)
	r.loaders(ctx).rewritten(input.MicroCredential)
	return payload(ctx, err, model.IdentifyMicroCredentialPayload{MicroCredential: of})
}

func (r *mutationResolver) AddPicture(ctx context.Context, input model.AddPictureInput) (*model.AddPicturePayload, error) {
	picture, err := r.addPicture(ctx, input.File)
	return payload(ctx, err, model.AddPicturePayload{Picture: picture})
}

func (r *prerequisiteResolver) MicroCredential(ctx context.Context, obj *catalog.PrerequisiteInput) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *prerequisiteChangeResolver) MicroCredential(ctx context.Context, obj *catalog.PrerequisiteChange) (*db.MicroCredential, error) {
	return r.loaders(ctx).microCredentials.Load(ctx, obj.MicroCredential)
}

func (r *prerequisiteChangeResolver) WasAdvised(ctx context.Context, obj *catalog.PrerequisiteChange) (*bool, error) {
	return advised(obj.Was), nil
}

func (r *prerequisiteChangeResolver) IsAdvised(ctx context.Context, obj *catalog.PrerequisiteChange) (*bool, error) {
	return advised(obj.Is), nil
}

func (r *queryResolver) CompareVersions(ctx context.Context, microCredential string, from int, to int) (*catalog.Comparison, error) {
	return optional(r.Catalog.CompareVersions(ctx, catalog.CompareInput{MicroCredential: microCredential, From: from, To: to}))
}

func (r *queryResolver) Drafts(ctx context.Context, status []enum.DraftStatus, first int, after *string) (*model.MicroCredentialDraftConnection, error) {
	return connect(drafts)(r.Catalog.Drafts(ctx, catalog.DraftsInput{Statuses: status, Page: pageArgs(first, after)}))
}

func (r *frameworkAlignmentInputResolver) Framework(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	obj.Framework = value(data)
	return nil
}

func (r *frameworkAlignmentInputResolver) Code(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	obj.Code = value(data)
	return nil
}

func (r *frameworkAlignmentInputResolver) Description(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	obj.Description = value(data)
	return nil
}

func (r *microCredentialContentInputResolver) Title(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *microCredentialContentInputResolver) Description(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *microCredentialContentInputResolver) Competency(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.Competency, data)
}

func (r *microCredentialContentInputResolver) HolderCan(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.HolderCan, data)
}

func (r *microCredentialContentInputResolver) Criteria(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.Criteria, data)
}

func (r *microCredentialContentInputResolver) Changes(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	return localizedInput(&obj.Changes, data)
}

func (r *priceInputResolver) Amount(ctx context.Context, obj *catalog.Price, data string) error {
	cents, err := wholeCents(data)
	obj.Cents = cents
	return err
}

func (r *Resolver) CompetencyChange() generated.CompetencyChangeResolver {
	return &competencyChangeResolver{r}
}

func (r *Resolver) FrameworkAlignment() generated.FrameworkAlignmentResolver {
	return &frameworkAlignmentResolver{r}
}

func (r *Resolver) MicroCredentialContent() generated.MicroCredentialContentResolver {
	return &microCredentialContentResolver{r}
}

func (r *Resolver) MicroCredentialDraft() generated.MicroCredentialDraftResolver {
	return &microCredentialDraftResolver{r}
}

func (r *Resolver) MicroCredentialVersion() generated.MicroCredentialVersionResolver {
	return &microCredentialVersionResolver{r}
}

func (r *Resolver) Prerequisite() generated.PrerequisiteResolver { return &prerequisiteResolver{r} }

func (r *Resolver) PrerequisiteChange() generated.PrerequisiteChangeResolver {
	return &prerequisiteChangeResolver{r}
}

func (r *Resolver) FrameworkAlignmentInput() generated.FrameworkAlignmentInputResolver {
	return &frameworkAlignmentInputResolver{r}
}

func (r *Resolver) MicroCredentialContentInput() generated.MicroCredentialContentInputResolver {
	return &microCredentialContentInputResolver{r}
}

func (r *Resolver) PriceInput() generated.PriceInputResolver { return &priceInputResolver{r} }

type (
	competencyChangeResolver            struct{ *Resolver }
	frameworkAlignmentResolver          struct{ *Resolver }
	microCredentialContentResolver      struct{ *Resolver }
	microCredentialDraftResolver        struct{ *Resolver }
	microCredentialVersionResolver      struct{ *Resolver }
	prerequisiteResolver                struct{ *Resolver }
	prerequisiteChangeResolver          struct{ *Resolver }
	frameworkAlignmentInputResolver     struct{ *Resolver }
	microCredentialContentInputResolver struct{ *Resolver }
	priceInputResolver                  struct{ *Resolver }
)
