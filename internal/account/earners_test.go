package account_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// seen is what one viewer sees of an earner.
type seen struct {
	Name   string
	Places []string
	Place  string
	Self   bool
	Tells  bool // the visibility
}

func see(e *account.Earner) seen {
	s := seen{Places: e.Places, Self: e.Self, Tells: e.Visibility != nil}
	if e.Name != nil {
		s.Name = *e.Name
	}
	if p := e.Place(); p != nil {
		s.Place = *p
	}
	return s
}

func grants(list ...consent.Grant) func(*account.NewEarner) {
	return func(e *account.NewEarner) {
		for _, g := range list {
			if g.Purpose == "" {
				g.Purpose = consent.Coaching
			}
			e.Grants = append(e.Grants, g)
		}
	}
}

func TestEarnersAreSeenByThemselvesAndByWhomTheyLetIn(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	now := w.Clock.Now()
	state := w.Place(t, enum.PlaceState, "13", 32.6, -83.4, "")
	zip := w.Place(t, enum.PlaceZIP, "31401", 32, -81, state)
	college, other := w.Organization(t, "College", nil, enum.OrgCollege), w.Organization(t, "Other", nil, enum.OrgCollege)
	coach, issuer := w.Member(t, auth.Coach, college), w.Member(t, auth.Issuer, college)
	lives := func(e *account.NewEarner) { e.Name, e.Place, e.Precision = "Name", zip, enum.PrecisionState }
	field := func(g consent.Grant, fields ...consent.Field) consent.Grant {
		g.Fields = fields
		return g
	}
	to := consent.Grant{Organization: college.ID}
	for name, tt := range map[string]struct {
		edit func(*account.NewEarner)
		want *seen
	}{
		"all":       {grants(field(to, consent.Name, consent.Place)), &seen{Name: "Name", Places: []string{state}, Place: state}},
		"the name":  {grants(field(to, consent.Name)), &seen{Name: "Name"}},
		"no field":  {grants(to), &seen{}},
		"two":       {grants(field(to, consent.Name), field(to, consent.Place)), &seen{Name: "Name", Places: []string{state}, Place: state}},
		"personal":  {grants(field(consent.Grant{Account: auth.From(coach).Account}, consent.Name)), &seen{Name: "Name"}},
		"nothing":   {func(*account.NewEarner) {}, nil},
		"ended":     {grants(consent.Grant{Organization: college.ID, Until: now}), nil},
		"withdrawn": {grants(consent.Grant{Organization: college.ID, WithdrawnAt: now}), nil},
		"matching":  {grants(consent.Grant{Organization: college.ID, Purpose: consent.Matching}), nil},
		"contact":   {grants(consent.Grant{Organization: college.ID, Purpose: consent.Contact, Fields: []consent.Field{consent.Name}}), nil},
		"a kind":    {grants(consent.Grant{Kind: "COLLEGE"}), nil},
		"another":   {grants(consent.Grant{Organization: other.ID}), nil},
		"blocked": {func(e *account.NewEarner) {
			grants(to, consent.Grant{Account: auth.From(coach).Account})(e)
			e.Blocked = []string{college.ID}
		}, nil},
		// One grant ended: what it opened is closed, another still lets in.
		"half": {grants(to, consent.Grant{Organization: college.ID, Fields: []consent.Field{consent.Name}, Until: now}), &seen{}},
	} {
		id := w.Earner(t, lives, tt.edit)
		listed := func(ctx context.Context) bool {
			list := world.Must(w.Accounts.Earners(ctx, page.Args{First: 100}))(t)
			return slices.ContainsFunc(list.Items, func(e *account.Earner) bool { return e.ID == id })
		}
		found, err := w.Accounts.Earner(coach, id)
		switch {
		case tt.want == nil:
			if !problem.Is(err, problem.NotFound) || listed(coach) {
				t.Errorf("%s: a coach sees %v, %v", name, found, err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		default:
			if diff := cmp.Diff(*tt.want, see(found), cmpopts.EquateEmpty()); diff != "" || !listed(coach) {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if seesToo := tt.want != nil && name != "personal"; listed(issuer) != seesToo {
			t.Errorf("%s: an issuer is listed them: %t", name, !seesToo)
		}
		self := world.Must(w.Accounts.Earner(w.Self(t, id), id))(t)
		if diff := cmp.Diff(seen{Name: "Name", Places: []string{zip}, Place: zip, Self: true, Tells: true}, see(self)); diff != "" {
			t.Errorf("%s: themselves: %s", name, diff)
		}
		for who, ctx := range map[string]context.Context{
			"anonymous": t.Context(), "another": w.Self(t, w.Earner(t)), "an employer": w.Member(t, auth.Employer, college), "an admin": w.Member(t, auth.Admin, college),
		} {
			if found, err := w.Accounts.Earner(ctx, id); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %s sees %v, %v", name, who, found, err)
			}
		}
	}
}

func TestWhoIsErasedIsSeenByNobody(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	coach := w.Member(t, auth.Coach, college)
	id := w.Earner(t, grants(consent.Grant{Organization: college.ID}))
	world.Must(w.Accounts.Earner(coach, id))(t)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(id).SetErasedAt(w.Clock.Now()).Exec(ctx)
	})
	list := world.Must(w.Accounts.Earners(coach, page.Args{First: 10}))(t)
	if found := world.Must(w.Accounts.EarnersByID(coach, []string{id}))(t); len(found)+len(list.Items) != 0 {
		t.Errorf("a coach sees %v", found)
	}
	if _, err := w.Accounts.Earner(w.Self(t, id), id); !problem.Is(err, problem.NotFound) {
		t.Errorf("they see themselves: %v", err)
	}
}

func TestEarnersAreListedPageByPage(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	coach := w.Member(t, auth.Coach, college)
	var want []string
	for range 7 {
		w.Earner(t) // lets nobody in
		want = append(want, w.Earner(t, grants(consent.Grant{Organization: college.ID})))
		w.Clock.Advance(time.Millisecond)
	}
	for _, first := range []int{1, 3, 7, 100} {
		var got []string
		args := page.Args{First: first}
		for {
			p := world.Must(w.Accounts.Earners(coach, args))(t)
			for _, e := range p.Items {
				got = append(got, e.ID)
			}
			if !p.HasNext {
				break
			}
			args.After = p.Cursors[len(p.Cursors)-1]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %d: %s", first, diff)
		}
	}
	cursor := world.Must(w.Accounts.Earners(coach, page.Args{First: 1}))(t).Cursors[0]
	for name, tt := range map[string]struct {
		ctx  world.Viewer
		args page.Args
		want string
	}{
		"a colleague's cursor": {w.Member(t, auth.Coach, college), page.Args{First: 1, After: cursor}, "INVALID after"},
		"garbage":              {coach, page.Args{First: 1, After: "x"}, "INVALID after"},
		"too many":             {coach, page.Args{First: 101}, "INVALID first"},
		"anonymous":            {t.Context(), page.Args{First: 1}, "UNAUTHENTICATED"},
		"an employer":          {w.Member(t, auth.Employer, college), page.Args{First: 1}, "FORBIDDEN"},
	} {
		_, err := w.Accounts.Earners(tt.ctx, tt.args)
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	statements := func(first int) int64 {
		ctx, counter := store.Count(coach)
		world.Must(w.Accounts.Earners(ctx, page.Args{First: first}))(t)
		return counter.Statements()
	}
	if one, all := statements(1), statements(7); one != all {
		t.Errorf("one takes %d statements, seven %d", one, all)
	}
}

func TestARecordIsMadeNowUnlessItSaysWhen(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	before := w.Clock.Now().AddDate(-1, 0, 0)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	err := w.Accounts.Register(w.Ctx, []account.NewEarner{
		{Name: "New", Grants: []consent.Grant{{Organization: college.ID, Purpose: consent.Coaching}}, Blocked: []string{college.ID}},
		{Name: "Old", CreatedAt: before, Conditions: []account.Condition{{Kind: enum.EarnerPayFloor, Amount: "17.50", Unit: "USD per hour"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := world.Must(w.DB().Earner.Query().WithGrants().WithBlocks().WithConditions().All(w.Ctx))(t)
	slices.SortFunc(rows, func(a, b *db.Earner) int { return a.CreatedAt.Compare(b.CreatedAt) })
	if old := rows[0]; !old.CreatedAt.Equal(before) || *old.Edges.Conditions[0].Amount != "17.50" || old.ID > rows[1].ID {
		t.Errorf("the old one is %v", old)
	}
	if fresh := rows[1]; !fresh.CreatedAt.Equal(w.Clock.Now()) || len(fresh.Edges.Grants) != 1 || len(fresh.Edges.Blocks) != 1 {
		t.Errorf("the new one is %v", fresh)
	}
}
