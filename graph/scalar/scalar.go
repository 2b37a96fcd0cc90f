// Package scalar reads and writes the API's own scalars. It refuses to give
// them meaning beyond their form: each error names what would be right.
package scalar

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// dateLayout is a calendar day as RFC 3339 writes it.
const dateLayout = time.DateOnly

// MarshalDateTime writes an instant in UTC.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return text(t.UTC().Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads an instant with its offset.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, err := str(v, "an instant such as 2026-11-21T14:03:00Z")
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no instant; write it as 2026-11-21T14:03:00Z", clip(s))
	}
	return t.UTC(), nil
}

// MarshalDate writes a calendar day.
func MarshalDate(t time.Time) graphql.Marshaler { return text(t.UTC().Format(dateLayout)) }

// UnmarshalDate reads a calendar day, as midnight in UTC.
func UnmarshalDate(v any) (time.Time, error) {
	s, err := str(v, "a day such as 2026-11-21")
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no day; write it as 2026-11-21", clip(s))
	}
	return t, nil
}

// MarshalURL writes a URL.
func MarshalURL(s string) graphql.Marshaler { return text(s) }

// UnmarshalURL reads an absolute http or https URL.
func UnmarshalURL(v any) (string, error) {
	s, err := str(v, "a URL such as https://example.org/page")
	if err != nil {
		return "", err
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(s) > 2000 {
		return "", fmt.Errorf("%q is no absolute URL; write it as https://example.org/page", clip(s))
	}
	return s, nil
}

// decimal is the form of XML Schema's decimal, bounded.
var decimal = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,6})?$`)

// MarshalDecimal writes a decimal number.
func MarshalDecimal(s string) graphql.Marshaler { return text(s) }

// UnmarshalDecimal reads a decimal number, given as a string or a number.
func UnmarshalDecimal(v any) (string, error) {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case json.Number:
		s = v.String()
	case int64:
		s = strconv.FormatInt(v, 10)
	case int:
		s = strconv.Itoa(v)
	default:
		return "", errors.New(`write the number as a string, such as "17.50"`)
	}
	if !decimal.MatchString(s) {
		return "", fmt.Errorf(`%q is no decimal number; write it as "17.50"`, clip(s))
	}
	return s, nil
}

// MarshalCurrencyCode writes a currency.
func MarshalCurrencyCode(s string) graphql.Marshaler { return text(s) }

// UnmarshalCurrencyCode reads an ISO 4217 code.
func UnmarshalCurrencyCode(v any) (string, error) {
	s, err := str(v, "a currency such as USD")
	if err != nil {
		return "", err
	}
	unit, err := currency.ParseISO(s)
	if err != nil {
		return "", fmt.Errorf("%q is no ISO 4217 currency code; write it as USD", clip(s))
	}
	return unit.String(), nil
}

// MarshalLanguageCode writes a language.
func MarshalLanguageCode(s string) graphql.Marshaler { return text(s) }

// UnmarshalLanguageCode reads a BCP 47 tag, in lower case.
func UnmarshalLanguageCode(v any) (string, error) {
	s, err := str(v, "a language such as es")
	if err != nil {
		return "", err
	}
	if _, err := language.Parse(s); err != nil {
		return "", fmt.Errorf("%q is no language; write it as es or es-MX", clip(s))
	}
	return strings.ToLower(s), nil
}

// MarshalYearMonth writes a month of a year.
func MarshalYearMonth(s string) graphql.Marshaler { return text(s) }

// UnmarshalYearMonth reads a month of a year.
func UnmarshalYearMonth(v any) (string, error) {
	s, err := str(v, "a month such as 2026-11")
	if err != nil {
		return "", err
	}
	if _, err := time.Parse("2006-01", s); err != nil {
		return "", fmt.Errorf("%q is no month; write it as 2026-11", clip(s))
	}
	return s, nil
}

func text(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { graphql.MarshalString(s).MarshalGQL(w) })
}

func str(v any, want string) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("a %T is given where %s is wanted", v, want)
	}
	return s, nil
}

// clip keeps an error short whatever was given.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
