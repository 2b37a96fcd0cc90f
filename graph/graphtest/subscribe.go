package graphtest

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// subscribe has Subscription.tick be what the test's resolver gives for "tick": a
// <-chan any.
func (s *Schema) subscribe(ctx context.Context) graphql.ResponseHandler {
	made, err := s.call(ctx, "tick")
	if err != nil {
		graphql.AddError(ctx, err)
		return graphql.OneShot(nil)
	}
	ticks, _ := made.(<-chan any)
	return func(ctx context.Context) *graphql.Response {
		select {
		case tick, ok := <-ticks:
			if !ok {
				return nil
			}
			return &graphql.Response{Data: fmt.Appendf(nil, `{"tick":%v}`, tick)}
		case <-ctx.Done():
			return nil
		}
	}
}
