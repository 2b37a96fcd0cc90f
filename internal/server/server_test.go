package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/server"
)

func TestMain(m *testing.M) {
	// bleve starts these when it is imported, and they never end.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// running is a server on a port of its own.
type running struct {
	url    string
	client *http.Client
	log    *buffer
	stop   func() error
}

// start serves until the test ends or stop is called.
func start(t *testing.T, call graphtest.Resolver, change func(*server.Config)) *running {
	t.Helper()
	log := &buffer{}
	config := server.Config{
		Schema:  graphtest.New(call, graph.Served),
		Options: graph.Options{Log: slog.New(slog.NewJSONHandler(log, nil))},
	}
	if change != nil {
		change(&config)
	}
	s, err := server.New(config)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, listener) }()
	client := &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	r := &running{url: "http://" + listener.Addr().String(), client: client, log: log}
	r.stop = sync.OnceValue(func() error {
		cancel()
		client.CloseIdleConnections()
		return <-done
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	text   string
	body   struct {
		Data   json.RawMessage `json:"data"`
		Errors []struct {
			Message    string         `json:"message"`
			Extensions map[string]any `json:"extensions"`
		} `json:"errors"`
		Extensions map[string]any `json:"extensions"`
	}
}

func (r reply) code() string {
	if len(r.body.Errors) == 0 {
		return ""
	}
	code, _ := r.body.Errors[0].Extensions["code"].(string)
	return code
}

// send makes a request; headers are pairs of name and value.
func (r *running) send(t *testing.T, method, path, body string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if host := request.Header.Get("Host"); host != "" {
		request.Host = host
	}
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := reply{status: response.StatusCode, header: response.Header, text: string(text)}
	_ = json.Unmarshal(text, &got.body) // not every answer is GraphQL's
	return got
}

// post sends a GraphQL request in JSON.
func (r *running) post(t *testing.T, body string, headers ...string) reply {
	t.Helper()
	return r.send(t, http.MethodPost, "/graphql", body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

// buffer is a log that tests read while the server writes.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestRunningRequestsFinishWhenTheServerStops(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	r := start(t, func(context.Context, string) (any, error) {
		close(entered)
		<-release
		return "finished", nil
	}, nil)
	got := make(chan reply, 1)
	go func() { got <- r.post(t, `{"query":"{ call(name: \"x\") }"}`) }()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop() }()
	// The listener closes first: once it refuses, the shutdown has begun.
	for {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			break
		}
		_ = connection.Close()
	}
	close(release)
	if reply := <-got; reply.status != http.StatusOK || !strings.Contains(reply.text, "finished") {
		t.Errorf("got %d %s", reply.status, reply.text)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestARequestThatNeverEndsIsCutOffAfterTheGrace(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	r := start(t, func(ctx context.Context, _ string) (any, error) {
		close(entered)
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(c *server.Config) { c.Grace, c.Deadline = 10*time.Millisecond, time.Minute })
	failed := make(chan error, 1)
	go func() {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql",
			strings.NewReader(`{"query":"{ call(name: \"x\") }"}`))
		request.Header.Set("Content-Type", "application/json")
		response, err := r.client.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		failed <- err
	}()
	<-entered
	if err := r.stop(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline", err)
	}
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
	r.stop = func() error { return nil }
}

func TestAnOperationHasADeadline(t *testing.T) {
	t.Parallel()
	r := start(t, func(ctx context.Context, _ string) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, func(c *server.Config) { c.Deadline = 10 * time.Millisecond })
	if got := r.post(t, `{"query":"{ call(name: \"x\") }"}`); got.code() != "TIMEOUT" {
		t.Errorf("got %d %s", got.status, got.text)
	}
}

func TestABadTokenIsRefused(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *server.Config) {
		c.Viewer = func(r *http.Request) (context.Context, error) {
			switch r.Header.Get("Authorization") {
			case "Bearer bad":
				return nil, problem.New(problem.Unauthenticated, "the token is not valid: sign in again")
			case "Bearer other":
				return nil, problem.New(problem.Forbidden, "you cannot act for this organization")
			case "Bearer broken":
				return nil, errors.New("connect to secret.example: refused")
			}
			return r.Context(), nil
		}
	})
	for _, test := range []struct {
		token, accept, code, message string
		status                       int
	}{
		{"bad", "", "UNAUTHENTICATED", "the token is not valid: sign in again", 401},
		{"bad", "application/graphql-response+json", "UNAUTHENTICATED", "the token is not valid: sign in again", 401},
		{"other", "", "FORBIDDEN", "you cannot act for this organization", 403},
		{"broken", "", "INTERNAL", "", 500},
		{"good", "", "", "", 200},
	} {
		got := r.post(t, `{"query":"{ hello }"}`, "Authorization", "Bearer "+test.token, "Accept", test.accept)
		if got.status != test.status || got.code() != test.code || test.message != "" && got.body.Errors[0].Message != test.message {
			t.Errorf("%s: got %d %s, want %d %s", test.token, got.status, got.text, test.status, test.code)
		}
		if challenge := got.header.Get("WWW-Authenticate"); (challenge != "") != (test.status == 401) {
			t.Errorf("%s: got challenge %q", test.token, challenge)
		}
		if strings.Contains(got.text, "secret") || test.code != "" && got.body.Data != nil {
			t.Errorf("%s: got %s", test.token, got.text)
		}
	}
}
