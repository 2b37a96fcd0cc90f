package credential

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackcompletion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// maxWays is how many ways to finish a stack are told.
const maxWays = 4

// StackProgress is how far an earner is with a stack today.
type StackProgress struct {
	Stack *db.Stack
	// Completed says that the stack counts as completed: under its current rule, under
	// the one that it was completed under, or by the micro-credential that it certifies.
	Completed bool
	// Completion is the record of it; nil where the stack never was completed.
	Completion *db.StackCompletion
	// Numerator and Denominator are the share of the current rule that is completed, in
	// lowest terms.
	Numerator, Denominator int64
	// Awards are those that count towards it, newest first.
	Awards []*db.Award

	ways func() []matching.Way
	of   map[string]*db.MicroCredential
}

// StackWay is micro-credentials that together finish a stack.
type StackWay struct {
	MicroCredentials []*db.MicroCredential
	// PriceCents and Minutes are those of the parts that they are known of; Unpriced and
	// Untimed count the others.
	PriceCents, Minutes int64
	Unpriced, Untimed   int
}

// Percent is the share completed in whole hundredths, rounded down.
func (p *StackProgress) Percent() int { return int(100 * p.Numerator / p.Denominator) }

// Ways are the cheapest ways to finish the stack, the cheapest first; none where it is
// completed.
func (p *StackProgress) Ways() []StackWay {
	if p.Completed {
		return nil
	}
	var out []StackWay
	for _, w := range p.ways() {
		if w.Cost.Unpriced >= unavailable {
			continue // nobody awards a part of it any more
		}
		way := StackWay{
			PriceCents: w.Cost.Cents, Minutes: w.Cost.Minutes, Unpriced: w.Cost.Unpriced, Untimed: w.Cost.Untimed,
		}
		for _, key := range w.Credentials {
			if row := p.of[key]; row != nil {
				way.MicroCredentials = append(way.MicroCredentials, row)
			}
		}
		out = append(out, way)
	}
	return out
}

// evidence is what counts of an earner for progress.
type evidence struct {
	catalog *matching.Catalog
	// held are the micro-credentials that count; all has also what is kept.
	held      []string
	completed []string
	awards    []*db.Award // that count, newest first
	done      map[string]*db.StackCompletion
}

// StackProgress tells the earner, and whoever they have opened their awards to for
// coaching, how far they are with a stack.
func (s *Service) StackProgress(ctx context.Context, earnerID, stackID string) (*StackProgress, error) {
	e, err := s.evidenceOf(ctx, earnerID)
	if err != nil {
		return nil, err
	}
	row, err := s.DB.Stack.Query().Where(stack.ID(stackID), stack.StatusNEQ(enum.Draft), stack.CurrentVersionIDNotNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no stack %q", stackID).
			Spanish("no hay ninguna serie %q", stackID).At("stack")
	}
	if err != nil {
		return nil, fmt.Errorf("load stack: %w", err)
	}
	made, err := s.progress(ctx, e, []*db.Stack{row})
	if err != nil {
		return nil, err
	}
	return made[0], nil
}

// StacksInProgress lists the published stacks of which the earner holds a part and
// has not all, the most advanced first.
func (s *Service) StacksInProgress(ctx context.Context, earnerID string, args page.Args) (page.Page[*StackProgress], error) {
	none := page.Page[*StackProgress]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	e, err := s.evidenceOf(ctx, earnerID)
	if err != nil {
		return none, err
	}
	open := slices.DeleteFunc(e.catalog.StacksOf(e.held...), func(key string) bool {
		n, _ := e.catalog.Progress(key, e.catalog.RuleVersion(key), e.held)
		return n == 0 || slices.Contains(e.completed, key)
	})
	slices.SortFunc(open, func(a, b string) int { return strings.Compare(e.rank(a)+a, e.rank(b)+b) })
	scope := auth.From(ctx).Key() + " stacks in progress of " + earnerID
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 2)
		if err != nil {
			return none, err
		}
		open = slices.DeleteFunc(open, func(key string) bool { return e.rank(key)+key <= at[0]+at[1] })
	}
	rows, err := s.DB.Stack.Query().Where(stack.IDIn(open...), stack.StatusEQ(enum.Published)).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load stacks: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.Stack) int { return slices.Index(open, a.ID) - slices.Index(open, b.ID) })
	made, err := s.progress(ctx, e, rows[:min(len(rows), args.Limit())])
	if err != nil {
		return none, err
	}
	return page.Cut(made, args, s.Cursors, scope, func(p *StackProgress) []string { return []string{e.rank(p.Stack.ID), p.Stack.ID} }), nil
}

