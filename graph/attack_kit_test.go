package graph_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/stackmatch/stackmatch/graph/generated"
)

// crawler asks for everything that a viewer may reach: each root field, and each id
// that any answer holds, with every field of it, nested.
type crawler struct {
	w      *world
	viewer string
	schema *ast.Schema
	// given are values for arguments that must be given, by name.
	given map[string]string
	// answers are what came, by what was asked.
	answers map[string]answer
	// types are the ids that led to a record, by its type.
	types map[string][]string
	tried map[string]bool
}

// manyOfAType bounds the records of a type that a crawl looks at.
const manyOfAType = 12

// anyID is an id of any record.
var anyID = regexp.MustCompile(`\b[a-z]{3}_[0-9a-z]{26}\b`)

func schemaOf() *ast.Schema {
	return generated.NewExecutableSchema(generated.Config{}).Schema()
}

// crawl asks for everything as a viewer, who begins with some ids.
func (w *world) crawl(t *testing.T, viewer string, given map[string]string, ids ...string) *crawler {
	t.Helper()
	c := &crawler{
		w: w, viewer: viewer, schema: schemaOf(), given: given,
		answers: map[string]answer{}, types: map[string][]string{}, tried: map[string]bool{},
	}
	for _, field := range c.schema.Query.Fields {
		if strings.HasPrefix(field.Name, "__") || field.Name == "node" || field.Name == "nodes" {
			continue
		}
		if args, ok := c.args(field); ok {
			c.deepest(t, "{ "+field.Name+args+" %s }", c.schema.Types[field.Type.Name()])
		}
	}
	for next := ids; len(next) > 0; next = c.newIDs() {
		for _, id := range next {
			c.follow(t, id)
		}
	}
	return c
}

