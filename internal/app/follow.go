package app

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"
)

// follow keeps the indexes as the records are, and the feed in order, until the
// context ends.
func (a *App) follow(ctx context.Context) error {
	changed, stop := a.outbox.Notify()
	defer stop()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.syncer.Run(ctx) })
	group.Go(func() error { return a.outbox.Run(ctx, upkeep, a.config.Log) })
	group.Go(func() error { return a.Catalog.KeepSkills(ctx, a.config.Log) })
	group.Go(func() error { return a.tell(ctx) })
	group.Go(func() error { return a.recheck(ctx) })
	group.Go(func() error { return a.alert(ctx) })
	group.Go(func() error { return a.sweep(ctx) })
	group.Go(func() error { return a.expire(ctx) })
	group.Go(func() error { return a.warn(ctx) })
	group.Go(func() error { return a.noticePlans(ctx) })
	group.Go(func() error { return a.tellDue(ctx) })
	group.Go(func() error { return a.removeOrphans(ctx) })
	group.Go(func() error { return a.runDataJobs(ctx) })
	group.Go(func() error { return a.loadViews(ctx) })
	group.Go(func() error { return a.keepAddresses(ctx) })
	group.Go(func() error { return a.send(ctx) })
	group.Go(func() error { return a.write(ctx) })
	group.Go(func() error { return a.tellWebhooks(ctx) })
	group.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-changed:
				a.syncer.Notify()
			}
		}
	})
	return group.Wait()
}

// CatchUp brings the indexes up to date, what time alone has changed included.
// It is false where another process has them: that one follows by itself.
func (a *App) CatchUp(ctx context.Context) (bool, error) {
	if a.syncer == nil {
		return false, nil
	}
	if _, err := a.outbox.ScanDue(ctx, a.Store.Now()); err != nil {
		return false, err
	}
	if err := a.syncer.SyncOnce(ctx); err != nil {
		return false, fmt.Errorf("bring the indexes up to date: %w", err)
	}
	return true, nil
}

// Reindex builds the indexes anew from the records, beside those in use. It does
// nothing where another process has them: that one follows by itself.
func (a *App) Reindex(ctx context.Context) error {
	if a.syncer == nil {
		return nil
	}
	return a.syncer.Rebuild(ctx)
}

// Ready says why the server is not ready: nil once the indexes have what the
// database had when asked.
func (a *App) Ready(ctx context.Context) error {
	if a.syncer == nil {
		return ErrNotCaughtUp
	}
	ready, err := a.syncer.Ready(ctx)
	if err == nil && !ready {
		err = ErrNotCaughtUp
	}
	return err
}

// readyPoll is how often to look while it catches up.
const readyPoll = 20 * time.Millisecond

// waitReady waits until the indexes have caught up once. Writers do not keep it
// from that for long: it looks again and again.
func (a *App) waitReady(ctx context.Context) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		if err := a.Ready(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// measure adds what the process alone knows to the metrics.
func (a *App) measure(ctx context.Context, registry *prometheus.Registry) error {
	ctx = context.WithoutCancel(ctx)
	for _, gauge := range []struct {
		name, help string
		value      func() float64
	}{
		{"stackmatch_index_earners", "Earners in the search index.", func() float64 { return float64(a.earners.Len()) }},
		{"stackmatch_view_log_bytes", "Size of what was noted of who is shown and not yet loaded, with what was loaded of the same file.", func() float64 { return a.viewsWaiting() }},
		{"stackmatch_index_lag_changes", "Changes that the search index has not read yet; -1 while it is being built.", func() float64 { return a.lag(ctx) }},
	} {
		err := registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: gauge.name, Help: gauge.help}, gauge.value))
		if err != nil {
			return fmt.Errorf("metrics: %w", err)
		}
	}
	return a.measureMessages(ctx, registry)
}

func (a *App) lag(ctx context.Context) float64 {
	head, err := a.outbox.Head(ctx)
	if err != nil {
		return -1
	}
	at, ok := a.earners.Position()
	if !ok || at.Epoch != head.Epoch {
		return -1
	}
	if ready, err := a.syncer.Ready(ctx); err == nil && ready {
		return 0 // what it has not saved a position for was for others
	}
	return float64(max(0, head.Seq-at.Seq))
}
