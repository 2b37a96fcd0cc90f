package credential_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func renews(award string) credential.RenewAwardInput { return credential.RenewAwardInput{Award: award} }

func TestARenewalIsANewAwardOfWhatWasReached(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	until := o.Clock.Now().AddDate(0, 0, 10)
	old := o.awards(t, func(in *credential.AwardInput) {
		in.ExpiresAt = &until
		in.Results = []credential.ResultInput{{Skill: world.Ptr(o.Skill(t, "driving")), Level: world.Ptr(4)}}
	}).Award
	o.Clock.Advance(48 * time.Hour)
	made := world.Must(o.Credentials.RenewAward(o.issuer, renews(old.ID)))(t)
	if made.RenewsID == nil || *made.RenewsID != old.ID || *made.EarnerID != o.ana || !made.EarnedAt.Equal(o.Clock.Now()) || made.ExpiresAt != nil {
		t.Errorf("renewed as %v", made)
	}
	levels := map[string]uint8{}
	for _, p := range made.Edges.Pairs {
		levels[p.SkillID] = p.Level
	}
	if diff := cmp.Diff(map[string]uint8{o.Skill(t, "driving"): 4, o.Skill(t, "loading"): 0}, levels); diff != "" {
		t.Error(diff)
	}
	found := world.Must(o.Credentials.Renewals(o.asAna, []string{old.ID, made.ID}))(t)
	if len(found) != 1 || found[old.ID].ID != made.ID {
		t.Errorf("renewals are %v", found)
	}
	if was := o.DB().Award.GetX(o.Ctx, old.ID); was.Status != enum.AwardActive || !was.ExpiresAt.Equal(until) {
		t.Errorf("the old one is %v", was)
	}
	if o.did(t, "award.renew") != 1 {
		t.Error("it leaves no trail")
	}
}

func TestAnAwardIsRenewedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	old := o.awards(t).Award
	o.Clock.Advance(48 * time.Hour)
	var all sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		all.Go(func() { _, errs[i] = o.Credentials.RenewAward(o.issuer, renews(old.ID)) })
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if diff := cmp.Diff([]string{"CONFLICT award"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	if n := o.DB().Award.Query().CountX(o.Ctx); made != 1 || n != 2 {
		t.Errorf("%d renewals, %d awards", made, n)
	}
}

func TestWhatIsRenewedAndByWhom(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	old, waits := o.awards(t).Award, o.awards(t, unclaimed("Ben", "17")).Award
	revoked := o.awards(t, func(in *credential.AwardInput) { in.MicroCredential = o.safety.ID }).Award
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: revoked.ID, Reason: "x"}))(t)
	imported := o.Award(t, o.ana, o.safety, func(a *credential.NewAward) { a.Source = enum.SourceImported })
	o.Clock.Advance(48 * time.Hour)
	before := old.EarnedAt
	for name, tt := range map[string]struct {
		as   world.Viewer
		in   credential.RenewAwardInput
		want []string
	}{
		"another issuer":  {o.other, renews(old.ID), []string{"NOT_FOUND award"}},
		"an earner":       {o.asAna, renews(old.ID), []string{"FORBIDDEN"}},
		"what is not":     {o.issuer, renews("awd_none"), []string{"NOT_FOUND award"}},
		"what is theirs":  {o.issuer, renews(imported), []string{"NOT_FOUND award"}},
		"what waits":      {o.issuer, renews(waits.ID), []string{"CONFLICT award"}},
		"what is revoked": {o.issuer, renews(revoked.ID), []string{"CONFLICT award"}},
		"on the same day": {o.issuer, credential.RenewAwardInput{Award: old.ID, EarnedAt: &before}, []string{"INVALID earnedAt"}},
		"ahead":           {o.issuer, credential.RenewAwardInput{Award: old.ID, EarnedAt: world.Ptr(o.Clock.Now().Add(time.Hour))}, []string{"INVALID earnedAt"}},
	} {
		_, err := o.Credentials.RenewAward(tt.as, tt.in)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestADelegateRenewsWhatItAwarded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	given := o.lets(t, enum.DelegateAward)
	ben := o.Earner(t, opens(consent.Grant{Organization: o.center.ID}, consent.Awards))
	made := world.Must(o.Credentials.AwardMicroCredential(o.other, credential.AwardInput{Earner: &ben, MicroCredential: o.forklift.ID, OnBehalfOf: &o.college.ID}))(t).Award
	o.Clock.Advance(48 * time.Hour)
	again := world.Must(o.Credentials.RenewAward(o.other, renews(made.ID)))(t)
	if again.IssuerID != o.college.ID || *again.DelegateID != o.center.ID {
		t.Errorf("renewed as %v", again)
	}
	world.Must(o.Credentials.WithdrawDelegation(o.issuer, credential.WithdrawDelegationInput{ID: given.ID}))(t)
	o.Clock.Advance(48 * time.Hour)
	_, err := o.Credentials.RenewAward(o.other, renews(again.ID))
	if diff := cmp.Diff([]string{"NOT_FOUND award.microCredential"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatExpiresIsListedSoonestFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	in := func(days int) string {
		at, earned := o.Clock.Now().AddDate(0, 0, days), o.Clock.Now().AddDate(0, 0, -days-200)
		return o.awards(t, func(in *credential.AwardInput) { in.ExpiresAt, in.EarnedAt = &at, &earned }).Award.ID
	}
	later, sooner, over, renewed, revoked := in(60), in(20), in(-1), in(30), in(40)
	far := in(100)
	world.Must(o.Credentials.RenewAward(o.issuer, renews(renewed)))(t)
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: revoked, Reason: "x"}))(t)
	_, _ = over, far
	for name, as := range map[string]world.Viewer{"the issuer": o.issuer, "Ana": o.asAna} {
		first := world.Must(o.Credentials.ExpiringAwards(as, 90, page.Args{First: 1}))(t)
		rest := world.Must(o.Credentials.ExpiringAwards(as, 90, page.Args{First: 10, After: first.Cursors[0]}))(t)
		if diff := cmp.Diff([]string{sooner, later}, append(ids(first.Items), ids(rest.Items)...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if p := world.Must(o.Credentials.ExpiringAwards(o.other, 90, page.Args{First: 10}))(t); len(p.Items) > 0 {
		t.Errorf("another issuer sees %v", ids(p.Items))
	}
	for _, days := range []int{0, -1, 3661} {
		_, err := o.Credentials.ExpiringAwards(o.issuer, days, page.Args{First: 10})
		if diff := cmp.Diff([]string{"INVALID within"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	_, err := o.Credentials.ExpiringAwards(o.Member(t, auth.Analyst, o.college), 90, page.Args{First: 10})
	if diff := cmp.Diff([]string{"FORBIDDEN"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
