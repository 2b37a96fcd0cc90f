package credential_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

// document is what the index would hold of an earner; false for nothing.
func (c *campus) document(t *testing.T, earner string) (search.Document, bool) {
	t.Helper()
	list := world.Must(c.Credentials.Load(c.Ctx, []string{earner}))(t)
	if len(list) == 0 {
		return search.Document{}, false
	}
	return list[0], true
}

func expires(at time.Time) func(*credential.NewAward) {
	return func(a *credential.NewAward) { a.ExpiresAt = &at }
}

func earned(at time.Time) func(*credential.NewAward) {
	return func(a *credential.NewAward) { a.EarnedAt = at }
}

func TestADocumentHoldsWhatCountsAndIsShown(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	now := c.Clock.Now()
	skill := c.Skill(t, "drive forklifts")
	earner := c.Earner(t, func(e *account.NewEarner) { e.Remote, e.Blocked = true, []string{c.center.ID} })
	c.Award(t, earner, c.forklift, earned(time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC)), expires(now.AddDate(0, 0, 2)))
	c.Award(t, earner, c.forklift, earned(now.AddDate(0, -3, 0)), expires(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)))
	c.Award(t, earner, c.forklift, earned(now.AddDate(0, -3, 0)), func(a *credential.NewAward) {
		a.Pairs = []matching.Pair{{Skill: skill, Level: 4}}
	})
	c.Award(t, earner, c.forklift, earned(now.AddDate(0, -3, 0)), func(a *credential.NewAward) { // the version's own
		a.Pairs = []matching.Pair{{Skill: skill, Level: 2}}
	})
	c.Award(t, earner, c.safety, earned(now.AddDate(0, -3, 0)), expires(now.AddDate(1, 0, 0)))
	first := c.MicroCredential(t, c.college, "First aid", nil)
	for _, change := range []func(*credential.NewAward){
		expires(now),
		func(a *credential.NewAward) { a.Withheld = true },
		func(a *credential.NewAward) { a.Verified = enum.Unverified },
		func(a *credential.NewAward) { a.Source = enum.SourceClaimed },
		func(a *credential.NewAward) { a.Status = enum.AwardSuspended },
		func(a *credential.NewAward) { a.Status, a.RevokedAt = enum.AwardRevoked, &now },
		func(a *credential.NewAward) { a.Earner = "" },
	} {
		c.Award(t, earner, first, change)
	}
	got, _ := c.document(t, earner)
	want := search.Document{
		Earner: earner,
		Held: []string{
			*c.forklift.CurrentVersionID, *c.forklift.CurrentVersionID + "|" + skill + "=4", *c.safety.CurrentVersionID,
		},
		// Of the forklift's, two never end.
		Until:  []search.Until{{Credential: c.safety.ID, Day: "2027-03-02"}},
		Stacks: []string{c.stack.ID}, Remote: true, Audience: []string{search.Everyone}, Blocked: []string{c.center.ID},
		LatestMonth: "2025-12",
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
		t.Error(diff)
	}
}

func TestWhatEndsIsHeldThroughItsLastDay(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	earner := c.Earner(t)
	c.Award(t, earner, c.forklift, expires(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)))
	c.Award(t, earner, c.forklift, expires(time.Date(2026, 4, 1, 0, 0, 0, 1000, time.UTC)))
	c.Award(t, earner, c.safety, expires(time.Date(2026, 4, 1, 0, 0, 0, 1000, time.UTC)))
	got, _ := c.document(t, earner)
	want := []search.Until{{Credential: c.forklift.ID, Day: "2026-04-30"}, {Credential: c.safety.ID, Day: "2026-04-01"}}
	if c.safety.ID < c.forklift.ID {
		want[0], want[1] = want[1], want[0]
	}
	if diff := cmp.Diff(want, got.Until); diff != "" {
		t.Error(diff)
	}
}

