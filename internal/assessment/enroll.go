package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// EnrollInput says what the earner means to earn, and with whom.
type EnrollInput struct {
	MicroCredential string
	// Issuer is by default the only one that may award it, or who delivers the
	// offering where they may.
	Issuer   *string
	Offering *string
	// Cohort is one that the earner has joined.
	Cohort *string
	// Baseline goes to the protected store, with the enrollment or not at all.
	Baseline         *submission.Baseline
	ClientMutationID *string
}

// Enroll enrolls the earner who acts, in the version that is current. They hold
// what is asked for before it, and are enrolled in it once at a time. A full
// offering is a Limit. Repeated with the same ClientMutationID within a day, it
// returns the first.
func (s *Service) Enroll(ctx context.Context, in EnrollInput) (*db.Enrollment, error) {
	earner, err := self(ctx, auth.Enroll)
	if err != nil {
		return nil, err
	}
	call := repeat.Call{Viewer: auth.From(ctx).Key(), Mutation: "enroll", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(call.Check(), s.checkBaseline(in.Baseline)); err != nil {
		return nil, err
	}
	made, err := repeat.Once(ctx, s.DB, call, repeat.Record[*db.Enrollment]{
		Load: loadEnrollment,
		Make: func(ctx context.Context, tx *db.Client) (string, *db.Enrollment, error) {
			made, err := s.enroll(ctx, tx, earner, in)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
	if db.IsConstraintError(err) {
		return nil, enrolledAlready() // by another call, at the same time
	}
	return made, err
}

func loadEnrollment(ctx context.Context, tx *db.Client, id string) (*db.Enrollment, error) {
	row, err := tx.Enrollment.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load enrollment: %w", err)
	}
	return row, nil
}

func (s *Service) enroll(ctx context.Context, tx *db.Client, earner string, in EnrollInput) (*db.Enrollment, error) {
	of, err := s.enrollable(ctx, tx, earner, in)
	if err != nil {
		return nil, err
	}
	err = problem.Join(s.checkHeld(ctx, tx, earner, of.version), checkOnce(ctx, tx, earner, of.credential.ID))
	if err != nil {
		return nil, err
	}
	if err := checkSeats(ctx, tx, of.offering); err != nil {
		return nil, err
	}
	now := s.Now()
	made, err := tx.Enrollment.Create().SetID(s.IDs.Mint(id.Enrollment)).SetCreatedAt(now).
		SetEarnerID(earner).SetMicroCredentialID(of.credential.ID).SetVersionID(of.version.ID).SetIssuerID(of.issuer).
		SetNillableOfferingID(in.Offering).SetNillableCohortID(in.Cohort).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write enrollment: %w", err)
	}
	if in.Baseline != nil {
		if err := s.Baselines.CaptureBaseline(ctx, made, *in.Baseline); err != nil {
			return nil, problem.Under(err, "baseline")
		}
	}
	return made, audit.Write(ctx, tx, now, "enrollment.create", enum.SubjectEnrollment, made.ID)
}

// checkOnce refuses a second enrollment. The index holds it too; this says it
// better.
func checkOnce(ctx context.Context, tx *db.Client, earner, microCredential string) error {
	is, err := tx.Enrollment.Query().Where(
		enrollment.EarnerID(earner), enrollment.MicroCredentialID(microCredential), enrollment.StatusEQ(enum.EnrollmentActive),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up enrollment: %w", err)
	}
	if is {
		return enrolledAlready()
	}
	return nil
}

func enrolledAlready() *problem.Problem {
	return problem.New(problem.Conflict, "you are enrolled in this already").
		Spanish("usted ya está en esta inscripción").At("microCredential")
}

// checkBaseline refuses what nobody here would keep, and what they would refuse.
func (s *Service) checkBaseline(in *submission.Baseline) error {
	if in == nil {
		return nil
	}
	if s.Baselines == nil {
		return problem.New(problem.Unavailable, "baselines are not kept here").
			Spanish("aquí no se guardan datos iniciales").At("baseline")
	}
	return problem.Under(s.Baselines.CheckBaseline(*in), "baseline")
}

// self is the earner that the viewer acts as, if they may.
func self(ctx context.Context, p auth.Permission) (string, error) {
	if err := auth.Require(ctx, p); err != nil {
		return "", err
	}
	earner := auth.From(ctx).ActingEarner()
	if earner == "" {
		return "", problem.New(problem.Forbidden, "an earner does this, for themselves").
			Spanish("esto lo hace cada persona por sí misma")
	}
	return earner, nil
}
