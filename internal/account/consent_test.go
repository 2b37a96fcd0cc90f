package account_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// decided is what an earner decided, as every question reads it.
func decided(t *testing.T, w *world.World, id string) consent.Subject {
	t.Helper()
	row := world.Must(w.DB().Earner.Query().Where(earner.ID(id)).WithGrants().WithBlocks().Only(w.Ctx))(t)
	return dossier.Subject(row)
}

func to(organization string) account.ConsentTo { return account.ConsentTo{Organization: &organization} }

func TestAConsentHoldsFromTheNextQuestionOnUntilItIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	maker := w.Organization(t, "Maker", nil, enum.OrgEmployer)
	id := w.Earner(t, func(e *account.NewEarner) { e.Reach = consent.Granted })
	self := w.Self(t, id)
	shown := func() bool { return decided(t, w, id).ShownTo(maker.ID, []string{"EMPLOYER"}, w.Clock.Now()) }
	opens := func(f consent.Field) bool {
		return decided(t, w, id).Opens(f, consent.Contact, maker.ID, "", w.Clock.Now())
	}
	if shown() {
		t.Fatal("shown to nobody in particular")
	}
	in := account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Matching, ClientMutationID: world.Ptr("one")}
	made := world.Must(w.Accounts.GrantConsent(self, in))(t)
	if again := world.Must(w.Accounts.GrantConsent(self, in))(t); again.ID != made.ID || !shown() {
		t.Errorf("made %s, then %s; shown: %t", made.ID, again.ID, shown())
	}
	both := []consent.Field{consent.Name, consent.Addresses, consent.Name}
	contact := world.Must(w.Accounts.GrantConsent(self, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Contact, Fields: both}))(t)
	if !opens(consent.Name) || !opens(consent.Addresses) || len(contact.Fields) != 2 {
		t.Errorf("open: %v", contact.Fields)
	}
	until := w.Clock.Now().Add(time.Hour)
	world.Must(w.Accounts.NarrowConsent(self, account.NarrowConsentInput{ID: contact.ID, Fields: []consent.Field{consent.Name}, Until: &until}))(t)
	if !opens(consent.Name) || opens(consent.Addresses) {
		t.Error("narrowing left the wrong things open")
	}
	world.Must(w.Accounts.WithdrawConsent(self, account.WithdrawConsentInput{ID: made.ID}))(t)
	if shown() {
		t.Error("a withdrawn consent still lets in")
	}
	w.Clock.Advance(time.Hour)
	if opens(consent.Name) {
		t.Error("a consent outlives its end")
	}
	live := world.Must(w.Accounts.Consents(self, true, page.Args{First: 10}))(t)
	all := world.Must(w.Accounts.Consents(self, false, page.Args{First: 10}))(t)
	if len(live.Items) != 0 || len(all.Items) != 2 {
		t.Errorf("%d stand, of %d", len(live.Items), len(all.Items))
	}
}

