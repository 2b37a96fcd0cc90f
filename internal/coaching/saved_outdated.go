package coaching

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// OutdatedReason is why a plan no longer rests on what is.
type OutdatedReason struct {
	Kind OutdatedKind
	// MicroCredential is that of the step, where it is one's.
	MicroCredential *string
}

// OutdatedKind is a kind of reason.
type OutdatedKind string

// The kinds of reasons.
const (
	// OutdatedRetired: the micro-credential of a step is awarded no more.
	OutdatedRetired OutdatedKind = "STEP_RETIRED"
	// OutdatedVersion: it is awarded in another version now.
	OutdatedVersion OutdatedKind = "STEP_CHANGED"
	// OutdatedWithdrawn: the offering of a step was withdrawn.
	OutdatedWithdrawn OutdatedKind = "OFFERING_WITHDRAWN"
	// OutdatedBegun: it has begun without the earner.
	OutdatedBegun OutdatedKind = "OFFERING_BEGUN"
	// OutdatedFull: every seat of it was taken by others.
	OutdatedFull OutdatedKind = "OFFERING_FULL"
	// OutdatedAward: an award that the plan counted on counts no more.
	OutdatedAward OutdatedKind = "AWARD_LOST"
	// OutdatedGoal: the goal asks for something else now.
	OutdatedGoal OutdatedKind = "GOAL_CHANGED"
	// OutdatedGone: the goal is there no more, as a posting that was filled.
	OutdatedGone OutdatedKind = "GOAL_GONE"
)

// basis is what a plan rests on.
type basis struct {
	// Goal is the goal's state, Awards are those that the plan counts on, and Versions
	// those of its steps, by micro-credential.
	Goal     string            `json:"goal,omitempty"`
	Awards   []string          `json:"awards,omitempty"`
	Versions map[string]string `json:"versions,omitempty"`
}

func (b basis) text() string {
	text, err := json.Marshal(b)
	if err != nil {
		return "" // texts are always written
	}
	return string(text)
}

// basis is what steps rest on today: the awards that meet something asked, or that a
// step needs first, and the versions of the steps.
func (q *question) basis(steps []*db.SavedPlanStep) basis {
	b := basis{Goal: q.target.state, Versions: map[string]string{}}
	need := map[string]bool{}
	for _, step := range steps {
		e := q.terms.credentials[step.MicroCredentialID]
		b.Versions[e.id] = e.version.ID
		for _, id := range e.needs {
			need[id] = true
		}
	}
	for _, match := range q.target.explained(q.who.awards, q.asOf) {
		for _, proof := range match.Proofs {
			if proof.Credit > 0 {
				b.Awards = append(b.Awards, proof.Award)
			}
		}
	}
	for _, a := range q.who.awards {
		if need[a.Credential] && a.State(q.asOf) == matching.Counting {
			b.Awards = append(b.Awards, a.ID)
		}
	}
	slices.Sort(b.Awards)
	b.Awards = slices.DeleteFunc(slices.Compact(b.Awards), func(id string) bool { return q.who.rows[id] == nil })
	return b
}

// present is what plans are held against.
type present struct {
	now   time.Time
	today time.Time
	terms *terms
	// counting are awards of the plans' earners that count, by id; holds says which
	// micro-credentials they are of, and works what is worked on, by earner.
	counting     map[string]bool
	holds, works map[string]map[string]bool
	goals        map[string]string // by plan; gone where there is none
	full         map[string]bool   // offerings
}

func (s *Service) worldOf(ctx context.Context, rows []*db.SavedPlan) (*present, error) {
	w := &present{now: s.Now(), today: s.today(), counting: map[string]bool{}, holds: map[string]map[string]bool{}, works: map[string]map[string]bool{}}
	if len(rows) == 0 {
		return w, nil
	}
	var err error
	if _, w.terms, err = s.current(ctx); err != nil {
		return nil, err
	}
	var earners []string
	for _, row := range rows {
		earners = append(earners, row.EarnerID)
	}
	slices.Sort(earners)
	if err := s.loadStanding(ctx, w, slices.Compact(earners)); err != nil {
		return nil, err
	}
	if w.full, err = s.full(ctx, w.terms); err != nil {
		return nil, err
	}
	w.goals, err = s.goalStates(ctx, rows)
	return w, err
}

