package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

// sink is where the answers of an operation go.
type sink interface {
	// next sends an answer, and tells whether the client wants more.
	next(answer *graphql.Response) bool
	// fail and done are the end.
	fail(errs gqlerror.List)
	done()
	// lost is the end where the client is signed in no longer.
	lost(why *closing)
}

// running is an operation with as many answers as there come.
type running struct {
	*Server
	request *http.Request
	renew   graph.Renew
}

// execute runs an operation into a sink.
func (run *running) execute(ctx context.Context, given *parameters, to sink) {
	if err := run.documents.resolve(given); err != nil {
		to.fail(gqlerror.List{err})
		return
	}
	start := run.config.Options.Now()
	oc, errs := run.executor.CreateOperationContext(ctx, given.raw(run.request))
	run.note(ctx, oc)
	if errs != nil {
		to.fail(run.executor.DispatchError(graphql.WithOperationContext(ctx, oc), errs).Errors)
		return
	}
	if oc.Operation.Operation == ast.Mutation && run.request.Method == http.MethodGet && !isUpgrade(run.request) {
		to.fail(gqlerror.List{refusedMutation()})
		return
	}
	if oc.Operation.Operation == ast.Subscription {
		run.metrics.subscriptions.Inc()
		defer run.metrics.subscriptions.Dec()
		run.follow(ctx, oc, to)
	} else {
		run.once(ctx, oc, to)
	}
	run.metrics.operation(seenIn(ctx), run.config.Options.Now().Sub(start))
}

// once runs a query or a mutation.
func (run *running) once(ctx context.Context, oc *graphql.OperationContext, to sink) {
	ctx, cancel := context.WithTimeout(ctx, run.config.Deadline)
	defer cancel()
	handler, ctx := run.executor.DispatchOperation(ctx, oc)
	answer := handler(ctx)
	if answer == nil { // the time was over before the first field
		to.fail(gqlerror.List{run.executor.Present(ctx, context.DeadlineExceeded)})
		return
	}
	run.noteErrors(ctx, answer)
	if to.next(answer) {
		to.done()
	}
}

// follow runs a subscription: an event is made when the one before it was taken, so
// that nothing waits here for a slow client.
func (run *running) follow(ctx context.Context, oc *graphql.OperationContext, to sink) {
	stream := graph.NewStream(ctx, run.config.Deadline, run.renew)
	defer stream.Close()
	handler, following := run.executor.DispatchOperation(stream.Context(), oc)
	for first := true; ; first = false {
		if !first {
			if err := run.executor.Pace(ctx, oc); err != nil {
				return
			}
		}
		stream.Ask()
		answer := handler(following)
		if answer == nil {
			run.finish(ctx, stream.Err(), to)
			return
		}
		run.noteErrors(ctx, answer)
		if answer.Data == nil && first && len(answer.Errors) > 0 {
			to.fail(answer.Errors)
			return
		}
		if !to.next(answer) {
			return
		}
	}
}

// finish tells why there are no more events.
func (run *running) finish(ctx context.Context, err error, to sink) {
	var told *closing
	switch {
	case ctx.Err() != nil: // its client has ended it, or left
	case errors.As(err, &told):
		to.lost(told)
	case err != nil:
		to.fail(gqlerror.List{run.executor.Present(ctx, err)})
	default:
		to.done()
	}
}

// answerOf leaves out data that there is none of.
func answerOf(response *graphql.Response) answer {
	return answer{response.Errors, response.Data, response.Extensions}
}
