// Package server is the HTTP edge: routes, GraphQL over HTTP, the bundled
// GraphiQL, health, metrics and the life of the listener. It owns how requests
// come in and answers go out and refuses to know what they are about.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"github.com/stackmatch/stackmatch/graph"
)

const (
	headerDeadline = 5 * time.Second
	idleDeadline   = 2 * time.Minute
	maxHeader      = 64 << 10
	// smallest answer that is worth compressing.
	smallest = 1 << 10
)

// Server answers HTTP requests.
type Server struct {
	config    Config
	executor  *graph.Executor
	documents *documents
	metrics   *metrics
	small     *turns
	large     *turns
	streams   *streams
	log       *slog.Logger
	handler   http.Handler
}

// New builds a server; it listens once Serve is called.
func New(config Config) (*Server, error) {
	config, err := config.orDefault()
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, log: config.Options.Log, executor: graph.NewExecutor(config.Schema, config.Options)}
	s.small, s.large = newTurns(smallAtOnce, smallOfCaller), newTurns(largeAtOnce, largeOfCaller)
	s.streams = newStreams(config.Sockets)
	if s.documents, err = newDocuments(config.Documents, config.OnlyTrusted); err != nil {
		return nil, err
	}
	if err = sweepUploads(config.Uploads); err != nil {
		return nil, err
	}
	if s.metrics, err = newMetrics(config.Registry); err != nil {
		return nil, err
	}
	mux, err := s.routes()
	if err != nil {
		return nil, err
	}
	s.handler, err = s.surround(mux)
	return s, err
}

// Handler is the whole server as a handler, for tests and other listeners.
func (s *Server) Handler() http.Handler { return s.handler }

// Executor runs operations the way the server does, for transports that are
// given in Config.Transports.
func (s *Server) Executor() graphql.GraphExecutor { return s.executor }

// Serve answers on the listener until the context ends, lets running requests
// finish within the grace, and closes the listener.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerDeadline, IdleTimeout: idleDeadline, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		// The end of ctx must not cut off running requests.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.Grace)
	defer cancel()
	// Before the requests: event streams are some of them.
	s.streams.stop()
	err := errors.Join(server.Shutdown(grace), s.streams.wait(grace))
	if err != nil {
		err = errors.Join(fmt.Errorf("requests were still running after %s: %w", s.config.Grace, err), server.Close())
	}
	<-failed
	return err
}

// routes is the table of what is served where.
func (s *Server) routes() (*http.ServeMux, error) {
	mux := http.NewServeMux()
	compress, err := compressor()
	if err != nil {
		return nil, err
	}
	handle := func(pattern string, handler http.Handler) {
		mux.Handle(pattern, s.named(pattern, handler))
	}
	handle("/graphql", s.crossOrigin(compress(http.HandlerFunc(s.graphql))))
	handle("GET /schema.graphql", s.crossOrigin(compress(s.sdl())))
	handle("GET /healthz", http.HandlerFunc(s.healthz))
	handle("GET /readyz", http.HandlerFunc(s.readyz))
	handle("GET /metrics", s.metrics.handler(s.config.Registry))
	if s.config.Demo != nil {
		handle("GET /demo/accounts", http.HandlerFunc(s.accounts))
	}
	if !s.config.NoPage {
		page, err := s.page()
		if err != nil {
			return nil, err
		}
		handle("GET /{$}", page)
		handle("GET /graphiql/", page)
		handle("GET /examples.json", s.examples())
	}
	for pattern, handler := range s.config.Routes {
		handle(pattern, handler)
	}
	for pattern, handler := range s.config.Private {
		handle(pattern, s.crossOrigin(handler))
	}
	return mux, nil
}

// crossOrigin lets the configured web sites call the API from a browser.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	if len(s.config.Origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.config.Origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append([]string{"Authorization", "Content-Type", "Accept", "Accept-Language", "X-Acting-For"}, preflightHeaders...),
		ExposedHeaders: []string{requestIDHeader, "Retry-After"},
		MaxAge:         int(time.Hour / time.Second),
	}).Handler(next)
}

// compressor leaves event streams alone, which must not wait for a full block.
func compressor() (func(http.Handler) http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest),
		gzhttp.ExceptContentTypes([]string{"text/event-stream", "multipart/mixed"}))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return func(next http.Handler) http.Handler {
		compressed := wrap(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Upgrade") != "" || acceptsEvents(r) {
				next.ServeHTTP(w, r)
				return
			}
			compressed(w, r)
		})
	}, nil
}
