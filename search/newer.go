package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// Newer is what an index does not have yet, from the records.
type Newer struct {
	// Stale are the earners whose documents in the index are out of date.
	Stale []string
	// Documents are theirs as they stand; those to be found no more have none.
	Documents []Document
}

// CandidatesWith ranks as Candidates will once the index has caught up.
func (e *Earners) CandidatesWith(ctx context.Context, q Query, newer Newer) (*Result, error) {
	if len(newer.Stale) == 0 {
		return e.Candidates(ctx, q)
	}
	var found *Result
	err := e.rankWith(ctx, &q, newer, nil, func(r *ranking) (err error) {
		found, err = r.result()
		return err
	})
	return found, err
}

// Standings are where keys stand in the whole answer to a query: each at one more
// than the rows that are of a better tier, or of the same with more points. One
// ranking tells them all.
func (e *Earners) Standings(ctx context.Context, q Query, keys []matching.Key, newer Newer) ([]int, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	// Every row that may be ahead of the last is collected, not a page of them.
	q.First, q.After, q.Want = math.MaxInt, nil, Want{}
	ahead := make([]rank, len(keys))
	for i, key := range keys {
		ahead[i] = newRank(key.Tier, key.Points) + 1
	}
	floor, positions := slices.Min(ahead), make([]int, len(keys))
	err := e.rankWith(ctx, &q, newer, &floor, func(r *ranking) error {
		ranks := make([]rank, len(r.top.offers))
		for i, o := range r.top.offers {
			if ranks[i] = o.least; o.least < o.most {
				ranks[i] = r.top.exact(o)
			}
		}
		slices.Sort(ranks)
		for i := range positions {
			first, _ := slices.BinarySearch(ranks, ahead[i])
			positions[i] = 1 + len(ranks) - first
		}
		return nil
	})
	return positions, err
}

// ShownPlaces gives, by earner, the places that rows show to an organization of
// some kinds; those whom it may not list have none.
func (e *Earners) ShownPlaces(org string, kinds, earners []string, newer Newer) (_ map[string]string, err error) {
	live, err := e.index()
	if err != nil {
		return nil, err
	}
	published, err := live.acquire()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, published.release()) }()
	v, err := live.amended(published, newer)
	if err != nil {
		return nil, fmt.Errorf("read what is newer than the index: %w", err)
	}
	r := &ranking{view: v, viewer: newViewer(org, kinds)}
	if r.shown, err = v.shownTo(r.viewer); err != nil {
		return nil, err
	}
	shown := make(map[string]string, len(earners))
	for _, earner := range earners {
		if place, err := r.placeOf(earner); err != nil {
			return nil, err
		} else if place != "" {
			shown[earner] = place
		}
	}
	return shown, nil
}

// rankWith ranks over the index and what it does not have yet.
func (e *Earners) rankWith(ctx context.Context, q *Query, newer Newer, floor *rank, answer func(*ranking) error) (err error) {
	live, err := e.index()
	if err != nil {
		return err
	}
	published, err := live.acquire()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, published.release()) }()
	v, err := live.amended(published, newer)
	if err != nil {
		return fmt.Errorf("read what is newer than the index: %w", err)
	}
	vocab, err := live.vocabularies.of(q.Catalog, live.registry.held.all())
	if err != nil {
		return err
	}
	r, err := newRanking(q, v, vocab, live.places)
	if err != nil {
		return err
	}
	defer r.close()
	if floor != nil {
		r.floor = *floor
	}
	if err := r.scan(ctx); err != nil {
		return fmt.Errorf("rank candidates: %w", err)
	}
	return answer(r)
}

// amended is a view of the index as it will be. It is no one else's, and lasts
// while the index's own is held.
func (x *earnerIndex) amended(v *view, newer Newer) (*view, error) {
	if len(newer.Stale) == 0 {
		return v, nil
	}
	next := &view{reader: v.reader, shown: map[string]*shownPlaces{}}
	for _, p := range v.parts {
		s, err := lacking(p.source, newer.Stale)
		if err != nil {
			return nil, err
		}
		next.parts = append(next.parts, part{s, p.cols})
	}
	own := newMemorySource(newer.Documents)
	cols, err := newColumns(own, x.registry)
	if err != nil {
		return nil, err
	}
	next.parts = append(next.parts, part{own, cols})
	// After the columns: they may have met places and stacks that the view has not.
	next.tree, next.stackNames = v.tree, x.registry.stacks.all()
	if paths := x.registry.paths.all(); len(paths) != len(v.tree.ofPath) {
		next.tree = newPlaceTree(paths)
		x.places.learn(next.tree)
	}
	return next, nil
}

// placeOf is the place that an earner's row shows; "" for one who is no row.
func (r *ranking) placeOf(earner string) (string, error) {
	for _, p := range r.view.parts {
		docs, err := documentsOf(p.source, earner)
		if err != nil {
			return "", err
		}
		for _, doc := range docs {
			return r.shown.of(p.cols.path[doc]), nil
		}
	}
	return "", nil
}

// documentsOf are an earner's live documents: one at most, in the whole index.
func documentsOf(s source, earner string) ([]uint32, error) {
	docs, err := s.postings(fieldID, earner)
	if err != nil || docs == nil {
		return nil, err
	}
	if gone := s.deleted(); gone != nil {
		docs = roaring.AndNot(docs, gone)
	}
	return docs.ToArray(), nil
}
