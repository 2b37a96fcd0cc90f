package coaching_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestACaseIsOpenedForWhoAgreedAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	stranger := o.Earner(t)
	_, err := o.Coaching.OpenCase(o.coach, coaching.OpenCaseInput{Earner: &stranger})
	if diff := cmp.Diff([]string{"NOT_FOUND earner"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	ana := o.agrees(t, "Ana")
	first, again := o.opens(t, ana), o.opens(t, ana)
	if first.ID != again.ID || again.Revision != 1 {
		t.Errorf("opened twice, it is %s and %s, at revision %d", first.ID, again.ID, again.Revision)
	}
	one := coaching.CasesInput{Cases: []string{first.ID}}
	world.Must(o.Coaching.CloseCase(o.coach, coaching.CloseCaseInput{CasesInput: one}))(t)
	if load := o.caseload(t, o.coach, coaching.CaseloadFilter{}); len(load.Items) != 0 {
		t.Error("a closed case is in the caseload")
	}
	if open := o.opens(t, ana); open.ID != first.ID || open.ClosedAt != nil {
		t.Errorf("opened again, it is %+v", open)
	}
}

func TestACaseIsGivenToAColleagueWhoIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	to := o.DB().Membership.Query().Where(membership.AccountID(auth.From(o.second).Account)).OnlyX(o.Ctx)
	foreign := o.DB().Membership.Query().Where(membership.AccountID(auth.From(o.stranger).Account)).OnlyX(o.Ctx)
	one := coaching.CasesInput{Cases: []string{c.ID}, Revisions: []int{1}}
	_, err := o.Coaching.AssignCase(o.coach, coaching.AssignCaseInput{CasesInput: one, To: &foreign.ID})
	if diff := cmp.Diff([]string{"NOT_FOUND to"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	o.Did(t, o.coach, func() error {
		return world.Only(o.Coaching.AssignCase(o.coach, coaching.AssignCaseInput{CasesInput: one, To: &to.ID}))
	}, "case.assign")
	if n := o.DB().Notification.Query().Where(notification.AccountID(to.AccountID), notification.KindEQ(enum.NoticeCaseAssigned), notification.Subject(c.ID)).CountX(o.Ctx); n != 1 {
		t.Errorf("the colleague is told %d times", n)
	}
	results := world.Must(o.Coaching.AssignCase(o.coach, coaching.AssignCaseInput{CasesInput: one}))(t)
	if len(results[0].Problems) != 1 {
		t.Error("an old revision is taken")
	}
	if mine := o.caseload(t, o.coach, coaching.CaseloadFilter{Mine: world.Ptr(true)}); len(mine.Items) != 0 {
		t.Error("who gave it away has it still")
	}
	steps := world.Must(o.Coaching.StepsByCase(o.second, []string{c.ID}))(t)[c.ID]
	if len(steps) != 3 || *steps[2].CoachID != to.AccountID {
		t.Errorf("its history is %v", steps)
	}
}

func TestACaseloadIsImportedRowByRow(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	grant := []consent.Grant{{Organization: o.board.ID, Purpose: consent.Coaching, Fields: consent.Coaching.MayOpen()}}
	person := world.Must(o.Accounts.Open(o.Ctx, account.NewAccount{Name: "Ana", Emails: []string{"ana@people.example"}}))(t)
	ana := o.Earner(t, func(e *account.NewEarner) { e.Account, e.Grants = person.ID, grant })
	bea := o.Earner(t, func(e *account.NewEarner) { e.ClaimCode, e.Grants = "PDG8-C5PJ-75VE", grant })
	cy, stranger := o.agrees(t, "Cy"), o.Earner(t)
	results := world.Must(o.Coaching.ImportCaseload(o.coach, coaching.ImportCaseloadInput{Rows: []coaching.CaseloadRow{
		{Address: world.Ptr(" Ana@people.example")},
		{ClaimCode: world.Ptr("pdg8 c5pj 75ve"), Stage: world.Ptr(enum.CaseLearning)},
		{Earner: &cy},
		{Earner: &stranger},
		{Address: world.Ptr("nobody@people.example")},
		{},
		{Earner: &cy, Group: world.Ptr("cgr_none")},
	}}))(t)
	var got []string
	for _, r := range results {
		line := ""
		if r.Case != nil {
			line = r.Case.EarnerID
		}
		for _, p := range r.Problems {
			line += string(p.Kind)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{ana, bea, cy, "NOT_FOUND", "NOT_FOUND", "INVALID", "NOT_FOUND"}, got); diff != "" {
		t.Error(diff)
	}
	if *results[1].Case.Stage != enum.CaseLearning {
		t.Errorf("the stage is %s", *results[1].Case.Stage)
	}
}

func TestAnEarnerReadsAndCompletesWhatIsTheirs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ana := o.agrees(t, "Ana")
	c := o.opens(t, ana)
	self, other := o.Self(t, ana), o.Self(t, o.agrees(t, "Bea"))
	add := func(title string, doer enum.TaskDoer) *coaching.Task {
		return world.Must(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: title, Doer: doer}))(t)
	}
	theirs, mine := add("Enroll", enum.TaskOfEarner), add("Call", enum.TaskOfCoach)
	for _, readers := range enum.NoteReaders("").Values() {
		world.Must(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: c.ID, Text: readers, Readers: enum.NoteReaders(readers)}))(t)
	}
	tasks := world.Must(o.Coaching.MyTasks(self, coaching.MyTasksInput{Page: page.Args{First: 10}}))(t)
	if len(tasks.Items) != 1 || tasks.Items[0].ID != theirs.ID {
		t.Errorf("the earner reads %d tasks", len(tasks.Items))
	}
	for who, as := range map[string]struct {
		ctx  context.Context
		want int
	}{"the earner": {self, 1}, "another earner": {other, 0}, "the author": {o.coach, 3}, "a colleague": {o.second, 2}, "a stranger": {o.stranger, 0}} {
		if notes := world.Must(o.Coaching.NotesByCase(as.ctx, []string{c.ID}))(t)[c.ID]; len(notes) != as.want {
			t.Errorf("%s reads %d notes, want %d", who, len(notes), as.want)
		}
	}
	complete := func(as context.Context, id string) []string {
		_, err := o.Coaching.CompleteTask(as, coaching.CompleteTaskInput{ID: id})
		return world.Problems(t, err)
	}
	if got := complete(self, mine.ID); len(got) != 1 {
		t.Error("the earner completes the coach's task")
	}
	if got := complete(other, theirs.ID); len(got) != 1 {
		t.Error("another earner completes it")
	}
	if got := complete(self, theirs.ID); len(got) != 0 {
		t.Error(got)
	}
	if done := o.opens(t, ana); done.NextTask == nil || done.NextTask.ID != mine.ID {
		t.Errorf("the next task is %+v", done.NextTask)
	}
	world.Must(0, o.Coaching.RemoveTask(o.second, mine.ID))(t)
	if got := world.Problems(t, o.Coaching.RemoveTask(o.stranger, theirs.ID)); len(got) != 1 {
		t.Error("a stranger removes a task")
	}
}

func TestATaskIsToldOfOnceOnItsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	due := o.Clock.Now().Add(2 * day)
	world.Must(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: "Call", Doer: enum.TaskOfCoach, DueOn: &due}))(t)
	told := func() int {
		world.Must(0, o.Coaching.TellDue(o.Ctx))(t)
		return o.DB().Notification.Query().Where(notification.AccountID(auth.From(o.coach).Account), notification.KindEQ(enum.NoticeTaskDue)).CountX(o.Ctx)
	}
	if n := told(); n != 0 {
		t.Errorf("told %d times ahead", n)
	}
	o.Clock.Advance(2 * day)
	for range 2 {
		if n := told(); n != 1 {
			t.Errorf("told %d times", n)
		}
	}
}

func TestAnErasedEarnerLeavesNoCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ana := o.agrees(t, "Ana")
	c := o.opens(t, ana)
	world.Must(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: c.ID, Text: "Note", Readers: enum.NoteForTeam}))(t)
	world.Must(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: "Call", Doer: enum.TaskOfCoach}))(t)
	var kept []string
	err := o.Coaching.ExportEarner(o.Ctx, ana, "", func(name string, _ any) error { kept = append(kept, name); return nil }, nil)
	if err != nil || !cmp.Equal(kept, []string{"coaching", "plans"}) {
		t.Errorf("exported %v: %v", kept, err)
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error { return o.Coaching.EraseEarner(ctx, tx, ana, "") })
	n := o.DB().CoachingCase.Query().CountX(o.Ctx) + o.DB().CaseNote.Query().CountX(o.Ctx) + o.DB().CaseTask.Query().CountX(o.Ctx) + o.DB().CaseStep.Query().CountX(o.Ctx)
	if n != 0 {
		t.Errorf("%d rows are left", n)
	}
}
