package outcome

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// defaultCurrency is that of wages: the programs are American.
const defaultCurrency = "USD"

// Enrollment is an earner's enrollment at an institution or in a program, with
// the baseline from which outcomes are measured. Nil and empty mean unknown.
type Enrollment struct {
	Earner       string
	Organization string
	// MicroCredential is what the earner enrolled for; empty for the institution
	// as a whole.
	MicroCredential string
	// Status is full-time, part-time, short-term training ...
	Status     string
	EnrolledOn *time.Time
	Baseline   *Baseline
}

// Baseline is how somebody stood on a day: when they joined, mostly.
type Baseline struct {
	On time.Time
	// Source is who said so.
	Source string
	// WageCents is the hourly wage.
	WageCents   *int64
	WeeklyHours *float64
	Benefits    []string
	Employed    *bool
	// Assisted is true for who received public assistance.
	Assisted *bool
}

// Enroll writes enrollments, in batches.
func (s *Service) Enroll(ctx context.Context, enrollments []Enrollment) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	rows := make([]*db.ProtectedEnrollment, len(enrollments))
	for i, e := range enrollments {
		rows[i] = e.row()
	}
	return insert(ctx, s.DB, "enrollments", rows)
}

func (e Enrollment) row() *db.ProtectedEnrollment {
	row := &db.ProtectedEnrollment{
		EarnerID: e.Earner, OrganizationID: e.Organization, Status: e.Status, EnrolledOn: e.EnrolledOn,
	}
	if e.MicroCredential != "" {
		row.MicroCredentialID = &e.MicroCredential
	}
	if b := e.Baseline; b != nil {
		row.BaselineOn, row.BaselineSource, row.WageCents, row.WeeklyHours = &b.On, b.Source, b.WageCents, b.WeeklyHours
		row.Benefits, row.Employed, row.Assisted = b.Benefits, b.Employed, b.Assisted
		if b.WageCents != nil {
			row.WageCurrency = defaultCurrency
		}
	}
	return row
}
