package skillindex

import "slices"

// What a search box shows of what means alike only, of what has half of the words or
// fewer, and of what has some only where others have all; and how many times more than
// asked for is looked at, as some is left out.
const (
	leastAlike  = 0.55
	someAlike   = 0.5
	muchAlike   = 0.75
	fewWords    = 3
	looseFactor = 4
	// looseHits is how many are shown that have some of the words, where none fits.
	looseHits = 20
)

// box decides what a search box shows.
type box struct {
	*search
	considered int
	asked      []int // positions of the words that count
	heard      int   // how many of them some label has
	looked     []looked
	most       int
}

// looked is what a box saw of a hit: how many of the words it has, and how alike it
// means by whichever label.
type looked struct {
	words    int
	likeness float64
}

func newBox(s *search) *box {
	b := &box{search: s, considered: s.query.Limit}
	if !s.query.Begun {
		return b
	}
	b.considered = min(s.query.Limit*looseFactor, maxLimit)
	for i, w := range s.words {
		if i < len(s.words)-1 && s.small(w) {
			continue
		}
		b.asked = append(b.asked, i)
		if slices.ContainsFunc(s.credits, func(c credit) bool { return slices.Contains(c.positions, i) }) {
			b.heard++
		}
	}
	return b
}

// look takes note of a skill that was found by its best label, and says which one to
// show: the one with most of the words, if another means more alike.
func (b *box) look(best scored) int32 {
	if !b.query.Begun {
		return best.index
	}
	likeness := b.likeness(best.index)
	shown, words := best.index, b.wordsOf(best.index)
	if best.score >= exactBonus/2 || len(b.words) == 1 && b.standsFor(best.index, likeness) == 1 {
		words = len(b.asked) // it is called so
	}
	for _, other := range b.skills[b.labels[best.index].skill].labels {
		if words >= b.heard {
			break
		}
		if b.scores[other] == 0 {
			continue
		}
		if n := b.wordsOf(other); n > words || n == words && shown != best.index && b.estimates[other] > b.estimates[shown] {
			shown, words = other, n
		}
	}
	b.looked = append(b.looked, looked{words, likeness})
	b.most = max(b.most, words)
	return shown
}

// wordsOf is how many of the words a label has.
func (b *box) wordsOf(label int32) int {
	n := 0
	for _, position := range b.asked {
		if b.hasAt(label, position) {
			n++
		}
	}
	return n
}

func (b *box) hasAt(label int32, position int) bool {
	for _, t := range b.labels[label].terms {
		if c := b.credit(t); c != nil && slices.Contains(c.positions, position) {
			return true
		}
	}
	return false
}

// fitting leaves out what nobody who types looks for: skills that share no words and
// mean too little alike; and, of a search of a few words, those that have only some
// of them, where others have all. Where that leaves none, the best few that have any of
// the words are better than none.
func (b *box) fitting(hits []Hit) []Hit {
	if !b.query.Begun {
		return hits
	}
	strict := len(b.asked) <= fewWords && b.most >= b.heard
	var kept, loose []Hit
	for i, h := range hits {
		l := b.looked[i]
		fits := b.hasMost(l) && (!strict || l.words == b.most) || b.most == 0 && l.likeness >= leastAlike
		if (fits || l.likeness >= muchAlike) && len(kept) < b.query.Limit {
			kept = append(kept, h)
		}
		if l.words > 0 && len(loose) < min(looseHits, b.query.Limit) {
			loose = append(loose, h)
		}
	}
	if len(kept) == 0 {
		return loose
	}
	return kept
}

// hasMost says whether a hit has more than half of the words, or some and means
// alike, as far as it is known what the query means.
func (b *box) hasMost(l looked) bool {
	if len(b.parts) == 0 || b.unfinished() || 2*l.words > b.heard {
		return l.words > 0
	}
	return l.words > 0 && l.likeness >= someAlike
}
