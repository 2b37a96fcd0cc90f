package employer

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/search"
)

// Alerts follows the change feed and has saved searches tell whoever newly reaches
// their tier. It asks only the searches that what somebody holds can reach, not all
// of them. What it found, and how far it has read, are written in one transaction:
// nobody is missed, and nobody told twice, wherever it is killed.
type Alerts struct {
	Employers *Service
	Feed      search.Feed

	mu       sync.Mutex
	searches *standingSearches
}

// alertsBookmark is how far the feed was read.
const alertsBookmark outbox.Bookmark = "alerts"

// changesAtOnce is how many changes are read at a time.
const changesAtOnce = 500

// Once reads the next changes and tells what they bring. It is false once there are
// none. The first time, it begins at what is newest.
func (a *Alerts) Once(ctx context.Context) (more bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, known, err := alertsBookmark.Read(ctx, a.Employers.DB)
	if err != nil {
		return false, err
	}
	if !known {
		return false, a.begin(ctx)
	}
	changes, err := a.Feed.Changes(ctx, at, changesAtOnce)
	if errors.Is(err, search.ErrTooOld) {
		return true, a.catchUp(ctx, at)
	}
	if err != nil {
		return false, fmt.Errorf("read the change feed: %w", err)
	}
	if len(changes) == 0 {
		return false, nil
	}
	return true, a.read(ctx, at, changes)
}

// read finds what changes bring and writes it, with how far it has come.
func (a *Alerts) read(ctx context.Context, at search.Position, changes []search.Change) error {
	of := sorted(changes)
	if err := a.refresh(ctx, of); err != nil {
		return err
	}
	found, err := a.find(ctx, of.earners)
	if err != nil {
		return err
	}
	to := changes[len(changes)-1].Position
	anew, err := a.askedAnew(ctx, of, to)
	if err != nil {
		return err
	}
	return a.write(ctx, at, to, append(found, anew...))
}

// touched are the subjects of changes that matter here.
type touched struct{ earners, searches, postings set }

func sorted(changes []search.Change) touched {
	of := touched{set{}, set{}, set{}}
	for _, c := range changes {
		switch id.Prefix(c.ID) {
		case id.Earner:
			of.earners.add(c.ID)
		case id.SavedSearch:
			of.searches.add(c.ID)
		case id.Posting:
			of.postings.add(c.ID)
		}
	}
	return of
}

// write tells what was found, and moves on from at, unless somebody else has done so
// meanwhile.
func (a *Alerts) write(ctx context.Context, at, to search.Position, found []findings) error {
	s := a.Employers
	return alertsBookmark.Move(ctx, s.DB, at, to, func(ctx context.Context, tx *db.Client) error {
		return s.remember(ctx, tx, found...)
	})
}

func (a *Alerts) begin(ctx context.Context) error {
	head, err := a.Feed.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the feed's head: %w", err)
	}
	return alertsBookmark.Place(ctx, a.Employers.DB, head)
}

// catchUp is for a feed that no longer reaches back so far: all searches are asked
// once, and whoever they do not know is told.
func (a *Alerts) catchUp(ctx context.Context, at search.Position) error {
	head, err := a.Feed.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the feed's head: %w", err)
	}
	if err := a.load(ctx); err != nil {
		return err
	}
	var found []findings
	for _, one := range a.searches.all() {
		reached, err := a.askAgain(ctx, one.row)
		if err != nil {
			return err
		}
		found = append(found, findings{one.row, reached, true})
	}
	return a.write(ctx, at, head, found)
}
