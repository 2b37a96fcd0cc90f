package graph

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *affiliationResolver) Of(ctx context.Context, obj *db.Affiliation) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OfID)
}

func (r *awardResolver) Worth(ctx context.Context, obj *db.Award, forArg *string) (*catalog.Worth, error) {
	return r.loaders(ctx).worths.Load(ctx, worthKey{award: obj, at: value(forArg)})
}

func (r *endorsementResolver) Organization(ctx context.Context, obj *db.Endorsement) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.OrganizationID)
}

func (r *endorsementResolver) MicroCredential(ctx context.Context, obj *db.Endorsement) (*db.MicroCredential, error) {
	return loadOptional(ctx, r.loaders(ctx).microCredentials, obj.MicroCredentialID)
}

func (r *endorsementResolver) Version(ctx context.Context, obj *db.Endorsement) (*int, error) {
	return r.numberOfVersion(ctx, obj.VersionID)
}

func (r *endorsementResolver) Endorsed(ctx context.Context, obj *db.Endorsement) (*db.Organization, error) {
	return loadOptional(ctx, r.loaders(ctx).organizations, obj.SubjectID)
}

func (r *endorsementResolver) URL(ctx context.Context, obj *db.Endorsement) (string, error) {
	return r.Credentials.EndorsementURL(obj), nil
}

func (r *microCredentialResolver) Endorsements(ctx context.Context, obj *db.MicroCredential, first int, after *string) (*model.EndorsementConnection, error) {
	if after == nil {
		return connect(endorsements)(r.loaders(ctx).firstEndorsements.Load(ctx, obj.ID, first))
	}
	return connect(endorsements)(r.Credentials.Endorsements(ctx, credential.EndorsementFilter{MicroCredential: &obj.ID}, pageArgs(first, after)))
}

func (r *mutationResolver) Recognize(ctx context.Context, input model.RecognizeInput) (*model.RecognizePayload, error) {
	made, err := r.recognize(ctx, input)
	return payload(ctx, err, model.RecognizePayload{Recognition: made})
}

func (r *mutationResolver) PutInForce(ctx context.Context, input catalog.PutInForceInput) (*model.PutInForcePayload, error) {
	changed, err := r.Catalog.PutInForce(ctx, input)
	return payload(ctx, err, model.PutInForcePayload{Recognition: changed})
}

func (r *mutationResolver) EndRecognition(ctx context.Context, input catalog.EndRecognitionInput) (*model.EndRecognitionPayload, error) {
	changed, err := r.Catalog.EndRecognition(ctx, input)
	return payload(ctx, err, model.EndRecognitionPayload{Recognition: changed})
}

func (r *mutationResolver) SetAffiliation(ctx context.Context, input catalog.SetAffiliationInput) (*model.SetAffiliationPayload, error) {
	part, err := r.Catalog.SetAffiliation(ctx, input)
	return payload(ctx, err, model.SetAffiliationPayload{Organization: part})
}

func (r *mutationResolver) Endorse(ctx context.Context, input credential.EndorseInput) (*model.EndorsePayload, error) {
	made, err := r.Credentials.Endorse(ctx, input)
	return payload(ctx, err, model.EndorsePayload{Endorsement: made})
}

func (r *mutationResolver) WithdrawEndorsement(ctx context.Context, input credential.WithdrawEndorsementInput) (*model.WithdrawEndorsementPayload, error) {
	withdrawn, err := r.Credentials.WithdrawEndorsement(ctx, input)
	return payload(ctx, err, model.WithdrawEndorsementPayload{Endorsement: withdrawn})
}

func (r *organizationResolver) Affiliations(ctx context.Context, obj *db.Organization) ([]*db.Affiliation, error) {
	return r.loaders(ctx).affiliations.Load(ctx, obj.ID)
}

func (r *organizationResolver) Endorsements(ctx context.Context, obj *db.Organization, first int, after *string) (*model.EndorsementConnection, error) {
	if after == nil {
		return connect(endorsements)(r.loaders(ctx).firstEndorsementsOf.Load(ctx, obj.ID, first))
	}
	return connect(endorsements)(r.Credentials.Endorsements(ctx, credential.EndorsementFilter{Subject: &obj.ID}, pageArgs(first, after)))
}

func (r *organizationCreditsResolver) Organization(ctx context.Context, obj *catalog.OrganizationCredits) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Organization)
}

func (r *queryResolver) Worth(ctx context.Context, microCredential *string, version *int, stack *string, forArg *string, at *time.Time, earnedOn *time.Time) (*catalog.Worth, error) {
	return r.Catalog.Worth(ctx, catalog.WorthInput{
		MicroCredential: microCredential, Version: version, Stack: stack, For: forArg, At: at, EarnedOn: earnedOn,
	})
}

func (r *queryResolver) RecognitionFile(ctx context.Context, recognition string) (*catalog.Document, error) {
	return optional(r.Catalog.RecognitionDocument(ctx, recognition))
}

