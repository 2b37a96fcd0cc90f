package badge

import (
	"encoding/json"
	"strconv"
	"strings"
)

// rawAt gives the bytes of a value inside a JSON text that strictjson has read,
// or nil. Steps are member names, or places in an array.
func rawAt(text []byte, steps ...string) []byte {
	raw := json.RawMessage(text)
	for _, step := range steps {
		if raw = rawStep(raw, step); raw == nil {
			return nil
		}
	}
	return raw
}

func rawStep(raw json.RawMessage, step string) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) == nil {
		return members[step]
	}
	var values []json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return nil
	}
	i, err := strconv.Atoi(step)
	if err != nil || i < 0 || i >= len(values) {
		return nil
	}
	return values[i]
}

// escaped writes what has a meaning of its own in a JSON pointer (RFC 6901).
var escaped = strings.NewReplacer("~", "~0", "/", "~1")

// pointer writes steps as a JSON pointer.
func pointer(steps ...string) string {
	var p strings.Builder
	for _, step := range steps {
		p.WriteByte('/')
		p.WriteString(escaped.Replace(step))
	}
	return p.String()
}
