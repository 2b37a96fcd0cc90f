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
	news, err := s.newsSince(ctx, seen, skillNews)
	if err != nil || news.changed > 0 || news.pruned > seen || news.epoch != epoch {
		return nil, err
	}
	s.words.look(index, news.head)
	return index, nil
}
