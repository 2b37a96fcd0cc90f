package server_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/internal/server"
)

const response = "application/graphql-response+json"

func TestGraphQLOverHTTPPassesEveryAudit(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	if _, err := os.Stat(filepath.Join("audit", "node_modules", "graphql-http")); err != nil {
		t.Skip("graphql-http is not installed: run make internal/server/audit/node_modules")
	}
	r := start(t, nil, nil)
	command := exec.CommandContext(t.Context(), node, "audit.mjs")
	command.Dir = "audit"
	command.Env = append(os.Environ(), "STACKMATCH_URL="+r.url)
	out, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "61 of 61 audits passed") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestARequestThatCannotBeReadGetsItsStatus(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	deep := `{"query":"{ ` + strings.Repeat("post(id: 1) { ", 50) + "id" + strings.Repeat(" }", 51) + `"}`
	for _, test := range []struct {
		name, method, path, body, contentType, accept string
		status                                        int
		code                                          string
	}{
		{"another method", "PUT", "/graphql", "{}", "application/json", "", 405, "BAD_USER_INPUT"},
		{"a mutation by GET", "GET", "/graphql?query=" + url.QueryEscape(`mutation { touch(input: {word: "x"}) }`), "", "", "", 405, "BAD_USER_INPUT"},
		{"a subscription", "POST", "/graphql", `{"query":"subscription { tick }"}`, "application/json", "", 400, "BAD_USER_INPUT"},
		{"a form", "POST", "/graphql", "query=1", "application/x-www-form-urlencoded", "", 415, "BAD_USER_INPUT"},
		{"another charset", "POST", "/graphql", "{}", "application/json; charset=utf-16", "", 415, "BAD_USER_INPUT"},
		{"no type", "POST", "/graphql", "{}", "", "", 415, "BAD_USER_INPUT"},
		{"an answer that we cannot give", "POST", "/graphql", `{"query":"{ hello }"}`, "application/json", "image/png", 406, "BAD_USER_INPUT"},
		{"no JSON", "POST", "/graphql", "hunter2", "application/json", "", 400, "BAD_USER_INPUT"},
		{"two values", "POST", "/graphql", `{"query":"{ hello }"} {}`, "application/json", "", 400, "BAD_USER_INPUT"},
		{"a batch", "POST", "/graphql", `[{"query":"{ hello }"}]`, "application/json", "", 400, "BAD_USER_INPUT"},
		{"an empty query", "POST", "/graphql", `{"query":""}`, "application/json", response, 400, "BAD_USER_INPUT"},
		{"a deep query", "POST", "/graphql", deep, "application/json", response, 400, "TOO_COMPLEX"},
		{"a deep query, plain JSON", "POST", "/graphql", deep, "application/json", "application/json", 200, "TOO_COMPLEX"},
		{"variables in the URL that are none", "GET", "/graphql?query={hello}&variables=[1]", "", "", "", 400, "BAD_USER_INPUT"},
		{"more than we take", "POST", "/graphql", `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, "application/json", "", 413, "BAD_USER_INPUT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send(t, test.method, test.path, test.body, "Content-Type", test.contentType, "Accept", test.accept)
			if got.status != test.status || got.code() != test.code {
				t.Errorf("got %d %s, want %d %s", got.status, got.text, test.status, test.code)
			}
			if strings.Contains(got.text, "hunter2") || strings.Contains(got.text, `"data"`) {
				t.Errorf("got %s", got.text)
			}
			if allow := got.header.Get("Allow"); (allow != "") != (test.status == 405) {
				t.Errorf("got Allow %q", allow)
			}
		})
	}
}

// TestALargeBodyIsRefusedBeforeItIsSent sends the head of a request of 10 MB
// and waits for the answer without sending more.
func TestALargeBodyIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	connection, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	_, _ = fmt.Fprintf(connection, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n{", 10<<20)
	start := make([]byte, len("HTTP/1.1 413"))
	if _, err := io.ReadFull(connection, start); err != nil || string(start) != "HTTP/1.1 413" {
		t.Errorf("got %q, %v", start, err)
	}

	// Without a length, at the limit.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql",
		io.LimitReader(neverEnding{}, 10<<20))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("chunked: got %d", answer.StatusCode)
	}
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) {
	copy(p, bytes.Repeat([]byte(" "), len(p)))
	return len(p), nil
}

func TestAnAnswersTypeIsTheOneWished(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "application/*": "application/json",
		response: response, response + ", application/json;q=0.9": response, response + ",application/json": response,
		response + ";q=0.5, application/json": "application/json", "application/json, */*": "application/json",
		"text/html,application/xhtml+xml,*/*;q=0.8": "application/json",
	} {
		got := r.post(t, `{"query":"{ hello }"}`, "Accept", accept)
		if media, _, _ := strings.Cut(got.header.Get("Content-Type"), ";"); got.status != http.StatusOK || media != want {
			t.Errorf("Accept %q: got %d %q, want %q", accept, got.status, media, want)
		}
		if cost := got.body.Extensions["cost"]; cost != 1.0 {
			t.Errorf("got cost %v, want 1", cost)
		}
	}
}

func TestAClientOverItsRateIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	r := start(t, nil, func(c *server.Config) {
		c.Options.Rate = graph.NewRate(graph.Pace{PerSecond: 1, Burst: 3}, graph.Pace{PerSecond: 1, Burst: 3})
		c.Options.Now = func() time.Time { return now }
		c.Viewer = func(r *http.Request) (context.Context, error) { return r.Context(), nil }
	})
	r.post(t, `{"query":"{ hello }"}`)
	got := r.post(t, `{"query":"{ hello }"}`)
	if got.status != http.StatusTooManyRequests || got.code() != "RATE_LIMITED" || got.header.Get("Retry-After") == "" {
		t.Errorf("got %d %s", got.status, got.text)
	}
}

func TestPersistedAndTrustedDocuments(t *testing.T) {
	t.Parallel()
	const query = "{ hello }"
	sum := sha256.Sum256([]byte(query))
	hash := hex.EncodeToString(sum[:])
	manifests := map[string]string{
		"codegen": fmt.Sprintf(`{%q:%q}`, hash, query),
		"prefix":  fmt.Sprintf(`{"sha256:%s":%q}`, hash, query),
		"apollo":  fmt.Sprintf(`{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":%q,"name":"x","type":"query","body":%q}]}`, hash, query),
	}
	for name, manifest := range manifests {
		if trusted, err := server.ReadTrusted(strings.NewReader(manifest)); err != nil || trusted[hash] != query {
			t.Errorf("%s: got %v, %v", name, trusted, err)
		}
	}
	if _, err := server.ReadTrusted(strings.NewReader(`{"abc":"{ hello }"}`)); err == nil {
		t.Error("a hash that is not the text's was accepted")
	}
	trusted, _ := server.ReadTrusted(strings.NewReader(manifests["prefix"]))
	open := start(t, nil, func(c *server.Config) { c.Documents = trusted })
	only := start(t, nil, func(c *server.Config) { c.Documents, c.OnlyTrusted = trusted, true })
	apq := fmt.Sprintf(`"extensions":{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash)
	wrong := strings.ReplaceAll(apq, hash[:8], "00000000")
	byURL := "/graphql?extensions=" + url.QueryEscape(fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash))
	byID := fmt.Sprintf(`{"documentId":"sha256:%s"}`, hash)

	steps := []struct {
		name   string
		server *running
		method string
		path   string
		body   string
		code   string
		status int
	}{
		{"not known yet", open, "POST", "/graphql", "{" + apq + "}", "PERSISTED_QUERY_NOT_FOUND", 200},
		{"not known yet, GET", open, "GET", byURL, "", "PERSISTED_QUERY_NOT_FOUND", 200},
		{"sent with another's hash", open, "POST", "/graphql", `{"query":"{ hello }",` + wrong + "}", "BAD_USER_INPUT", 200},
		{"another version", open, "POST", "/graphql", strings.ReplaceAll("{"+apq+"}", `:1`, `:2`), "BAD_USER_INPUT", 400},
		{"sent", open, "POST", "/graphql", `{"query":"{ hello }",` + apq + "}", "", 200},
		{"known", open, "POST", "/graphql", "{" + apq + "}", "", 200},
		{"known, GET", open, "GET", byURL, "", "", 200},
		{"trusted", open, "POST", "/graphql", byID, "", 200},
		{"trusted, GET", open, "GET", "/graphql?documentId=sha256:" + hash, "", "", 200},
		{"not trusted", open, "POST", "/graphql", strings.ReplaceAll(byID, hash[:8], "00000000"), "BAD_USER_INPUT", 400},
		{"an id of another kind", open, "POST", "/graphql", `{"documentId":"abc"}`, "BAD_USER_INPUT", 400},
		{"only trusted: another", only, "POST", "/graphql", `{"query":"{ hello(name: \"x\") }"}`, "FORBIDDEN", 403},
		{"only trusted: its text", only, "POST", "/graphql", `{"query":"{ hello }"}`, "", 200},
		{"only trusted: its id", only, "POST", "/graphql", byID, "", 200},
		{"only trusted: persisting", only, "POST", "/graphql", "{" + apq + "}", "BAD_USER_INPUT", 400},
	}
	for _, step := range steps {
		got := step.server.send(t, step.method, step.path, step.body, "Content-Type", "application/json")
		if got.status != step.status || got.code() != step.code {
			t.Errorf("%s: got %d %s, want %d %q", step.name, got.status, got.text, step.status, step.code)
		}
	}
}

func TestOnlyNamedSitesCallFromABrowser(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *server.Config) { c.Origins = []string{"https://portal.example"} })
	query := `{"query":"{ hello }"}`
	got := r.post(t, query, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if got.status != http.StatusForbidden || got.code() != "FORBIDDEN" || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another site: got %d %s", got.status, got.text)
	}
	got = r.post(t, query, "Origin", "https://portal.example", "Sec-Fetch-Site", "cross-site")
	if got.status != http.StatusOK || got.header.Get("Access-Control-Allow-Origin") != "https://portal.example" {
		t.Errorf("the portal: got %d %v", got.status, got.header)
	}
	got = r.send(t, http.MethodOptions, "/graphql", "", "Origin", "https://portal.example",
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
	if got.status >= 300 || got.header.Get("Access-Control-Allow-Headers") == "" {
		t.Errorf("preflight: got %d %v", got.status, got.header)
	}
}

func TestLongAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	r := start(t, nil, nil)
	got := r.post(t, `{"query":"{ posts(first: 100) { nodes { id title } } }"}`, "Accept-Encoding", "gzip")
	if got.header.Get("Content-Encoding") != "gzip" || len(got.text) > 2000 {
		t.Errorf("got %q and %d bytes", got.header.Get("Content-Encoding"), len(got.text))
	}
}
