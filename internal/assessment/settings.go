package assessment

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessmentsettings"
	"github.com/stackmatch/stackmatch/ent/db/holiday"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// The bounds of a queue.
const (
	maxReleaseHours = 24 * 60
	maxHolidays     = 400
)

// Settings are how an organization's queue runs.
type Settings struct {
	// DecideWithinDays counts business days.
	DecideWithinDays int
	// ReleaseAfterHours is how long a claim may be left alone.
	ReleaseAfterHours int
	// FederalHolidays of the United States are no business days.
	FederalHolidays bool
	Holidays        []*db.Holiday
	// TimeZone is the organization's: business days are counted in it.
	TimeZone string
}

// SettingsInput is what is to change; nil leaves it.
type SettingsInput struct {
	DecideWithinDays  *int
	ReleaseAfterHours *int
	FederalHolidays   *bool
	// Holidays are all of the organization's own, where SetHolidays is.
	Holidays    []HolidayInput
	SetHolidays bool
}

// HolidayInput is a day on which nothing is assessed.
type HolidayInput struct {
	On   time.Time
	Name *string
}

// Settings are those of the viewer's organization.
func (s *Service) Settings(ctx context.Context) (*Settings, error) {
	if !auth.Can(ctx, auth.ManageAssessment) {
		if err := auth.Require(ctx, auth.Assess); err != nil {
			return nil, err
		}
	}
	return settingsOf(ctx, s.DB, auth.From(ctx).Organization())
}

func settingsOf(ctx context.Context, client *db.Client, organization string) (*Settings, error) {
	if organization == "" {
		return nil, noOrganization()
	}
	t, err := timingOf(ctx, client, organization)
	if err != nil {
		return nil, err
	}
	return &Settings{
		DecideWithinDays: t.days, ReleaseAfterHours: int(t.release / time.Hour), FederalHolidays: t.federal,
		Holidays: t.holidays, TimeZone: t.zone.String(),
	}, nil
}

// UpdateSettings changes how the queue of the viewer's organization runs, from now
// on: what is due already stays due when it was.
func (s *Service) UpdateSettings(ctx context.Context, in SettingsInput) (set *Settings, err error) {
	if err := auth.Require(ctx, auth.ManageAssessment); err != nil {
		return nil, err
	}
	organization := auth.From(ctx).Organization()
	if organization == "" {
		return nil, noOrganization()
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := in.write(ctx, tx, organization); err != nil {
			return err
		}
		if err := audit.Write(ctx, tx, s.Now(), "organization.assessment", enum.SubjectOrganization, organization); err != nil {
			return err
		}
		set, err = settingsOf(ctx, tx, organization)
		return err
	})
	return set, err
}

func noOrganization() *problem.Problem {
	return problem.New(problem.Forbidden, "act for an organization").Spanish("actúe por una organización")
}

func (in SettingsInput) check() error {
	var errs []error
	if d := in.DecideWithinDays; d != nil && (*d < 1 || *d > submission.MaxDays) {
		errs = append(errs, problem.New(problem.Invalid, "decide within 1 to %d business days", submission.MaxDays).
			Spanish("decida en 1 a %d días hábiles", submission.MaxDays).At("decideWithinDays"))
	}
	if h := in.ReleaseAfterHours; h != nil && (*h < 1 || *h > maxReleaseHours) {
		errs = append(errs, problem.New(problem.Invalid, "release after 1 to %d hours", maxReleaseHours).
			Spanish("libere tras 1 a %d horas", maxReleaseHours).At("releaseAfterHours"))
	}
	if len(in.Holidays) > maxHolidays {
		return problem.Join(append(errs, problem.New(problem.Limit, "at most %d holidays are kept", maxHolidays).
			Spanish("se guardan como máximo %d feriados", maxHolidays).At("holidays"))...)
	}
	seen := map[time.Time]bool{}
	for i, h := range in.Holidays {
		day, at := dayIn(h.On, time.UTC), []string{"holidays", strconv.Itoa(i)}
		if seen[day] {
			errs = append(errs, problem.New(problem.Invalid, "this day is given already").
				Spanish("este día ya se ha dado").At(append(at, "on")...))
		}
		seen[day] = true
		if utf8.RuneCountInString(value(h.Name)) > maxLine {
			errs = append(errs, tooLong(maxLine).At(append(at, "name")...))
		}
	}
	return problem.Join(errs...)
}

// write changes what is given, on top of what holds by default.
func (in SettingsInput) write(ctx context.Context, tx *db.Client, organization string) error {
	if err := store.Lock(ctx, "settings of "+organization); err != nil {
		return err
	}
	now, err := timingOf(ctx, tx, organization)
	if err != nil {
		return err
	}
	row := &db.AssessmentSettings{
		OrganizationID: organization, DecideWithinDays: now.days, ReleaseAfterHours: int(now.release / time.Hour), FederalHolidays: now.federal,
	}
	if in.DecideWithinDays != nil {
		row.DecideWithinDays = *in.DecideWithinDays
	}
	if in.ReleaseAfterHours != nil {
		row.ReleaseAfterHours = *in.ReleaseAfterHours
	}
	if in.FederalHolidays != nil {
		row.FederalHolidays = *in.FederalHolidays
	}
	if err := store.Upsert(ctx, tx, []*db.AssessmentSettings{row}, assessmentsettings.FieldOrganizationID); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if !in.SetHolidays {
		return nil
	}
	if _, err := tx.Holiday.Delete().Where(holiday.OrganizationID(organization)).Exec(ctx); err != nil {
		return fmt.Errorf("delete holidays: %w", err)
	}
	rows := make([]*db.Holiday, len(in.Holidays))
	for i, h := range in.Holidays {
		rows[i] = &db.Holiday{OrganizationID: organization, On: dayIn(h.On, time.UTC), Name: value(h.Name)}
	}
	return wrapped(store.Insert(ctx, tx, rows), "write holidays")
}
