package employer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/proposalanswer"
	"github.com/stackmatch/stackmatch/ent/db/proposallearning"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// lessons are what one organization's answers teach. They never change; nil teaches
// nothing.
type lessons struct {
	revision int64
	answers  map[string]*db.ProposalAnswer
	newest   []*db.ProposalAnswer
	// said has the answer about words and a skill, bySaid all about words, names what
	// was said of the names that words resembled.
	said   map[saying]*db.ProposalAnswer
	bySaid map[wording][]*db.ProposalAnswer
	names  map[skillName]tally
	// index finds answers by words that resemble theirs.
	index *skillindex.Index

	judging sync.Mutex
	judged  bool
	agreed  *Agreement
}

// wording is words in a language, saying what was said of a skill by them, and
// skillName one of the names that a skill has.
type (
	wording struct{ words, language string }
	saying  struct {
		wording
		skill string
	}
	skillName struct{ skill, name string }
)

func sayingOf(a *db.ProposalAnswer) saying { return saying{wordingOf(a), a.SkillID} }

func wordingOf(a *db.ProposalAnswer) wording { return wording{a.Words, a.Language} }

// plainWords are words without what makes no difference: case, and the spaces and
// signs around them.
func plainWords(text string) string {
	return strings.Trim(strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(text))), " "), " .,;:!?¡¿\"'“”‘’()[]•·*–—-")
}

// resembledWords bounds the words of an answer that others may resemble: longer ones
// are answers about the very words alone, and cost nothing to compare.
const resembledWords = 10

func newLessons(revision int64, newest []*db.ProposalAnswer) *lessons {
	l := &lessons{
		revision: revision, newest: newest, answers: make(map[string]*db.ProposalAnswer, len(newest)),
		said: map[saying]*db.ProposalAnswer{}, bySaid: map[wording][]*db.ProposalAnswer{}, names: map[skillName]tally{},
	}
	var documents []skillindex.Skill
	for _, a := range newest {
		l.answers[a.ID] = a
		l.said[sayingOf(a)] = a
		l.bySaid[wordingOf(a)] = append(l.bySaid[wordingOf(a)], a)
		if of := (skillName{a.SkillID, a.Label}); of.name != "" {
			l.names[of] = l.names[of].with(a.Verdict)
		}
		if strings.Count(a.Words, " ") < resembledWords {
			documents = append(documents, skillindex.Skill{ID: a.ID, Labels: []skillindex.Label{{
				Text: a.Words, Language: skillindex.Language(a.Language), Kind: skillindex.Preferred,
			}}})
		}
	}
	l.index = skillindex.Build(documents)
	return l
}

// tally counts what was said of a name.
type tally struct{ confirmed, refused int }

func (t tally) with(v enum.ProposalVerdict) tally {
	if v == enum.VerdictConfirmed {
		t.confirmed++
	} else {
		t.refused++
	}
	return t
}

// without is the tally but for one answer that is in it.
func (t tally) without(v enum.ProposalVerdict) tally {
	if v == enum.VerdictConfirmed {
		t.confirmed--
	} else {
		t.refused--
	}
	return t
}

// doubt is how many confirmations a name has to its credit before anybody answers:
// one refusal may be about the words.
const doubt = 3

// weight is how much a name is still to be believed.
func (t tally) weight() float64 {
	return float64(t.confirmed+doubt) / float64(t.confirmed+t.refused+doubt)
}

// maxLearned bounds the organizations whose lessons are held at once.
const maxLearned = 16

// lessonCache holds what organizations taught. The zero value is empty.
type lessonCache struct {
	mu   sync.Mutex
	held []heldLessons // the least recently used first
}

type heldLessons struct {
	organization string
	lessons      *lessons
}

// of gives the lessons of an organization as of a revision; nil where they are not held.
func (c *lessonCache) of(organization string, revision int64) *lessons {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := c.find(organization)
	if i < 0 || c.held[i].lessons.revision != revision {
		return nil
	}
	one := c.held[i]
	c.held = append(slices.Delete(c.held, i, i+1), one)
	return one.lessons
}

func (c *lessonCache) hold(organization string, l *lessons) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := c.find(organization); i >= 0 {
		c.held = slices.Delete(c.held, i, i+1)
	}
	c.held = append(c.held, heldLessons{organization, l})
	c.held = slices.Delete(c.held, 0, max(0, len(c.held)-maxLearned))
}

func (c *lessonCache) find(organization string) int {
	return slices.IndexFunc(c.held, func(h heldLessons) bool { return h.organization == organization })
}

// lessonsOf are an organization's as they stand now, whoever changed them; nil where
// it has not agreed to learning.
func (s *Service) lessonsOf(ctx context.Context, organization string) (*lessons, error) {
	// The revision is read first: what is made is of it or of a later one, which is
	// made again when that one is read.
	row, err := s.DB.ProposalLearning.Query().Where(proposallearning.OrganizationID(organization), proposallearning.On(true)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return nil, nil //nolint:nilnil // nothing is learned
	case err != nil:
		return nil, fmt.Errorf("load whether proposals learn: %w", err)
	}
	if held := s.lessons.of(organization, row.Revision); held != nil {
		return held, nil
	}
	newest, err := s.DB.ProposalAnswer.Query().Where(proposalanswer.OrganizationID(organization)).
		Order(db.Desc(proposalanswer.FieldCreatedAt, proposalanswer.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load answers to proposals: %w", err)
	}
	made := newLessons(row.Revision, newest)
	s.lessons.hold(organization, made)
	return made, nil
}
