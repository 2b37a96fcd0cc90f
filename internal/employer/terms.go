package employer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PayInput is what a posting pays: with one bound or both.
type PayInput struct {
	Minimum, Maximum *string // decimals, to the cent
	Unit             enum.PayUnit
	Currency         string
}

// Bounds of a posting's terms.
const (
	maxBenefits = 20
	maxBenefit  = 200
	weekHours   = 168
	maxPayCents = 100_000_000_00
)

// terms are what a posting offers: what earners' conditions are held against.
type terms struct {
	Pay      *PayInput
	Hours    *Hours
	Shifts   []enum.Shift
	Benefits []string
}

// check says everything that is wrong with the terms.
func (t terms) check() error {
	return problem.Join(
		problem.Under(checkPay(t.Pay), "pay"), problem.Under(checkHours(t.Hours), "hoursPerWeek"),
		checkBenefits(t.Benefits), checkShifts(t.Shifts),
	)
}

func checkPay(in *PayInput) error {
	if in == nil {
		return nil
	}
	least, wrongLeast := checkCents(in.Minimum, "minimum")
	most, wrongMost := checkCents(in.Maximum, "maximum")
	var other error
	switch {
	case in.Minimum == nil && in.Maximum == nil:
		other = problem.New(problem.Invalid, "say a minimum, a maximum or both; leave the pay out where the posting does not say it").
			Spanish("indique un mínimo, un máximo o ambos; omita el pago si la oferta no lo dice")
	case least != nil && most != nil && *least > *most:
		other = problem.New(problem.Invalid, "the minimum %s is above the maximum %s", *in.Minimum, *in.Maximum).
			Spanish("el mínimo %s es mayor que el máximo %s", *in.Minimum, *in.Maximum).At("minimum")
	}
	return problem.Join(wrongLeast, wrongMost, other)
}

// checkCents reads an amount that is to be above nothing.
func checkCents(amount *string, path string) (*int64, error) {
	if amount == nil {
		return nil, nil //nolint:nilnil // no amount is no bound
	}
	cents, ok := parseCents(*amount)
	if !ok || cents <= 0 || cents > maxPayCents {
		return nil, problem.New(problem.Invalid, "a pay is an amount above 0 and to the cent, such as 17.50").
			Spanish("un pago es una cantidad mayor que 0 y con centavos, como 17.50").At(path)
	}
	return &cents, nil
}

// parseCents reads a decimal of at most two places.
func parseCents(amount string) (int64, bool) {
	whole, rest, _ := strings.Cut(amount, ".")
	if !decimal.MatchString(amount) || len(strings.TrimRight(rest, "0")) > 2 {
		return 0, false
	}
	rest = (strings.TrimRight(rest, "0") + "00")[:2]
	cents, err := strconv.ParseInt(whole+rest, 10, 64)
	return cents, err == nil
}

// stored is the pay as a posting keeps it; nil for none. It has been checked.
func (in *PayInput) stored() *Pay {
	if in == nil {
		return nil
	}
	pay := &Pay{Unit: in.Unit, Currency: cmp.Or(in.Currency, floorsAreIn)}
	pay.MinimumCents, _ = checkCents(in.Minimum, "")
	pay.MaximumCents, _ = checkCents(in.Maximum, "")
	return pay
}

func checkHours(in *Hours) error {
	if in == nil {
		return nil
	}
	if err := problem.Join(checkWeekHours(in.Minimum, "minimum"), checkWeekHours(in.Maximum, "maximum")); err != nil {
		return err
	}
	if in.Minimum != nil && in.Maximum != nil && *in.Minimum > *in.Maximum {
		return problem.New(problem.Invalid, "the minimum is above the maximum").
			Spanish("el mínimo es mayor que el máximo").At("minimum")
	}
	return nil
}

func checkWeekHours(bound *float64, path string) error {
	if bound != nil && (*bound <= 0 || *bound > weekHours) {
		return problem.New(problem.Invalid, "a week has more than 0 and at most %d hours", weekHours).
			Spanish("una semana tiene más de 0 y como máximo %d horas", weekHours).At(path)
	}
	return nil
}

func checkBenefits(in []string) error {
	if len(in) > maxBenefits {
		return problem.New(problem.Invalid, "a posting has at most %d benefits, not %d", maxBenefits, len(in)).
			Spanish("una oferta tiene como máximo %d beneficios, no %d", maxBenefits, len(in)).At("benefits")
	}
	errs := make([]error, len(in))
	for i, benefit := range in {
		if n := utf8.RuneCountInString(benefit); blank(benefit) || n > maxBenefit {
			errs[i] = problem.New(problem.Invalid, "a benefit has 1 to %d characters, this one has %d", maxBenefit, n).
				Spanish("un beneficio tiene de 1 a %d caracteres, este tiene %d", maxBenefit, n).At("benefits", strconv.Itoa(i))
		}
	}
	return problem.Join(errs...)
}

func checkShifts(in []enum.Shift) error {
	if slices.ContainsFunc(in, func(s enum.Shift) bool { return !slices.Contains(s.Values(), string(s)) }) {
		return problem.New(problem.Invalid, "a shift is one of those that the API lists").
			Spanish("un turno es uno de los que enumera la API").At("shifts")
	}
	return nil
}

// distinct are the shifts, each once and in their usual order.
func distinct(in []enum.Shift) []enum.Shift {
	out := []enum.Shift{}
	for _, value := range enum.Shift("").Values() {
		if s := enum.Shift(value); slices.Contains(in, s) {
			out = append(out, s)
		}
	}
	return out
}

// setPay writes a pay, or that the posting does not say it, and what to keep of
// its promises.
func setPay(m *db.PostingMutation, before *db.Posting, pay *Pay, hours *Hours, at time.Time) {
	offered := Pay{}
	var unit *enum.PayUnit
	if pay != nil {
		offered, unit = *pay, &pay.Unit
	}
	setOrClear(offered.MinimumCents, m.SetPayMinCents, m.ClearPayMinCents)
	setOrClear(offered.MaximumCents, m.SetPayMaxCents, m.ClearPayMaxCents)
	setOrClear(unit, m.SetPayUnit, m.ClearPayUnit)
	setOrClear(optional(offered.Currency), m.SetPayCurrency, m.ClearPayCurrency)
	floor, from := floorAfter(before, pay, hours, at)
	setOrClear(floor, m.SetPayFloorCents, m.ClearPayFloorCents)
	setOrClear(from, m.SetPayFloorAt, m.ClearPayFloorAt)
}

// setHours writes the hours a week, or that the posting does not say them.
func setHours(m *db.PostingMutation, hours *Hours) {
	if hours == nil {
		hours = &Hours{}
	}
	setOrClear(hours.Minimum, m.SetHoursMin, m.ClearHoursMin)
	setOrClear(hours.Maximum, m.SetHoursMax, m.ClearHoursMax)
}

// setOrClear does one of both: what is cleared cannot be set in the same change.
func setOrClear[T any](value *T, set func(T), clear func()) {
	if value != nil {
		set(*value)
	} else {
		clear()
	}
}
