package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

// typeEvents is the media type of event streams.
const typeEvents = "text/event-stream"

// acceptsEvents tells whether a client takes an event stream.
func acceptsEvents(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err == nil && media == typeEvents && quality(parameters["q"]) > 0 {
			return true
		}
	}
	return false
}

// events answers one operation as an event stream: the distinct connections mode of
// GraphQL over SSE. What is wrong with the operation is told in the stream, as a
// browser's EventSource could not read it otherwise.
// https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
func (s *Server) events(ctx context.Context, w http.ResponseWriter, r *http.Request, given *parameters) {
	caller := graph.RequestOf(ctx).Caller
	if !s.streams.enter(caller) {
		refuse(w, r, http.StatusServiceUnavailable, laterRefusal(graph.CodeRateLimited, retryStream, "too many event streams are open").err)
		return
	}
	defer s.streams.leave(caller)
	seenIn(ctx).long = true
	s.metrics.events.Inc()
	defer s.metrics.events.Dec()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	renew := func(ctx context.Context) (context.Context, error) {
		renewed, err := s.viewer(r.WithContext(ctx))
		if err != nil {
			return nil, refusedBy(err)
		}
		return renewed, nil
	}
	out := &eventStream{Server: s, w: w, connection: http.NewResponseController(w), cancel: cancel, renew: renew}
	out.open()
	var beat sync.WaitGroup
	beat.Go(func() { out.beat(ctx) })
	run := &running{Server: s, request: r.WithContext(ctx), renew: renew}
	run.execute(ctx, given, out)
	cancel()
	beat.Wait()
}

// eventStream is an answer that goes on.
type eventStream struct {
	*Server
	w          http.ResponseWriter
	connection *http.ResponseController
	cancel     context.CancelFunc
	renew      graph.Renew

	mu   sync.Mutex
	over bool
}

func (e *eventStream) open() {
	header := e.w.Header()
	header.Set("Content-Type", typeEvents+"; charset=utf-8")
	header.Add("Vary", "Accept, Authorization")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // nginx would hold events back
	e.w.WriteHeader(http.StatusOK)
	e.write(":\n\n")
}

// beat shows that the stream is there, and ends it with the server, or when its client
// is signed in no longer.
func (e *eventStream) beat(ctx context.Context) {
	tick := time.NewTicker(e.config.Sockets.Heartbeat)
	defer tick.Stop()
	look := time.NewTicker(e.config.Sockets.Ping)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.streams.closing:
			e.cancel()
			return
		case <-tick.C:
			e.write(":\n\n")
		case <-look.C:
			_, err := e.renew(ctx)
			if why, ok := errors.AsType[*closing](err); ok && ctx.Err() == nil {
				e.lost(why)
				e.cancel()
				return
			}
		}
	}
}

// write sends a part of the stream, and tells whether the client took it in time.
func (e *eventStream) write(text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over {
		return false
	}
	_ = e.connection.SetWriteDeadline(within(e.config.Sockets.Write))
	_, err := e.w.Write([]byte(text))
	if err == nil {
		err = e.connection.Flush()
	}
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		e.over = true
		e.cancel()
		return false
	}
	return true
}

func (e *eventStream) next(response *graphql.Response) bool {
	text, err := json.Marshal(answerOf(response))
	if err != nil {
		panic(fmt.Errorf("marshal response: %w", err)) // a scalar's marshaler is at fault
	}
	return e.write("event: next\ndata: " + string(text) + "\n\n")
}

func (e *eventStream) fail(errs gqlerror.List) {
	if e.next(&graphql.Response{Errors: errs}) {
		e.done()
	}
}

func (e *eventStream) done() { e.write("event: complete\ndata:\n\n") }

func (e *eventStream) lost(why *closing) {
	e.fail(gqlerror.List{graph.Errorf(graph.CodeUnauthenticated, "%s", why.reason)})
}
