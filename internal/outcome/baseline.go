package outcome

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// selfSource is who said so, where nobody else is named.
const selfSource = "the earner"

// CheckBaseline says everything that is wrong with a baseline.
func (s *Service) CheckBaseline(in submission.Baseline) error {
	_, unpaid := readWage(in.HourlyWage, in.Currency)
	errs := []error{unpaid, checkHours(in.WeeklyHours), checkLine(in.Source, "source")}
	if in.On != nil {
		errs = append(errs, checkDay(*in.On, s.Now(), "on"))
	}
	if len(in.Benefits) > maxBenefits {
		errs = append(errs, problem.New(problem.Invalid, "give at most %d benefits", maxBenefits).
			Spanish("dé como máximo %d prestaciones", maxBenefits).At("benefits"))
	} else {
		for i := range in.Benefits {
			errs = append(errs, checkLine(&in.Benefits[i], "benefits", strconv.Itoa(i)))
		}
	}
	return problem.Join(errs...)
}

// CaptureBaseline keeps an enrollment's baseline, which its earner tells, in the
// transaction that is under way. Nothing reads it back for one person but that
// person's own export.
func (s *Service) CaptureBaseline(ctx context.Context, enrollment *db.Enrollment, in submission.Baseline) error {
	if err := auth.Require(ctx, auth.Enroll); err != nil {
		return err
	}
	if viewer := auth.From(ctx); !viewer.System && viewer.ActingEarner() != enrollment.EarnerID {
		return problem.New(problem.Forbidden, "an earner tells this of themselves").
			Spanish("esto lo dice cada persona de sí misma")
	}
	if err := s.CheckBaseline(in); err != nil {
		return err
	}
	paid, err := readWage(in.HourlyWage, in.Currency)
	if err != nil {
		return err
	}
	row := &db.ProtectedEnrollment{
		EarnerID: enrollment.EarnerID, OrganizationID: enrollment.IssuerID, EnrollmentID: &enrollment.ID,
		MicroCredentialID: &enrollment.MicroCredentialID, BaselineSource: selfSource,
		WageCents: paid.cents, WageCurrency: paid.currency, WeeklyHours: in.WeeklyHours, Benefits: in.Benefits,
		Employed: in.Employed, Assisted: in.PublicAssistance, Disability: in.Disability,
		EnglishLearner: in.EnglishLearner, LowIncome: in.LowIncome, Rural: in.Rural,
	}
	enrolled, described := day(enrollment.CreatedAt), day(enrollment.CreatedAt)
	if in.On != nil {
		described = day(*in.On)
	}
	row.EnrolledOn, row.BaselineOn = &enrolled, &described
	if in.Source != nil && *in.Source != "" {
		row.BaselineSource = *in.Source
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Insert(ctx, tx, []*db.ProtectedEnrollment{row}); err != nil {
			return fmt.Errorf("write baseline: %w", err)
		}
		return nil
	})
}
