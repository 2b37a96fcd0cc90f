package coaching_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func (o *office) caseload(t testing.TB, as world.Viewer, f coaching.CaseloadFilter) *coaching.Caseload {
	t.Helper()
	return world.Must(o.Coaching.Caseload(as, coaching.CaseloadInput{Filter: f, Page: page.Args{First: 100}}))(t)
}

func TestADashboardOfAnySizeTakesTheSameStatements(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	maker := o.Organization(t, "Maker", nil, enum.OrgEmployer)
	course := o.MicroCredential(t, o.other, "Course", map[string]int{"weld": 0})
	for i := range 5 {
		o.posting(t, maker, fmt.Sprint("Welder ", i), "weld")
	}
	statements := func() int64 {
		ctx, count := store.Count(o.coach)
		load := o.caseload(t, ctx, coaching.CaseloadFilter{})
		if load.People == 0 || len(load.Items) != min(load.People, 100) {
			t.Fatalf("%d people, %d rows", load.People, len(load.Items))
		}
		return count.Statements()
	}
	fill := func(n int) {
		for i := range n {
			earner := o.agrees(t, fmt.Sprint("Somebody ", i))
			o.opens(t, earner)
			o.Award(t, earner, course)
		}
	}
	fill(20)
	statements() // what postings ask is compiled once
	few := statements()
	fill(180)
	if many := statements(); many != few || many > 25 {
		t.Errorf("20 cases take %d statements, 200 take %d", few, many)
	}
}

func TestACaseThatIsNoLongerSharedIsARowWithoutAPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	one, two := o.agrees(t, "Ana"), o.agrees(t, "Bea")
	o.opens(t, one)
	o.opens(t, two)
	note := world.Must(o.Coaching.AddCaseNote(o.coach, coaching.AddCaseNoteInput{Case: o.opens(t, one).ID, Text: "likes cars", Readers: enum.NoteForTeam}))(t)
	before := o.caseload(t, o.coach, coaching.CaseloadFilter{})
	if before.People != 2 || before.NotShared != 0 || before.Found != 2 {
		t.Fatalf("%d people, %d not shared", before.People, before.NotShared)
	}
	o.withdraws(t, one)
	after := o.caseload(t, o.coach, coaching.CaseloadFilter{})
	if after.People != 0 || after.NotShared != 2 || after.Found != 0 {
		t.Errorf("%d people, %d not shared", after.People, after.NotShared)
	}
	for _, s := range after.Stages {
		if s.Count != 0 {
			t.Errorf("%d are counted in %s", s.Count, s.Stage)
		}
	}
	for _, c := range after.Items {
		if c.Shared || c.Stage != nil || c.Queues != nil || c.LastActivityAt != nil || c.SharedUntil != nil {
			t.Errorf("it tells of a person: %+v", c)
		}
	}
	if notes := world.Must(o.Coaching.NotesByCase(o.coach, []string{note.CaseID}))(t); len(notes) != 0 {
		t.Error("the notes are read still")
	}
	if found := o.caseload(t, o.coach, coaching.CaseloadFilter{Search: world.Ptr("ana")}); len(found.Items) != 0 {
		t.Error("the name is found still")
	}
}

func TestACaseloadIsTheOrganizationsOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.opens(t, o.agrees(t, "Ana"))
	if load := o.caseload(t, o.stranger, coaching.CaseloadFilter{}); len(load.Items) != 0 || load.NotShared != 0 {
		t.Errorf("another organization sees %d cases", len(load.Items))
	}
	if found := world.Must(o.Coaching.CasesByID(o.stranger, []string{c.ID}))(t); len(found) != 0 {
		t.Error("another organization finds the case")
	}
	if found := world.Must(o.Coaching.CasesByID(o.second, []string{c.ID}))(t); found[c.ID] == nil || !found[c.ID].Shared {
		t.Error("a colleague does not find the case")
	}
	results := world.Must(o.Coaching.MoveCase(o.stranger, coaching.MoveCaseInput{CasesInput: coaching.CasesInput{Cases: []string{c.ID}}, To: enum.CasePlaced}))(t)
	if len(results[0].Problems) != 1 || results[0].Case != nil {
		t.Error("another organization moves the case")
	}
}

func TestARowTellsWhatTheGrantOpensAndNoMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	course := o.MicroCredential(t, o.other, "Course", map[string]int{"weld": 0})
	nameless := o.agrees(t, "Ana", consent.Awards)
	plain := o.agrees(t, "Bea", consent.Name)
	for _, earner := range []string{nameless, plain} {
		o.Award(t, earner, course, func(a *credential.NewAward) { soon := o.Clock.Now().Add(10 * day); a.ExpiresAt = &soon })
	}
	if c := o.opens(t, nameless); len(c.Expiring) != 1 || c.LastActivityAt == nil {
		t.Errorf("of whom shares the awards is told %+v", c)
	}
	if c := o.opens(t, plain); len(c.Expiring) != 0 || c.LastActivityAt != nil || c.Plan != nil {
		t.Errorf("of whom shares only a name is told %+v", c)
	}
	if found := o.caseload(t, o.coach, coaching.CaseloadFilter{Search: world.Ptr("a")}); len(found.Items) != 1 || found.Items[0].EarnerID != plain {
		t.Errorf("by name are found %v", names(found.Items))
	}
}