func TestAConsentSaysToWhomAndForWhat(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	maker, college := w.Organization(t, "Maker", nil, enum.OrgEmployer), w.Organization(t, "College", nil, enum.OrgCollege)
	coach := auth.From(w.Member(t, auth.Coach, college)).Account
	member := auth.From(w.Member(t, auth.Employer, maker)).Account
	past, ahead := w.Clock.Now().Add(-time.Hour), w.Clock.Now().AddDate(1, 0, 0)
	self := w.Self(t, w.Earner(t))
	minor := w.Self(t, w.Earner(t, func(e *account.NewEarner) { e.GuardianUntil = &ahead }))
	name := []consent.Field{consent.Name}
	kind := enum.OrgEmployer
	for what, tt := range map[string]struct {
		as   context.Context
		in   account.GrantConsentInput
		want []string
	}{
		"to nobody":                {self, account.GrantConsentInput{Purpose: consent.Matching}, []string{"INVALID to"}},
		"two":                      {self, account.GrantConsentInput{To: account.ConsentTo{Organization: &maker.ID, Account: &coach}, Purpose: consent.Coaching, Fields: name}, []string{"INVALID to"}},
		"all wrong at once":        {self, account.GrantConsentInput{To: account.ConsentTo{Account: &coach}, Purpose: consent.Matching, Fields: name, Until: &past}, []string{"INVALID fields", "INVALID to.account", "INVALID until"}},
		"a kind for contact":       {self, account.GrantConsentInput{To: account.ConsentTo{OrganizationKind: &kind}, Purpose: consent.Contact, Fields: name}, []string{"INVALID to.organizationKind"}},
		"as a guardian":            {self, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Guardian}, []string{"INVALID purpose"}},
		"nothing":                  {self, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Contact}, []string{"INVALID fields"}},
		"addresses to a coach":     {self, account.GrantConsentInput{To: to(college.ID), Purpose: consent.Coaching, Fields: []consent.Field{consent.Name, consent.Addresses}}, []string{"INVALID fields.1"}},
		"nobody known":             {self, account.GrantConsentInput{To: to("org_none"), Purpose: consent.Matching}, []string{"NOT_FOUND to.organization"}},
		"who neither coaches":      {self, account.GrantConsentInput{To: account.ConsentTo{Account: &member}, Purpose: consent.Coaching, Fields: name}, []string{"NOT_FOUND to.account"}},
		"a minor to an employer":   {minor, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Matching}, []string{"CONFLICT purpose"}},
		"a minor for contact":      {minor, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Contact, Fields: name}, []string{"CONFLICT purpose"}},
		"a minor to a coach":       {minor, account.GrantConsentInput{To: account.ConsentTo{Account: &coach}, Purpose: consent.Coaching, Fields: name}, []string{}},
		"a kind for matching":      {self, account.GrantConsentInput{To: account.ConsentTo{OrganizationKind: &kind}, Purpose: consent.Matching}, []string{}},
		"a coach gives no consent": {w.Member(t, auth.Coach, college), account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Matching}, []string{"FORBIDDEN"}},
	} {
		_, err := w.Accounts.GrantConsent(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

func TestNobodyEndsOrWidensAnothersConsent(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	maker := w.Organization(t, "Maker", nil, enum.OrgEmployer)
	self, other := w.Self(t, w.Earner(t)), w.Self(t, w.Earner(t))
	until := w.Clock.Now().Add(time.Hour)
	made := world.Must(w.Accounts.GrantConsent(self, account.GrantConsentInput{
		To: to(maker.ID), Purpose: consent.Contact, Fields: []consent.Field{consent.Name}, Until: &until,
	}))(t)
	later := until.Add(time.Hour)
	for what, tt := range map[string]struct {
		err  error
		want []string
	}{
		"another's":  {second(w.Accounts.WithdrawConsent(other, account.WithdrawConsentInput{ID: made.ID})), []string{"NOT_FOUND id"}},
		"wider":      {second(w.Accounts.NarrowConsent(self, account.NarrowConsentInput{ID: made.ID, Fields: []consent.Field{consent.Name, consent.Dates}, Until: &later})), []string{"INVALID fields.1", "INVALID until"}},
		"to nothing": {second(w.Accounts.NarrowConsent(self, account.NarrowConsentInput{ID: made.ID, Fields: []consent.Field{}})), []string{"INVALID fields"}},
		"not at all": {second(w.Accounts.NarrowConsent(self, account.NarrowConsentInput{ID: made.ID})), []string{"INVALID fields"}},
		"withdrawn":  {second(w.Accounts.WithdrawConsent(self, account.WithdrawConsentInput{ID: made.ID})), []string{}},
	} {
		if diff := cmp.Diff(tt.want, world.Problems(t, tt.err)); diff != "" && what != "withdrawn" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	_, err := w.Accounts.WithdrawConsent(self, account.WithdrawConsentInput{ID: made.ID})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func second[T any](_ T, err error) error { return err }

func TestABlockHoldsUntilItIsTakenBack(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	maker := w.Organization(t, "Maker", nil, enum.OrgEmployer)
	id := w.Earner(t)
	self := w.Self(t, id)
	shown := func() bool { return decided(t, w, id).ShownTo(maker.ID, nil, w.Clock.Now()) }
	for range 2 {
		world.Must(w.Accounts.Block(self, account.BlockInput{Organization: maker.ID}))(t)
	}
	list := world.Must(w.Accounts.Blocks(self, page.Args{First: 10}))(t)
	if shown() || len(list.Items) != 1 {
		t.Errorf("blocked twice: shown %t, %d blocks", shown(), len(list.Items))
	}
	_, err := w.Accounts.GrantConsent(self, account.GrantConsentInput{To: to(maker.ID), Purpose: consent.Matching})
	if diff := cmp.Diff([]string{"CONFLICT to.organization"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	for range 2 {
		world.Must(w.Accounts.Unblock(self, account.BlockInput{Organization: maker.ID}))(t)
	}
	if !shown() {
		t.Error("still blocked")
	}
}

func TestWhatIsShownIsSetOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	course := w.MicroCredential(t, college, "Course", map[string]int{"weld": 2})
	id := w.Earner(t)
	self := w.Self(t, id)
	mine, others := w.Award(t, id, course), w.Award(t, w.Earner(t), course)
	place := w.Place(t, enum.PlaceState, "13", 32.6, -83.4, "")
	_, err := w.Accounts.SetMatching(self, account.SetMatchingInput{
		Awards: []account.ShownAward{{Award: mine}, {Award: others}}, Place: world.Ptr("plc_none"), Remote: world.Ptr(true),
	})
	if diff := cmp.Diff([]string{"NOT_FOUND awards.1.award", "NOT_FOUND place"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, err = w.Accounts.SetMatching(self, account.SetMatchingInput{
		Precision: world.Ptr(enum.PlacePrecision("EXACT")), Reach: world.Ptr(consent.Reach("SOME")), Languages: []string{"es", "no language"},
	})
	if diff := cmp.Diff([]string{"INVALID languages.1", "INVALID precision", "INVALID reach"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	world.Must(w.Accounts.SetMatching(self, account.SetMatchingInput{
		Awards: []account.ShownAward{{Award: mine}}, Place: &place, Precision: world.Ptr(enum.PrecisionState), Remote: world.Ptr(true),
		Languages: []string{"es-MX", "en"}, ShowNonCounting: world.Ptr(true), Reach: world.Ptr(consent.Granted),
	}))(t)
	world.Must(w.Accounts.SetMatching(self, account.SetMatchingInput{}))(t) // absent leaves
	got := w.Accounts.Matching(world.Must(w.Accounts.Earner(self, id))(t))
	want := &account.MatchingSettings{
		Place: &place, Precision: enum.PrecisionState, Remote: true, Languages: []string{"en", "es-mx"}, ShowNonCounting: true, Reach: consent.Granted,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if row := world.Must(w.DB().Award.Get(w.Ctx, mine))(t); row.Shown {
		t.Error("a hidden award is shown")
	}
}

func TestWhenSomebodyFirstChoseToBeFoundIsRemembered(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	id := w.Earner(t, func(e *account.NewEarner) { e.Visibility = consent.Hidden })
	self, first := w.Self(t, id), w.Clock.Now()
	for _, v := range []consent.Visibility{consent.Hidden, consent.Anonymous, consent.Open} {
		world.Must(w.Accounts.SetVisibility(self, account.SetVisibilityInput{Visibility: v}))(t)
		row := world.Must(w.DB().Earner.Get(w.Ctx, id))(t)
		if found := v != consent.Hidden; found != (row.ChoseAt != nil) || found && !row.ChoseAt.Equal(first) {
			t.Errorf("%s: chose at %v", v, row.ChoseAt)
		}
		if v == consent.Anonymous {
			w.Clock.Advance(time.Hour)
		}
	}
}
