package graph

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func (r *assessmentDefinitionResolver) Assessors(ctx context.Context, obj *submission.Definition) (int, error) {
	panic(fmt.Errorf("not implemented: Assessors - assessors"))
}

func (r *assessmentExamResolver) PassScore(ctx context.Context, obj *submission.Examination) (*string, error) {
	panic(fmt.Errorf("not implemented: PassScore - passScore"))
}

func (r *assessmentExamResolver) MaxScore(ctx context.Context, obj *submission.Examination) (*string, error) {
	panic(fmt.Errorf("not implemented: MaxScore - maxScore"))
}

func (r *awardResolver) MicroCredentialVersion(ctx context.Context, obj *db.Award) (*db.MicroCredentialVersion, error) {
	panic(fmt.Errorf("not implemented: MicroCredentialVersion - microCredentialVersion"))
}

func (r *competencyChangeResolver) Skill(ctx context.Context, obj *catalog.CompetencyChange) (*db.Skill, error) {
	panic(fmt.Errorf("not implemented: Skill - skill"))
}

func (r *evidencePartResolver) Title(ctx context.Context, obj *submission.Part, language *string) (string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *evidencePartResolver) Prompt(ctx context.Context, obj *submission.Part, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Prompt - prompt"))
}

func (r *evidencePartResolver) Kinds(ctx context.Context, obj *submission.Part) ([]enum.EvidenceKind, error) {
	panic(fmt.Errorf("not implemented: Kinds - kinds"))
}

func (r *frameworkAlignmentResolver) Framework(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	panic(fmt.Errorf("not implemented: Framework - framework"))
}

func (r *frameworkAlignmentResolver) Code(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	panic(fmt.Errorf("not implemented: Code - code"))
}

func (r *frameworkAlignmentResolver) Description(ctx context.Context, obj *catalog.FrameworkAlignment) (*string, error) {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *microCredentialResolver) Competency(ctx context.Context, obj *db.MicroCredential, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Competency - competency"))
}

func (r *microCredentialResolver) Assessment(ctx context.Context, obj *db.MicroCredential) (*submission.Definition, error) {
	panic(fmt.Errorf("not implemented: Assessment - assessment"))
}

func (r *microCredentialResolver) Prerequisites(ctx context.Context, obj *db.MicroCredential) ([]*catalog.PrerequisiteInput, error) {
	panic(fmt.Errorf("not implemented: Prerequisites - prerequisites"))
}

func (r *microCredentialResolver) Alignments(ctx context.Context, obj *db.MicroCredential) ([]*catalog.FrameworkAlignment, error) {
	panic(fmt.Errorf("not implemented: Alignments - alignments"))
}

func (r *microCredentialResolver) Assessor(ctx context.Context, obj *db.MicroCredential) (*db.Organization, error) {
	panic(fmt.Errorf("not implemented: Assessor - assessor"))
}

func (r *microCredentialResolver) RetirementReason(ctx context.Context, obj *db.MicroCredential) (*string, error) {
	panic(fmt.Errorf("not implemented: RetirementReason - retirementReason"))
}

func (r *microCredentialResolver) CurrentVersion(ctx context.Context, obj *db.MicroCredential) (*db.MicroCredentialVersion, error) {
	panic(fmt.Errorf("not implemented: CurrentVersion - currentVersion"))
}

func (r *microCredentialResolver) Versions(ctx context.Context, obj *db.MicroCredential) ([]*db.MicroCredentialVersion, error) {
	panic(fmt.Errorf("not implemented: Versions - versions"))
}

func (r *microCredentialResolver) Draft(ctx context.Context, obj *db.MicroCredential) (*db.Draft, error) {
	panic(fmt.Errorf("not implemented: Draft - draft"))
}

func (r *microCredentialContentResolver) Title(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *microCredentialContentResolver) Description(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *microCredentialContentResolver) Competency(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Competency - competency"))
}

func (r *microCredentialContentResolver) HolderCan(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: HolderCan - holderCan"))
}

func (r *microCredentialContentResolver) Criteria(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Criteria - criteria"))
}

func (r *microCredentialContentResolver) Changes(ctx context.Context, obj *catalog.VersionInput, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Changes - changes"))
}

func (r *microCredentialContentResolver) Competencies(ctx context.Context, obj *catalog.VersionInput) ([]*model.Competency, error) {
	panic(fmt.Errorf("not implemented: Competencies - competencies"))
}

