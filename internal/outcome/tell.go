package outcome

import (
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/measure"
)

// tell tells everything.
func (c *Counts) tell(t told, in CountsInput) {
	c.Raised = t.raised
	by, keys := shownBy(t, in)
	c.rows(by, keys, func(what kind) ([]Count, Count) {
		sizes, all := t.sizes(what, by, keys)
		counts := make([]Count, len(sizes))
		for i, n := range sizes {
			counts[i] = Count{Value: &n}
		}
		return counts, Count{Value: &all}
	})
}

// tellSome tells what gives nobody away.
func (c *Counts) tellSome(t told, in CountsInput) {
	if r := t.raised; r != nil && in.MicroCredential == nil {
		if _, ok := measure.Rate(r.People, r.Of, c.Least); ok {
			c.Raised = r
		}
	}
	if in.MicroCredential != nil {
		c.tellOne(t, *in.MicroCredential)
		return
	}
	by, keys := shownBy(t, in)
	c.rows(by, keys, func(what kind) ([]Count, Count) { return t.some(what, by, keys, c.Least) })
}

// tellOne tells of one micro-credential what its row says among all.
func (c *Counts) tellOne(t told, credential string) {
	keys := t.credentials()
	at := slices.Index(keys, credential)
	c.rows("", nil, func(what kind) ([]Count, Count) {
		if at < 0 {
			return nil, Count{Value: new(int)}
		}
		counts, _ := t.some(what, ByMicroCredential, keys, c.Least)
		return nil, counts[at]
	})
}

// hideAll tells nothing: the period is not over.
func (c *Counts) hideAll(t told, in CountsInput) {
	by := value(in.By)
	var keys []string
	if by != "" && by != ByMicroCredential {
		keys = t.keys(by) // which micro-credentials have a row would tell of them
	}
	c.rows(by, keys, func(kind) ([]Count, Count) {
		counts := make([]Count, len(keys))
		for i := range counts {
			counts[i].Suppressed = true
		}
		return counts, Count{Suppressed: true}
	})
}

func shownBy(t told, in CountsInput) (Grouping, []string) {
	if in.By == nil {
		return "", nil
	}
	return *in.By, t.keys(*in.By)
}

// some are the counts of a kind that can be shown, of groups and of all.
func (t told) some(what kind, by Grouping, keys []string, least int) ([]Count, Count) {
	shown := Count{}
	for _, g := range groupings {
		sizes, all := t.sizes(what, g, t.keys(g))
		cells := measure.Groups(sizes, true, least)
		shown.Suppressed = shown.Suppressed || cells[len(cells)-1].Hidden || all > 0 && all < least
		shown.Value = &all
	}
	if shown.Suppressed {
		shown.Value = nil
	}
	sizes, _ := t.sizes(what, by, keys)
	counts := make([]Count, len(keys))
	for i, cell := range measure.Groups(sizes, true, least)[:len(keys)] {
		counts[i] = Count{Value: cell.N, Suppressed: cell.Hidden}
	}
	return counts, shown
}

// rows fills the rows from the counts of each kind.
func (c *Counts) rows(by Grouping, keys []string, count func(kind) ([]Count, Count)) {
	c.Groups = make([]CountRow, len(keys))
	for i, key := range keys {
		group := Group(key)
		switch {
		case by != ByMicroCredential:
			c.Groups[i].Group = &group
		case key != "":
			c.Groups[i].Credential = &key
		default:
			group = GroupUnknown
			c.Groups[i].Group = &group
		}
	}
	put := func(what kind, set func(*CountRow, Count)) {
		counts, all := count(what)
		set(&c.Total, all)
		for i := range counts {
			set(&c.Groups[i], counts[i])
		}
	}
	put(enrolled, func(r *CountRow, n Count) { r.Enrolled = n })
	put(submitted, func(r *CountRow, n Count) { r.Submitted = n })
	put(awarded, func(r *CountRow, n Count) { r.Awarded = n })
	for _, k := range enum.OutcomeKind("").Values() {
		put(kind(k), func(r *CountRow, n Count) {
			r.Outcomes = append(r.Outcomes, KindCount{Kind: enum.OutcomeKind(k), Count: n})
		})
	}
}
