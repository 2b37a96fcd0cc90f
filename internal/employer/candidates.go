package employer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// CandidatesInput asks for ranked candidates of a posting, or of requirements
// that need not be a posting yet.
type CandidatesInput struct {
	// Posting is a posting of the viewer's organization; Requirements are asked
	// where it is empty.
	Posting      string
	Requirements []RequirementInput
	// Search adds points and never filters.
	Search   string
	Filter   CandidateFilter
	Page     page.Args
	Language string
	// Want says which counts are worth their cost.
	Want search.Want
	// Fields are what is read of the candidates, by the API's names. CountsOnly is
	// set where none of them leaves: then nobody was shown.
	Fields     []string
	CountsOnly bool
}

// CandidateFilter says whom to keep. Lists mean any of; members given together
// must all hold.
type CandidateFilter struct {
	Tier             []Tier
	Within           *enum.DistanceRing
	Remote           *bool
	MicroCredentials []string
	StacksCompleted  []string
	EarnedSince      *time.Time
	// Interested true keeps those who show interest in the posting.
	Interested *bool
}

// Candidates ranks whoever shows themselves to the viewer's organization. The
// index proposes; the records of the page decide what is shown.
func (s *Service) Candidates(ctx context.Context, in CandidatesInput) (*Candidates, error) {
	if err := auth.Require(ctx, auth.RankCandidates); err != nil {
		return nil, err
	}
	if err := problem.Join(in.Page.Check(), checkLength(in.Search, maxSearch, "search")); err != nil {
		return nil, err
	}
	q, err := s.question(ctx, in)
	if err != nil {
		return nil, err
	}
	from, err := s.start(q, in.Page.After)
	if err != nil {
		return nil, err
	}
	found, err := s.rank(ctx, q, from, in)
	if err != nil {
		return nil, err
	}
	out, err := s.present(ctx, q, found)
	if err != nil || in.CountsOnly {
		return out, err
	}
	if err := s.shown(ctx, in.Posting, in.Fields, found.earners()...); err != nil {
		return nil, err
	}
	return out, nil
}

// MayRank tells whether the viewer may see a posting's candidates.
func (s *Service) MayRank(ctx context.Context, posting *db.Posting) bool {
	return auth.Can(ctx, auth.RankCandidates) && posting.EmployerID == auth.From(ctx).Organization()
}

// start is where the page begins: after a cursor's candidate, or at the top.
func (s *Service) start(q *question, cursor string) (position, error) {
	if cursor == "" {
		return position{Drawn: q.asOf}, nil
	}
	return openPosition(s.Cursors, q.scope, cursor)
}

// ranked is a page's rows with the counts of the whole result.
type ranked struct {
	rows    []row
	hasNext bool
	from    position
	counts  *search.Result
}

// earners are those of the rows.
func (r *ranked) earners() []string {
	out := make([]string, len(r.rows))
	for i, row := range r.rows {
		out[i] = row.person.Earner.ID
	}
	return out
}

// maxRounds bounds how often a page is ranked again for what changes meanwhile.
const maxRounds = 4

// rank reads a page from the index and has the records confirm it. Where they
// say otherwise, by a change that the index does not have yet or because a day
// has come, it ranks again with what they say: the page is full, in order, and
// its counts are true.
func (s *Service) rank(ctx context.Context, q *question, from position, in CandidatesInput) (*ranked, error) {
	pending, err := s.Ranker.Barrier(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the index: %w", err)
	}
	ask := q.index(s.DrawKey, from.Drawn)
	ask.Filter, ask.Want, ask.First = q.filter, in.Want, in.Page.Limit()
	if from.Row > 0 {
		ask.After = &from.Key
	}
	for round := 1; ; round++ {
		result, err := s.Ranker.Candidates(ctx, ask, pending)
		if err != nil {
			return nil, fmt.Errorf("rank candidates: %w", err)
		}
		rows, stale, err := s.confirm(ctx, q, result.Hits)
		if err != nil {
			return nil, err
		}
		if len(stale) > 0 && round < maxRounds {
			pending = append(pending, stale...)
			slices.Sort(pending)
			pending = slices.Compact(pending)
			continue
		}
		return &ranked{
			rows: rows[:min(len(rows), in.Page.First)], hasNext: len(result.Hits) > in.Page.First,
			from: from, counts: result,
		}, nil
	}
}

func (f CandidateFilter) forIndex(near *search.Near) (search.Filter, error) {
	out := search.Filter{Near: near, Remote: f.Remote, Credentials: f.MicroCredentials, Stacks: f.StacksCompleted}
	if f.Remote != nil && !*f.Remote {
		out.Remote = nil // only true narrows
	}
	for _, t := range f.Tier {
		out.Tiers = append(out.Tiers, t.forMatching())
	}
	if f.EarnedSince != nil {
		out.Since = string(monthOf(*f.EarnedSince))
	}
	// A list that was given empty means any of nothing.
	if (f.Tier != nil && len(f.Tier) == 0) || (f.MicroCredentials != nil && len(f.MicroCredentials) == 0) || (f.StacksCompleted != nil && len(f.StacksCompleted) == 0) {
		return out, problem.New(problem.Invalid, "an empty list keeps nobody; leave it out").
			Spanish("una lista vacía no deja a nadie; omítala").At("filter")
	}
	return out, nil
}

func (t Tier) forMatching() matching.Tier {
	switch t {
	case TierQualified:
		return matching.Qualified
	case TierNear:
		return matching.Near
	default:
		return matching.Partial
	}
}

func tierOf(t matching.Tier) Tier {
	switch t {
	case matching.Qualified:
		return TierQualified
	case matching.Near:
		return TierNear
	default:
		return TierPartial
	}
}
