package dossier_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestADossierIsWhatTheRecordsSay(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	course := w.MicroCredential(t, college, "Course", map[string]int{"weld": 2})
	skill, now := w.Skill(t, "weld"), w.Clock.Now()
	until, withdrawn := now.Add(time.Hour), now.Add(-time.Hour)
	given := []consent.Grant{
		{Organization: college.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Name}, Until: until},
		{Kind: "COLLEGE", Purpose: consent.Matching, WithdrawnAt: withdrawn},
	}
	id := w.Earner(t, func(e *account.NewEarner) {
		e.Reach, e.GuardianUntil, e.Grants, e.Blocked = consent.Granted, &until, given, []string{college.ID}
	})
	later := w.Award(t, id, course, func(a *credential.NewAward) { a.Pairs = []matching.Pair{{Skill: skill, Level: 4}} })
	sooner := w.Award(t, id, course, func(a *credential.NewAward) {
		a.EarnedAt, a.ExpiresAt = now.AddDate(0, -2, 0), &now
	})
	w.Award(t, id, course, func(a *credential.NewAward) { a.Withheld = true })
	erased := w.Earner(t)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(erased).SetErasedAt(now).Exec(ctx)
	})
	catalog := world.Must(w.Catalog.Matching(w.Ctx))(t)
	people := world.Must(dossier.Load(w.Ctx, w.DB(), catalog, []string{id, erased, "ern_none"}))(t)
	if len(people) != 1 || len(people[0].Rows) != 2 {
		t.Fatalf("read %v", people)
	}
	want := consent.Subject{
		Visibility: consent.Anonymous, Reach: consent.Granted, GuardianUntil: until, Grants: given, Blocked: []string{college.ID},
	}
	sorted := cmpopts.SortSlices(func(a, b consent.Grant) bool { return a.Purpose < b.Purpose })
	if diff := cmp.Diff(want, people[0].Subject, sorted, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	held := func(level matching.Level) matching.Held {
		return matching.Held{Version: *course.CurrentVersionID, Credential: course.ID, Pairs: []matching.Pair{{Skill: skill, Level: level}}}
	}
	awards := []matching.Award{
		{ID: sooner, Held: held(2), Status: matching.Active, Verified: true, EarnedAt: now.AddDate(0, -2, 0), ExpiresAt: now},
		{ID: later, Held: held(4), Status: matching.Active, Verified: true, EarnedAt: now.AddDate(0, -1, 0)},
	}
	if diff := cmp.Diff(awards, people[0].Awards); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]matching.Held{held(4)}, people[0].Counting(now)); diff != "" {
		t.Error(diff)
	}
	if got := dossier.State(people[0].Rows[0], now); got != matching.StateExpired {
		t.Errorf("the one that has expired is %s", got)
	}
	all := world.Must(dossier.Page(w.Ctx, w.DB(), catalog, "", 10))(t)
	if len(all) != 1 || all[0].Earner.ID != id {
		t.Errorf("paged %v", all)
	}
}

func TestAGrantIsAskedForAsConsentReadsIt(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college, other := w.Organization(t, "College", nil, enum.OrgCollege), w.Organization(t, "Other", nil, enum.OrgCollege)
	now := w.Clock.Now()
	times := []time.Time{{}, now.Add(-time.Microsecond), now, now.Add(time.Microsecond)}
	for _, until := range times {
		for _, withdrawn := range times {
			for _, to := range []consent.Grant{{Organization: college.ID}, {Organization: other.ID}, {Kind: "COLLEGE"}} {
				for _, purpose := range []consent.Purpose{consent.Coaching, consent.Contact} {
					g := to
					g.Until, g.WithdrawnAt, g.Purpose, g.Fields = until, withdrawn, purpose, []consent.Field{consent.Name}
					id := w.Earner(t, func(e *account.NewEarner) { e.Grants = []consent.Grant{g} })
					want := consent.Subject{Grants: []consent.Grant{g}}.Opens(consent.Name, consent.Coaching, college.ID, "acc_1", now)
					got := world.Must(w.DB().Earner.Query().
						Where(earner.ID(id), earner.HasGrantsWith(dossier.GrantTo(college.ID, "acc_1", consent.Coaching, now))).Exist(w.Ctx))(t)
					if got != want {
						t.Errorf("%+v: the query says %t, consent %t", g, got, want)
					}
				}
			}
		}
	}
}

func TestACircleOfPlacesEnds(t *testing.T) {
	t.Parallel()
	a, b := "plc_a", "plc_b"
	places := map[string]*db.Place{
		a: {ID: a, Kind: enum.PlaceCounty, ParentID: &b}, b: {ID: b, Kind: enum.PlaceState, ParentID: &a},
	}
	row := &db.Earner{PlaceID: &a, PlacePrecision: enum.PrecisionZIP}
	if diff := cmp.Diff([]string{a, b}, dossier.Chain(row, places)); diff != "" {
		t.Error(diff)
	}
	if got := dossier.Chain(&db.Earner{PlaceID: world.Ptr("plc_none"), PlacePrecision: enum.PrecisionZIP}, places); len(got) != 0 {
		t.Errorf("a place that is gone is shown as %v", got)
	}
}
