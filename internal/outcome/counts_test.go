package outcome_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// program is a college's in which people enrolled in 2025.
type program struct {
	*world.World
	college                  *db.Organization
	welding, wiring          *db.MicroCredential
	steward, analyst, issuer context.Context
}

func newProgram(t *testing.T) *program {
	t.Helper()
	p := &program{World: world.New(t)}
	p.college = p.Organization(t, "College", nil, enum.OrgCollege, enum.OrgIssuer)
	board := p.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	p.welding, p.wiring = p.MicroCredential(t, p.college, "Welding", map[string]int{"weld": 1}), p.MicroCredential(t, p.college, "Wiring", map[string]int{"wire": 1})
	p.steward, p.analyst, p.issuer = p.Member(t, auth.Steward, p.college), p.Member(t, auth.Analyst, board), p.Member(t, auth.Issuer, p.college)
	return p
}

// enroll enrolls n people in 2025, who say of themselves what edit adds.
func (p *program) enroll(t *testing.T, n int, in *db.MicroCredential, edit func(*outcome.Attributes)) (people []string) {
	t.Helper()
	for range n {
		earner := p.Earner(t)
		a, enrolledOn := outcome.Attributes{Earner: earner}, on(2025, time.May, 6)
		if edit != nil {
			edit(&a)
		}
		if err := p.Outcomes.Record(p.Ctx, []outcome.Attributes{a}); err != nil {
			t.Fatal(err)
		}
		if err := p.Outcomes.Enroll(p.Ctx, []outcome.Enrollment{{
			Earner: earner, Organization: p.college.ID, MicroCredential: in.ID, EnrolledOn: &enrolledOn,
			Baseline: &outcome.Baseline{On: enrolledOn, WageCents: world.Ptr(int64(1500))},
		}}); err != nil {
			t.Fatal(err)
		}
		people = append(people, earner)
	}
	return people
}

func (p *program) award(t *testing.T, of *db.MicroCredential, people ...string) (awards []string) {
	t.Helper()
	for _, one := range people {
		awards = append(awards, p.Award(t, one, of, func(a *credential.NewAward) { a.EarnedAt = on(2025, time.June, 1) }))
	}
	return awards
}

// counts gives the numbers of a kind: of groups, then of all; "-" for suppressed.
func (p *program) counts(t *testing.T, as world.Viewer, what string, in outcome.CountsInput) string {
	t.Helper()
	in.Organization = p.college.ID
	told := world.Must(p.Outcomes.ProgramCounts(as, in))(t)
	text := ""
	for _, row := range append(told.Groups, told.Total) {
		n := map[string]outcome.Count{"enrolled": row.Enrolled, "submitted": row.Submitted, "awarded": row.Awarded}
		for _, o := range row.Outcomes {
			n[string(o.Kind)] = o.Count
		}
		if (n[what].Value == nil) != n[what].Suppressed {
			t.Errorf("%s is neither suppressed nor told, or both", what)
		}
		if n[what].Suppressed {
			text += "- "
		} else {
			text += fmt.Sprintf("%d ", *n[what].Value)
		}
	}
	return text[:max(len(text)-1, 0)]
}

func pell(is bool) func(*outcome.Attributes) {
	return func(a *outcome.Attributes) { a.PellEligible = &is }
}

var lastYear = outcome.CountsInput{From: world.Ptr("2025-01"), Until: world.Ptr("2025-12")}

func by(g outcome.Grouping, in outcome.CountsInput) outcome.CountsInput {
	in.By = &g
	return in
}

