package image

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// badge is one badge element of an SVG.
type badge struct {
	place   span
	name    xml.Name
	verify  string
	body    []byte
	problem string // "" where the element is as it should be
}

// extractSVG takes the badge out of an SVG.
func extractSVG(content []byte) ([]byte, error) {
	doc, err := scan(content)
	switch {
	case err != nil:
		return nil, err
	case len(doc.badges) == 0:
		return nil, ErrNoBadge
	case len(doc.badges) > 1:
		return nil, malformed("it has more than one badge")
	}
	payload, err := doc.badges[0].payload()
	switch {
	case err != nil:
		return nil, err
	case len(payload) > MaxPayload:
		return nil, fmt.Errorf("%w: the badge is over %d bytes long", ErrTooLarge, MaxPayload)
	}
	return payload, nil
}

// payload is the badge in its element: the text in it, or else the attribute.
func (b badge) payload() ([]byte, error) {
	switch b.name {
	case xml.Name{Space: namespaceOB2, Local: "assertion"}, xml.Name{Space: namespaceOB3, Local: "credential"}:
	default:
		return nil, malformed("the badge is in an element that Open Badges does not have")
	}
	hasBody := len(bytes.TrimSpace(b.body)) > 0
	switch {
	case b.problem != "":
		return nil, malformed("the badge: %s", b.problem)
	case !hasBody && b.verify == "":
		return nil, malformed("the badge is empty")
	case !hasBody:
		return []byte(b.verify), nil
	case b.verify != "" && !isURL(b.verify):
		// Open Badges 2.0 has a URL there beside the assertion. A signed badge there
		// would be a second one.
		return nil, malformed("it has more than one badge")
	}
	return b.body, nil
}

// isURL says whether a text begins as the URL of a hosted assertion does.
func isURL(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	return ok && rest != "" && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// badgeReader collects the text of a badge element.
type badgeReader struct {
	badge
	depth int
	space []byte // white space between the text so far and the next
}

// newBadgeReader begins with the start tag.
func newBadgeReader(tag xml.StartElement, start, depth int) *badgeReader {
	r := &badgeReader{depth: depth}
	r.place.start, r.name = start, tag.Name
	for _, a := range tag.Attr {
		if a.Name == (xml.Name{Local: "verify"}) {
			r.verify = strings.Trim(a.Value, " \t\r\n")
		}
	}
	return r
}

// add takes characters and how they are written. White space around CDATA sections
// is the document's, in them it is the badge's.
func (r *badgeReader) add(text, raw []byte) {
	if len(bytes.Trim(raw, " \t\r\n")) == 0 {
		if len(r.body) > 0 {
			r.space = append(r.space, text...)
		}
		return
	}
	r.body = append(r.body, r.space...)
	r.body = append(r.body, text...)
	r.space = nil
}

// finish ends with the end tag, and after it.
func (r *badgeReader) finish(end int) badge {
	r.place.end = end
	return r.badge
}
