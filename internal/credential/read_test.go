package credential_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAwardsAreSeenByTheirEarnerTheirIssuerAndWhoWasLetIn(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	coach, counselor := c.Member(t, auth.Coach, c.college), c.Member(t, auth.Coach, c.center)
	now := c.Clock.Now()
	earner := c.Earner(t, opens(consent.Grant{Organization: c.center.ID}, consent.Awards, consent.Name))
	shown := c.Award(t, earner, c.forklift)
	withheld := c.Award(t, earner, c.safety, func(a *credential.NewAward) { a.Withheld = true })
	theirs := c.Award(t, earner, c.safety, by(c.center))
	all := []string{shown, withheld, theirs}
	private := c.Earner(t,
		opens(consent.Grant{Organization: c.center.ID}, consent.Name), // without awards
		opens(consent.Grant{Organization: c.college.ID, Until: now}, consent.Awards),
		opens(consent.Grant{Organization: c.college.ID, WithdrawnAt: now}, consent.Awards),
		opens(consent.Grant{Kind: "COLLEGE"}, consent.Awards),
	)
	hidden := c.Award(t, private, c.forklift)
	blocker := c.Earner(t, opens(consent.Grant{Account: auth.From(counselor).Account}, consent.Awards),
		func(e *account.NewEarner) { e.Blocked = []string{c.center.ID} })
	blocked := c.Award(t, blocker, c.forklift)
	for name, tt := range map[string]struct {
		as   world.Viewer
		sees []string
	}{
		"the earner":         {c.Self(t, earner), all},
		"another earner":     {c.Self(t, private), []string{hidden}},
		"the issuer":         {c.issuer, []string{shown, withheld, hidden, blocked}},
		"another issuer":     {c.other, []string{shown, theirs}}, // issued, or granted to its center
		"who was let in":     {counselor, []string{shown, theirs}},
		"who was not":        {coach, nil},
		"the issuer's admin": {c.Member(t, auth.Admin, c.college), nil},
		"anonymous":          {t.Context(), nil},
		"the system":         {c.Ctx, append(slices.Clone(all), hidden, blocked)},
	} {
		everything := append(slices.Clone(all), hidden, blocked)
		for _, id := range everything {
			row, err := c.Credentials.Award(tt.as, id)
			if sees := slices.Contains(tt.sees, id); (err == nil) != sees || (!sees && !problem.Is(err, problem.NotFound)) {
				t.Errorf("%s sees %v: %v", name, row, err)
			}
		}
		var listed []string
		for _, of := range []string{earner, private, blocker} {
			list := ids(world.Must(c.Credentials.AwardsOf(tt.as, of, page.Args{First: 10}))(t).Items)
			listed = append(listed, list...)
			batch := world.Must(c.Credentials.AwardsByEarner(tt.as, []string{of}, 10))(t)
			if diff := cmp.Diff(list, ids(batch[of].Items)); diff != "" {
				t.Errorf("%s, together: %s", name, diff)
			}
		}
		slices.Sort(listed)
		want := slices.Sorted(slices.Values(tt.sees))
		if !slices.Equal(want, listed) {
			t.Errorf("%s is listed %v, want %v", name, listed, want)
		}
	}
}

func TestWhoIsErasedOpensNothing(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	coach := c.Member(t, auth.Coach, c.center)
	earner := c.Earner(t, opens(consent.Grant{Organization: c.center.ID}, consent.Awards))
	id := c.Award(t, earner, c.forklift)
	world.Must(c.Credentials.Award(coach, id))(t)
	c.erase(t, earner)
	if _, err := c.Credentials.Award(coach, id); !problem.Is(err, problem.NotFound) {
		t.Errorf("it is seen: %v", err)
	}
}

// erase leaves the tombstone of an earner.
func (c *campus) erase(t *testing.T, earner string) {
	t.Helper()
	c.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(earner).SetName("").SetErasedAt(c.Clock.Now()).Exec(ctx)
	})
}

