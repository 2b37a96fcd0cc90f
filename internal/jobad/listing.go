package jobad

import (
	"strings"
	"time"
)

// Listing is a job as another system lists it: what it says in fields, beside what it
// says in words. Whatever it does not say is empty.
type Listing struct {
	// ID is the source's own; URL is where the job is listed.
	ID, URL         string
	Title, Employer string
	// Language is a BCP 47 tag.
	Language string
	// OccupationCode is of SOC or O*NET-SOC.
	OccupationCode, OccupationTitle string
	City, Region, PostalCode        string
	Remote                          bool
	Sections                        []ListedSection
	Skills                          []ListedSkill
	Pay                             ListedPay
	// LastDay is when it ceases to seek.
	LastDay *time.Time
}

// ListedSection is a part of a listing, as text or HTML.
type ListedSection struct{ Heading, Text string }

// ListedSkill is a skill that a listing names in a field of its own.
type ListedSkill struct {
	Name string
	// URI is the framework's identifier; empty where the listing has only a name.
	URI string
	// Desired is that it is nice to have.
	Desired bool
	// Weight is 1 to 100; 0 where none is said.
	Weight int
}

// ListedPay is what a listing says that it pays, in decimals.
type ListedPay struct {
	Minimum, Maximum string
	// Currency is of ISO 4217.
	Currency string
	// Unit is HOUR, DAY, WEEK, MONTH or YEAR.
	Unit string
}

// Ad is the listing in words: each section under its heading.
func (l Listing) Ad() string {
	var out strings.Builder
	for _, s := range l.Sections {
		text := Plain(s.Text)
		if text == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		if s.Heading != "" {
			out.WriteString(s.Heading + ":\n")
		}
		out.WriteString(text)
	}
	return out.String()
}
