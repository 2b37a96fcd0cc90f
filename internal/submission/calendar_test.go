package submission_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/submission"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func TestSomethingIsDueAtTheEndOfABusinessDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone string
		federal    bool
		holidays   []time.Time
		from       string
		days       int
		want       string
	}{
		{"two weeks and four days", "America/Chicago", false, nil, "2026-11-02T09:00:00-06:00", 14, "2026-11-20T23:59:59-06:00"},
		{"Veterans Day is between", "America/Chicago", true, nil, "2026-11-02T09:00:00-06:00", 14, "2026-11-23T23:59:59-06:00"},
		{"and a day of our own", "America/Chicago", true, []time.Time{day(2026, 11, 23)}, "2026-11-02T09:00:00-06:00", 14, "2026-11-24T23:59:59-06:00"},
		{"a day of our own on a holiday counts once", "America/Chicago", true, []time.Time{day(2026, 11, 11)}, "2026-11-02T09:00:00-06:00", 14, "2026-11-23T23:59:59-06:00"},
		{"on a Saturday", "America/Chicago", false, nil, "2026-11-07T12:00:00-06:00", 1, "2026-11-09T23:59:59-06:00"},
		{"late on Friday is Friday, though Saturday in UTC", "America/Los_Angeles", false, nil, "2026-11-07T07:30:00Z", 1, "2026-11-09T23:59:59-08:00"},
		{"early on Tuesday is Tuesday, though Monday in UTC", "Pacific/Auckland", false, nil, "2026-11-02T20:00:00Z", 1, "2026-11-04T23:59:59+13:00"},
		{"a Saturday's New Year is observed in the old one", "America/New_York", true, nil, "2021-12-23T10:00:00-05:00", 5, "2022-01-03T23:59:59-05:00"},
		{"the clocks go forward", "America/New_York", false, nil, "2026-03-06T10:00:00-05:00", 1, "2026-03-09T23:59:59-04:00"},
		{"the clocks go back", "America/New_York", false, nil, "2026-10-30T10:00:00-04:00", 1, "2026-11-02T23:59:59-05:00"},
		{"midnight of the next day does not exist", "Africa/Cairo", false, nil, "2024-04-24T10:00:00+02:00", 1, "2024-04-25T23:59:59+02:00"},
		{"the last hour comes twice", "Africa/Cairo", false, nil, "2024-10-30T10:00:00+03:00", 1, "2024-10-31T23:59:59+02:00"},
		{"a leap day", "UTC", false, nil, "2028-02-28T00:00:00Z", 1, "2028-02-29T23:59:59Z"},
		{"no days are one", "UTC", false, nil, "2026-11-02T00:00:00Z", 0, "2026-11-03T23:59:59Z"},
		{"too many are the most", "UTC", false, nil, "2026-11-02T00:00:00Z", 1 << 40, "2027-04-19T23:59:59Z"},
	} {
		calendar := submission.NewCalendar(zone(t, c.zone), c.federal, c.holidays)
		got := calendar.Due(instant(t, c.from), c.days)
		if want := instant(t, c.want); !got.Equal(want) {
			t.Errorf("%s: got %s, want %s", c.name, got.Format(time.RFC3339), want.Format(time.RFC3339))
		}
	}
}

// The days are those that the Office of Personnel Management publishes.
func TestFederalHolidaysAreTheDaysOnWhichTheyAreObserved(t *testing.T) {
	t.Parallel()
	calendar := submission.NewCalendar(nil, true, nil)
	for year, want := range map[int][]string{
		2020: {"01-01", "01-20", "02-17", "05-25", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"},
		2021: {"01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24", "12-31"},
		2022: {"01-17", "02-21", "05-30", "06-20", "07-04", "09-05", "10-10", "11-11", "11-24", "12-26"},
		2023: {"01-02", "01-16", "02-20", "05-29", "06-19", "07-04", "09-04", "10-09", "11-10", "11-23", "12-25"},
		2026: {"01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"},
	} {
		var got []string
		for d := day(year, 1, 1); d.Year() == year; d = d.AddDate(0, 0, 1) {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			if off := calendar.Left(d.AddDate(0, 0, -1), d) == 0; off && !weekend {
				got = append(got, d.Format("01-02"))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
}

func TestDaysLeftAreThoseOfTheDeadline(t *testing.T) {
	t.Parallel()
	names := []string{"UTC", "America/Chicago", "Africa/Cairo", "Pacific/Apia", "America/Santiago", "Asia/Kathmandu", "Pacific/Kiritimati"}
	rapid.Check(t, func(r *rapid.T) {
		var holidays []time.Time
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 400), 0, 40).Draw(r, "holidays") {
			holidays = append(holidays, day(2026, 1, 1).AddDate(0, 0, n))
		}
		loc := zone(t, rapid.SampledFrom(names).Draw(r, "zone"))
		c := submission.NewCalendar(loc, rapid.Bool().Draw(r, "federal"), holidays)
		from := day(2026, 1, 1).Add(time.Duration(rapid.Int64Range(0, int64(400*24*time.Hour)).Draw(r, "from")))
		days := rapid.IntRange(1, submission.MaxDays).Draw(r, "days")
		due := c.Due(from, days)
		if left := c.Left(from, due); left != days {
			r.Fatalf("%s: %d days from %s are %s, of which %d are left", loc, days, from, due, left)
		}
		if past := c.Left(due, from); past != -days {
			r.Fatalf("%s: %s is %d days after %s, want %d", loc, due, past, from, -days)
		}
		if days > 1 {
			if step := c.Due(c.Due(from, 1), days-1); !step.Equal(due) {
				r.Fatalf("%s: one day and %d more are %s, want %s", loc, days-1, step, due)
			}
		}
		if later := c.Due(from.Add(time.Hour), days); later.Before(due) {
			r.Fatalf("%s: an hour later it is due earlier: %s, %s", loc, later, due)
		}
		if local := due.In(loc); local.Format(time.TimeOnly) != "23:59:59" || local.Add(time.Second).Day() == local.Day() {
			r.Fatalf("%s: %s is not the end of a day", loc, local)
		}
	})
}

func TestACalendarWithoutBusinessDaysComesToAnEnd(t *testing.T) {
	t.Parallel()
	var holidays []time.Time
	for n := range 10 * 366 {
		holidays = append(holidays, day(2024, 1, 1).AddDate(0, 0, n))
	}
	c := submission.NewCalendar(nil, true, holidays)
	from := day(2026, 1, 1)
	if got, least, most := c.Due(from, 14), from.AddDate(3, 0, 0), from.AddDate(4, 0, 0); got.Before(least) || got.After(most) {
		t.Errorf("got %s, want a day in three years", got)
	}
	if left := c.Left(from, from.AddDate(1, 0, 0)); left != 0 {
		t.Errorf("got %d days left, want none", left)
	}
	far := submission.Calendar{}.Left(day(1, 1, 1), day(9999, 1, 1))
	if far < 700 || far > 1100 {
		t.Errorf("got %d days to the end of time, want about three years' worth", far)
	}
}

func TestTheZeroCalendarIsWeekdaysInUTC(t *testing.T) {
	t.Parallel()
	got := submission.Calendar{}.Due(instant(t, "2026-07-02T12:00:00Z"), 1)
	if want := instant(t, "2026-07-03T23:59:59Z"); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
