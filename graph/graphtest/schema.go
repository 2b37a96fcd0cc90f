// Package graphtest is a small executable schema, for tests of what surrounds
// any schema: limits, errors, transports, the page. It owns nothing that the
// product serves and refuses to know gqlgen's generated code.
package graphtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// SDL is the schema's text. It names the directives of a code generator, which
// no client should see.
const SDL = `
directive @goModel(model: String) on OBJECT | INPUT_OBJECT
directive @goField(forceResolver: Boolean) on FIELD_DEFINITION

"What can be read."
type Query {
  "A greeting."
  hello(
    "Whom to greet."
    name: String
  ): String!
  "Posts, page by page."
  posts(first: Int! = 20, after: String): PostConnection!
  "Posts by their ids."
  nodes(ids: [ID!]!): [Post]!
  "One post."
  post(id: ID!): Post
  "Echoes a choice."
  ask(input: Ask!): String!
  "Counts numbers."
  sum(numbers: [Int!]!): Int!
  "Calls the resolver of the test."
  call(name: String!): String
  "Cannot be null, calls the resolver of the test."
  mustCall(name: String!): String!
}

"What can be changed."
type Mutation {
  "Changes nothing."
  touch(input: Ask!): String!
  "Tells what was sent."
  send(file: Upload, files: [Upload!], note: Note): String!
}

"A file."
scalar Upload
"Anything."
scalar Note

"What can be watched."
type Subscription {
  "Ticks."
  tick: Int!
}

"A choice."
input Ask @oneOf @goModel(model: "example.com/ask") {
  "A word."
  word: String
  "Any of these."
  anyOf: [ID!]
  "Another choice."
  ask: Ask
}

"A page of posts."
type PostConnection {
  edges: [PostEdge!]!
  nodes: [Post!]!
  pageInfo: PageInfo!
  totalCount: Int!
}

"A post and its cursor."
type PostEdge { cursor: String! node: Post! }

"Where a page stands."
type PageInfo { hasNextPage: Boolean! endCursor: String }

"A post."
type Post @goModel(model: "example.com/post") {
  id: ID!
  title: String!
  "The post that this one answers."
  parent: Post
  related(first: Int! = 5): [Post!]!
  "Ten posts, a list without pages."
  thread: [Post!]!
  answers(first: Int! = 20): PostConnection! @goField(forceResolver: true)
}
`

// Resolver answers Query.call, Query.mustCall and Subscription.tick.
type Resolver func(ctx context.Context, name string) (any, error)

// Schema is executable.
type Schema struct {
	schema *ast.Schema
	call   Resolver
}

// New makes the schema; prepare changes what is served of it and may be nil.
func New(call Resolver, prepare func(*ast.Schema) *ast.Schema) *Schema {
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "graphtest.graphql", Input: SDL})
	if prepare != nil {
		schema = prepare(schema)
	}
	return &Schema{schema: schema, call: call}
}

// Schema is the parsed schema.
func (s *Schema) Schema() *ast.Schema { return s.schema }

// Complexity is not used.
func (s *Schema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

// Exec runs the context's operation.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	if oc.Operation.Operation == ast.Subscription && s.call != nil {
		return s.subscribe(ctx)
	}
	root := map[ast.Operation]*ast.Definition{
		ast.Query: s.schema.Query, ast.Mutation: s.schema.Mutation, ast.Subscription: s.schema.Subscription,
	}[oc.Operation.Operation]
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		data, ok := s.object(ctx, oc, root, nil, oc.Operation.SelectionSet)
		if !ok {
			data = []byte("null")
		}
		return &graphql.Response{Data: data}
	}
}

// object is false when a null went up into a field that cannot be null.
func (s *Schema) object(
	ctx context.Context, oc *graphql.OperationContext, definition *ast.Definition, value any, set ast.SelectionSet,
) ([]byte, bool) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, field := range graphql.CollectFields(oc, set, append([]string{definition.Name}, definition.Interfaces...)) {
		if i > 0 {
			out.WriteByte(',')
		}
		text, ok := s.field(ctx, oc, definition, value, field)
		if !ok {
			return nil, false
		}
		fmt.Fprintf(&out, "%q:%s", field.Alias, text)
	}
	out.WriteByte('}')
	return out.Bytes(), true
}

func (s *Schema) field(
	ctx context.Context, oc *graphql.OperationContext, parent *ast.Definition, value any, field graphql.CollectedField,
) (text []byte, ok bool) {
	if field.Name == "__typename" {
		return fmt.Appendf(nil, "%q", parent.Name), true
	}
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{
		Object: parent.Name, Field: field, Args: field.ArgumentMap(oc.Variables),
	})
	defer func() {
		if cause := recover(); cause != nil {
			oc.Error(ctx, oc.Recover(ctx, cause))
			text, ok = []byte("null"), !field.Definition.Type.NonNull
		}
	}()
	result, err := oc.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
		return s.resolve(ctx, oc, value, field)
	})
	if err != nil {
		oc.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return []byte("null"), !field.Definition.Type.NonNull
	}
	return s.complete(ctx, oc, field.Definition.Type, result, field.Selections)
}

func (s *Schema) complete(
	ctx context.Context, oc *graphql.OperationContext, typ *ast.Type, value any, set ast.SelectionSet,
) ([]byte, bool) {
	if absent(value) {
		return []byte("null"), !typ.NonNull
	}
	if typ.Elem != nil {
		var out bytes.Buffer
		out.WriteByte('[')
		for i, item := range items(value) {
			if i > 0 {
				out.WriteByte(',')
			}
			text, ok := s.complete(ctx, oc, typ.Elem, item, set)
			if !ok {
				return []byte("null"), !typ.NonNull
			}
			out.Write(text)
		}
		out.WriteByte(']')
		return out.Bytes(), true
	}
	if definition := s.schema.Types[typ.NamedType]; definition.IsCompositeType() {
		text, ok := s.object(ctx, oc, definition, value, set)
		if !ok {
			return []byte("null"), !typ.NonNull
		}
		return text, true
	}
	text, err := json.Marshal(value)
	return text, err == nil
}

// introspect wraps the schema the way that generated code does.
func (s *Schema) introspect() *introspection.Schema { return introspection.WrapSchema(s.schema) }
