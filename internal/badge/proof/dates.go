package proof

import (
	"regexp"
	"time"
)

// Times are the dates of a proof; zero where it has none.
type Times struct{ Created, Expires time.Time }

// dateTime is xsd:dateTime with a year of four digits. Go's own reader lets a
// comma pass, and hours of one digit.
var dateTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,18})?(Z|[+-]\d\d:\d\d)?$`)

// Dates reads created and expires. A time without a zone is in UTC (VC-DI §2.1).
// Whether the proof has expired is for whoever knows the time. The error is an
// *Error with DateFormat.
func Dates(proof map[string]any) (Times, error) {
	var t Times
	for name, at := range map[string]*time.Time{"created": &t.Created, "expires": &t.Expires} {
		value, ok := proof[name]
		if !ok {
			continue
		}
		text, _ := value.(string)
		if !dateTime.MatchString(text) {
			return Times{}, fail(DateFormat, "the proof's %s is no date and time", name)
		}
		parsed, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			parsed, err = time.ParseInLocation("2006-01-02T15:04:05.999999999", text, time.UTC)
		}
		if err != nil || parsed.IsZero() { // which stands for no date at all
			return Times{}, fail(DateFormat, "the proof's %s is no date and time", name)
		}
		*at = parsed
	}
	return t, nil
}
