package coaching_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestOnceTheConsentEndsNothingIsWrittenReadOrTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	due := o.Clock.Now().Add(day)
	task := coaching.AddTaskInput{Case: c.ID, Title: "Call", Doer: enum.TaskOfCoach, DueOn: &due, ClientMutationID: world.Ptr("task")}
	theirs := coaching.AddTaskInput{Case: c.ID, Title: "Enroll", Doer: enum.TaskOfEarner, DueOn: &due}
	note := coaching.AddCaseNoteInput{Case: c.ID, Text: "Note", Readers: enum.NoteForTeam, ClientMutationID: world.Ptr("note")}
	added := world.Must(o.Coaching.AddTask(o.coach, task))(t)
	world.Must(o.Coaching.AddTask(o.coach, theirs))(t)
	written := world.Must(o.Coaching.AddCaseNote(o.coach, note))(t)
	if again := world.Must(o.Coaching.AddTask(o.coach, task))(t); again.ID != added.ID {
		t.Errorf("added again, it is %s", again.ID)
	}
	if again := world.Must(o.Coaching.AddCaseNote(o.coach, note))(t); again.ID != written.ID {
		t.Errorf("written again, it is %s", again.ID)
	}
	o.withdraws(t, c.EarnerID)
	one := coaching.CasesInput{Cases: []string{c.ID}}
	for what, do := range map[string]func() error{
		"the same task": func() error { return world.Only(o.Coaching.AddTask(o.coach, task)) },
		"the same note": func() error { return world.Only(o.Coaching.AddCaseNote(o.coach, note)) },
		"another task":  func() error { return world.Only(o.Coaching.AddTask(o.coach, theirs)) },
		"completes a task": func() error {
			return world.Only(o.Coaching.CompleteTask(o.coach, coaching.CompleteTaskInput{ID: added.ID}))
		},
		"removes a task": func() error { return o.Coaching.RemoveTask(o.coach, added.ID) },
		"opens it again": func() error {
			return world.Only(o.Coaching.OpenCase(o.coach, coaching.OpenCaseInput{Earner: &c.EarnerID}))
		},
	} {
		if got := world.Problems(t, do()); len(got) != 1 {
			t.Errorf("%s: %v", what, got)
		}
	}
	for what, results := range map[string][]*coaching.CaseResult{
		"moves":    world.Must(o.Coaching.MoveCase(o.coach, coaching.MoveCaseInput{CasesInput: one, To: enum.CasePlaced}))(t),
		"contacts": world.Must(o.Coaching.NoteContact(o.coach, coaching.NoteContactInput{CasesInput: one}))(t),
		"imports":  world.Must(o.Coaching.ImportCaseload(o.coach, coaching.ImportCaseloadInput{Rows: []coaching.CaseloadRow{{Earner: &c.EarnerID}}}))(t),
	} {
		if len(results[0].Problems) != 1 || results[0].Case != nil {
			t.Errorf("%s: %+v", what, results[0])
		}
	}
	for what, n := range map[string]int{
		"tasks": len(world.Must(o.Coaching.TasksByCase(o.coach, one.Cases))(t)), "history": len(world.Must(o.Coaching.StepsByCase(o.coach, one.Cases))(t)),
		"pathways": len(world.Must(o.Coaching.EarnerPathways(o.coach, coaching.EarnerPathwaysInput{Page: page.Args{First: 5}}))(t).Items),
		"what-if":  world.Must(o.Coaching.WhatIf(o.coach, coaching.WhatIfInput{Add: 1, Limit: 1}))(t).Earners,
	} {
		if n != 0 {
			t.Errorf("%s: %d are read still", what, n)
		}
	}
	o.Clock.Advance(2 * day)
	world.Must(0, o.Coaching.TellDue(o.Ctx))(t)
	if n := o.DB().Notification.Query().CountX(o.Ctx); n != 0 {
		t.Errorf("%d are told of a task", n)
	}
}

