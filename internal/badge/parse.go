package badge

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/stackmatch/stackmatch/internal/badge/image"
	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// Parse reads a badge in any form: JSON, a compact JWS, or baked into a PNG or
// an SVG. It never fails: what is wrong is the FORMAT check of the report.
func Parse(content []byte) *Badge {
	b := &Badge{raw: content, container: NoContainer, format: UnknownFormat}
	payload, trouble := b.unbake(content)
	if trouble.failed() {
		b.trouble = trouble
		return b
	}
	b.trouble = b.read(bytes.TrimSpace(payload))
	return b
}

// unbake takes the badge out of an image; what is no image is the badge.
func (b *Badge) unbake(content []byte) ([]byte, finding) {
	payload, kind, err := image.Extract(content)
	if kind == image.PNG {
		b.container = PNG
	}
	if kind == image.SVG {
		b.container = SVG
	}
	switch {
	case err == nil:
		return payload, pass()
	case errors.Is(err, image.ErrNotImage):
		return content, pass()
	case errors.Is(err, image.ErrNoBadge):
		return nil, fail(ReasonNoBadgeInImage, "")
	case errors.Is(err, image.ErrTooLarge):
		return nil, fail(ReasonTooLarge, "")
	default:
		return nil, fail(ReasonMalformed, err.Error())
	}
}

// jws is the shape of a compact JWS; an unsecured one ends in its second dot.
var jws = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$`)

// read reads what is left once the image is gone.
func (b *Badge) read(payload []byte) finding {
	switch {
	case len(payload) > strictjson.MaxBytes:
		return fail(ReasonTooLarge, "")
	case jws.Match(payload):
		return b.readToken(string(payload))
	case b.container != NoContainer && isWeb(string(payload)):
		// OB 2.0 baking allows an address in place of the badge.
		b.address, b.format = string(payload), OpenBadge2
		return pass()
	default:
		return b.readJSON(payload)
	}
}

func (b *Badge) readJSON(payload []byte) finding {
	doc, err := strictjson.Object(payload)
	if err != nil {
		return b.readCommented(payload, err)
	}
	b.text, b.doc = payload, doc
	if b.format = formatOf(doc, false); b.format == UnknownFormat {
		return fail(ReasonNotABadge, "")
	}
	return b.checkProofShape()
}

// readCommented reads Open Badges 2.0 with comments in it, which some hosts
// serve. Nothing is signed in such a document, so that no two readers can be
// made to disagree on what a signature covers.
func (b *Badge) readCommented(payload []byte, problem error) finding {
	text, found := withoutComments(payload)
	if !found {
		return fail(ReasonMalformed, problem.Error())
	}
	doc, err := strictjson.Object(text)
	if err != nil || formatOf(doc, false) != OpenBadge2 {
		return fail(ReasonMalformed, problem.Error())
	}
	b.text, b.doc, b.format = text, doc, OpenBadge2
	return pass()
}

// checkProofShape refuses a proof that is none: it would be a matter of taste
// whether such a document is signed.
func (b *Badge) checkProofShape() finding {
	value, found := b.doc["proof"]
	if !found || b.legacy() {
		return pass()
	}
	for _, p := range list(value) {
		if _, ok := p.(map[string]any); !ok {
			return fail(ReasonMalformed, "proof")
		}
	}
	return pass()
}

func (b *Badge) readToken(compact string) finding {
	token, err := jose.Parse(compact)
	switch {
	case errors.Is(err, jose.ErrAlgorithm), errors.Is(err, jose.ErrCritical):
		b.refused = err
	case err != nil:
		return fail(ReasonMalformed, err.Error())
	}
	claims, err := strictjson.Object(token.Payload)
	if err != nil {
		return fail(ReasonMalformed, err.Error())
	}
	b.token, b.claims, b.text = &token, claims, token.Payload
	b.doc = b.documentOf(claims)
	if b.format = formatOf(b.doc, true); b.format == UnknownFormat {
		return fail(ReasonNotABadge, "")
	}
	return pass()
}

// documentOf finds the credential among the claims of a token: the claims
// themselves (VC 2.0), or in one of them (VC Data Model 1.1 §6.3.1).
func (b *Badge) documentOf(claims map[string]any) map[string]any {
	if _, whole := claims["@context"]; whole {
		return claims
	}
	if vc := object(claims, "vc"); vc != nil {
		b.text = rawAt(b.text, "vc")
		return fromClaims(vc, claims)
	}
	if vp := object(claims, "vp"); vp != nil {
		b.text = rawAt(b.text, "vp")
		return presentationFromClaims(vp, claims)
	}
	return claims
}

// withoutComments blanks // and /* */ comments outside of strings, and tells
// whether there were any.
func withoutComments(content []byte) ([]byte, bool) {
	text, found := bytes.Clone(content), false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			i = endOfString(text, i)
		case bytes.HasPrefix(text[i:], []byte("//")):
			found = true
			i = blank(text, i, "\n")
		case bytes.HasPrefix(text[i:], []byte("/*")):
			found = true
			i = blank(text, i, "*/")
		}
	}
	return text, found
}

// endOfString gives the place of the quote that ends a string.
func endOfString(text []byte, start int) int {
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(text)
}

// blank overwrites a comment with spaces and gives its last place.
func blank(text []byte, start int, end string) int {
	stop := len(text)
	if n := bytes.Index(text[start:], []byte(end)); n >= 0 {
		stop = start + n + len(end)
	}
	for i := start; i < stop; i++ {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
	return stop - 1
}
