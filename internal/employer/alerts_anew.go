package employer

import (
	"context"
	"errors"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// askedAnew lists who reaches the searches whose posting asks something else now.
// They are known from then on, and not told: the employer changed the question and
// sees the answer. People who have changed since the feed was read so far are left
// out: they are told when their change is read.
func (a *Alerts) askedAnew(ctx context.Context, of touched, to search.Position) ([]findings, error) {
	if len(of.postings) == 0 {
		return nil, nil
	}
	rows, err := a.Employers.DB.SavedSearch.Query().Where(savedsearch.PostingIDIn(of.postings.ids()...),
		savedsearch.RemovedAtIsNil(), savedsearch.Paused(false)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load saved searches: %w", err)
	}
	out := make([]findings, 0, len(rows))
	for _, row := range rows {
		found, err := a.askAgain(ctx, row)
		if err != nil {
			return nil, err
		}
		out = append(out, findings{search: row, reached: found})
	}
	// After the answers: whatever they saw is in the feed by now.
	newer, err := a.changedSince(ctx, to)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].leaveOut(of.earners, newer)
	}
	return out, nil
}

func (f *findings) leaveOut(lists ...set) {
	kept := f.reached[:0]
	for _, r := range f.reached {
		in := false
		for _, list := range lists {
			_, found := list[r.earner]
			in = in || found
		}
		if !in {
			kept = append(kept, r)
		}
	}
	f.reached = kept
}

// changedSince lists the earners of the changes after a position.
func (a *Alerts) changedSince(ctx context.Context, at search.Position) (set, error) {
	earners := set{}
	for {
		changes, err := a.Feed.Changes(ctx, at, changesAtOnce)
		if errors.Is(err, search.ErrTooOld) || err == nil && len(changes) == 0 {
			return earners, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the change feed: %w", err)
		}
		for _, c := range changes {
			if id.Prefix(c.ID) == id.Earner {
				earners.add(c.ID)
			}
		}
		at = changes[len(changes)-1].Position
	}
}
