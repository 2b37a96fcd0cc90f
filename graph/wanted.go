package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/stackmatch/stackmatch/search"
)

// wanted says which counts of a candidate connection the operation selects: each
// costs time over the whole result.
func wanted(ctx context.Context) search.Want {
	var want search.Want
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		switch f.Name {
		case "facets":
			want.Facets = true
		case "relaxations":
			want.Relaxations = true
		case "oneStepAway":
			want.Steps = true
		}
	}
	return want
}
