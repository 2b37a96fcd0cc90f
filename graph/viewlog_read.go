package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// readOfCandidates names the fields of candidates that the operation selects: what
// an earner is told was read of them. It is the whole operation's, whichever way it
// comes to a candidate; what a directive leaves out is named, too.
func readOfCandidates(ctx context.Context) []string {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	fields := map[string]bool{}
	readOf("Candidate", graphql.GetOperationContext(ctx).Operation.SelectionSet, fields)
	return slices.Sorted(maps.Keys(fields))
}

// readOf adds the fields of a type that are selected, at whatever depth.
func readOf(name string, set ast.SelectionSet, fields map[string]bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.ObjectDefinition != nil && s.ObjectDefinition.Name == name && !strings.HasPrefix(s.Name, "__") {
				fields[s.Name] = true
			}
			readOf(name, s.SelectionSet, fields)
		case *ast.InlineFragment:
			readOf(name, s.SelectionSet, fields)
		case *ast.FragmentSpread:
			if s.Definition != nil {
				readOf(name, s.Definition.SelectionSet, fields)
			}
		}
	}
}

// readsRows tells whether the operation selects the rows of a candidate connection,
// and not its counts alone.
func readsRows(ctx context.Context) bool {
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if f.Name == "nodes" || f.Name == "edges" {
			return true
		}
	}
	return false
}
