package graph_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/graph/generated"
)

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	schema := graph.Served(generated.NewExecutableSchema(generated.Config{}).Schema())
	missing := func(what ...string) { t.Errorf("%s has no description", strings.Join(what, ".")) }
	for _, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		if d.Description == "" {
			missing(d.Name)
		}
		for _, f := range d.Fields {
			if f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				missing(d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !strings.HasPrefix(f.Name, "__") {
					missing(d.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range d.EnumValues {
			if v.Description == "" {
				missing(d.Name, v.Name)
			}
		}
	}
	for name := range schema.Directives {
		if graph.Internal(name) {
			t.Errorf("@%s is served", name)
		}
	}
}

func TestListsThatGrowAreConnections(t *testing.T) {
	t.Parallel()
	schema := graph.Served(generated.NewExecutableSchema(generated.Config{}).Schema())
	for _, f := range schema.Query.Fields {
		if f.Arguments.ForName("first") == nil {
			continue
		}
		connection := schema.Types[f.Type.Name()]
		for _, name := range []string{"edges", "nodes", "pageInfo"} {
			if connection.Fields.ForName(name) == nil {
				t.Errorf("Query.%s: %s has no %s", f.Name, connection.Name, name)
			}
		}
		if first := f.Arguments.ForName("first"); first.DefaultValue == nil || first.Type.String() != "Int!" {
			t.Errorf("Query.%s(first:) is %s, want Int! with a default", f.Name, first.Type)
		}
	}
	for _, d := range schema.Types {
		if d.Kind == ast.Object && strings.HasSuffix(d.Name, "Payload") && d.Fields.ForName("problems") == nil {
			t.Errorf("%s has no problems", d.Name)
		}
	}
}

func TestWhatIsNotSaidIsNull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.get(t, "", `{ organizations(first: 1) { nodes { homepage } } frameworks { version license attribution }
		stacks(first: 1) { nodes { rule { k of { k } } } } node(id: "`+w.places["Georgia"]+`") { ... on Place { fips rucc } } }`, nil)
	for _, path := range [][]any{
		{"organizations", "nodes", 0, "homepage"},
		{"frameworks", 0, "version"},
		{"frameworks", 0, "license"},
		{"frameworks", 0, "attribution"},
		{"stacks", "nodes", 0, "rule", "k"},
		{"stacks", "nodes", 0, "rule", "of", 0, "k"},
		{"node", "fips"},
		{"node", "rucc"},
	} {
		if got := out.at(path...); got != nil {
			t.Errorf("%v is %q, want null", path, got)
		}
	}
}
