package catalog

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
)

// maxWorth is how many items an answer has.
const maxWorth = 200

// Worth answers what something is worth, where, and under which condition.
type Worth struct {
	// At is the day of the answer, EarnedOn the day on which it was earned; nil
	// where it is yet to be earned.
	At       time.Time
	EarnedOn *time.Time
	// Items are what is in force or kept first.
	Items []WorthItem
	// WithStack are what the stacks are worth that it is a part of, once they are
	// complete.
	WithStack []WorthItem
	// Credits adds up the items, by the organization where they hold.
	Credits []OrganizationCredits
	// More tells that there is more than is listed.
	More bool
}

// WorthItem is what one recognition gives at one organization.
type WorthItem struct {
	// Recognition is whose it is: the last of those that accept each other.
	Recognition *db.Recognition
	// Through are the recognitions that it accepts; the last one names what is
	// recognized.
	Through []*db.Recognition
	// At is the organization where it holds; Inherited tells that it is not the one
	// that recognizes.
	At        string
	Inherited bool
	Terms
	// Status is that of the recognition and of all that it accepts, together.
	Status enum.RecognitionStatus
	// InForce tells that it holds on the day of the answer, Kept that it does not
	// but did when it was earned.
	InForce, Kept bool
	// Since and Until bound it; nil where a bound is unknown or open.
	Since, Until *time.Time
}

// Terms are what a recognition says, with what it accepts: whoever accepts says
// the rest.
type Terms struct {
	Kind                                     enum.RecognitionKind
	Hiring                                   *enum.HiringValue
	Amount                                   *string
	Unit                                     string
	Course, Program, MinimumGrade, Residency string
	Scope, Condition                         text.Localized
	// Skill, and Level of it at least, is what proves it, where a skill is
	// recognized.
	Skill *string
	Level int
}

// WorthDay is the day, and the instant on it, for which worth is told.
type WorthDay struct {
	At time.Time
	// Earned is nil where it is yet to be earned.
	Earned *time.Time
}

// holds tells whether a recognition by itself is in force at an instant. What was
// only proposed never is.
func holds(row *db.Recognition, at time.Time) bool {
	day := dayOf(at)
	switch {
	case row.Status == enum.RecognitionProposed:
		return false
	case row.ValidFrom != nil && row.ValidFrom.After(day), row.ValidUntil != nil && row.ValidUntil.Before(day):
		return false
	case row.EndedAt != nil:
		return row.EndedAt.After(at)
	}
	// That it ended is known, but not when.
	return row.Status != enum.RecognitionEnded || row.ValidUntil != nil
}

// chain is a recognition with all that it accepts, itself first.
type chain []*db.Recognition

// chainOf follows what was loaded; false where that leads to nothing recognized.
func chainOf(row *db.Recognition) (chain, bool) {
	var c chain
	for ; row != nil && len(c) <= maxAccepted; row = row.Edges.Accepts {
		c = append(c, row)
		if row.AcceptsID == nil {
			return c, true
		}
	}
	return nil, false
}

// root names what is recognized.
func (c chain) root() *db.Recognition { return c[len(c)-1] }

func (c chain) holds(at time.Time) bool {
	return !slices.ContainsFunc(c, func(row *db.Recognition) bool { return !holds(row, at) })
}

// standing is the status of all together: over where one is, proposed where one
// is.
func (c chain) standing(at time.Time) enum.RecognitionStatus {
	all := enum.RecognitionInForce
	for _, row := range c {
		switch StandingOf(row, at) {
		case enum.RecognitionEnded:
			return enum.RecognitionEnded
		case enum.RecognitionProposed:
			all = enum.RecognitionProposed
		case enum.RecognitionInForce:
		}
	}
	return all
}

