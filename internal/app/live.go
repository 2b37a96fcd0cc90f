package app

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/live"
)

// buildLive has subscribers be woken by the changes.
func (a *App) buildLive(context.Context) error {
	a.Live = live.NewHub(a.outbox, a.owners, a.config.Log)
	return nil
}

// owners tells whose changed records are.
func (a *App) owners(ctx context.Context, prefix string, ids []string) (map[string][]string, error) {
	switch prefix {
	case id.Award:
		return a.Credentials.AwardOwners(ctx, ids)
	case id.Submission:
		return a.Assessments.SubmissionOwners(ctx, ids)
	case id.ContactRequest:
		return a.Employers.ContactOwners(ctx, ids)
	case id.SearchMatch:
		return a.Employers.SearchMatchOwners(ctx, ids)
	case id.Notification:
		return a.Notify.NotificationOwners(ctx, ids)
	}
	return nil, nil //nolint:nilnil // they are nobody's
}

// tell has subscribers told of changes, until the context ends.
func (a *App) tell(ctx context.Context) error {
	changed, stop := a.outbox.Notify()
	defer stop()
	return a.Live.Run(ctx, changed)
}
