package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/search/skillindex"
)

// FindSkills finds the skills that words may mean, best first, in any language held:
// an answer for each query.
func (s *Service) FindSkills(ctx context.Context, queries []skillindex.Query) ([][]skillindex.Hit, error) {
	index, err := s.skillIndex(ctx)
	if err != nil {
		return nil, err
	}
	found, err := index.SearchAll(ctx, queries)
	if err != nil {
		return nil, fmt.Errorf("find skills: %w", err)
	}
	return found, nil
}

// skillsWait is how long a search waits for skills that changed just now, where the
// index is kept and an older one is there: then that one answers.
const skillsWait = time.Second

// skillIndex is the index of the skills as they stand now.
func (s *Service) skillIndex(ctx context.Context) (*skillindex.Index, error) {
	index, err := s.freshSkills(ctx)
	if index != nil || err != nil {
		return index, err
	}
	return s.awaitSkills(ctx)
}

// awaitSkills waits for who keeps the index: for the first one as long as it takes.
// Where nobody does it is built here.
func (s *Service) awaitSkills(ctx context.Context) (*skillindex.Index, error) {
	enough := time.NewTimer(skillsWait)
	defer enough.Stop()
	for s.words.kept() {
		older, next := s.words.want()
		index, err := s.freshSkills(ctx)
		if index != nil || err != nil {
			return index, err
		}
		late := enough.C
		if older == nil {
			late = nil
		}
		select {
		case <-next:
		case <-late:
			return older, nil
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the index of skills: %w", ctx.Err())
		}
	}
	return s.buildSkills(ctx)
}

// freshSkills is the index that is there, unless the feed tells of skills that
// changed since it was built; then nil.
func (s *Service) freshSkills(ctx context.Context) (*skillindex.Index, error) {
	index, epoch, seen := s.words.now()
	if index == nil {
		return nil, nil // nothing was built yet
	}
	at, head, changed, err := s.skillsChanged(ctx, seen)
	if err != nil || changed || at != epoch {
		return nil, err
	}
	s.words.look(index, head)
	return index, nil
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
