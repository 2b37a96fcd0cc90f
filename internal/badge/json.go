package badge

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
)

// The accessors below read decoded JSON (see strictjson) without judging it:
// what has another type than asked for is absent.

func text(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func object(m map[string]any, name string) map[string]any {
	o, _ := m[name].(map[string]any)
	return o
}

// list gives a value as JSON-LD sees it: a single value is a list of one.
func list(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// objects gives the objects in a member that holds one or many.
func objects(m map[string]any, name string) []map[string]any {
	var found []map[string]any
	for _, v := range list(m[name]) {
		if o, ok := v.(map[string]any); ok {
			found = append(found, o)
		}
	}
	return found
}

// texts gives the strings in a member that holds one or many.
func texts(m map[string]any, name string) []string {
	var found []string
	for _, v := range list(m[name]) {
		if s, ok := v.(string); ok {
			found = append(found, s)
		}
	}
	return found
}

// idOf gives the identifier of something that is written as a string or as an
// object with an id.
func idOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		return text(v, "id")
	default:
		return ""
	}
}

// count gives the number of values in a value.
func count(value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n += count(item)
		}
	case map[string]any:
		for _, item := range v {
			n += count(item)
		}
	}
	return n
}

// number reads a JSON number as a whole number.
func number(value any) (int64, bool) {
	n, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}

// absolute is the shape of an absolute URI or IRI (RFC 3986 §3): a scheme, and
// nothing that cannot stand in one.
var absolute = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^` + "`" + `]+$`)

// isURI tells whether a string can be an identifier on the web.
func isURI(s string) bool {
	if !absolute.MatchString(s) {
		return false
	}
	_, err := url.Parse(s)
	return err == nil || strings.HasPrefix(s, "did:") || strings.HasPrefix(s, "data:")
}

// isWeb tells whether a string is an address that a document could be fetched
// from, by whatever policy.
func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// withoutFragment cuts what stands behind the first #.
func withoutFragment(s string) string {
	base, _, _ := strings.Cut(s, "#")
	return base
}