func (r *microCredentialContentResolver) Price(ctx context.Context, obj *catalog.VersionInput) (*model.Money, error) {
	panic(fmt.Errorf("not implemented: Price - price"))
}

func (r *microCredentialContentResolver) Picture(ctx context.Context, obj *catalog.VersionInput) (*db.Picture, error) {
	panic(fmt.Errorf("not implemented: Picture - picture"))
}

func (r *microCredentialDraftResolver) MicroCredential(ctx context.Context, obj *db.Draft) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *microCredentialDraftResolver) ReviewNote(ctx context.Context, obj *db.Draft) (*string, error) {
	panic(fmt.Errorf("not implemented: ReviewNote - reviewNote"))
}

func (r *microCredentialDraftResolver) MayReview(ctx context.Context, obj *db.Draft) (bool, error) {
	panic(fmt.Errorf("not implemented: MayReview - mayReview"))
}

func (r *microCredentialDraftResolver) Content(ctx context.Context, obj *db.Draft) (*catalog.VersionInput, error) {
	panic(fmt.Errorf("not implemented: Content - content"))
}

func (r *microCredentialVersionResolver) MicroCredential(ctx context.Context, obj *db.MicroCredentialVersion) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *microCredentialVersionResolver) Current(ctx context.Context, obj *db.MicroCredentialVersion) (bool, error) {
	panic(fmt.Errorf("not implemented: Current - current"))
}

func (r *microCredentialVersionResolver) Title(ctx context.Context, obj *db.MicroCredentialVersion, language *string) (string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *microCredentialVersionResolver) Content(ctx context.Context, obj *db.MicroCredentialVersion) (*catalog.VersionInput, error) {
	panic(fmt.Errorf("not implemented: Content - content"))
}

func (r *mutationResolver) CreateMicroCredential(ctx context.Context, input catalog.CreateMicroCredentialInput) (*model.CreateMicroCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: CreateMicroCredential - createMicroCredential"))
}

func (r *mutationResolver) UpdateMicroCredentialDraft(ctx context.Context, input catalog.UpdateDraftInput) (*model.UpdateMicroCredentialDraftPayload, error) {
	panic(fmt.Errorf("not implemented: UpdateMicroCredentialDraft - updateMicroCredentialDraft"))
}

func (r *mutationResolver) RequestReview(ctx context.Context, input catalog.DraftInput) (*model.RequestReviewPayload, error) {
	panic(fmt.Errorf("not implemented: RequestReview - requestReview"))
}

func (r *mutationResolver) ReviewMicroCredential(ctx context.Context, input catalog.ReviewInput) (*model.ReviewMicroCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: ReviewMicroCredential - reviewMicroCredential"))
}

func (r *mutationResolver) PublishMicroCredential(ctx context.Context, input catalog.DraftInput) (*model.PublishMicroCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: PublishMicroCredential - publishMicroCredential"))
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input catalog.DiscardInput) (*model.DiscardDraftPayload, error) {
	panic(fmt.Errorf("not implemented: DiscardDraft - discardDraft"))
}

func (r *mutationResolver) RetireMicroCredential(ctx context.Context, input catalog.RetireInput) (*model.RetireMicroCredentialPayload, error) {
	panic(fmt.Errorf("not implemented: RetireMicroCredential - retireMicroCredential"))
}

func (r *mutationResolver) AuthorizeIssuer(ctx context.Context, input catalog.AuthorizeIssuerInput) (*model.AuthorizeIssuerPayload, error) {
	panic(fmt.Errorf("not implemented: AuthorizeIssuer - authorizeIssuer"))
}

func (r *mutationResolver) AssignAssessor(ctx context.Context, input catalog.AssignAssessorInput) (*model.AssignAssessorPayload, error) {
	panic(fmt.Errorf("not implemented: AssignAssessor - assignAssessor"))
}

func (r *mutationResolver) AddPicture(ctx context.Context, input model.AddPictureInput) (*model.AddPicturePayload, error) {
	panic(fmt.Errorf("not implemented: AddPicture - addPicture"))
}

func (r *mutationResolver) AddOffering(ctx context.Context, input catalog.OfferInput) (*model.AddOfferingPayload, error) {
	panic(fmt.Errorf("not implemented: AddOffering - addOffering"))
}

