package matching

import (
	"cmp"
	"slices"
)

// Bound is a plan over the ids of a vocabulary: everything that an engine needs
// for a document is looked up by id. It is immutable.
type Bound struct {
	plan   *Plan
	groups [][]Group
	// slots has, for each id, one more than the place of its touch; 0 for the
	// ids that mean nothing to the plan.
	slots   []uint32
	touches []touch
	max     int64
}

// Group is holdings that give the same credit.
type Group struct {
	Credit Credit
	// IDs are ascending.
	IDs []uint32
}

// Bind looks a plan up in a vocabulary. The work is in proportion to the
// holdings that the plan touches.
func (p *Plan) Bind(v *Vocabulary) *Bound {
	b := &Bound{plan: p, groups: make([][]Group, len(p.asks)), slots: make([]uint32, v.Len())}
	for r := range p.asks {
		b.groups[r] = p.Groups(v, r)
	}
	for _, credentials := range []map[string][]partOf{p.askParts, p.stackParts} {
		for credential := range credentials {
			b.touchAll(v, v.OfCredential(credential))
		}
	}
	for credential := range p.recognized {
		b.touchAll(v, v.OfCredential(credential))
	}
	for version := range p.text.ofVersion {
		b.touchAll(v, v.ofVersion(version))
	}
	b.max = p.possible.Stack + p.possible.Recognition + p.maxTextPoints()
	return b
}

func (b *Bound) touchAll(v *Vocabulary, ids []uint32) {
	for _, id := range ids {
		if b.slots[id] == 0 {
			b.touches = append(b.touches, b.plan.touch(v.Held(id)))
			b.slots[id] = uint32(len(b.touches))
		}
	}
}

// Groups are the Groups of one requirement, for a plan that is not bound.
func (p *Plan) Groups(v *Vocabulary, r int) []Group {
	a := &p.asks[r]
	switch {
	case a.aligned != nil:
		return a.skillGroups(v)
	case a.anyOf != nil:
		return oneGroup(fullCredit, v, keys(a.anyOf))
	case a.stack != nil:
		return oneGroup(0, v, keys(a.stack.program.bits))
	}
	return nil
}

// skillGroups groups the holdings of the aligned skills by their best credit.
func (a *ask) skillGroups(v *Vocabulary) []Group {
	type credited struct {
		id     uint32
		credit Credit
	}
	var all []credited
	for skill := range a.aligned {
		for _, h := range v.ofSkill(skill) {
			all = append(all, credited{h.id, a.pairCredit(Pair{skill, h.level})})
		}
	}
	slices.SortFunc(all, func(x, y credited) int {
		return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(y.credit, x.credit))
	})
	var byCredit [fullCredit + 1][]uint32
	for i, c := range all {
		if i == 0 || all[i-1].id != c.id {
			byCredit[c.credit] = append(byCredit[c.credit], c.id)
		}
	}
	var groups []Group
	for credit, ids := range byCredit {
		if len(ids) > 0 {
			groups = append(groups, Group{Credit(credit), ids})
		}
	}
	return groups
}

// oneGroup has every holding of the micro-credentials.
func oneGroup(credit Credit, v *Vocabulary, credentials []string) []Group {
	var ids []uint32
	for _, credential := range credentials {
		ids = append(ids, v.OfCredential(credential)...)
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	return []Group{{credit, ids}}
}

// Plan is what was bound.
func (b *Bound) Plan() *Plan { return b.plan }

// Groups lists the holdings that give r credit by themselves, ascending in
// credit, each in its best group only. A stack ask has one group of credit 0, of
// the holdings that are parts of it: StackCredit says what they give together.
func (b *Bound) Groups(r int) []Group { return b.groups[r] }

// IsStackAsk says whether r asks for a stack.
func (b *Bound) IsStackAsk(r int) bool { return b.plan.asks[r].Stack != "" }

// StackCredit is the credit of a stack ask for a document's holdings.
func (b *Bound) StackCredit(r int, held []uint32) Credit {
	return b.plan.asks[r].stackCredit(b.askMask(r, held))
}

func (b *Bound) askMask(r int, held []uint32) partMask {
	var buf [fewTouches]*touch
	return askMask(r, b.touched(buf[:0], held))
}

// CredentialsNeeded lists the micro-credentials that r asks for where they must
// be valid on NeededOn; nil when r is no credential ask or the posting names no day.
func (b *Bound) CredentialsNeeded(r int) []string {
	a := &b.plan.asks[r]
	if a.anyOf == nil || b.plan.posting.NeededOn.IsZero() {
		return nil
	}
	return keys(a.anyOf)
}

// Extras are a listed document's points for stack, recognition and text, given
// its holdings and whether it meets every must. It allocates nothing for a
// document of few holdings.
func (b *Bound) Extras(held []uint32, allMusts bool) int64 {
	var buf [fewTouches]*touch
	return b.plan.extras(b.touched(buf[:0], held), allMusts)
}

// MaxExtras is what Extras never passes.
func (b *Bound) MaxExtras() int64 { return b.max }

// touched appends the touches of the holdings that mean something.
func (b *Bound) touched(list []*touch, held []uint32) []*touch {
	for _, id := range held {
		if int(id) < len(b.slots) && b.slots[id] != 0 {
			list = append(list, &b.touches[b.slots[id]-1])
		}
	}
	return list
}

func keys[V any](set map[string]V) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}
