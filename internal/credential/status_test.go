package credential_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/statusentry"
	"github.com/stackmatch/stackmatch/ent/db/statuslist"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// listOf is the college's first list of a purpose.
func (o *office) listOf(t *testing.T, purpose enum.StatusPurpose) *db.StatusList {
	t.Helper()
	return world.Must(o.DB().StatusList.Query().Where(statuslist.OrganizationID(o.college.ID), statuslist.PurposeEQ(purpose)).
		Order(statuslist.ByCreatedAt()).First(o.Ctx))(t)
}

// list is what anybody reads of a list, and its bytes.
func (o *office) list(t *testing.T, of *db.StatusList) (status.List, []byte) {
	t.Helper()
	d := o.at(t, o.Credentials.Base.String()+"/status/"+of.ID)
	doc := world.Must(strictjson.Object(d.Body))(t)
	subject, _ := doc["credentialSubject"].(map[string]any)
	encoded, _ := subject["encodedList"].(string)
	return world.Must(status.Decode(encoded, 1<<20))(t), d.Body
}

// place is where an award's entry is in a list.
func (o *office) place(t *testing.T, of *db.StatusList, award string) int {
	t.Helper()
	return world.Must(o.DB().StatusEntry.Query().Where(statusentry.ListID(of.ID), statusentry.AwardID(award)).Only(o.Ctx))(t).Position
}

func TestPlacesInStatusListsAreRandomAndNobodyElses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var awards []string
	for range 64 {
		awards = append(awards, o.issues(t).ID)
	}
	var all sync.WaitGroup
	for writer := range 16 {
		all.Go(func() {
			for i := writer; i < len(awards); i += 8 { // each award by two writers
				if _, err := o.Credentials.Badge(o.asAna, awards[i], credential.FormJSON); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	var before []int
	for _, purpose := range []enum.StatusPurpose{enum.StatusRevocation, enum.StatusSuspension} {
		list := o.listOf(t, purpose)
		var places []int
		for _, award := range awards {
			places = append(places, o.place(t, list, award))
		}
		if list.Used != len(awards) || list.Size < 131_072 {
			t.Errorf("%s: %d of %d are used", purpose, list.Used, list.Size)
		}
		if slices.IsSorted(places) || slices.Equal(places, before) {
			t.Errorf("%s: the places are %v", purpose, places)
		}
		before = slices.Clone(places)
		slices.Sort(places)
		if n := len(slices.Compact(places)); n != len(awards) {
			t.Errorf("%s: of %d awards %d have a place of their own", purpose, len(awards), n)
		}
		if places[len(places)-1] < list.Size/2 || places[0] > list.Size/2 {
			t.Errorf("%s: the places are all in one half: %v", purpose, places)
		}
	}
	if n := world.Must(o.DB().StatusList.Query().Count(o.Ctx))(t); n != 2 {
		t.Errorf("there are %d lists", n)
	}
}

func TestAListIsLeftHalfEmpty(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.issues(t).ID
	o.badge(t, first, credential.FormJSON)
	full := o.listOf(t, enum.StatusRevocation)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.StatusList.UpdateOne(full).SetUsed(full.Size / 2).Exec(ctx)
	})
	second := o.issues(t).ID
	is(t, "in the next list", o.verify(t, o.badge(t, second, credential.FormJSON)), badge.Valid, "")
	entries := world.Must(o.DB().StatusEntry.Query().Where(statusentry.AwardID(second)).WithList().All(o.Ctx))(t)
	for _, e := range entries {
		if e.ListID == full.ID {
			t.Error("it is in the full list")
		}
	}
	if len(entries) != 2 {
		t.Errorf("it has %d places", len(entries))
	}
	for _, award := range []string{first, second} {
		world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: award, Reason: "a slip"}))(t)
		is(t, "revoked", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Invalid, badge.ReasonRevoked)
	}
}

func TestAListIsTheSameBytesUntilItChangesOrIsADayOld(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	o.badge(t, award, credential.FormJSON)
	list := o.listOf(t, enum.StatusRevocation)
	_, first := o.list(t, list)
	o.badge(t, o.issues(t).ID, credential.FormJSON) // a place more is no change
	o.Clock.Advance(24*time.Hour - time.Second)
	if _, again := o.list(t, list); !bytes.Equal(first, again) {
		t.Error("within a day, the bytes differ")
	}
	o.Clock.Advance(time.Second)
	_, renewed := o.list(t, list)
	if bytes.Equal(first, renewed) {
		t.Error("a day later, it is still the first")
	}
	ctx, counter := store.Count(t.Context())
	if _, err := o.Credentials.StatusListDocument(ctx, list.ID); err != nil || counter.Statements() != 1 {
		t.Errorf("a list that stands takes %d statements: %v", counter.Statements(), err)
	}
	r := o.verify(t, renewed, func(p *badge.Policy) { p.Recipient = nil })
	is(t, "by itself", r, badge.Valid, "")
	later := func(p *badge.Policy) { p.Recipient, p.Now = nil, o.Clock.Now().Add(30*24*time.Hour) }
	is(t, "after a month", o.verify(t, renewed, later), badge.Invalid, badge.ReasonExpired)
}

