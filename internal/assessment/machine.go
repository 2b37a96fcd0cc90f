package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// process is a submission in a transaction, with all that its rules look at.
type process struct {
	// row is as it was read; apply brings its state, attempt and referee up to date.
	row        *db.Submission
	definition submission.Definition
	// state is the row as the rules read it.
	state submission.Submission
	// work is of this attempt, by assessor.
	work map[string]*db.Assessment
}

// definitionOf is what a version asks for; false where it is not assessed here.
func definitionOf(version *db.MicroCredentialVersion) (submission.Definition, bool, error) {
	if len(version.Assessment) == 0 {
		return submission.Definition{}, false, nil
	}
	d, err := submission.Parse(version.Assessment)
	if err != nil {
		// Not the caller's to mend: it was valid when it was published.
		return submission.Definition{}, false, fmt.Errorf("read the assessment of %s: %v", version.ID, err) //nolint:errorlint // see above
	}
	return d, true, nil
}

// assessedBy is the organization whose assessors assess what an issuer awards.
func assessedBy(of *db.MicroCredential, issuer string) string {
	if of.AssessorID != nil {
		return *of.AssessorID
	}
	return issuer
}

// begin takes a submission that all of where keep, and holds it to the end of the
// transaction: of two steps at the same time, the second sees what the first did.
// What is not there, or not kept, is NotFound.
func (s *Service) begin(ctx context.Context, tx *db.Client, key string, where ...predicate.Submission) (*process, error) {
	// A write locks the row on both databases; this one changes nothing.
	n, err := tx.Submission.Update().Where(entsubmission.ID(key)).AddRevision(0).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("hold submission: %w", err)
	}
	if n == 0 {
		return nil, noSubmission()
	}
	// Only now: what waited for the lock was asked before it, of other tables too.
	row, err := tx.Submission.Query().Where(append(where, entsubmission.ID(key))...).WithVersion().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noSubmission()
	}
	if err != nil {
		return nil, fmt.Errorf("load submission: %w", err)
	}
	return s.resume(ctx, tx, row)
}

// resume reads a row, which has its version loaded, as the rules do.
func (s *Service) resume(ctx context.Context, tx *db.Client, row *db.Submission) (*process, error) {
	d, assessed, err := definitionOf(row.Edges.Version)
	if err != nil {
		return nil, err
	}
	if !assessed {
		return nil, fmt.Errorf("submission %s is of version %s, which nobody assesses", row.ID, row.VersionID)
	}
	works, err := tx.Assessment.Query().Where(
		assessment.SubmissionID(row.ID), assessment.Attempt(row.Attempt), assessment.ReleasedAtIsNil(),
	).WithScores().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load assessments: %w", err)
	}
	return newProcess(row, d, works), nil
}

// newProcess puts the work in the order of its places: a referee's is the last.
func newProcess(row *db.Submission, d submission.Definition, works []*db.Assessment) *process {
	slices.SortFunc(works, func(a, b *db.Assessment) int { return cmp.Compare(a.Slot, b.Slot) })
	p := &process{row: row, definition: d, work: make(map[string]*db.Assessment, len(works)), state: submission.Submission{
		State: submission.State(row.State), Mode: submission.Mode(row.Mode), Attempt: row.Attempt,
		Needed: d.Needed(submission.Mode(row.Mode)), Awarded: row.AwardID != nil,
	}}
	for _, w := range works {
		p.work[w.AssessorID] = w
		p.state.Work = append(p.state.Work, workOf(w))
	}
	return p
}

// refereeSlot is the place of who decides where two assessors differ.
const refereeSlot = 3

func workOf(row *db.Assessment) submission.Work {
	w := submission.Work{Assessor: row.AssessorID, Referee: row.Slot == refereeSlot, Scores: map[string]string{}}
	if row.Decision != nil {
		w.Decision = submission.Decision(*row.Decision)
	}
	for _, score := range row.Edges.Scores {
		w.Scores[score.Criterion] = score.Level
	}
	return w
}

// apply takes a step by the rules, and writes where the submission stands after
// it. More sets what else the step changes of the row; nil where that is nothing.
// The caller writes the assessments, attempts and evidence that belong to it.
func (p *process) apply(ctx context.Context, tx *db.Client, e submission.Event, more func(*db.SubmissionUpdate)) error {
	next, err := p.state.Apply(e, p.definition)
	if err != nil {
		return err
	}
	state := enum.SubmissionState(next.State)
	update := tx.Submission.Update().
		Where(entsubmission.ID(p.row.ID), entsubmission.StateEQ(p.row.State), entsubmission.Attempt(p.row.Attempt)).
		SetState(state).SetAttempt(next.Attempt).SetReferee(differ(next))
	if more != nil {
		more(update)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("%s submission: %w", e.Step, err)
	}
	if n == 0 {
		return problem.New(problem.Conflict, "the submission has changed: read it again").
			Spanish("la entrega ha cambiado: léala de nuevo")
	}
	p.state = next
	p.row.State, p.row.Attempt, p.row.Referee = state, next.Attempt, differ(next)
	return nil
}

// differ tells that two assessors have decided differently, so that a third
// decides, or has.
func differ(s submission.Submission) bool {
	return s.Needed == 2 && (len(s.Work) > 2 || len(s.Work) == 2 && s.Places() == 1)
}

// noSubmission does not say which: what one may not see is not there.
func noSubmission() *problem.Problem {
	return problem.New(problem.NotFound, "there is no such submission").Spanish("no existe esa entrega")
}
