package rdfc

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Parse reads N-Quads. It is strict: what the grammar of RDF 1.1 N-Quads does
// not allow is ErrMalformed, with the line's number.
func Parse(nquads string) ([]Quad, error) {
	if !utf8.ValidString(nquads) {
		return nil, fmt.Errorf("%w: not valid UTF-8", ErrMalformed)
	}
	var quads []Quad
	lines := strings.FieldsFunc(nquads, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		r := reader{text: line}
		quad, found, err := r.quad()
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i+1, err)
		}
		if found {
			quads = append(quads, quad)
		}
	}
	return quads, nil
}

// reader reads one line.
type reader struct {
	text string
	at   int
}

func (r *reader) quad() (Quad, bool, error) {
	r.space()
	if r.rest() == "" {
		return Quad{}, false, nil
	}
	var q Quad
	for _, term := range [...]*Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
		r.space()
		if term == &q.Graph && strings.HasPrefix(r.rest(), ".") {
			break
		}
		var err error
		if *term, err = r.term(); err != nil {
			return Quad{}, false, err
		}
	}
	r.space()
	if !r.take(".") {
		return Quad{}, false, r.wrong("a statement ends with a full stop")
	}
	if r.space(); r.rest() != "" {
		return Quad{}, false, r.wrong("something follows the statement")
	}
	return q, true, q.check()
}

func (r *reader) rest() string { return r.text[r.at:] }

// space skips blanks, and a comment, which goes to the end of the line.
func (r *reader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\t') {
		r.at++
	}
	if strings.HasPrefix(r.rest(), "#") {
		r.at = len(r.text)
	}
}

func (r *reader) take(token string) bool {
	found := strings.HasPrefix(r.rest(), token)
	if found {
		r.at += len(token)
	}
	return found
}

func (r *reader) wrong(why string) error {
	return fmt.Errorf("%w: %s, at byte %d", ErrMalformed, why, r.at)
}

func (r *reader) term() (Term, error) {
	switch {
	case r.take("<"):
		iri, err := r.iri()
		return NewIRI(iri), err
	case r.take("_:"):
		return r.blank()
	case r.take(`"`):
		return r.literal()
	default:
		return Term{}, r.wrong("expected an IRI, a blank node or a literal")
	}
}

// iri reads what follows "<". Short escapes are not for IRIs.
func (r *reader) iri() (string, error) {
	text, err := r.until('>', false)
	if err == nil && !ValidIRI(text) {
		err = r.wrong("not an absolute IRI")
	}
	return text, err
}

// blank reads what follows "_:" (BLANK_NODE_LABEL).
func (r *reader) blank() (Term, error) {
	start := r.at
	for i, c := range r.rest() {
		inner := i > 0 && (c == '-' || c == '.' || c == 0xB7 || 0x300 <= c && c <= 0x36F || c == 0x203F || c == 0x2040)
		if !inner && !labelStart(c) {
			break
		}
		r.at = start + i + utf8.RuneLen(c)
	}
	for r.at > start && r.text[r.at-1] == '.' {
		r.at-- // a label has no full stop at its end: the statement has
	}
	if r.at == start {
		return Term{}, r.wrong("a blank node without a label")
	}
	return NewBlank(r.text[start:r.at]), nil
}

// labelStart is PN_CHARS_U or a digit.
func labelStart(c rune) bool {
	switch {
	case c < 0x80:
		return letter(byte(c)) || digit(byte(c)) || c == '_' || c == ':'
	case c < 0x300:
		return c >= 0xC0 && c != 0xD7 && c != 0xF7
	case c < 0x2000:
		return c >= 0x370 && c != 0x37E
	case c < 0x3001:
		return c == 0x200C || c == 0x200D || 0x2070 <= c && c <= 0x218F || 0x2C00 <= c && c <= 0x2FEF
	default:
		return c <= 0xD7FF || 0xF900 <= c && c <= 0xFDCF || 0xFDF0 <= c && c <= 0xFFFD || c >= 0x10000 && c <= 0xEFFFF
	}
}

// literal reads what follows the first quote.
func (r *reader) literal() (Term, error) {
	text, err := r.until('"', true)
	if err != nil {
		return Term{}, err
	}
	switch {
	case r.take("^^<"):
		datatype, err := r.iri()
		return NewLiteral(text, datatype), err
	case r.take("@"):
		end := strings.IndexFunc(r.rest(), func(c rune) bool {
			return c >= 0x80 || !letter(byte(c)) && !digit(byte(c)) && c != '-'
		})
		if end <= 0 {
			return Term{}, r.wrong("a language tag that is empty or does not end")
		}
		language := r.rest()[:end]
		r.at += end
		return NewText(text, language), nil
	default:
		return NewLiteral(text, ""), nil
	}
}

// until reads up to a closing mark, and takes it. The line ends within it: an
// error, for then the mark is missing.
func (r *reader) until(mark byte, short bool) (string, error) {
	var text strings.Builder
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		switch c {
		case mark:
			return text.String(), nil
		case '\\':
			escaped, err := r.escape(short)
			if err != nil {
				return "", err
			}
			text.WriteRune(escaped)
		default:
			text.WriteByte(c)
		}
	}
	return "", r.wrong("the closing mark is missing")
}

const (
	escapes = `tbnrf"'\`
	meaning = "\t\b\n\r\f\"'\\"
)

// escape reads what follows a backslash.
func (r *reader) escape(short bool) (rune, error) {
	if r.at == len(r.text) {
		return 0, r.wrong("a backslash at the end")
	}
	c := r.text[r.at]
	r.at++
	digits := 0
	switch {
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case short && strings.IndexByte(escapes, c) >= 0:
		return rune(meaning[strings.IndexByte(escapes, c)]), nil
	default:
		return 0, r.wrong("an unknown escape")
	}
	if len(r.rest()) < digits {
		return 0, r.wrong("an escape is too short")
	}
	code, err := strconv.ParseUint(r.rest()[:digits], 16, 32)
	if err != nil || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return 0, r.wrong("an escape is no character")
	}
	r.at += digits
	return rune(code), nil
}
