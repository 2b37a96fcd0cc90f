package skillindex

// What it counts that a query has an abbreviation of a term, or the terms of an
// abbreviation; that a label has these initials; and that it has those of a search
// that is nothing else, or has them within. Of how many labels letters may be the
// initials at most, and how alike label and query have to mean for all of it, if it is
// known what the letters mean.
const (
	abbreviatedWeight = 0.8
	initialsBonus     = 1.5
	aloneBonus        = 4
	withinBonus       = 3
	maxInitials       = 60
	alikeInitialed    = 0.25
)

// giveAbbreviations gives credit for what abbreviations stand for, and for
// abbreviations of what stands there.
func (s *search) giveAbbreviations(t text) {
	capital := capitals(s.query.Text)
	for i, at := range t.terms {
		form := t.words[at.position]
		for _, terms := range s.abbreviations.meant[form] {
			if len(t.words) > 1 && !capital[form] {
				continue
			}
			for _, term := range terms {
				s.give(term, abbreviatedWeight, at.position)
			}
		}
		number, known := s.vocabulary[at.stem]
		if !known {
			continue
		}
		for _, m := range s.abbreviations.begin[number] {
			if abbreviation, has := s.vocabulary[m.letters]; has && s.follows(t.terms[i:], m.terms) {
				s.give(abbreviation, abbreviatedWeight, at.position)
			}
		}
	}
	s.addInitials(capital, len(t.words) == 1)
}

// follows says whether terms stand one behind the other.
func (s *search) follows(all []term, terms []int32) bool {
	if len(all) < len(terms) {
		return false
	}
	for i, want := range terms {
		if number, known := s.vocabulary[all[i].stem]; !known || number != want {
			return false
		}
	}
	return true
}

// addInitials lifts labels whose initials the query has, if no label has the letters
// themselves: a little in a sentence, more where nothing else was asked for. Who types
// them into a search box may mean what is a part of labels only.
func (s *search) addInitials(capital map[string]bool, alone bool) {
	if w := s.words[0]; alone && len(w) <= mostAbbreviated {
		if begins := s.query.Begun && len(s.forms.beginning(w)) > 0; !begins || capital[w] {
			s.liftInitials(w, s.abbreviations.having(w), aloneBonus)
			if s.query.Begun {
				s.liftWithin(w)
			}
		}
		return
	}
	for _, w := range s.words {
		if capital[w] && len(w) > leastAbbreviated {
			s.liftInitials(w, s.abbreviations.having(w), initialsBonus)
		}
	}
}

// liftWithin lifts the labels that begin with words of these initials; if there are
// none, those that have them anywhere. Of letters that nobody knows, whole labels of
// these initials are enough.
func (s *search) liftWithin(letters string) {
	known := s.meanings != nil && s.meanings.has(letters)
	if len(letters) < leastAbbreviated || s.forms.has(letters) || !known && len(s.abbreviations.having(letters)) > 0 {
		return
	}
	within := s.abbreviations.beginning(letters)
	if len(within) == 0 {
		within = s.abbreviations.within(letters, maxInitials)
	}
	s.liftInitials(letters, within, withinBonus)
}

func (s *search) liftInitials(letters string, all []initials, bonus float32) {
	if len(all) > maxInitials || s.forms.has(letters) {
		return
	}
	if s.initialed == nil {
		s.initialed = map[int32]bool{}
	}
	for _, i := range all {
		s.lift(i.label, bonus)
		s.initialed[i.label] = s.meanings != nil && s.meanings.has(letters)
	}
}

// standsFor is how well a label fits as what letters of the query stand for, from 0
// to 1, of how alike both mean; 0 if they are not its initials.
func (s *search) standsFor(label int32, likeness float64) float64 {
	known, has := s.initialed[label]
	switch {
	case !has:
		return 0
	case !known:
		return 1 // nobody knows what the letters mean
	}
	return min(1, max(0, likeness)/alikeInitialed)
}
