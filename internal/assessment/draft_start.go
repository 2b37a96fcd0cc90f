package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/db/submissionattempt"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
)

// StartSubmissionInput says what evidence is gathered for: an enrollment, or a
// micro-credential that is earned by experience.
type StartSubmissionInput struct {
	Enrollment      *string
	MicroCredential *string
	// Issuer is who is to award what is earned by experience; by default the only one.
	Issuer *string
	// Prior asks for experience to be assessed; by default where there is no enrollment.
	Prior *bool
	// Language is that of the evidence; by default English.
	Language         *string
	ClientMutationID *string
}

func (in StartSubmissionInput) target() target {
	return target{in.Enrollment, in.MicroCredential, in.Issuer, in.Prior, in.Language}
}

// StartSubmission begins a draft, to which evidence is added until it is submitted.
// There is one open submission for a micro-credential at a time. Repeated with the
// same ClientMutationID within a day, it returns the first.
func (s *Service) StartSubmission(ctx context.Context, in StartSubmissionInput) (*Submission, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "startSubmission", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.target().check()); err != nil {
		return nil, err
	}
	row, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Submission]{
		Load: loadSubmission,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Submission, error) {
			made, err := s.start(ctx, tx, earner, in.target())
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if db.IsConstraintError(err) {
		return nil, in.target().openAlready() // by another call, at the same time
	}
	if err != nil {
		return nil, err
	}
	return own(row), nil
}

// own is a submission as its earner sees it.
func own(row *db.Submission) *Submission {
	return &Submission{ID: row.ID, Sight: SightEarner, Row: row}
}

func loadSubmission(ctx context.Context, tx *db.Client, id string) (*db.Submission, error) {
	row, err := tx.Submission.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load submission: %w", err)
	}
	return row, nil
}

// start writes a draft.
func (s *Service) start(ctx context.Context, tx *db.Client, earner string, t target) (*db.Submission, error) {
	of, err := s.aim(ctx, tx, earner, t)
	if err != nil {
		return nil, err
	}
	is, err := tx.Submission.Query().Where(
		entsubmission.EarnerID(earner), entsubmission.MicroCredentialID(of.credential.ID), entsubmission.StateIn(openStates...),
	).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up submission: %w", err)
	}
	if is {
		return nil, t.openAlready()
	}
	before, err := attemptsBefore(ctx, tx, earner, of.credential.ID)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	row, err := tx.Submission.Create().SetID(s.IDs.Mint(id.Submission)).SetCreatedAt(now).
		SetEarnerID(earner).SetNillableEnrollmentID(of.enrollment).SetMicroCredentialID(of.credential.ID).
		SetVersionID(of.version.ID).SetIssuerID(of.issuer).SetOrganizationID(assessedBy(of.credential, of.issuer)).
		SetMode(enum.AssessmentMode(of.mode)).SetLanguage(t.spoken()).SetAttempt(before + 1).SetDueAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write submission: %w", err)
	}
	return row, audit.Write(ctx, tx, now, "submission.start", enum.SubjectSubmission, row.ID)
}

// openStates are those that a submission is in until it is decided for good.
var openStates = []enum.SubmissionState{
	enum.SubmissionDraft, enum.SubmissionSubmitted, enum.SubmissionClaimed, enum.SubmissionReturned,
}

// attemptsBefore is how often the earner submitted evidence for a micro-credential
// in submissions that earned nothing.
func attemptsBefore(ctx context.Context, tx *db.Client, earner, microCredential string) (int, error) {
	last, err := tx.SubmissionAttempt.Query().Where(submissionattempt.HasSubmissionWith(
		entsubmission.EarnerID(earner), entsubmission.MicroCredentialID(microCredential),
		entsubmission.StateIn(enum.SubmissionRejected, enum.SubmissionWithdrawn),
	)).Order(db.Desc(submissionattempt.FieldNumber)).First(ctx)
	if db.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("count attempts: %w", err)
	}
	return last.Number, nil
}
