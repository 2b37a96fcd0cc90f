package assessment

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/evidence"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// SubmitInput says what is submitted: a draft or what was returned; or, in one
// call, what is begun, filled with Items and submitted.
type SubmitInput struct {
	Submission *string
	// Enrollment, MicroCredential, Issuer, Prior and Language are StartSubmission's.
	Enrollment      *string
	MicroCredential *string
	Issuer          *string
	Prior           *bool
	Language        *string
	// Revision of the submission that was read; nil does not ask.
	Revision *int
	// Items are added before.
	Items            []EvidenceItem
	ClientMutationID *string
}

// Submitted is a submission that waits for its assessors.
type Submitted struct {
	Submission *Submission
	// Warnings are what may tell the assessors who the earner is.
	Warnings []EvidenceWarning
}

func (in SubmitInput) target() target {
	return target{in.Enrollment, in.MicroCredential, in.Issuer, in.Prior, in.Language}
}

// Submit puts evidence into the queue of who assesses it, as the next attempt. All
// that is required is there. Names in it are warned of, and refuse nothing.
func (s *Service) Submit(ctx context.Context, in SubmitInput) (*Submitted, error) {
	earner, err := self(ctx, auth.SubmitEvidence)
	if err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "submitEvidence", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), in.check()); err != nil {
		return nil, err
	}
	up, err := s.upload(ctx, earner, in.Items, true)
	if err != nil {
		return nil, err
	}
	defer up.close()
	done, err := repeat.Once(ctx, s.DB, call, repeat.Record[*Submitted]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*Submitted, error) {
			p, err := s.begin(ctx, tx, id)
			if err != nil {
				return nil, err
			}
			return s.submitted(ctx, tx, p)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *Submitted, error) {
			p, err := s.submit(ctx, tx, earner, in, up)
			if err != nil {
				return "", nil, err
			}
			done, err := s.submitted(ctx, tx, p)
			up.kept = err == nil
			return p.row.ID, done, err
		},
	})
	if db.IsConstraintError(err) {
		return nil, in.target().openAlready() // by another call, at the same time
	}
	return done, err
}

func (in SubmitInput) check() error {
	var errs []error
	begins := in.Enrollment != nil || in.MicroCredential != nil || in.Issuer != nil || in.Prior != nil || in.Language != nil
	switch {
	case in.Submission != nil && begins:
		errs = append(errs, problem.New(problem.Invalid, "the submission says what it is for").
			Spanish("la entrega ya dice para qué es").At("submission"))
	case in.Submission == nil:
		errs = append(errs, in.target().check())
		if in.Revision != nil {
			errs = append(errs, problem.New(problem.Invalid, "what is begun has no revision yet").
				Spanish("lo que se comienza aún no tiene revisión").At("revision"))
		}
	}
	if len(in.Items) > maxItems {
		return problem.Join(append(errs, problem.New(problem.Limit, "at most %d items in one call", maxItems).
			Spanish("como máximo %d elementos en una llamada", maxItems).At("items"))...)
	}
	for i, item := range in.Items {
		errs = append(errs, problem.Under(item.check(), "items", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

// submit begins what is to be begun, adds, and submits.
func (s *Service) submit(ctx context.Context, tx *db.Client, earner string, in SubmitInput, up *uploaded) (*process, error) {
	key := value(in.Submission)
	if in.Submission == nil {
		row, err := s.start(ctx, tx, earner, in.target())
		if err != nil {
			return nil, err
		}
		key = row.ID
	}
	p, err := s.begin(ctx, tx, key, entsubmission.EarnerID(earner))
	if err != nil {
		return nil, problem.Under(err, "submission")
	}
	if err := checkWritable(p.row, in.Revision); err != nil {
		return nil, err
	}
	if err := s.addItems(ctx, tx, p, in.Items, up); err != nil {
		return nil, err
	}
	if err := checkRequired(ctx, tx, p); err != nil {
		return nil, err
	}
	return p, s.queue(ctx, tx, p)
}

// addItems says of every item what is wrong with it.
func (s *Service) addItems(ctx context.Context, tx *db.Client, p *process, items []EvidenceItem, up *uploaded) error {
	var errs []error
	for i, item := range items {
		err := checkRoom(ctx, tx, p, item)
		if err == nil {
			_, err = s.addItem(ctx, tx, p, item, up.files[i])
		}
		errs = append(errs, problem.Under(err, "items", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

// checkRequired names every required part in which nothing is.
func checkRequired(ctx context.Context, tx *db.Client, p *process) error {
	rows, err := tx.Evidence.Query().Where(evidence.SubmissionID(p.row.ID), evidence.UntilAttemptIsNil()).
		Select(evidence.FieldPart).All(ctx)
	if err != nil {
		return fmt.Errorf("load evidence: %w", err)
	}
	given := map[string]bool{}
	for _, row := range rows {
		given[row.Part] = true
	}
	var errs []error
	for _, part := range p.definition.Parts {
		if part.Required && !given[part.Key] {
			errs = append(errs, problem.New(problem.Invalid, "the part %q is required: add something to it", inLanguage(part.Title, "en")).
				Spanish("la parte %q es obligatoria: añada algo en ella", inLanguage(part.Title, "es")).At("items", part.Key))
		}
	}
	if len(rows) == 0 && len(errs) == 0 {
		errs = append(errs, problem.New(problem.Invalid, "there is no evidence yet").
			Spanish("aún no hay evidencias").At("items"))
	}
	return problem.Join(errs...)
}

// queue submits what is written: the clock runs, from the start or with what was
// left when it was returned.
func (s *Service) queue(ctx context.Context, tx *db.Client, p *process) error {
	now := s.Now()
	clock, err := timingOf(ctx, tx, p.row.OrganizationID)
	if err != nil {
		return err
	}
	flagged, err := s.unmasks(ctx, tx, p.row)
	if err != nil {
		return err
	}
	due := clock.dueAt(p.row, now)
	err = p.apply(ctx, tx, submission.Event{Step: submission.Submit}, func(row *db.SubmissionUpdate) {
		row.SetSubmittedAt(now).SetDueAt(due).ClearDaysLeft().ClearEscalatedAt().ClearDecidedAt().
			SetFlagged(len(flagged) > 0).AddRevision(1)
	})
	if err != nil {
		return err
	}
	err = tx.SubmissionAttempt.Create().SetSubmissionID(p.row.ID).SetNumber(p.row.Attempt).SetSubmittedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write attempt: %w", err)
	}
	if err := s.tellQueue(ctx, tx, p.row); err != nil {
		return err
	}
	return audit.Write(ctx, tx, now, "submission.submit", enum.SubjectSubmission, p.row.ID)
}

// tellQueue tells those who assess that something waits.
func (s *Service) tellQueue(ctx context.Context, tx *db.Client, row *db.Submission) error {
	return s.Post.TellMembers(ctx, tx, row.OrganizationID, []enum.Role{enum.RoleAssessor},
		inbox.Notice{Kind: enum.NoticeSubmissionWaiting, Subject: row.ID})
}

// submitted is what the earner is told, as it stands now.
func (s *Service) submitted(ctx context.Context, tx *db.Client, p *process) (*Submitted, error) {
	row, err := loadSubmission(ctx, tx, p.row.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := s.unmasks(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	return &Submitted{Submission: own(row), Warnings: warnings}, nil
}
