package submission_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/submission"
)

func TestADeadlineStandsByTheDaysLeft(t *testing.T) {
	t.Parallel()
	c := submission.NewCalendar(zone(t, "America/Chicago"), true, nil)
	due := instant(t, "2026-11-20T23:59:59-06:00") // a Friday; Thanksgiving is on the Thursday after
	for _, k := range []struct {
		now  string
		left int
		want submission.Standing
	}{
		{"2026-11-02T08:00:00-06:00", 13, submission.OnTime},
		{"2026-11-17T23:59:59-06:00", 3, submission.OnTime},
		{"2026-11-18T00:00:00-06:00", 2, submission.DueSoon},
		{"2026-11-20T23:59:59.9-06:00", 0, submission.DueSoon},
		{"2026-11-21T00:00:00-06:00", 0, submission.Overdue},
		{"2026-11-22T12:00:00-06:00", 0, submission.Overdue},
		{"2026-11-24T23:59:59-06:00", -2, submission.Overdue},
		{"2026-11-25T00:00:00-06:00", -3, submission.Escalated},
		{"2026-11-26T12:00:00-06:00", -3, submission.Escalated},
		{"2026-11-27T12:00:00-06:00", -4, submission.Escalated},
	} {
		now := instant(t, k.now)
		if got, left := c.Standing(now, due), c.Left(now, due); got != k.want || left != k.left {
			t.Errorf("%s: got %s with %d left, want %s with %d", k.now, got, left, k.want, k.left)
		}
	}
}

// A clock that stands still is the days that were left, given once more.
func TestTheDaysThatWereLeftAreGivenAgainAndOneAtLeast(t *testing.T) {
	t.Parallel()
	c := submission.NewCalendar(zone(t, "America/Chicago"), true, nil)
	due := c.Due(instant(t, "2026-11-02T09:00:00-06:00"), 14) // until the 23rd
	for _, k := range []struct {
		name, returned string
		left           int
		sent, due      string
	}{
		{name: "five days left", returned: "2026-11-16T15:00:00-06:00", left: 5, sent: "2026-12-22T09:00:00-06:00", due: "2026-12-30T23:59:59-06:00"},
		{name: "on the last day one day is given", returned: "2026-11-23T15:00:00-06:00", left: 0, sent: "2026-12-24T09:00:00-06:00", due: "2026-12-28T23:59:59-06:00"},
		{name: "after it as well", returned: "2026-11-25T15:00:00-06:00", left: -2, sent: "2026-11-25T16:00:00-06:00", due: "2026-11-27T23:59:59-06:00"},
	} {
		left := c.Left(instant(t, k.returned), due)
		if again, want := c.Due(instant(t, k.sent), left), instant(t, k.due); left != k.left || !again.Equal(want) {
			t.Errorf("%s: %d left, again until %s, want %d, until %s", k.name, left, again, k.left, want)
		}
	}
}