func (s *Service) loadStanding(ctx context.Context, w *present, earners []string) error {
	awards, err := s.DB.Award.Query().Where(award.EarnerIDIn(earners...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load awards: %w", err)
	}
	whole, self := auth.From(ctx).System, auth.From(ctx).ActingEarner()
	for _, row := range awards {
		if dossier.State(row, w.now) == matching.Counting {
			w.counting[row.ID] = true
			if row.Shown || whole || *row.EarnerID == self {
				note(w.holds, *row.EarnerID, row.MicroCredentialID)
			}
		}
	}
	enrolled, err := s.DB.Enrollment.Query().Where(enrollment.EarnerIDIn(earners...), enrollment.StatusEQ(enum.EnrollmentActive)).All(ctx)
	if err != nil {
		return fmt.Errorf("load enrollments: %w", err)
	}
	for _, row := range enrolled {
		note(w.works, row.EarnerID, row.MicroCredentialID)
	}
	open := []enum.SubmissionState{enum.SubmissionSubmitted, enum.SubmissionClaimed, enum.SubmissionReturned}
	assessed, err := s.DB.Submission.Query().Where(submission.EarnerIDIn(earners...), submission.StateIn(open...)).All(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	for _, row := range assessed {
		note(w.works, row.EarnerID, row.MicroCredentialID)
	}
	return nil
}

func note(of map[string]map[string]bool, earner, credential string) {
	if of[earner] == nil {
		of[earner] = map[string]bool{}
	}
	of[earner][credential] = true
}

// goalStates are the goals' states today, by plan, as target says them.
func (s *Service) goalStates(ctx context.Context, rows []*db.SavedPlan) (map[string]string, error) {
	var postings, stacks, pathways []string
	for _, row := range rows {
		postings, stacks, pathways = with(postings, row.PostingID), with(stacks, row.StackID), with(pathways, row.PathwayID)
	}
	states := map[string]string{}
	open, err := s.DB.Posting.Query().Where(posting.IDIn(postings...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	for _, row := range open {
		states[row.ID] = strconv.Itoa(row.Revision)
		if row.Status != enum.PostingOpen || row.ExpiresAt != nil && !s.Now().Before(*row.ExpiresAt) {
			states[row.ID+gone] = "yes"
		}
	}
	kept, err := s.DB.Stack.Query().Where(stack.IDIn(stacks...), stack.StatusEQ(enum.Published), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	for _, row := range kept {
		states[row.ID] = *row.CurrentVersionID
	}
	ways, err := s.DB.Pathway.Query().Where(pathway.IDIn(pathways...), pathway.StatusEQ(enum.Published)).
		WithSteps(func(q *db.PathwayStepQuery) { q.Order(pathwaystep.ByPosition()) }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pathways: %w", err)
	}
	for _, row := range ways {
		states[row.ID] = pathwayState(row)
	}
	return states, nil
}

// gone marks, behind its id, a posting that is open no more.
const gone = " gone"

func with(ids []string, one *string) []string {
	if one == nil {
		return ids
	}
	return append(ids, *one)
}

func (w *present) progress(earner string, step *db.SavedPlanStep) StepProgress {
	switch {
	case w.holds[earner][step.MicroCredentialID]:
		return StepDone
	case w.works[earner][step.MicroCredentialID]:
		return StepInProgress
	}
	return StepOpen
}

// outdated says why a plan no longer rests on what is. What is done rests on itself.
func (w *present) outdated(p *SavedPlan) []OutdatedReason {
	var b basis
	if err := json.Unmarshal([]byte(p.Basis), &b); err != nil || p.Status != enum.PlanActive {
		return nil
	}
	out := w.goalReasons(p, b)
	if slices.ContainsFunc(b.Awards, func(id string) bool { return !w.counting[id] }) {
		out = append(out, OutdatedReason{Kind: OutdatedAward})
	}
	for _, step := range p.Steps {
		if step.Progress == StepDone {
			continue
		}
		if kind := w.stepReason(step, b); kind != "" {
			out = append(out, OutdatedReason{Kind: kind, MicroCredential: &step.MicroCredentialID})
		}
	}
	return out
}

func (w *present) stepReason(step SavedStep, b basis) OutdatedKind {
	e, at := w.terms.credentials[step.MicroCredentialID], step.Edges.Offering
	switch {
	case e == nil:
		return OutdatedRetired
	case at != nil && at.WithdrawnAt != nil:
		return OutdatedWithdrawn
	case at != nil && step.Progress == StepOpen && at.StartsOn != nil && at.StartsOn.Before(w.today):
		return OutdatedBegun
	case at != nil && step.Progress == StepOpen && w.full[at.ID]:
		return OutdatedFull
	case b.Versions[e.id] != e.version.ID:
		return OutdatedVersion
	}
	return ""
}

func (w *present) goalReasons(p *SavedPlan, b basis) []OutdatedReason {
	for _, id := range []*string{p.PostingID, p.StackID, p.PathwayID} {
		switch {
		case id == nil:
		case w.goals[*id+gone] != "" && p.ContactID != nil:
			// Who was hired is trained for what was asked, whatever becomes of the posting.
		case w.goals[*id] == "", w.goals[*id+gone] != "":
			return []OutdatedReason{{Kind: OutdatedGone}}
		case w.goals[*id] != b.Goal:
			return []OutdatedReason{{Kind: OutdatedGoal}}
		}
	}
	return nil
}