// rank orders stacks by what is missing of them, in millionths.
func (e *evidence) rank(key string) string {
	n, d := e.catalog.Progress(key, e.catalog.RuleVersion(key), e.held)
	const parts = 1_000_000 // times matching.MaxRuleDenominator fits
	return fmt.Sprintf("%07d", parts-n*parts/d)
}

// evidenceOf loads what counts of an earner, for the earner and for who coaches them.
func (s *Service) evidenceOf(ctx context.Context, earnerID string) (*evidence, error) {
	visible, err := s.followed(ctx, earnerID)
	if err != nil {
		return nil, err
	}
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	rows, err := s.DB.Award.Query().Where(visible).WithPairs().Order(db.Desc(award.FieldEarnedAt, award.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	done, err := s.DB.StackCompletion.Query().Where(stackcompletion.EarnerID(earnerID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load completed stacks: %w", err)
	}
	e := &evidence{catalog: catalog, done: make(map[string]*db.StackCompletion, len(done))}
	var stand []matching.Completion
	for _, row := range done {
		e.done[row.StackID] = row
		if row.State == enum.CompletionStands {
			stand = append(stand, matching.Completion{Stack: row.StackID, Version: row.StackVersionID, At: row.CompletedAt})
		}
	}
	for _, row := range rows {
		if s.Counts(row) {
			e.awards, e.held = append(e.awards, row), append(e.held, row.MicroCredentialID)
		}
	}
	e.completed = catalog.Completed(s.counting(rows, stand, catalog))
	return e, nil
}

// followed keeps the awards of an earner that progress is told of: to the earner all
// that were rightly issued, to who coaches them those that they show.
func (s *Service) followed(ctx context.Context, earnerID string) (predicate.Award, error) {
	if auth.Can(ctx, auth.ViewOwnAwards) && auth.From(ctx).ActingEarner() == earnerID {
		return award.And(award.EarnerID(earnerID), notInError()), nil
	}
	holder, err := s.DB.Earner.Query().Where(earner.ID(earnerID)).WithGrants().WithBlocks().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load earner: %w", err)
	}
	if err != nil || !s.opened(ctx, holder) {
		return nil, problem.New(problem.NotFound, "there is no earner %q who has opened their awards to you", earnerID).
			Spanish("no hay ninguna persona %q que le haya abierto sus logros", earnerID).At("earner")
	}
	return award.And(award.EarnerID(earnerID), award.Shown(true), notInError()), nil
}

// progress puts together how far an earner is with stacks, in a constant number of
// statements.
func (s *Service) progress(ctx context.Context, e *evidence, rows []*db.Stack) ([]*StackProgress, error) {
	var parts []string
	for _, row := range rows {
		rule, _ := e.catalog.Rule(row.ID, "")
		parts = append(parts, partsOfRule(rule)...)
	}
	of, costs, err := s.costs(ctx, parts)
	if err != nil {
		return nil, err
	}
	out := make([]*StackProgress, len(rows))
	for i, row := range rows {
		p := &StackProgress{Stack: row, Completed: slices.Contains(e.completed, row.ID), Completion: e.done[row.ID], of: of}
		p.Numerator, p.Denominator = e.catalog.Progress(row.ID, e.catalog.RuleVersion(row.ID), e.held)
		if p.Completed {
			p.Numerator, p.Denominator = 1, 1
		}
		rule, _ := e.catalog.Rule(row.ID, "")
		named := partsOfRule(rule)
		for _, a := range e.awards {
			if slices.Contains(named, a.MicroCredentialID) {
				p.Awards = append(p.Awards, a)
			}
		}
		p.ways = sync.OnceValue(func() []matching.Way {
			held := func(key string) bool { return slices.Contains(e.held, key) }
			return matching.Ways(rule, held, func(key string) matching.Cost { return costs[key] }, maxWays)
		})
		out[i] = p
	}
	return out, nil
}

// CompletedOn is when the stack was completed, while that stands; nil where it does not.
func (p *StackProgress) CompletedOn() *time.Time {
	if p.Completion == nil || p.Completion.State == enum.CompletionWithdrawn {
		return nil
	}
	return &p.Completion.CompletedAt
}
