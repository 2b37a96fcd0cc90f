package graph_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// guesses are the ids that an employer may have got hold of: of people, of another
// tenant, and of what is private of either.
func (w *world) guesses(t *testing.T) map[string]string {
	t.Helper()
	contact := w.contacts(t)
	theirs := w.get(t, "rival", candidatesQuery, map[string]any{"id": w.postings["Rival"], "first": 1})
	saved := w.done(t, "employer", `mutation($id: ID!) { saveSearch(input: {name: "Good ones", posting: $id}) { savedSearch { id } problems { message code } } }`,
		map[string]any{"id": w.postings["Maker"]})
	hook := w.done(t, "employer", `mutation { addWebhook(input: {url: "https://hooks.example.com/in"}) { webhook { id } problems { message code } } }`, nil)
	return map[string]string{
		"an earner": w.earners["Privata"], "a hidden earner": w.earners["Hiding"], "an award": w.awards["Privata/0"],
		"a membership": w.memberships["self"], "an account": w.accounts["self"],
		"a contact": contact, "a candidate's award": theirs.text("posting", "candidates", "nodes", 0, "awards", 0, "id"),
		"an employer's candidate": w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 1}).text("posting", "candidates", "nodes", 0, "id"),
		"a saved search":          saved.text("saveSearch", "savedSearch", "id"), "a webhook": hook.text("addWebhook", "webhook", "id"),
		"a shortlist entry": w.shortlists(t, w.postings["Maker"]),
	}
}

// missing is an id of the same kind that nothing has.
func missing(id string) string { return id[:4] + "7zzzzzzzzz0000000000000000"[:len(id)-4] }

// TestAnIDOfAnothersIsAnsweredAsOneThatNothingHas gives each guess to each query and
// mutation that takes an id: the answers are the same bytes as for no record at all.
func TestAnIDOfAnothersIsAnsweredAsOneThatNothingHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	guesses, schema := w.guesses(t), schemaOf()
	c := &crawler{w: w, viewer: "rival", schema: schema, given: map[string]string{}, answers: map[string]answer{}}
	anywhere := regexp.MustCompile(`[a-z]{3}_[0-9a-z]+`)
	asked := 0
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			for name, guess := range guesses {
				if guess == "" {
					continue
				}
				asks := func(id string) string {
					return strings.ToLower(root.Name[:1]) + root.Name[1:] + " { " + field.Name + argsOf(schema, field, id) + bare(schema, field) + " }"
				}
				if !strings.Contains(asks(guess), guess) {
					continue
				}
				asked++
				of, none := c.ask(t, asks(guess)), c.ask(t, asks(missing(guess)))
				if of.code() == "GRAPHQL_VALIDATION_FAILED" {
					t.Errorf("%s: %s", asks(guess), of.raw)
					break
				}
				if got, want := anywhere.ReplaceAllString(of.raw, "ID"), anywhere.ReplaceAllString(none.raw, "ID"); got != want {
					t.Errorf("%s of %s tells %s; of nothing %s", field.Name, name, of.raw, none.raw)
				}
			}
		}
	}
	if asked < 200 {
		t.Errorf("only %d questions take an id", asked)
	}
}

// argsOf are a field's arguments, with the id wherever one may be given, and the
// simplest value elsewhere where one must be.
func argsOf(schema *ast.Schema, field *ast.FieldDefinition, id string) string {
	var given []string
	for _, arg := range field.Arguments {
		if value, needed := valueOf(schema, arg.Type, id, 0); needed || arg.Type.NonNull && arg.DefaultValue == nil {
			given = append(given, arg.Name+": "+value)
		}
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

// valueOf is a value of a type; holds tells whether the id is in it.
func valueOf(schema *ast.Schema, of *ast.Type, id string, depth int) (value string, holds bool) {
	if of.Elem != nil {
		value, holds = valueOf(schema, of.Elem, id, depth)
		return "[" + value + "]", holds
	}
	def := schema.Types[of.NamedType]
	switch {
	case def.Name == "ID":
		return fmt.Sprintf("%q", id), true
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name, false
	case def.Kind == ast.InputObject && depth < 4:
		var fields []string
		oneOf := def.Directives.ForName("oneOf") != nil
		for _, field := range def.Fields {
			one, with := valueOf(schema, field.Type, id, depth+1)
			if oneOf && (with || len(fields) == 0) {
				fields, holds = []string{field.Name + ": " + one}, with
				if with {
					break
				}
				continue
			}
			if field.Type.NonNull && field.DefaultValue == nil || with && field.Type.NamedType == "ID" && !oneOf {
				fields, holds = append(fields, field.Name+": "+one), holds || with
			}
		}
		return "{" + strings.Join(fields, ", ") + "}", holds
	}
	simplest := map[string]string{
		"Int": "1", "Float": "1", "Boolean": "true", "Date": `"2026-04-01"`, "DateTime": `"2026-04-01T00:00:00Z"`, "URL": `"https://example.com/x"`,
		"LanguageCode": `"en"`, "Money": `"10.00"`, "Decimal": `"1"`, "Upload": "null",
	}
	if value, ok := simplest[def.Name]; ok {
		return value, false
	}
	return `"x"`, false
}

// bare is the least that a field may be asked for, with the problems of a mutation.
func bare(schema *ast.Schema, field *ast.FieldDefinition) string {
	of := schema.Types[field.Type.Name()]
	if of.Kind == ast.Scalar || of.Kind == ast.Enum {
		return ""
	}
	if of.Fields.ForName("problems") != nil {
		return " { __typename problems { code message path } }"
	}
	return " { __typename }"
}
