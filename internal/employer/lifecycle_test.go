package employer_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// moves are what an employer may do with a posting.
func (v *town) moves() map[string]func(id string) (*db.Posting, error) {
	of := func(do func(context.Context, employer.MovePostingInput) (*db.Posting, error)) func(string) (*db.Posting, error) {
		return func(id string) (*db.Posting, error) { return do(v.miller, employer.MovePostingInput{ID: id}) }
	}
	return map[string]func(string) (*db.Posting, error){
		"open": func(id string) (*db.Posting, error) {
			return v.OpenAgain(v.miller, employer.OpenPostingInput{ID: id})
		},
		"pause": of(v.PausePosting), "resume": of(v.ResumePosting), "fill": of(v.FillPosting),
		"close": func(id string) (*db.Posting, error) {
			return v.ClosePosting(v.miller, employer.ClosePostingInput{ID: id})
		},
	}
}

// standing makes a posting that stands as a status.
func (v *town) standing(t *testing.T, as enum.PostingStatus) string {
	t.Helper()
	in := v.driver(t)
	in.Draft = as == enum.PostingDraft
	if as == enum.PostingExpired {
		in.ExpiresOn = world.Ptr(v.Clock.Now())
	}
	made := v.posting(v.miller, t, in)
	switch as {
	case enum.PostingPaused:
		world.Must(v.moves()["pause"](made.ID))(t)
	case enum.PostingFilled:
		world.Must(v.moves()["fill"](made.ID))(t)
	case enum.PostingClosed:
		world.Must(v.moves()["close"](made.ID))(t)
	case enum.PostingExpired:
		v.Clock.Advance(48 * time.Hour)
	default:
	}
	return made.ID
}

