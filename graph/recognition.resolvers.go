package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
)

func (r *affiliationResolver) Of(ctx context.Context, obj *db.Affiliation) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Of - of"))
}

func (r *awardResolver) Worth(ctx context.Context, obj *db.Award, forArg *string) (*catalog.Worth, error) {
	panic(fmt.Errorf("not implemented: Worth - worth"))
}

func (r *endorsementResolver) Organization(ctx context.Context, obj *db.Endorsement) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Organization - organization"))
}

func (r *endorsementResolver) MicroCredential(ctx context.Context, obj *db.Endorsement) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *endorsementResolver) Version(ctx context.Context, obj *db.Endorsement) (*int, error) {
	panic(fmt.Errorf("not implemented: Version - version"))
}

func (r *endorsementResolver) Endorsed(ctx context.Context, obj *db.Endorsement) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Endorsed - endorsed"))
}

func (r *endorsementResolver) URL(ctx context.Context, obj *db.Endorsement) (string, error) {
	panic(fmt.Errorf("not implemented: URL - url"))
}

func (r *microCredentialResolver) Endorsements(ctx context.Context, obj *db.MicroCredential, first int, after *string) (*model.EndorsementConnection, error) {
	panic(fmt.Errorf("not implemented: Endorsements - endorsements"))
}

func (r *mutationResolver) Recognize(ctx context.Context, input model.RecognizeInput) (*model.RecognizePayload, error) {
	panic(fmt.Errorf("not implemented: Recognize - recognize"))
}

func (r *mutationResolver) PutInForce(ctx context.Context, input catalog.PutInForceInput) (*model.PutInForcePayload, error) {
	panic(fmt.Errorf("not implemented: PutInForce - putInForce"))
}

func (r *mutationResolver) EndRecognition(ctx context.Context, input catalog.EndRecognitionInput) (*model.EndRecognitionPayload, error) {
	panic(fmt.Errorf("not implemented: EndRecognition - endRecognition"))
}

func (r *mutationResolver) SetAffiliation(ctx context.Context, input catalog.SetAffiliationInput) (*model.SetAffiliationPayload, error) {
	panic(fmt.Errorf("not implemented: SetAffiliation - setAffiliation"))
}

func (r *mutationResolver) Endorse(ctx context.Context, input credential.EndorseInput) (*model.EndorsePayload, error) {
	panic(fmt.Errorf("not implemented: Endorse - endorse"))
}

func (r *mutationResolver) WithdrawEndorsement(ctx context.Context, input credential.WithdrawEndorsementInput) (*model.WithdrawEndorsementPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawEndorsement - withdrawEndorsement"))
}

func (r *organizationResolver) Affiliations(ctx context.Context, obj *db.Organization) ([]*db.Affiliation, error) {
	panic(fmt.Errorf("not implemented: Affiliations - affiliations"))
}

func (r *organizationResolver) Endorsements(ctx context.Context, obj *db.Organization, first int, after *string) (*model.EndorsementConnection, error) {
	panic(fmt.Errorf("not implemented: Endorsements - endorsements"))
}

func (r *organizationCreditsResolver) Organization(ctx context.Context, obj *catalog.OrganizationCredits) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Organization - organization"))
}

func (r *queryResolver) Worth(ctx context.Context, microCredential *string, version *int, stack *string, forArg *string, at *time.Time, earnedOn *time.Time) (*catalog.Worth, error) {
	panic(fmt.Errorf("not implemented: Worth - worth"))
}

func (r *recognitionResolver) Version(ctx context.Context, obj *db.Recognition) (*int, error) {
	panic(fmt.Errorf("not implemented: Version - version"))
}

func (r *recognitionResolver) Skill(ctx context.Context, obj *db.Recognition) (*db.Skill, error) {
	panic(fmt.Errorf("not implemented: Skill - skill"))
}

func (r *recognitionResolver) Level(ctx context.Context, obj *db.Recognition) (*int, error) {
	panic(fmt.Errorf("not implemented: Level - level"))
}

