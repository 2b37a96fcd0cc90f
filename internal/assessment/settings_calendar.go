package assessment

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/assessmentsettings"
	"github.com/stackmatch/stackmatch/ent/db/holiday"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// How a queue runs of which nobody has said anything else.
const (
	defaultDays         = 14
	defaultReleaseHours = 72
)

// timing is how an organization's queue runs: its business days, and how long
// things may take.
type timing struct {
	submission.Calendar
	// days are those in which it decides: business days.
	days int
	// release is how long a claim may be left alone.
	release time.Duration
	// federal tells whether the calendar has the federal holidays.
	federal  bool
	holidays []*db.Holiday
	zone     *time.Location
}

// timingOf loads how an organization's queue runs.
func timingOf(ctx context.Context, client *db.Client, key string) (timing, error) {
	timings, err := timingsOf(ctx, client, []string{key})
	if err != nil {
		return timing{}, err
	}
	t, known := timings[key]
	if !known {
		return timing{}, fmt.Errorf("there is no organization %s", key)
	}
	return t, nil
}

// timingsOf loads how queues run, in as many statements however many they are.
func timingsOf(ctx context.Context, client *db.Client, organizations []string) (map[string]timing, error) {
	rows, err := client.Organization.Query().Where(organization.IDIn(organizations...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load organizations: %w", err)
	}
	sets, err := client.AssessmentSettings.Query().Where(assessmentsettings.OrganizationIDIn(organizations...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load settings of assessment: %w", err)
	}
	days, err := client.Holiday.Query().Where(holiday.OrganizationIDIn(organizations...)).Order(db.Asc(holiday.FieldOn)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load holidays: %w", err)
	}
	set, holidays := map[string]*db.AssessmentSettings{}, map[string][]*db.Holiday{}
	for _, row := range sets {
		set[row.OrganizationID] = row
	}
	for _, row := range days {
		holidays[row.OrganizationID] = append(holidays[row.OrganizationID], row)
	}
	timings := make(map[string]timing, len(rows))
	for _, row := range rows {
		if set[row.ID] == nil {
			set[row.ID] = &db.AssessmentSettings{DecideWithinDays: defaultDays, ReleaseAfterHours: defaultReleaseHours, FederalHolidays: true}
		}
		timings[row.ID] = newTiming(row, set[row.ID], holidays[row.ID])
	}
	return timings, nil
}

// newTiming counts in UTC where the organization's zone is none that is known
// here: a queue that stands still for a misspelled zone would be worse.
func newTiming(org *db.Organization, set *db.AssessmentSettings, days []*db.Holiday) timing {
	zone, err := time.LoadLocation(org.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	on := make([]time.Time, len(days))
	for i, d := range days {
		on[i] = d.On
	}
	return timing{
		Calendar: submission.NewCalendar(zone, set.FederalHolidays, on), days: set.DecideWithinDays,
		release: time.Duration(set.ReleaseAfterHours) * time.Hour, federal: set.FederalHolidays, holidays: days,
		zone: zone,
	}
}

// dayOf is the day of an instant in the organization's zone.
func (t timing) dayOf(at time.Time) time.Time { return dayIn(at, t.zone) }

// dueAt is until when a submission is to be decided that is submitted now: for the
// first time, or with the days that were left when it was returned, at least one.
func (t timing) dueAt(row *db.Submission, now time.Time) time.Time {
	if row.DaysLeft != nil {
		return t.Due(now, *row.DaysLeft)
	}
	return t.Due(now, t.days)
}
