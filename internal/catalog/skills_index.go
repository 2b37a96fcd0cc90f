package catalog

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

// skillWords remembers the index by which skills are found in words. Its zero value
// is ready.
type skillWords struct {
	// building has one caller at a time build; the others wait, and find it done.
	building sync.Mutex

	mu    sync.Mutex // of what follows
	index *skillindex.Index
	epoch string // of the feed that seen is in
	seen  int64  // up to here, no skill has changed since it was built
	// wanted wakes who keeps the index; nil where nobody does. next is closed once
	// another one is there.
	wanted, next chan struct{}
}

// lookForSkills is how often whoever keeps the index looks for changes of skills.
const lookForSkills = time.Second

// KeepSkills has the index of skills follow them until the context ends, so that
// nobody who searches has to wait for it. While skills are written all the time, half
// of the time goes to indexing them at most.
func (s *Service) KeepSkills(ctx context.Context, log *slog.Logger) error {
	wanted := s.words.keep()
	defer s.words.leave()
	for {
		from := s.Now()
		if _, err := s.buildSkills(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "index the skills", "cause", err.Error())
		}
		if !pause(ctx, s.Now().Sub(from), nil) || !pause(ctx, lookForSkills, wanted) {
			return nil
		}
	}
}

// pause waits for a time, or until it is woken; false where the context ended.
func pause(ctx context.Context, d time.Duration, woken <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-woken:
	case <-timer.C:
	}
	return true
}

// buildSkills builds the index, unless it is fresh by now.
func (s *Service) buildSkills(ctx context.Context) (*skillindex.Index, error) {
	s.words.building.Lock()
	defer s.words.building.Unlock()
	if index, err := s.freshSkills(ctx); index != nil || err != nil {
		return index, err
	}
	// The head first: what changes while skills are read has them read again.
	epoch, head, err := s.feedHead(ctx)
	if err != nil {
		return nil, err
	}
	index, err := s.indexSkills(ctx)
	if err != nil {
		return nil, err
	}
	s.words.put(index, epoch, head)
	return index, nil
}

// skillsAtOnce is how many skills are read by one statement.
const skillsAtOnce = 2000

// indexSkills reads the skills that one may ask for, in pages.
func (s *Service) indexSkills(ctx context.Context) (*skillindex.Index, error) {
	var all []skillindex.Skill
	last := ""
	for {
		rows, err := s.DB.Skill.Query().Where(append(offered(), skill.IDGT(last))...).
			WithLabels().Order(skill.ByID()).Limit(skillsAtOnce).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load skills: %w", err)
		}
		for _, row := range rows {
			all = append(all, indexed(row))
		}
		if len(rows) < skillsAtOnce {
			return skillindex.Build(all, skillindex.WithMeanings(s.Meanings)), nil
		}
		last = rows[len(rows)-1].ID
	}
}

var indexedKinds = map[enum.LabelKind]skillindex.LabelKind{
	enum.LabelPreferred: skillindex.Preferred, enum.LabelAlternative: skillindex.Alternative, enum.LabelHidden: skillindex.Hidden,
}

func indexed(row *db.Skill) skillindex.Skill {
	out := skillindex.Skill{ID: row.ID, Framework: row.FrameworkID}
	for _, l := range sortedLabels(row.Edges.Labels) {
		out.Labels = append(out.Labels, skillindex.Label{Text: l.Text, Language: skillindex.Language(l.Language), Kind: indexedKinds[l.Kind]})
	}
	for _, language := range row.Description.Languages() {
		out.Descriptions = append(out.Descriptions, skillindex.Description{
			Text: row.Description[language], Language: skillindex.Language(language),
		})
	}
	return out
}

// now is the index that is there, nil before the first, and up to where it is known
// to be fresh.
func (w *skillWords) now() (index *skillindex.Index, epoch string, seen int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.index, w.epoch, w.seen
}

// look notes that up to here no skill has changed since an index was built.
func (w *skillWords) look(index *skillindex.Index, head int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index == index {
		w.seen = max(w.seen, head)
	}
}

func (w *skillWords) put(index *skillindex.Index, epoch string, head int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.index, w.epoch, w.seen = index, epoch, head
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

// keep says that somebody keeps the index: wanted wakes them.
func (w *skillWords) keep() (wanted <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wanted = make(chan struct{}, 1)
	return w.wanted
}

// leave says that nobody keeps it any more: who waits has to build it.
func (w *skillWords) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wanted = nil
	if w.next != nil {
		close(w.next)
		w.next = nil
	}
}

func (w *skillWords) kept() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wanted != nil
}

// want wakes who keeps the index, and gives the one that is there; next is closed
// once another is, or nobody keeps it any more.
func (w *skillWords) want() (older *skillindex.Index, next <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wanted == nil {
		left := make(chan struct{})
		close(left)
		return w.index, left
	}
	select {
	case w.wanted <- struct{}{}:
	default: // who keeps it is called already
	}
	if w.next == nil {
		w.next = make(chan struct{})
	}
	return w.index, w.next
}
