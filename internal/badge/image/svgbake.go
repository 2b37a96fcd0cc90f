package image

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// BakeSVG puts a badge into an SVG, directly after its first tag, in place of every
// badge that is in it. Nothing else changes, but that the first tag declares the
// namespace (Open Badges 3.0 §5.3.2.1, Open Badges Baking 2.0).
func BakeSVG(content, payload []byte, version Version) ([]byte, error) {
	element, err := version.element(payload)
	if err != nil {
		return nil, err
	}
	doc, err := scan(content)
	if err != nil {
		return nil, err
	}
	tag := content[doc.root.start:doc.root.end]
	name := tag[:nameEnd(tag)]
	baked := append([]byte(nil), content[:doc.root.start]...)
	baked = append(baked, name...)
	baked = fmt.Appendf(baked, ` xmlns:%s="%s"`, prefix, version.namespace())
	rest := without(tag, "xmlns:"+prefix)[len(name):]
	if doc.closed {
		rest = append(bytes.TrimSuffix(rest, []byte("/>")), '>')
	}
	baked = append(baked, rest...)
	baked = append(baked, element...)
	if doc.closed {
		baked = fmt.Appendf(baked, "</%s>", name[1:])
	}
	at := doc.root.end
	for _, old := range doc.badges {
		baked = append(baked, content[at:old.place.start]...)
		at = old.place.end
	}
	baked = append(baked, content[at:]...)
	return baked, within(baked)
}

// namespace is that of a version's element.
func (v Version) namespace() string {
	if v == OpenBadges2 {
		return namespaceOB2
	}
	return namespaceOB3
}

// element writes a badge as an element: JSON as text in it, anything else as its
// attribute.
func (v Version) element(payload []byte) ([]byte, error) {
	if err := bakeable(payload); err != nil {
		return nil, err
	}
	name, ending := prefix+":credential", "></"+prefix+":credential>"
	if v == OpenBadges2 {
		// "If a signature is being baked, … the tag should be self closing."
		name, ending = prefix+":assertion", "/>"
	}
	if !bytes.HasPrefix(bytes.TrimLeft(payload, " \t\r\n"), []byte("{")) {
		if !isToken(payload) {
			return nil, fmt.Errorf("%w: it is neither JSON nor a token", ErrPayload)
		}
		return fmt.Appendf(nil, `<%s verify="%s"%s`, name, escaped(payload), ending), nil
	}
	if !isXML(payload) {
		return nil, fmt.Errorf("%w: it has a character that XML does not have", ErrPayload)
	}
	element := fmt.Appendf(nil, "<%s", name)
	if url := hostedAt(payload); v == OpenBadges2 && url != "" {
		element = fmt.Appendf(element, ` verify="%s"`, escaped([]byte(url)))
	}
	return fmt.Appendf(element, "><![CDATA[%s]]></%s>", sectioned.Replace(string(payload)), name), nil
}

// sectioned writes a text within CDATA so that it comes out again as it went in:
// what would end the section is divided between two, and a carriage return, which
// every reader of XML turns into a line feed, stands between two as a reference.
var sectioned = strings.NewReplacer("]]>", "]]]]><![CDATA[>", "\r", "]]>&#13;<![CDATA[")

// escaped writes a text within the quotation marks of an attribute.
func escaped(text []byte) []byte {
	var to bytes.Buffer
	_ = xml.EscapeText(&to, text) // a buffer refuses nothing
	return to.Bytes()
}

// isToken says whether a text is printable ASCII without spaces: white space in an
// attribute is not safe with readers of XML.
func isToken(text []byte) bool {
	for _, c := range text {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// isXML says whether a text, which is valid UTF-8, has only characters that XML 1.0
// §2.2 has.
func isXML(text []byte) bool {
	for _, r := range string(text) {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

// hostedAt is the URL at which an assertion of Open Badges 1.x (verify.url) or 2.0
// (its id) says that it is hosted, or "".
func hostedAt(payload []byte) string {
	assertion, err := strictjson.Object(payload)
	if err != nil {
		return ""
	}
	verify, _ := assertion["verify"].(map[string]any)
	for _, place := range []any{verify["url"], assertion["id"]} {
		if url, ok := place.(string); ok && isURL(url) && isToken([]byte(url)) {
			return url
		}
	}
	return ""
}

// nameEnd is the end of the name in a start tag.
func nameEnd(tag []byte) int {
	return bytes.IndexAny(tag, " \t\r\n/>")
}

// without gives a start tag, known to be well formed, without one attribute and the
// white space before it.
func without(tag []byte, attribute string) []byte {
	for at := nameEnd(tag); ; {
		start := at
		at += spaces(tag[at:])
		if tag[at] == '/' || tag[at] == '>' {
			return append([]byte(nil), tag...)
		}
		equals := at + bytes.IndexByte(tag[at:], '=')
		name := bytes.TrimRight(tag[at:equals], " \t\r\n")
		open := equals + 1 + spaces(tag[equals+1:])
		at = open + 2 + bytes.IndexByte(tag[open+1:], tag[open])
		if string(name) == attribute {
			return append(append([]byte(nil), tag[:start]...), tag[at:]...)
		}
	}
}

// spaces counts the white space that a text begins with.
func spaces(text []byte) int {
	return len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
}
