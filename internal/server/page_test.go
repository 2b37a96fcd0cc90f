package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/server"
)

// demo is a server with an account and examples, as "serve --demo" has them.
func demo(t *testing.T) *running {
	t.Helper()
	return start(t, func(ctx context.Context, _ string) (any, error) {
		if viewer, ok := ctx.Value(viewerKey{}).(string); ok {
			return "signed in with " + viewer, nil
		}
		return nil, errors.New("nobody signed in")
	}, func(c *server.Config) {
		c.Viewer = func(r *http.Request) (context.Context, error) {
			token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
			if !ok {
				return r.Context(), nil
			}
			return context.WithValue(r.Context(), viewerKey{}, token), nil
		}
		c.Caller = func(ctx context.Context) string {
			viewer, _ := ctx.Value(viewerKey{}).(string)
			return viewer
		}
		c.Demo = func(context.Context) ([]server.Account, error) {
			return []server.Account{
				{Role: "employer", Label: "Employer: Savannah manufacturer", Token: "employer-token"},
				{Role: "earner", Label: "Earner: forklift trainee", Token: "earner-token"},
			}, nil
		}
		c.Examples = []server.Example{
			{Title: "Say hello", Query: "query Hello {\n  hello(name: \"visitor\")\n}\n"},
			{Role: "employer", Title: "Candidates", Query: "query Candidates($name: String!) {\n  call(name: $name)\n  posts(first: 2) {\n    nodes {\n      id\n      title\n    }\n  }\n}\n", Variables: map[string]any{"name": "x"}},
			{Role: "earner", Title: "My awards", Query: "query MyAwards {\n  call(name: \"x\")\n}\n"},
		}
	})
}

type viewerKey struct{}

func TestThePageNeedsNoOtherHost(t *testing.T) {
	t.Parallel()
	r := demo(t)
	page := r.send(t, http.MethodGet, "/", "")
	policy := page.header.Get("Content-Security-Policy")
	if page.status != http.StatusOK || !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "http") {
		t.Fatalf("got %d, policy %q", page.status, policy)
	}
	assets := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page.text, -1)
	if len(assets) < 3 {
		t.Fatalf("got %d assets in %s", len(assets), page.text)
	}
	for _, asset := range assets {
		got := r.send(t, http.MethodGet, asset[1], "")
		if got.status != http.StatusOK || !strings.Contains(got.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got %d %q", asset[1], got.status, got.header.Get("Cache-Control"))
		}
		if remote := regexp.MustCompile(`https?://[^/"']*(cdn|unpkg|jsdelivr|esm\.sh|googleapis)`).FindString(got.text); remote != "" {
			t.Errorf("%s names %s", asset[1], remote)
		}
	}
	if notices := r.send(t, http.MethodGet, "/graphiql/NOTICES.txt", "").text; !strings.Contains(notices, "monaco-editor") {
		t.Error("the notices lack the editor")
	}
	if got := r.send(t, http.MethodGet, "/nowhere", ""); got.status != http.StatusNotFound {
		t.Errorf("another path: got %d", got.status)
	}
}

func TestAccountsAreHandedOutByADemoOnly(t *testing.T) {
	t.Parallel()
	r := demo(t)
	var accounts []server.Account
	if err := json.Unmarshal([]byte(r.send(t, http.MethodGet, "/demo/accounts", "").text), &accounts); err != nil || len(accounts) != 2 {
		t.Errorf("got %v, %v", accounts, err)
	}
	if got := r.send(t, http.MethodGet, "/demo/accounts", "", "Host", "rebound.example"); got.status != http.StatusForbidden {
		t.Errorf("by another name: got %d", got.status)
	}
	real := start(t, nil, nil)
	if got := real.send(t, http.MethodGet, "/demo/accounts", ""); got.status != http.StatusNotFound {
		t.Errorf("no demo: got %d", got.status)
	}
	bare := start(t, nil, func(c *server.Config) { c.NoPage = true })
	if got := bare.send(t, http.MethodGet, "/", ""); got.status != http.StatusNotFound {
		t.Errorf("no page: got %d", got.status)
	}
}

// TestTheEmployersExampleRunsInABrowser follows a link that signs in and runs;
// set STACKMATCH_SCREENSHOT to keep a picture.
func TestTheEmployersExampleRunsInABrowser(t *testing.T) {
	t.Parallel()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	r := demo(t)
	arguments := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--user-data-dir=" + t.TempDir(),
		"--window-size=1400,900", "--virtual-time-budget=20000",
	}
	if picture := os.Getenv("STACKMATCH_SCREENSHOT"); picture != "" {
		arguments = append(arguments, "--screenshot="+picture)
	} else {
		arguments = append(arguments, "--dump-dom")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	link := r.url + "/?" + url.Values{"example": {"Candidates"}, "run": {""}}.Encode()
	dom, err := exec.CommandContext(ctx, chromium, append(arguments, link)...).Output()
	if err != nil {
		t.Skipf("chromium does not run here: %v", err)
	}
	if os.Getenv("STACKMATCH_SCREENSHOT") != "" {
		return
	}
	for _, want := range []string{"Employer: Savannah manufacturer", "employer-token", "Forklift"} {
		if !strings.Contains(strings.ReplaceAll(string(dom), "\u00a0", " "), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
