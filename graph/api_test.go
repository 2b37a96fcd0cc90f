package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// api is a whole portal, asked over HTTP as its clients ask it.
type api struct {
	app     *app.App
	handler http.Handler
	clock   *testkit.Clock
	web     *web
}

func newAPI(t *testing.T, loadWait time.Duration) *api {
	t.Helper()
	clock, web := testkit.NewClock(), &web{}
	a, err := app.Open(t.Context(), app.Config{
		Where: app.Where{Data: t.TempDir(), DB: testkit.URL(t)},
		Index: app.OwnIndex, Now: clock.Now, Careless: true, Random: testkit.Random(t.Name()), LoadWait: loadWait,
		Documents: web, Badges: app.Badges{PublicURL: "https://portal.example"},
	})
	must(t, err)
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	s, err := a.Server(t.Context())
	must(t, err)
	return &api{app: a, handler: s.Handler(), clock: clock, web: web}
}

func (a *api) now() time.Time { return a.clock.Now() }

// sync brings the indexes up to date.
func (a *api) sync(t *testing.T) {
	t.Helper()
	_, err := a.app.CatchUp(t.Context())
	must(t, err)
}

// answer is a GraphQL response.
type answer struct {
	Data   map[string]any `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	Extensions map[string]any `json:"extensions"`

	raw string
}

// code is the code of the first error, "" without one.
func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// at follows names and indexes into the data; nil where there is nothing.
func (a answer) at(path ...any) any {
	var value any = a.Data
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}

func (a answer) text(path ...any) string {
	s, _ := a.at(path...).(string)
	return s
}

func (a answer) number(path ...any) int {
	n, _ := a.at(path...).(float64)
	return int(n)
}

func (a answer) list(path ...any) []any {
	l, _ := a.at(path...).([]any)
	return l
}

// ask sends an operation as a viewer: an account's name, or "" for nobody.
func (w *world) ask(t *testing.T, viewer, query string, variables map[string]any) answer {
	t.Helper()
	return w.askIn(t.Context(), t, viewer, query, variables)
}

// askIn is ask in a context, for what the context counts; headers are pairs of name
// and value.
func (w *world) askIn(ctx context.Context, t *testing.T, viewer, query string, variables map[string]any, headers ...string) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	must(t, err)
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return w.send(t, viewer, request)
}

// send sends a request as a viewer.
func (w *world) send(t *testing.T, viewer string, request *http.Request) answer {
	t.Helper()
	request.Header.Set("Accept", "application/graphql-response+json")
	if viewer != "" {
		id, known := w.accounts[viewer]
		if !known {
			t.Fatalf("there is no viewer %q", viewer)
		}
		token, err := w.app.Tokens.Mint(auth.TokenRequest{Account: id})
		must(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, request)
	out := answer{raw: recorder.Body.String()}
	if err := json.Unmarshal(recorder.Body.Bytes(), &out); err != nil {
		t.Fatalf("%s: %v", out.raw, err)
	}
	return out
}

// get is ask for what must go well.
func (w *world) get(t *testing.T, viewer, query string, variables map[string]any) answer {
	t.Helper()
	out := w.ask(t, viewer, query, variables)
	if len(out.Errors) > 0 {
		t.Fatalf("%s asks %s: %s", viewer, query, out.raw)
	}
	return out
}
