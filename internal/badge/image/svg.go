package image

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The namespaces.
const (
	namespaceSVG = "http://www.w3.org/2000/svg"
	namespaceOB2 = "http://openbadges.org"
	namespaceOB3 = "https://purl.imsglobal.org/ob/v3p0"
)

// prefix is the namespace prefix of a baked badge. Some readers look for it and
// not for the namespace, so that here it may mean no other one.
const prefix = "openbadges"

// The limits of an SVG.
const (
	maxDepth    = 256
	maxElements = 100_000
)

// document is what is known of an SVG: where its first tag is, and its badges.
type document struct {
	root   span
	closed bool // the first tag is the only one: <svg/>
	badges []badge
}

// span is a place in the bytes of an SVG.
type span struct{ start, end int }

// scan reads an SVG from end to end.
func scan(content []byte) (document, error) {
	if err := within(content); err != nil {
		return document{}, err
	}
	if !utf8.Valid(content) {
		return document{}, notXML(content, errors.New("not in UTF-8"))
	}
	text := bytes.TrimPrefix(content, []byte(byteOrderMark))
	// The decoder is strict, knows XML's five entities only, and refuses every
	// declared encoding but UTF-8.
	s := scanner{content: content, decoder: xml.NewDecoder(bytes.NewReader(text)), marked: len(content) - len(text)}
	for {
		done, err := s.token()
		if err != nil || done {
			return s.document, err
		}
	}
}

// notXML is the error of a text that is no XML: a malformed SVG if it looks like
// one at all.
func notXML(content []byte, err error) error {
	if bytes.Contains(content, []byte("<svg")) {
		return malformed("the SVG is not XML as it should be: %w", err)
	}
	return fmt.Errorf("%w: %w", ErrNotImage, err)
}

// scanner is a place in an SVG.
type scanner struct {
	document
	content  []byte
	decoder  *xml.Decoder
	marked   int // bytes before the text: a byte order mark
	depth    int
	elements int
	started  bool // the first tag was read
	badge    *badgeReader
}

// offset is the place that the decoder has reached.
func (s *scanner) offset() int { return s.marked + int(s.decoder.InputOffset()) }

// token takes the next token. It is done at the end of the text.
func (s *scanner) token() (done bool, err error) {
	start := s.offset()
	token, err := s.decoder.Token()
	switch {
	case errors.Is(err, io.EOF) && s.started:
		return true, nil
	case err != nil:
		return false, notXML(s.content, err)
	}
	raw := s.content[start:s.offset()]
	switch t := token.(type) {
	case xml.StartElement:
		return false, s.open(t, raw, start)
	case xml.EndElement:
		s.close()
	case xml.CharData:
		return false, s.text(t, raw)
	case xml.Directive:
		return false, s.directive(string(t))
	default: // a comment or a processing instruction
		if s.badge != nil {
			s.badge.problem = "it has something else than text in it"
		}
	}
	return false, nil
}

// open takes a start tag.
func (s *scanner) open(tag xml.StartElement, raw []byte, start int) error {
	s.depth++
	s.elements++
	switch {
	case s.depth > maxDepth:
		return fmt.Errorf("%w: elements are nested more than %d deep", ErrTooLarge, maxDepth)
	case s.elements > maxElements:
		return fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxElements)
	}
	if err := attributes(tag.Attr); err != nil {
		return err
	}
	if s.depth == 1 {
		return s.first(tag, raw, start)
	}
	if s.badge != nil {
		s.badge.problem = "it has something else than text in it"
		return nil
	}
	// An undeclared prefix is given as the namespace.
	switch tag.Name.Space {
	case namespaceOB2, namespaceOB3, prefix:
		s.badge = newBadgeReader(tag, start, s.depth)
	}
	return nil
}

// first takes the tag that the document begins with.
func (s *scanner) first(tag xml.StartElement, raw []byte, start int) error {
	if s.started {
		return malformed("the SVG has a second document after it")
	}
	// Without its namespace it is no SVG to a browser, but the badge is the same.
	if tag.Name.Local != "svg" || tag.Name.Space != namespaceSVG && tag.Name.Space != "" {
		return ErrNotImage
	}
	s.started = true
	s.root = span{start, start + len(raw)}
	s.closed = bytes.HasSuffix(raw, []byte("/>"))
	return nil
}

// close takes an end tag.
func (s *scanner) close() {
	if s.badge != nil && s.badge.depth == s.depth {
		s.badges = append(s.badges, s.badge.finish(s.offset()))
		s.badge = nil
	}
	s.depth--
}

// text takes characters.
func (s *scanner) text(text, raw []byte) error {
	switch {
	case s.badge != nil:
		s.badge.add(text, raw)
	case s.depth == 0 && len(bytes.TrimSpace(raw)) > 0:
		return notXML(s.content, errors.New("text outside of the first tag"))
	}
	return nil
}

// directive takes a document type, as drawing programs write it. One that brings
// declarations with it, or has them fetched from anywhere else than the standard,
// could put a badge there that is not in the file, and entities without end.
func (s *scanner) directive(text string) error {
	fields := strings.Fields(text)
	if s.started || len(fields) < 2 || fields[0] != "DOCTYPE" {
		return malformed("the SVG has a declaration out of place")
	}
	if name := fields[1]; name != "svg" && !strings.HasPrefix(name, "svg[") {
		return ErrNotImage
	}
	plain := len(fields) == 2 && fields[1] == "svg"
	standard := len(fields) > 4 && fields[2] == "PUBLIC" && strings.HasPrefix(fields[3][1:], "-//W3C//DTD") &&
		strings.HasPrefix(fields[len(fields)-1][1:], "http://www.w3.org/")
	if !plain && !standard || strings.ContainsAny(text, "[]<>%&") {
		return malformed("the SVG brings its own document type, which may define entities")
	}
	return nil
}

// attributes refuses what encoding/xml accepts: an attribute that is there twice,
// of which readers take the one or the other. It also keeps the prefix of badges
// to the namespaces of badges.
func attributes(attributes []xml.Attr) error {
	if len(attributes) == 0 {
		return nil
	}
	seen := make(map[xml.Name]bool, len(attributes))
	for _, a := range attributes {
		if seen[a.Name] {
			return malformed("an attribute of the SVG is there twice")
		}
		seen[a.Name] = true
		if a.Name.Space == "xmlns" && a.Name.Local == prefix && a.Value != namespaceOB2 && a.Value != namespaceOB3 {
			return malformed("the prefix %q of the SVG is not in a namespace of Open Badges", prefix)
		}
	}
	return nil
}
