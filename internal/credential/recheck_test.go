package credential_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

// due verifies what is due, after a time.
func (f *fair) due(t *testing.T, after time.Duration) int {
	t.Helper()
	f.Clock.Advance(after)
	return world.Must(f.Credentials.RecheckDue(f.Ctx, 100))(t)
}

// ranked tells whether the index would hold an earner.
func (f *fair) ranked(t *testing.T, earner string) bool {
	t.Helper()
	return len(world.Must(f.Credentials.Load(f.Ctx, []string{earner}))(t)) > 0
}

// counted is a trusted did:web issuer's badge with a status, imported by Ana.
func (f *fair) counted(t *testing.T) (*maker, *db.Award) {
	t.Helper()
	m := f.webMaker(t, "Trade school", "school.example")
	f.trusts(t, m)
	m.serveLists(t, nil, nil)
	a := f.imports(t, f.asAna, m.badge(t, anaMail, m.withStatus(5))).Award
	if !f.Credentials.Counts(a) || !f.ranked(t, f.ana) {
		t.Fatalf("imported, it is %v", a)
	}
	return m, a
}

func TestWhoAsksForAVerificationIsToldNothingRemembered(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	if f.web.fresh {
		t.Error("an import has everything fetched anew")
	}
	if _, _, err := f.Credentials.Recheck(f.asAna, a.ID); err != nil || !f.web.fresh {
		t.Errorf("a verification on request takes what is remembered (%v)", err)
	}
}

func TestABadgeRevokedAtItsEndIsGoneWithTheNextVerification(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, a := f.counted(t)
	f.Clock.Advance(25 * time.Hour)
	m.serveLists(t, []int{5}, nil)
	feed := outbox.New(f.Store)
	head := world.Must(feed.Head(f.Ctx))(t)
	if n := f.due(t, 0); n != 1 {
		t.Fatalf("%d were due", n)
	}
	a = f.award(t, a.ID)
	if a.Status != enum.AwardRevoked || a.RevokedReason != "the issuer's status list says so" || !a.RevokedAt.Equal(f.Clock.Now()) || a.NextCheckAt != nil {
		t.Errorf("it is %v", a)
	}
	if f.ranked(t, f.ana) {
		t.Error("its earner is still found")
	}
	changes := ofEarners(world.Must(feed.Changes(f.Ctx, head, 10))(t))
	if len(changes) != 1 || changes[0].Kind != search.ChangeEarner || changes[0].ID != f.ana {
		t.Errorf("the feed tells %v", changes)
	}
	// For good, whatever the list says later.
	m.serveLists(t, nil, nil)
	if _, _, err := f.Credentials.Recheck(f.asAna, a.ID); err != nil {
		t.Fatal(err)
	}
	if a = f.award(t, a.ID); a.Status != enum.AwardRevoked {
		t.Errorf("it is %v again", a.Status)
	}
	// A newer issue is another matter.
	renewed := f.imports(t, f.asAna, m.badge(t, anaMail, m.withStatus(6), func(b *issue.Award) { b.ValidFrom = f.Clock.Now() })).Award
	if renewed.ID != a.ID || !f.Credentials.Counts(renewed) || renewed.RevokedAt != nil || renewed.RevokedReason != "" {
		t.Errorf("renewed, it is %v", renewed)
	}
}

func TestASuspensionIsLiftedWhenTheListSaysSo(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, a := f.counted(t)
	f.Clock.Advance(25 * time.Hour)
	m.serveLists(t, nil, []int{5})
	f.due(t, 0)
	a = f.award(t, a.ID)
	if a.Status != enum.AwardSuspended || a.SuspendedReason == "" || a.SuspendedAt == nil || f.Credentials.Counts(a) || a.NextCheckAt == nil {
		t.Errorf("suspended, it is %v", a)
	}
	f.Clock.Advance(25 * time.Hour)
	m.serveLists(t, nil, nil)
	f.due(t, 0)
	if a = f.award(t, a.ID); a.Status != enum.AwardActive || a.SuspendedAt != nil || a.SuspendedReason != "" || !f.Credentials.Counts(a) {
		t.Errorf("lifted, it is %v", a)
	}
}

func TestANetworkThatIsDownDropsNobodyForAWeek(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	f.web.turnOff(true)
	f.due(t, 25*time.Hour)
	down := f.Clock.Now()
	var waits []time.Duration
	for {
		a = f.award(t, a.ID)
		if !f.Credentials.Counts(a) {
			break
		}
		if a.NextCheckAt == nil || len(waits) > 30 {
			t.Fatalf("after %v it is %v", waits, a)
		}
		wait := a.NextCheckAt.Sub(f.Clock.Now())
		waits = append(waits, wait)
		f.due(t, wait)
	}
	if lasted := f.Clock.Now().Sub(down); lasted < 7*24*time.Hour || lasted > 8*24*time.Hour {
		t.Errorf("it counted for %v, want 7 days and the last wait", lasted)
	}
	want := []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour}
	if diff := cmp.Diff(want, waits[:len(want)]); diff != "" {
		t.Errorf("waits: %s", diff)
	}
	if f.ranked(t, f.ana) {
		t.Error("its earner is still found")
	}
	f.web.turnOff(false)
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) || a.FailedChecks != 0 || !f.ranked(t, f.ana) {
		t.Errorf("with the network again, it is %v", a)
	}
}

func TestAFaultOfTheNetworkNowAndThenIsForgiven(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	for range 12 {
		f.web.turnOff(true)
		f.due(t, 25*time.Hour)
		f.web.turnOff(false)
		f.due(t, time.Hour)
		if a = f.award(t, a.ID); !f.Credentials.Counts(a) || a.FailedChecks != 0 {
			t.Fatalf("it is %v", a)
		}
	}
}

