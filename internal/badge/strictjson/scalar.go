package strictjson

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string, whose quotation mark is next.
func (d *decoder) text() (string, error) {
	d.at++
	start := d.at
	for ; d.at < len(d.data); d.at++ {
		switch c := d.data[d.at]; {
		case c == '"':
			d.at++
			return string(d.data[start : d.at-1]), nil
		case c == '\\':
			return d.escaped(start)
		case c < ' ':
			return "", d.refuse("a control character in a string")
		}
	}
	return "", d.refuse("a string has no end")
}

// escaped reads on a string that began at start and has come to its first
// backslash.
func (d *decoder) escaped(start int) (string, error) {
	text := append([]byte(nil), d.data[start:d.at]...)
	for d.at < len(d.data) {
		switch c := d.data[d.at]; {
		case c == '"':
			d.at++
			return string(text), nil
		case c == '\\':
			r, err := d.escape()
			if err != nil {
				return "", err
			}
			text = utf8.AppendRune(text, r)
		case c < ' ':
			return "", d.refuse("a control character in a string")
		default:
			text = append(text, c)
			d.at++
		}
	}
	return "", d.refuse("a string has no end")
}

// plain has the escapes of one character.
var plain = map[byte]rune{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// escape reads one character that is written as an escape, whose backslash is
// next.
func (d *decoder) escape() (rune, error) {
	if d.at+1 < len(d.data) {
		if r, ok := plain[d.data[d.at+1]]; ok {
			d.at += 2
			return r, nil
		}
	}
	first, ok := d.unit(d.at)
	if !ok {
		return 0, d.refuse("an escape that JSON does not have")
	}
	if !utf16.IsSurrogate(first) {
		d.at += 6
		return first, nil
	}
	second, ok := d.unit(d.at + 6)
	pair := utf16.DecodeRune(first, second)
	if !ok || pair == utf8.RuneError {
		return 0, d.refuse("half of a surrogate pair")
	}
	d.at += 12
	return pair, nil
}

// unit reads the UTF-16 code unit that an escape such as \u00e9 writes at a place.
func (d *decoder) unit(at int) (rune, bool) {
	if at+6 > len(d.data) || d.data[at] != '\\' || d.data[at+1] != 'u' {
		return 0, false
	}
	var unit rune
	for _, c := range d.data[at+2 : at+6] {
		digit, ok := hexDigit(c)
		if !ok {
			return 0, false
		}
		unit = unit<<4 | digit
	}
	return unit, true
}

// number reads a number, whose sign or first digit is next.
func (d *decoder) number() (any, error) {
	start := d.at
	if d.data[d.at] == '-' {
		d.at++
	}
	if !d.integer() {
		return nil, d.unexpected("a digit")
	}
	if d.is('.') {
		if d.at++; !d.digits() {
			return nil, d.unexpected("a digit")
		}
	}
	if d.is('e') || d.is('E') {
		if d.at++; d.is('+') || d.is('-') {
			d.at++
		}
		if !d.digits() {
			return nil, d.unexpected("a digit")
		}
	}
	written := d.data[start:d.at]
	if len(written) > MaxNumber {
		return nil, &Error{Offset: start, Reason: fmt.Sprintf("a number of more than %d characters", MaxNumber)}
	}
	double, err := strconv.ParseFloat(string(written), 64)
	if err != nil || math.IsInf(double, 0) {
		return nil, &Error{Offset: start, Reason: "a number that is too large"}
	}
	return json.Number(written), nil
}

// integer takes digits without a leading zero.
func (d *decoder) integer() bool {
	if d.is('0') {
		d.at++
		return true // what follows a zero is refused as no comma
	}
	return d.digits()
}

// digits takes one digit or more.
func (d *decoder) digits() bool {
	start := d.at
	for d.at < len(d.data) && isDigit(d.data[d.at]) {
		d.at++
	}
	return d.at > start
}

// is says whether c comes next.
func (d *decoder) is(c byte) bool {
	return d.at < len(d.data) && d.data[d.at] == c
}

// isDigit says whether c is a decimal digit.
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// hexDigit is the value of a hexadecimal digit.
func hexDigit(c byte) (rune, bool) {
	switch {
	case isDigit(c):
		return rune(c - '0'), true
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10, true
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}
