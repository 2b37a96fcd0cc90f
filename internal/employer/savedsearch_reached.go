package employer

import (
	"context"
	"fmt"
	"slices"

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

// findings are those who reach a search's tier.
type findings struct {
	search  *db.SavedSearch
	reached []tierReached
	// tell is false for whom the search's account knows, or asked for by changing the
	// question.
	tell bool
}

// matchOf is an earner whom a search found.
type matchOf struct{ search, earner string }

// remember writes who reached searches' tiers, and has the accounts told that do not
// know: each earner and tier of a search once, and no tier below one that was told.
func (s *Service) remember(ctx context.Context, tx *db.Client, found ...findings) error {
	known, err := toldOf(ctx, tx, found)
	if err != nil {
		return err
	}
	type reader struct{ account, membership string }
	var rows []*db.SavedSearchMatch
	notices := map[reader][]inbox.Notice{}
	for _, f := range found {
		for _, r := range f.reached {
			of := matchOf{f.search.ID, r.earner}
			if known[of] >= r.tier.rank() {
				continue
			}
			known[of] = r.tier.rank()
			row := &db.SavedSearchMatch{
				ID: s.IDs.At(id.SearchMatch, day(s.Now())), CreatedAt: s.Now(), SearchID: of.search, EarnerID: of.earner, Tier: string(r.tier), Told: f.tell,
			}
			rows = append(rows, row)
			if f.tell {
				to := reader{f.search.AccountID, f.search.MembershipID}
				notices[to] = append(notices[to], inbox.Notice{Kind: enum.NoticeSearchMatched, Subject: row.ID, About: of.search})
			}
		}
	}
	if err := store.Insert(ctx, tx, rows); err != nil {
		return fmt.Errorf("write matches of saved searches: %w", err)
	}
	for to, all := range notices {
		if err := s.Post.Tell(ctx, tx, to.account, to.membership, all...); err != nil {
			return err
		}
	}
	return nil
}

// toldAtOnce bounds the searches of one statement.
const toldAtOnce = 1_000

// toldOf is the best tier that was told of those found, as ranks order tiers.
func toldOf(ctx context.Context, client *db.Client, found []findings) (map[matchOf]int, error) {
	known := map[matchOf]int{}
	for some := range slices.Chunk(found, toldAtOnce) {
		searches, earners := make([]string, len(some)), set{}
		for i, f := range some {
			searches[i] = f.search.ID
			for _, r := range f.reached {
				earners.add(r.earner)
			}
		}
		for few := range slices.Chunk(earners.ids(), idsAtOnce) {
			rows, err := client.SavedSearchMatch.Query().
				Where(savedsearchmatch.SearchIDIn(searches...), savedsearchmatch.EarnerIDIn(few...)).All(ctx)
			if err != nil {
				return nil, fmt.Errorf("load matches of saved searches: %w", err)
			}
			for _, row := range rows {
				of := matchOf{row.SearchID, row.EarnerID}
				known[of] = max(known[of], Tier(row.Tier).rank())
			}
		}
	}
	return known, nil
}

// rank orders tiers, the best one highest.
func (t Tier) rank() int { return int(t.forMatching()) - int(matching.Unlisted) }
