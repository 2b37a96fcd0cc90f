package app

import (
	"context"
	"time"
)

// sweepEvery is how often forgotten claims and late submissions are looked for.
const sweepEvery = time.Minute

// sweep releases and escalates what is due in the queues of submissions, until the
// context ends.
func (a *App) sweep(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if _, err := a.Assessments.SweepOnce(a.System(ctx)); err != nil && ctx.Err() == nil {
			a.config.Log.ErrorContext(ctx, "sweep the queues of submissions", "cause", err.Error())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
