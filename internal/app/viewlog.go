package app

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/spool"
)

// sightingsDir is where who is shown to whom is noted before anybody is shown. The
// lock of the indexes is its lock: who has none of them shows nobody.
const sightingsDir = "sightings"

// loadViewsEvery is how soon the records have what was noted.
const loadViewsEvery = time.Second

// openViewLog has the employers' service note whom it shows.
func (a *App) openViewLog(context.Context) error {
	if !a.indexed {
		return nil
	}
	opened, err := spool.Open(a.path(sightingsDir), spool.Options{Careless: a.config.Careless, Log: a.config.Log})
	if err != nil {
		return err
	}
	a.onClose(opened.Close)
	a.viewLog = &employer.ViewLog{DB: a.Store.Client, Now: a.Store.Now, Spool: opened}
	a.Employers.Sightings = a.viewLog
	return nil
}

// loadViews brings what was noted into the records, until the context ends.
func (a *App) loadViews(ctx context.Context) error {
	if a.viewLog == nil {
		return nil
	}
	return a.every(ctx, loadViewsEvery, "load the view log", func(ctx context.Context) error {
		return a.viewLog.Load(a.System(ctx))
	})
}

// viewsWaiting is how many bytes the spool has.
func (a *App) viewsWaiting() float64 {
	if a.viewLog == nil {
		return 0
	}
	return float64(a.viewLog.Spool.Waiting())
}
