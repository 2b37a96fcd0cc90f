package seed

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/offering"
)

func TestOfferingsBeginAndEndOnTheWeekdaysThatTheyName(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{0, 3} { // whatever the day on which the demo is made
		s, _ := demo(t, Options{People: -1, Now: testNow.AddDate(0, 0, ahead)})
		rows, err := s.Client.Offering.Query().Where(offering.ScheduleNotNil()).All(t.Context())
		if err != nil || len(rows) < 15 {
			t.Fatalf("%d offerings meet weekly: %v", len(rows), err)
		}
		for _, row := range rows {
			checkWeekdays(t, row)
		}
	}
}

// checkWeekdays holds the days of an offering against its own words.
func checkWeekdays(t *testing.T, row *db.Offering) {
	t.Helper()
	said := row.Schedule["en"]
	first, last := row.StartsOn.Weekday().String()+"s", row.EndsOn.Weekday().String()+"s"
	if !strings.HasPrefix(said, first) {
		t.Errorf("%s: %q begins on one of the %s", row.ID, said, first)
	}
	if !strings.Contains(said, last) {
		t.Errorf("%s: %q ends on one of the %s", row.ID, said, last)
	}
	if row.EndsOn.Before(*row.StartsOn) || row.CreatedAt.After(*row.StartsOn) {
		t.Errorf("%s: announced %s, from %s to %s", row.ID, row.CreatedAt, row.StartsOn, row.EndsOn)
	}
}

func TestAnOfferingKeepsItsLength(t *testing.T) {
	t.Parallel()
	saturday := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		weekly     []string
		from, to   int
		first, end string
	}{
		{nil, 5, 19, "2026-11-26", "2026-12-10"},
		{[]string{"FR 08:00-13:00", "SA 08:00-13:00"}, 9, 11, "2026-12-04", "2026-12-05"}, // a Monday, at first
		{[]string{"SU 13:00-18:00"}, 1, 1, "2026-11-22", "2026-11-22"},
		{[]string{"MO 17:30-20:30", "WE 17:30-20:30"}, 12, 26, "2026-12-07", "2026-12-21"},
		{[]string{"SA 08:00-14:00"}, -7, 3, "2026-11-14", "2026-11-21"},
	} {
		starts, ends, err := Offering{Weekly: tt.weekly, StartsInDays: tt.from, EndsInDays: tt.to}.days(saturday)
		got := []string{starts.Format(time.DateOnly), ends.Format(time.DateOnly)}
		if diff := cmp.Diff([]string{tt.first, tt.end}, got); diff != "" || err != nil {
			t.Errorf("%v: %v\n%s", tt.weekly, err, diff)
		}
	}
}
