package credential_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/unclaimedaward"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestTheSameAwardOfTheSameDayIsMadeOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { _, errs[i] = o.Credentials.AwardMicroCredential(o.issuer, o.toAna()) })
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		if diff := cmp.Diff([]string{"CONFLICT earner"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	if n := world.Must(o.DB().Award.Query().Count(o.Ctx))(t); made != 1 || n != 1 {
		t.Fatalf("%d calls made %d awards", made, n)
	}
	held := o.DB().Award.Query().OnlyX(o.Ctx)
	_, err := o.Credentials.AwardMicroCredential(o.issuer, o.toAna())
	if there, _ := problem.As(err)[0].Current.(*db.Award); there == nil || there.ID != held.ID {
		t.Errorf("the problem shows %v", there)
	}
	// Another day's, another micro-credential's, and one in place of a revoked one are others.
	day := o.Clock.Now().AddDate(0, 0, -1)
	o.awards(t, func(in *credential.AwardInput) { in.EarnedAt = &day })
	o.awards(t, func(in *credential.AwardInput) { in.MicroCredential = o.safety.ID })
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: held.ID, Reason: "x"}))(t)
	o.awards(t)
}

func TestAnAwardIsForAnEarnerOrForSomebodyWhoClaimsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	retired := o.MicroCredential(t, o.college, "Old", nil)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(retired.ID).SetStatus(enum.Retired).Exec(ctx)
	})
	stranger := o.Earner(t)
	long := strings.Repeat("x", 201)
	for name, tt := range map[string]struct {
		as   world.Viewer
		edit func(*credential.AwardInput)
		want []string
	}{
		"an earner": {o.issuer, func(*credential.AwardInput) {}, []string{}},
		"somebody":  {o.issuer, unclaimed("Ben", "17"), []string{}},
		"both": {o.issuer, func(in *credential.AwardInput) {
			in.Unclaimed = &credential.UnclaimedInput{Name: "Ben", Reference: "17"}
		}, []string{"INVALID earner"}},
		"nobody":          {o.issuer, func(in *credential.AwardInput) { in.Earner = nil }, []string{"INVALID earner"}},
		"a stranger":      {o.issuer, func(in *credential.AwardInput) { in.Earner = &stranger }, []string{"NOT_FOUND earner"}},
		"without a name":  {o.issuer, unclaimed(" ", "17"), []string{"INVALID unclaimed.name"}},
		"with long words": {o.issuer, unclaimed(long, long), []string{"INVALID unclaimed.name", "INVALID unclaimed.reference"}},
		"with no address": {o.issuer, func(in *credential.AwardInput) {
			unclaimed("Ben", "17")(in)
			in.Unclaimed.Email = world.Ptr("Ben <b@e.example>")
		}, []string{"INVALID unclaimed.email"}},
		"retired":           {o.issuer, func(in *credential.AwardInput) { in.MicroCredential = retired.ID }, []string{"NOT_FOUND microCredential"}},
		"in another's name": {o.other, func(in *credential.AwardInput) { in.OnBehalfOf = &o.college.ID }, []string{"NOT_FOUND microCredential"}},
		"an earner's":       {o.asAna, func(*credential.AwardInput) {}, []string{"FORBIDDEN"}},
		"ahead":             {o.issuer, func(in *credential.AwardInput) { in.EarnedAt = world.Ptr(o.Clock.Now().Add(time.Hour)) }, []string{"INVALID earnedAt"}},
	} {
		made, err := o.Credentials.AwardMicroCredential(tt.as, o.toAna(tt.edit))
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err == nil && (made.ClaimCode != "") != (made.Award.EarnerID == nil) {
			t.Errorf("%s: the code is %q", name, made.ClaimCode)
		}
	}
}

func TestManyAreAwardedEachByItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ben, _ := o.person(t, "ben@people.example")
	stranger := o.Earner(t)
	in := credential.AwardManyInput{MicroCredential: o.forklift.ID, ClientMutationID: world.Ptr("batch"), Recipients: []credential.RecipientInput{
		{Earner: &o.ana}, {Earner: &stranger}, {Earner: &o.ana}, {Unclaimed: &credential.UnclaimedInput{Name: "Cy", Reference: "3"}}, {}, {Earner: &ben},
	}}
	got := func(rows []credential.AwardedRow) []string {
		out := make([]string, len(rows))
		for i, row := range rows {
			out[i] = strings.Join(world.Problems(t, row.Err), " ")
			if row.Err == nil && row.Awarded.Award.EarnerID == nil {
				out[i] = "waits"
			}
			if row.Index != i {
				t.Errorf("row %d is called %d", i, row.Index)
			}
		}
		return out
	}
	want := []string{"", "NOT_FOUND earner", "CONFLICT earner", "waits", "INVALID earner", ""}
	first := world.Must(o.Credentials.AwardMicroCredentials(o.issuer, in))(t)
	if diff := cmp.Diff(want, got(first)); diff != "" || first[3].Awarded.ClaimCode == "" {
		t.Errorf("%s", diff)
	}
	again := world.Must(o.Credentials.AwardMicroCredentials(o.issuer, in))(t)
	if diff := cmp.Diff(want, got(again)); diff != "" || again[3].Awarded.ClaimCode != "" {
		t.Errorf("repeated: %s", diff)
	}
	if n := o.DB().Award.Query().CountX(o.Ctx); n != 3 {
		t.Errorf("%d awards", n)
	}
	for name, tt := range map[string]struct {
		edit func(*credential.AwardManyInput)
		want []string
	}{
		"none":            {func(in *credential.AwardManyInput) { in.Recipients = nil }, []string{"INVALID recipients"}},
		"too many":        {func(in *credential.AwardManyInput) { in.Recipients = make([]credential.RecipientInput, 101) }, []string{"INVALID recipients"}},
		"a long key":      {func(in *credential.AwardManyInput) { in.ClientMutationID = world.Ptr(strings.Repeat("k", 91)) }, []string{"INVALID clientMutationId"}},
		"what is unknown": {func(in *credential.AwardManyInput) { in.MicroCredential = "mcr_none" }, []string{"NOT_FOUND microCredential"}},
		"one twice": {func(in *credential.AwardManyInput) {
			in.Recipients = []credential.RecipientInput{in.Recipients[3], in.Recipients[3]}
		}, []string{"INVALID recipients.1.unclaimed.reference"}},
	} {
		bad := in
		tt.edit(&bad)
		_, err := o.Credentials.AwardMicroCredentials(o.issuer, bad)
		if diff := cmp.Diff(tt.want, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatWasIssuedInErrorIsGoneFromItsEarnersPages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for kind, gone := range map[enum.RevocationKind]bool{"": false, enum.RevokedInError: true} {
		day := o.Clock.Now().AddDate(0, 0, map[bool]int{true: -2, false: -1}[gone])
		row := o.awards(t, func(in *credential.AwardInput) { in.EarnedAt = &day }).Award
		badgeBefore := o.badge(t, row.ID, credential.FormJSON)
		token := strings.TrimPrefix(o.publish(t, row.ID), "/awards/")
		sheet := world.Must(o.Credentials.PublishSheet(o.asAna, credential.PublishSheetInput{Awards: []string{row.ID}}))(t)
		revoked := world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: row.ID, Reason: "a mistake", Kind: kind}))(t)
		if want := map[bool]enum.RevocationKind{true: enum.RevokedInError, false: enum.RevokedWithdrawn}[gone]; revoked.Revocation == nil || *revoked.Revocation != want {
			t.Errorf("revoked as %v, want %s", revoked.Revocation, want)
		}
		_, err := o.Credentials.PublicAward(t.Context(), token)
		if problem.Is(err, problem.NotFound) != gone {
			t.Errorf("%q: its page gives %v", kind, err)
		}
		if _, err := o.Credentials.PublicBadge(t.Context(), token, credential.FormJSON); problem.Is(err, problem.NotFound) != gone {
			t.Errorf("%q: its public badge gives %v", kind, err)
		}
		if page := world.Must(o.Credentials.PublicSheet(t.Context(), sheet.Token))(t); (len(page.Awards) == 0) != gone {
			t.Errorf("%q: the sheet has %d awards", kind, len(page.Awards))
		}
		list := world.Must(o.Credentials.AwardsByEarner(o.asAna, []string{o.ana}, 10))(t)[o.ana]
		has := false
		for _, item := range list.Items {
			has = has || item.ID == row.ID
		}
		if has == gone {
			t.Errorf("%q: in her list %v", kind, has)
		}
		if own, err := o.Credentials.Award(o.asAna, row.ID); err != nil || own.RevokedReason != "a mistake" {
			t.Errorf("%q: she reads %v, %v", kind, own, err)
		}
		is(t, string(kind), o.verify(t, badgeBefore), badge.Invalid, badge.ReasonRevoked)
	}
	_, err := o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: "awd_none", Reason: "x", Kind: enum.RevokedWithStack})
	if diff := cmp.Diff([]string{"INVALID kind"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if _, err := o.Credentials.Revoke(o.Member(t, auth.Coach, o.college), credential.RevokeAwardInput{Kind: "X"}); !problem.Is(err, problem.Forbidden) {
		t.Error(err)
	}
}

func TestTheSameAwardToTheSameReferenceWaitsOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		all.Go(func() {
			_, errs[i] = o.Credentials.AwardMicroCredential(o.issuer, o.toAna(unclaimed("Ben Example", "A-18")))
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		if diff := cmp.Diff([]string{"CONFLICT unclaimed.reference"}, world.Problems(t, err)); diff != "" {
			t.Error(diff)
		}
	}
	if n := world.Must(o.DB().UnclaimedAward.Query().Count(o.Ctx))(t); made != 1 || n != 1 {
		t.Fatalf("%d calls made %d awards that wait", made, n)
	}
	// Somebody else's, another day's, and one in place of a revoked one are others.
	day := o.Clock.Now().AddDate(0, 0, -1)
	o.awards(t, unclaimed("Ben Example", "A-19"))
	o.awards(t, unclaimed("Ben Example", "A-18"), func(in *credential.AwardInput) { in.EarnedAt = &day })
	held := o.DB().UnclaimedAward.Query().Order(unclaimedaward.ByID()).FirstX(o.Ctx)
	world.Must(o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: held.AwardID, Reason: "x"}))(t)
	o.awards(t, unclaimed("Ben Example", " a-18 "))
}

func TestWhatARosterHasAwardedToAReferenceIsNotAwardedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	day := o.Clock.Now().UTC().Truncate(24 * time.Hour)
	o.imports(t, o.issuer, "micro_credential,name,reference,earned_on\n"+o.forklift.ID+",Ben Example,A-18,"+day.Format(time.DateOnly))
	_, err := o.Credentials.AwardMicroCredential(o.issuer, o.toAna(unclaimed("Ben Example", "A-18")))
	if diff := cmp.Diff([]string{"CONFLICT unclaimed.reference"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