func (r *recognitionResolver) Version(ctx context.Context, obj *db.Recognition) (*int, error) {
	return r.numberOfVersion(ctx, obj.VersionID)
}

func (r *recognitionResolver) Skill(ctx context.Context, obj *db.Recognition) (*db.Skill, error) {
	return loadOptional(ctx, r.loaders(ctx).skills, obj.SkillID)
}

func (r *recognitionResolver) Level(ctx context.Context, obj *db.Recognition) (*int, error) {
	return level(obj.Level), nil
}

func (r *recognitionResolver) Accepts(ctx context.Context, obj *db.Recognition) (*db.Recognition, error) {
	return loadOptional(ctx, r.loaders(ctx).recognitions, obj.AcceptsID)
}

func (r *recognitionResolver) AcceptedBy(ctx context.Context, obj *db.Recognition, first int, after *string) (*model.RecognitionConnection, error) {
	if after == nil {
		return connect(recognitions)(r.loaders(ctx).firstAcceptances.Load(ctx, obj.ID, first))
	}
	return connect(recognitions)(r.Catalog.Recognitions(ctx, catalog.RecognitionsInput{
		Filter: catalog.RecognitionFilter{Accepts: &obj.ID}, Page: pageArgs(first, after),
	}))
}

func (r *recognitionResolver) HoldsAt(ctx context.Context, obj *db.Recognition) ([]*db.Organization, error) {
	ids, err := r.loaders(ctx).holdsAt.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return r.loaders(ctx).organizations.LoadAll(ctx, ids)
}

func (r *recognitionResolver) Course(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.Course), nil
}

func (r *recognitionResolver) Program(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.Program), nil
}

func (r *recognitionResolver) MinimumGrade(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.MinimumGrade), nil
}

func (r *recognitionResolver) Residency(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.Residency), nil
}

func (r *recognitionResolver) Source(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.Source), nil
}

func (r *recognitionResolver) Document(ctx context.Context, obj *db.Recognition) (*catalog.Document, error) {
	return loadOptional(ctx, r.loaders(ctx).documents, obj.DocumentID)
}

func (r *recognitionResolver) EndReason(ctx context.Context, obj *db.Recognition) (*string, error) {
	return orNull(obj.EndReason), nil
}

func (r *recognitionFileResolver) Content(ctx context.Context, obj *catalog.Document) (string, error) {
	return base64.StdEncoding.EncodeToString(obj.Content), nil
}

func (r *worthItemResolver) Organization(ctx context.Context, obj *catalog.WorthItem) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.Recognition.OrganizationID)
}

func (r *worthItemResolver) At(ctx context.Context, obj *catalog.WorthItem) (*db.Organization, error) {
	return r.loaders(ctx).organizations.Load(ctx, obj.At)
}

func (r *worthItemResolver) Unit(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	return orNull(obj.Unit), nil
}

func (r *worthItemResolver) Course(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	return orNull(obj.Course), nil
}

func (r *worthItemResolver) Program(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	return orNull(obj.Program), nil
}

func (r *worthItemResolver) MinimumGrade(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	return orNull(obj.MinimumGrade), nil
}

func (r *worthItemResolver) Residency(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	return orNull(obj.Residency), nil
}

func (r *worthItemResolver) Scope(ctx context.Context, obj *catalog.WorthItem, language *string) (*string, error) {
	return words(ctx, obj.Scope, language), nil
}

func (r *worthItemResolver) Condition(ctx context.Context, obj *catalog.WorthItem, language *string) (*string, error) {
	return words(ctx, obj.Condition, language), nil
}

func (r *worthItemResolver) ThroughSkill(ctx context.Context, obj *catalog.WorthItem) (*db.Skill, error) {
	return loadOptional(ctx, r.loaders(ctx).skills, obj.Skill)
}

func (r *worthItemResolver) Level(ctx context.Context, obj *catalog.WorthItem) (*int, error) {
	return orNull(obj.Level), nil
}

func (r *Resolver) Affiliation() generated.AffiliationResolver { return &affiliationResolver{r} }

func (r *Resolver) Endorsement() generated.EndorsementResolver { return &endorsementResolver{r} }

func (r *Resolver) OrganizationCredits() generated.OrganizationCreditsResolver {
	return &organizationCreditsResolver{r}
}

func (r *Resolver) RecognitionFile() generated.RecognitionFileResolver {
	return &recognitionFileResolver{r}
}

func (r *Resolver) WorthItem() generated.WorthItemResolver { return &worthItemResolver{r} }

type (
	affiliationResolver         struct{ *Resolver }
	endorsementResolver         struct{ *Resolver }
	organizationCreditsResolver struct{ *Resolver }
	recognitionFileResolver     struct{ *Resolver }
	worthItemResolver           struct{ *Resolver }
)
