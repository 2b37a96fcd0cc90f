package badge

import (
	"encoding/json"
	"regexp"
	"time"
)

// dateTimeStamp is xsd:dateTimeStamp, which VC Data Model 2.0 §4.9 asks for: a
// date, a time to the second, and a zone. RFC 3339 in package time would take a
// comma and a lower-case t.
var dateTimeStamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,18})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)$`)

// parseTime reads a date as a Verifiable Credential writes it.
func parseTime(s string) (time.Time, bool) {
	if !dateTimeStamp.MatchString(s) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil && !t.IsZero() // which stands for no date at all
}

// looseLayouts are the forms of ISO 8601 that Open Badges 2.0 and 1.x allow.
var looseLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05",
	"2006-01-02T15:04", time.DateOnly,
}

// parseLooseTime reads a date of Open Badges 2.0 or 1.x: ISO 8601, or the
// seconds of Unix time. What names no zone is read as UTC.
func parseLooseTime(value any) (time.Time, bool) {
	switch v := value.(type) {
	case string:
		for _, layout := range looseLayouts {
			if t, err := time.Parse(layout, v); err == nil {
				return t, !t.IsZero()
			}
		}
	case json.Number:
		if s, ok := number(v); ok && s >= 0 && s < maxUnix {
			return time.Unix(s, 0).UTC(), true
		}
	}
	return time.Time{}, false
}

// maxUnix is the first second of the year 10000, which no calendar on a badge
// reaches.
const maxUnix = 253402300800
