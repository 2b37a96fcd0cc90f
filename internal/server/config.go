package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"github.com/stackmatch/stackmatch/graph"
)

// Config is what a server is made of. Only Schema is needed; the other zero
// values are those of a public server that nobody can sign in to.
type Config struct {
	// Schema is executable and stripped by graph.Served.
	Schema graphql.ExecutableSchema
	// Options hold the limits of operations. Log and Now are taken from here.
	Options graph.Options

	// Viewer puts the viewer and the request's loaders into the request's
	// context. An error refuses the request: a problem by its kind, anything
	// else as our own failure.
	Viewer func(*http.Request) (context.Context, error)
	// Caller names the viewer in a context, for the rate; "" for nobody.
	Caller func(context.Context) string
	// Ready says why the server is not ready yet.
	Ready func(context.Context) error

	// Documents are the trusted ones; OnlyTrusted refuses all others.
	Documents   TrustedDocuments
	OnlyTrusted bool

	// NoPage leaves out GraphiQL. Examples are its menu of operations; Demo
	// is its list of accounts to sign in as, nil outside a demo.
	NoPage   bool
	Examples []Example
	Demo     func(context.Context) ([]Account, error)

	// Transports are asked before our own POST and GET.
	Transports []graphql.Transport
	// Routes are further handlers by their patterns ("GET /awards/{token}").
	Routes map[string]http.Handler
	// Private are like Routes, and the web sites of Origins may ask them too.
	Private map[string]http.Handler

	// Origins are the web sites that may call the API from a browser.
	Origins []string
	// BehindProxy believes X-Forwarded-For and X-Request-Id.
	BehindProxy bool

	// Uploads is the directory in which files of forms are while their request
	// lasts; it is made where it is missing, and emptied when a server is made. "" is
	// the machine's own for temporary files, where nothing is swept.
	Uploads string

	// Deadline bounds one operation, MaxBody one request's text, MaxForm a
	// form with its files; one of who is not signed in has at most smallForm.
	Deadline time.Duration
	MaxBody  int64
	MaxForm  int64
	// Grace is how long requests may go on after the server is told to stop.
	Grace time.Duration

	// Sockets says what sockets and event streams may take.
	Sockets Sockets

	// Registry receives our metrics and is what /metrics shows.
	Registry *prometheus.Registry
	// Tracer receives a span per request; nil is none.
	Tracer trace.TracerProvider
}

// The values of a zero Config.
const (
	DefaultDeadline = 20 * time.Second
	DefaultMaxBody  = 1 << 20
	DefaultMaxForm  = 10 << 20
	DefaultGrace    = 15 * time.Second
)

// orDefault fills what is not set, and refuses a schema that would tell
// clients of the code generator.
func (c Config) orDefault() (Config, error) {
	if c.Schema == nil {
		return c, errors.New("server: no schema")
	}
	for name := range c.Schema.Schema().Directives {
		if graph.Internal(name) {
			return c, fmt.Errorf("server: the schema tells of @%s: serve graph.Served of it", name)
		}
	}
	if c.Options.Log == nil {
		c.Options.Log = slog.New(slog.DiscardHandler)
	}
	if c.Options.Now == nil {
		c.Options.Now = time.Now //nolint:forbidigo // the clock of a zero Config
	}
	if c.Viewer == nil {
		c.Viewer = func(r *http.Request) (context.Context, error) { return r.Context(), nil }
	}
	if c.Caller == nil {
		c.Caller = func(context.Context) string { return "" }
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	if c.Deadline == 0 {
		c.Deadline = DefaultDeadline
	}
	if c.MaxBody == 0 {
		c.MaxBody = DefaultMaxBody
	}
	if c.MaxForm == 0 {
		c.MaxForm = DefaultMaxForm
	}
	if c.Grace == 0 {
		c.Grace = DefaultGrace
	}
	c.Sockets = c.Sockets.orDefault()
	if c.Registry == nil {
		c.Registry = prometheus.NewRegistry()
	}
	return c, nil
}
