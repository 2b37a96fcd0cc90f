package web

import (
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// offeringLine is who offers a micro-credential, where and when.
type offeringLine struct {
	Provider issuerLine
	// Facts are what is said of it in a word each.
	Facts             []string
	Schedule, Funding said
	URL               string
}

// beforeLine is a micro-credential that is asked for, or advised, before another.
type beforeLine struct {
	Title, Href string
	Advised     bool
}

// worthLine is what an organization gives for a micro-credential.
type worthLine struct {
	Organization string
	What         string
	Condition    said
	Scope        said
	From, Until  *day
}

// alignedLine is an entry of a framework.
type alignedLine struct{ Name, Href, Framework, Code string }

func offeringsOf(rows []*db.Offering, language string) []offeringLine {
	var out []offeringLine
	for _, row := range rows {
		line := offeringLine{
			Provider: issuerOf(row.Edges.Provider), URL: row.URL,
			Schedule: saidIn(row.Schedule, language), Funding: saidIn(row.Funding, language),
		}
		line.Facts = append(line.Facts, deliveryWords[row.Delivery].in(language))
		if row.Edges.Place != nil && !isReentry(row.Edges.Provider) {
			line.Facts = append(line.Facts, row.Edges.Place.Name)
		}
		line.Facts = append(line.Facts, languageName(row.Language, language))
		if row.StartsOn != nil {
			when := dayOf(*row.StartsOn, language).Text
			if row.EndsOn != nil {
				when += " – " + dayOf(*row.EndsOn, language).Text
			}
			line.Facts = append(line.Facts, when)
		} else {
			line.Facts = append(line.Facts, phrases["any time"].in(language))
		}
		if row.Seats != nil {
			line.Facts = append(line.Facts, fmt.Sprintf(phrases["%d seats"].in(language), *row.Seats))
		}
		if price := priceOf(row.PriceCents, row.PriceCurrency, language); price != "" {
			line.Facts = append(line.Facts, price)
		}
		out = append(out, line)
	}
	return out
}

// isReentry says whether an organization helps people who leave custody: where it
// is, is nobody's to know.
func isReentry(row *db.Organization) bool {
	for _, kind := range row.Kinds {
		if kind == enum.OrgReentry {
			return true
		}
	}
	return false
}

// priceOf says a price; "" where it is unknown.
func priceOf(cents *int64, currency, language string) string {
	switch {
	case cents == nil:
		return ""
	case *cents == 0:
		return phrases["free"].in(language)
	}
	return fmt.Sprintf("%d.%02d %s", *cents/100, *cents%100, currency)
}

func beforeOf(d *catalog.Definition) []beforeLine {
	var out []beforeLine
	for _, p := range d.Content.Prerequisites {
		row := d.Before[p.MicroCredential]
		if row == nil {
			continue
		}
		line := beforeLine{Title: row.Name, Advised: p.Advised}
		if row.Status != enum.Draft && row.CurrentVersionID != nil {
			line.Href = "/" + achievements + "/" + *row.CurrentVersionID
		}
		out = append(out, line)
	}
	return out
}

// worthOf divides recognitions: what may be relied on, and what may not yet.
func worthOf(rows []catalog.Recognized, language string) (inForce, proposed []worthLine) {
	for _, row := range rows {
		line := worthLine{
			Organization: row.Edges.Organization.Name, What: whatOf(row.Recognition, language),
			Condition: saidIn(row.Condition, language), Scope: saidIn(row.Scope, language),
		}
		if row.ValidFrom != nil && !row.InForce {
			from := dayOf(*row.ValidFrom, language)
			line.From = &from
		}
		if row.ValidUntil != nil {
			until := dayOf(*row.ValidUntil, language)
			line.Until = &until
		}
		if row.InForce {
			inForce = append(inForce, line)
		} else {
			proposed = append(proposed, line)
		}
	}
	return inForce, proposed
}

// whatOf says what is given: "Credit: 3 credits, CIS 101".
func whatOf(row *db.Recognition, language string) string {
	what := recognitionWords[row.Kind].in(language)
	if row.Hiring != nil {
		what = hiringWords[*row.Hiring].in(language)
	}
	var more []string
	if row.Amount != nil {
		more = append(more, strings.TrimSpace(*row.Amount+" "+row.Unit))
	}
	for _, s := range []string{row.Course, row.Program} {
		if s != "" {
			more = append(more, s)
		}
	}
	if row.MinimumGrade != "" {
		more = append(more, phrases["grade"].in(language)+" "+row.MinimumGrade)
	}
	if len(more) == 0 {
		return what
	}
	return what + ": " + strings.Join(more, ", ")
}

func alignedOf(rows []catalog.FrameworkAlignment) []alignedLine {
	var out []alignedLine
	for _, a := range rows {
		out = append(out, alignedLine{a.Name, a.URL, a.Framework, a.Code})
	}
	return out
}

// languageName says a language; its tag where there is no word for it here.
func languageName(tag, language string) string {
	base, _, _ := strings.Cut(tag, "-")
	if p, known := languageWords[base]; known {
		return p.in(language)
	}
	return tag
}

var languageWords = map[string]phrase{"en": {"English", "inglés"}, "es": {"Spanish", "español"}, "fr": {"French", "francés"}}

var deliveryWords = map[enum.Delivery]phrase{
	enum.DeliveryOnline:   {"Online", "En línea"},
	enum.DeliveryInPerson: {"In person", "Presencial"},
	enum.DeliveryHybrid:   {"Partly online", "En parte en línea"},
}

var recognitionWords = map[enum.RecognitionKind]phrase{
	enum.RecognizedHire:        {"A job", "Un empleo"},
	enum.RecognizedInterview:   {"An interview", "Una entrevista"},
	enum.RecognizedPromotion:   {"A promotion", "Un ascenso"},
	enum.RecognizedPay:         {"More pay", "Más salario"},
	enum.RecognizedRank:        {"A higher rank", "Un rango más alto"},
	enum.RecognizedCredit:      {"College credit", "Créditos universitarios"},
	enum.RecognizedAdmission:   {"Admission", "Admisión"},
	enum.RecognizedPDHours:     {"Hours of professional development", "Horas de desarrollo profesional"},
	enum.RecognizedHiring:      {"It counts in hiring", "Cuenta al contratar"},
	enum.RecognizedWageStep:    {"A step in pay", "Un escalón salarial"},
	enum.RecognizedRankChange:  {"A change of rank", "Un cambio de rango"},
	enum.RecognizedPDDays:      {"Days of professional development", "Días de desarrollo profesional"},
	enum.RecognizedEndorsement: {"An endorsement", "Un aval"},
}

var hiringWords = map[enum.HiringValue]phrase{
	enum.HiringInterview: {"An interview is guaranteed", "Entrevista garantizada"},
	enum.HiringPreferred: {"Preferred in hiring", "Preferencia al contratar"},
	enum.HiringRequired:  {"Required for hiring", "Requisito para contratar"},
}
