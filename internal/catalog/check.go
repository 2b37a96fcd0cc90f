package catalog

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// How many characters texts may have, and how many members lists.
const (
	maxName      = 200
	maxText      = 10_000
	maxNote      = 2_000
	maxMembers   = 100
	maxLanguages = 20
)

var (
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)
	currency    = regexp.MustCompile(`^[A-Z]{3}$`)
	decimal     = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)
	// occupationCode is a SOC 2018 code, or an O*NET-SOC one.
	occupationCode = regexp.MustCompile(`^\d{2}-\d{4}(\.\d{2})?$`)
)

// checkID accepts none, which has one minted, and a well-formed one.
func checkID(given, prefix string) error {
	if given == "" {
		return nil
	}
	if _, err := id.Parse(given, prefix); err != nil {
		return problem.New(problem.Invalid, "an id given here is %s_ and 26 characters", prefix).
			Spanish("un id dado aquí es %s_ y 26 caracteres", prefix).At("id")
	}
	return nil
}

// checkName refuses names that are blank or too long.
func checkName(name string) error {
	if n := utf8.RuneCountInString(name); blank(name) || n > maxName {
		return problem.New(problem.Invalid, "a name has 1 to %d characters", maxName).
			Spanish("un nombre tiene de 1 a %d caracteres", maxName).At("name")
	}
	return nil
}

// checkTitle asks for a title in some language.
func checkTitle(title text.Localized) error {
	if len(title) == 0 {
		return problem.New(problem.Invalid, "give a title in at least one language").
			Spanish("dé un título en al menos un idioma").At("title")
	}
	return checkTexts(title, maxName, "title")
}

// checkTexts refuses texts that are blank, too long or in no language.
func checkTexts(texts text.Localized, most int, path string) error {
	if len(texts) > maxLanguages {
		return checkMost(len(texts), maxLanguages, path)
	}
	var errs []error
	for _, language := range texts.Languages() {
		if err := checkLanguage(language); err != nil {
			errs = append(errs, problem.Under(err, path, language))
		}
		if n := utf8.RuneCountInString(texts[language]); blank(texts[language]) || n > most {
			errs = append(errs, problem.New(problem.Invalid, "this text has 1 to %d characters, or is left out", most).
				Spanish("este texto tiene de 1 a %d caracteres, o se omite", most).At(path, language))
		}
		if strings.ContainsFunc(texts[language], disguises) {
			errs = append(errs, problem.New(problem.Invalid, "this text has characters that cannot be seen and change how it reads").
				Spanish("este texto tiene caracteres que no se ven y cambian cómo se lee").At(path, language))
		}
	}
	return problem.Join(errs...)
}

// disguises tells what has a text be read as another one: control characters, and
// those that turn the direction of what follows. Pages show these texts to everybody.
func disguises(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func checkLanguage(tag string) error {
	if !languageTag.MatchString(tag) {
		return problem.New(problem.Invalid, "%q is no language tag in lower case, such as en or es-mx", tag).
			Spanish("%q no es una etiqueta de idioma en minúsculas, como en o es-mx", tag)
	}
	return nil
}

// choice is a closed set of values.
type choice interface {
	~string
	Values() []string
}

// checkOneOf refuses what is none of the set's values.
func checkOneOf[C choice](value C, path ...string) error {
	if !slices.Contains(value.Values(), string(value)) {
		all := strings.Join(value.Values(), ", ")
		return problem.New(problem.Invalid, "%q is none of %s", string(value), all).
			Spanish("%q no es ninguno de %s", string(value), all).At(path...)
	}
	return nil
}

// checkEach checks the members of a list, and that there are some and not too many.
func checkEach[T comparable](list []T, path string, check func(T) error) error {
	if len(list) == 0 || len(list) > maxMembers {
		return problem.New(problem.Invalid, "name 1 to %d, not %d", maxMembers, len(list)).
			Spanish("nombre de 1 a %d, no %d", maxMembers, len(list)).At(path)
	}
	var errs []error
	for i, v := range list {
		if slices.Index(list, v) < i {
			errs = append(errs, problem.New(problem.Invalid, "this is named already").
				Spanish("esto ya se nombra").At(path, strconv.Itoa(i)))
		}
		errs = append(errs, problem.Under(check(v), path, strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

// checkURL accepts none, and an absolute http or https URL.
func checkURL(given string, path ...string) error {
	if given == "" {
		return nil
	}
	u, err := url.Parse(given)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return problem.New(problem.Invalid, "%q is no http or https URL", given).
			Spanish("%q no es una URL http o https", given).At(path...)
	}
	return nil
}

// Price is an amount of money. An unknown price is nil, which is not nothing.
type Price struct {
	Cents int64 `json:"cents"`
	// Currency is its ISO 4217 code.
	Currency string `json:"currency"`
}

func checkPrice(p *Price) error {
	if p != nil && (p.Cents < 0 || !currency.MatchString(p.Currency)) {
		return problem.New(problem.Invalid, "a price is 0 or more cents of a currency such as USD").
			Spanish("un precio es de 0 o más centavos de una moneda como USD").At("price")
	}
	return nil
}

// cents and currencyOf are how a price is stored.
func (p *Price) cents() *int64 {
	if p == nil {
		return nil
	}
	return &p.Cents
}

func (p *Price) currency() string {
	if p == nil {
		return ""
	}
	return p.Currency
}

// checkPositive accepts none, and numbers from 1.
func checkPositive(n *int, path ...string) error {
	if n != nil && *n < 1 {
		return problem.New(problem.Invalid, "this is at least 1, or left out where unknown").
			Spanish("esto es al menos 1, o se omite si no se sabe").At(path...)
	}
	return nil
}

// checkDays refuses an end before the start.
func checkDays(from, to *time.Time, path ...string) error {
	if from != nil && to != nil && dayOf(*to).Before(dayOf(*from)) {
		return problem.New(problem.Invalid, "the last day is before the first").
			Spanish("el último día es anterior al primero").At(path...)
	}
	return nil
}

// checkPublished refuses to publish ahead of time: what is published is awarded.
func checkPublished(at, now time.Time) error {
	if at.After(now) {
		return problem.New(problem.Invalid, "nothing is published ahead of time").
			Spanish("nada se publica por adelantado").At("publishedAt")
	}
	return nil
}

// orNow is the time, or now where it is left out.
func orNow(at, now time.Time) time.Time {
	if at.IsZero() {
		return now
	}
	return at
}

// conflict says that a record is there already.
func conflict(what, whatES string) error {
	return problem.New(problem.Conflict, "there is %s with this id already", what).
		Spanish("ya hay %s con este id", whatES).At("id")
}
