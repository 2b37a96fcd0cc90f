package outcome

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// How much of what is told is kept.
const (
	maxLine     = 200
	maxBenefits = 20
	maxWage     = 10_000 // an hour, in units of the currency
	maxHours    = 168    // of a week
	maxYears    = 100    // back
)

// wage is what somebody earns an hour, as it is kept.
type wage struct {
	cents    *int64
	currency string
}

var decimalWage = regexp.MustCompile(`^[0-9]{1,5}(\.[0-9]{1,2})?$`)

// readWage reads a wage that is told as a decimal, in dollars by default.
func readWage(hourly, in *string) (wage, error) {
	if hourly == nil {
		if in != nil {
			return wage{}, problem.New(problem.Invalid, "there is no wage that this is the currency of").
				Spanish("no hay ningún salario en esta moneda").At("currency")
		}
		return wage{}, nil
	}
	code, unknown := readCurrency(in)
	var refused error
	cents, ok := centsOf(*hourly)
	if !ok || cents > maxWage*100 {
		refused = problem.New(problem.Invalid, "an hourly wage is 0 to %d, with at most two decimals: 17.50", maxWage).
			Spanish("un salario por hora va de 0 a %d, con dos decimales como máximo: 17.50", maxWage).At("hourlyWage")
	}
	return wage{cents: &cents, currency: code}, problem.Join(refused, unknown)
}

func readCurrency(in *string) (string, error) {
	if in == nil {
		return defaultCurrency, nil
	}
	unit, err := currency.ParseISO(*in)
	if err != nil {
		return "", problem.New(problem.Invalid, "a currency is an ISO 4217 code such as USD").
			Spanish("una moneda es un código ISO 4217, como USD").At("currency")
	}
	return unit.String(), nil
}

// centsOf gives the whole cents of a decimal that has at most two.
func centsOf(decimal string) (int64, bool) {
	if !decimalWage.MatchString(decimal) {
		return 0, false
	}
	whole, part, _ := strings.Cut(decimal, ".")
	cents, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return cents, err == nil
}

func checkHours(hours *float64) error {
	if hours == nil || !math.IsNaN(*hours) && *hours >= 0 && *hours <= maxHours {
		return nil
	}
	return problem.New(problem.Invalid, "a week has 0 to %d hours", maxHours).
		Spanish("una semana tiene de 0 a %d horas", maxHours).At("weeklyHours")
}

// checkDay refuses a day that is ahead, or longer ago than anybody tells of.
func checkDay(on, now time.Time, field string) error {
	if on.After(now) || on.Before(now.AddDate(-maxYears, 0, 0)) {
		return problem.New(problem.Invalid, "the day is today or in the past, at most %d years ago", maxYears).
			Spanish("el día es hoy o anterior, como máximo de hace %d años", maxYears).At(field)
	}
	return nil
}

// checkLine refuses what is no line of text.
func checkLine(line *string, field ...string) error {
	if line == nil || utf8.RuneCountInString(*line) <= maxLine && utf8.ValidString(*line) {
		return nil
	}
	return problem.New(problem.Invalid, "give at most %d characters", maxLine).
		Spanish("dé como máximo %d caracteres", maxLine).At(field...)
}

// day is a day as days are stored.
func day(t time.Time) time.Time {
	year, month, d := t.UTC().Date()
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// value is what a pointer points to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
