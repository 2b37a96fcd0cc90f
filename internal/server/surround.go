package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/propagation"
	"golang.org/x/text/language"

	"github.com/stackmatch/stackmatch/graph"
)

const requestIDHeader = "X-Request-Id"

// surround is what every request goes through, outermost last.
func (s *Server) surround(next http.Handler) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range s.config.Origins {
		if origin == "*" {
			continue // a site that is not named may read, not write
		}
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("origin %q: %w", origin, err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, graph.Errorf(graph.CodeForbidden, "a web page of another origin sent this request"))
	}))
	next = protection.Handler(next)
	next = s.recovered(next)
	next = s.observed(next)
	if s.config.Tracer != nil {
		next = s.traced(next)
	}
	return s.identified(next), nil
}

// traced makes a span of each operation, without who sent it: a trace leaves
// the house.
func (s *Server) traced(next http.Handler) http.Handler {
	spans := otelhttp.NewHandler(next, "graphql",
		otelhttp.WithTracerProvider(s.config.Tracer), otelhttp.WithPropagators(propagation.TraceContext{}),
		otelhttp.WithFilter(func(r *http.Request) bool { return r.URL.Path == "/graphql" && !isUpgrade(r) }))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nameless := r.Clone(r.Context())
		nameless.RemoteAddr = ""
		for _, name := range []string{"User-Agent", "X-Forwarded-For", "Forwarded", "X-Real-Ip"} {
			nameless.Header.Del(name)
		}
		spans.ServeHTTP(w, nameless)
	})
}

// seen is what became known of a request on its way, for the log and the
// metrics. It holds nothing personal: no address, no variables, no path values.
type seen struct {
	route, operation, kind string
	cost                   int
	codes                  []string
	long                   bool // it stays open: how long says nothing
}

type seenKey struct{}

func seenIn(ctx context.Context) *seen {
	if found, ok := ctx.Value(seenKey{}).(*seen); ok {
		return found
	}
	return &seen{}
}

// named notes the route by its pattern: a path may hold a secret.
func (s *Server) named(pattern string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seenIn(r.Context()).route = pattern
		next.ServeHTTP(w, r)
	})
}

// identified gives the request its id and what else the edge knows of it.
func (s *Server) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := "req_" + strings.ToLower(rand.Text())
		if given := r.Header.Get(requestIDHeader); s.config.BehindProxy && plain(given) {
			id = given
		}
		header := w.Header()
		header.Set(requestIDHeader, id)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		request := graph.Request{ID: id, Language: preferred(r), Caller: s.address(r), Anonymous: true}
		ctx := context.WithValue(graph.WithRequest(r.Context(), request), seenKey{}, &seen{route: "none"})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// observed logs and counts each request.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.config.Options.Now()
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(status, r)
		took := s.config.Options.Now().Sub(start)
		s.metrics.request(r, status.status, took)
		s.access(r, status, took)
	})
}

func (s *Server) access(r *http.Request, status *statusWriter, took time.Duration) {
	known := seenIn(r.Context())
	attributes := []any{
		"request", graph.RequestOf(r.Context()).ID, "method", r.Method, "route", known.route,
		"status", status.status, "bytes", status.written, "ms", float64(took.Microseconds()) / 1000,
	}
	if known.kind != "" {
		attributes = append(attributes, "operation", known.operation, "kind", known.kind, "cost", known.cost)
	}
	if len(known.codes) > 0 {
		attributes = append(attributes, "errors", known.codes)
	}
	s.log.InfoContext(r.Context(), "request", attributes...)
}

// recovered answers a panic outside the resolvers.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // a panic's value is no error chain
				panic(cause)
			}
			s.log.ErrorContext(r.Context(), "panic", "request", graph.RequestOf(r.Context()).ID,
				"cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			refuse(w, r, http.StatusInternalServerError, graph.Presenter{}.Internal(r.Context(), nil))
		}()
		next.ServeHTTP(w, r)
	})
}

// address is whom an anonymous caller's rate is counted for: the network
// address, or for IPv6 the /64 that one household commonly has.
func (s *Server) address(r *http.Request) string {
	text, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		text = r.RemoteAddr
	}
	if s.config.BehindProxy {
		// The last hop is the one that our own proxy saw.
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			text = last
		}
	}
	ip := net.ParseIP(text)
	if ip == nil {
		return "unknown"
	}
	if ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return ip.String()
}

// languages are those that we hold sentences in.
var languages = language.NewMatcher([]language.Tag{language.English, language.Spanish})

func preferred(r *http.Request) string {
	_, index := language.MatchStrings(languages, r.Header.Get("Accept-Language"))
	return []string{"en", "es"}[index]
}

// plain says whether a given request id is short and of harmless characters.
func plain(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	}) < 0
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status  int
	written int64
}

// WriteHeader notes the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *statusWriter) Write(text []byte) (int, error) {
	n, err := w.ResponseWriter.Write(text)
	w.written += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach deadlines, flushing and hijacking.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
