package planner

import "math/bits"

// mostPruned bounds the formulas times the items that are looked at.
const mostPruned = 1 << 26

// pruner leaves out frames from which only plans follow that have a step too many.
// It works where nothing is a prerequisite of itself by any way, so that what is
// taken can be earned once all that it needs is taken.
type pruner struct {
	*state
	// uses are the items that can help to meet a formula, by way of others too.
	uses []set
	// serves are the demands, and the needs of items, that an item is a part of.
	serves []service
	useful set
}

// service is where an item can be of use: in demands, and for items that need it.
type service struct {
	demands    []int32
	dependents set
}

// newPruner returns nil where something may be a prerequisite of itself.
func newPruner(s *state) *pruner {
	if s.m.opaque || len(s.m.nodes)*len(s.m.items) > mostPruned {
		return nil
	}
	p := &pruner{state: s, useful: newSet(len(s.m.items))}
	for range s.m.nodes {
		p.uses = append(p.uses, newSet(len(s.m.items)))
	}
	for rounds := 0; p.spread(); rounds++ {
		if rounds > mustRounds {
			return nil
		}
	}
	p.findServices()
	for i := range s.m.items {
		if s.all.has(int32(i)) && p.circular(int32(i)) {
			return nil
		}
	}
	return p
}

// circular says that an item can help to meet its own needs.
func (p *pruner) circular(i int32) bool {
	for _, need := range p.m.items[i].needs {
		if form := p.m.items[need].form; form >= 0 && p.uses[form].has(i) {
			return true
		}
	}
	return false
}

// spread takes what formulas use one step further; false once nothing is new.
func (p *pruner) spread() bool {
	more := false
	for at := range p.m.nodes {
		n, before := &p.m.nodes[at], p.uses[at].len()
		if n.kind != some {
			if !p.all.has(n.item) {
				continue
			}
			p.uses[at].add(n.item)
			for _, need := range p.m.items[n.item].needs {
				if form := p.m.items[need].form; form >= 0 {
					p.uses[at].or(p.uses[form])
				}
			}
		}
		for _, kid := range n.kids {
			p.uses[at].or(p.uses[kid])
		}
		more = more || p.uses[at].len() > before
	}
	return more
}

func (p *pruner) findServices() {
	leaves := make([]set, len(p.m.nodes))
	for at := range p.m.nodes {
		leaves[at] = newSet(len(p.m.items))
		if n := &p.m.nodes[at]; n.kind != some {
			leaves[at].add(n.item)
		}
		for _, kid := range p.m.nodes[at].kids {
			leaves[at].or(leaves[kid])
		}
	}
	p.serves = make([]service, len(p.m.items))
	for i := range p.serves {
		p.serves[i].dependents = newSet(len(p.m.items))
	}
	for _, d := range p.m.demands {
		if d >= 0 {
			for _, i := range leaves[d].list() {
				p.serves[i].demands = append(p.serves[i].demands, d)
			}
		}
	}
	for dependent := range p.m.items {
		for _, need := range p.m.items[dependent].needs {
			if form := p.m.items[need].form; form >= 0 {
				for _, i := range leaves[form].list() {
					p.serves[i].dependents.add(int32(dependent))
				}
			}
		}
	}
}

// prune refuses what can be of no more use, and says whether something taken is of
// none, whatever is added.
func (p *pruner) prune(f *frame) bool {
	p.useful.clear()
	for _, at := range p.owed {
		p.useful.or(p.uses[at])
	}
	for w := range f.out {
		f.out[w] |= p.all[w] &^ p.useful[w] &^ f.in[w]
	}
	for w := range f.in {
		for word := f.in[w]; word != 0; word &= word - 1 {
			if p.idle(f, int32(w<<6+bits.TrailingZeros64(word))) {
				return true
			}
		}
	}
	return false
}

// idle says that an item taken is of no use, and will be of none.
func (p *pruner) idle(f *frame, i int32) bool {
	use := &p.serves[i]
	for w, word := range use.dependents {
		if word&p.all[w]&^f.out[w]&^f.in[w] != 0 {
			return false
		}
	}
	f.in.drop(i)
	defer f.in.add(i)
	p.stamp++
	for _, d := range use.demands {
		if !p.m.holds(&p.evaluation, d, f.in) {
			return false
		}
	}
	for w, word := range use.dependents {
		for word &= f.in[w]; word != 0; word &= word - 1 {
			dependent := &p.m.items[w<<6+bits.TrailingZeros64(word)]
			for _, need := range dependent.needs {
				if !p.m.holds(&p.evaluation, p.m.items[need].form, f.in) {
					return false
				}
			}
		}
	}
	return true
}