func TestAStewardIsToldExactlyAndEverybodyElseSuppressed(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	eligible := p.enroll(t, 9, p.welding, pell(true))
	p.enroll(t, 7, p.welding, pell(false))
	p.enroll(t, 2, p.welding, nil)
	p.award(t, p.welding, eligible[:6]...)
	for _, c := range []struct {
		what        string
		in          outcome.CountsInput
		exact, some string
	}{
		{"enrolled", lastYear, "18", "18"},
		{"enrolled", by(outcome.ByPell, lastYear), "9 7 2 18", "9 - - 18"}, // with 7, 2 could be computed
		{"awarded", by(outcome.ByPell, lastYear), "6 0 0 6", "6 0 0 6"},
		{"enrolled", by(outcome.ByRural, lastYear), "0 0 18 18", "0 0 18 18"},
		{"submitted", lastYear, "0", "0"},
	} {
		if got := p.counts(t, p.steward, c.what, c.in); got != c.exact {
			t.Errorf("the steward, %s by %v: got %s, want %s", c.what, c.in.By, got, c.exact)
		}
		for name, as := range map[string]context.Context{"analyst": p.analyst, "issuer": p.issuer, "coach": p.Member(t, auth.Coach, p.college)} {
			if got := p.counts(t, as, c.what, c.in); got != c.some {
				t.Errorf("%s, %s by %v: got %s, want %s", name, c.what, c.in.By, got, c.some)
			}
		}
	}
}

