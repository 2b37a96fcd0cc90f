package employer_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// meeting is a fair with a college's cohort, whose members show themselves to whom
// they name only.
type meeting struct {
	*fair
	host   context.Context
	cohort string
	event  *employer.Event
	member string
	as     context.Context
}

func newMeeting(t *testing.T) *meeting {
	t.Helper()
	m := &meeting{fair: newFair(t), cohort: "coh_1"}
	college := m.Organization(t, "Community College", nil, enum.OrgCollege)
	m.host = m.Member(t, auth.Coach, college)
	var account string
	m.member, account, m.as, _ = m.person(t, "Minna Member", shownToGranted)
	_ = account
	m.Tx(t, func(ctx context.Context, tx *db.Client) error {
		err := tx.Cohort.Create().SetID(m.cohort).SetCreatedAt(m.Clock.Now()).SetOrganizationID(college.ID).SetName("Spring").
			SetCodeHash("hash").SetOpenedByID(auth.From(m.host).Account).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.CohortMember.Create().SetCohortID(m.cohort).SetEarnerID(m.member).SetJoinedAt(m.Clock.Now()).Exec(ctx)
	})
	m.event = world.Must(m.OpenEvent(m.host, employer.OpenEventInput{
		Cohort: m.cohort, Title: "Spring fair", StartsOn: m.Clock.Now(), EndsOn: m.Clock.Now().AddDate(0, 0, 2), Employers: []string{m.mill.ID},
	}))(t)
	m.index(t)
	return m
}

func shownToGranted(e *account.NewEarner) { e.Reach = consent.Granted }

// shows counts who is shown to an employer at the event.
func (m *meeting) shows(as context.Context, t *testing.T, posting string) []*employer.Candidate {
	t.Helper()
	return world.Must(m.EventCandidates(as, employer.EventCandidatesInput{
		Event: m.event.ID, Posting: posting, Page: page.Args{First: 10}, Language: "en", Fields: []string{"alias"},
	}))(t).Items
}

func TestAnEventShowsWhoJoinedToWhoIsInvited(t *testing.T) {
	t.Parallel()
	m := newMeeting(t)
	if got := m.shows(m.miller, t, m.posting.ID); len(got) > 0 {
		t.Errorf("before anybody joined, the mill is shown %v", got)
	}
	joined := world.Must(m.JoinEvent(m.as, m.event.ID))(t)
	if joined.Joined == nil || !*joined.Joined || joined.JoinedCount != nil || joined.Cohort == nil {
		t.Errorf("joined %+v", joined)
	}
	got := m.shows(m.miller, t, m.posting.ID)
	if len(got) != 1 || got[0].Name != nil || got[0].Place != nil || got[0].Match.Rank != 1 {
		t.Fatalf("the mill is shown %+v", got)
	}
	if last := m.seen.lines[len(m.seen.lines)-1]; last.Earner != m.member || last.Organization != m.mill.ID {
		t.Errorf("noted %+v", last)
	}
	theirs := m.town.posting(m.stranger, t, m.driver(t))
	if got := m.shows(m.stranger, t, theirs.ID); len(got) > 0 {
		t.Errorf("who is not invited is shown %+v", got)
	}
	asked := world.Must(m.RequestContact(m.miller, employer.RequestContactInput{
		Posting: m.posting.ID, Candidate: got[0].ID, Message: "Come to our table.", Event: &m.event.ID,
	}))(t)
	if asked.Event == nil || *asked.Event != m.event.ID {
		t.Errorf("asked %+v", asked)
	}
	host := world.Must(m.EventsByID(m.host, []string{m.event.ID}))(t)[m.event.ID]
	guest := world.Must(m.EventsByID(m.miller, []string{m.event.ID}))(t)[m.event.ID]
	if host.JoinedCount == nil || *host.JoinedCount != 1 || guest.JoinedCount != nil || guest.Cohort != nil || guest.Joined != nil {
		t.Errorf("the host sees %+v, the guest %+v", host, guest)
	}
	for name, as := range map[string]context.Context{"a stranger": m.stranger, "nobody": t.Context(), "who is no member": m.self} {
		if seen := world.Must(m.EventsByID(as, []string{m.event.ID}))(t); len(seen) > 0 {
			t.Errorf("%s sees %+v", name, seen)
		}
	}
}

