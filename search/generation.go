package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/mapping"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Position is how far an index has read the change feed.
type Position struct {
	// Epoch names the feed; a position of another one means nothing here.
	Epoch string `json:"epoch"`
	Seq   int64  `json:"seq"`
}

// kind is what an index holds and how.
type kind struct {
	// schema names the mapping; an index written under another one is built again.
	schema  string
	mapping func() mapping.IndexMapping
}

// state is written with each batch, in the same commit: after a crash the
// documents are those of the position.
type state struct {
	Schema   string   `json:"schema"`
	Position Position `json:"position"`
}

var stateKey = []byte("stackmatch.state")

// A directory holds at most one live generation, and one in the making. The rename
// of the latter is the swap: a crash before it leaves the old one, after it the new.
const (
	livePrefix  = "live-"
	buildPrefix = "build-"
)

// generation is one open index.
type generation struct {
	path  string
	kind  kind
	index bleve.Index
}

// liveConfig keeps the segments few: what a query costs grows with their number.
func liveConfig() map[string]any { return scorchConfig(4, 20<<20) }

// buildConfig lets them pile up: all are merged at the end, and whatever is merged
// before that is merged twice.
func buildConfig() map[string]any { return scorchConfig(64, 4<<20) }

// scorchConfig never sets unsafe_batch: that loses the tail even on a clean close.
func scorchConfig(perTier, floorBytes int) map[string]any {
	return map[string]any{
		"bolt_timeout": "1s",
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier":   perTier,
			"SegmentsPerMergeTask": perTier,
			"FloorSegmentFileSize": floorBytes,
		},
	}
}

func createGeneration(path string, k kind) (*generation, error) {
	idx, err := bleve.NewUsing(path, k.mapping(), scorch.Name, scorch.Name, buildConfig())
	if err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	return &generation{path: path, kind: k, index: idx}, nil
}

// errUnusable marks an index that must be built again.
var errUnusable = errors.New("index must be built again")

// openGeneration opens an index and reads where it stands. A damaged one, or one
// of another schema, is errUnusable; one that another process holds is not.
func openGeneration(path string, k kind) (*generation, Position, error) {
	idx, err := bleve.OpenUsing(path, liveConfig())
	if errors.Is(err, bbolterrors.ErrTimeout) {
		return nil, Position{}, fmt.Errorf("index %s is open in another process: %w", path, err)
	}
	if err != nil {
		return nil, Position{}, fmt.Errorf("%w: %w", errUnusable, err)
	}
	g := &generation{path: path, kind: k, index: idx}
	s, err := g.state()
	if err == nil && s.Schema != k.schema {
		err = fmt.Errorf("%w: schema %q, not %q", errUnusable, s.Schema, k.schema)
	}
	if err != nil {
		return nil, Position{}, errors.Join(err, idx.Close())
	}
	return g, s.Position, nil
}

func (g *generation) state() (state, error) {
	var s state
	b, err := g.index.GetInternal(stateKey)
	if err != nil {
		return s, fmt.Errorf("%w: %w", errUnusable, err)
	}
	if b == nil {
		return s, fmt.Errorf("%w: never finished", errUnusable)
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("%w: %w", errUnusable, err)
	}
	return s, nil
}

// write commits a batch, with the position unless it is nil: a generation in the
// making has none until its last batch.
func (g *generation) write(batch *bleve.Batch, at *Position) error {
	if at != nil {
		b, err := json.Marshal(state{Schema: g.kind.schema, Position: *at})
		if err != nil {
			return err
		}
		batch.SetInternal(stateKey, b)
	}
	return g.index.Batch(batch)
}

// fewSegments is what an index may as well keep: merging costs as much as building.
const fewSegments = 8

// mergeMany leaves one segment where there are more than few.
func (g *generation) mergeMany(ctx context.Context) error {
	s, err := g.scorch()
	if err != nil {
		return err
	}
	n, err := segments(s)
	if err != nil || n <= fewSegments {
		return err
	}
	all := mergeplan.SingleSegmentMergePlanOptions
	all.SegmentsPerMergeTask = math.MaxInt32
	all.ScoreSegments = func(task []mergeplan.Segment, _ *mergeplan.MergePlanOptions) float64 {
		return -float64(len(task)) // lowest wins: all of them at once
	}
	return s.ForceMerge(ctx, &all)
}

func segments(s *scorch.Scorch) (int, error) {
	reader, err := s.Reader()
	if err != nil {
		return 0, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return 0, errors.Join(fmt.Errorf("index reads as a %T", reader), reader.Close())
	}
	return len(snapshot.Segments()), reader.Close()
}

func (g *generation) scorch() (*scorch.Scorch, error) {
	advanced, err := g.index.Advanced()
	if err != nil {
		return nil, err
	}
	s, ok := advanced.(*scorch.Scorch)
	if !ok {
		return nil, fmt.Errorf("index is a %T", advanced)
	}
	return s, nil
}

func (g *generation) close() error { return g.index.Close() }

// newestGeneration finds the live generation of a directory and removes every
// other: half-built ones and those replaced.
func newestGeneration(dir string) (path string, number int, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return "", 0, nil
	}
	if err != nil {
		return "", 0, err
	}
	var live []int
	for _, e := range entries {
		if n, ok := generationNumber(e.Name(), livePrefix); ok {
			live = append(live, n)
		}
	}
	if len(live) > 0 {
		number = slices.Max(live)
		path = generationPath(dir, livePrefix, number)
	}
	for _, e := range entries {
		_, ours := generationNumber(e.Name(), livePrefix)
		_, building := generationNumber(e.Name(), buildPrefix)
		if p := filepath.Join(dir, e.Name()); (ours || building) && p != path {
			if err := os.RemoveAll(p); err != nil {
				return "", 0, err
			}
		}
	}
	return path, number, nil
}

func generationPath(dir, prefix string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("%s%06d", prefix, number))
}

func generationNumber(name, prefix string) (int, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// promote makes a finished generation, closed, the live one.
func promote(dir string, number int) (path string, err error) {
	path = generationPath(dir, livePrefix, number)
	if err := os.Rename(generationPath(dir, buildPrefix, number), path); err != nil {
		return "", err
	}
	return path, syncDir(dir)
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
