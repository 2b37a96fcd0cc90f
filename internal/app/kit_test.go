package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/seed"
)

// demoDirectory is a data directory with the demo and its indexes, made once.
var demoDirectory = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "stackmatch-app-test-"); err != nil {
		return "", err
	}
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Where: app.Where{Data: dir, Demo: true}, Index: app.OwnIndex, Careless: true})
	if err != nil {
		return "", err
	}
	if err := a.GuardDemo(ctx); err != nil {
		return "", err
	}
	if _, err := seed.Write(ctx, a.Store.Client, seed.Options{Vault: a.Credentials.Vault}); err != nil {
		return "", err
	}
	if err := a.TrustDemoIssuer(ctx); err != nil {
		return "", err
	}
	if _, err := a.CatchUp(ctx); err != nil {
		return "", err
	}
	return dir, a.Close()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := demoDirectory(); err == nil {
		_ = os.RemoveAll(dir) // a temporary directory
	}
	os.Exit(code)
}

// copyOfDemo is a data directory of the test's own, with the demo.
func copyOfDemo(t *testing.T) string {
	t.Helper()
	from, err := demoDirectory()
	if err != nil {
		t.Fatalf("make the demo: %v", err)
	}
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"master.secret", "token.secret"} {
		if err := os.Chmod(filepath.Join(to, secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// open opens a configuration and closes it after the test.
func open(t *testing.T, c app.Config) *app.App {
	t.Helper()
	c.Careless = true
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// openDemo opens a demo of the test's own.
func openDemo(t *testing.T) *app.App {
	t.Helper()
	return open(t, app.Config{Where: app.Where{Data: copyOfDemo(t), Demo: true}, Index: app.OwnIndex})
}

func catchUp(t *testing.T, a *app.App) {
	t.Helper()
	if owned, err := a.CatchUp(t.Context()); err != nil || !owned {
		t.Fatalf("catch up: %v, %v", owned, err)
	}
}

func handler(t *testing.T, a *app.App) http.Handler {
	t.Helper()
	s, err := a.Server(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func token(t *testing.T, a *app.App, role auth.Role) string {
	t.Helper()
	minted, err := a.Token(t.Context(), app.TokenFor{Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return minted
}

// get asks for a path.
func get(t *testing.T, h http.Handler, path string) (status int, body string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return recorder.Code, recorder.Body.String()
}

// answer is a GraphQL response.
type answer struct {
	Data   map[string]any `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
}

// ask runs an operation.
func ask(t *testing.T, h http.Handler, bearer, query string, variables map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	var got answer
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v", recorder.Body, err)
	}
	return got
}
