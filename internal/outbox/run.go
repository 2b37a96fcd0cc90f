package outbox

import (
	"context"
	"log/slog"
	"time"
)

// Upkeep says how the feed is kept; zero values are working defaults.
type Upkeep struct {
	// ScanEvery is how often to look for what is due; by default 5 seconds.
	ScanEvery time.Duration
	// PruneEvery is how often to drop old changes; by default an hour.
	PruneEvery time.Duration
	// Keep is how long changes are kept; by default 30 days. An index that was
	// not in use for longer is built again.
	Keep time.Duration
}

// Run keeps the feed until the context ends: tells what is due, drops what is old.
func (o *Outbox) Run(ctx context.Context, u Upkeep, log *slog.Logger) error {
	scan := time.NewTicker(or(u.ScanEvery, 5*time.Second))
	defer scan.Stop()
	prune := time.NewTicker(or(u.PruneEvery, time.Hour))
	defer prune.Stop()
	keep := or(u.Keep, 30*24*time.Hour)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-scan.C:
			if _, err := o.ScanDue(ctx, o.store.Now()); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "scan for what is due", slog.Any("error", err))
			}
		case <-prune.C:
			if _, err := o.Prune(ctx, o.store.Now().Add(-keep)); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "prune the feed", slog.Any("error", err))
			}
		}
	}
}

func or(d, standard time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return standard
}