// bounds are the last of the first days and the first of the last ones.
func (c chain) bounds() (since, until *time.Time) {
	for _, row := range c {
		if row.ValidFrom != nil && (since == nil || row.ValidFrom.After(*since)) {
			since = row.ValidFrom
		}
		last := row.ValidUntil
		if row.EndedAt != nil {
			// It holds until just before that instant.
			day := dayOf(row.EndedAt.Add(-time.Nanosecond))
			if last == nil || day.Before(*last) {
				last = &day
			}
		}
		if last != nil && (until == nil || last.Before(*until)) {
			until = last
		}
	}
	return since, until
}

// terms say of each thing what the first says that says it.
func (c chain) terms() Terms {
	var t Terms
	for _, row := range c {
		t.Kind = cmp.Or(t.Kind, row.Kind)
		t.Hiring = cmp.Or(t.Hiring, row.Hiring)
		t.Amount, t.Unit = cmp.Or(t.Amount, row.Amount), cmp.Or(t.Unit, row.Unit)
		t.Course, t.Program = cmp.Or(t.Course, row.Course), cmp.Or(t.Program, row.Program)
		t.MinimumGrade, t.Residency = cmp.Or(t.MinimumGrade, row.MinimumGrade), cmp.Or(t.Residency, row.Residency)
		if len(t.Scope) == 0 {
			t.Scope = row.Scope
		}
		if len(t.Condition) == 0 {
			t.Condition = row.Condition
		}
	}
	t.Skill, t.Level = c.root().SkillID, int(c.root().Level)
	return t
}

// itemsOf tells what chains give on a day, and where, at most maxWorth items: in
// force first, then what is kept, then the rest; of each, what an organization
// recognizes itself before what others inherit.
func itemsOf(chains []chain, on WorthDay, where *reach) (items []WorthItem, more bool) {
	groups := [3][]WorthItem{}
	for _, c := range chains {
		item := c.item(on)
		switch {
		case item.InForce:
			groups[0] = append(groups[0], item)
		case item.Kept:
			groups[1] = append(groups[1], item)
		default:
			groups[2] = append(groups[2], item)
		}
	}
	for _, group := range groups {
		slices.SortStableFunc(group, compareItems)
		items = append(items, placed(group, where, maxWorth+1-len(items))...)
	}
	if more = len(items) > maxWorth; more {
		items = items[:maxWorth]
	}
	return items, more
}

// item is what a chain gives where it is recognized.
func (c chain) item(on WorthDay) WorthItem {
	item := WorthItem{
		Recognition: c[0], Through: c[1:], At: c[0].OrganizationID, Terms: c.terms(),
		Status: c.standing(on.At), InForce: c.holds(on.At),
	}
	item.Kept = !item.InForce && on.Earned != nil && c.holds(*on.Earned)
	item.Since, item.Until = c.bounds()
	return item
}

// placed puts items where they hold, at most so many.
func placed(items []WorthItem, where *reach, most int) []WorthItem {
	var out []WorthItem
	for _, item := range items {
		if len(out) < most && where.own(item.At) {
			out = append(out, item)
		}
	}
	for _, item := range items {
		if len(out) >= most {
			break
		}
		for _, at := range where.inherits(item.Recognition.OrganizationID, item.Recognition.ScopeKind) {
			if len(out) >= most {
				break
			}
			item.At, item.Inherited = at, true
			out = append(out, item)
		}
	}
	return out
}

// compareItems orders by who recognizes, by name, then by kind.
func compareItems(a, b WorthItem) int {
	return cmp.Or(
		strings.Compare(nameOf(a.Recognition), nameOf(b.Recognition)),
		strings.Compare(a.Recognition.OrganizationID, b.Recognition.OrganizationID),
		strings.Compare(string(a.Kind), string(b.Kind)),
		strings.Compare(a.Recognition.ID, b.Recognition.ID),
	)
}

func nameOf(row *db.Recognition) string {
	if row.Edges.Organization == nil {
		return ""
	}
	return row.Edges.Organization.Name
}
