package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/submission"
)

func (r *assessmentDefinitionResolver) Assessors(ctx context.Context, obj *submission.Definition) (int, error) {
	return max(1, obj.Assessors), nil
}

func (r *assessmentExamResolver) PassScore(ctx context.Context, obj *submission.Examination) (*string, error) {
	return orNull(obj.PassScore), nil
}

func (r *assessmentExamResolver) MaxScore(ctx context.Context, obj *submission.Examination) (*string, error) {
	return orNull(obj.MaxScore), nil
}

func (r *evidencePartResolver) Title(ctx context.Context, obj *submission.Part, language *string) (string, error) {
	return titled(ctx, obj.Title, language, obj.Key), nil
}

func (r *evidencePartResolver) Prompt(ctx context.Context, obj *submission.Part, language *string) (*model.LocalizedText, error) {
	return localized(ctx, text.Localized(obj.Prompt), language), nil
}

func (r *evidencePartResolver) Kinds(ctx context.Context, obj *submission.Part) ([]enum.EvidenceKind, error) {
	return evidenceKinds(obj), nil
}

func (r *rubricCriterionResolver) Title(ctx context.Context, obj *submission.Criterion, language *string) (string, error) {
	return titled(ctx, obj.Title, language, obj.Key), nil
}

func (r *rubricCriterionResolver) Description(ctx context.Context, obj *submission.Criterion, language *string) (*model.LocalizedText, error) {
	return localized(ctx, text.Localized(obj.Description), language), nil
}

func (r *rubricCriterionResolver) Part(ctx context.Context, obj *submission.Criterion) (*string, error) {
	return orNull(obj.Part), nil
}

func (r *rubricCriterionResolver) Skill(ctx context.Context, obj *submission.Criterion) (*db.Skill, error) {
	return loadOptional(ctx, r.loaders(ctx).skills, orNull(obj.Skill))
}

func (r *rubricLevelResolver) Title(ctx context.Context, obj *submission.Level, language *string) (string, error) {
	return titled(ctx, obj.Title, language, obj.Key), nil
}

func (r *rubricLevelResolver) Description(ctx context.Context, obj *submission.Level, language *string) (*model.LocalizedText, error) {
	return localized(ctx, text.Localized(obj.Description), language), nil
}

func (r *rubricLevelResolver) SkillLevel(ctx context.Context, obj *submission.Level) (*int, error) {
	return orNull(obj.SkillLevel), nil
}

func (r *assessmentExamInputResolver) PassScore(ctx context.Context, obj *submission.Examination, data *string) error {
	obj.PassScore = value(data)
	return nil
}

func (r *assessmentExamInputResolver) MaxScore(ctx context.Context, obj *submission.Examination, data *string) error {
	obj.MaxScore = value(data)
	return nil
}

func (r *evidencePartInputResolver) Title(ctx context.Context, obj *submission.Part, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *evidencePartInputResolver) Prompt(ctx context.Context, obj *submission.Part, data []*text.Said) error {
	return localizedInput(&obj.Prompt, data)
}

func (r *rubricCriterionInputResolver) Title(ctx context.Context, obj *submission.Criterion, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *rubricCriterionInputResolver) Description(ctx context.Context, obj *submission.Criterion, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *rubricCriterionInputResolver) Part(ctx context.Context, obj *submission.Criterion, data *string) error {
	obj.Part = value(data)
	return nil
}

func (r *rubricCriterionInputResolver) Skill(ctx context.Context, obj *submission.Criterion, data *string) error {
	obj.Skill = value(data)
	return nil
}

func (r *rubricLevelInputResolver) Title(ctx context.Context, obj *submission.Level, data []*text.Said) error {
	return localizedInput(&obj.Title, data)
}

func (r *rubricLevelInputResolver) Description(ctx context.Context, obj *submission.Level, data []*text.Said) error {
	return localizedInput(&obj.Description, data)
}

func (r *Resolver) AssessmentDefinition() generated.AssessmentDefinitionResolver {
	return &assessmentDefinitionResolver{r}
}

func (r *Resolver) AssessmentExam() generated.AssessmentExamResolver {
	return &assessmentExamResolver{r}
}

func (r *Resolver) EvidencePart() generated.EvidencePartResolver { return &evidencePartResolver{r} }

func (r *Resolver) RubricCriterion() generated.RubricCriterionResolver {
	return &rubricCriterionResolver{r}
}

func (r *Resolver) RubricLevel() generated.RubricLevelResolver { return &rubricLevelResolver{r} }

func (r *Resolver) AssessmentExamInput() generated.AssessmentExamInputResolver {
	return &assessmentExamInputResolver{r}
}

func (r *Resolver) EvidencePartInput() generated.EvidencePartInputResolver {
	return &evidencePartInputResolver{r}
}

func (r *Resolver) RubricCriterionInput() generated.RubricCriterionInputResolver {
	return &rubricCriterionInputResolver{r}
}

func (r *Resolver) RubricLevelInput() generated.RubricLevelInputResolver {
	return &rubricLevelInputResolver{r}
}

type (
	assessmentDefinitionResolver struct{ *Resolver }
	assessmentExamResolver       struct{ *Resolver }
	evidencePartResolver         struct{ *Resolver }
	rubricCriterionResolver      struct{ *Resolver }
	rubricLevelResolver          struct{ *Resolver }
	assessmentExamInputResolver  struct{ *Resolver }
	evidencePartInputResolver    struct{ *Resolver }
	rubricCriterionInputResolver struct{ *Resolver }
	rubricLevelInputResolver     struct{ *Resolver }
)