func TestEveryMoveOfAPostingIsTakenFromTheStatesThatAllowIt(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	allowed := map[string]map[enum.PostingStatus]enum.PostingStatus{
		"open":   {enum.PostingDraft: enum.PostingOpen, enum.PostingFilled: enum.PostingOpen, enum.PostingExpired: enum.PostingOpen},
		"pause":  {enum.PostingOpen: enum.PostingPaused},
		"resume": {enum.PostingPaused: enum.PostingOpen},
		"fill":   {enum.PostingOpen: enum.PostingFilled, enum.PostingPaused: enum.PostingFilled},
		"close": {
			enum.PostingDraft: enum.PostingClosed, enum.PostingOpen: enum.PostingClosed, enum.PostingPaused: enum.PostingClosed,
			enum.PostingFilled: enum.PostingClosed, enum.PostingExpired: enum.PostingClosed,
		},
	}
	for name, move := range v.moves() {
		for _, from := range enum.PostingStatus("").Values() {
			id := v.standing(t, enum.PostingStatus(from))
			to, may := allowed[name][enum.PostingStatus(from)]
			moved, err := move(id)
			if !may {
				if diff := cmp.Diff([]string{"CONFLICT id"}, world.Problems(t, err)); diff != "" {
					t.Errorf("%s from %s: %s", name, from, diff)
				}
				if got := v.Status(v.World.DB().Posting.GetX(v.Ctx, id)); got != enum.PostingStatus(from) {
					t.Errorf("%s from %s left it %s", name, from, got)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s from %s: %v", name, from, err)
				continue
			}
			if got := v.Status(moved); got != to {
				t.Errorf("%s from %s: it is %s, want %s", name, from, got, to)
			}
			if seeks := to == enum.PostingOpen || to == enum.PostingPaused; (v.EndedAt(moved) == nil) != seeks {
				t.Errorf("%s from %s: ended at %v", name, from, v.EndedAt(moved))
			}
		}
	}
}

func TestOnlyOpenPostingsAreForOutsiders(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for _, status := range enum.PostingStatus("").Values() {
		id := v.standing(t, enum.PostingStatus(status))
		_, err := v.Posting(v.stranger, id)
		if open := status == string(enum.PostingOpen); (err == nil) != open || err != nil && !problem.Is(err, problem.NotFound) {
			t.Errorf("a stranger reads one that is %s: %v", status, err)
		}
		if _, err := v.Posting(v.miller, id); err != nil {
			t.Errorf("its employer reads one that is %s: %v", status, err)
		}
		in := employer.PostingsInput{Filter: employer.PostingFilter{Mine: world.Ptr(true), Status: []enum.PostingStatus{enum.PostingStatus(status)}}, Page: page.Args{First: 100}}
		if got := postingIDs(world.Must(v.Postings(v.miller, in))(t).Items); len(got) == 0 || got[0] != id {
			t.Errorf("its employer lists %v as %s, want %s first", got, status, id)
		}
	}
}

func TestAPostingExpiresByTimeAlone(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	today := v.Clock.Now().Truncate(24 * time.Hour)
	in.ExpiresOn = world.Ptr(today)
	made := v.posting(v.miller, t, in)
	ends := today.Add(36 * time.Hour)
	if got := employer.LastDay(made); !got.Equal(today) || !made.ExpiresAt.Equal(ends) {
		t.Errorf("it expires at %v, after %v", made.ExpiresAt, got)
	}
	v.Clock.Advance(ends.Add(-time.Nanosecond).Sub(v.Clock.Now()))
	world.Must(v.Posting(v.stranger, made.ID))(t)
	v.Clock.Advance(time.Nanosecond)
	if _, err := v.Posting(v.stranger, made.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger reads it at its end: %v", err)
	}
	if got := world.Must(v.Postings(v.stranger, employer.PostingsInput{Page: page.Args{First: 10}}))(t); len(got.Items) != 0 {
		t.Errorf("it is listed at its end: %v", got.Items)
	}
	if n := world.Must(v.ExpireOnce(v.Ctx))(t); n != 1 {
		t.Errorf("%d were swept", n)
	}
	row := v.World.DB().Posting.GetX(v.Ctx, made.ID)
	if row.Status != enum.PostingExpired || !row.ClosedAt.Equal(ends) {
		t.Errorf("after the sweep it is %v", row)
	}
	if n := world.Must(v.ExpireOnce(v.Ctx))(t); n != 0 {
		t.Errorf("%d were swept again", n)
	}
	if _, err := v.creates(v.miller, in); !cmp.Equal(world.Problems(t, err), []string{"INVALID expiresOn"}) {
		t.Errorf("a posting that ended is created: %v", err)
	}
}

func TestAnEmployerIsToldOnceThatAPostingEnds(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.ExpiresOn = world.Ptr(v.Clock.Now().Add(5 * 24 * time.Hour))
	made := v.posting(v.miller, t, in)
	told := func() int {
		if err := v.WarnOnce(v.Ctx); err != nil {
			t.Fatal(err)
		}
		return v.World.DB().Notification.Query().Where(notification.KindEQ(enum.NoticePostingExpiring), notification.Subject(made.ID)).CountX(v.Ctx)
	}
	if got := told(); got != 0 {
		t.Errorf("%d are told five days ahead", got)
	}
	v.Clock.Advance(3 * 24 * time.Hour)
	if a, b := told(), told(); a != 1 || b != 1 {
		t.Errorf("%d, then %d are told", a, b)
	}
}

func TestAnInternalPostingIsForTheStaff(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.Audience = enum.AudienceInternal
	made := v.posting(v.miller, t, in)
	work := func(organization *db.Organization, internal bool, ended *time.Time) world.Viewer {
		earner := v.Earner(t)
		v.Tx(t, func(ctx context.Context, tx *db.Client) error {
			return tx.Employment.Create().SetID(v.World.IDs.Mint("emp")).SetCreatedAt(v.Clock.Now()).SetEarnerID(earner).
				SetOrganizationID(organization.ID).SetInternal(internal).SetNillableEndedAt(ended).Exec(ctx)
		})
		return auth.With(v.Ctx, auth.Viewer{Account: "acc_of_" + earner, Earner: earner})
	}
	for name, tt := range map[string]struct {
		as   world.Viewer
		sees bool
	}{
		"its employer": {v.miller, true}, "another": {v.stranger, false}, "nobody": {t.Context(), false},
		"staff":            {work(v.mill, true, nil), true},
		"staff in private": {work(v.mill, false, nil), false},
		"former staff":     {work(v.mill, true, world.Ptr(v.Clock.Now())), false},
		"another's staff":  {work(v.other, true, nil), false},
	} {
		if _, err := v.Posting(tt.as, made.ID); (err == nil) != tt.sees {
			t.Errorf("%s: %v", name, err)
		}
		if got := world.Must(v.Postings(tt.as, employer.PostingsInput{Page: page.Args{First: 10}}))(t); (len(got.Items) == 1) != tt.sees {
			t.Errorf("%s lists %d", name, len(got.Items))
		}
	}
}
