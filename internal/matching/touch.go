package matching

// fullCredit is a requirement met in full.
const fullCredit = 100

// touch is all that one holding means to a plan beyond its credit by itself:
// the same value serves a score from records and one inside an index.
type touch struct {
	// asks and stacks are the parts that it is of stacks asked for and of
	// relevant stacks.
	asks, stacks []partOf
	// recognized says that the employer recognizes it, and that it has credit.
	recognized bool
	// words is shared by the holdings of a version; nil without search words.
	words *wordCounts
}

func (p *Plan) touch(h Held) touch {
	return touch{
		asks:       p.askParts[h.Credential],
		stacks:     p.stackParts[h.Credential],
		recognized: p.possible.Recognition > 0 && p.recognized[h.Credential] && p.credits(h),
		words:      p.text.ofVersion[h.Version],
	}
}

// credits says whether a holding has credit on some requirement.
func (p *Plan) credits(h Held) bool {
	if p.exact[h.Credential] {
		return true
	}
	for i := range p.asks {
		for _, pair := range h.Pairs {
			if _, ok := p.asks[i].aligned[pair.Skill]; ok {
				return true
			}
		}
	}
	return false
}

// credit is what a holding gives a requirement by itself: a part of a stack
// asked gives nothing alone.
func (a *ask) credit(h Held) Credit {
	if a.anyOf[h.Credential] {
		return fullCredit
	}
	best := Credit(0)
	for _, pair := range h.Pairs {
		best = max(best, a.pairCredit(pair))
	}
	return best
}

func (a *ask) pairCredit(held Pair) Credit {
	aligned, ok := a.aligned[held.Skill]
	if !ok {
		return 0
	}
	return Credit(int(aligned.Factor) * levelFactor(a.Level, held.Level) / fullCredit)
}

// levelFactor is what a level held is worth where one is asked, in hundredths.
func levelFactor(asked, held Level) int {
	switch {
	case asked == 0 || held >= asked:
		return 100
	case held == 0 || asked-held == 1:
		return 70
	case asked-held == 2:
		return 40
	default:
		return 10
	}
}

// stackCredit is the credit of a stack ask for the parts held: half of the
// progress in whole tenths, until it is complete.
func (a *ask) stackCredit(held partMask) Credit {
	tenths := a.progressTenths(held)
	switch {
	case tenths == 10:
		return fullCredit
	case a.Legal:
		return 0
	}
	return Credit(tenths * 5)
}

func (a *ask) progressTenths(held partMask) int {
	if a.stack == nil {
		return 0
	}
	program := a.stack.program
	return int(10 * program.progress(held) / program.den())
}

// askMask is the parts of a stack asked that touches hold.
func askMask(r int, touched []*touch) partMask {
	var held partMask
	for _, t := range touched {
		for _, part := range t.asks {
			if part.index == r {
				held = held.or(part.parts)
			}
		}
	}
	return held
}

// fewTouches is how many holdings a document may have before its extras allocate.
const fewTouches = 32

// extras are the points for stack, recognition and text. It allocates nothing
// for a document of few holdings.
func (p *Plan) extras(touched []*touch, allMusts bool) int64 {
	points := p.recognitionPoints(touched)
	if allMusts {
		points += p.possible.Stack
	} else if len(p.stacks) > 0 {
		_, best := p.bestStack(touched)
		points += best
	}
	if len(p.text.words) > 0 {
		points += p.textPoints(p.bm25(touched))
	}
	return points
}

func (p *Plan) recognitionPoints(touched []*touch) int64 {
	for _, t := range touched {
		if t.recognized {
			return p.possible.Recognition
		}
	}
	return 0
}

// bestStack is the relevant stack that gives the most points, the first of
// equals, and its points; the index is -1 when none gives any.
func (p *Plan) bestStack(touched []*touch) (index int, points int64) {
	var buf [fewTouches]partOf
	held := buf[:0]
	for _, t := range touched {
		for _, part := range t.stacks {
			held = addParts(held, part)
		}
	}
	index = -1
	for _, part := range held {
		n := p.stackPoints(part.index, part.parts)
		if n > points || n == points && n > 0 && part.index < index {
			index, points = part.index, n
		}
	}
	return index, points
}

func addParts(held []partOf, part partOf) []partOf {
	for i := range held {
		if held[i].index == part.index {
			held[i].parts = held[i].parts.or(part.parts)
			return held
		}
	}
	return append(held, part)
}

// bm25 sums the words of the versions held, each version once.
func (p *Plan) bm25(touched []*touch) int64 {
	var counts [MaxWords]int64
	var buf [fewTouches]*wordCounts
	seen := buf[:0]
next:
	for _, t := range touched {
		if t.words == nil {
			continue
		}
		for _, s := range seen {
			if s == t.words {
				continue next
			}
		}
		seen = append(seen, t.words)
		for _, c := range t.words.counts {
			counts[c.word] += c.count
		}
	}
	b := int64(0)
	for i, w := range p.text.words {
		b += w.weight(counts[i])
	}
	return b
}