func TestWhoIsNotToBeFoundHasNoDocument(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	soon := c.Clock.Now().Add(time.Hour)
	guardian := consent.Grant{Organization: c.college.ID, Purpose: consent.Guardian}
	to := func(g consent.Grant) func(*account.NewEarner) {
		return func(e *account.NewEarner) { e.Reach, e.Grants = consent.Granted, append(e.Grants, g) }
	}
	for name, tt := range map[string]struct {
		edit func(*account.NewEarner)
		want []string
	}{
		"anonymous":        {func(*account.NewEarner) {}, []string{"all"}},
		"open":             {func(e *account.NewEarner) { e.Visibility = consent.Open }, []string{"all"}},
		"hidden":           {func(e *account.NewEarner) { e.Visibility = consent.Hidden }, nil},
		"minor":            {func(e *account.NewEarner) { e.GuardianUntil = &soon }, nil},
		"minor, agreed to": {func(e *account.NewEarner) { e.GuardianUntil, e.Grants = &soon, []consent.Grant{guardian} }, []string{"all"}},
		"of age":           {func(e *account.NewEarner) { e.GuardianUntil = world.Ptr(c.Clock.Now()) }, []string{"all"}},
		"granted nobody":   {func(e *account.NewEarner) { e.Reach = consent.Granted }, nil},
		"granted one":      {to(consent.Grant{Organization: c.center.ID, Purpose: consent.Matching}), []string{search.ForOrganization(c.center.ID)}},
		"granted a kind":   {to(consent.Grant{Kind: "EMPLOYER", Purpose: consent.Matching, Until: soon}), []string{search.ForKind("EMPLOYER")}},
		"granted another":  {to(consent.Grant{Organization: c.center.ID, Purpose: consent.Contact}), nil},
		"withdrawn":        {to(consent.Grant{Organization: c.center.ID, Purpose: consent.Matching, WithdrawnAt: c.Clock.Now()}), nil},
		"ended":            {to(consent.Grant{Organization: c.center.ID, Purpose: consent.Matching, Until: c.Clock.Now()}), nil},
	} {
		earner := c.Earner(t, tt.edit)
		c.Award(t, earner, c.forklift)
		got, found := c.document(t, earner)
		if diff := cmp.Diff(tt.want, got.Audience); diff != "" || found != (tt.want != nil) {
			t.Errorf("%s: found %t: %s", name, found, diff)
		}
	}
	empty, erased := c.Earner(t), c.Earner(t)
	c.Award(t, erased, c.forklift)
	c.erase(t, erased)
	for name, earner := range map[string]string{"empty": empty, "erased": erased, "none": "ern_none"} {
		if got, found := c.document(t, earner); found {
			t.Errorf("%s: found as %v", name, got)
		}
	}
}

func TestADocumentShowsPlacesFromTheChosenPrecisionOn(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	state := c.Place(t, enum.PlaceState, "13", 32.6, -83.4, "")
	county := c.Place(t, enum.PlaceCounty, "13051", 32, -81.1, state)
	town := c.Place(t, enum.PlaceTown, "t1", 32, -81, county)
	zip := c.Place(t, enum.PlaceZIP, "31401", 32.07, -81.09, town)
	for precision, want := range map[enum.PlacePrecision][]string{
		enum.PrecisionZIP: {zip, town, county, state}, enum.PrecisionCounty: {county, state}, enum.PrecisionState: {state}, enum.PrecisionNone: nil,
	} {
		earner := c.Earner(t, func(e *account.NewEarner) { e.Place, e.Precision = zip, precision })
		c.Award(t, earner, c.forklift)
		got, _ := c.document(t, earner)
		if diff := cmp.Diff(want, got.Places); diff != "" {
			t.Errorf("%s: %s", precision, diff)
		}
	}
	wide := c.Earner(t, func(e *account.NewEarner) { e.Place, e.Precision = state, enum.PrecisionZIP })
	c.Award(t, wide, c.forklift)
	if got, _ := c.document(t, wide); !cmp.Equal(got.Places, []string{state}) {
		t.Errorf("shown at %v", got.Places)
	}
}

func TestDocumentsArePagedInAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	place := c.Place(t, enum.PlaceState, "13", 32.6, -83.4, "")
	var want []string
	for i := range 9 {
		earner := c.Earner(t, func(e *account.NewEarner) {
			e.Place = place
			if i%4 == 3 {
				e.Visibility = consent.Hidden
			}
		})
		c.Award(t, earner, c.forklift)
		if i%4 != 3 {
			want = append(want, earner)
		}
	}
	read := func(limit int) (found []string, statements []int64) {
		for after := ""; ; {
			ctx, counter := store.Count(context.WithoutCancel(c.Ctx))
			documents, next, err := c.Credentials.Page(ctx, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			statements = append(statements, counter.Statements())
			for _, d := range documents {
				found = append(found, d.Earner)
			}
			if next == "" {
				return found, statements
			}
			after = next
		}
	}
	read(9) // the catalog is read once
	for _, limit := range []int{1, 2, 3, 9, 100} {
		found, statements := read(limit)
		if diff := cmp.Diff(want, found, cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
			t.Errorf("by %d: %s", limit, diff)
		}
		if limit > 1 && statements[0] > 9 {
			t.Errorf("by %d: %v statements", limit, statements)
		}
	}
}