func (r *mutationResolver) WithdrawOffering(ctx context.Context, input catalog.WithdrawOfferingInput) (*model.WithdrawOfferingPayload, error) {
	panic(fmt.Errorf("not implemented: WithdrawOffering - withdrawOffering"))
}

func (r *offeringResolver) MicroCredential(ctx context.Context, obj *db.Offering) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *offeringResolver) URL(ctx context.Context, obj *db.Offering) (*string, error) {
	panic(fmt.Errorf("not implemented: URL - url"))
}

func (r *prerequisiteResolver) MicroCredential(ctx context.Context, obj *catalog.PrerequisiteInput) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *prerequisiteChangeResolver) MicroCredential(ctx context.Context, obj *catalog.PrerequisiteChange) (*db.MicroCredential, error) {
	panic(fmt.Errorf("not implemented: MicroCredential - microCredential"))
}

func (r *prerequisiteChangeResolver) WasAdvised(ctx context.Context, obj *catalog.PrerequisiteChange) (*bool, error) {
	panic(fmt.Errorf("not implemented: WasAdvised - wasAdvised"))
}

func (r *prerequisiteChangeResolver) IsAdvised(ctx context.Context, obj *catalog.PrerequisiteChange) (*bool, error) {
	panic(fmt.Errorf("not implemented: IsAdvised - isAdvised"))
}

func (r *queryResolver) CompareVersions(ctx context.Context, microCredential string, from int, to int) (*catalog.Comparison, error) {
	panic(fmt.Errorf("not implemented: CompareVersions - compareVersions"))
}

func (r *queryResolver) Drafts(ctx context.Context, status []enum.DraftStatus, first int, after *string) (*model.MicroCredentialDraftConnection, error) {
	panic(fmt.Errorf("not implemented: Drafts - drafts"))
}

func (r *rubricCriterionResolver) Title(ctx context.Context, obj *submission.Criterion, language *string) (string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *rubricCriterionResolver) Description(ctx context.Context, obj *submission.Criterion, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *rubricCriterionResolver) Part(ctx context.Context, obj *submission.Criterion) (*string, error) {
	panic(fmt.Errorf("not implemented: Part - part"))
}

func (r *rubricCriterionResolver) Skill(ctx context.Context, obj *submission.Criterion) (*db.Skill, error) {
	panic(fmt.Errorf("not implemented: Skill - skill"))
}

func (r *rubricLevelResolver) Title(ctx context.Context, obj *submission.Level, language *string) (string, error) {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *rubricLevelResolver) Description(ctx context.Context, obj *submission.Level, language *string) (*model.LocalizedText, error) {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *rubricLevelResolver) SkillLevel(ctx context.Context, obj *submission.Level) (*int, error) {
	panic(fmt.Errorf("not implemented: SkillLevel - skillLevel"))
}

func (r *addOfferingInputResolver) Schedule(ctx context.Context, obj *catalog.OfferInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Schedule - schedule"))
}

func (r *addOfferingInputResolver) Funding(ctx context.Context, obj *catalog.OfferInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Funding - funding"))
}

func (r *assessmentExamInputResolver) PassScore(ctx context.Context, obj *submission.Examination, data *string) error {
	panic(fmt.Errorf("not implemented: PassScore - passScore"))
}

func (r *assessmentExamInputResolver) MaxScore(ctx context.Context, obj *submission.Examination, data *string) error {
	panic(fmt.Errorf("not implemented: MaxScore - maxScore"))
}

func (r *evidencePartInputResolver) Title(ctx context.Context, obj *submission.Part, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *evidencePartInputResolver) Prompt(ctx context.Context, obj *submission.Part, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Prompt - prompt"))
}

func (r *frameworkAlignmentInputResolver) Framework(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	panic(fmt.Errorf("not implemented: Framework - framework"))
}

func (r *frameworkAlignmentInputResolver) Code(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	panic(fmt.Errorf("not implemented: Code - code"))
}

func (r *frameworkAlignmentInputResolver) Description(ctx context.Context, obj *catalog.FrameworkAlignment, data *string) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *microCredentialContentInputResolver) Title(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *microCredentialContentInputResolver) Description(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *microCredentialContentInputResolver) Competency(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Competency - competency"))
}

func (r *microCredentialContentInputResolver) HolderCan(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: HolderCan - holderCan"))
}

