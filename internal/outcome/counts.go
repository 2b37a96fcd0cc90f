package outcome

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// LeastShown is the smallest number of people that others than a program's steward
// are told of, unless it is set higher.
const LeastShown = 5

// CountsInput says what is to be counted of a program.
type CountsInput struct {
	// Organization is whose program it is.
	Organization string
	// MicroCredential leaves out what is about others.
	MicroCredential *string
	// From and Until are the first and the last month: "2026-01".
	From, Until *string
	By          *Grouping
}

// Counts is what a program did in some months.
type Counts struct {
	Organization    string
	MicroCredential *string
	// From and Until are the first and the last month.
	From, Until string
	By          *Grouping
	// Exact tells that nothing is suppressed.
	Exact bool
	// Least is the smallest number of people that is shown where it is not exact.
	Least int
	Total CountRow
	// Groups has a row for each group, none without By.
	Groups []CountRow
	// Raised is how many earn more than when they enrolled, among those of whom both
	// wages are known; nil where it is suppressed, and of a single micro-credential.
	Raised *Share
}

// CountRow is what a group of people did.
type CountRow struct {
	// Group is nil for all, and where groups are micro-credentials: there, UNKNOWN is
	// what is about none.
	Group *Group
	// Credential is the micro-credential, where groups are.
	Credential                   *string
	Enrolled, Submitted, Awarded Count
	Outcomes                     []KindCount
}

// KindCount is how many people an outcome of a kind happened to.
type KindCount struct {
	Kind  enum.OutcomeKind
	Count Count
}

// Count is a number of people.
type Count struct {
	// Value is nil where it is suppressed.
	Value      *int
	Suppressed bool
}

// Share is a part of some people.
type Share struct{ People, Of int }

// ProgramCounts counts people: how many enrolled in an organization's program,
// submitted evidence, were awarded, and what happened to them, each in the months
// that are asked for. The organization's data steward is told exactly. Its other
// members who may see counts, and analysts everywhere, are told what gives nobody
// away:
//
//   - of whole reporting periods that are over, which have no month in common: no
//     two answers differ by a month or a day;
//   - of a single grouping at a time, and of no group within a group;
//   - no number of people below Least, and none that would let one compute it from
//     others of the same kind: package measure's rule, for each kind of number
//     over the rows of a grouping. A total that any grouping would give away is
//     suppressed in the answers to all of them.
//
// Numbers of different kinds count what was done in the period, by whomever: who is
// awarded may have enrolled years before. Their differences are no groups of
// people. What is recorded late, or taken back, changes a period that is over.
func (s *Service) ProgramCounts(ctx context.Context, in CountsInput) (*Counts, error) {
	exact, err := s.mayCount(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	over, invalid := s.readMonths(in.From, in.Until, exact)
	if err := problem.Join(invalid, in.check(exact)); err != nil {
		return nil, err
	}
	if err := s.checkCredential(ctx, in.MicroCredential); err != nil {
		return nil, err
	}
	counts := &Counts{
		Organization: in.Organization, MicroCredential: in.MicroCredential, By: in.By,
		From: monthText(over.from), Until: monthText(over.until), Exact: exact, Least: s.least(),
	}
	told, err := s.load(ctx, in.Organization, over)
	if err != nil {
		return nil, err
	}
	switch {
	case exact:
		counts.tell(told.of(in.MicroCredential), in)
	case !over.over(s.Now()):
		counts.hideAll(told, in)
	default:
		counts.tellSome(told, in)
	}
	return counts, nil
}

// mayCount tells whether the viewer is told exactly. Who may not count in an
// organization learns no more of it than that it does not exist.
func (s *Service) mayCount(ctx context.Context, of string) (exact bool, err error) {
	if err := auth.Require(ctx, auth.ViewCounts); err != nil {
		return false, err
	}
	viewer := auth.From(ctx)
	own := viewer.System || viewer.Organization() == of
	is, err := s.DB.Organization.Query().Where(organization.ID(of)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look up organization: %w", err)
	}
	if !is || !own && !auth.Can(ctx, auth.ViewReports) {
		return false, noOrganization(of)
	}
	return own && auth.Can(ctx, auth.ViewExactCounts), nil
}

func (in CountsInput) check(exact bool) error {
	if in.By != nil && !slices.Contains(in.By.Values(), string(*in.By)) {
		return problem.New(problem.Invalid, "people are not grouped by this").
			Spanish("no se agrupa por esto").At("by")
	}
	if !exact && in.By != nil && in.MicroCredential != nil {
		return problem.New(problem.Invalid, "the groups of a single micro-credential are told to the program's data steward alone").
			Spanish("los grupos de una sola microcredencial se dan únicamente a quien administra los datos del programa").At("by")
	}
	return nil
}

func (s *Service) checkCredential(ctx context.Context, named *string) error {
	if named == nil {
		return nil
	}
	is, err := s.DB.MicroCredential.Query().Where(microcredential.ID(*named), microcredential.StatusNEQ(enum.Draft)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up micro-credential: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no micro-credential %q", *named).
			Spanish("no hay ninguna microcredencial %q", *named).At("microCredential")
	}
	return nil
}

// least is the smallest number of people that is shown.
func (s *Service) least() int { return max(s.Least, LeastShown) }
