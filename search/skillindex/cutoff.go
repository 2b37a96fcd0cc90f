package skillindex

// What a search box shows of what means alike only, and of what has some of the
// words only where others have all.
const (
	leastAlike  = 0.55
	muchAlike   = 0.75
	fewWords    = 3
	looseFactor = 4
)

// considered is how many skills are looked at for a search box: some are left out.
func (s *search) considered(limit int) int {
	if !s.query.Begun || limit <= 0 {
		return limit
	}
	return min(limit*looseFactor, maxLimit)
}

// cutOff leaves out what nobody who types looks for: skills that share no words
// and mean too little alike; and, of a search of a few words, those that have only
// some of them, where others have all.
func (s *search) cutOff(hits []Hit, found []scored, by []int32) []Hit {
	limit := max(0, min(s.query.Limit, maxLimit))
	if !s.query.Begun {
		return hits[:min(len(hits), limit)]
	}
	asked := s.asked()
	has := make([]int, len(hits))
	most := 0
	for i := range hits {
		has[i] = s.hasOf(by[found[i].index], asked)
		most = max(most, has[i])
	}
	kept := hits[:0]
	for i, h := range hits {
		all := len(asked) > fewWords || most < len(asked) || has[i] == most
		if h.Likeness >= muchAlike || s.named(h) || has[i] > 0 && all || has[i] == 0 && most == 0 && h.Likeness >= leastAlike {
			kept = append(kept, h)
		}
	}
	return kept[:min(len(kept), limit)]
}

// named says whether a hit is called what was asked for, or begins so.
func (*search) named(h Hit) bool { return h.Score >= begunBonus }

// asked are the positions of the words that count.
func (s *search) asked() []int {
	language := languageOf(s.query.Text, s.words, s.query.Language, s.usual)
	var all []int
	for i, w := range s.words {
		if !stopWords[language][w] || len(s.words) == 1 || i == len(s.words)-1 {
			all = append(all, i)
		}
	}
	return all
}

// hasOf counts the positions of a query that a label has.
func (s *search) hasOf(label int32, asked []int) int {
	n := 0
	for _, position := range asked {
		if s.hasAt(label, position) {
			n++
		}
	}
	return n
}

func (s *search) hasAt(label int32, position int) bool {
	for _, t := range s.labels[label].terms {
		if at, found := s.credits.at[t]; found {
			for _, p := range s.credits.all[at].positions {
				if p == position {
					return true
				}
			}
		}
	}
	return false
}
