package search

import "strings"

// Document is an earner as the index holds them: only what a row that an employer
// may list shows.
type Document struct {
	// Earner is the id.
	Earner string
	// Held are the terms of the counting awards, as matching.Catalog.Term writes them.
	Held []string
	// Until says how long the holdings of a micro-credential last, for those that end.
	Until []Until
	// Stacks are the stacks completed.
	Stacks []string
	// Places are where the earner is, narrowest first, as far as they show it:
	// ZIP, county, state.
	Places []string
	// Remote is true for those who take remote work.
	Remote bool
	// Audience says who may list the earner: "all", "kind:EMPLOYER", "org:<id>".
	Audience []string
	// Blocked are organizations that never see the earner.
	Blocked []string
	// Staff are organizations that show the earner internal postings.
	Staff []string
	// Asks is what the earner asks of work; no row shows it.
	Asks Asks
	// LatestMonth is when the newest counting award was earned: "2006-01".
	LatestMonth string
}

// Until is the last valid day ("2006-01-02") over an earner's counting awards of a
// micro-credential, when every one of them expires.
type Until struct {
	Credential string
	Day        string
}

// The audience terms, for those who write documents and those who ask.
const (
	// Everyone is the audience of an earner who shows themselves to every employer.
	Everyone     = "all"
	audienceKind = "kind:"
	audienceOrg  = "org:"
)

// ForKind is the audience of every organization of a kind.
func ForKind(kind string) string { return audienceKind + kind }

// ForOrganization is the audience of one organization.
func ForOrganization(id string) string { return audienceOrg + id }

// Place is where a place is: the centroid that distances are measured to.
type Place struct {
	ID       string
	Lat, Lon float64
}

// The fields of an earner's document.
const (
	fieldHeld     = "held"
	fieldUntil    = "until"
	fieldStack    = "stack"
	fieldPath     = "path"
	fieldRemote   = "remote"
	fieldAudience = "for"
	fieldBlocked  = "block"
	fieldMonth    = "month"
	fieldStaff    = "staff"
	fieldPay      = "pay"
	fieldShift    = "shift"
	fieldLeast    = "least"
	fieldMost     = "most"
	fieldTravel   = "travel"
)

// remoteTerm is the only term of fieldRemote.
const remoteTerm = "1"

// earnerSchema changes whenever the fields or their terms do: an index of another
// schema is built again.
const earnerSchema = "earners 2: held until stack path remote for block month staff pay shift least most travel"

// pathSeparator joins the places of a path; no id contains it.
const pathSeparator = "\x1f"

// untilTerm sorts by day within a micro-credential, so that those expiring before a
// day are one range of the dictionary.
func untilTerm(u Until) string { return u.Credential + "/" + u.Day }

func pathTerm(places []string) string { return strings.Join(places, pathSeparator) }

// terms lists the terms of a document by field.
func (d *Document) terms() map[string][]string {
	terms := map[string][]string{
		fieldHeld:     d.Held,
		fieldStack:    d.Stacks,
		fieldAudience: d.Audience,
		fieldBlocked:  d.Blocked,
		fieldStaff:    d.Staff,
	}
	d.Asks.terms(terms)
	for _, u := range d.Until {
		terms[fieldUntil] = append(terms[fieldUntil], untilTerm(u))
	}
	if len(d.Places) > 0 {
		terms[fieldPath] = []string{pathTerm(d.Places)}
	}
	if d.Remote {
		terms[fieldRemote] = []string{remoteTerm}
	}
	if d.LatestMonth != "" {
		terms[fieldMonth] = []string{d.LatestMonth}
	}
	return terms
}
