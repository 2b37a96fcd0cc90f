package app

import (
	"context"
	"time"
)

// alertsEvery is how often the feed is looked at where no change was noticed: another
// process may have written it.
const alertsEvery = time.Second

// alert has saved searches tell whom they find, until the context ends.
func (a *App) alert(ctx context.Context) error {
	changed, stop := a.outbox.Notify()
	defer stop()
	tick := time.NewTicker(alertsEvery)
	defer tick.Stop()
	for {
		more, err := a.alerts.Once(a.System(ctx))
		if err != nil && ctx.Err() == nil {
			a.config.Log.ErrorContext(ctx, "find whom saved searches tell", "cause", err.Error())
		}
		if more && err == nil && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-tick.C:
		}
	}
}
