package server_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/graph/graphtest"
	"github.com/stackmatch/stackmatch/internal/server"
)

func TestTheServerIsReadyOnceItSaysSo(t *testing.T) {
	t.Parallel()
	var cause error
	r := start(t, nil, func(c *server.Config) { c.Ready = func(context.Context) error { return cause } })
	if got := r.send(t, http.MethodGet, "/readyz", ""); got.status != http.StatusOK {
		t.Errorf("ready: got %d", got.status)
	}
	cause = errors.New("the index in /data/secret is behind")
	got := r.send(t, http.MethodGet, "/readyz", "")
	if got.status != http.StatusServiceUnavailable || strings.Contains(got.text, "secret") {
		t.Errorf("not ready: got %d %q", got.status, got.text)
	}
	if got := r.send(t, http.MethodGet, "/healthz", ""); got.status != http.StatusOK {
		t.Errorf("alive: got %d", got.status)
	}
}

func TestASchemaThatTellsOfItsGeneratorIsNotServed(t *testing.T) {
	t.Parallel()
	if _, err := server.New(server.Config{Schema: graphtest.New(nil, nil)}); err == nil {
		t.Error("the schema was accepted")
	}
	r := start(t, nil, nil)
	got := r.send(t, http.MethodGet, "/schema.graphql", "")
	if got.status != http.StatusOK || strings.Contains(got.text, "@go") || !strings.Contains(got.text, "type Post") {
		t.Errorf("got %d %s", got.status, got.text)
	}
	if again := r.send(t, http.MethodGet, "/schema.graphql", "", "If-None-Match", got.header.Get("ETag")); again.status != http.StatusNotModified {
		t.Errorf("unchanged: got %d", again.status)
	}
}

func TestLogsAndMetricsHoldNothingPersonal(t *testing.T) {
	t.Parallel()
	r := start(t, nil, func(c *server.Config) {
		c.Routes = map[string]http.Handler{"GET /awards/{token}": http.NotFoundHandler()}
	})
	got := r.post(t, `{"query":"query Greet($n: String) { hello(name: $n) }","variables":{"n":"personal"}}`, "Authorization", "Bearer personal")
	r.send(t, http.MethodGet, "/awards/personal", "")
	r.send(t, http.MethodGet, "/graphql?query=%7Bpersonal%7D", "")
	r.send(t, "PERSONAL", "/personal", "")
	metrics := r.send(t, http.MethodGet, "/metrics", "").text
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	log := r.log.String()
	for _, want := range []string{
		`"operation":"Greet"`, `"kind":"query"`, `"cost":1`, `"route":"GET /awards/{token}"`, `"errors":["BAD_USER_INPUT"]`,
		`"request":"` + got.header.Get("X-Request-Id") + `"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	for _, want := range []string{
		`stackmatch_http_requests_total{method="POST",route="/graphql",status="200"} 1`,
		`stackmatch_graphql_operations_total{kind="query",outcome="OK"} 1`, `stackmatch_graphql_operation_cost_count 1`,
		`stackmatch_http_requests_total{method="other",route="none",status="404"} 1`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(strings.ReplaceAll(log, `"method":"PERSONAL"`, ""), "ersonal") || strings.Contains(log, "127.0.0.1") {
		t.Errorf("the log holds personal data:\n%s", log)
	}
	if strings.Contains(metrics, "ersonal") {
		t.Error("the metrics hold personal data")
	}
}
