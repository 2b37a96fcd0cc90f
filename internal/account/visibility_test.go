package account_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestVisibilityIsTheEarnersToSet(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	self := w.Earner(t)
	feed := outbox.New(w.Store)
	for i, v := range []consent.Visibility{consent.Open, consent.Hidden, consent.Anonymous} {
		before := world.Must(feed.Head(w.Ctx))(t)
		changed := world.Must(w.Accounts.SetVisibility(w.Self(t, self), account.SetVisibilityInput{Visibility: v}))(t)
		if changed.ID != self || changed.Visibility != v {
			t.Errorf("changed %v, want %s", changed, v)
		}
		if told := world.Must(feed.Changes(w.Ctx, before, 10))(t); len(told) != 1 || told[0].ID != self {
			t.Errorf("the feed tells %v", told)
		}
		if trail := world.Must(audit.Of(w.Ctx, w.DB(), enum.SubjectEarner, self, 0, 10))(t); len(trail) != i+1 || trail[0].Action != "earner.set_visibility" {
			t.Errorf("the trail is %v", trail)
		}
	}
	coach := w.Member(t, auth.Coach, w.Organization(t, "College", nil, enum.OrgCollege))
	for name, tt := range map[string]struct {
		ctx  world.Viewer
		to   consent.Visibility
		want string
	}{
		"anonymous": {t.Context(), consent.Open, "UNAUTHENTICATED"}, "a coach": {coach, consent.Open, "FORBIDDEN"},
		"none": {w.Self(t, self), "SHY", "INVALID visibility"},
	} {
		_, err := w.Accounts.SetVisibility(tt.ctx, account.SetVisibilityInput{Visibility: tt.to})
		if diff := cmp.Diff([]string{tt.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhoNeedsAGuardianStaysHiddenUntilOneAgrees(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgCollege)
	until := w.Clock.Now().Add(time.Hour)
	minor := w.Earner(t, func(e *account.NewEarner) {
		e.Visibility, e.GuardianUntil, e.Reach = consent.Hidden, &until, consent.Granted
	})
	self := w.Self(t, minor)
	show := func() []string {
		_, err := w.Accounts.SetVisibility(self, account.SetVisibilityInput{Visibility: consent.Anonymous})
		return world.Problems(t, err)
	}
	if diff := cmp.Diff([]string{"CONFLICT visibility"}, show()); diff != "" {
		t.Error(diff)
	}
	if row := world.Must(w.DB().Earner.Query().Where(earner.ID(minor)).Only(w.Ctx))(t); row.Visibility != consent.Hidden {
		t.Errorf("they are %s", row.Visibility)
	}
	world.Must(w.Accounts.SetVisibility(self, account.SetVisibilityInput{Visibility: consent.Hidden}))(t)
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Create().SetID("grt_1").SetCreatedAt(w.Clock.Now()).SetEarnerID(minor).
			SetOrganizationID(college.ID).SetPurpose(consent.Guardian).Exec(ctx)
	})
	if got := show(); len(got) != 0 {
		t.Errorf("with a guardian's grant: %v", got)
	}
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.UpdateOneID("grt_1").SetWithdrawnAt(w.Clock.Now()).Exec(ctx)
	})
	if got := show(); len(got) != 1 {
		t.Errorf("with a grant withdrawn: %v", got)
	}
	w.Clock.Advance(time.Hour)
	if got := show(); len(got) != 0 {
		t.Errorf("of age: %v", got)
	}
}
