package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/stackmatch/stackmatch/internal/server"
)

func TestAnOperationIsASpanWithoutPersonalData(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(spans))
	r := start(t, nil, func(c *server.Config) { c.Tracer = provider })
	r.post(t, `{"query":"query Greet($n: String) { hello(name: $n) }","variables":{"n":"personal"}}`)
	r.send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(`query Greet { hello(name: "personal") }`), "")
	r.send(t, http.MethodGet, "/healthz", "")
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	got := spans.GetSpans()
	if len(got) != 2 {
		t.Fatalf("got %d spans, want 2", len(got))
	}
	for _, span := range got {
		attributes := map[string]string{}
		for _, attribute := range span.Attributes {
			value := attribute.Value.String()
			attributes[string(attribute.Key)] = value
			if strings.Contains(value, "personal") || value == "127.0.0.1" && attribute.Key != "server.address" || strings.Contains(value, "Go-http-client") {
				t.Errorf("%s holds personal data: %s", attribute.Key, value)
			}
		}
		if attributes["graphql.operation.name"] != "Greet" || attributes["graphql.operation.type"] != "query" {
			t.Errorf("got %v", attributes)
		}
	}
}

func TestSpansGoToTheEndpoint(t *testing.T) {
	t.Parallel()
	received := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		received <- r.URL.Path
	}))
	defer collector.Close()
	provider, stop, err := server.Tracing(t.Context(), collector.URL, "test")
	if err != nil {
		t.Fatal(err)
	}
	_, span := provider.Tracer("test").Start(t.Context(), "one")
	span.End()
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if path := <-received; path != "/v1/traces" {
		t.Errorf("got %s, want /v1/traces", path)
	}
}