func TestWhoIsShownAtAnEventCanEndIt(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(m *meeting, t *testing.T){
		"they leave":       func(m *meeting, t *testing.T) { world.Must(m.LeaveEvent(m.as, m.event.ID))(t) },
		"it is over":       func(m *meeting, _ *testing.T) { m.Clock.Advance(4 * 24 * time.Hour) },
		"the host cancels": func(m *meeting, t *testing.T) { world.Must(m.CancelEvent(m.host, m.event.ID))(t) },
		"the employer is uninvited": func(m *meeting, t *testing.T) {
			world.Must(m.UninviteFromEvent(m.host, employer.EventGuestsInput{Event: m.event.ID, Employers: []string{m.mill.ID}}))(t)
		},
		"the consent is withdrawn": func(m *meeting, t *testing.T) {
			m.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Grant.Update().Where(grant.EarnerID(m.member)).SetWithdrawnAt(m.Clock.Now()).Exec(ctx)
			})
		},
		"the employer is blocked": func(m *meeting, t *testing.T) {
			m.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Block.Create().SetID("blk_x").SetCreatedAt(m.Clock.Now()).SetEarnerID(m.member).SetOrganizationID(m.mill.ID).Exec(ctx)
			})
		},
		"they hide": func(m *meeting, t *testing.T) {
			m.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.Earner.UpdateOneID(m.member).SetVisibility(consent.Hidden).Exec(ctx)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMeeting(t)
			world.Must(m.JoinEvent(m.as, m.event.ID))(t)
			before := m.shows(m.miller, t, m.posting.ID)
			if len(before) != 1 {
				t.Fatalf("before, the mill is shown %+v", before)
			}
			end(m, t)
			if got := m.shows(m.miller, t, m.posting.ID); len(got) > 0 {
				t.Errorf("the mill is still shown %+v", got)
			}
			_, err := m.RequestContact(m.miller, employer.RequestContactInput{
				Posting: m.posting.ID, Candidate: before[0].ID, Message: "Hi.", Event: &m.event.ID,
			})
			if len(world.Problems(t, err)) != 1 {
				t.Errorf("asked all the same: %v", err)
			}
			m.index(t)
			if got := len(m.read(m.miller, t, m.posting.ID, 10)); got != 1 && name != "it is over" {
				t.Errorf("the posting lists %d, want Wanda alone", got)
			}
		})
	}
}

func TestOnlyTheHostRunsAnEvent(t *testing.T) {
	t.Parallel()
	m := newMeeting(t)
	later := m.Clock.Now().AddDate(0, 0, 40)
	in := employer.OpenEventInput{Cohort: m.cohort, Title: "Fair", StartsOn: m.Clock.Now(), EndsOn: m.Clock.Now(), Employers: []string{m.mill.ID}}
	edited := func(edit func(*employer.OpenEventInput)) employer.OpenEventInput {
		c := in
		edit(&c)
		return c
	}
	another := m.Member(t, auth.Coach, m.Organization(t, "Other College", nil, enum.OrgCollege))
	for name, c := range map[string]struct {
		as   context.Context
		in   employer.OpenEventInput
		want string
	}{
		"an employer":     {m.miller, in, "FORBIDDEN"},
		"another college": {another, in, "NOT_FOUND cohort"},
		"too long":        {m.host, edited(func(e *employer.OpenEventInput) { e.EndsOn = later }), "INVALID endsOn"},
		"nameless":        {m.host, edited(func(e *employer.OpenEventInput) { e.Title = " " }), "INVALID title"},
		"no employer":     {m.host, edited(func(e *employer.OpenEventInput) { e.Employers = []string{m.college.ID} }), "NOT_FOUND employers.0"},
	} {
		_, err := m.OpenEvent(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, as := range map[string]context.Context{"another college": another, "the mill": m.miller} {
		if _, err := m.CancelEvent(as, m.event.ID); len(world.Problems(t, err)) != 1 {
			t.Errorf("%s canceled it", name)
		}
	}
	if _, err := m.JoinEvent(m.self, m.event.ID); len(world.Problems(t, err)) != 1 {
		t.Error("who is no member joined")
	}
}

func TestWhoIsInvitedLaterIsShownWhoJoinsAgain(t *testing.T) {
	t.Parallel()
	m := newMeeting(t)
	world.Must(m.JoinEvent(m.as, m.event.ID))(t)
	world.Must(m.InviteToEvent(m.host, employer.EventGuestsInput{Event: m.event.ID, Employers: []string{m.other.ID}}))(t)
	theirs := m.town.posting(m.stranger, t, m.driver(t))
	if got := m.shows(m.stranger, t, theirs.ID); len(got) > 0 {
		t.Errorf("the new guest is shown %+v", got)
	}
	m.Clock.Advance(time.Hour)
	world.Must(m.JoinEvent(m.as, m.event.ID))(t)
	if a, b := len(m.shows(m.stranger, t, theirs.ID)), len(m.shows(m.miller, t, m.posting.ID)); a != 1 || b != 1 {
		t.Errorf("the new guest is shown %d, the old one %d", a, b)
	}
	live := m.World.DB().Grant.Query().Where(grant.EarnerID(m.member), grant.WithdrawnAtIsNil()).CountX(m.Ctx)
	if live != 2 {
		t.Errorf("%d consents stand, want one for each guest", live)
	}
}
