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

// lists are the conditions of a queue, one list for each state: all of one list
// are in the order of one index.
func (s *Service) lists(ctx context.Context, f QueueFilter) ([][]predicate.Submission, error) {
	states := []enum.SubmissionState{enum.SubmissionSubmitted, enum.SubmissionClaimed}
	switch {
	case f.State != nil && !slices.Contains(assessable, *f.State):
		return nil, nil // an earner's own matter: there is nothing to see
	case f.State != nil:
		states = []enum.SubmissionState{*f.State}
	}
	if f.Unclaimed {
		states = slices.DeleteFunc(states, func(state enum.SubmissionState) bool { return state != enum.SubmissionSubmitted })
	}
	common := append(mayAssess(ctx), f.where()...)
	if f.Standing != nil {
		states = slices.DeleteFunc(states, func(state enum.SubmissionState) bool { return !toDecide(state) })
		standing, err := s.whereStanding(ctx, *f.Standing)
		if err != nil {
			return nil, err
		}
		common = append(common, standing...)
	}
	lists := make([][]predicate.Submission, len(states))
	for i, state := range states {
		lists[i] = slices.Concat(common, []predicate.Submission{entsubmission.StateEQ(state)}, f.whereHeld(ctx, state))
	}
	return lists, nil
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

// whereHeld says, for submissions in a state, which part the viewer has in them.
func (f QueueFilter) whereHeld(ctx context.Context, state enum.SubmissionState) []predicate.Submission {
	account := auth.From(ctx).Account
	if !toDecide(state) {
		mine := decidedBy(account)
		if f.Unclaimed || f.Mine != nil && !*f.Mine {
			mine = entsubmission.IDEQ("") // what others decided is not the viewer's to see
		}
		return []predicate.Submission{mine}
	}
	where := []predicate.Submission{entsubmission.Not(workOn(account, true))}
	switch {
	case f.Unclaimed || f.Mine != nil && !*f.Mine:
		where = append(where, entsubmission.Not(workOn(account, false)))
	case f.Mine != nil:
		where = append(where, workOn(account, false))
	}
	return where
}

// workOn keeps what an account has, in this attempt, decided or else claimed.
func workOn(account string, decided bool) predicate.Submission {
	r := store.Relation{
		Table: assessment.Table,
		Same: [][2]string{
			{assessment.FieldSubmissionID, entsubmission.FieldID}, {assessment.FieldAttempt, entsubmission.FieldAttempt},
		},
		Equal: map[string]any{assessment.FieldAssessorID: account},
		Null:  []string{assessment.FieldReleasedAt},
	}
	if decided {
		r.Set = []string{assessment.FieldDecidedAt}
	} else {
		r.Null = append(r.Null, assessment.FieldDecidedAt)
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
