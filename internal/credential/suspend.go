package credential

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// SuspendAwardInput says which award, and why.
type SuspendAwardInput struct {
	ID     string
	Reason string
}

// Suspend has an award that the viewer's organization issued count for nobody
// until it is reinstated. Verifiers see it as suspended from the moment the call
// returns.
func (s *Service) Suspend(ctx context.Context, in SuspendAwardInput) (*db.Award, error) {
	return s.change(ctx, change{
		id: in.ID, reason: in.Reason, action: "award.suspend",
		from: []enum.AwardStatus{enum.AwardActive},
		set: func(row *db.AwardUpdate, reason string) {
			row.SetStatus(enum.AwardSuspended).SetSuspendedAt(s.Now()).SetSuspendedReason(reason)
		},
		refused: func(row *db.Award) *problem.Problem {
			if row.Status == enum.AwardRevoked {
				return revokedAlready()
			}
			return problem.New(problem.Conflict, "this award is suspended already").
				Spanish("este logro ya está suspendido")
		},
	})
}

// ReinstateAwardInput says which award, and why.
type ReinstateAwardInput struct {
	ID     string
	Reason string
}

// Reinstate ends the suspension of an award, which counts again. Its earner reads
// the reason in place of that of the suspension.
func (s *Service) Reinstate(ctx context.Context, in ReinstateAwardInput) (*db.Award, error) {
	return s.change(ctx, change{
		id: in.ID, reason: in.Reason, action: "award.reinstate",
		from: []enum.AwardStatus{enum.AwardSuspended},
		set: func(row *db.AwardUpdate, reason string) {
			row.SetStatus(enum.AwardActive).ClearSuspendedAt().SetSuspendedReason(reason)
		},
		refused: func(row *db.Award) *problem.Problem {
			if row.Status == enum.AwardRevoked {
				return revokedAlready()
			}
			return problem.New(problem.Conflict, "this award is not suspended").
				Spanish("este logro no está suspendido")
		},
	})
}

func revokedAlready() *problem.Problem {
	return problem.New(problem.Conflict, "this award is revoked already").
		Spanish("este logro ya está revocado")
}

// finish writes the trail of a change of an award, has verifiers see it, and has
// completed stacks follow it.
func (s *Service) finish(ctx context.Context, tx *db.Client, row *db.Award, action audit.Action) error {
	if err := s.trail(ctx, tx, row, action); err != nil {
		return err
	}
	if row.Status == enum.AwardRevoked || row.Status == enum.AwardSuspended {
		if err := s.tell(ctx, tx, row, enum.NoticeAwardEnded); err != nil {
			return err
		}
	}
	return s.followStacks(ctx, tx, row)
}

// trail writes the trail of a change of an award, and has verifiers see it.
func (s *Service) trail(ctx context.Context, tx *db.Client, row *db.Award, action audit.Action) error {
	if err := touchLists(ctx, tx, row); err != nil {
		return err
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectAward, row.ID)
}
