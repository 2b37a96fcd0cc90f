package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/google/go-cmp/cmp"
)

// TestTheRankingIsAQueryOfBleves runs it through bleve's own search, with a
// snapshot that bleve takes itself.
func TestTheRankingIsAQueryOfBleves(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 600)
	for range 200 {
		w.newPerson()
	}
	for how := readBitmaps; how <= readPublic; how++ {
		e := w.build(t, t.TempDir(), how)
		w.live(t, e, 3)
		live, err := e.index()
		check(t, err)
		for range rounds(20) {
			q := w.query(t)
			q.First = 20
			want := w.brute(q)
			ranking := &candidateQuery{index: live, query: &q}
			res, err := live.gen.index.SearchInContext(t.Context(), bleve.NewSearchRequestOptions(ranking, 20, 0, false))
			check(t, err)
			if diff := cmp.Diff(want, ranking.result, sameAnswer); diff != "" {
				t.Fatalf("answer (-brute force +query):\n%s", diff)
			}
			var got []string
			for _, hit := range res.Hits {
				got = append(got, hit.ID)
			}
			for i, hit := range want.Hits { // equal scores are in no order to bleve
				same := slices.ContainsFunc(res.Hits, func(h *search.DocumentMatch) bool { return h.ID == hit.Key.Earner })
				if !same || res.Hits[i].Score != float64(newRank(hit.Key.Tier, hit.Key.Points)) {
					t.Fatalf("bleve lists %v, want %v", got, want.Hits)
				}
			}
		}
	}
}

// TestQueriesRunWhileTheIndexChanges is for the race detector: each answer is of
// one moment, so its counts agree.
func TestQueriesRunWhileTheIndexChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 700)
	for range 150 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	queries := make([]Query, 30)
	for i := range queries {
		queries[i] = w.query(t)
		queries[i].Filter.Tiers = nil
	}
	var group sync.WaitGroup
	for n := range 3 {
		group.Go(func() {
			for i := range queries {
				q := queries[(i+n*7)%len(queries)]
				res, err := e.Candidates(t.Context(), q)
				if err != nil {
					t.Error(err)
					return
				}
				if sum := res.Tiers[1] + res.Tiers[2] + res.Tiers[3]; sum != res.Total {
					t.Errorf("tiers add up to %d of %d", sum, res.Total)
				}
			}
		})
	}
	w.live(t, e, 5)
	check(t, e.Rebuild(t.Context(), w.pages(), Position{"e", 3}))
	w.live(t, e, 5)
	group.Wait()
	for range rounds(20) {
		w.compare(t, e, w.query(t))
	}
}

func TestAStoppedQuerySaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 800)
	w.newPerson()
	e := w.build(t, t.TempDir(), readBitmaps)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Candidates(ctx, w.query(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped query: %v", err)
	}
}

// TestARebuildLeavesFewSegments writes thirty batches.
func TestARebuildLeavesFewSegments(t *testing.T) {
	t.Parallel()
	e, err := OpenEarners(t.TempDir(), nil)
	check(t, err)
	t.Cleanup(func() { check(t, e.Close()) })
	written := 0
	check(t, e.Rebuild(t.Context(), func(context.Context) ([]Document, error) {
		if written == 300 {
			return nil, nil
		}
		var page []Document
		for range 10 {
			written++
			page = append(page, Document{Earner: fmt.Sprintf("ern_%d", written), Audience: []string{Everyone}})
		}
		return page, nil
	}, Position{"e", 1}))
	live, err := e.index()
	check(t, err)
	if n := len(live.view.parts); n > fewSegments || e.Len() != 300 {
		t.Errorf("%d earners in %d segments", e.Len(), n)
	}
}

// TestNoPlaceShowsFewerThanFive lists counts of earners by path, and what their
// rows show.
func TestNoPlaceShowsFewerThanFive(t *testing.T) {
	t.Parallel()
	paths := [][]string{{"z1", "c1", "s1"}, {"z2", "c1", "s1"}, {"c1", "s1"}, {"z3", "c2", "s1"}, {"s2"}}
	for _, c := range []struct {
		counts []int
		want   []string
	}{
		{[]int{5, 5, 5, 5, 5}, []string{"z1", "z2", "c1", "z3", "s2"}},
		{[]int{3, 3, 0, 9, 4}, []string{"c1", "c1", "c1", "z3", ""}},     // ZIPs join, a small state shows nothing
		{[]int{6, 9, 1, 0, 0}, []string{"c1", "z2", "c1", "", ""}},       // the smaller ZIP hides the one left over
		{[]int{2, 1, 1, 1, 0}, []string{"s1", "s1", "s1", "s1", "none"}}, // a county of four widens
		{[]int{9, 0, 0, 1, 0}, []string{"s1", "s1", "s1", "s1", "none"}}, // so does the ZIP beside one left over
		{[]int{1, 1, 1, 1, 0}, []string{"", "", "", "", "none"}},
	} {
		got := ShownPlaces(paths, c.counts)
		for i := range paths {
			if c.counts[i] > 0 && got[i] != c.want[i] {
				t.Errorf("%v: %v shows %q, want %q", c.counts, paths[i], got[i], c.want[i])
			}
		}
	}
}
