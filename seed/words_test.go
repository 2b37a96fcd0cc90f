package seed

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/text"
)

func TestWeeklyTimesAreSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		weekly []string
		want   text.Localized
	}{
		{nil, nil},
		{[]string{"SA 08:00-14:00"}, text.EnEs("Saturdays, 8:00 a.m. to 2:00 p.m.", "sábados, de 8:00 a. m. a 2:00 p. m.")},
		{
			[]string{"MO 09:00-12:00", "WE 09:00-12:00", "FR 09:00-12:00"},
			text.EnEs("Mondays, Wednesdays and Fridays, 9:00 a.m. to 12:00 p.m.", "lunes, miércoles y viernes, de 9:00 a. m. a 12:00 p. m."),
		},
		{
			[]string{"SA 08:00-13:00", "SU 13:00-18:30"},
			text.EnEs("Saturdays, 8:00 a.m. to 1:00 p.m.; Sundays, 1:00 p.m. to 6:30 p.m.",
				"sábados, de 8:00 a. m. a 1:00 p. m.; domingos, de 1:00 p. m. a 6:30 p. m."),
		},
	} {
		got, err := schedule(tt.weekly)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%v: %v\n%s", tt.weekly, err, diff)
		}
	}
	for _, wrong := range []string{"", "MO", "XX 10:00-11:00", "MO 10:00", "MO 10-11", "MO 25:00-26:00"} {
		if got, err := schedule([]string{wrong}); err == nil {
			t.Errorf("%q: got %v, want an error", wrong, got)
		}
	}
}

func TestMoneyIsWholeCents(t *testing.T) {
	t.Parallel()
	for amount, want := range map[string]int64{"145.00": 14_500, "0.00": 0, "15.25": 1_525, "40": 4_000} {
		if got, err := parseCents(amount); got != want || err != nil {
			t.Errorf("%s: got %d, %v; want %d", amount, got, err, want)
		}
	}
	for _, wrong := range []string{"", "1.5", "1.234", "-2.00", "free", "1,000.00"} {
		if got, err := parseCents(wrong); err == nil {
			t.Errorf("%q: got %d, want an error", wrong, got)
		}
	}
}
