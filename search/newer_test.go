package search

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// ahead changes the world and not the index, and tells what the index lacks.
func (w *world) ahead() Newer {
	var newer Newer
	for _, id := range some(w.rng, slices.Sorted(maps.Keys(w.people)), 1+w.rng.IntN(12)) {
		newer.Stale = append(newer.Stale, id)
		if w.rng.IntN(4) == 0 {
			delete(w.people, id)
			continue
		}
		w.change(w.people[id])
		newer.Documents = append(newer.Documents, w.document(w.people[id]))
	}
	for range w.rng.IntN(5) {
		p := w.newPerson()
		newer.Stale = append(newer.Stale, p.id)
		newer.Documents = append(newer.Documents, w.document(p))
	}
	return newer
}

// TestWhatTheIndexLacksIsRankedAlong compares with brute force over the records
// while the index is behind them, and after it has caught up.
func TestWhatTheIndexLacksIsRankedAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 400)
	for range 300 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	for range 6 {
		newer := w.ahead()
		for range 8 {
			q := w.query(t)
			got, err := e.CandidatesWith(t.Context(), q, newer)
			check(t, err)
			if diff := cmp.Diff(w.brute(q), got, sameAnswer); diff != "" {
				t.Fatalf("behind (-brute force +index):\n%s", diff)
			}
		}
		gone := slices.DeleteFunc(slices.Clone(newer.Stale), func(id string) bool { return w.people[id] != nil })
		check(t, e.Apply(t.Context(), newer.Documents, gone, Position{"e", 2}))
		w.compare(t, e, w.query(t))
	}
}

// TestEqualScoresShareAStanding compares with positions counted in the whole list.
func TestEqualScoresShareAStanding(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 500)
	for range 300 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	newer := w.ahead()
	for range 12 {
		q := w.query(t)
		q.First, q.Want = 1000, Want{}
		all := w.brute(q).Hits
		hits := some(w.rng, all, 10)
		keys, want := make([]matching.Key, len(hits)), make([]int, len(hits))
		for i, hit := range hits {
			keys[i] = hit.Key
			want[i] = 1 + len(slices.DeleteFunc(slices.Clone(all), func(o Hit) bool { return !better(o.Key, hit.Key) }))
		}
		got, err := e.Standings(t.Context(), q, keys, newer)
		check(t, err)
		if !slices.Equal(got, want) {
			t.Fatalf("hits %+v stand at %v, want %v", hits, got, want)
		}
	}
}

func better(a, b matching.Key) bool {
	return a.Tier > b.Tier || a.Tier == b.Tier && a.Points > b.Points
}