// newIDs are those of the answers that were not tried.
func (c *crawler) newIDs() []string {
	found := map[string]bool{}
	for _, out := range c.answers {
		for _, id := range anyID.FindAllString(out.raw, -1) {
			if !c.tried[id] {
				found[id] = true
			}
		}
	}
	var out []string
	for id := range found {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func (c *crawler) follow(t *testing.T, id string) {
	t.Helper()
	if c.tried[id] {
		return
	}
	c.tried[id] = true
	kind := c.ask(t, fmt.Sprintf("{ node(id: %q) { __typename } }", id)).text("node", "__typename")
	if kind == "" || len(c.types[kind]) >= manyOfAType {
		return
	}
	c.types[kind] = append(c.types[kind], id)
	c.deepest(t, fmt.Sprintf("{ node(id: %q) { ... on %s %%s } }", id, kind), c.schema.Types[kind])
}

// deepest asks for as much as the limits allow: two levels of edges where it can, and
// each edge alone where that is too much at once.
func (c *crawler) deepest(t *testing.T, query string, of *ast.Definition) {
	t.Helper()
	if of == nil || of.Kind == ast.Scalar || of.Kind == ast.Enum {
		c.keep(t, strings.Replace(query, "%s", "", 1))
		return
	}
	if c.keep(t, fmt.Sprintf(query, c.selection(of, 2))) {
		return
	}
	c.keep(t, fmt.Sprintf(query, c.selection(of, 0)))
	for _, field := range of.Fields {
		inner := c.schema.Types[field.Type.Name()]
		args, ok := c.args(field)
		if !ok || strings.HasPrefix(field.Name, "__") || inner.Kind == ast.Scalar || inner.Kind == ast.Enum {
			continue
		}
		for depth := 2; depth >= 0; depth-- {
			if c.keep(t, fmt.Sprintf(query, "{ "+field.Name+args+" "+c.selection(inner, depth)+" }")) {
				break
			}
		}
	}
}

// keep asks, and keeps the answer unless the question was too large.
func (c *crawler) keep(t *testing.T, query string) bool {
	t.Helper()
	out := c.ask(t, query)
	switch code := out.code(); code {
	case "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED":
		t.Fatalf("%s: %s", query, out.raw)
	case "", "FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND", "BAD_USER_INPUT", "CONFLICT":
	case "INTERNAL_SERVER_ERROR", "INTERNAL":
		t.Errorf("%s: %s", query, out.raw)
	default:
		return false
	}
	c.answers[query] = out
	return true
}

// ask asks as the viewer, as fast as they may.
func (c *crawler) ask(t *testing.T, query string) answer {
	t.Helper()
	out := c.w.ask(t, c.viewer, query, nil)
	for out.code() == "RATE_LIMITED" {
		c.w.clock.Advance(time.Minute)
		out = c.w.ask(t, c.viewer, query, nil)
	}
	return out
}

// args are the arguments of a field: short pages, and what must be given. It is false
// where something must be given that the crawler has not.
func (c *crawler) args(field *ast.FieldDefinition) (string, bool) {
	var given []string
	for _, arg := range field.Arguments {
		switch value, known := c.given[arg.Name]; {
		case arg.Name == "first":
			given = append(given, "first: 6")
		case !arg.Type.NonNull || arg.DefaultValue != nil:
		case known:
			given = append(given, fmt.Sprintf("%s: %q", arg.Name, value))
		default:
			return "", false
		}
	}
	if len(given) == 0 {
		return "", true
	}
	return "(" + strings.Join(given, ", ") + ")", true
}

// selection is every field of a type, and of what it leads to.
func (c *crawler) selection(of *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteString("{ __typename ")
	taken := map[string]string{}
	c.fields(&b, of, depth, taken)
	if of.IsAbstractType() && of.Name != "Node" {
		for _, kind := range c.schema.GetPossibleTypes(of) {
			b.WriteString("... on " + kind.Name + " { __typename ")
			c.fields(&b, kind, depth, taken)
			b.WriteString("} ")
		}
	}
	return b.String() + "}"
}

func (c *crawler) fields(b *strings.Builder, of *ast.Definition, depth int, taken map[string]string) {
	for _, field := range of.Fields {
		inner := c.schema.Types[field.Type.Name()]
		args, ok := c.args(field)
		if was, again := taken[field.Name]; !ok || strings.HasPrefix(field.Name, "__") || again && was != field.Type.String() {
			continue
		}
		leaf := inner.Kind == ast.Scalar || inner.Kind == ast.Enum
		// A page is no level of its own; its edges are what its nodes are.
		below := depth - 1
		if field.Name == "nodes" || field.Name == "pageInfo" {
			below = depth
		}
		if field.Name == "edges" || !leaf && below < 0 {
			continue
		}
		taken[field.Name] = field.Type.String()
		b.WriteString(field.Name + args + " ")
		if !leaf {
			b.WriteString(c.selection(inner, below) + " ")
		}
	}
}

// scalar is a value of an answer, under the name of its field.
type scalar struct{ field, value string }

// scalars are all values of the answers that are long enough to name somebody.
func (c *crawler) scalars() map[string]string {
	out := map[string]string{}
	for _, a := range c.answers {
		walkScalars("", a.Data, func(s scalar) {
			if len(s.value) > 6 {
				out[s.value] = s.field
			}
		})
	}
	return out
}

func walkScalars(field string, value any, visit func(scalar)) {
	switch v := value.(type) {
	case map[string]any:
		for name, one := range v {
			walkScalars(name, one, visit)
		}
	case []any:
		for _, one := range v {
			walkScalars(field, one, visit)
		}
	case nil, bool:
	default:
		visit(scalar{field, fmt.Sprint(v)})
	}
}

// told are the fields that told the viewer something, by type.
func (c *crawler) told() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, a := range c.answers {
		walkObjects(a.Data, func(kind, field string) {
			if out[kind] == nil {
				out[kind] = map[string]bool{}
			}
			out[kind][field] = true
		})
	}
	return out
}

func walkObjects(value any, visit func(kind, field string)) {
	switch v := value.(type) {
	case map[string]any:
		kind, _ := v["__typename"].(string)
		for name, one := range v {
			if tells(one) && kind != "" {
				visit(kind, name)
			}
			walkObjects(one, visit)
		}
	case []any:
		for _, one := range v {
			walkObjects(one, visit)
		}
	}
}
