package outcome

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// selfSource is who said so, where nobody else is named.
const selfSource = "the earner"

// BaselineInput is how an earner stands when they enroll, as far as they wish to
// say. Nil and empty mean unknown.
type BaselineInput struct {
	// On is the day that it describes; by default the day of enrollment.
	On *time.Time
	// Source is who says so; by default the earner.
	Source *string
	// HourlyWage is a decimal in Currency; USD by default.
	HourlyWage       *string
	Currency         *string
	WeeklyHours      *float64
	Benefits         []string
	Employed         *bool
	PublicAssistance *bool
	Disability       *bool
	EnglishLearner   *bool
	LowIncome        *bool
	Rural            *bool
}

// CheckBaseline says everything that is wrong with a baseline.
func (s *Service) CheckBaseline(in BaselineInput) error {
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

// Capture keeps an enrollment's baseline, which its earner tells, in the
// transaction that is under way. Nothing reads it back for one person but that
// person's own export.
func (s *Service) Capture(ctx context.Context, enrollment *db.Enrollment, in BaselineInput) error {
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