func TestTheQueuesSayWhyACaseShouldBeLookedAt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	maker := o.Organization(t, "Maker", nil, enum.OrgEmployer)
	course := o.MicroCredential(t, o.other, "Course", map[string]int{"weld": 0})
	earner := o.agrees(t, "Ana")
	key := o.opens(t, earner).ID
	in := func() []coaching.Queue { return o.opens(t, earner).Queues }
	check := func(what string, want ...coaching.Queue) {
		t.Helper()
		if diff := cmp.Diff(want, in()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	check("new", coaching.QueueNeverContacted)
	one := coaching.CasesInput{Cases: []string{key}}
	world.Must(o.Coaching.NoteContact(o.coach, coaching.NoteContactInput{CasesInput: one}))(t)
	check("contacted")
	world.Must(o.Coaching.MoveCase(o.coach, coaching.MoveCaseInput{CasesInput: one, To: enum.CaseLearning}))(t)
	o.Clock.Advance(31 * day)
	check("nothing for a month", coaching.QueueStalled)
	posting := o.posting(t, maker, "Welder", "weld")
	o.Clock.Advance(8 * day)
	now := o.Clock.Now()
	o.Award(t, earner, course, func(a *credential.NewAward) {
		soon := now.Add(50 * day)
		a.EarnedAt, a.ExpiresAt = now.Add(-day/2), &soon
	})
	check("awarded", coaching.QueueChanged, coaching.QueueExpiring, coaching.QueueNewMatches)
	if got := o.opens(t, earner).Matches; !slices.Equal(got, []string{posting}) {
		t.Errorf("matches %v", got)
	}
	o.Clock.Advance(8 * day)
	check("a week later", coaching.QueueExpiring)
	o.posting(t, maker, "Another welder", "weld")
	check("a new posting", coaching.QueueExpiring, coaching.QueueNewMatches)
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Update().SetUntil(o.Clock.Now().Add(10 * day)).Exec(ctx)
	})
	check("the grant ends", coaching.QueueExpiring, coaching.QueueNewMatches, coaching.QueueConsentEnding)
	load := o.caseload(t, o.coach, coaching.CaseloadFilter{Queue: []coaching.Queue{coaching.QueueStalled}})
	if load.Found != 0 || load.People != 1 || load.Queues[2].Count != 1 {
		t.Errorf("counted %+v", load.Queues)
	}
}

func TestWhatWasReturnedWaitsInAQueueUntilItIsTriedAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	course := o.MicroCredential(t, o.other, "Course", map[string]int{"weld": 0})
	earner := o.agrees(t, "Ana")
	world.Must(o.Coaching.NoteContact(o.coach, coaching.NoteContactInput{CasesInput: coaching.CasesInput{Cases: []string{o.opens(t, earner).ID}}}))(t)
	now := o.Clock.Now()
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return store.Insert(ctx, tx, []*db.Submission{{
			ID: "sub_1", CreatedAt: now, EarnerID: earner, MicroCredentialID: course.ID, VersionID: *course.CurrentVersionID,
			IssuerID: o.other.ID, OrganizationID: o.other.ID, Mode: enum.ModePortfolio, Language: "en", State: enum.SubmissionReturned,
			Attempt: 1, Revision: 1, SubmittedAt: &now, DueAt: now.Add(20 * day),
		}})
	})
	o.Clock.Advance(2 * day)
	got := o.opens(t, earner)
	if diff := cmp.Diff([]coaching.Queue{coaching.QueueReturned}, got.Queues); diff != "" || !slices.Equal(got.Returned, []string{"sub_1"}) {
		t.Errorf("%s %v", diff, got.Returned)
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Submission.UpdateOneID("sub_1").SetState(enum.SubmissionSubmitted).Exec(ctx)
	})
	o.Clock.Advance(2 * day)
	if got := o.opens(t, earner); len(got.Queues) != 0 {
		t.Errorf("tried again, it waits in %v", got.Queues)
	}
}

func TestACaseloadIsPagedInItsOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range []string{"Dan", "ana", "Cy", "Bea"} {
		c := o.opens(t, o.agrees(t, name))
		o.Clock.Advance(day)
		due := o.Clock.Now()
		world.Must(o.Coaching.AddTask(o.coach, coaching.AddTaskInput{Case: c.ID, Title: name, Doer: enum.TaskOfCoach, DueOn: &due}))(t)
	}
	for order, want := range map[coaching.CaseloadOrder][]string{
		coaching.OrderName: {"ana", "Bea", "Cy", "Dan"}, coaching.OrderNextTask: {"Dan", "ana", "Cy", "Bea"}, coaching.OrderOpened: {"Dan", "ana", "Cy", "Bea"},
	} {
		var got []string
		in := coaching.CaseloadInput{OrderBy: order, Page: page.Args{First: 1}}
		for {
			load := world.Must(o.Coaching.Caseload(o.coach, in))(t)
			if load.Found != 4 {
				t.Fatalf("a page counts %d", load.Found)
			}
			for i, c := range load.Items {
				got, in.Page.After = append(got, c.NextTask.Title), load.Cursors[i]
			}
			if !load.HasNext {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %s: %s", order, diff)
		}
	}
}
