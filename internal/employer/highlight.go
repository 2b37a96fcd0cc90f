package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/stackmatch/stackmatch/search"
)

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

	once   sync.Once
	marked map[string][]MarkedText
	err    error
}

// expect notes which awards may be asked for.
func (t *texts) expect(awards []CandidateAward) {
	for _, a := range awards {
		t.versions[a.version] = true
	}
}

// mark marks the texts of each version once, however many candidates hold it.
func (t *texts) mark(ctx context.Context) (map[string][]MarkedText, error) {
	t.once.Do(func() {
		var said map[string][]search.Saying
		if said, t.err = t.catalog.SayingsByVersion(ctx, slices.Sorted(maps.Keys(t.versions))); t.err != nil {
			return
		}
		t.marked = make(map[string][]MarkedText, len(said))
		for version, all := range said {
			for _, m := range t.asked.Mark(all, t.language) {
				if len(t.marked[version]) < maxMarked {
					t.marked[version] = append(t.marked[version], MarkedText{m.Field, m.Text, m.Language, Spans(m.Text, m.Marks)})
				}
			}
		}
	})
	return t.marked, t.err
}

// Words says, of a TEXT part, which of the awards' texts have which of the words; of
// awards that the viewer is shown alone, as everything here.
func (c Contribution) Words(ctx context.Context) ([]AwardWords, error) {
	if c.texts == nil {
		return nil, nil
	}
	marked, err := c.texts.mark(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the catalog's texts: %w", err)
	}
	var out []AwardWords
	for _, award := range c.Awards {
		if texts := marked[award.version]; len(texts) > 0 {
			out = append(out, AwardWords{award, texts})
		}
	}
	return out, nil
}
