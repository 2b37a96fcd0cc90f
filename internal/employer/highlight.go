package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"unicode/utf16"

	"github.com/stackmatch/stackmatch/search"
)

// Spans are the marked parts of a text, as those count it who show it: marks are in
// order and within the text.
func Spans[M ~struct{ Start, End int }](text string, marks []M) []TextSpan {
	out := make([]TextSpan, len(marks))
	read, units := 0, 0
	upTo := func(end int) int {
		for _, r := range text[read:end] {
			units += utf16.RuneLen(r)
		}
		read = end
		return units
	}
	for i, mark := range marks {
		m := search.Mark(mark)
		out[i] = TextSpan{Start: upTo(m.Start), End: upTo(m.End), Words: text[m.Start:m.End]}
	}
	return out
}

// AwardWords says where the words of a search stand in what the catalog says of an
// award's micro-credential.
type AwardWords struct {
	Award CandidateAward
	Texts []MarkedText
}

// MarkedText is a text of the catalog, with what a search has of it.
type MarkedText struct {
	Field          search.WordingField
	Text, Language string
	Marks          []TextSpan
}

// maxMarked is how many texts are shown of one award.
const maxMarked = 6

// texts says where the words of a question's search stand, in the catalog's texts of
// the awards that are shown: those of the whole page are read at once.
type texts struct {
	catalog  Catalog
	asked    search.AskedWords
	language string
	versions map[string]bool

	once sync.Once
	said map[string][]search.Saying
	err  error
}

// expect notes which awards may be asked for.
func (t *texts) expect(awards []CandidateAward) {
	for _, a := range awards {
		t.versions[a.version] = true
	}
}

func (t *texts) load(ctx context.Context) (map[string][]search.Saying, error) {
	t.once.Do(func() {
		t.said, t.err = t.catalog.SayingsByVersion(ctx, slices.Sorted(maps.Keys(t.versions)))
	})
	return t.said, t.err
}

// Words says, of a TEXT part, which of the awards' texts have which of the words; of
// awards that the viewer is shown alone, as everything here.
func (c Contribution) Words(ctx context.Context) ([]AwardWords, error) {
	if c.texts == nil {
		return nil, nil
	}
	said, err := c.texts.load(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the catalog's texts: %w", err)
	}
	var out []AwardWords
	for _, award := range c.Awards {
		found := AwardWords{Award: award}
		for _, m := range c.texts.asked.Mark(said[award.version], c.texts.language) {
			if len(found.Texts) < maxMarked {
				found.Texts = append(found.Texts, MarkedText{m.Field, m.Text, m.Language, Spans(m.Text, m.Marks)})
			}
		}
		if len(found.Texts) > 0 {
			out = append(out, found)
		}
	}
	return out, nil
}
