package employer_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func given(answer string, ticked ...consent.Field) link.Given {
	fields := url.Values{}
	for _, f := range ticked {
		fields.Set(string(f), "on")
	}
	return link.Given{Answer: answer, Fields: fields, Language: "en"}
}

func TestAHireBecomesAnOutcomeWithTheAwardsThatItRestsOn(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.accept(t, asked.ID)
	for _, to := range []enum.ContactStatus{enum.ContactInterview, enum.ContactOffered, enum.ContactHired} {
		v.Clock.Advance(24 * time.Hour)
		got := world.Must(v.MoveContact(v.miller, employer.MoveContactInput{ID: asked.ID, To: to}))(t)
		if got.Status != to {
			t.Errorf("moved to %s, want %s", got.Status, to)
		}
	}
	var kinds []enum.OutcomeKind
	for _, row := range v.World.DB().ProtectedOutcome.Query().WithAwards().AllX(v.Ctx) {
		kinds = append(kinds, row.Kind)
		if row.EarnerID != v.earner || *row.OrganizationID != v.mill.ID || row.ProgramID == nil || *row.ProgramID != v.college.ID ||
			row.RecordedByID != nil || row.Source != "the employer" || len(row.Edges.Awards) != 1 || row.Edges.Awards[0].AwardID != v.award {
			t.Errorf("%s is %+v, resting on %v", row.Kind, row, row.Edges.Awards)
		}
	}
	if diff := cmp.Diff([]enum.OutcomeKind{enum.OutcomeInterviewed, enum.OutcomeOffered, enum.OutcomeHired}, kinds); diff != "" {
		t.Error(diff)
	}
	job := v.World.DB().Employment.Query().OnlyX(v.Ctx)
	if job.EarnerID != v.earner || job.OrganizationID != v.mill.ID || *job.ContactID != asked.ID || job.Internal {
		t.Errorf("employed %+v", job)
	}
	var steps []enum.ContactStatus
	for _, step := range world.Must(v.HistoryByContact(v.self, []string{asked.ID}))(t)[asked.ID] {
		steps = append(steps, step.Status)
	}
	want := []enum.ContactStatus{enum.ContactPending, enum.ContactAccepted, enum.ContactInterview, enum.ContactOffered, enum.ContactHired}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
}

// refusing keeps nothing.
type refusing struct{}

func (refusing) EmployerTold(context.Context, *db.Client, enum.OutcomeKind, string, string, time.Time, []string) error {
	return errors.New("no room")
}

func TestAHireAndItsOutcomeAreThereTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.accept(t, asked.ID)
	v.Service.Outcomes = refusing{}
	if _, err := v.MoveContact(v.miller, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired}); err == nil {
		t.Error("hired without an outcome")
	}
	got := world.Must(v.ContactsByID(v.miller, []string{asked.ID}))(t)[asked.ID]
	if jobs := v.World.DB().Employment.Query().CountX(v.Ctx); got.Status != enum.ContactAccepted || jobs != 0 {
		t.Errorf("the contact is %s, with %d jobs", got.Status, jobs)
	}
}

func TestOnlySomeMovesAreAnEmployersToMake(t *testing.T) {
	t.Parallel()
	all := enum.ContactStatus("").Values()
	allowed := map[enum.ContactStatus]string{
		enum.ContactAccepted:  "INTERVIEW OFFERED HIRED NOT_HIRED",
		enum.ContactInterview: "OFFERED HIRED NOT_HIRED",
		enum.ContactOffered:   "HIRED NOT_HIRED",
	}
	v := newFair(t)
	asked := v.ask(t)
	v.accept(t, asked.ID)
	for _, from := range all {
		for _, to := range all {
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.ContactRequest.UpdateOneID(asked.ID).SetStatus(enum.ContactStatus(from)).Exec(ctx)
			})
			_, err := v.MoveContact(v.miller, employer.MoveContactInput{ID: asked.ID, To: enum.ContactStatus(to)})
			if want := contains(allowed[enum.ContactStatus(from)], to); want != (err == nil) {
				t.Errorf("from %s to %s: %v", from, to, err)
			}
		}
	}
}

func TestOnlyTheContactsEmployerMovesIt(t *testing.T) {
	t.Parallel()
	v := newFair(t)
	asked := v.ask(t)
	v.accept(t, asked.ID)
	tomorrow, before := v.Clock.Now().AddDate(0, 0, 2), v.Clock.Now().AddDate(0, 0, -3)
	for name, c := range map[string]struct {
		as   context.Context
		in   employer.MoveContactInput
		want string
	}{
		"another employer": {v.stranger, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired}, "NOT_FOUND id"},
		"the earner":       {v.self, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired}, "FORBIDDEN"},
		"a day ahead":      {v.miller, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired, On: &tomorrow}, "INVALID on"},
		"a day before":     {v.miller, employer.MoveContactInput{ID: asked.ID, To: enum.ContactHired, On: &before}, "INVALID on"},
	} {
		_, err := v.MoveContact(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func contains(list, one string) bool {
	for word := range strings.FieldsSeq(list) {
		if word == one {
			return true
		}
	}
	return false
}
