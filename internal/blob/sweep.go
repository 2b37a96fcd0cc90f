package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sweepBatch is how many files are asked for at once.
const sweepBatch = 500

// Sweep removes what a process left that was killed: files that were being written,
// and files whose row was never committed. Known says which of some ids a row has.
// What was written since before is left alone: its row may be on its way yet. Give it
// hours. It says how many files it removed.
func (s *Store) Sweep(ctx context.Context, known func(ctx context.Context, ids []string) (map[string]bool, error), before time.Time) (int, error) {
	shards, err := os.ReadDir(s.dir)
	if err != nil {
		return 0, fmt.Errorf("sweep files: %w", err)
	}
	removed := 0
	for _, shard := range shards {
		if !shard.IsDir() || len(shard.Name()) != 2 {
			continue
		}
		n, err := s.sweepShard(ctx, filepath.Join(s.dir, shard.Name()), known, before)
		if removed += n; err != nil {
			return removed, fmt.Errorf("sweep files: %w", err)
		}
	}
	return removed, nil
}

func (s *Store) sweepShard(ctx context.Context, dir string, known func(context.Context, []string) (map[string]bool, error), before time.Time) (removed int, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	var ids []string
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		id, half := strings.CutSuffix(file.Name(), partial)
		if !isID(id) || !old(file, before) {
			continue
		}
		if !half {
			ids = append(ids, id)
			continue
		}
		if err := remove(filepath.Join(dir, file.Name())); err != nil {
			return removed, err
		}
		removed++
	}
	for len(ids) > 0 {
		batch := ids[:min(len(ids), sweepBatch)]
		ids = ids[len(batch):]
		n, err := s.sweepOrphans(ctx, batch, known)
		if removed += n; err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// sweepOrphans removes the files that no row names.
func (s *Store) sweepOrphans(ctx context.Context, ids []string, known func(context.Context, []string) (map[string]bool, error)) (removed int, err error) {
	named, err := known(ctx, ids)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if named[id] {
			continue
		}
		if err := s.Remove(id); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// old says whether a file was written before an instant; not, where it is gone.
func old(file fs.DirEntry, before time.Time) bool {
	info, err := file.Info()
	return err == nil && info.ModTime().Before(before)
}

// remove is os.Remove of what may be gone.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
