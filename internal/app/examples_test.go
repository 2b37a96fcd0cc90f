package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/auth"
)

func TestEveryExampleRunsAsItsRole(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	catchUp(t, a)
	h := handler(t, a)
	examples, err := a.Examples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	for _, e := range examples {
		covered[e.Role] = true
		bearer := ""
		if e.Role != "" {
			bearer = token(t, a, auth.Role(strings.ToUpper(e.Role)))
		}
		got := ask(t, h, bearer, e.Query, e.Variables)
		if len(got.Errors) > 0 {
			t.Errorf("%s %q: %+v", e.Role, e.Title, got.Errors)
			continue
		}
		if e.Title == "" || strings.HasPrefix(e.Query, "#") {
			t.Errorf("%s: %q begins %.20q: say its title on top", e.Role, e.Title, e.Query)
		}
		checkData(t, e.Role+" "+e.Title, got.Data)
	}
	for _, role := range auth.Roles() {
		if !covered[strings.ToLower(string(role))] {
			t.Errorf("no example for the role %s", role)
		}
	}
	if !covered[""] {
		t.Error("no example for a visitor")
	}
}

// checkData finds problems of a payload, lists without a row, and nulls where an
// example means to show something.
func checkData(t *testing.T, what string, data map[string]any) {
	t.Helper()
	for field, value := range data {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		payload, _ := value.(map[string]any)
		if problems, ok := payload["problems"].([]any); ok && len(problems) > 0 {
			t.Errorf("%s: %s", what, text)
		}
		if nodes, ok := payload["nodes"].([]any); value == nil || ok && len(nodes) == 0 {
			t.Errorf("%s shows nothing: %s %s", what, field, text)
		}
	}
}
