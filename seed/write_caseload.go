package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/coachingcase"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
)

// caseloadSize is how many the demo's coach follows: those who agreed by name, and
// people of the population.
const caseloadSize = 60

// caseloadStages are those of the cases, in turn.
var caseloadStages = []enum.CaseStage{
	enum.CaseLearning, enum.CaseNew, enum.CasePlanning, enum.CaseLearning, enum.CaseExploring,
	enum.CaseApplying, enum.CaseLearning, enum.CasePlaced, enum.CaseExploring, enum.CasePaused,
}

// writeCaseload has the demo's coach follow cases, in stages and groups, with tasks
// and notes. The last of them has taken their consent back.
func (w *writer) writeCaseload(ctx context.Context, o Options) error {
	coach := w.account(func(a Account) bool { return a.Demo && a.Role == enum.RoleCoach })
	if coach == nil {
		return nil
	}
	as := w.as(ctx, coach.Organization, enum.RoleCoach)
	var earners []string
	for _, key := range coach.Caseload {
		earners = append(earners, mint(id.Earner, key))
	}
	agreed := len(earners)
	for i := 0; i < o.People && len(earners) < caseloadSize; i++ {
		earners = append(earners, stranger(id.Earner, o.Seed, i, 0))
	}
	if err := w.agree(ctx, mint(id.Account, coach.Key), mint(id.Organization, coach.Organization), earners[agreed:]); err != nil {
		return err
	}
	if err := w.openCases(as, earners); err != nil {
		return err
	}
	if err := w.workOn(as, earners); err != nil {
		return err
	}
	return w.takeBack(ctx, earners[agreed:])
}

// agree has people consent on paper to be coached; for every ninth, the consent soon
// ends.
func (w *writer) agree(ctx context.Context, witness, organization string, earners []string) error {
	for i, earner := range earners {
		w.at(daysAgo(w.now, 60), "coached/"+earner)
		create := w.db.Grant.Create().SetID(id.New(id.Grant, w.clock, w.ids)).SetCreatedAt(w.clock).SetEarnerID(earner).SetOrganizationID(organization).
			SetPurpose(consent.Coaching).SetFields(consent.Coaching.MayOpen()).SetSource(enum.GrantByPaper).SetWitnessID(witness)
		if i%9 == 8 {
			create.SetUntil(w.now.AddDate(0, 0, 20))
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("consent to coaching: %w", err)
		}
	}
	return nil
}

// openCases opens them in two groups, half of them long ago.
func (w *writer) openCases(as context.Context, earners []string) error {
	w.at(daysAgo(w.now, 50), "case groups")
	var groups []string
	for _, name := range []string{"Spring group", "Evening group"} {
		made, err := w.coaching.CreateCaseGroup(as, coaching.CreateCaseGroupInput{Name: name})
		if err != nil {
			return err
		}
		groups = append(groups, made.ID)
	}
	half := len(earners) / 2
	for part, of := range [][]string{earners[:half], earners[half:]} {
		w.at(daysAgo(w.now, 45-40*part), fmt.Sprintf("cases/%d", part))
		rows := make([]coaching.CaseloadRow, len(of))
		for i, earner := range of {
			rows[i] = coaching.CaseloadRow{Earner: &earner, Group: &groups[(i+part)%2], Stage: &caseloadStages[i%len(caseloadStages)]}
		}
		if len(rows) == 0 {
			continue
		}
		results, err := w.coaching.ImportCaseload(as, coaching.ImportCaseloadInput{Rows: rows})
		if err != nil {
			return err
		}
		for _, r := range results {
			if len(r.Problems) > 0 {
				return fmt.Errorf("case %d: %w", r.Index, r.Problems[0])
			}
		}
	}
	return nil
}

// workOn writes what was done with the cases: contacts, tasks and notes.
func (w *writer) workOn(as context.Context, earners []string) error {
	rows, err := w.db.CoachingCase.Query().Where(coachingcase.EarnerIDIn(earners...)).Order(coachingcase.ByEarnerID()).All(as)
	if err != nil {
		return fmt.Errorf("load cases: %w", err)
	}
	planned, err := w.db.SavedPlan.Query().Select(savedplan.FieldEarnerID).Strings(as)
	if err != nil {
		return fmt.Errorf("load plans: %w", err)
	}
	for i, row := range rows {
		w.at(daysAgo(w.now, 3), "case/"+row.EarnerID)
		if row.Stage != enum.CaseNew {
			in := coaching.NoteContactInput{CasesInput: coaching.CasesInput{Cases: []string{row.ID}}}
			if _, err := w.coaching.NoteContact(as, in); err != nil {
				return err
			}
		}
		if row.EarnerID == earners[0] {
			i = 0 // who signs in has a task and reads it
		}
		if err := w.addTask(as, row, i, slices.Contains(planned, row.EarnerID)); err != nil {
			return err
		}
		if err := w.addNote(as, row, i); err != nil {
			return err
		}
	}
	return nil
}

// addTask adds what is to be done next: to look at the plan first, where there is one.
func (w *writer) addTask(as context.Context, row *db.CoachingCase, i int, planned bool) error {
	due := w.now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 3+i%12)
	in := coaching.AddTaskInput{Case: row.ID, Title: "Call about the next step", Doer: enum.TaskOfCoach, DueOn: &due}
	switch {
	case planned:
		due = due.AddDate(0, 0, -1-i%12)
		in.Title, in.Doer = "Look at the plan, and say what suits you", enum.TaskOfEarner
	case i%3 == 2:
		return nil // nothing is to be done
	case i%2 == 0:
		in.Title, in.Doer = "Say which days and hours suit you", enum.TaskOfEarner
	}
	_, err := w.coaching.AddTask(as, in)
	return err
}

func (w *writer) addNote(as context.Context, row *db.CoachingCase, i int) error {
	in := coaching.AddCaseNoteInput{Case: row.ID, Text: "Has a car on weekdays, and wants evening hours.", Readers: enum.NoteForTeam}
	switch i % 4 {
	case 1:
		in.Text, in.Readers = "We agreed to look at the offerings in Spanish first.", enum.NoteForEarner
	case 2:
		in.Text, in.Readers = "Ask again after the holidays.", enum.NoteForAuthor
	case 3:
		return nil
	}
	_, err := w.coaching.AddCaseNote(as, in)
	return err
}

// takeBack has the last of them withdraw.
func (w *writer) takeBack(ctx context.Context, earners []string) error {
	if len(earners) == 0 {
		return nil
	}
	w.at(daysAgo(w.now, 1), "coached no more")
	row, err := w.db.Grant.Query().
		Where(grant.EarnerID(earners[len(earners)-1]), grant.PurposeEQ(consent.Coaching), grant.WithdrawnAtIsNil()).Only(ctx)
	if err != nil {
		return fmt.Errorf("load a consent: %w", err)
	}
	if err := w.db.Grant.UpdateOne(row).SetWithdrawnAt(w.clock).Exec(ctx); err != nil {
		return fmt.Errorf("withdraw a consent: %w", err)
	}
	return nil
}