func TestAwardsAreListedNewestFirstPageByPage(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	earner := c.Earner(t)
	var want []string
	for i := range 7 { // three at each time
		at := c.Clock.Now().AddDate(0, 0, -10+i/3)
		want = append(want, c.Award(t, earner, c.forklift, func(a *credential.NewAward) { a.EarnedAt = at }))
	}
	self := c.Self(t, earner)
	for start := 0; start < 7; start += 3 {
		slices.Sort(want[start:min(start+3, 7)])
	}
	slices.Reverse(want)
	for _, first := range []int{1, 2, 3, 7} {
		var got []string
		args := page.Args{First: first}
		for {
			p := world.Must(c.Credentials.AwardsOf(self, earner, args))(t)
			got = append(got, ids(p.Items)...)
			if !p.HasNext {
				break
			}
			args.After = p.Cursors[len(p.Cursors)-1]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %d: %s", first, diff)
		}
	}
	// The first pages of many go on as lists of one.
	first := world.Must(c.Credentials.AwardsByEarner(self, []string{earner, "ern_none"}, 3))(t)
	rest := world.Must(c.Credentials.AwardsOf(self, earner, page.Args{First: 10, After: first[earner].Cursors[2]}))(t)
	if diff := cmp.Diff(want, append(ids(first[earner].Items), ids(rest.Items)...)); diff != "" || !first[earner].HasNext {
		t.Error(diff)
	}
	for name, ask := range map[string]func() error{
		"another viewer's": func() error {
			_, err := c.Credentials.AwardsOf(c.issuer, earner, page.Args{First: 1, After: first[earner].Cursors[0]})
			return err
		},
		"another earner's": func() error {
			_, err := c.Credentials.AwardsOf(self, c.Earner(t), page.Args{First: 1, After: first[earner].Cursors[0]})
			return err
		},
	} {
		if diff := cmp.Diff([]string{"INVALID after"}, world.Problems(t, ask())); diff != "" {
			t.Errorf("%s cursor: %s", name, diff)
		}
	}
	_, err := c.Credentials.AwardsOf(self, earner, page.Args{First: 101})
	_, batchErr := c.Credentials.AwardsByEarner(self, []string{earner}, -1)
	for _, err := range []error{err, batchErr} {
		if diff := cmp.Diff([]string{"INVALID first"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAwardsOfManyTakeAConstantNumberOfStatements(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	var earners []string
	for range 9 {
		earner := c.Earner(t)
		earners = append(earners, earner)
		c.Award(t, earner, c.forklift)
	}
	statements := func(of []string) int64 {
		ctx, counter := store.Count(c.issuer)
		world.Must(c.Credentials.AwardsByEarner(ctx, of, 5))(t)
		world.Must(c.Credentials.CompletedStacks(ctx, of))(t)
		return counter.Statements()
	}
	statements(earners) // the catalog is read once
	if one, nine := statements(earners[:1]), statements(earners); one != nine {
		t.Errorf("one takes %d statements, nine %d", one, nine)
	}
}

func TestAStackIsCompletedByAwardsThatCountAndAreSeen(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	coach := c.Member(t, auth.Coach, c.center)
	complete := c.Earner(t, opens(consent.Grant{Organization: c.center.ID}, consent.Awards))
	c.Award(t, complete, c.forklift)
	ends := c.Clock.Now().Add(time.Hour)
	c.Award(t, complete, c.safety, func(a *credential.NewAward) { a.ExpiresAt = &ends })
	partly := c.Earner(t, opens(consent.Grant{Organization: c.center.ID}, consent.Awards))
	c.Award(t, partly, c.forklift)
	c.Award(t, partly, c.safety, func(a *credential.NewAward) { a.Withheld = true })
	completed := func(ctx context.Context, earner string) bool {
		return slices.Equal(world.Must(c.Credentials.CompletedStacks(ctx, []string{earner}))(t)[earner], []string{c.stack.ID})
	}
	for name, tt := range map[string]struct {
		as     world.Viewer
		of     string
		before bool
	}{
		"by the earner": {c.Self(t, complete), complete, true}, "by a coach": {coach, complete, true},
		"by nobody": {t.Context(), complete, false}, "withheld, by the earner": {c.Self(t, partly), partly, true},
		"withheld, by a coach": {coach, partly, false},
	} {
		if got := completed(tt.as, tt.of); got != tt.before {
			t.Errorf("seen %s: %t", name, got)
		}
	}
	c.Clock.Advance(time.Hour)
	if completed(c.Self(t, complete), complete) {
		t.Error("it is completed by an award that has expired")
	}
}
