package planner

import (
	"cmp"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// The reference: every set of items, every way to take options, days by trying.
// It shares no code with the planner but the types.

// bruteItem is an item with the options that may be taken.
type bruteItem struct {
	Item
	usable []Option
}

type brute struct {
	p       Problem
	open    bool
	held    map[string]bool
	items   []bruteItem // those with options, by id
	awarded []Item
	seen    map[int]map[string]bool
}

// brutePlan is a set with its options.
type brutePlan struct {
	ids     []string
	options []Option
	key     [8]int64
	finish  Day
}

func newBrute(p Problem) *brute {
	open := p.Pace == 0
	if open {
		p.Pace = DefaultPace
	}
	b := &brute{p: p, open: open, held: map[string]bool{}, seen: map[int]map[string]bool{}}
	for _, h := range p.Held {
		b.held[h] = true
	}
	for _, it := range p.Items {
		if it.By != nil {
			b.awarded = append(b.awarded, it)
		}
		bi := bruteItem{Item: it}
		for _, o := range it.Options {
			late := o.Starts > 0 && o.Starts < p.Today || o.Ends > 0 && o.Ends < p.Today
			blind := (p.Limits.Minutes.Known || p.Limits.Finish > 0) && !o.Minutes.Known || p.Limits.Cents.Known && !o.Cents.Known
			if !late && !blind {
				bi.usable = append(bi.usable, o)
			}
		}
		if len(bi.usable) > 0 {
			b.items = append(b.items, bi)
		}
	}
	slices.SortFunc(b.items, func(x, y bruteItem) int { return cmp.Compare(x.Credential, y.Credential) })
	return b
}

// has finds what is had by earning a set, in rounds.
func (b *brute) has(set int) map[string]bool {
	if had := b.seen[set]; had != nil {
		return had
	}
	had := map[string]bool{}
	count := func(c string) bool { return had[c] || b.held[c] }
	for more := true; more; {
		more = false
		for i, it := range b.items {
			if set&(1<<i) != 0 && !had[it.Credential] && !slices.ContainsFunc(it.Needs, func(n string) bool { return !count(n) }) {
				had[it.Credential], more = true, true
			}
		}
		for _, it := range b.awarded {
			if !had[it.Credential] && bruteHolds(*it.By, count) {
				had[it.Credential], more = true, true
			}
		}
	}
	b.seen[set] = had
	return had
}

func bruteHolds(r matching.Rule, has func(string) bool) bool {
	if r.Op == matching.OpPart {
		return has(r.Credential)
	}
	n := 0
	for _, of := range r.Of {
		if bruteHolds(of, has) {
			n++
		}
	}
	switch r.Op {
	case matching.OpAllOf:
		return n == len(r.Of)
	case matching.OpAnyOf:
		return n > 0
	default:
		return n >= r.K
	}
}

// meets says that a set can be earned and meets the demands, days aside.
func (b *brute) meets(set int) bool {
	had := b.has(set)
	for _, d := range b.p.Demands {
		ok := d.Rule != nil && bruteHolds(*d.Rule, func(c string) bool { return had[c] || b.held[c] })
		for _, c := range d.Any {
			ok = ok || had[c] || b.held[c] && !d.Fresh
		}
		if !ok {
			return false
		}
	}
	for i, it := range b.items {
		if set&(1<<i) == 0 {
			continue
		}
		// By work: its needs are had, and not by way of itself.
		without := b.has(set &^ (1 << i))
		for _, n := range it.Needs {
			if !without[n] && !b.held[n] {
				return false
			}
		}
	}
	return true
}

// all lists the best plan of every set, in order, but for those that could do without
// a step.
func (b *brute) all() []brutePlan {
	var best []brutePlan
	for set := range 1 << len(b.items) {
		lean := b.lean(set)
		if len(lean) == 0 {
			continue
		}
		least := slices.MinFunc(b.plans(set), compareBrute)
		if slices.ContainsFunc(lean, func(p brutePlan) bool { return compareBrute(p, least) == 0 }) {
			best = append(best, least)
		}
	}
	slices.SortFunc(best, compareBrute)
	return best
}

// lean are a set's plans that cannot do without a step, the other options being what
// they are.
func (b *brute) lean(set int) []brutePlan {
	if !b.meets(set) {
		return nil
	}
	var spare []string
	for i, it := range b.items {
		if set&(1<<i) != 0 && b.meets(set&^(1<<i)) {
			spare = append(spare, it.Credential)
		}
	}
	if len(spare) > 0 && !b.dated() {
		return nil
	}
	return slices.DeleteFunc(b.plans(set), func(p brutePlan) bool {
		return slices.ContainsFunc(spare, func(credential string) bool {
			at := slices.Index(p.ids, credential)
			less := brutePlan{ids: slices.Delete(slices.Clone(p.ids), at, at+1), options: slices.Delete(slices.Clone(p.options), at, at+1)}
			_, ok := b.finished(less)
			return ok
		})
	})
}

func (b *brute) dated() bool {
	return slices.ContainsFunc(b.items, func(it bruteItem) bool {
		return slices.ContainsFunc(it.usable, func(o Option) bool { return o.Starts > 0 || o.Ends > 0 })
	})
}

func compareBrute(a, b brutePlan) int {
	ids := func(p brutePlan) []string {
		list := make([]string, len(p.options))
		for i, o := range p.options {
			list[i] = o.ID
		}
		return list
	}
	return cmp.Or(slices.Compare(a.key[:], b.key[:]), slices.Compare(a.ids, b.ids), slices.Compare(ids(a), ids(b)))
}

// plans are all ways to take options that fit limits and days.
func (b *brute) plans(set int) []brutePlan {
	var list []brutePlan
	var visit func(i int, so brutePlan)
	visit = func(i int, so brutePlan) {
		switch {
		case i == len(b.items):
			if p, ok := b.finished(so); ok {
				list = append(list, p)
			}
		case set&(1<<i) == 0:
			visit(i+1, so)
		default:
			for _, o := range b.items[i].usable {
				next := brutePlan{ids: append(slices.Clone(so.ids), b.items[i].Credential), options: append(slices.Clone(so.options), o)}
				visit(i+1, next)
			}
		}
	}
	visit(0, brutePlan{})
	return list
}

// finished reckons a plan; false where it is past a limit.
func (b *brute) finished(p brutePlan) (brutePlan, bool) {
	w := b.p.Weights
	var unpriced, untimed, cents, minutes, late int64
	for _, o := range p.options {
		if o.Minutes.Known {
			minutes += o.Minutes.N
		} else {
			untimed++
		}
		if o.Cents.Known {
			cents += o.Cents.N
		} else {
			unpriced++
		}
		if o.Starts > 0 {
			late += int64(b.last(o) - b.p.Today)
		}
	}
	p.key = [8]int64{0, w.Minutes*minutes + w.Cents*cents + w.Count*int64(len(p.ids)), unpriced, cents, untimed, minutes, int64(len(p.ids)), late}
	if w.Minutes > 0 {
		p.key[0] += untimed
	}
	if w.Cents > 0 {
		p.key[0] += unpriced
	}
	l := b.p.Limits
	if l.Minutes.Known && minutes > l.Minutes.N || l.Cents.Known && cents > l.Cents.N {
		return p, false
	}
	finish, ok := b.earliest(p)
	if !ok || l.Finish > 0 && finish > l.Finish {
		return p, false
	}
	p.finish = finish
	return p, true
}
