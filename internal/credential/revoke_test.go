package credential_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/search"
)

func TestARevokedAwardCountsNoMoreAndLeavesATrail(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	earner := c.Earner(t)
	id := c.Award(t, earner, c.forklift)
	feed := outbox.New(c.Store)
	before := world.Must(feed.Head(c.Ctx))(t)
	revoked := world.Must(c.Credentials.Revoke(c.issuer, credential.RevokeAwardInput{ID: id, Reason: " a slip\n"}))(t)
	if revoked.Status != enum.AwardRevoked || revoked.RevokedReason != "a slip" || !revoked.RevokedAt.Equal(c.Clock.Now()) || c.Credentials.Counts(revoked) {
		t.Errorf("revoked as %v", revoked)
	}
	changes := ofEarners(world.Must(feed.Changes(c.Ctx, before, 10))(t))
	if len(changes) != 1 || changes[0].Kind != search.ChangeEarner || changes[0].ID != earner {
		t.Errorf("the feed tells %v", changes)
	}
	trail := world.Must(audit.Of(c.Ctx, c.DB(), enum.SubjectAward, id, 0, 10))(t)
	acting := auth.From(c.issuer)
	if len(trail) != 1 || trail[0].Action != "award.revoke" || trail[0].Actor != acting.Account || trail[0].Acting != acting.Acting.ID {
		t.Errorf("the trail is %v", trail)
	}
	_, err := c.Credentials.Revoke(c.issuer, credential.RevokeAwardInput{ID: id, Reason: "again"})
	if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
		t.Fatal(diff)
	}
	if current, ok := problem.As(err)[0].Current.(*db.Award); !ok || current.RevokedReason != "a slip" {
		t.Errorf("the first reason does not stand: %v", problem.As(err)[0].Current)
	}
}

func TestARevocationIsTheIssuersWithAReason(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	id := c.Award(t, c.Earner(t), c.forklift)
	for name, tt := range map[string]struct {
		as     world.Viewer
		id     string
		reason string
		want   string
	}{
		"no reason":         {c.issuer, id, "", "INVALID reason"},
		"a blank reason":    {c.issuer, id, " \n", "INVALID reason"},
		"a long reason":     {c.issuer, id, strings.Repeat("ñ", 1001), "INVALID reason"},
		"another issuer":    {c.other, id, "a slip", "NOT_FOUND id"},
		"none":              {c.issuer, "awd_none", "a slip", "NOT_FOUND id"},
		"anonymous":         {t.Context(), id, "a slip", "UNAUTHENTICATED"},
		"a coach of theirs": {c.Member(t, auth.Coach, c.college), id, "a slip", "FORBIDDEN"},
	} {
		_, err := c.Credentials.Revoke(tt.as, credential.RevokeAwardInput{ID: tt.id, Reason: tt.reason})
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if row := world.Must(c.Credentials.Award(c.issuer, id))(t); row.Status != enum.AwardActive || !c.Credentials.Counts(row) {
		t.Errorf("it is %v", row)
	}
	if trail := world.Must(audit.Of(c.Ctx, c.DB(), enum.SubjectAward, id, 0, 10))(t); len(trail) != 0 {
		t.Errorf("the trail is %v", trail)
	}
	longest := strings.Repeat("ñ", 1000)
	if row := world.Must(c.Credentials.Revoke(c.issuer, credential.RevokeAwardInput{ID: id, Reason: longest}))(t); row.RevokedReason != longest {
		t.Error("a reason of 1000 was cut")
	}
}

func TestOfRevocationsAtTheSameTimeOneIsMade(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	id := c.Award(t, c.Earner(t), c.forklift)
	var done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := c.Credentials.Revoke(c.issuer, credential.RevokeAwardInput{ID: id, Reason: "a slip"})
			switch {
			case err == nil:
				done.Add(1)
			case !problem.Is(err, problem.Conflict):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if trail := world.Must(audit.Of(c.Ctx, c.DB(), enum.SubjectAward, id, 0, 10))(t); done.Load() != 1 || len(trail) != 1 {
		t.Errorf("%d were made, the trail has %d", done.Load(), len(trail))
	}
}
