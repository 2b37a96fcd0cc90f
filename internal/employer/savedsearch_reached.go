package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// tierReached is that an earner has reached a tier.
type tierReached struct {
	earner string
	tier   Tier
}

// maxReached is how many may have reached a search's tier already when it is saved,
// and reachedAtOnce how many of them the index lists at a time.
const (
	maxReached    = 5_000
	reachedAtOnce = 500
)

// reachedNow lists who has reached the tier of a search already, as its viewer may
// see them.
func (s *Service) reachedNow(ctx context.Context, in SaveSearchInput) ([]tierReached, error) {
	ask := in.candidates()
	q, err := s.question(ctx, ask)
	if err != nil {
		return nil, err
	}
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	query := q.index(s.DrawKey, q.asOf)
	query.Filter, query.First = q.filter, reachedAtOnce
	var all []tierReached
	for {
		found, err := s.Ranker.Candidates(ctx, query, pending)
		if err != nil {
			return nil, fmt.Errorf("rank candidates: %w", err)
		}
		if found.Total > maxReached {
			return nil, tooMany(found.Total)
		}
		all = append(all, hitsOf(found)...)
		if len(found.Hits) < reachedAtOnce {
			return all, nil
		}
		query.After = &found.Hits[len(found.Hits)-1].Key
	}
}

func hitsOf(found *search.Result) []tierReached {
	out := make([]tierReached, len(found.Hits))
	for i, hit := range found.Hits {
		out[i] = tierReached{earner: hit.Key.Earner, tier: tierOf(hit.Key.Tier)}
	}
	return out
}

func tooMany(n int) error {
	return problem.New(problem.Limit, "%d candidates match this already, more than %d; ask for more, or for a better tier", n, maxReached).
		Spanish("%d personas ya coinciden, más de %d; pida más, o un nivel mejor", n, maxReached)
}

// remember writes who reached a search's tier, and has the search's account told
// unless it knows: each earner and tier once, and no tier below one that was told.
func (s *Service) remember(ctx context.Context, tx *db.Client, of *db.SavedSearch, found []tierReached, tell bool) error {
	known, err := toldOf(ctx, tx, of.ID, found)
	if err != nil {
		return err
	}
	var rows []*db.SavedSearchMatch
	var notices []inbox.Notice
	for _, r := range found {
		if best, ok := known[r.earner]; ok && best >= r.tier.rank() {
			continue
		}
		known[r.earner] = r.tier.rank()
		row := &db.SavedSearchMatch{
			ID: s.IDs.At(id.SearchMatch, day(s.Now())), CreatedAt: s.Now(), SearchID: of.ID, EarnerID: r.earner, Tier: string(r.tier), Told: tell,
		}
		rows = append(rows, row)
		notices = append(notices, inbox.Notice{Kind: enum.NoticeSearchMatched, Subject: row.ID, About: of.ID})
	}
	if err := store.Insert(ctx, tx, rows); err != nil {
		return fmt.Errorf("write matches of a saved search: %w", err)
	}
	if !tell {
		return nil
	}
	return s.Post.Tell(ctx, tx, of.AccountID, of.MembershipID, notices...)
}

// toldOf is the best tier that was told of each of those found.
func toldOf(ctx context.Context, tx *db.Client, of string, found []tierReached) (map[string]int, error) {
	earners := make([]string, len(found))
	for i, r := range found {
		earners[i] = r.earner
	}
	rows, err := tx.SavedSearchMatch.Query().
		Where(savedsearchmatch.SearchID(of), savedsearchmatch.EarnerIDIn(earners...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load matches of a saved search: %w", err)
	}
	known := map[string]int{}
	for _, row := range rows {
		known[row.EarnerID] = max(known[row.EarnerID], Tier(row.Tier).rank())
	}
	return known, nil
}

// rank orders tiers, the best one highest.
func (t Tier) rank() int { return int(t.forMatching()) - int(matching.Unlisted) }
