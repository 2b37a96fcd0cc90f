package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/generated"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
)

func (r *postingTemplateResolver) Occupation(ctx context.Context, obj *employer.Template) (*model.Occupation, error) {
	return occupation(obj.OccupationCode, obj.OccupationTitle), nil
}

func (r *queryResolver) PostingTemplates(ctx context.Context, search *string, language *string) ([]*employer.Template, error) {
	list, err := r.Employers.Templates(ctx, value(search), inLanguage(ctx, language))
	return pointers(list), err
}

func (r *Resolver) PostingTemplate() generated.PostingTemplateResolver {
	return &postingTemplateResolver{r}
}

type postingTemplateResolver struct{ *Resolver }
