package jsonld

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"
)

const xsd = "http://www.w3.org/2001/XMLSchema#"

// numberTypes are the types of XML Schema whose values JSON has as numbers.
var numberTypes = map[string]bool{
	"decimal": true, "double": true, "float": true, "integer": true,
	"int": true, "long": true, "short": true, "byte": true,
	"nonNegativeInteger": true, "nonPositiveInteger": true, "positiveInteger": true, "negativeInteger": true,
	"unsignedInt": true, "unsignedLong": true, "unsignedShort": true, "unsignedByte": true,
}

func truthType(datatype string) bool { return xsdName(datatype) == "boolean" }

// xsdName is the name of a type of XML Schema, also under the IRIs that 1EdTech's
// contexts have for it: one begins with https, and one is "xsd:boolean" as it
// stands, for the contexts of Open Badges 3.0.3 and CLR 2.0 forget to say what
// xsd is.
func xsdName(datatype string) string {
	if name, ok := strings.CutPrefix(datatype, "xsd:"); ok {
		return name
	}
	_, name, _ := strings.Cut(datatype, "://www.w3.org/2001/XMLSchema#")
	return name
}

// native reads a number or a truth value (JSON-LD 1.1 API §8.2.2). A number is
// an IEEE double to a signature; one with more digits than that has is refused,
// for the digits could be changed.
func (w *walker) native(d *definition, content any) (value, error) {
	l := &literal{native: content}
	if d.coercion != "@none" {
		l.coerced, l.datatype = d.coercion, d.coercion
	}
	switch content := content.(type) {
	case bool:
		l.text = strconv.FormatBool(content)
		l.datatype = either(l.datatype, xsd+"boolean")
		return value{literal: l}, nil
	case json.Number:
		err := w.number(l, string(content))
		return value{literal: l}, err
	case float64:
		err := w.number(l, strconv.FormatFloat(content, 'g', -1, 64))
		return value{literal: l}, err
	case int:
		err := w.number(l, strconv.Itoa(content))
		return value{literal: l}, err
	default:
		return value{}, w.fail(DataModel, "%T is no JSON", content)
	}
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

func (w *walker) number(l *literal, text string) error {
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return w.fail(DataModel, "%s is no number that can be worked with", text)
	}
	if math.Trunc(number) == number && math.Abs(number) < 1e21 && l.datatype != xsd+"double" {
		l.text = strconv.FormatFloat(number+0, 'f', 0, 64) // +0: no minus before nought
		l.datatype = either(l.datatype, xsd+"integer")
	} else {
		l.text = canonicalDouble(number)
		l.datatype = either(l.datatype, xsd+"double")
	}
	if !sameNumber(text, l.text) {
		return w.fail(UnsignedData, "%s has more digits than a signature covers", text)
	}
	return nil
}

var exponentPattern = regexp.MustCompile(`(\d)0*E\+?(-?)0*(\d)`)

// canonicalDouble is XML Schema's canonical form of a double, with the fifteen
// digits after the point that JSON-LD keeps.
func canonicalDouble(number float64) string {
	return exponentPattern.ReplaceAllString(strconv.FormatFloat(number, 'E', 15, 64), "${1}E${2}${3}")
}

// sameNumber says whether two decimal numbers are exactly equal.
func sameNumber(a, b string) bool {
	aNegative, aDigits, aExponent := decimal(a)
	bNegative, bDigits, bExponent := decimal(b)
	return aNegative == bNegative && aDigits == bDigits && aExponent == bExponent
}

// decimal takes a number apart: 0.digits times ten to the exponent.
func decimal(text string) (negative bool, digits string, exponent int) {
	text, negative = strings.CutPrefix(text, "-")
	mantissa, power, _ := strings.Cut(strings.ToUpper(text), "E")
	exponent, _ = strconv.Atoi(power) // the number was parsed before
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent += len(whole) - (len(whole) + len(fraction) - len(digits))
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return false, "", 0
	}
	return negative, digits, exponent
}

// json reads a value that is kept as JSON (rdf:JSON), in its canonical form
// (RFC 8785).
func (w *walker) json(content any) (value, error) {
	if err := w.exact(content); err != nil {
		return value{}, err
	}
	text, err := json.Marshal(content)
	if err != nil {
		return value{}, w.fail(DataModel, "it is no JSON: %v", err)
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return value{}, w.fail(DataModel, "it is no JSON: %v", err)
	}
	return value{literal: &literal{native: content, coerced: "@json", text: string(canonical), datatype: rdf + "JSON"}}, nil
}

// exact refuses numbers in JSON that are not what a double makes of them.
func (w *walker) exact(content any) error {
	w.values++
	if w.values > maxValues {
		return w.fail(TooComplex, "the document has too many values")
	}
	switch content := content.(type) {
	case json.Number:
		number, err := content.Float64()
		if err != nil || !sameNumber(string(content), strconv.FormatFloat(number, 'g', -1, 64)) {
			return w.fail(UnsignedData, "%s has more digits than a signature covers", content)
		}
	case []any:
		return w.each(content, func(i int) error { return w.exact(content[i]) })
	case map[string]any:
		for name, item := range content {
			if err := w.at(name, -1, func() error { return w.exact(item) }); err != nil {
				return err
			}
		}
	}
	return nil
}
