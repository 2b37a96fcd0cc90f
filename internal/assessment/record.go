package assessment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// maxRows is how many results are recorded in one call.
const maxRows = 200

// RecordedResult is what came of one row.
type RecordedResult struct {
	// Index is the row's place in the input.
	Index   int
	Outcome enum.RowOutcome
	// Submission and Award are nil where the row failed; there is no award where not
	// all that is required was met.
	Submission *Submission
	Award      *db.Award
	// Problems say why it failed.
	Problems []*problem.Problem
}

// recording is what several rows share.
type recording struct {
	mode    submission.Mode
	of      *db.MicroCredential
	version *db.MicroCredentialVersion
	rules   submission.Definition
	issuer  string
	// cohort is whose members alone are recorded; nil for anybody who is reachable.
	cohort   *string
	observer string
}

// observation is one row.
type observation struct {
	earner string
	// on is the day on which it was seen.
	on     time.Time
	scores []ScoreInput
	note   string
}

// record records each row by itself: one that fails keeps none of the others out.
// Checks say what is wrong with each row in itself. An error that is ours ends the
// call: what was recorded stands, and sending all of it again changes none of that.
func (s *Service) record(ctx context.Context, r recording, rows []observation, checks []error) ([]*RecordedResult, error) {
	results := make([]*RecordedResult, len(rows))
	for i, row := range rows {
		result := &RecordedResult{Index: i, Outcome: enum.RowFailed}
		results[i] = result
		err := checks[i]
		if err == nil {
			err = s.recordRow(ctx, r, row, result)
		}
		if err == nil {
			continue
		}
		problems := problem.As(err)
		if problems == nil {
			return nil, fmt.Errorf("record row %d: %w", i, err)
		}
		results[i] = &RecordedResult{Index: i, Outcome: enum.RowFailed, Problems: under(problems, "results", strconv.Itoa(i))}
	}
	return results, nil
}

func under(ps []*problem.Problem, path ...string) []*problem.Problem {
	return mappedTo(ps, func(p *problem.Problem) *problem.Problem { return p.At(path...) })
}

// prepare finds what is recorded, and whether the viewer's organization assesses it
// in that way.
func (s *Service) prepare(ctx context.Context, mode submission.Mode, microCredential string, issuer, cohort *string) (r recording, err error) {
	if err := auth.Require(ctx, auth.RecordResults); err != nil {
		return r, err
	}
	viewer := auth.From(ctx)
	if viewer.Account == "" {
		return r, problem.New(problem.Forbidden, "a person records what they saw, by their account").
			Spanish("quien registra lo que vio es una persona, con su cuenta")
	}
	r.mode, r.observer, r.cohort = mode, viewer.Account, cohort
	if r.of, r.version, err = earnable(ctx, s.DB, microCredential); err != nil {
		return r, err
	}
	if r.issuer, err = issuerFor(r.of, issuer, viewer.Organization()); err != nil {
		return r, err
	}
	if assessedBy(r.of, r.issuer) != viewer.Organization() {
		return r, noMicroCredential(microCredential)
	}
	d, assessed, err := definitionOf(r.version)
	if err != nil {
		return r, err
	}
	if !assessed || !slices.Contains(d.Modes, mode) {
		return r, problem.New(problem.Conflict, "this micro-credential is not assessed in that way").
			Spanish("esta microcredencial no se evalúa de esa manera").At("microCredential")
	}
	r.rules = d
	return r, s.checkRuns(ctx, cohort, r.of.ID)
}

// issuerFor is the issuer named, or else the viewer's own organization where it
// issues, or else the only one.
func issuerFor(of *db.MicroCredential, named *string, own string) (string, error) {
	issues := slices.ContainsFunc(of.Edges.Issuers, func(o *db.Organization) bool { return o.ID == own })
	if named == nil && issues {
		return own, nil
	}
	return issuerOf(of, named, nil)
}

// recordRow records one row in a transaction of its own.
func (s *Service) recordRow(ctx context.Context, r recording, row observation, result *RecordedResult) error {
	if err := s.checkMayRecord(ctx, r, row.earner); err != nil {
		return err
	}
	var key string
	wrote := true
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		// Of the same row twice at once, the second sees what the first recorded.
		if err := store.Lock(ctx, row.earner+" "+r.of.ID); err != nil {
			return err
		}
		before, is, err := recordedBefore(ctx, tx, r, row)
		switch {
		case err != nil:
			return err
		case is:
			key = before.attempt.SubmissionID
			wrote, err = s.correct(ctx, tx, row, before)
		default:
			key, err = s.recordOne(ctx, tx, r, row)
		}
		return err
	})
	switch {
	case db.IsConstraintError(err):
		return openElsewhere()
	case err != nil:
		return err
	}
	result.Outcome = enum.RowUnchanged
	if wrote {
		result.Outcome = enum.RowCreated
	}
	made, err := s.DB.Submission.Query().Where(entsubmission.ID(key)).WithAward(func(q *db.AwardQuery) { q.WithPairs() }).
		WithAssessments(ownWork(ctx)).Only(ctx)
	if err != nil {
		return fmt.Errorf("load submission: %w", err)
	}
	result.Submission, result.Award = s.toAssessor(ctx, made), made.Edges.Award
	return nil
}

