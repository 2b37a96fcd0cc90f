package graph

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *classificationCodeResolver) Title(ctx context.Context, obj *catalog.CodeTitle) (*string, error) {
	return orNull(obj.Title), nil
}

func (r *occupationResolver) Titles(ctx context.Context, obj *db.Occupation) ([]*db.OccupationTitle, error) {
	return slices.DeleteFunc(slices.Clone(obj.Edges.Titles), func(t *db.OccupationTitle) bool { return t.Kind == enum.LabelHidden }), nil
}

func (r *occupationResolver) Description(ctx context.Context, obj *db.Occupation, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Description, language), nil
}

func (r *occupationResolver) Soc(ctx context.Context, obj *db.Occupation) (*string, error) {
	return orNull(obj.Soc), nil
}

func (r *occupationResolver) Isco(ctx context.Context, obj *db.Occupation) (*string, error) {
	return orNull(obj.Isco), nil
}

func (r *occupationResolver) Framework(ctx context.Context, obj *db.Occupation) (*db.Framework, error) {
	return loadOptional(ctx, r.loaders(ctx).frameworks, orNull(obj.FrameworkID))
}

func (r *occupationResolver) Tasks(ctx context.Context, obj *db.Occupation, first int) ([]*db.OccupationTask, error) {
	list, err := r.loaders(ctx).occupationTasks.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return firstOf(list, first)
}

func (r *occupationResolver) Skills(ctx context.Context, obj *db.Occupation, relation *enum.OccupationRelation, first int) ([]*db.OccupationSkill, error) {
	list, err := r.loaders(ctx).occupationSkills.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return firstOf(slices.DeleteFunc(slices.Clone(list), func(t *db.OccupationSkill) bool {
		return relation != nil && t.Relation != *relation
	}), first)
}

func (r *occupationResolver) Crosswalks(ctx context.Context, obj *db.Occupation) ([]*catalog.CodeTitle, error) {
	list, err := r.loaders(ctx).occupationCodes.Load(ctx, obj.ID)
	return pointers(list), err
}

func (r *occupationResolver) OpenPostings(ctx context.Context, obj *db.Occupation, first int, after *string) (*model.PostingConnection, error) {
	codes, titles, err := r.Catalog.PostingKeys(ctx, obj)
	if err != nil {
		return nil, err
	}
	return connect(postings)(r.Employers.OccupationPostings(ctx, codes, titles, pageArgs(first, after)))
}

func (r *occupationResolver) Pathways(ctx context.Context, obj *db.Occupation) ([]*db.Pathway, error) {
	return r.loaders(ctx).occupationPathways.Load(ctx, obj.Code)
}

func (r *occupationResolver) Requirements(ctx context.Context, obj *db.Occupation) ([]*catalog.OccupationRequirement, error) {
	list, err := r.Catalog.RequirementsOf(ctx, obj)
	return pointers(list), err
}

func (r *occupationRequirementResolver) Label(ctx context.Context, obj *catalog.OccupationRequirement, language *string) (string, error) {
	ask, err := r.ask(ctx, obj)
	if err != nil {
		return "", err
	}
	return r.askLabel(ctx, ask, inLanguage(ctx, language))
}

func (r *occupationRequirementResolver) Ask(ctx context.Context, obj *catalog.OccupationRequirement) (employer.Ask, error) {
	return r.ask(ctx, obj)
}

func (r *occupationRequirementResolver) Importance(ctx context.Context, obj *catalog.OccupationRequirement) (enum.Importance, error) {
	if obj.Required {
		return enum.Required, nil
	}
	return enum.Preferred, nil
}

func (r *occupationSkillResolver) Skill(ctx context.Context, obj *db.OccupationSkill) (*db.Skill, error) {
	return r.loaders(ctx).skills.Load(ctx, obj.SkillID)
}

func (r *queryResolver) Occupations(ctx context.Context, search *string, scheme *enum.OccupationScheme, jobZone *int, code *string, first int, after *string) (*model.OccupationConnection, error) {
	return connect(occupations)(r.Catalog.Occupations(ctx, catalog.OccupationsInput{
		Search: value(search), Scheme: scheme, JobZone: jobZone, Code: code, Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) Occupation(ctx context.Context, id string) (*db.Occupation, error) {
	return r.loaders(ctx).occupations.Load(ctx, id)
}

func (r *requirementSourceResolver) Postings(ctx context.Context, obj *catalog.RequirementSource) (*int, error) {
	return counted(obj, obj.Postings), nil
}

func (r *requirementSourceResolver) Required(ctx context.Context, obj *catalog.RequirementSource) (*int, error) {
	return counted(obj, obj.Required), nil
}

func (r *requirementSourceResolver) Of(ctx context.Context, obj *catalog.RequirementSource) (*int, error) {
	return counted(obj, obj.Of), nil
}

func (r *requirementSourceResolver) Employers(ctx context.Context, obj *catalog.RequirementSource) (*int, error) {
	return counted(obj, obj.Employers), nil
}

func (r *requirementSourceResolver) Framework(ctx context.Context, obj *catalog.RequirementSource) (*db.Framework, error) {
	return loadOptional(ctx, r.loaders(ctx).frameworks, orNull(obj.Framework))
}

func (r *requirementSourceResolver) Relation(ctx context.Context, obj *catalog.RequirementSource) (*enum.OccupationRelation, error) {
	return orNull(obj.Relation), nil
}

func (r *requirementSourceResolver) Tasks(ctx context.Context, obj *catalog.RequirementSource) (*int, error) {
	return orNull(obj.Tasks), nil
}

func (r *requirementSourceResolver) Through(ctx context.Context, obj *catalog.RequirementSource) (*string, error) {
	return orNull(obj.Through), nil
}

func (r *Resolver) ClassificationCode() generated.ClassificationCodeResolver {
	return &classificationCodeResolver{r}
}

func (r *Resolver) OccupationRequirement() generated.OccupationRequirementResolver {
	return &occupationRequirementResolver{r}
}

func (r *Resolver) OccupationSkill() generated.OccupationSkillResolver {
	return &occupationSkillResolver{r}
}

func (r *Resolver) RequirementSource() generated.RequirementSourceResolver {
	return &requirementSourceResolver{r}
}

type (
	classificationCodeResolver    struct{ *Resolver }
	occupationRequirementResolver struct{ *Resolver }
	occupationSkillResolver       struct{ *Resolver }
	requirementSourceResolver     struct{ *Resolver }
)
