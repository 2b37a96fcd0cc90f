package assessment

import (
	"context"
	"fmt"
	"maps"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SubmissionsByID gives those of the submissions that the viewer may see, by the
// ids under which they know them.
func (s *Service) SubmissionsByID(ctx context.Context, ids []string) (map[string]*Submission, error) {
	rows, err := s.DB.Submission.Query().Where(entsubmission.IDIn(ids...)).
		WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load submissions: %w", err)
	}
	out := make(map[string]*Submission, len(rows))
	for _, row := range rows {
		if sight, ok := s.sight(ctx, row); ok {
			out[row.ID] = &Submission{ID: row.ID, Sight: sight, Row: row}
		}
	}
	assessed, err := s.AssessedByID(ctx, ids)
	maps.Copy(out, assessed)
	return out, err
}

// sight is as what the viewer sees a submission that they do not assess; false
// where they may not. The row has its earner loaded, with grants and blocks.
func (s *Service) sight(ctx context.Context, row *db.Submission) (Sight, bool) {
	viewer := auth.From(ctx)
	switch {
	case viewer.System || auth.Can(ctx, auth.SubmitEvidence) && row.EarnerID == viewer.ActingEarner():
		return SightEarner, true
	case row.State == enum.SubmissionDraft:
		return "", false // what is being written is nobody else's matter
	case auth.Can(ctx, auth.ViewIssuedAwards) && row.IssuerID == viewer.Organization():
		return SightIssuer, true
	}
	return SightCoach, s.opened(ctx, row.Edges.Earner)
}

// opened tells whether an earner opened to the viewer, for coaching, what they earn.
func (s *Service) opened(ctx context.Context, of *db.Earner) bool {
	viewer := auth.From(ctx)
	return of.ErasedAt == nil && auth.Can(ctx, auth.ViewConsentedEarners) &&
		dossier.Subject(of).Opens(consent.Awards, consent.Coaching, viewer.Organization(), viewer.Account, s.Now())
}

// SubmissionsOf lists an earner's submissions, newest first: those that the viewer
// may see as theirs.
func (s *Service) SubmissionsOf(ctx context.Context, earner string, args page.Args) (page.Page[*Submission], error) {
	none := page.Page[*Submission]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	where := []predicate.Submission{entsubmission.EarnerID(earner)}
	scope := submissionsScope(ctx, earner)
	if args.After != "" {
		at, err := s.position(scope, args.After)
		if err != nil {
			return none, err
		}
		where = append(where, store.Before[predicate.Submission](entsubmission.FieldCreatedAt, entsubmission.FieldID)(at...))
	}
	sees, all, err := s.seesOf(ctx, earner)
	if err != nil {
		return none, err
	}
	if !all {
		where = append(where, entsubmission.StateNEQ(enum.SubmissionDraft))
	}
	if !all && !sees {
		where = append(where, entsubmission.IssuerID(issuing(ctx)))
	}
	rows, err := s.DB.Submission.Query().Where(where...).WithEarner(func(q *db.EarnerQuery) { q.WithGrants().WithBlocks() }).
		Order(db.Desc(entsubmission.FieldCreatedAt, entsubmission.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list submissions: %w", err)
	}
	found := page.Cut(rows, args, s.Cursors, scope, submissionPosition)
	return page.Map(found, func(row *db.Submission) *Submission {
		sight, _ := s.sight(ctx, row)
		return &Submission{ID: row.ID, Sight: sight, Row: row}
	}), nil
}

func submissionsScope(ctx context.Context, earner string) string {
	return auth.From(ctx).Key() + " submissions of " + earner
}

func submissionPosition(row *db.Submission) []string { return positionOf(row.CreatedAt, row.ID) }