func openElsewhere() *problem.Problem {
	return problem.New(problem.Conflict, "this person has an open submission of another kind for it").
		Spanish("esta persona tiene abierta una entrega de otro tipo para ello").At("earner")
}

// recordOne records what was seen as an attempt, decided at once.
func (s *Service) recordOne(ctx context.Context, tx *db.Client, r recording, row observation) (string, error) {
	v, err := s.Vault.ForEarner(ctx, tx, row.earner)
	if err != nil {
		return "", problem.Under(err, "earner")
	}
	p, err := s.attemptFor(ctx, tx, r, row)
	if err != nil {
		return "", err
	}
	on, now := row.on, s.Now()
	for _, step := range []submission.Event{{Step: submission.Submit}, {Step: submission.Claim, Assessor: r.observer}} {
		err := p.apply(ctx, tx, step, func(u *db.SubmissionUpdate) {
			u.SetSubmittedAt(on).SetDueAt(on).ClearDaysLeft().ClearDecidedAt().SetObserverID(r.observer)
		})
		if err != nil {
			return "", err
		}
	}
	p.row.SubmittedAt = &on
	err = tx.SubmissionAttempt.Create().SetSubmissionID(p.row.ID).SetNumber(p.row.Attempt).SetSubmittedAt(on).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("write attempt: %w", err)
	}
	work, err := tx.Assessment.Create().SetID(s.IDs.Mint(id.Assessment)).SetCreatedAt(now).SetTouchedAt(now).
		SetSubmissionID(p.row.ID).SetAttempt(p.row.Attempt).SetSlot(1).SetAssessorID(r.observer).Save(ctx)
	if err != nil {
		return "", fmt.Errorf("write assessment: %w", err)
	}
	p.work = map[string]*db.Assessment{r.observer: work}
	if err := audit.Write(ctx, tx, now, "submission.record", enum.SubjectSubmission, p.row.ID); err != nil {
		return "", err
	}
	return p.row.ID, s.decide(ctx, tx, v, p, judged{work: work, decision: r.decision(row), feedback: &row.note, scores: row.scores, seen: true})
}

// decision is what a row comes to: it is accepted with all that is required, and
// can be shown again otherwise.
func (r recording) decision(row observation) enum.Decision {
	if r.rules.For(r.mode).Judge(levelsOf(row.scores)).Met {
		return enum.DecisionAccept
	}
	return enum.DecisionReturn
}

func levelsOf(scores []ScoreInput) map[string]string {
	levels := make(map[string]string, len(scores))
	for _, score := range scores {
		levels[score.Criterion] = score.Level
	}
	return levels
}

// attemptFor is the earner's submission of this kind that is to be shown again, or
// a new one.
func (s *Service) attemptFor(ctx context.Context, tx *db.Client, r recording, row observation) (*process, error) {
	open, err := tx.Submission.Query().Where(
		entsubmission.EarnerID(row.earner), entsubmission.MicroCredentialID(r.of.ID), entsubmission.StateIn(openStates...),
	).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return s.newAttempt(ctx, tx, r, row)
	case err != nil:
		return nil, fmt.Errorf("look up submission: %w", err)
	case open.State != enum.SubmissionReturned || open.Mode != enum.AssessmentMode(r.mode) ||
		open.OrganizationID != assessedBy(r.of, r.issuer) || open.IssuerID != r.issuer:
		return nil, openElsewhere()
	}
	p, err := s.begin(ctx, tx, open.ID)
	if err != nil || p.row.VersionID == r.version.ID {
		return p, err
	}
	// Of a version that nobody is seen by any more: else it would stand in the way of
	// the current one, and many who are seen have no account to withdraw it with.
	if err := s.withdraw(ctx, tx, p); err != nil {
		return nil, err
	}
	return s.newAttempt(ctx, tx, r, row)
}

func (s *Service) newAttempt(ctx context.Context, tx *db.Client, r recording, row observation) (*process, error) {
	before, err := attemptsBefore(ctx, tx, row.earner, r.of.ID)
	if err != nil {
		return nil, err
	}
	enrolled, err := tx.Enrollment.Query().Where(
		enrollment.EarnerID(row.earner), enrollment.MicroCredentialID(r.of.ID), enrollment.IssuerID(r.issuer),
		enrollment.StatusEQ(enum.EnrollmentActive),
	).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up enrollment: %w", err)
	}
	create := tx.Submission.Create().SetID(s.IDs.Mint(id.Submission)).SetCreatedAt(s.Now()).
		SetEarnerID(row.earner).SetMicroCredentialID(r.of.ID).SetVersionID(r.version.ID).SetIssuerID(r.issuer).
		SetOrganizationID(assessedBy(r.of, r.issuer)).SetMode(enum.AssessmentMode(r.mode)).
		SetAttempt(before + 1).SetDueAt(row.on).SetObserverID(r.observer)
	if len(enrolled) > 0 {
		create.SetEnrollmentID(enrolled[0])
	}
	made, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write submission: %w", err)
	}
	return s.begin(ctx, tx, made.ID)
}
