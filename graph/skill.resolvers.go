package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *frameworkResolver) Version(ctx context.Context, obj *db.Framework) (*string, error) {
	return orNull(obj.Version), nil
}

func (r *frameworkResolver) License(ctx context.Context, obj *db.Framework) (*string, error) {
	return orNull(obj.License), nil
}

func (r *frameworkResolver) Attribution(ctx context.Context, obj *db.Framework) (*string, error) {
	return orNull(obj.Attribution), nil
}

func (r *queryResolver) Skills(ctx context.Context, search *string, framework *string, language *string, first int, after *string) (*model.SkillConnection, error) {
	return connect(skills)(r.Catalog.Skills(ctx, catalog.SkillsInput{
		Search: value(search), Language: inLanguage(ctx, language), Framework: framework, Page: pageArgs(first, after),
	}))
}

func (r *queryResolver) Frameworks(ctx context.Context) ([]*db.Framework, error) {
	return r.Catalog.Frameworks(ctx)
}

func (r *skillResolver) Label(ctx context.Context, obj *db.Skill, language *string) (string, error) {
	return r.skillLabel(ctx, obj, inLanguage(ctx, language))
}

func (r *skillResolver) Labels(ctx context.Context, obj *db.Skill) ([]*db.SkillLabel, error) {
	return r.shownLabels(ctx, obj)
}

func (r *skillResolver) Description(ctx context.Context, obj *db.Skill, language *string) (*model.LocalizedText, error) {
	return localized(ctx, obj.Description, language), nil
}

func (r *skillResolver) Framework(ctx context.Context, obj *db.Skill) (*db.Framework, error) {
	return r.loaders(ctx).frameworks.Load(ctx, obj.FrameworkID)
}

func (r *skillResolver) Broader(ctx context.Context, obj *db.Skill) ([]*db.Skill, error) {
	return r.loaders(ctx).broader.Load(ctx, obj.ID)
}

func (r *skillResolver) Path(ctx context.Context, obj *db.Skill) ([]*db.Skill, error) {
	return r.loaders(ctx).paths.Load(ctx, obj.ID)
}

func (r *skillMatchResolver) Marks(ctx context.Context, obj *catalog.SkillMatch) ([]*employer.TextSpan, error) {
	return pointers(employer.Spans(obj.Label, obj.Marks)), nil
}

func (r *Resolver) Framework() generated.FrameworkResolver { return &frameworkResolver{r} }

func (r *Resolver) Skill() generated.SkillResolver { return &skillResolver{r} }

func (r *Resolver) SkillMatch() generated.SkillMatchResolver { return &skillMatchResolver{r} }

type (
	frameworkResolver  struct{ *Resolver }
	skillResolver      struct{ *Resolver }
	skillMatchResolver struct{ *Resolver }
)
