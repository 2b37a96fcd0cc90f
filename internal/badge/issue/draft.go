package issue

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Error says what of a document can't be issued as it was given.
type Error struct {
	// Member is where, such as "achievement.alignment[2].targetUrl".
	Member string
	// Reason is a part of a sentence.
	Reason string
}

// Error gives place and reason.
func (e *Error) Error() string { return fmt.Sprintf("issue: %s %s", e.Member, e.Reason) }

// draft is a document in the making. The first thing that is wrong stands.
type draft struct {
	err error
	// named has the nodes with an id of their own, and where they are.
	named map[string]string
}

func newDraft() *draft { return &draft{named: map[string]string{}} }

func (d *draft) refuse(member, reason string) {
	if d.err == nil {
		d.err = &Error{Member: member, Reason: reason}
	}
}

// node is one object of a document.
type node struct {
	draft   *draft
	at      string
	members map[string]any
}

func (d *draft) root() node { return node{draft: d, members: map[string]any{}} }

// finish gives the document, or why there is none.
func (n node) finish() (map[string]any, error) {
	if n.draft.err != nil {
		return nil, n.draft.err
	}
	return n.members, nil
}

func (n node) place(name string) string {
	if n.at == "" {
		return name
	}
	return n.at + "." + name
}

func (n node) refuse(name, reason string) { n.draft.refuse(n.place(name), reason) }

// child starts an object as a member.
func (n node) child(name string) node {
	c := node{draft: n.draft, at: n.place(name), members: map[string]any{}}
	n.members[name] = c.members
	return c
}

// element starts an object as the next element of an array. Arrays begin with
// their first element: an empty one would say nothing that is signed.
func (n node) element(name string) node {
	list, _ := n.members[name].([]any)
	c := node{draft: n.draft, at: n.place(name) + "[" + strconv.Itoa(len(list)) + "]", members: map[string]any{}}
	n.members[name] = append(list, c.members)
	return c
}

// types are always an array (OB 3.0 §Serialization).
func (n node) types(types ...string) { n.members["type"] = texts(types) }

// text sets a member; an empty text is left out.
func (n node) text(name, value string) {
	if value != "" {
		n.members[name] = clean(value)
	}
}

// texts sets an array of different texts, without the empty ones.
func (n node) texts(name string, values []string) {
	seen := map[string]bool{"": true}
	var list []any
	for _, value := range values {
		if value = clean(value); !seen[value] {
			seen[value] = true
			list = append(list, value)
		}
	}
	if list != nil {
		n.members[name] = list
	}
}

// must sets a member that has to say something.
func (n node) must(name, value string) {
	if strings.TrimSpace(value) == "" {
		n.refuse(name, "is empty")
		return
	}
	n.text(name, value)
}

// id gives the node its own id. Two nodes of one id are one node to JSON-LD: what
// is said of either could be moved to the other under the same signature.
func (n node) id(value string) {
	n.reference("id", value)
	if other, taken := n.draft.named[value]; taken {
		n.refuse("id", "is the id of "+other+" too")
	}
	n.draft.named[value] = n.at
	if n.at == "" {
		n.draft.named[value] = "the document"
	}
}

// optionalID is id for nodes that may have none.
func (n node) optionalID(value string) {
	if value != "" {
		n.id(value)
	}
}

// reference sets a member to an identifier, which must be there.
func (n node) reference(name, value string) {
	if reason := checkIdentifier(value); reason != "" {
		n.refuse(name, reason)
		return
	}
	n.members[name] = value
}

// link sets a member to a web address, if there is one.
func (n node) link(name, value string) {
	if value == "" {
		return
	}
	if reason := checkWeb(value); reason != "" {
		n.refuse(name, reason)
		return
	}
	n.members[name] = value
}

// image refers to an image, if there is one. It may be shown in several places.
func (n node) image(address string) {
	if address == "" {
		return
	}
	if other, taken := n.draft.named[address]; taken {
		n.refuse("image", "is the id of "+other+" too")
	}
	picture := n.child("image")
	picture.link("id", address)
	picture.members["type"] = "Image"
}

// moment sets a time in seconds: JWTs can't say it more exactly.
func (n node) moment(name string, t time.Time) {
	t = t.UTC()
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		n.refuse(name, "is no time that can be written")
		return
	}
	n.members[name] = timestamp(t)
}

// period sets the time for which the document is valid.
func (n node) period(from time.Time, until *time.Time) {
	n.moment("validFrom", from)
	if until == nil {
		return
	}
	n.moment("validUntil", *until)
	if until.Unix() <= from.Unix() {
		n.refuse("validUntil", "is not after validFrom")
	}
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// clean makes the text one that JSON can hold.
func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func texts(values []string) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}

// schemes are those of the identifiers that we write. Any other word before a
// colon might be a term of a context.
var schemes = map[string]bool{"https": true, "http": true, "urn": true, "did": true}

// checkIdentifier says what is wrong with an identifier: it has to be a URI
// (RFC 3986) as it stands, for a relative one or one with a space in it isn't
// signed.
func checkIdentifier(s string) string {
	if s == "" {
		return "is empty"
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			return "has a character that a URI can't have"
		}
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "is no URI"
	case !schemes[u.Scheme] || !strings.HasPrefix(s, u.Scheme+":"):
		return "is neither an https nor an http URL, a urn: or a did:"
	case u.Opaque == "" && (u.Host == "" || u.User != nil):
		return "is no absolute URI"
	case u.Opaque != "" && (u.Scheme == "https" || u.Scheme == "http"):
		return "is no absolute URI"
	}
	return ""
}

// checkWeb says what is wrong with a web address.
func checkWeb(s string) string {
	if reason := checkIdentifier(s); reason != "" {
		return reason
	}
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return "is no web address"
	}
	return ""
}
