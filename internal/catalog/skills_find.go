package catalog

import (
	"context"
	"fmt"
	"sync"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// skillWords remembers the index by which skills are found in sentences. Its zero
// value is ready.
type skillWords struct {
	mu    sync.Mutex // held while it is built: who comes meanwhile finds it
	index *skillindex.Index
	epoch string // of the feed that seen is in
	seen  int64  // up to here, no skill has changed since it was built
}

// FindSkills finds the skills that words may mean, best first, in any language held:
// an answer for each query.
func (s *Service) FindSkills(ctx context.Context, queries []skillindex.Query) ([][]skillindex.Hit, error) {
	index, err := s.skillIndex(ctx)
	if err != nil {
		return nil, err
	}
	out := make([][]skillindex.Hit, len(queries))
	for i, q := range queries {
		if out[i], err = index.Search(ctx, q); err != nil {
			return nil, fmt.Errorf("find skills: %w", err)
		}
	}
	return out, nil
}

// skillIndex is the index of the skills as they stand now.
func (s *Service) skillIndex(ctx context.Context) (*skillindex.Index, error) {
	s.words.mu.Lock()
	defer s.words.mu.Unlock()
	epoch, head, changed, err := s.skillsChanged(ctx, s.words.seen)
	if err != nil {
		return nil, err
	}
	if s.words.index == nil || s.words.epoch != epoch || changed {
		// The head first: what changes while skills are read has them read again.
		index, err := s.indexSkills(ctx)
		if err != nil {
			return nil, err
		}
		s.words.index, s.words.epoch = index, epoch
	}
	s.words.seen = head
	return s.words.index, nil
}

// skillsChanged tells where the feed stands, and whether it tells of skills past a
// position, or no longer says.
func (s *Service) skillsChanged(ctx context.Context, after int64) (epoch string, head int64, changed bool, err error) {
	var pruned, skills int64
	err = s.one(ctx, []any{&epoch, &pruned, &head, &skills}, `
		SELECT f.epoch, f.pruned, COALESCE(MAX(c.seq), 0), COALESCE(MAX(CASE WHEN c.kind = 'skill' THEN c.seq END), 0)
		FROM feed_state f LEFT JOIN changes c ON c.seq > $1
		WHERE f.id = 1 GROUP BY f.epoch, f.pruned`, after)
	return epoch, max(head, after, pruned), skills > 0 || pruned > after, err
}

// skillsAtOnce is how many skills are read by one statement.
const skillsAtOnce = 2000

// indexSkills reads the skills that one may ask for, in pages.
func (s *Service) indexSkills(ctx context.Context) (*skillindex.Index, error) {
	var all []skillindex.Skill
	last := ""
	for {
		rows, err := s.DB.Skill.Query().Where(append(offered(), skill.IDGT(last))...).
			WithLabels().WithFramework().Order(skill.ByID()).Limit(skillsAtOnce).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load skills: %w", err)
		}
		for _, row := range rows {
			all = append(all, indexed(row))
		}
		if len(rows) < skillsAtOnce {
			return skillindex.Build(all), nil
		}
		last = rows[len(rows)-1].ID
	}
}

var indexedKinds = map[enum.LabelKind]skillindex.LabelKind{
	enum.LabelPreferred: skillindex.Preferred, enum.LabelAlternative: skillindex.Alternative, enum.LabelHidden: skillindex.Hidden,
}

func indexed(row *db.Skill) skillindex.Skill {
	out := skillindex.Skill{ID: row.ID, Framework: row.FrameworkID}
	for _, l := range row.Edges.Labels {
		out.Labels = append(out.Labels, skillindex.Label{Text: l.Text, Language: skillindex.Language(l.Language), Kind: indexedKinds[l.Kind]})
	}
	return out
}
