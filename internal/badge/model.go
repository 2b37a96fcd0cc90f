package badge

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// class is what a class of objects may hold: a rule for each member that has
// one. Members without a rule are the contexts' business.
//
// A rule is a kind, or the name of a class whose objects the member holds, with
// marks behind it:
//
//	!  the member must be there
//	*  it may hold many
//	@  the identifier of an object may stand for the object
type class map[string]string

// The kinds of values. A rule that names none of them names a class.
const (
	kindURI    = "uri"    // an absolute URI
	kindText   = "text"   // a string
	kindProse  = "prose"  // a string, or strings with their languages
	kindDate   = "date"   // xsd:dateTimeStamp
	kindWhen   = "when"   // a date as Open Badges 2.0 and 1.x write it
	kindNumber = "number" // a number
	kindFlag   = "flag"   // true or false
	kindTypes  = "types"  // names of types, that of the class among them
	kindAny    = "any"    // looked at elsewhere
)

// rule is a rule of a class, read.
type rule struct {
	member, kind         string
	required, many, byID bool
}

// rulebook has the rules of classes, in the order of their members, so that the
// first flaw of a document is always the same one.
type rulebook map[string][]rule

func readRules(classes map[string]class) rulebook {
	book := rulebook{}
	for name, members := range classes {
		for _, member := range slices.Sorted(maps.Keys(members)) {
			book[name] = append(book[name], readRule(member, members[member]))
		}
	}
	return book
}

func readRule(member, text string) rule {
	kind := strings.TrimRight(text, "!*@")
	marks := text[len(kind):]
	return rule{
		member:   member,
		kind:     kind,
		required: strings.Contains(marks, "!"),
		many:     strings.Contains(marks, "*"),
		byID:     strings.Contains(marks, "@"),
	}
}

// flaw is where a document breaks a rule, and which.
type flaw struct {
	at     string
	reason Reason
}

// model compares documents with classes.
type model struct {
	rules rulebook
	first *flaw
}

// conforms gives the first flaw of an object as one of the class, or nil.
func conforms(rules rulebook, name string, o map[string]any) *flaw {
	m := model{rules: rules}
	m.object(o, name, "")
	return m.first
}

func (m *model) flaw(at string, reason Reason) {
	if m.first == nil {
		m.first = &flaw{at: cmp.Or(at, "/"), reason: reason}
	}
}

// object compares one object with the rules of its class.
func (m *model) object(o map[string]any, name, at string) {
	for _, r := range m.rules[name] {
		if m.first != nil {
			return
		}
		value, found := o[r.member]
		switch {
		case found:
			m.member(value, r, name, at+pointer(r.member))
		case r.required:
			m.flaw(at+pointer(r.member), ReasonDataModel)
		}
	}
}

func (m *model) member(value any, r rule, class, at string) {
	if r.kind == kindTypes {
		m.types(value, class, at)
		return
	}
	if r.kind == kindProse {
		m.prose(value, at)
		return
	}
	if r.kind == kindWhen {
		m.when(value, at)
		return
	}
	values, many := value.([]any)
	if !many {
		m.value(value, r, at)
		return
	}
	if !r.many || r.required && len(values) == 0 {
		m.flaw(at, ReasonDataModel)
	}
	for i, v := range values {
		m.value(v, r, at+"/"+strconv.Itoa(i))
	}
}

func (m *model) value(value any, r rule, at string) {
	if id, ok := value.(string); ok && r.byID {
		m.uri(id, at)
		return
	}
	if _, isClass := m.rules[r.kind]; !isClass {
		m.scalar(value, r.kind, at)
		return
	}
	o, ok := value.(map[string]any)
	if !ok {
		m.flaw(at, ReasonDataModel)
		return
	}
	m.object(o, r.kind, at)
}

func (m *model) scalar(value any, kind, at string) {
	ok := true
	switch v := value.(type) {
	case string:
		switch kind {
		case kindURI:
			m.uri(v, at)
		case kindDate:
			m.date(v, at)
		default:
			ok = kind == kindText || kind == kindAny
		}
	case json.Number:
		ok = kind == kindNumber || kind == kindAny
	case bool:
		ok = kind == kindFlag || kind == kindAny
	case nil:
		ok = false
	default:
		ok = kind == kindAny
	}
	if !ok {
		m.flaw(at, ReasonDataModel)
	}
}

func (m *model) uri(s, at string) {
	if !isURI(s) {
		m.flaw(at, ReasonDataModel)
	}
}

func (m *model) date(s, at string) {
	if _, ok := parseTime(s); !ok {
		m.flaw(at, ReasonDateFormat)
	}
}

func (m *model) when(value any, at string) {
	if _, ok := parseLooseTime(value); !ok {
		m.flaw(at, ReasonDateFormat)
	}
}

// types asks for the class's own name among the types. Classes that VC Data
// Model leaves open ask for any type at all.
func (m *model) types(value any, class, at string) {
	names := list(value)
	found := len(names) > 0 && openClasses[class]
	for _, n := range names {
		s, ok := n.(string)
		if !ok || s == "" {
			m.flaw(at, ReasonDataModel)
			return
		}
		found = found || s == class || slices.Contains(otherNames[class], s)
	}
	if !found {
		m.flaw(at, ReasonDataModel)
	}
}

// prose is a string, a value object with a language, or a list of those
// (VC Data Model 2.0 §11.1).
func (m *model) prose(value any, at string) {
	values := list(value)
	if len(values) == 0 {
		m.flaw(at, ReasonDataModel)
	}
	for _, v := range values {
		if !isProse(v) {
			m.flaw(at, ReasonDataModel)
		}
	}
}

func isProse(value any) bool {
	o, ok := value.(map[string]any)
	if !ok {
		_, ok = value.(string)
		return ok
	}
	for name, v := range o {
		s, ok := v.(string)
		switch {
		case !ok:
			return false
		case name == "@direction":
			if s != "ltr" && s != "rtl" {
				return false
			}
		case name != "@value" && name != "@language":
			return false
		}
	}
	_, found := o["@value"]
	return found
}