// Who is none of the organization's coaches finds no case by any way, and writes
// nothing.
func TestCasesAreForTheOrganizationsCoachesAlone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	task := world.Must(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: "Call", Doer: enum.TaskOfCoach}))(t)
	note := world.Must(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: c.ID, Text: "Note", Readers: enum.NoteForTeam}))(t)
	viewers := map[string]context.Context{"a stranger": o.stranger, "nobody": t.Context(), "another earner": o.Self(t, o.agrees(t, "Bea"))}
	for _, role := range []auth.Role{auth.Issuer, auth.Admin, auth.Analyst, auth.Employer, auth.Assessor, auth.Recognizer, auth.Developer} {
		viewers[string(role)] = o.Member(t, role, o.board)
	}
	before := o.checksum(t)
	one := coaching.CasesInput{Cases: []string{c.ID}}
	for who, as := range viewers {
		for what, do := range map[string]func() error{
			"add a task": func() error {
				return world.Only(o.Coaching.AddTask(as, coaching.AddTaskInput{Case: c.ID, Title: "x", Doer: enum.TaskOfCoach}))
			},
			"complete it": func() error { return world.Only(o.Coaching.CompleteTask(as, coaching.CompleteTaskInput{ID: task.ID})) },
			"remove it":   func() error { return o.Coaching.RemoveTask(as, task.ID) },
			"add a note": func() error {
				return world.Only(o.Coaching.AddCaseNote(as, coaching.AddCaseNoteInput{Case: c.ID, Text: "x", Readers: enum.NoteForTeam}))
			},
			"remove it, too": func() error { return o.Coaching.RemoveCaseNote(as, note.ID) },
			"open it":        func() error { return world.Only(o.Coaching.OpenCase(as, coaching.OpenCaseInput{Earner: &c.EarnerID})) },
		} {
			if do() == nil {
				t.Errorf("%s may %s", who, what)
			}
		}
		for what, change := range map[string]func() ([]*coaching.CaseResult, error){
			"move": func() ([]*coaching.CaseResult, error) {
				return o.Coaching.MoveCase(as, coaching.MoveCaseInput{CasesInput: one, To: enum.CasePlaced})
			},
			"close": func() ([]*coaching.CaseResult, error) {
				return o.Coaching.CloseCase(as, coaching.CloseCaseInput{CasesInput: one})
			},
			"give": func() ([]*coaching.CaseResult, error) {
				return o.Coaching.AssignCase(as, coaching.AssignCaseInput{CasesInput: one})
			},
			"note": func() ([]*coaching.CaseResult, error) {
				return o.Coaching.NoteContact(as, coaching.NoteContactInput{CasesInput: one})
			},
		} {
			if results, err := change(); err == nil && (results[0].Case != nil || len(results[0].Problems) == 0) {
				t.Errorf("%s may %s it", who, what)
			}
		}
		n := len(world.Must(o.Coaching.CasesByID(as, one.Cases))(t)) + len(world.Must(o.Coaching.TasksByCase(as, one.Cases))(t)) +
			len(world.Must(o.Coaching.NotesByCase(as, one.Cases))(t)) + len(world.Must(o.Coaching.StepsByCase(as, one.Cases))(t)) +
			len(world.Must(o.Coaching.CoachesByAccount(as, []string{auth.From(o.coach).Account}))(t))
		if n != 0 {
			t.Errorf("%s reads %d", who, n)
		}
	}
	if o.checksum(t) != before {
		t.Error("something was written")
	}
}

func TestWhatIsWrittenOfACaseIsBounded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	many := make([]string, 201)
	ahead := o.Clock.Now().Add(time.Minute)
	for what, test := range map[string]struct {
		err  error
		want string
	}{
		"title":     {world.Only(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: strings.Repeat("ñ", 301), Doer: enum.TaskOfCoach})), "INVALID title"},
		"blank":     {world.Only(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: " ", Doer: enum.TaskOfCoach})), "INVALID title"},
		"note":      {world.Only(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: c.ID, Text: strings.Repeat("ñ", 5_001), Readers: enum.NoteForTeam})), "INVALID text"},
		"group":     {world.Only(o.Coaching.CreateCaseGroup(o.coach, coaching.CreateCaseGroupInput{Name: strings.Repeat("ñ", 101)})), "INVALID name"},
		"cases":     {world.Only(o.Coaching.CloseCase(o.coach, coaching.CloseCaseInput{CasesInput: coaching.CasesInput{Cases: many}})), "INVALID cases"},
		"none":      {world.Only(o.Coaching.CloseCase(o.coach, coaching.CloseCaseInput{})), "INVALID cases"},
		"revisions": {world.Only(o.Coaching.CloseCase(o.coach, coaching.CloseCaseInput{CasesInput: coaching.CasesInput{Cases: []string{c.ID}, Revisions: []int{1, 2}}})), "INVALID revisions"},
		"rows":      {world.Only(o.Coaching.ImportCaseload(o.coach, coaching.ImportCaseloadInput{Rows: make([]coaching.CaseloadRow, 201)})), "INVALID rows"},
		"ahead":     {world.Only(o.Coaching.NoteContact(o.coach, coaching.NoteContactInput{CasesInput: coaching.CasesInput{Cases: []string{c.ID}}, At: &ahead})), "INVALID at"},
		"search":    {world.Only(o.Coaching.Caseload(o.coach, coaching.CaseloadInput{Filter: coaching.CaseloadFilter{Search: world.Ptr(strings.Repeat("x", 201))}})), "INVALID filter.search"},
		"routes":    {world.Only(o.Coaching.EarnerPathways(o.coach, coaching.EarnerPathwaysInput{Search: strings.Repeat("x", 201)})), "INVALID search"},
	} {
		same(t, what, world.Problems(t, test.err), []string{test.want})
	}
}

func TestANoteIsReadByWhomItSays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ana := o.agrees(t, "Ana")
	c := o.opens(t, ana)
	for _, readers := range enum.NoteReaders("").Values() {
		world.Must(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: c.ID, Text: readers, Readers: enum.NoteReaders(readers)}))(t)
		o.Clock.Advance(time.Second)
	}
	for who, test := range map[string]struct {
		as   context.Context
		want []string
	}{
		"who wrote them": {o.coach, []string{"AUTHOR", "TEAM", "EARNER"}}, "a colleague": {o.second, []string{"TEAM", "EARNER"}},
		"the earner": {o.Self(t, ana), []string{"EARNER"}}, "a stranger": {o.stranger, nil},
	} {
		var texts []string
		for _, note := range world.Must(o.Coaching.NotesByCase(test.as, []string{c.ID}))(t)[c.ID] {
			texts = append(texts, note.Text)
		}
		same(t, who, texts, test.want)
	}
}
