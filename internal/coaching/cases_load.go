package coaching

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/casegroupmember"
	"github.com/stackmatch/stackmatch/ent/db/casetask"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// desk is all that is known of some cases, loaded in a constant number of statements
// however many they are.
type desk struct {
	now     time.Time
	catalog *matching.Catalog
	// By case.
	tasks  map[string][]*db.CaseTask
	groups map[string][]*db.CaseGroup
	// By earner.
	people    map[string]*dossier.Dossier
	plans     map[string][]*db.SavedPlan
	submitted map[string][]*db.Submission
	enrolled  map[string][]*db.Enrollment
	postings  []openPosting
}

// openPosting is an open posting with what it asks.
type openPosting struct {
	row  *db.Posting
	plan *matching.Plan
}

// cases are rows as the viewer may see them now.
func (s *Service) cases(ctx context.Context, rows []*db.CoachingCase) ([]*Case, error) {
	d, err := s.desk(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*Case, len(rows))
	for i, row := range rows {
		out[i] = d.seen(ctx, row)
	}
	return out, nil
}

func (s *Service) desk(ctx context.Context, rows []*db.CoachingCase) (*desk, error) {
	catalog, err := s.Catalog.Matching(ctx)
	if err != nil {
		return nil, fmt.Errorf("load catalog: %w", err)
	}
	d := &desk{now: s.Now(), catalog: catalog}
	ids, earners := make([]string, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		ids[i], earners[i] = row.ID, row.EarnerID
	}
	if d.people, err = s.people(ctx, catalog, earners); err != nil {
		return nil, err
	}
	// Of who shares nothing now, nothing more is read.
	earners = slices.DeleteFunc(earners, func(id string) bool {
		return d.people[id] == nil || !shared(ctx, d.people[id].Subject, d.now)
	})
	for _, load := range []func() error{
		func() error { return s.loadTasks(ctx, ids, d) },
		func() error { return s.loadGroups(ctx, ids, d) },
		func() error { return s.loadPlans(ctx, earners, d) },
		func() error { return s.loadWork(ctx, earners, d) },
		func() error { d.postings, err = s.openPostings(ctx, catalog); return err },
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// people are earners, by id.
func (s *Service) people(ctx context.Context, catalog *matching.Catalog, ids []string) (map[string]*dossier.Dossier, error) {
	found, err := dossier.Load(ctx, s.DB, catalog, ids)
	if err != nil {
		return nil, fmt.Errorf("load earners: %w", err)
	}
	out := make(map[string]*dossier.Dossier, len(found))
	for i := range found {
		out[found[i].Earner.ID] = &found[i]
	}
	return out, nil
}

func (s *Service) openPostings(ctx context.Context, catalog *matching.Catalog) ([]openPosting, error) {
	if s.Postings == nil {
		return nil, nil
	}
	rows, plans, err := s.Postings.OpenPostings(ctx, catalog)
	if err != nil {
		return nil, fmt.Errorf("load open postings: %w", err)
	}
	out := make([]openPosting, len(rows))
	for i, row := range rows {
		out[i] = openPosting{row: row, plan: plans[row.ID]}
	}
	return out, nil
}

// loadTasks reads those that are not done, the one that is due first in front.
func (s *Service) loadTasks(ctx context.Context, cases []string, d *desk) error {
	rows, err := s.DB.CaseTask.Query().Where(casetask.CaseIDIn(cases...), casetask.DoneAtIsNil()).
		Order(casetask.ByCreatedAt(), casetask.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load tasks: %w", err)
	}
	slices.SortStableFunc(rows, func(a, b *db.CaseTask) int { return dueOf(a).Compare(dueOf(b)) })
	d.tasks = grouped(rows, func(row *db.CaseTask) string { return row.CaseID })
	return nil
}

// dueOf is when a task is due; one without a day comes last.
func dueOf(row *db.CaseTask) time.Time {
	if row.DueOn == nil {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return *row.DueOn
}

func (s *Service) loadGroups(ctx context.Context, cases []string, d *desk) error {
	rows, err := s.DB.CaseGroupMember.Query().Where(casegroupmember.CaseIDIn(cases...)).WithGroup().All(ctx)
	if err != nil {
		return fmt.Errorf("load groups: %w", err)
	}
	d.groups = map[string][]*db.CaseGroup{}
	for _, row := range rows {
		if g := row.Edges.Group; g.RemovedAt == nil {
			d.groups[row.CaseID] = append(d.groups[row.CaseID], g)
		}
	}
	for _, groups := range d.groups {
		slices.SortFunc(groups, compareGroups)
	}
	return nil
}

func (s *Service) loadPlans(ctx context.Context, earners []string, d *desk) error {
	followed := []enum.PlanStatus{enum.PlanActive, enum.PlanDone}
	rows, err := s.DB.SavedPlan.Query().Where(savedplan.EarnerIDIn(earners...), savedplan.StatusIn(followed...)).
		WithSteps().Order(db.Desc(savedplan.FieldChangedAt, savedplan.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("load plans: %w", err)
	}
	// What is done comes after what is followed still.
	slices.SortStableFunc(rows, func(a, b *db.SavedPlan) int {
		return cmp.Compare(slices.Index(followed, a.Status), slices.Index(followed, b.Status))
	})
	d.plans = grouped(rows, func(row *db.SavedPlan) string { return row.EarnerID })
	return nil
}

// loadWork reads what earners work on; drafts are their own.
func (s *Service) loadWork(ctx context.Context, earners []string, d *desk) error {
	submitted, err := s.DB.Submission.Query().
		Where(submission.EarnerIDIn(earners...), submission.StateNEQ(enum.SubmissionDraft)).Order(submission.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	enrolled, err := s.DB.Enrollment.Query().Where(enrollment.EarnerIDIn(earners...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load enrollments: %w", err)
	}
	d.submitted = grouped(submitted, func(row *db.Submission) string { return row.EarnerID })
	d.enrolled = grouped(enrolled, func(row *db.Enrollment) string { return row.EarnerID })
	return nil
}

// grouped puts rows together by a key, each in the order in which they came.
func grouped[T any](rows []T, key func(T) string) map[string][]T {
	out := map[string][]T{}
	for _, row := range rows {
		out[key(row)] = append(out[key(row)], row)
	}
	return out
}