// What a verifier reads after a change has returned has the change in it, whoever
// reads and writes at the same time.
func TestAListIsNeverStalerThanTheLastChange(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var awards []string
	for range 12 {
		award := o.issues(t).ID
		o.badge(t, award, credential.FormJSON)
		awards = append(awards, award)
	}
	revocation, suspension := o.listOf(t, enum.StatusRevocation), o.listOf(t, enum.StatusSuspension)
	check := func(of *db.StatusList, award string, want uint64) error {
		d := o.at(t, o.Credentials.Base.String()+"/status/"+of.ID)
		doc, err := strictjson.Object(d.Body)
		if err != nil {
			return err
		}
		encoded, _ := doc["credentialSubject"].(map[string]any)["encodedList"].(string)
		bits, err := status.Decode(encoded, 1<<20)
		if err != nil {
			return err
		}
		if got, err := bits.At(o.place(t, of, award), 1); err != nil || got != want {
			return fmt.Errorf("%s says %d, want %d (%w)", of.Purpose, got, want, err)
		}
		return nil
	}
	var all sync.WaitGroup
	done := make(chan struct{})
	for range 4 { // readers, who have the lists signed all the time
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					o.at(t, o.Credentials.Base.String()+"/status/"+revocation.ID)
				}
			}
		})
	}
	var writers sync.WaitGroup
	for _, award := range awards {
		writers.Go(func() {
			for _, step := range []struct {
				do               func() error
				suspended, taken uint64
			}{
				{func() error {
					_, err := o.Credentials.Suspend(o.issuer, credential.SuspendAwardInput{ID: award, Reason: "a doubt"})
					return err
				}, 1, 0},
				{func() error {
					_, err := o.Credentials.Reinstate(o.issuer, credential.ReinstateAwardInput{ID: award, Reason: "no doubt"})
					return err
				}, 0, 0},
				{func() error {
					_, err := o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: award, Reason: "a slip"})
					return err
				}, 0, 1},
			} {
				if err := step.do(); err != nil {
					t.Error(err)
				}
				if err := check(suspension, award, step.suspended); err != nil {
					t.Error(err)
				}
				if err := check(revocation, award, step.taken); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(done)
	all.Wait()
	bits, _ := o.list(t, revocation)
	set := 0
	for i := range bits.Len(1) {
		bit := world.Must(bits.At(i, 1))(t)
		set += int(bit)
	}
	if set != len(awards) {
		t.Errorf("%d places are set, want %d", set, len(awards))
	}
}

// An award may be taken back while its badge is signed for the first time.
func TestAnAwardThatIsRevokedWhileItIsSignedIsRevoked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.badge(t, o.issues(t).ID, credential.FormJSON)
	for range 12 {
		award := o.issues(t).ID
		o.list(t, o.listOf(t, enum.StatusRevocation)) // it stands
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := o.Credentials.Badge(o.asAna, award, credential.FormJSON); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: award, Reason: "a slip"}); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		is(t, "a badge", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Invalid, badge.ReasonRevoked)
	}
}

func TestAnAwardThatWasRevokedBeforeItWasSignedIsRevoked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.badge(t, o.issues(t).ID, credential.FormJSON)
	award := o.issues(t).ID
	world.Must(o.revokes(award, "a slip"))(t)
	o.list(t, o.listOf(t, enum.StatusRevocation)) // it stands, without the award
	is(t, "a badge", o.verify(t, o.badge(t, award, credential.FormJSON)), badge.Invalid, badge.ReasonRevoked)
}

// meanwhile has something happen once, when the service next looks at the clock.
func (o *office) meanwhile(happens func()) {
	o.Credentials.Now = func() time.Time {
		o.Credentials.Now = o.Clock.Now
		happens()
		return o.Clock.Now()
	}
}

func TestAListIsSignedAnewWhereItsKeyIsCompromisedMeanwhile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	o.badge(t, award, credential.FormJWT)
	o.meanwhile(func() { o.rotates(t, enum.KeyEd25519, compromised) })
	_, first := o.list(t, o.listOf(t, enum.StatusRevocation))
	if _, again := o.list(t, o.listOf(t, enum.StatusRevocation)); !bytes.Equal(first, again) {
		t.Error("the bytes differ")
	}
	is(t, "the list", o.verify(t, first, func(p *badge.Policy) { p.Recipient = nil }), badge.Valid, "")
	is(t, "a badge", o.verify(t, o.badge(t, award, credential.FormJWT)), badge.Valid, "")
}

func TestNothingIsKeptOfWhoIsErasedMeanwhile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.badge(t, o.issues(t).ID, credential.FormJSON)
	award := o.issues(t).ID
	o.meanwhile(func() {
		o.erase(t, o.ana)
		o.Tx(t, func(ctx context.Context, tx *db.Client) error {
			_, err := tx.EarnerKey.Delete().Exec(ctx)
			return err
		})
	})
	if _, err := o.Credentials.Badge(o.asAna, award, credential.FormJSON); !problem.Is(err, problem.NotFound) {
		t.Errorf("signed: %v", err)
	}
	badges, keys := world.Must(o.DB().IssuedBadge.Query().Count(o.Ctx))(t), world.Must(o.DB().EarnerKey.Query().Count(o.Ctx))(t)
	if badges != 1 || keys != 0 {
		t.Errorf("%d badges and %d keys are kept", badges, keys)
	}
}