func (r *recognitionResolver) Accepts(ctx context.Context, obj *db.Recognition) (*db.Recognition, error) {
	panic(fmt.Errorf("not implemented: Accepts - accepts"))
}

func (r *recognitionResolver) AcceptedBy(ctx context.Context, obj *db.Recognition, first int, after *string) (*model.RecognitionConnection, error) {
	panic(fmt.Errorf("not implemented: AcceptedBy - acceptedBy"))
}

func (r *recognitionResolver) HoldsAt(ctx context.Context, obj *db.Recognition) ([]*db.Organization, error) {
	panic(fmt.Errorf("not implemented: HoldsAt - holdsAt"))
}

func (r *recognitionResolver) Course(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: Course - course"))
}

func (r *recognitionResolver) Program(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: Program - program"))
}

func (r *recognitionResolver) MinimumGrade(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: MinimumGrade - minimumGrade"))
}

func (r *recognitionResolver) Residency(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: Residency - residency"))
}

func (r *recognitionResolver) Source(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: Source - source"))
}

func (r *recognitionResolver) Document(ctx context.Context, obj *db.Recognition) (*catalog.Document, error) {
	panic(fmt.Errorf("not implemented: Document - document"))
}

func (r *recognitionResolver) DocumentContent(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: DocumentContent - documentContent"))
}

func (r *recognitionResolver) EndReason(ctx context.Context, obj *db.Recognition) (*string, error) {
	panic(fmt.Errorf("not implemented: EndReason - endReason"))
}

func (r *worthItemResolver) Organization(ctx context.Context, obj *catalog.WorthItem) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Organization - organization"))
}

func (r *worthItemResolver) At(ctx context.Context, obj *catalog.WorthItem) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: At - at"))
}

func (r *worthItemResolver) Unit(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	panic(fmt.Errorf("not implemented: Unit - unit"))
}

func (r *worthItemResolver) Course(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	panic(fmt.Errorf("not implemented: Course - course"))
}

func (r *worthItemResolver) Program(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	panic(fmt.Errorf("not implemented: Program - program"))
}

func (r *worthItemResolver) MinimumGrade(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	panic(fmt.Errorf("not implemented: MinimumGrade - minimumGrade"))
}

func (r *worthItemResolver) Residency(ctx context.Context, obj *catalog.WorthItem) (*string, error) {
	panic(fmt.Errorf("not implemented: Residency - residency"))
}

func (r *worthItemResolver) Scope(ctx context.Context, obj *catalog.WorthItem, language *string) (*string, error) {
	panic(fmt.Errorf("not implemented: Scope - scope"))
}

func (r *worthItemResolver) Condition(ctx context.Context, obj *catalog.WorthItem, language *string) (*string, error) {
	panic(fmt.Errorf("not implemented: Condition - condition"))
}

func (r *worthItemResolver) ThroughSkill(ctx context.Context, obj *catalog.WorthItem) (*db.Skill, error) {
	panic(fmt.Errorf("not implemented: ThroughSkill - throughSkill"))
}

func (r *worthItemResolver) Level(ctx context.Context, obj *catalog.WorthItem) (*int, error) {
	panic(fmt.Errorf("not implemented: Level - level"))
}

func (r *Resolver) Affiliation() generated.AffiliationResolver { return &affiliationResolver{r} }

func (r *Resolver) Endorsement() generated.EndorsementResolver { return &endorsementResolver{r} }

func (r *Resolver) OrganizationCredits() generated.OrganizationCreditsResolver {
	return &organizationCreditsResolver{r}
}

func (r *Resolver) WorthItem() generated.WorthItemResolver { return &worthItemResolver{r} }

type (
	affiliationResolver         struct{ *Resolver }
	endorsementResolver         struct{ *Resolver }
	organizationCreditsResolver struct{ *Resolver }
	worthItemResolver           struct{ *Resolver }
)
