package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestNothingInternalReachesAClient(t *testing.T) {
	t.Parallel()
	sql := errors.New(`load award: pq: syntax error at "SELECT secret FROM award"`)
	call := func(_ context.Context, name string) (any, error) { //nolint:unparam // a resolver's shape
		switch name {
		case "sql":
			return nil, fmt.Errorf("wrapped: %w", sql)
		case "panic":
			panic("secret of a panic")
		case "gqlerror":
			return nil, gqlerror.Errorf("secret of a resolver")
		case "deadline":
			return nil, fmt.Errorf("query secret: %w", context.DeadlineExceeded)
		case "unauthenticated":
			return nil, problem.New(problem.Unauthenticated, "sign in first")
		case "forbidden":
			return nil, fmt.Errorf("secret: %w", problem.New(problem.Forbidden, "only an employer may do this").Spanish("solo un empleador"))
		case "invalid":
			return nil, problem.New(problem.Invalid, "level 7 is beyond 4").At("requirements", "0")
		case "several":
			return nil, problem.Join(problem.New(problem.Invalid, "one"), problem.New(problem.Invalid, "two"))
		}
		return nil, Errorf(CodeForbidden, "told on purpose")
	}
	for _, test := range []struct{ name, code, message string }{
		{"sql", CodeInternal, "something went wrong on our side; quote request req_1 when you report it"},
		{"panic", CodeInternal, "something went wrong on our side; quote request req_1 when you report it"},
		{"gqlerror", CodeInternal, "something went wrong on our side; quote request req_1 when you report it"},
		{"deadline", CodeTimeout, "the operation took too long: ask for less, or try again"},
		{"unauthenticated", CodeUnauthenticated, "sign in first"},
		{"forbidden", CodeForbidden, "solo un empleador"},
		{"invalid", CodeBadUserInput, "level 7 is beyond 4"},
		{"several", CodeBadUserInput, "one"},
		{"on purpose", CodeForbidden, "told on purpose"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			x := testExecutor(Options{}, call)
			got := ask(t, x, Request{ID: "req_1", Language: "es"}, fmt.Sprintf("{ call(name: %q) }", test.name), "")
			if got.Code != test.code || got.Errors[0].Message != test.message || got.Data != `{"call":null}` {
				t.Errorf("got %q %q %s, want %q %q", got.Code, got.Errors[0].Message, got.Data, test.code, test.message)
			}
			text, _ := json.Marshal(got.Errors)
			if strings.Contains(string(text), "secret") {
				t.Errorf("a secret is told: %s", text)
			}
			if path := got.Errors[0].Path.String(); path != "call" {
				t.Errorf("got path %q, want call", path)
			}
		})
	}
}

type renamedPayload struct {
	Post     *string
	Problems []string
}

func TestAMutationsProblemsAreInItsPayload(t *testing.T) {
	t.Parallel()
	convert := func(_ context.Context, p *problem.Problem) string {
		return string(p.Kind) + " " + strings.Join(p.Path, ".") + " " + p.In("en")
	}
	title := "Forklift operator"
	internal := errors.New("disk full")
	forbidden := problem.New(problem.Forbidden, "not yours")
	for _, test := range []struct {
		name string
		err  error
		want *renamedPayload
		rest error
	}{
		{"none", nil, &renamedPayload{&title, []string{}}, nil},
		{
			"several", problem.Join(problem.New(problem.Invalid, "too long").At("title"), problem.New(problem.Limit, "too many")),
			&renamedPayload{&title, []string{"INVALID title too long", "LIMIT  too many"}}, nil,
		},
		{"wrapped", fmt.Errorf("rename: %w", problem.New(problem.Conflict, "changed")), &renamedPayload{&title, []string{"CONFLICT  changed"}}, nil},
		{"forbidden", forbidden, nil, forbidden},
		{"internal", internal, nil, internal},
	} {
		got, err := fillPayload(t.Context(), test.err, renamedPayload{Post: &title}, convert)
		if diff := cmp.Diff(test.want, got); diff != "" || !errors.Is(err, test.rest) {
			t.Errorf("%s: got error %v, payload -want +got:\n%s", test.name, err, diff)
		}
	}
}
