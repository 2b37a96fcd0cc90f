package credential_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func (o *office) suspends(award, reason string) (*db.Award, error) {
	return o.Credentials.Suspend(o.issuer, credential.SuspendAwardInput{ID: award, Reason: reason})
}

func (o *office) reinstates(award, reason string) (*db.Award, error) {
	return o.Credentials.Reinstate(o.issuer, credential.ReinstateAwardInput{ID: award, Reason: reason})
}

func (o *office) revokes(award, reason string) (*db.Award, error) {
	return o.Credentials.Revoke(o.issuer, credential.RevokeAwardInput{ID: award, Reason: reason})
}

func TestVerifiersSeeASuspensionAndItsEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	path := o.publish(t, award)
	forms := append([]credential.Form{credential.FormOpenBadge2}, signedForms...)
	held := map[credential.Form][]byte{}
	for _, form := range forms {
		held[form] = o.badge(t, award, form)
	}
	all := func(what string, verdict badge.Verdict, reason, old badge.Reason) {
		t.Helper()
		for _, form := range forms {
			want := reason
			if form == credential.FormOpenBadge2 {
				want = old // it knows no suspension
			}
			is(t, what+": "+string(form), o.verify(t, held[form]), verdict, want)
		}
		r := world.Must(o.Credentials.PublicAward(t.Context(), path[len("/awards/"):]))(t)
		is(t, what+": the page", *r.Report, verdict, reason)
		if r.Counts != (verdict == badge.Valid) {
			t.Errorf("%s: the page says that it counts: %t", what, r.Counts)
		}
	}
	all("issued", badge.Valid, "", "")
	suspended := world.Must(o.suspends(award, " a doubt "))(t)
	if suspended.Status != enum.AwardSuspended || suspended.SuspendedReason != "a doubt" || !suspended.SuspendedAt.Equal(o.Clock.Now()) || o.Credentials.Counts(suspended) {
		t.Errorf("suspended as %v", suspended)
	}
	all("suspended", badge.Invalid, badge.ReasonSuspended, badge.ReasonRevoked)
	reinstated := world.Must(o.reinstates(award, "no doubt"))(t)
	if reinstated.Status != enum.AwardActive || reinstated.SuspendedAt != nil || reinstated.SuspendedReason != "no doubt" || !o.Credentials.Counts(reinstated) {
		t.Errorf("reinstated as %v", reinstated)
	}
	all("reinstated", badge.Valid, "", "")
	world.Must(o.suspends(award, "a doubt again"))(t)
	world.Must(o.revokes(award, "a slip"))(t)
	all("revoked", badge.Invalid, badge.ReasonRevoked, badge.ReasonRevoked)
	page := world.Must(o.Credentials.PublicAward(t.Context(), path[len("/awards/"):]))(t)
	if page.Award.Status != enum.AwardRevoked || page.Award.RevokedAt == nil || page.Award.RevokedReason+page.Award.SuspendedReason != "" {
		t.Errorf("the page tells %v", page.Award)
	}
	if d := o.at(t, o.Credentials.Base.String()+path+"/ob2.json"); d.Status != 410 {
		t.Errorf("in Open Badges 2.0, it is served with %d", d.Status)
	}
}

func TestASuspensionIsTheIssuersWithAReason(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	imported := o.imported(t, award)
	revoked := o.issues(t).ID
	world.Must(o.revokes(revoked, "a slip"))(t)
	suspended := o.issues(t).ID
	world.Must(o.suspends(suspended, "a doubt"))(t)
	for name, tt := range map[string]struct {
		as                 world.Viewer
		id, reason         string
		suspend, reinstate string
	}{
		"no reason":      {o.issuer, award, " ", "INVALID reason", "INVALID reason"},
		"another issuer": {o.other, award, "a doubt", "NOT_FOUND id", "NOT_FOUND id"},
		"none":           {o.issuer, "awd_none", "a doubt", "NOT_FOUND id", "NOT_FOUND id"},
		"the earner":     {o.asAna, award, "a doubt", "FORBIDDEN", "FORBIDDEN"},
		"a coach":        {o.Member(t, auth.Coach, o.college), award, "a doubt", "FORBIDDEN", "FORBIDDEN"},
		"anonymous":      {t.Context(), award, "a doubt", "UNAUTHENTICATED", "UNAUTHENTICATED"},
		"imported":       {o.issuer, imported, "a doubt", "CONFLICT id", "CONFLICT id"},
		"revoked":        {o.issuer, revoked, "a doubt", "CONFLICT id", "CONFLICT id"},
	} {
		_, err := o.Credentials.Suspend(tt.as, credential.SuspendAwardInput{ID: tt.id, Reason: tt.reason})
		if diff := cmp.Diff([]string{tt.suspend}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s suspends: %s", name, diff)
		}
		_, err = o.Credentials.Reinstate(tt.as, credential.ReinstateAwardInput{ID: tt.id, Reason: tt.reason})
		if diff := cmp.Diff([]string{tt.reinstate}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s reinstates: %s", name, diff)
		}
	}
	if _, err := o.suspends(suspended, "again"); !problem.Is(err, problem.Conflict) {
		t.Errorf("suspended twice: %v", err)
	}
	if _, err := o.reinstates(award, "again"); !problem.Is(err, problem.Conflict) {
		t.Errorf("reinstated without a suspension: %v", err)
	}
	if _, err := o.revokes(imported, "a slip"); !problem.Is(err, problem.Conflict) {
		t.Errorf("revoked what was issued elsewhere: %v", err)
	}
	if row := world.Must(o.Credentials.Award(o.issuer, suspended))(t); row.SuspendedReason != "a doubt" {
		t.Errorf("the first reason does not stand: %v", row)
	}
}

// imported is an award like another, of a badge that was issued elsewhere.
func (o *office) imported(t *testing.T, like string) string {
	t.Helper()
	made := o.IDs.Mint(id.Award)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Award.Get(ctx, like)
		if err != nil {
			return err
		}
		row.ID, row.Source, row.URI, row.NextCheckAt = made, enum.SourceImported, world.Ptr("urn:uuid:elsewhere"), nil
		return store.Insert(ctx, tx, []*db.Award{row})
	})
	return made
}

func TestAChangeOfStatusIsAChangeOfItsEarnerAndLeavesATrail(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	award := o.issues(t).ID
	feed := outbox.New(o.Store)
	for _, step := range []struct {
		action string
		do     func(award, reason string) (*db.Award, error)
	}{{"award.suspend", o.suspends}, {"award.reinstate", o.reinstates}, {"award.revoke", o.revokes}} {
		before := world.Must(feed.Head(o.Ctx))(t)
		world.Must(step.do(award, "for a reason"))(t)
		if changes := ofEarners(world.Must(feed.Changes(o.Ctx, before, 10))(t)); len(changes) != 1 || changes[0].ID != o.ana {
			t.Errorf("%s: the feed tells %v", step.action, changes)
		}
		trail := world.Must(audit.Of(o.Ctx, o.DB(), enum.SubjectAward, award, 0, 1))(t)
		if len(trail) != 1 || trail[0].Action != step.action || trail[0].Actor != auth.From(o.issuer).Account {
			t.Errorf("%s: the trail is %v", step.action, trail)
		}
	}
}
