package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *postingTemplateResolver) Occupation(ctx context.Context, obj *employer.Template) (*db.Occupation, error) {
	return r.occupation(ctx, obj.OccupationCode, obj.OccupationTitle)
}

func (r *queryResolver) PostingTemplates(ctx context.Context, search *string, language *string) ([]*employer.Template, error) {
	list, err := r.Employers.Templates(ctx, value(search), inLanguage(ctx, language))
	return pointers(list), err
}

func (r *Resolver) PostingTemplate() generated.PostingTemplateResolver {
	return &postingTemplateResolver{r}
}

type postingTemplateResolver struct{ *Resolver }
