package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// build makes an index of everybody in the world, in pages of random sizes.
func (w *world) build(t testing.TB, dir string, how reading) *Earners {
	t.Helper()
	e, err := openEarners(dir, w.listPlaces, how)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, e.Close()) })
	check(t, e.Rebuild(t.Context(), w.pages(), Position{"e", 1}))
	return e
}

func (w *world) pages() func(context.Context) ([]Document, error) {
	ids := slices.Sorted(maps.Keys(w.people))
	w.rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return func(context.Context) ([]Document, error) {
		n := min(1+w.rng.IntN(150), len(ids))
		var page []Document
		for _, id := range ids[:n] {
			page = append(page, w.document(w.people[id]))
		}
		ids = ids[n:]
		return page, nil
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// live changes the world and the index in the same way, in n batches.
func (w *world) live(t testing.TB, e *Earners, n int) {
	t.Helper()
	for range n {
		var docs []Document
		var gone []string
		for _, id := range some(w.rng, slices.Sorted(maps.Keys(w.people)), w.rng.IntN(12)) {
			if w.rng.IntN(4) == 0 {
				delete(w.people, id)
				gone = append(gone, id)
				continue
			}
			w.change(w.people[id])
			docs = append(docs, w.document(w.people[id]))
		}
		for range w.rng.IntN(8) {
			docs = append(docs, w.document(w.newPerson()))
		}
		check(t, e.Apply(t.Context(), docs, gone, Position{"e", 2}))
	}
}

var sameAnswer = cmpopts.EquateEmpty()

func (w *world) compare(t testing.TB, e *Earners, q Query) {
	t.Helper()
	got, err := e.Candidates(t.Context(), q)
	check(t, err)
	if diff := cmp.Diff(w.brute(q), got, sameAnswer); diff != "" {
		t.Fatalf("posting %+v\nfilter %+v after %v first %d want %+v\nanswer (-brute force +index):\n%s",
			q.Plan.Posting(), q.Filter, q.After, q.First, q.Want, diff)
	}
}

// rounds is how often a random test goes round: the race detector, which makes
// each ten times as long, looks at sharing, not at answers.
func rounds(n int) int {
	if raceDetected {
		return n / 5
	}
	return n
}

// TestTheIndexAnswersAsBruteForceDoes is the contract: ids, order, scores, totals,
// tiers, facets, relaxations and steps, after updates and deletions, over many
// segments, however the segments are read.
func TestTheIndexAnswersAsBruteForceDoes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seed)
			for range 100 + w.rng.IntN(200) {
				w.newPerson()
			}
			dir := t.TempDir()
			e := w.build(t, dir, reading(seed%3))
			for range rounds(100) {
				w.compare(t, e, w.query(t))
			}
			w.live(t, e, 10)
			for range rounds(100) {
				w.compare(t, e, w.query(t))
			}
			w.reopen(t, e, dir, reading((seed+1)%3))
		})
	}
}

func (w *world) reopen(t *testing.T, e *Earners, dir string, how reading) {
	t.Helper()
	check(t, e.Close())
	again, err := openEarners(dir, w.listPlaces, how)
	check(t, err)
	t.Cleanup(func() { check(t, again.Close()) })
	for range rounds(50) {
		w.compare(t, again, w.query(t))
	}
}

// TestPagesFollowOneAnother reads every row once, by keyset.
func TestPagesFollowOneAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 100)
	for range 300 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	w.live(t, e, 3)
	for range rounds(25) {
		q := w.query(t)
		q.First, q.Want = 1+w.rng.IntN(30), Want{}
		all := q
		all.First = 1000
		want := w.brute(all).Hits
		var got []Hit
		for {
			w.compare(t, e, q)
			page, err := e.Candidates(t.Context(), q)
			check(t, err)
			got = append(got, page.Hits...)
			if len(page.Hits) < q.First {
				break
			}
			q.After = &page.Hits[len(page.Hits)-1].Key
		}
		if diff := cmp.Diff(want, got, sameAnswer); diff != "" {
			t.Fatalf("pages (-all +paged):\n%s", diff)
		}
	}
}

// TestOrderDoesNotDependOnLayout indexes the same people in other orders and
// batches, rebuilt or live.
func TestOrderDoesNotDependOnLayout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	for range 250 {
		w.newPerson()
	}
	var indexes []*Earners
	for i := range 3 {
		e := w.build(t, t.TempDir(), readBitmaps)
		if i == 2 { // everybody again, in small batches
			ids := slices.Sorted(maps.Keys(w.people))
			for batch := range slices.Chunk(ids, 17) {
				var docs []Document
				for _, id := range batch {
					docs = append(docs, w.document(w.people[id]))
				}
				check(t, e.Apply(t.Context(), docs, nil, Position{"e", 2}))
			}
		}
		indexes = append(indexes, e)
	}
	for range rounds(50) {
		q := w.query(t)
		want, err := indexes[0].Candidates(t.Context(), q)
		check(t, err)
		for _, e := range indexes[1:] {
			got, err := e.Candidates(t.Context(), q)
			check(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("another layout (-first +other):\n%s", diff)
			}
		}
	}
}

// TestUnknownTermsGiveNothing ranks with a catalog older than the index, then with
// the newer one.
func TestUnknownTermsGiveNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 300)
	for range 150 {
		w.newPerson()
	}
	e := w.build(t, t.TempDir(), readBitmaps)
	older := w.catalog
	w.versions = append(w.versions, matching.Version{ID: "mcr99.v0", Credential: "mcr99", Pairs: []matching.Pair{{Skill: "skill00", Level: 3}}})
	newer, err := matching.NewCatalog(w.versions, nil, nil)
	check(t, err)
	p := w.newPerson()
	p.audience, p.blocked, p.asks = []string{Everyone}, nil, Asks{}
	p.awards = []matching.Award{{ID: "a", Held: matching.Held{Version: "mcr99.v0", Credential: "mcr99", Pairs: w.versions[len(w.versions)-1].Pairs}, Status: matching.Active, Verified: true}}
	w.catalog = newer
	doc := w.document(p)
	check(t, e.Apply(t.Context(), []Document{doc}, nil, Position{"e", 2}))

	for _, c := range []struct {
		catalog *matching.Catalog
		found   bool
	}{{older, false}, {newer, true}, {older, false}} {
		posting := matching.Posting{ID: "pst", Requirements: []matching.Requirement{{Skill: "skill00", Level: 3, Importance: matching.Required, Weight: 1}}}
		plan, err := matching.Compile(posting, c.catalog)
		check(t, err)
		res, err := e.Candidates(t.Context(), Query{Plan: plan, Catalog: c.catalog, Org: "org_a", First: 1000, Want: Want{true, true, true}})
		check(t, err)
		found := slices.ContainsFunc(res.Hits, func(h Hit) bool { return h.Key.Earner == p.id })
		if found != c.found {
			t.Errorf("holder of an unknown version found: %v, want %v", found, c.found)
		}
	}
}