func TestATotalThatOneGroupingGivesAwayIsSuppressedInAll(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.enroll(t, 4, p.welding, pell(true))
	p.enroll(t, 4, p.welding, pell(false))
	// Two groups of less than 5 that make 8 are of 4 each. In no other grouping is
	// anybody few.
	for in, want := range map[outcome.Grouping]string{outcome.ByPell: "- - 0 -", outcome.ByRural: "0 0 8 -", outcome.ByMicroCredential: "8 -"} {
		if got := p.counts(t, p.analyst, "enrolled", by(in, lastYear)); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	if got := p.counts(t, p.analyst, "enrolled", lastYear); got != "-" {
		t.Errorf("without groups: got %s", got)
	}
}

func TestAMicroCredentialIsToldAsItsRowAmongAll(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.enroll(t, 10, p.welding, nil)
	p.enroll(t, 2, p.wiring, nil)
	one := func(of *db.MicroCredential) outcome.CountsInput {
		in := lastYear
		in.MicroCredential = &of.ID
		return in
	}
	// 12 in all: who is told 10 of welding knows of wiring.
	for name, c := range map[string]struct {
		in   outcome.CountsInput
		want string
	}{
		"all": {lastYear, "12"}, "welding": {one(p.welding), "-"}, "wiring": {one(p.wiring), "-"},
	} {
		if got := p.counts(t, p.analyst, "enrolled", c.in); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if got := p.counts(t, p.steward, "enrolled", by(outcome.ByPell, one(p.wiring))); got != "0 0 2 2" {
		t.Errorf("the steward: got %s", got)
	}
	in := by(outcome.ByPell, one(p.welding))
	in.Organization = p.college.ID
	_, err := p.Outcomes.ProgramCounts(p.analyst, in)
	if diff := cmp.Diff([]string{"INVALID by"}, world.Problems(t, err)); diff != "" {
		t.Errorf("groups within a micro-credential: %s", diff)
	}
}

func TestOutcomesThatRestOnNoAwardAreAGroupToo(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	people := p.enroll(t, 13, p.welding, nil)
	awards := p.award(t, p.welding, people...)
	p.Tx(t, func(ctx context.Context, tx *db.Client) error {
		for i, one := range people {
			made, err := tx.ProtectedOutcome.Create().SetID(p.IDs.Mint("oco")).SetCreatedAt(p.Clock.Now()).SetEarnerID(one).
				SetKind(enum.OutcomeHired).SetOn(on(2025, time.July, 1)).SetProgramID(p.college.ID).SetWageCents(1600 - int64(i%2)*200).SetWageCurrency("USD").Save(ctx)
			if err != nil || i == 0 {
				continue
			}
			if err := tx.ProtectedOutcomeAward.Create().SetOutcomeID(made.ID).SetAwardID(awards[i]).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	// Of 13, 12 rest on an award: the one who is left must not be computed.
	if got := p.counts(t, p.analyst, "HIRED", by(outcome.ByMicroCredential, lastYear)); got != "- - 13" {
		t.Errorf("got %s", got)
	}
	if got := p.counts(t, p.steward, "HIRED", by(outcome.ByMicroCredential, lastYear)); got != "1 12 13" {
		t.Errorf("the steward: got %s", got)
	}
	in := lastYear
	in.Organization = p.college.ID
	told := world.Must(p.Outcomes.ProgramCounts(p.analyst, in))(t)
	if diff := cmp.Diff(&outcome.Share{People: 7, Of: 13}, told.Raised); diff != "" {
		t.Errorf("who earns more: %s", diff)
	}
}

func TestOnlyReportingPeriodsThatAreOverAreTold(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.enroll(t, 12, p.welding, nil)
	ask := func(as world.Viewer, from, until string) []string {
		in := outcome.CountsInput{Organization: p.college.ID, From: &from, Until: &until}
		_, err := p.Outcomes.ProgramCounts(as, in)
		return world.Problems(t, err)
	}
	for months, want := range map[[2]string][]string{
		{"2025-01", "2025-11"}: {"INVALID from"}, {"2025-02", "2026-01"}: {"INVALID from"}, {"2024-01", "2025-12"}: {"INVALID from"},
		{"2025-12", "2025-01"}: {"INVALID until"}, {"2025-13", "2025"}: {"INVALID from", "INVALID until"},
	} {
		if diff := cmp.Diff(want, ask(p.analyst, months[0], months[1])); diff != "" {
			t.Errorf("%v: %s", months, diff)
		}
	}
	if diff := cmp.Diff([]string{}, ask(p.steward, "2025-02", "2025-06")); diff != "" {
		t.Errorf("the steward: %s", diff)
	}
	if got := p.counts(t, p.analyst, "enrolled", outcome.CountsInput{}); got != "12" {
		t.Errorf("by default: got %s, want the last year's", got)
	}
	running := outcome.CountsInput{From: world.Ptr("2026-01")}
	for _, in := range []outcome.CountsInput{running, by(outcome.ByPell, running)} {
		if got := p.counts(t, p.analyst, "enrolled", in); got != "-" && got != "- - - -" {
			t.Errorf("of the year that runs: %s", got)
		}
	}
	p.Outcomes.PeriodMonths = 3
	if got := p.counts(t, p.analyst, "enrolled", outcome.CountsInput{From: world.Ptr("2025-04")}); got != "12" {
		t.Errorf("a quarter: got %s", got)
	}
}

func TestTheThresholdOnlyRises(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.enroll(t, 6, p.welding, nil)
	for least, want := range map[int]string{0: "6", 1: "6", 10: "-"} {
		p.Outcomes.Least = least
		if got := p.counts(t, p.analyst, "enrolled", lastYear); got != want {
			t.Errorf("at least %d: got %s, want %s", least, got, want)
		}
	}
	p.Outcomes.Least = 0
	if got := p.counts(t, p.analyst, "enrolled", lastYear); got != "6" {
		t.Errorf("got %s", got)
	}
}

func TestWhoMayNotCountLearnsNothing(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	elsewhere := p.Organization(t, "Elsewhere", nil, enum.OrgCollege)
	for name, c := range map[string]struct {
		ctx  context.Context
		of   string
		want []string
	}{
		"nobody":               {t.Context(), p.college.ID, []string{"UNAUTHENTICATED"}},
		"an earner":            {p.Self(t, p.Earner(t)), p.college.ID, []string{"FORBIDDEN"}},
		"an assessor":          {p.Member(t, auth.Assessor, p.college), p.college.ID, []string{"FORBIDDEN"}},
		"another's steward":    {p.Member(t, auth.Steward, elsewhere), p.college.ID, []string{"NOT_FOUND organization"}},
		"another's coach":      {p.Member(t, auth.Coach, elsewhere), p.college.ID, []string{"NOT_FOUND organization"}},
		"an analyst, nowhere":  {p.analyst, "org_none", []string{"NOT_FOUND organization"}},
		"the analyst":          {p.analyst, p.college.ID, []string{}},
		"one's own, an issuer": {p.issuer, p.college.ID, []string{}},
	} {
		_, err := p.Outcomes.ProgramCounts(c.ctx, outcome.CountsInput{Organization: c.of})
		if diff := cmp.Diff(c.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, err := p.Outcomes.ProgramCounts(p.steward, outcome.CountsInput{
		Organization: p.college.ID, MicroCredential: world.Ptr("mcr_none"),
	})
	if diff := cmp.Diff([]string{"NOT_FOUND microCredential"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
