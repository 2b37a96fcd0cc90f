package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/stackmatch/stackmatch/graph"
)

const (
	// bodyDeadline is for the client to send its request, writeDeadline to
	// take the answer.
	bodyDeadline  = 15 * time.Second
	writeDeadline = 30 * time.Second
	// loggedName bounds what a client may write into our log.
	loggedName = 64
)

// graphql answers GraphQL over HTTP.
// https://graphql.github.io/graphql-over-http/draft/
func (s *Server) graphql(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(graphql.StartOperationTrace(r.Context()))
	if s.elsewhere(w, r) {
		return
	}
	if isUpgrade(r) {
		s.socket(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		refuse(w, r, http.StatusMethodNotAllowed, graph.Errorf(graph.CodeBadUserInput, "use GET or POST"))
		return
	}
	media, acceptable := negotiated(r)
	streams := acceptsEvents(r)
	if !acceptable && !streams {
		refuse(w, r, http.StatusNotAcceptable, graph.Errorf(graph.CodeBadUserInput, "answers are %s, %s or %s", typeResponse, typeJSON, typeEvents))
		return
	}
	// Before the body: how much may be sent depends on who sends it.
	ctx, err := s.viewer(r)
	if err != nil {
		refuse(w, r, statusOf(err, typeResponse), err)
		return
	}
	files := &spool{dir: s.config.Uploads}
	defer files.drop()
	given, refused := s.received(ctx, w, r, files)
	if refused != nil {
		refuse(w, r, refused.status, refused.err)
		return
	}
	if streams && (!acceptable || given.maySubscribe()) {
		s.events(ctx, w, r.WithContext(ctx), given)
		return
	}
	connection := http.NewResponseController(w)
	status, answer := s.run(ctx, r.WithContext(ctx), given, media, s.config.Deadline+files.time())
	_ = connection.SetWriteDeadline(within(writeDeadline))
	write(w, media, status, answer)
}

// received reads the request, and has the connection watched for the client's leaving
// from there on.
func (s *Server) received(ctx context.Context, w http.ResponseWriter, r *http.Request, files *spool) (*parameters, *refusal) {
	// Errors of a connection without deadlines (a test's) are of no interest.
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(within(bodyDeadline))
	given, refused := s.read(w, r.WithContext(ctx), files)
	if refused == nil {
		_ = connection.SetReadDeadline(time.Time{})
	}
	return given, refused
}

// elsewhere hands the request to the first further transport that takes it.
func (s *Server) elsewhere(w http.ResponseWriter, r *http.Request) bool {
	for _, transport := range s.config.Transports {
		if !transport.Supports(r) {
			continue
		}
		ctx, err := s.viewer(r)
		if err != nil {
			refuse(w, r, statusOf(err, typeResponse), err)
			return true
		}
		transport.Do(w, r.WithContext(ctx), s.executor)
		return true
	}
	return false
}

// viewer is the request's context with its viewer, whom the rate counts for.
func (s *Server) viewer(r *http.Request) (context.Context, *gqlerror.Error) {
	ctx, err := s.config.Viewer(r)
	if err != nil {
		return nil, s.executor.Present(r.Context(), err)
	}
	if caller := s.config.Caller(ctx); caller != "" {
		request := graph.RequestOf(ctx)
		request.Caller, request.Anonymous = caller, false
		ctx = graph.WithRequest(ctx, request)
	}
	return ctx, nil
}

// run prepares and executes one operation.
func (s *Server) run(ctx context.Context, r *http.Request, given *parameters, media string, limit time.Duration) (int, *graphql.Response) {
	if err := s.documents.resolve(given); err != nil {
		seenIn(ctx).codes = []string{graph.CodeOf(err)}
		status := statusOf(err, media)
		if given.Query == nil && graph.CodeOf(err) != codeNotPersisted {
			status = http.StatusBadRequest // not a GraphQL request at all, whatever the media type
		}
		return status, &graphql.Response{Errors: gqlerror.List{err}}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	oc, errs := s.executor.CreateOperationContext(ctx, given.raw(r))
	s.note(ctx, oc)
	status := http.StatusOK
	if errs != nil {
		status = statusOf(errs[0], media)
	} else if refused := permitted(r, oc); refused != nil {
		status, errs = refused.status, gqlerror.List{refused.err}
	}
	if errs != nil {
		answer := s.executor.DispatchError(graphql.WithOperationContext(ctx, oc), errs)
		s.noteErrors(ctx, answer)
		return status, answer
	}
	start := s.config.Options.Now()
	handler, ctx := s.executor.DispatchOperation(ctx, oc)
	answer := handler(ctx)
	if answer == nil { // the time was over before the first field
		err := s.executor.Present(ctx, context.DeadlineExceeded)
		return http.StatusGatewayTimeout, &graphql.Response{Errors: gqlerror.List{err}}
	}
	s.noteErrors(ctx, answer)
	s.metrics.operation(seenIn(ctx), s.config.Options.Now().Sub(start))
	return http.StatusOK, answer
}

// permitted refuses what this transport must not or cannot do.
func permitted(r *http.Request, oc *graphql.OperationContext) *refusal {
	switch kind := oc.Operation.Operation; {
	case kind == ast.Subscription:
		return badRequest("a subscription needs a WebSocket or an event stream")
	case kind == ast.Mutation && r.Method == http.MethodGet:
		return &refusal{http.StatusMethodNotAllowed, refusedMutation()}
	}
	return nil
}

func refusedMutation() *gqlerror.Error {
	return graph.Errorf(graph.CodeBadUserInput, "a mutation needs POST: links and previews must not change anything")
}

func (s *Server) note(ctx context.Context, oc *graphql.OperationContext) {
	known := seenIn(ctx)
	known.kind, known.cost = "invalid", graph.CostOf(oc)
	if oc.Operation != nil {
		known.kind, known.operation = string(oc.Operation.Operation), oc.Operation.Name
		known.operation = known.operation[:min(len(known.operation), loggedName)]
		trace.SpanFromContext(ctx).SetAttributes(
			attribute.String("graphql.operation.type", known.kind), attribute.String("graphql.operation.name", known.operation),
			attribute.Int("graphql.operation.cost", known.cost))
	}
}

func (s *Server) noteErrors(ctx context.Context, answer *graphql.Response) {
	known := seenIn(ctx)
	for _, err := range answer.Errors[:min(len(answer.Errors), 10)] {
		known.codes = append(known.codes, graph.CodeOf(err))
	}
}

// statusOf is the status of a request that was not executed. Under
// application/json it is 200 for what GraphQL itself finds wrong: a client
// that reads this type takes any other status for a broken connection.
func statusOf(err *gqlerror.Error, media string) int {
	switch graph.CodeOf(err) {
	case graph.CodeUnauthenticated:
		return http.StatusUnauthorized
	case graph.CodeForbidden:
		return http.StatusForbidden
	case graph.CodeRateLimited:
		return http.StatusTooManyRequests
	case graph.CodeTimeout:
		return http.StatusServiceUnavailable
	case graph.CodeInternal:
		return http.StatusInternalServerError
	}
	if media == typeResponse {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// refuse answers a request that never became an operation.
func refuse(w http.ResponseWriter, r *http.Request, status int, err *gqlerror.Error) {
	media, acceptable := negotiated(r)
	if !acceptable {
		media = typeJSON
	}
	known := seenIn(r.Context())
	known.codes = append(known.codes, graph.CodeOf(err))
	write(w, media, status, &graphql.Response{Errors: gqlerror.List{err}})
}

// answer is a response whose data is left out when nothing was executed.
type answer struct {
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
}

func write(w http.ResponseWriter, media string, status int, response *graphql.Response) {
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Add("Vary", "Accept, Authorization")
	header.Set("Cache-Control", "no-store")
	switch status {
	case http.StatusMethodNotAllowed:
		header.Set("Allow", "GET, POST")
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	for _, err := range response.Errors {
		if seconds, ok := err.Extensions["retryAfter"].(int); ok {
			header.Set("Retry-After", fmt.Sprint(seconds))
		}
	}
	text, err := json.Marshal(answer{response.Errors, response.Data, response.Extensions})
	if err != nil { // data that is no JSON: a scalar's marshaler is at fault
		panic(fmt.Errorf("marshal response: %w", err))
	}
	w.WriteHeader(status)
	_, _ = w.Write(text) // the client may have left
}

// within is a deadline for the network, which keeps the machine's own time.
func within(limit time.Duration) time.Time {
	return time.Now().Add(limit) //nolint:forbidigo // a connection's deadline, not a rule's clock
}
