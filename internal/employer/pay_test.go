package employer_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func pays(least, most string, unit enum.PayUnit) *employer.PayInput {
	in := &employer.PayInput{Unit: unit, Currency: "USD"}
	if least != "" {
		in.Minimum = &least
	}
	if most != "" {
		in.Maximum = &most
	}
	return in
}

// floor is what a posting's pay comes to for floors, as text.
func (v *town) floor(id string) string {
	cents := employer.PayFloorAt(v.World.DB().Posting.GetX(v.Ctx, id), v.Clock.Now())
	if cents == nil {
		return "none"
	}
	return fmt.Sprint(*cents)
}

func TestPayCountsByTheHour(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for name, tt := range map[string]struct {
		pay   *employer.PayInput
		hours *employer.Hours
		want  string
	}{
		"none":                {nil, nil, "none"},
		"the maximum":         {pays("17.50", "19", enum.PayHour), nil, "1900"},
		"a minimum alone":     {pays("17.50", "", enum.PayHour), nil, "1750"},
		"a day of 8 hours":    {pays("", "160", enum.PayDay), nil, "2000"},
		"a week of 40":        {pays("800.00", "", enum.PayWeek), nil, "2000"},
		"a month of 173⅓":     {pays("", "3466.67", enum.PayMonth), nil, "2000"},
		"a year of 2,080":     {pays("", "41600", enum.PayYear), nil, "2000"},
		"a week of 20":        {pays("", "400", enum.PayWeek), &employer.Hours{Maximum: world.Ptr(20.0)}, "2000"},
		"a year of 30 a week": {pays("", "31200", enum.PayYear), &employer.Hours{Minimum: world.Ptr(30.0)}, "2000"},
		"euros":               {&employer.PayInput{Maximum: world.Ptr("20"), Unit: enum.PayHour, Currency: "EUR"}, nil, "none"},
	} {
		in := v.driver(t)
		in.Pay, in.HoursPerWeek = tt.pay, tt.hours
		if got := v.floor(v.posting(v.miller, t, in).ID); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// Raising the pay step by step would tell whose floor lies where: it counts only
// once the lesser pay was not promised for a month.
func TestTheLeastPromisedInAMonthCounts(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.Pay = pays("", "18", enum.PayHour)
	made := v.posting(v.miller, t, in)
	change := func(pay *employer.PayInput) {
		t.Helper()
		row := v.World.DB().Posting.GetX(v.Ctx, made.ID)
		world.Must(v.UpdatePosting(v.miller, employer.UpdatePostingInput{
			ID: made.ID, Revision: row.Revision, Pay: employer.Change[employer.PayInput]{Given: true, To: pay},
		}))(t)
	}
	day := 24 * time.Hour
	var got []string
	for _, step := range []struct {
		after time.Duration
		pay   *employer.PayInput // nil leaves it
		gone  bool
	}{
		{after: 40 * day},
		{pay: pays("", "20", enum.PayHour)},                  // raised: 18 counts
		{after: 29 * day, pay: pays("", "20", enum.PayHour)}, // said again: it changes nothing
		{after: 1 * day},                                     // 20
		{pay: pays("", "19", enum.PayHour)},                  // lowered: at once
		{after: 10 * day, gone: true},                        // not said
		{pay: pays("", "25", enum.PayHour)},                  // said anew: 19 is remembered
		{after: 30 * day},                                    // 25
	} {
		v.Clock.Advance(step.after)
		if step.pay != nil || step.gone {
			change(step.pay)
		}
		got = append(got, v.floor(made.ID))
	}
	if diff := cmp.Diff([]string{"1800", "1800", "1800", "2000", "1900", "none", "1900", "2500"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPayIsSaidInASentence(t *testing.T) {
	t.Parallel()
	cents := func(n int64) *int64 { return &n }
	for want, row := range map[string]*db.Posting{
		"The posting does not say its pay.|La oferta no dice cuánto paga.": {},
		"$17.50 to $19 an hour.|De $17.50 a $19 por hora.":                 {PayMinCents: cents(1750), PayMaxCents: cents(1900), PayUnit: world.Ptr(enum.PayHour), PayCurrency: "USD"},
		"From $41,600 a year.|Desde $41,600 al año.":                       {PayMinCents: cents(4160000), PayUnit: world.Ptr(enum.PayYear), PayCurrency: "USD"},
		"Up to EUR 90 a day.|Hasta EUR 90 por día.":                        {PayMaxCents: cents(9000), PayUnit: world.Ptr(enum.PayDay), PayCurrency: "EUR"},
		"$20.05 an hour.|$20.05 por hora.":                                 {PayMinCents: cents(2005), PayMaxCents: cents(2005), PayUnit: world.Ptr(enum.PayHour), PayCurrency: "USD"},
	} {
		pay := employer.PayOf(row)
		if got := pay.Sentence("en") + "|" + pay.Sentence("es"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatAPostingOffersIsChecked(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	in := v.driver(t)
	in.Pay = pays("20", "19.999", enum.PayHour)
	in.HoursPerWeek = &employer.Hours{Minimum: world.Ptr(40.0), Maximum: world.Ptr(20.0)}
	in.Benefits = []string{"Health insurance", " "}
	_, err := v.creates(v.miller, in)
	if diff := cmp.Diff([]string{"INVALID benefits.1", "INVALID hoursPerWeek.minimum", "INVALID pay.maximum"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	in.Pay = &employer.PayInput{Unit: enum.PayHour}
	in.HoursPerWeek, in.Benefits = &employer.Hours{Maximum: world.Ptr(169.0)}, nil
	_, err = v.creates(v.miller, in)
	if diff := cmp.Diff([]string{"INVALID hoursPerWeek.maximum", "INVALID pay"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
}
