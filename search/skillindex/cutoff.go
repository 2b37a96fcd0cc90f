package skillindex

import "slices"

// What a search box shows of what means alike only, and of what has some of the
// words only where others have all; and how many times more than asked for is
// looked at, as some is left out.
const (
	leastAlike  = 0.55
	muchAlike   = 0.75
	fewWords    = 3
	looseFactor = 4
)

// box decides what a search box shows.
type box struct {
	*search
	considered int
	asked      []int // positions of the words that count
	has        []int // how many of them each hit has
	most       int
}

func newBox(s *search) *box {
	b := &box{search: s, considered: s.query.Limit}
	if !s.query.Begun {
		return b
	}
	b.considered = min(s.query.Limit*looseFactor, maxLimit)
	for i, w := range s.words {
		if i == len(s.words)-1 || !s.small(w) {
			b.asked = append(b.asked, i)
		}
	}
	return b
}

// look takes note of how many of the words a hit has.
func (b *box) look(h Hit, label int32) {
	n := 0
	for _, position := range b.asked {
		if b.hasAt(label, position) {
			n++
		}
	}
	if h.Score >= exactBonus/2 || len(b.words) == 1 && b.standsFor(label, h.Likeness) == 1 {
		n = len(b.asked) // it is called so
	}
	b.has = append(b.has, n)
	b.most = max(b.most, n)
}

func (b *box) hasAt(label int32, position int) bool {
	for _, t := range b.labels[label].terms {
		if c := b.credit(t); c != nil && slices.Contains(c.positions, position) {
			return true
		}
	}
	return false
}

// shown leaves out what nobody who types looks for: skills that share no words and
// mean too little alike; and, of a search of a few words, those that have only some
// of them, where others have all.
func (b *box) shown(hits []Hit) []Hit {
	if !b.query.Begun {
		return hits
	}
	strict := len(b.asked) <= fewWords && b.most == len(b.asked)
	kept := hits[:0]
	for i, h := range hits {
		fits := b.has[i] > 0 && (!strict || b.has[i] == b.most) || b.most == 0 && h.Likeness >= leastAlike
		if (fits || h.Likeness >= muchAlike) && len(kept) < b.query.Limit {
			kept = append(kept, h)
		}
	}
	return kept
}
