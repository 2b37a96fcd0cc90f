package search

import (
	"context"
	"errors"
	"os"
	"sync"
)

// shelf is a directory of one live generation at a time.
type shelf struct {
	dir  string
	kind kind

	mu     sync.Mutex
	number int
}

// open opens the live generation. It is errUnusable when there is none, or none
// that can be used.
func (s *shelf) open() (*generation, Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, number, err := newestGeneration(s.dir)
	if err != nil {
		return nil, Position{}, err
	}
	s.number = number
	if path == "" {
		return nil, Position{}, errUnusable
	}
	return openGeneration(path, s.kind)
}

// build starts a generation beside the live one. What an earlier, stopped
// attempt left behind is removed.
func (s *shelf) build() (*generation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := generationPath(s.dir, buildPrefix, s.number+1)
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	return createGeneration(path, s.kind)
}

// finish makes a generation whole, at a position, and the live one.
func (s *shelf) finish(ctx context.Context, g *generation, at Position) (*generation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := g.write(g.index.NewBatch(), &at)
	if err == nil {
		err = g.mergeMany(ctx)
	}
	if err = errors.Join(err, g.close()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(g.path))
	}
	path, err := promote(s.dir, s.number+1)
	if err != nil {
		return nil, err
	}
	s.number++
	whole, _, err := openGeneration(path, s.kind)
	return whole, err
}

// abandon gives up a generation in the making.
func (s *shelf) abandon(g *generation) error {
	return errors.Join(g.close(), os.RemoveAll(g.path))
}

// retire closes a generation that another one replaced, and removes it.
func (s *shelf) retire(g *generation) error {
	return errors.Join(g.close(), os.RemoveAll(g.path))
}
