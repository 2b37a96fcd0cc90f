package server_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/server"
)

// stream is an event stream, read line by line.
type stream struct {
	*bufio.Scanner
	status int
	media  string
	cancel context.CancelFunc
}

// follow asks for an event stream.
func (r *running) follow(t *testing.T, method, path, body string, headers ...string) *stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return &stream{bufio.NewScanner(response.Body), response.StatusCode, response.Header.Get("Content-Type"), cancel}
}

// want reads the next event, past comments.
func (s *stream) want(t *testing.T, event, data string) {
	t.Helper()
	var got []string
	for s.Scan() {
		line := s.Text()
		if line == "" && len(got) > 0 {
			break
		}
		if line != "" && line != ":" {
			got = append(got, line)
		}
	}
	if len(got) != 2 || got[0] != "event: "+event || !strings.HasPrefix(got[1], strings.TrimSpace("data: "+data)) {
		t.Errorf("got %q, want %s %s", got, event, data)
	}
}

const tickBody = `{"query":"subscription { tick }"}`

func TestASubscriptionIsAnEventStream(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, func(c *server.Config) { c.Sockets.Heartbeat = time.Millisecond })
	s := r.follow(t, http.MethodPost, "/graphql", tickBody)
	if s.status != http.StatusOK || !strings.HasPrefix(s.media, "text/event-stream") {
		t.Errorf("got %d %s", s.status, s.media)
	}
	source := work.source(t, 0)
	source <- 1
	s.want(t, "next", `{"data":{"tick":1}`)
	source <- 2
	s.want(t, "next", `{"data":{"tick":2}`)
	close(source)
	s.want(t, "complete", "")
	left := r.follow(t, http.MethodGet, "/graphql?query=subscription%7Btick%7D", "")
	work.source(t, 1) <- 3
	left.want(t, "next", `{"data":{"tick":3}`)
	left.cancel()
	eventually(t, "who leaves ends what runs for them", func() bool { return work.ends.Load() == 2 })
}

func TestAnEventStreamTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	r, _ := startClockwork(t, nil)
	for name, c := range map[string]struct{ method, path, body, want string }{
		"a query":                {http.MethodPost, "/graphql", `{"query":"{ hello }"}`, `{"data":{"hello":"hello "}`},
		"what is not valid":      {http.MethodPost, "/graphql", `{"query":"{ nothing }"}`, `{"errors":[{"message":"Cannot query field`},
		"what cannot be parsed":  {http.MethodPost, "/graphql", `{"query":"{"}`, `{"errors":[{"message":"`},
		"a mutation by a link":   {http.MethodGet, "/graphql?query=mutation%7Btouch(input:%7Bword:%22a%22%7D)%7D", "", `{"errors":[{"message":"a mutation needs POST`},
		"a mutation that is not": {http.MethodPost, "/graphql", `{"query":"mutation { touch(input: {word: \"a\"}) }"}`, `{"data":{"touch"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := r.follow(t, c.method, c.path, c.body)
			s.want(t, "next", c.want)
			s.want(t, "complete", "")
		})
	}
	if s := r.follow(t, http.MethodPost, "/graphql", `{`); s.status != http.StatusBadRequest {
		t.Errorf("no request at all: got %d", s.status)
	}
}

func TestWhoTakesBothGetsAStreamForSubscriptionsOnly(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, nil)
	both := []string{"Accept", "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"}
	if s := r.follow(t, http.MethodPost, "/graphql", `{"query":"{ hello }"}`, both...); !strings.HasPrefix(s.media, "application/graphql-response+json") {
		t.Errorf("a query: got %s", s.media)
	}
	s := r.follow(t, http.MethodPost, "/graphql", tickBody, both...)
	close(work.source(t, 0))
	s.want(t, "complete", "")
}

func TestEventStreamsAreLimitedAndEndWithTheSignIn(t *testing.T) {
	t.Parallel()
	word := &atomic.Value{}
	word.Store("Bearer good")
	r, work := startClockwork(t, func(c *server.Config) {
		guarded(word)(c)
		c.Sockets.PerAddress, c.Sockets.Ping = 1, 20*time.Millisecond
	})
	s := r.follow(t, http.MethodPost, "/graphql", tickBody, "Authorization", "Bearer good")
	work.source(t, 0)
	if second := r.follow(t, http.MethodPost, "/graphql", tickBody, "Authorization", "Bearer good"); second.status != http.StatusServiceUnavailable {
		t.Errorf("a second stream: got %d", second.status)
	}
	word.Store("Bearer other")
	s.want(t, "next", `{"errors":[{"message":"Forbidden: this token is not good","extensions":{"code":"UNAUTHENTICATED"}}]}`)
	s.want(t, "complete", "")
	if bad := r.follow(t, http.MethodPost, "/graphql", tickBody, "Authorization", "Bearer good"); bad.status != http.StatusUnauthorized {
		t.Errorf("a bad token: got %d", bad.status)
	}
}

func TestAStoppingServerEndsItsStreams(t *testing.T) {
	t.Parallel()
	r, work := startClockwork(t, nil)
	r.follow(t, http.MethodPost, "/graphql", tickBody)
	work.source(t, 0)
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}
