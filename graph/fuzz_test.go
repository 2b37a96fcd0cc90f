package graph

import (
	"encoding/json"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"

	"github.com/stackmatch/stackmatch/graph/graphtest"
)

// FuzzNoDocumentPanics prepares any text with any variables.
func FuzzNoDocumentPanics(f *testing.F) {
	f.Add("{ posts(first: 3) { edges { cursor node { ...p } } } } fragment p on Post { id parent { ...p } }", "{}")
	f.Add("query($i: Ask! = {word: \"x\"}, $n: [Int!]) { ask(input: $i) sum(numbers: $n) }", `{"i":{"ask":{"word":null}},"n":[1,null,2.5,"x"]}`)
	f.Add(introspection.Query, `{"x":1e400}`)
	x := NewExecutor(graphtest.New(nil, Served), Options{})
	f.Fuzz(func(t *testing.T, query, variables string) {
		params := &graphql.RawParams{Query: query}
		if json.Unmarshal([]byte(variables), &params.Variables) != nil {
			return
		}
		ctx := graphql.StartOperationTrace(t.Context())
		if oc, errs := x.CreateOperationContext(ctx, params); errs != nil {
			if answer := x.DispatchError(graphql.WithOperationContext(ctx, oc), errs); len(answer.Errors) == 0 {
				t.Error("refused without an error")
			}
		}
	})
}
