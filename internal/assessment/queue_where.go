package assessment

import (
	"context"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db/assessment"
	"github.com/stackmatch/stackmatch/ent/db/conflict"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// queueWhere is what a queue shows; false where that is nothing.
func (s *Service) queueWhere(ctx context.Context, f QueueFilter) ([]predicate.Submission, bool, error) {
	open := f.State == nil || toDecide(*f.State)
	switch {
	case f.State != nil && !slices.Contains(assessable, *f.State), !open && f.Standing != nil:
		return nil, false, nil // what is decided has no deadline, and a draft is its earner's own matter
	case !open && (f.Unclaimed || f.Mine != nil && !*f.Mine):
		return nil, false, nil // what others decided is not the viewer's to see
	}
	where := append(mayAssess(ctx), f.where()...)
	if !open {
		return append(where, decidedBy(auth.From(ctx).Account)), true, nil
	}
	where = append(where, waits())
	if f.Standing != nil {
		standing, err := s.whereStanding(ctx, *f.Standing)
		if err != nil {
			return nil, false, err
		}
		where = append(where, standing...)
	}
	return append(where, f.whereHeld(ctx)...), true, nil
}

// waits keeps what is to be decided, as the index of the queues has it.
func waits() predicate.Submission {
	return store.Among[predicate.Submission](entsubmission.FieldState, enum.SubmissionSubmitted, enum.SubmissionClaimed)
}

// assessable are the states in which assessors know of a submission.
var assessable = []enum.SubmissionState{
	enum.SubmissionSubmitted, enum.SubmissionClaimed, enum.SubmissionReturned, enum.SubmissionAccepted, enum.SubmissionRejected,
}

// toDecide tells that a submission waits for its assessors.
func toDecide(state enum.SubmissionState) bool {
	return state == enum.SubmissionSubmitted || state == enum.SubmissionClaimed
}

// mayAssess keeps what the viewer's organization assesses blind, less what is the
// viewer's own, in whatever role they act, and what they are in conflict with.
func mayAssess(ctx context.Context) []predicate.Submission {
	viewer := auth.From(ctx)
	where := []predicate.Submission{
		entsubmission.OrganizationID(viewer.Organization()),
		entsubmission.ModeIn(enum.ModePortfolio, enum.ModePrior),
		entsubmission.Not(store.Related[predicate.Submission](store.Relation{
			Table: conflict.Table,
			Same:  [][2]string{{conflict.FieldEarnerID, entsubmission.FieldEarnerID}},
			Equal: map[string]any{conflict.FieldAccountID: viewer.Account},
		})),
	}
	if viewer.Earner != "" {
		where = append(where, entsubmission.EarnerIDNEQ(viewer.Earner))
	}
	return where
}

func (f QueueFilter) where() []predicate.Submission {
	var where []predicate.Submission
	if f.State != nil {
		where = append(where, entsubmission.StateEQ(*f.State))
	}
	if f.Unclaimed {
		where = append(where, entsubmission.StateEQ(enum.SubmissionSubmitted))
	}
	if f.Language != nil {
		where = append(where, entsubmission.Language(*f.Language))
	}
	if f.Mode != nil {
		where = append(where, entsubmission.ModeEQ(*f.Mode))
	}
	if f.MicroCredential != nil {
		where = append(where, entsubmission.MicroCredentialID(*f.MicroCredential))
	}
	return where
}

// whereHeld says which part the viewer has in what is to be decided.
func (f QueueFilter) whereHeld(ctx context.Context) []predicate.Submission {
	account := auth.From(ctx).Account
	switch {
	case f.Unclaimed || f.Mine != nil && !*f.Mine:
		return []predicate.Submission{entsubmission.Not(workOn(account, anyWork))}
	case f.Mine != nil:
		return []predicate.Submission{workOn(account, openWork)}
	}
	return []predicate.Submission{entsubmission.Not(workOn(account, decidedWork))}
}

// workKind is of which work is asked.
type workKind int

const (
	anyWork workKind = iota
	openWork
	decidedWork
)

// workOn keeps what an account holds or has decided in this attempt.
func workOn(account string, kind workKind) predicate.Submission {
	r := store.Relation{
		Table: assessment.Table,
		Same: [][2]string{
			{assessment.FieldSubmissionID, entsubmission.FieldID}, {assessment.FieldAttempt, entsubmission.FieldAttempt},
		},
		Equal: map[string]any{assessment.FieldAssessorID: account},
		Null:  []string{assessment.FieldReleasedAt},
	}
	switch kind {
	case openWork:
		r.Null = append(r.Null, assessment.FieldDecidedAt)
	case decidedWork:
		r.Set = []string{assessment.FieldDecidedAt}
	case anyWork:
	}
	return store.Related[predicate.Submission](r)
}

// decidedBy keeps what an account has decided, in any attempt.
func decidedBy(account string) predicate.Submission {
	return store.Related[predicate.Submission](store.Relation{
		Table: assessment.Table,
		Same:  [][2]string{{assessment.FieldSubmissionID, entsubmission.FieldID}},
		Equal: map[string]any{assessment.FieldAssessorID: account},
		Null:  []string{assessment.FieldReleasedAt}, Set: []string{assessment.FieldDecidedAt},
	})
}
