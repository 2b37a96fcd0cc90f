package credential_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func claims(code string) credential.ClaimAwardInput { return credential.ClaimAwardInput{Code: code} }

func TestAnAwardWaitsUntilItIsClaimed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made := o.awards(t, unclaimed("Ana from Class", "A-17"), func(in *credential.AwardInput) {
		in.Evidence = []credential.EvidenceInput{{Name: world.Ptr("A drive")}}
	})
	if made.Award.EarnerID != nil || made.ClaimCode == "" {
		t.Fatalf("made %+v", made)
	}
	if _, err := o.Credentials.Badge(o.issuer, made.Award.ID, credential.FormJSON); !problem.Is(err, problem.Conflict) {
		t.Errorf("it has a badge: %v", err)
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		want map[string]*credential.Recipient
	}{
		"the issuer":     {o.issuer, map[string]*credential.Recipient{made.Award.ID: {Name: "Ana from Class", Reference: "A-17"}}},
		"another issuer": {o.other, map[string]*credential.Recipient{}},
		"Ana":            {o.asAna, nil}, "nobody": {t.Context(), nil}, "a coach": {o.Member(t, auth.Coach, o.college), nil},
	} {
		if diff := cmp.Diff(tt.want, world.Must(o.Credentials.Recipients(tt.as, []string{made.Award.ID}))(t)); diff != "" {
			t.Errorf("%s reads: %s", name, diff)
		}
	}
	kept := o.DB().UnclaimedAward.Query().OnlyX(o.Ctx)
	if bytes.Contains(kept.Content, []byte("Ana")) || bytes.Contains(kept.Content, []byte("drive")) {
		t.Error("whom it is for is stored in the open")
	}
	feed := outbox.New(o.Store)
	before := world.Must(feed.Head(o.Ctx))(t)
	got := world.Must(o.Credentials.ClaimAward(o.asAna, claims(" "+strings.ToLower(strings.ReplaceAll(made.ClaimCode, "-", " ")))))(t)
	if got.ID != made.Award.ID || got.EarnerID == nil || *got.EarnerID != o.ana || !o.Credentials.Counts(got) {
		t.Errorf("claimed as %v", got)
	}
	if changes := world.Must(feed.Changes(o.Ctx, before, 10))(t); len(changes) == 0 || changes[0].ID != o.ana {
		t.Errorf("the feed tells %v", changes)
	}
	if n := o.DB().UnclaimedAward.Query().CountX(o.Ctx); n != 0 {
		t.Error("it is still known whom it waited for")
	}
	detail := world.Must(o.Credentials.Detail(o.asAna, []string{got.ID}))(t)[got.ID]
	if diff := cmp.Diff(&credential.Detail{Evidence: []badge.Evidence{{Name: "A drive"}}}, detail); diff != "" {
		t.Error(diff)
	}
	is(t, "the badge", o.verify(t, o.badge(t, got.ID, credential.FormJSON)), badge.Valid, "")
	if o.did(t, "award.issue") != 1 || o.did(t, "award.claim") != 1 {
		t.Error("the trail is not complete")
	}
}

func TestAnAwardIsClaimedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made := o.awards(t, unclaimed("Ben", "17"))
	viewers := make([]world.Viewer, 6)
	for i := range viewers {
		_, viewers[i] = o.person(t)
	}
	var all sync.WaitGroup
	errs := make([]error, len(viewers))
	for i, as := range viewers {
		all.Go(func() { _, errs[i] = o.Credentials.ClaimAward(as, claims(made.ClaimCode)) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if diff := cmp.Diff([]string{"NOT_FOUND code"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	if won != 1 {
		t.Errorf("%d have claimed it", won)
	}
}

func TestWrongCodesAreCounted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made := o.awards(t, unclaimed("Ben", "17"))
	for range 10 {
		_, err := o.Credentials.ClaimAward(o.asAna, claims("AAAA-BBBB-CCCC"))
		if diff := cmp.Diff([]string{"NOT_FOUND code"}, world.Problems(t, err)); diff != "" {
			t.Fatal(diff)
		}
	}
	_, err := o.Credentials.ClaimAward(o.asAna, claims(made.ClaimCode))
	if diff := cmp.Diff([]string{"LIMIT code"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	_, asBen := o.person(t, "ben@people.example")
	if _, err := o.Credentials.ClaimAward(asBen, claims("AAAA-BBBB-CCCC")); !problem.Is(err, problem.NotFound) {
		t.Errorf("another's tries: %v", err)
	}
	o.Clock.Advance(time.Hour + time.Second)
	world.Must(o.Credentials.ClaimAward(o.asAna, claims(made.ClaimCode)))(t)
}

func TestWhoClaimsWhat(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	revoked, waits := o.awards(t, unclaimed("Ben", "1")), o.awards(t, unclaimed("Cy", "2"))
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: revoked.Award.ID, Reason: "x", Kind: enum.RevokedInError}))(t)
	gone, asGone := o.person(t)
	o.erase(t, gone)
	for name, tt := range map[string]struct {
		as   world.Viewer
		code string
		want []string
	}{
		"what is revoked":   {o.asAna, revoked.ClaimCode, []string{"NOT_FOUND code"}},
		"without a code":    {o.asAna, "", []string{"INVALID code"}},
		"with a long one":   {o.asAna, strings.Repeat("A", 201), []string{"INVALID code"}},
		"an issuer":         {o.issuer, waits.ClaimCode, []string{"FORBIDDEN"}},
		"nobody":            {t.Context(), waits.ClaimCode, []string{"UNAUTHENTICATED"}},
		"one who is erased": {asGone, waits.ClaimCode, []string{"FORBIDDEN"}},
	} {
		_, err := o.Credentials.ClaimAward(tt.as, claims(tt.code))
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestANewCodeReplacesTheOldOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	made, held := o.awards(t, unclaimed("Ben", "17")), o.awards(t)
	again := world.Must(o.Credentials.ReissueClaimCode(o.issuer, credential.ReissueClaimCodeInput{Award: made.Award.ID}))(t)
	if again.ClaimCode == made.ClaimCode || again.ClaimCode == "" {
		t.Errorf("the code is %q", again.ClaimCode)
	}
	for name, tt := range map[string]struct {
		as    context.Context
		award string
		want  []string
	}{
		"another's": {o.other, made.Award.ID, []string{"NOT_FOUND award"}}, "none": {o.issuer, "awd_none", []string{"NOT_FOUND award"}},
		"one that is held": {o.issuer, held.Award.ID, []string{"CONFLICT award"}}, "an earner": {o.asAna, made.Award.ID, []string{"FORBIDDEN"}},
	} {
		_, err := o.Credentials.ReissueClaimCode(tt.as, credential.ReissueClaimCodeInput{Award: tt.award})
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := o.Credentials.ClaimAward(o.asAna, claims(made.ClaimCode)); !problem.Is(err, problem.NotFound) {
		t.Errorf("the old code: %v", err)
	}
	world.Must(o.Credentials.ClaimAward(o.asAna, claims(again.ClaimCode)))(t)
}
