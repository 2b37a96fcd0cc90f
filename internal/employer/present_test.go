package employer_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func named(name string, edit func(*account.NewEarner)) func(*account.NewEarner) {
	return func(e *account.NewEarner) {
		e.Name = name
		edit(e)
	}
}

func TestNamesAreToldWhereTheEarnerOpensThem(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	grant := func(change func(*consent.Grant)) func(*account.NewEarner) {
		return func(e *account.NewEarner) {
			g := consent.Grant{Organization: v.mill.ID, Purpose: consent.Contact, Fields: []consent.Field{consent.Name}}
			change(&g)
			e.Grants = []consent.Grant{g}
		}
	}
	for name, edit := range map[string]func(*account.NewEarner){
		"open":      func(e *account.NewEarner) { e.Visibility = consent.Open },
		"granted":   grant(func(*consent.Grant) {}),
		"personal":  grant(func(g *consent.Grant) { g.Organization, g.Account = "", auth.From(v.miller).Account }),
		"anonymous": func(*account.NewEarner) {},
		"other":     grant(func(g *consent.Grant) { g.Organization = v.other.ID }),
		"withdrawn": grant(func(g *consent.Grant) { g.WithdrawnAt = v.Clock.Now() }),
		"ended":     grant(func(g *consent.Grant) { g.Until = v.Clock.Now() }),
		"coaching":  grant(func(g *consent.Grant) { g.Purpose = consent.Coaching }),
		"nameless":  grant(func(g *consent.Grant) { g.Fields = []consent.Field{consent.Awards} }),
	} {
		v.Award(t, v.Earner(t, named(name, edit)), v.forklift)
	}
	names := func(ctx context.Context) []string {
		var names []string
		for _, c := range v.page(ctx, t, v.posting(ctx, t, v.driver(t)).ID, 100, "").Nodes {
			if c.Name != nil {
				names = append(names, *c.Name)
			}
			if c.Alias == "" || strings.Contains(c.Alias, "anonymous") {
				t.Errorf("an alias is %q", c.Alias)
			}
		}
		slices.Sort(names)
		return names
	}
	if diff := cmp.Diff([]string{"granted", "open", "personal"}, names(v.miller)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"open", "other"}, names(v.stranger)); diff != "" {
		t.Error(diff)
	}
}

func TestWhoIsShownToWhom(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	soon := v.Clock.Now().Add(time.Hour)
	to := func(g consent.Grant) func(*account.NewEarner) {
		return func(e *account.NewEarner) {
			g.Purpose = consent.Matching
			e.Name, e.Visibility, e.Reach, e.Grants = g.Organization+g.Kind, consent.Open, consent.Granted, []consent.Grant{g}
		}
	}
	for name, edit := range map[string]func(*account.NewEarner){
		"everyone": func(e *account.NewEarner) { e.Visibility = consent.Open },
		"hidden":   func(e *account.NewEarner) { e.Visibility = consent.Hidden },
		"blocker":  func(e *account.NewEarner) { e.Visibility, e.Blocked = consent.Open, []string{v.mill.ID} },
		"minor":    func(e *account.NewEarner) { e.Visibility, e.GuardianUntil = consent.Open, &soon },
		"mill":     to(consent.Grant{Organization: v.mill.ID}),
		"kind":     to(consent.Grant{Kind: "EMPLOYER"}),
		"college":  to(consent.Grant{Kind: "COLLEGE"}),
	} {
		v.Award(t, v.Earner(t, edit, func(e *account.NewEarner) { e.Name = name }), v.forklift)
	}
	listed := func(ctx context.Context) []string {
		var names []string
		for _, c := range v.page(ctx, t, v.posting(ctx, t, v.driver(t)).ID, 100, "").Nodes {
			names = append(names, *c.Name)
		}
		slices.Sort(names)
		return names
	}
	if diff := cmp.Diff([]string{"everyone", "kind", "mill"}, listed(v.miller)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"blocker", "everyone", "kind"}, listed(v.stranger)); diff != "" {
		t.Error(diff)
	}
}

// row is the only candidate of a posting.
func (v *town) row(t *testing.T, posting string) employer.Candidate {
	t.Helper()
	rows := v.page(v.miller, t, posting, 100, "").Nodes
	if len(rows) != 1 {
		t.Fatalf("%d are listed", len(rows))
	}
	return rows[0]
}

