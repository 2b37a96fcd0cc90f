package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// QueueFilter narrows a queue; what is nil does not.
type QueueFilter struct {
	// State is by default any in which a submission is to be decided. Of those that
	// are decided, an assessor sees their own.
	State *enum.SubmissionState
	// Language is that of the evidence: BCP 47, lower case.
	Language        *string
	Mode            *enum.AssessmentMode
	MicroCredential *string
	// Standing is how the deadline stands, of what is to be decided.
	Standing *submission.Standing
	// Mine keeps what the viewer holds or, of what is decided, has decided; false
	// keeps the others.
	Mine *bool
	// Unclaimed keeps what the viewer could claim now.
	Unclaimed bool
}

// Queue lists what the viewer may assess of their organization's, the most urgent
// first. It never shows what is the viewer's own, what they are in conflict with,
// and an attempt that they have decided.
func (s *Service) Queue(ctx context.Context, filter QueueFilter, args page.Args) (page.Page[*Submission], error) {
	none := page.Page[*Submission]{}
	if err := auth.Require(ctx, auth.Assess); err != nil {
		return none, err
	}
	if err := problem.Join(args.Check(), filter.check()); err != nil {
		return none, err
	}
	where, some, err := s.queueWhere(ctx, filter)
	if err != nil || !some {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "submissions", filter)
	if err != nil {
		return none, err
	}
	if args.After != "" {
		after, err := s.after(scope, args.After)
		if err != nil {
			return none, err
		}
		where = append(where, after)
	}
	query := s.DB.Submission.Query().Where(where...).
		Order(db.Asc(entsubmission.FieldDueAt, entsubmission.FieldID)).Limit(args.Limit())
	query.Select(queued...)
	rows, err := query.All(ctx)
	if err != nil {
		return none, fmt.Errorf("list submissions: %w", err)
	}
	found := page.Cut(rows, args, s.Cursors, scope, func(row *db.Submission) []string {
		return []string{row.DueAt.UTC().Format(time.RFC3339Nano), row.ID}
	})
	return page.Map(found, func(row *db.Submission) *Submission { return s.toAssessor(ctx, row) }), nil
}

// queued are the columns of a queue's rows. Whose it is, and what it earned, is not
// even loaded.
var queued = []string{
	entsubmission.FieldID, entsubmission.FieldOrganizationID, entsubmission.FieldMicroCredentialID, entsubmission.FieldVersionID,
	entsubmission.FieldMode, entsubmission.FieldLanguage, entsubmission.FieldState, entsubmission.FieldAttempt,
	entsubmission.FieldSubmittedAt, entsubmission.FieldDueAt, entsubmission.FieldFlagged,
}

// QueuePage is a page of a queue, and what was asked.
type QueuePage struct {
	page.Page[*Submission]
	Filter QueueFilter
}

// CountQueue is how many Queue lists on all its pages.
func (s *Service) CountQueue(ctx context.Context, filter QueueFilter) (int, error) {
	if err := auth.Require(ctx, auth.Assess); err != nil {
		return 0, err
	}
	where, some, err := s.queueWhere(ctx, filter)
	if err != nil || !some {
		return 0, err
	}
	n, err := s.DB.Submission.Query().Where(where...).Count(ctx)
	return n, wrapped(err, "count submissions")
}

func (f QueueFilter) check() error {
	if f.Unclaimed && f.Mine != nil && *f.Mine {
		return problem.New(problem.Invalid, "what is yours is claimed: ask for one of the two").
			Spanish("lo suyo ya está tomado: pida una de las dos cosas").At("filter", "unclaimed")
	}
	return nil
}

// after keeps what comes behind a cursor.
func (s *Service) after(scope, cursor string) (predicate.Submission, error) {
	at, err := s.Cursors.OpenPosition(scope, cursor, 2)
	if err != nil {
		return nil, err
	}
	due, err := time.Parse(time.RFC3339Nano, at[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return store.After[predicate.Submission](entsubmission.FieldDueAt, entsubmission.FieldID)(due, at[1]), nil
}
