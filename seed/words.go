package seed

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// localized is the text as records hold it.
func (t Text) localized() text.Localized {
	l := text.Localized{}
	if t.EN != "" {
		l["en"] = t.EN
	}
	if t.ES != "" {
		l["es"] = t.ES
	}
	return l
}

// price is the amount in cents.
func (m *Money) price() (*catalog.Price, error) {
	if m == nil {
		return nil, nil //nolint:nilnil // an unknown price is an answer
	}
	cents, err := parseCents(m.Amount)
	if err != nil {
		return nil, err
	}
	return &catalog.Price{Cents: cents, Currency: m.Currency}, nil
}

// parseCents reads a decimal text with two digits behind the point, or none.
func parseCents(amount string) (int64, error) {
	whole, part, pointed := strings.Cut(amount, ".")
	if !pointed {
		part = "00"
	}
	cents, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil || len(part) != 2 || whole == "" || cents < 0 {
		return 0, fmt.Errorf("%q is no amount of money such as 15.25", amount)
	}
	return cents, nil
}

// weekday is a day of the week, as both languages say it of every week.
type weekday struct {
	en, es string
	day    time.Weekday
}

var weekdays = map[string]weekday{
	"MO": {"Mondays", "lunes", time.Monday}, "TU": {"Tuesdays", "martes", time.Tuesday},
	"WE": {"Wednesdays", "miércoles", time.Wednesday}, "TH": {"Thursdays", "jueves", time.Thursday},
	"FR": {"Fridays", "viernes", time.Friday}, "SA": {"Saturdays", "sábados", time.Saturday},
	"SU": {"Sundays", "domingos", time.Sunday},
}

// schedule says weekly times in words: "MO 17:30-20:30" and "WE 17:30-20:30" are
// "Mondays and Wednesdays, 5:30 p.m. to 8:30 p.m.".
func schedule(meetings []string) (text.Localized, error) {
	if len(meetings) == 0 {
		return nil, nil
	}
	var hours []string // in the order named
	days := map[string][]weekday{}
	for _, w := range meetings {
		named, times, err := weekly(w)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(hours, times) {
			hours = append(hours, times)
		}
		days[times] = append(days[times], named)
	}
	var en, es []string
	for _, h := range hours {
		from, to, err := span(h)
		if err != nil {
			return nil, err
		}
		var enDays, esDays []string
		for _, d := range days[h] {
			enDays, esDays = append(enDays, d.en), append(esDays, d.es)
		}
		en = append(en, fmt.Sprintf("%s, %s to %s", listed(enDays, "and"), clock(from, "a.m.", "p.m."), clock(to, "a.m.", "p.m.")))
		es = append(es, fmt.Sprintf("%s, de %s a %s", listed(esDays, "y"), clock(from, "a. m.", "p. m."), clock(to, "a. m.", "p. m.")))
	}
	return text.EnEs(strings.Join(en, "; "), strings.Join(es, "; ")), nil
}

// weekly reads "MO 17:30-20:30".
func weekly(text string) (day weekday, hours string, err error) {
	name, hours, _ := strings.Cut(text, " ")
	day, known := weekdays[name]
	if !known {
		return day, "", fmt.Errorf("%q is no weekly time such as MO 17:30-20:30", text)
	}
	return day, hours, nil
}

// span reads "17:30-20:30".
func span(hours string) (from, to time.Time, err error) {
	first, last, _ := strings.Cut(hours, "-")
	if from, err = time.Parse("15:04", first); err == nil {
		to, err = time.Parse("15:04", last)
	}
	if err != nil {
		return from, to, fmt.Errorf("%q are no times such as 17:30-20:30: %w", hours, err)
	}
	return from, to, nil
}

// clock is a time of day as Americans say it, whatever their language.
func clock(t time.Time, morning, afternoon string) string {
	half := morning
	if t.Hour() >= 12 {
		half = afternoon
	}
	return t.Format("3:04 ") + half
}

// listed joins words: "a, b and c".
func listed(words []string, and string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}