func TestWhatDoesNotCountIsShownOnlyByWhoShowsIt(t *testing.T) {
	t.Parallel()
	for _, shows := range []bool{false, true} {
		v := newTown(t)
		earner := v.Earner(t, func(e *account.NewEarner) { e.ShowNonCounting = shows })
		v.Award(t, earner, v.forklift)
		v.Award(t, earner, v.safety, func(a *credential.NewAward) { a.ExpiresAt = world.Ptr(v.Clock.Now()) })
		v.Award(t, earner, v.safety, func(a *credential.NewAward) { a.Withheld = true })
		in := v.driver(t)
		row := v.row(t, v.posting(v.miller, t, in).ID)
		safe := row.Match.Requirements[1]
		want := map[bool]matching.Grade{true: matching.GradeExpired, false: matching.GradeMissing}[shows]
		if safe.Grade != want || safe.Credit != 0 || (len(safe.Proofs) == 1) != shows {
			t.Errorf("shown %t: graded %s with %d proofs", shows, safe.Grade, len(safe.Proofs))
		}
		if len(row.Awards) != 1 || row.Awards[0].MicroCredential.ID != v.forklift.ID {
			t.Errorf("shown %t: awards are %v", shows, row.Awards)
		}
	}
}

// Who is known here by a badge alone may be so by one person's: two employers would
// know that person by it.
func TestWhatNobodyHereVouchesForIsGradedAndNotShown(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(ctx context.Context, v *town, tx *db.Client) error{
		"issuer": func(ctx context.Context, v *town, tx *db.Client) error {
			return tx.Organization.UpdateOne(v.college).SetListed(false).Exec(ctx)
		},
		"credential": func(ctx context.Context, v *town, tx *db.Client) error {
			return tx.MicroCredential.UpdateOne(v.safety).SetStatus(enum.Draft).Exec(ctx)
		},
	} {
		v := newTown(t)
		earner := v.Earner(t, func(e *account.NewEarner) { e.ShowNonCounting = true })
		v.Award(t, earner, v.forklift)
		v.Award(t, earner, v.safety, func(a *credential.NewAward) { a.ExpiresAt = world.Ptr(v.Clock.Now()) })
		posting := v.posting(v.miller, t, v.driver(t)).ID
		v.Tx(t, func(ctx context.Context, tx *db.Client) error { return edit(ctx, v, tx) })
		row := v.row(t, posting)
		if safe := row.Match.Requirements[1]; safe.Grade != matching.GradeExpired || len(safe.Proofs) != 0 {
			t.Errorf("%s: graded %s with %d proofs", name, safe.Grade, len(safe.Proofs))
		}
		if len(row.Awards) != 1 {
			t.Errorf("%s: %d awards that count are shown", name, len(row.Awards))
		}
	}
}