func (r *microCredentialContentInputResolver) Criteria(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Criteria - criteria"))
}

func (r *microCredentialContentInputResolver) Changes(ctx context.Context, obj *catalog.VersionInput, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Changes - changes"))
}

func (r *priceInputResolver) Amount(ctx context.Context, obj *catalog.Price, data string) error {
	panic(fmt.Errorf("not implemented: Amount - amount"))
}

func (r *rubricCriterionInputResolver) Title(ctx context.Context, obj *submission.Criterion, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *rubricCriterionInputResolver) Description(ctx context.Context, obj *submission.Criterion, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *rubricCriterionInputResolver) Part(ctx context.Context, obj *submission.Criterion, data *string) error {
	panic(fmt.Errorf("not implemented: Part - part"))
}

func (r *rubricCriterionInputResolver) Skill(ctx context.Context, obj *submission.Criterion, data *string) error {
	panic(fmt.Errorf("not implemented: Skill - skill"))
}

func (r *rubricLevelInputResolver) Title(ctx context.Context, obj *submission.Level, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Title - title"))
}

func (r *rubricLevelInputResolver) Description(ctx context.Context, obj *submission.Level, data []*text.Said) error {
	panic(fmt.Errorf("not implemented: Description - description"))
}

func (r *Resolver) AssessmentDefinition() generated.AssessmentDefinitionResolver {
	return &assessmentDefinitionResolver{r}
}

func (r *Resolver) AssessmentExam() generated.AssessmentExamResolver {
	return &assessmentExamResolver{r}
}

func (r *Resolver) CompetencyChange() generated.CompetencyChangeResolver {
	return &competencyChangeResolver{r}
}

func (r *Resolver) EvidencePart() generated.EvidencePartResolver { return &evidencePartResolver{r} }

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

func (r *Resolver) RubricCriterion() generated.RubricCriterionResolver {
	return &rubricCriterionResolver{r}
}

func (r *Resolver) RubricLevel() generated.RubricLevelResolver { return &rubricLevelResolver{r} }

func (r *Resolver) AddOfferingInput() generated.AddOfferingInputResolver {
	return &addOfferingInputResolver{r}
}

func (r *Resolver) AssessmentExamInput() generated.AssessmentExamInputResolver {
	return &assessmentExamInputResolver{r}
}

func (r *Resolver) EvidencePartInput() generated.EvidencePartInputResolver {
	return &evidencePartInputResolver{r}
}

func (r *Resolver) FrameworkAlignmentInput() generated.FrameworkAlignmentInputResolver {
	return &frameworkAlignmentInputResolver{r}
}

func (r *Resolver) MicroCredentialContentInput() generated.MicroCredentialContentInputResolver {
	return &microCredentialContentInputResolver{r}
}

func (r *Resolver) PriceInput() generated.PriceInputResolver { return &priceInputResolver{r} }

func (r *Resolver) RubricCriterionInput() generated.RubricCriterionInputResolver {
	return &rubricCriterionInputResolver{r}
}

func (r *Resolver) RubricLevelInput() generated.RubricLevelInputResolver {
	return &rubricLevelInputResolver{r}
}

type (
	assessmentDefinitionResolver        struct{ *Resolver }
	assessmentExamResolver              struct{ *Resolver }
	competencyChangeResolver            struct{ *Resolver }
	evidencePartResolver                struct{ *Resolver }
	frameworkAlignmentResolver          struct{ *Resolver }
	microCredentialContentResolver      struct{ *Resolver }
	microCredentialDraftResolver        struct{ *Resolver }
	microCredentialVersionResolver      struct{ *Resolver }
	prerequisiteResolver                struct{ *Resolver }
	prerequisiteChangeResolver          struct{ *Resolver }
	rubricCriterionResolver             struct{ *Resolver }
	rubricLevelResolver                 struct{ *Resolver }
	addOfferingInputResolver            struct{ *Resolver }
	assessmentExamInputResolver         struct{ *Resolver }
	evidencePartInputResolver           struct{ *Resolver }
	frameworkAlignmentInputResolver     struct{ *Resolver }
	microCredentialContentInputResolver struct{ *Resolver }
	priceInputResolver                  struct{ *Resolver }
	rubricCriterionInputResolver        struct{ *Resolver }
	rubricLevelInputResolver            struct{ *Resolver }
)
