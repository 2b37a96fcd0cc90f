package employer

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// standingSearches are the saved searches that are asked, compiled, and by what
// they are reached.
type standingSearches struct {
	catalog *matching.Catalog
	byID    map[string]*standingSearch
	// reachedBy lists searches by a skill or micro-credential without which nobody
	// reaches their tier.
	reachedBy map[string][]*standingSearch
	// asked counts what was held against them, so that each is met once.
	asked int
}

// standingSearch is a saved search as somebody's holdings are first held against it:
// without places, consent or conditions, which are asked of those who pass.
type standingSearch struct {
	row  *db.SavedSearch
	plan *matching.Plan
	tier matching.Tier
	keys []string
	// filtered is true where the index is to be asked, too.
	filtered bool
	// met is the count of standingSearches.asked when it was met last.
	met int
}

func (s *standingSearches) all() []*standingSearch {
	out := make([]*standingSearch, 0, len(s.byID))
	for _, one := range s.byID {
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b *standingSearch) int { return strings.Compare(a.row.ID, b.row.ID) })
	return out
}

// reach lists the searches whose tier holdings may reach, each once.
func (s *standingSearches) reach(held []matching.Held) []*standingSearch {
	s.asked++
	var out []*standingSearch
	for _, h := range held {
		for _, key := range h.Reaches() {
			for _, one := range s.reachedBy[key] {
				if one.met != s.asked {
					one.met = s.asked
					out = append(out, one)
				}
			}
		}
	}
	return out
}

func (s *standingSearches) add(one *standingSearch) {
	s.drop(one.row.ID)
	s.byID[one.row.ID] = one
	for _, key := range one.keys {
		s.reachedBy[key] = append(s.reachedBy[key], one)
	}
}

func (s *standingSearches) drop(key string) {
	one := s.byID[key]
	if one == nil {
		return
	}
	delete(s.byID, key)
	for _, key := range one.keys {
		s.reachedBy[key] = slices.DeleteFunc(s.reachedBy[key], func(o *standingSearch) bool { return o == one })
	}
}

// load compiles all searches.
func (a *Alerts) load(ctx context.Context) error {
	catalog, err := a.Employers.Catalog.Matching(ctx)
	if err != nil {
		return fmt.Errorf("load catalog: %w", err)
	}
	a.searches = &standingSearches{
		catalog: catalog, byID: map[string]*standingSearch{}, reachedBy: map[string][]*standingSearch{},
	}
	rows, err := a.Employers.DB.SavedSearch.Query().Where(savedsearch.RemovedAtIsNil(), savedsearch.Paused(false)).All(ctx)
	if err != nil {
		return fmt.Errorf("load saved searches: %w", err)
	}
	return a.compile(ctx, rows)
}

// compileAtOnce is how many searches' postings are loaded at a time.
const compileAtOnce = 500

func (a *Alerts) compile(ctx context.Context, rows []*db.SavedSearch) error {
	for some := range slices.Chunk(rows, compileAtOnce) {
		asked, err := a.askedBy(ctx, some)
		if err != nil {
			return err
		}
		for _, row := range some {
			one, err := a.compileOne(ctx, row, asked)
			if problem.As(err) != nil {
				continue // what it asks for is gone: it finds nobody, and holds up nobody
			}
			if err != nil {
				return err
			}
			a.searches.add(one)
		}
	}
	return nil
}

// postingsOf are the postings that searches are of, with their requirements.
func (a *Alerts) postingsOf(ctx context.Context, rows []*db.SavedSearch) (map[string]*db.Posting, error) {
	need := set{}
	for _, row := range rows {
		if row.PostingID != nil {
			need.add(*row.PostingID)
		}
	}
	postings, err := a.Employers.DB.Posting.Query().Where(posting.IDIn(need.ids()...)).WithPlace().WithRequirements(withAsks).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings of saved searches: %w", err)
	}
	return byID(postings, func(row *db.Posting) string { return row.ID }), nil
}

// asking is what searches ask, and what that names, looked up for all of them.
type asking struct {
	inputs   map[string]SaveSearchInput
	named    named
	postings map[string]*db.Posting
}

func (a *Alerts) askedBy(ctx context.Context, rows []*db.SavedSearch) (by asking, err error) {
	by.inputs = make(map[string]SaveSearchInput, len(rows))
	var all []RequirementInput
	for _, row := range rows {
		in, err := searchInput(row)
		if err != nil {
			return by, err
		}
		by.inputs[row.ID], all = in, append(all, in.Requirements...)
	}
	if by.named, err = a.Employers.lookUp(ctx, all); err != nil {
		return by, err
	}
	by.postings, err = a.postingsOf(ctx, rows)
	return by, err
}

func (a *Alerts) compileOne(ctx context.Context, row *db.SavedSearch, by asking) (_ *standingSearch, err error) {
	in := by.inputs[row.ID]
	var asked []Requirement
	if row.PostingID != nil {
		for _, r := range by.postings[*row.PostingID].Edges.Requirements {
			asked = append(asked, stored(r))
		}
	} else if asked, err = a.Employers.requirements(ctx, in.Requirements, by.named, defaultLanguage); err != nil {
		return nil, err
	}
	// Recognitions and words give points, and no tier.
	terms := matching.Posting{ID: row.ID}
	for _, r := range asked {
		terms.Requirements = append(terms.Requirements, r.forMatching())
	}
	plan, err := matching.Compile(terms, a.searches.catalog)
	if err != nil {
		return nil, fmt.Errorf("compile saved search %s: %w", row.ID, err)
	}
	one := &standingSearch{row: row, plan: plan, tier: Tier(row.Tier).forMatching(), filtered: in.Filter != nil}
	one.keys = keysOf(plan, one.tier)
	return one, nil
}

// keysOf are the skills and micro-credentials without which nobody reaches a tier:
// of the must-have that the fewest have, where all must be had; of all that is asked
// where some of it is enough.
func keysOf(plan *matching.Plan, tier matching.Tier) []string {
	n := len(plan.Posting().Requirements)
	if tier == matching.Qualified {
		best := plan.ReachedBy(bits.TrailingZeros32(plan.Musts()))
		for r := range n {
			if plan.Musts()&(1<<r) == 0 {
				continue
			}
			if keys := plan.ReachedBy(r); len(keys) < len(best) {
				best = keys
			}
		}
		return best
	}
	keys := set{}
	for r := range n {
		keys.add(plan.ReachedBy(r)...)
	}
	return keys.ids()
}