func TestACandidateIsShownWithoutWhatWouldUnmask(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	center := v.Organization(t, "Center", &v.zip, enum.OrgIssuer, enum.OrgReentry)
	course := v.MicroCredential(t, center, "Course", map[string]int{"drive forklifts": 4})
	earner := v.Earner(t)
	day := time.Date(2026, 1, 31, 22, 0, 0, 0, time.UTC)
	award := v.Award(t, earner, course, func(a *credential.NewAward) {
		a.EarnedAt, a.ExpiresAt = day, world.Ptr(time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC))
	})
	v.Award(t, earner, v.safety)
	row := v.row(t, v.posting(v.miller, t, v.driver(t)).ID)
	if len(row.Awards) != 2 || row.Awards[0].EarnedMonth != "2026-02" { // newest first
		t.Fatalf("awards are %v", row.Awards)
	}
	shown := row.Awards[1]
	if shown.EarnedMonth != "2026-01" || *shown.ExpiryMonth != "2027-01" || !shown.Verified || shown.Issuer.PlaceID != nil {
		t.Errorf("it is shown as %v of %v", shown, shown.Issuer)
	}
	if row.ID == earner || shown.ID == award || !strings.HasPrefix(row.ID, "cnd_") || !strings.HasPrefix(shown.ID, "cda_") {
		t.Errorf("ids are %s and %s", row.ID, shown.ID)
	}
	if row.Place != nil || row.Match.Tier != employer.TierQualified {
		t.Errorf("the row is %v", row)
	}
	points, possible := 0.0, 0.0
	for _, c := range row.Match.Contributions {
		points, possible = points+c.Points, possible+c.Possible
		for _, a := range c.Awards {
			if a.ID != row.Awards[0].ID && a.ID != shown.ID {
				t.Errorf("a reason rests on %s", a.ID)
			}
		}
	}
	if abs(points-row.Match.Score) > 1e-9 || abs(possible-100) > 1e-9 {
		t.Errorf("reasons add up to %v of %v, the score is %v", points, possible, row.Match.Score)
	}
	if en, es := row.Match.Summary(nil), row.Match.Summary(world.Ptr("es-mx")); en == "" || en == es {
		t.Errorf("it is said as %q and %q", en, es)
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestRingsMeasureToThePlaceShown(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	// Enough for the ZIP area to be shown; who shows the county only, and who lives
	// far away, stand apart with enough of their own.
	far := v.Place(t, enum.PlaceCounty, "13121", 33.8, -84.4, "")
	v.crew(t, 5, func(e *account.NewEarner) { e.Place, e.Precision = v.zip, enum.PrecisionZIP })
	v.crew(t, 6, func(e *account.NewEarner) { e.Place, e.Precision = far, enum.PrecisionCounty })
	v.crew(t, 7, func(e *account.NewEarner) { e.Place, e.Precision = v.zip, enum.PrecisionNone })
	in := asking(v.posting(v.miller, t, v.driver(t)).ID, 100, "")
	for ring, want := range map[enum.DistanceRing]int{enum.Within10: 5, enum.Within100: 5} {
		in.Filter.Within = &ring
		found := world.Must(v.Candidates(v.miller, in))(t)
		if found.TotalCount != want {
			t.Errorf("%s: %d are listed, want %d", ring, found.TotalCount, want)
		}
		for _, c := range found.Nodes {
			if c.Place == nil || c.Place.ID != v.zip {
				t.Errorf("%s: a row shows %v", ring, c.Place)
			}
		}
	}
}

func TestACandidateIsFoundByIDWhereTheyAreListed(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	earners := v.crew(t, 7)
	posting := v.posting(v.miller, t, v.driver(t)).ID
	theirs := v.posting(v.stranger, t, v.driver(t)).ID
	rows := v.page(v.miller, t, posting, 100, "").Nodes
	for _, row := range rows {
		one := world.Must(v.Candidate(v.miller, row.ID, "en"))(t)
		if diff := cmp.Diff(briefly([]employer.Candidate{row}), briefly([]employer.Candidate{*one})); diff != "" {
			t.Error(diff)
		}
		if one.Alias != row.Alias || one.Match.Summary(nil) != row.Match.Summary(nil) || len(one.Awards) != len(row.Awards) {
			t.Errorf("by id: %v, listed: %v", one, row)
		}
	}
	missing := func(ctx context.Context, id string) {
		t.Helper()
		if found, err := v.Candidate(ctx, id, "en"); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s is found as %v: %v", id, found, err)
		}
	}
	for _, id := range []string{"", "cnd_x", earners[0], "cnd" + earners[0][3:], v.page(v.stranger, t, theirs, 1, "").Nodes[0].ID} {
		missing(v.miller, id)
	}
	missing(v.stranger, rows[0].ID)
	if _, err := v.Candidate(v.Member(t, auth.Coach, v.mill), rows[0].ID, "en"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a coach finds a candidate: %v", err)
	}
	who := v.known(v.miller, t, posting, earners)
	v.hide(t, who[rows[1].ID])
	missing(v.miller, rows[1].ID)
	world.Must(v.ClosePosting(v.miller, employer.ClosePostingInput{ID: posting}))(t)
	missing(v.miller, rows[0].ID)
}

func TestACandidateFoundByIDMatchesTheBestPosting(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	v.crew(t, 2)
	worse := v.driver(t)
	worse.Requirements = append(worse.Requirements, asksStack(v.stack))
	first := v.posting(v.miller, t, worse).ID
	best := v.driver(t)
	best.Requirements = []employer.RequirementInput{asksAnyOf(v.forklift)}
	second := v.posting(v.miller, t, best).ID
	id := v.page(v.miller, t, first, 100, "").Nodes[1].ID
	one := world.Must(v.Candidate(v.miller, id, "es"))(t)
	if one.Match.Tier != employer.TierQualified || one.Match.Rank != 1 || one.Match.Contributions[0].Label != "Forklift (es)" {
		t.Errorf("matched as %v", one.Match)
	}
	if want := v.page(v.miller, t, second, 100, "").Nodes[0].Match.Score; one.Match.Score != want {
		t.Errorf("scored %v, want %v", one.Match.Score, want)
	}
}
