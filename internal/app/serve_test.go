package app_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

const ranking = `{ postings(filter: { mine: true }, first: 20) { nodes { title candidates(first: 3) { totalCount nodes { alias match { score } } } } } }`

func TestAServerSaysHowItIs(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	catchUp(t, a)
	h := handler(t, a)
	for path, want := range map[string]string{
		"/healthz": "ok\n", "/readyz": "ready\n", "/schema.graphql": "type Query", "/": "<!doctype html>",
		"/metrics": "stackmatch_index_lag_changes 0\n", "/examples.json": `"demo":true`,
	} {
		status, body := get(t, h, path)
		if status != http.StatusOK || !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
			t.Errorf("%s: %d %.100q; want %q", path, status, body, want)
		}
	}
}

func TestWithoutAnIndexAServerIsNotReadyAndSaysSo(t *testing.T) {
	t.Parallel()
	dir := copyOfDemo(t)
	if err := os.RemoveAll(filepath.Join(dir, "index")); err != nil {
		t.Fatal(err)
	}
	a := open(t, app.Config{Where: app.Where{Data: dir, Demo: true}, Index: app.OwnIndex})
	h := handler(t, a)
	if status, _ := get(t, h, "/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d", status)
	}
	if status, _ := get(t, h, "/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	got := ask(t, h, token(t, a, auth.Employer), ranking, nil)
	if len(got.Errors) == 0 || !strings.Contains(got.Errors[0].Message, "catching up") {
		t.Errorf("candidates without an index: %+v", got)
	}
	catchUp(t, a)
	if got := ask(t, h, token(t, a, auth.Employer), ranking, nil); len(got.Errors) > 0 {
		t.Errorf("candidates afterwards: %+v", got.Errors)
	}
}

func TestServeTellsOnceWhenItIsReadyAndEndsWell(t *testing.T) {
	t.Parallel()
	a := open(t, app.Config{
		Where: app.Where{Data: copyOfDemo(t), Demo: true}, Index: app.OwnIndex, HTTP: app.HTTP{Addr: "127.0.0.1:0"},
	})
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan string, 2), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(address string) { ready <- address }) }()
	address := <-ready
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	// What its own loops write at the start is in the indexes a moment later.
	for tries := 0; ; tries++ {
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode == http.StatusOK {
			break
		}
		if tries == 100 {
			t.Fatalf("readyz at %s: %d", address, response.StatusCode)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if len(ready) > 0 {
		t.Error("it was ready twice")
	}
}

// TestAStartOnAnExistingIndexBuildsNothing: the index is opened where it stands.
func TestAStartOnAnExistingIndexBuildsNothing(t *testing.T) {
	t.Parallel()
	dir := copyOfDemo(t)
	generations := func() []string {
		found, err := filepath.Glob(filepath.Join(dir, "index", "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	before := generations()
	a := open(t, app.Config{Where: app.Where{Data: dir, Demo: true}, Index: app.OwnIndex})
	catchUp(t, a)
	if diff := cmp.Diff(before, generations()); diff != "" || len(before) != 2 {
		t.Errorf("generations of %d (-before +after):\n%s", len(before), diff)
	}
}

func TestTheDemoOffersEveryRole(t *testing.T) {
	t.Parallel()
	a := openDemo(t)
	h := handler(t, a)
	for _, role := range auth.Roles() {
		got := ask(t, h, token(t, a, role), `{ viewer { name role } }`, nil)
		viewer, _ := got.Data["viewer"].(map[string]any)
		if viewer["role"] != string(role) {
			t.Errorf("signed in as %s: %+v", role, got)
		}
	}
	if _, err := a.Token(t.Context(), app.TokenFor{Role: auth.Coach, As: "employer@example.org"}); err == nil {
		t.Error("an employer got a token of a coach")
	}
}
