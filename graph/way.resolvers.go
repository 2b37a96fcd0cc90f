package graph

import (
	"context"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

func (r *queryResolver) Ways(ctx context.Context, search *string, filter *catalog.WayFilter, first int, after *string) (*model.WayConnection, error) {
	return connect(ways)(r.Catalog.Ways(ctx, catalog.WaysInput{
		Search: value(search), Filter: value(filter), Page: pageArgs(first, after),
	}))
}
