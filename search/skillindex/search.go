package skillindex

import "context"

// maxLimit bounds what one search may ask for.
const maxLimit = 1000

// search is one search at work.
type search struct {
	*Index
	*scratch
	query Query
	words []string
	// languages are those that the query is read in.
	languages []Language
	// wanted are the frameworks to be searched; nil are all.
	wanted []bool
	// initialed are the labels whose initials the query has, and whether it is
	// known what these mean.
	initialed map[int32]bool
	// parts are the meanings of the query: of the whole, then of its parts.
	parts []part
}

// part is what a part of a query means.
type part struct {
	vector []int8
	signs  []uint64
}

// Search finds skills, best first: by the words that they share with the query,
// and by what both mean.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q.Text, q.Limit = cut(q.Text, maxText), min(q.Limit, maxLimit)
	s := &search{Index: x, query: q, words: readWords(q.Text)}
	if len(s.words) == 0 || q.Limit <= 0 || !s.readFrameworks() {
		return nil, nil
	}
	s.scratch, _ = x.scratches.Get().(*scratch)
	defer func() {
		s.clear()
		x.scratches.Put(s.scratch)
	}()
	s.correct()
	s.readLanguages()
	s.giveWords()
	s.addWords()
	s.addNames()
	s.readMeaning()
	s.scan()
	s.rank()
	return s.hits(), nil
}

// readFrameworks reads which frameworks to search, and says whether there is any.
func (s *search) readFrameworks() bool {
	if len(s.query.Frameworks) == 0 {
		return true
	}
	known := false
	s.wanted = make([]bool, len(s.frameworks))
	for _, f := range s.query.Frameworks {
		if number, is := s.frameworks[f]; is {
			s.wanted[number], known = true, true
		}
	}
	return known
}

// readLanguages reads which language the query is in. The few words of a search box
// may not tell: then they are read in each.
func (s *search) readLanguages() {
	usual := s.usual
	if s.query.Begun {
		usual = UnknownLanguage
	}
	s.languages = []Language{languageOf(s.query.Text, s.words, s.query.Language, usual)}
	if s.languages[0] == UnknownLanguage {
		s.languages = []Language{English, Spanish}
	}
}

// correct corrects a short search; of one that is being typed, the last word only
// if no word begins so.
func (s *search) correct() {
	if len(s.words) > maxCorrected {
		return
	}
	last := len(s.words) - 1
	if s.query.Begun && len(s.forms.beginning(s.words[last])) > 0 {
		s.words = append(s.corrected(s.words[:last:last]), s.words[last])
		return
	}
	s.words = s.corrected(s.words)
}

// readMeaning reads what the query means: a sentence names several skills.
func (s *search) readMeaning() {
	if s.meanings == nil {
		return
	}
	words := s.words
	if s.unfinished() {
		words = words[:len(words)-1]
	}
	s.addPart(words)
	if len(s.parts) == 0 || s.tuning.part == 0 || len(words) < s.tuning.sentence {
		return
	}
	window := s.tuning.window
	for start := 0; start < len(words); start += max(1, window/2) {
		s.addPart(words[start:min(start+window, len(words))])
	}
}

func (s *search) addPart(words []string) {
	v := s.meanings.of(words)
	if v == nil {
		return
	}
	p := part{make([]int8, len(v)), make([]uint64, s.turn.words())}
	quantize(v, p.vector)
	s.turn.signs(v, make([]float32, s.turn.length), p.signs)
	s.parts = append(s.parts, p)
}