func TestAKeyThatIsTakenBackFailsTheBadge(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m, a := f.counted(t)
	f.takesKeyBack(t, m)
	f.due(t, 25*time.Hour)
	a = f.award(t, a.ID)
	if a.Verification != enum.VerificationFailed || f.Credentials.Counts(a) || f.ranked(t, f.ana) || a.NextCheckAt == nil {
		t.Errorf("it is %v", a)
	}
	m.publish(t)
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Errorf("with the key again, it is %v", a)
	}
}

func TestAnExpiredBadgeStaysWhatItWas(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	f.trusts(t, m)
	until := f.Clock.Now().Add(10 * time.Hour)
	a := f.imports(t, f.asAna, m.badge(t, anaMail, func(b *issue.Award) { b.ValidUntil = &until })).Award
	if a.NextCheckAt == nil || !a.NextCheckAt.Equal(until) {
		t.Errorf("verified again at %v, want its end", a.NextCheckAt)
	}
	f.due(t, 10*time.Hour)
	a = f.award(t, a.ID)
	if a.Verification != enum.Verified || a.Status != enum.AwardActive || a.NextCheckAt != nil || f.Credentials.Counts(a) {
		t.Errorf("it is %v", a)
	}
	if _, _, err := f.Credentials.Recheck(f.asAna, a.ID); err != nil {
		t.Fatal(err)
	}
	if got := f.endings(t, a); got != 1 {
		t.Errorf("Ana was told %d times that it ended, want once", got)
	}
}

func TestAListSaysHowSoonToAskAgainWithinReason(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t) // the lists' ttl is five minutes
	if want := f.Clock.Now().Add(time.Hour); !a.NextCheckAt.Equal(want) {
		t.Errorf("verified again at %v, want %v", a.NextCheckAt, want)
	}
}

func TestWhatCouldNotBeCheckedIsKeptUnverifiedAndVerifiedSoon(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.webMaker(t, "Trade school", "school.example")
	f.trusts(t, m)
	// Its issuer is proven, its lists do not answer.
	got := f.imports(t, f.asAna, m.badge(t, anaMail, m.withStatus(5)))
	a := got.Award
	if got.Report.Verdict != badge.Indeterminate || a.Verification != enum.Unverified || a.FailedChecks != 1 {
		t.Fatalf("%s: %v", got.Report.Verdict, a)
	}
	if want := f.Clock.Now().Add(15 * time.Minute); !a.NextCheckAt.Equal(want) || a.VerifiedAt != nil {
		t.Errorf("verified at %v, again at %v, want %v", a.VerifiedAt, a.NextCheckAt, want)
	}
	m.serveLists(t, nil, nil)
	f.due(t, 15*time.Minute)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Errorf("with the lists, it is %v", a)
	}
	if f.records(t)["originals"] != 1 {
		t.Error("verifying again kept another original")
	}
}

func TestWhatCannotBeOpenedStandsInNobodysWay(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	_, a := f.counted(t)
	m := f.maker(t, "Another school")
	b := f.imports(t, f.asBen, m.badge(t, benMail)).Award
	// Erasing Ana destroys her key.
	f.Tx(t, func(ctx context.Context, tx *db.Client) error {
		_, err := tx.EarnerKey.Delete().Exec(ctx)
		return err
	})
	f.Clock.Advance(25 * time.Hour)
	n, err := f.Credentials.RecheckDue(f.Ctx, 100)
	if n != 2 || err == nil {
		t.Errorf("%d were verified, %v", n, err)
	}
	for _, id := range []string{a.ID, b.ID} {
		if row := f.award(t, id); row.NextCheckAt != nil && !row.NextCheckAt.After(f.Clock.Now()) {
			t.Errorf("%s is due again at once", id)
		}
	}
	if n := f.due(t, 0); n != 0 {
		t.Errorf("%d are due at once again", n)
	}
}

func TestARegistryThatDropsAnIssuerTakesItsBadgesOut(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	list := "https://registry.example/list.json"
	f.Credentials.Trust.Registries = []badge.Registry{{Name: "Registry", URL: list}}
	m := f.maker(t, "Trade school")
	f.web.serve(list, []byte(`{"registry": {"`+m.did+`": {}}}`))
	a := f.imports(t, f.asAna, m.badge(t, anaMail)).Award
	if !f.Credentials.Counts(a) {
		t.Fatalf("listed, it is %v", a)
	}
	f.web.turnOff(true) // a registry that is silent drops nobody
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Fatalf("while the registry is silent, it is %v", a)
	}
	f.web.turnOff(false)
	f.web.serve(list, []byte(`{"registry": {}}`))
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); f.Credentials.Counts(a) || a.Verification != enum.Unverified {
		t.Fatalf("dropped, it is %v", a)
	}
	f.web.serve(list, []byte(`{"registry": {"`+m.did+`": {}}}`))
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Errorf("listed again, it is %v", a)
	}
	// Whom an admin trusts, no registry drops.
	f.trusts(t, m)
	f.web.serve(list, []byte(`{"registry": {}}`))
	f.due(t, 25*time.Hour)
	if a = f.award(t, a.ID); !f.Credentials.Counts(a) {
		t.Errorf("trusted by an admin, it is %v", a)
	}
}

// takesKeyBack has an issuer's document name another key.
func (f *fair) takesKeyBack(t *testing.T, m *maker) {
	t.Helper()
	other := world.Must(keys.Generate(keys.Ed25519, testkit.Random("another")))(t)
	doc := world.Must(issue.Controller(m.did, []issue.MethodKey{{Fragment: "key-2", Public: other.PublicKey()}}, nil))(t)
	f.web.serve("https://school.example/.well-known/did.json", world.Must(issue.Encode(doc))(t))
}
