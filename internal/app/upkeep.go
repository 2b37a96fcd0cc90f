package app

import (
	"context"
	"time"
)

// How often forgotten claims and late submissions are looked for, and files that
// no evidence names; and how old such a file is before it goes, as its row may be
// on the way.
const (
	sweepEvery  = time.Minute
	removeEvery = 6 * time.Hour
	// dataJobsEvery is how soon a copy of one's data, or an erasure, is begun.
	dataJobsEvery = 2 * time.Second
	orphanAge     = 24 * time.Hour
	warnEvery     = time.Hour
	// noticeEvery is how soon it is told that a plan no longer rests on what is.
	noticeEvery = 5 * time.Minute
)

// sweep releases and escalates what is due in the queues of submissions, until the
// context ends.
func (a *App) sweep(ctx context.Context) error {
	return a.every(ctx, sweepEvery, "sweep the queues of submissions", func(ctx context.Context) error {
		_, err := a.Assessments.SweepOnce(a.System(ctx))
		return err
	})
}

// expire writes down which postings time has ended, until the context ends.
func (a *App) expire(ctx context.Context) error {
	return a.every(ctx, sweepEvery, "expire postings", func(ctx context.Context) error {
		_, err := a.Employers.ExpireOnce(a.System(ctx))
		return err
	})
}

// warn tells employers which of their postings soon end, until the context ends.
func (a *App) warn(ctx context.Context) error {
	return a.every(ctx, warnEvery, "tell of postings that soon end", func(ctx context.Context) error {
		return a.Employers.WarnOnce(a.System(ctx))
	})
}

// tellDue tells coaches and earners what they are to do today, until the context ends.
func (a *App) tellDue(ctx context.Context) error {
	return a.every(ctx, warnEvery, "tell of tasks that are due", func(ctx context.Context) error {
		return a.Coaching.TellDue(a.System(ctx))
	})
}

// removeOrphans removes files that were uploaded for evidence which was never
// written, until the context ends.
func (a *App) removeOrphans(ctx context.Context) error {
	return a.every(ctx, removeEvery, "remove files that no evidence names", func(ctx context.Context) error {
		_, err := a.Blobs.Sweep(a.System(ctx), a.knownFiles, a.config.Now().Add(-orphanAge))
		return err
	})
}

// noticePlans tells whose plan no longer rests on what is, until the context ends.
func (a *App) noticePlans(ctx context.Context) error {
	return a.every(ctx, noticeEvery, "look through plans", func(ctx context.Context) error {
		_, err := a.Coaching.NoticeOutdated(a.System(ctx))
		return err
	})
}

// knownFiles says which of some files anybody names.
func (a *App) knownFiles(ctx context.Context, ids []string) (map[string]bool, error) {
	known, err := a.Assessments.KnownFiles(ctx, ids)
	if err != nil {
		return nil, err
	}
	copies, err := a.Accounts.KnownFiles(ctx, ids)
	if err != nil {
		return nil, err
	}
	for file, is := range copies {
		known[file] = known[file] || is
	}
	return known, nil
}

// runDataJobs makes copies of people's data and erases them, until the context ends.
func (a *App) runDataJobs(ctx context.Context) error {
	return a.every(ctx, dataJobsEvery, "run jobs on people's data", func(ctx context.Context) error {
		return a.Accounts.RunDataJobs(a.System(ctx))
	})
}

// every does something at once and then in intervals, until the context ends. What
// fails is told in the log, and tried again.
func (a *App) every(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			a.config.Log.ErrorContext(ctx, what, "cause", err.Error())
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
