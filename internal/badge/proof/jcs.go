package proof

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"
)

// jcsData is what a JCS suite signs.
func (in *input) jcsData() ([]byte, *Error) {
	config, err := canonicalJSON(in.config)
	if err != nil {
		return nil, err
	}
	document, err := canonicalJSON(in.document)
	if err != nil {
		return nil, err
	}
	return in.joined(config, document), nil
}

// canonicalJSON is RFC 8785. Numbers are doubles there: digits that no double
// holds are not signed, and refused.
func canonicalJSON(doc map[string]any) ([]byte, *Error) {
	if number, ok := lossy(doc); ok {
		return nil, fail(UnsignedData, "the number %s has digits that the signature does not cover", number)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, refused(err)
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return nil, refused(err)
	}
	return canonical, nil
}

// lossy finds a number that its canonical form changes.
func lossy(value any) (json.Number, bool) {
	switch value := value.(type) {
	case map[string]any:
		for _, member := range value {
			if number, ok := lossy(member); ok {
				return number, true
			}
		}
	case []any:
		for _, element := range value {
			if number, ok := lossy(element); ok {
				return number, true
			}
		}
	case json.Number:
		double, err := value.Float64()
		if err != nil {
			return value, true
		}
		canonical, err := jcs.NumberToJSON(double)
		return value, err != nil || decimalOf(canonical) != decimalOf(string(value))
	}
	return "", false
}

// decimal is a number as its digits without zeros around them, and the power of
// ten of the first. 0 has no digits, and no sign.
type decimal struct {
	negative bool
	digits   string
	power    int
}

func decimalOf(text string) decimal {
	text, negative := strings.CutPrefix(text, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return decimal{}
	}
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	if err != nil && exponent != "" {
		return decimal{digits: text} // equal to nothing canonical
	}
	power += len(digits) - len(fraction)
	return decimal{negative, strings.TrimRight(digits, "0"), power}
}
