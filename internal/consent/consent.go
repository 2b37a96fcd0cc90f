// Package consent decides who may see what of an earner, for which purpose.
// It is pure: the records and the time are arguments. It refuses to load
// anything and to know who is asking beyond what it is told.
package consent

import (
	"slices"
	"time"
)

// Visibility is the earner's first word: who may find them at all.
type Visibility string

// The visibilities.
const (
	Hidden    Visibility = "HIDDEN"
	Anonymous Visibility = "ANONYMOUS"
	Open      Visibility = "OPEN"
)

// Values lists the visibilities (for schemas).
func (Visibility) Values() []string {
	return []string{string(Hidden), string(Anonymous), string(Open)}
}

// Reach says to whom an earner who may be found is shown.
type Reach string

// The reaches.
const (
	// Everyone is every employer that is vouched for.
	Everyone Reach = "EVERYONE"
	// Granted is only the employers and kinds named by grants for matching.
	Granted Reach = "GRANTED"
)

// Values lists the reaches (for schemas).
func (Reach) Values() []string { return []string{string(Everyone), string(Granted)} }

// Purpose is what a grant is for.
type Purpose string

// The purposes.
const (
	Matching Purpose = "MATCHING"
	Contact  Purpose = "CONTACT"
	Coaching Purpose = "COACHING"
	Research Purpose = "RESEARCH"
	Guardian Purpose = "GUARDIAN"
)

// Values lists the purposes (for schemas).
func (Purpose) Values() []string {
	return []string{string(Matching), string(Contact), string(Coaching), string(Research), string(Guardian)}
}

// Field is something of an earner that a grant may open.
type Field string

// The fields.
const (
	Name   Field = "NAME"
	Awards Field = "AWARDS"
	Place  Field = "PLACE"
	// Addresses are where the earner is reached: e-mail and phone.
	Addresses Field = "CONTACT"
	// Dates are exact days, where else months are told.
	Dates Field = "DATES"
	// Evidence is what they published of the evidence behind their awards.
	Evidence Field = "EVIDENCE"
)

// Values lists the fields (for schemas).
func (Field) Values() []string {
	return []string{string(Name), string(Awards), string(Place), string(Addresses), string(Dates), string(Evidence)}
}

// MayOpen lists what a grant for the purpose may open; none for a purpose whose
// grants only let in.
func (p Purpose) MayOpen() []Field {
	switch p {
	case Contact:
		return []Field{Name, Awards, Place, Addresses, Dates, Evidence}
	case Coaching:
		return []Field{Name, Awards, Place}
	case Research:
		return []Field{Awards, Place, Dates}
	default:
		return nil
	}
}

// ToEmployers tells whether a grant for the purpose is one to employers: a minor's
// need a guardian's.
func (p Purpose) ToEmployers() bool { return p == Matching || p == Contact }

// Grant is an earner's consent: to an organization, a kind of organization or
// one account, for a purpose, until it ends or is withdrawn.
type Grant struct {
	Organization, Kind, Account string
	Purpose                     Purpose
	Fields                      []Field
	Until, WithdrawnAt          time.Time // zero: open-ended, not withdrawn
}

// Live tells whether the grant holds at now.
func (g Grant) Live(now time.Time) bool {
	return (g.Until.IsZero() || now.Before(g.Until)) && (g.WithdrawnAt.IsZero() || now.Before(g.WithdrawnAt))
}

// Subject is what an earner decided, as far as being shown is concerned.
type Subject struct {
	Visibility Visibility
	Reach      Reach
	// GuardianUntil is the day until which a guardian's grant is needed; zero
	// where none is.
	GuardianUntil time.Time
	Grants        []Grant
	// Blocked lists organizations that must never see the earner.
	Blocked []string
}

// All is the audience term of those who are shown to every employer.
const All = "all"

// Org is the audience term of one organization.
func Org(id string) string { return "org:" + id }

// Kind is the audience term of a kind of organization.
func Kind(kind string) string { return "kind:" + kind }

// Audience lists the terms of those to whom the earner may be ranked at now,
// sorted; none where nobody may. Blocks are kept apart: they win.
func (s Subject) Audience(now time.Time) []string {
	if s.Visibility == Hidden || s.Visibility == "" || s.NeedsGuardian(now) {
		return nil
	}
	if s.Reach == Everyone {
		return []string{All}
	}
	var terms []string
	for _, g := range s.Grants {
		if g.Purpose != Matching || !g.Live(now) {
			continue
		}
		switch {
		case g.Organization != "":
			terms = append(terms, Org(g.Organization))
		case g.Kind != "":
			terms = append(terms, Kind(g.Kind))
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// ShownTo tells whether an employer of these kinds may have the earner ranked.
func (s Subject) ShownTo(organization string, kinds []string, now time.Time) bool {
	if slices.Contains(s.Blocked, organization) {
		return false
	}
	for _, term := range s.Audience(now) {
		if term == All || term == Org(organization) {
			return true
		}
		if slices.ContainsFunc(kinds, func(k string) bool { return term == Kind(k) }) {
			return true
		}
	}
	return false
}

// Opens tells whether a live grant for the purpose opens the field to the
// organization or the account.
func (s Subject) Opens(f Field, p Purpose, organization, account string, now time.Time) bool {
	if organization != "" && slices.Contains(s.Blocked, organization) {
		return false
	}
	if p.ToEmployers() && s.NeedsGuardian(now) {
		return false
	}
	return slices.ContainsFunc(s.Grants, func(g Grant) bool {
		to := (organization != "" && g.Organization == organization) || (account != "" && g.Account == account)
		return to && g.Purpose == p && g.Live(now) && slices.Contains(g.Fields, f)
	})
}

// NeedsGuardian tells whether a guardian has to agree first, before employers are
// told anything.
func (s Subject) NeedsGuardian(now time.Time) bool {
	if !now.Before(s.GuardianUntil) {
		return false
	}
	return !slices.ContainsFunc(s.Grants, func(g Grant) bool { return g.Purpose == Guardian && g.Live(now) })
}

// NextChange is the next instant after now at which time alone changes what
// Audience answers; zero where none does.
func (s Subject) NextChange(now time.Time) time.Time {
	next := time.Time{}
	consider := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	consider(s.GuardianUntil)
	for _, g := range s.Grants {
		consider(g.Until)
		consider(g.WithdrawnAt)
	}
	return next
}
