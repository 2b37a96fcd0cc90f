package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// records is a database of earners and texts with their feed.
type records struct {
	mu      sync.Mutex
	epoch   string
	earners map[string]Document
	texts   map[string]Text
	changes []Change
	dropped int64 // changes up to this are no longer kept
	// gate, when set, is asked before documents are loaded.
	gate func()
}

func newRecords() *records {
	return &records{epoch: "one", earners: map[string]Document{}, texts: map[string]Text{}}
}

func (r *records) put(id string, stacks ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.earners[id] = Document{Earner: id, Audience: []string{Everyone}, Stacks: stacks}
	r.changed(ChangeEarner, id)
}

func (r *records) putText(id, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.texts[id] = Text{ID: id, Kind: TextOccupation, Labels: []Label{{LabelPreferred, name}}}
	r.changed(ChangeText, id)
}

func (r *records) remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.earners, id)
	r.changed(ChangeEarner, id)
}

func (r *records) changed(k ChangeKind, id string) {
	at := Position{r.epoch, int64(len(r.changes)) + 1}
	r.changes = append(r.changes, Change{at, k, id})
}

func (r *records) Head(context.Context) (Position, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Position{r.epoch, int64(len(r.changes))}, nil
}

func (r *records) Changes(_ context.Context, after Position, limit int) ([]Change, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if after.Seq < r.dropped {
		return nil, fmt.Errorf("read: %w", ErrTooOld)
	}
	rest := r.changes[after.Seq:]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

// table serves one kind of records as a source.
type table[D any] struct {
	r    *records
	rows *map[string]D
}

func (t table[D]) Load(_ context.Context, ids []string) ([]D, error) {
	if t.r.gate != nil {
		t.r.gate()
	}
	t.r.mu.Lock()
	defer t.r.mu.Unlock()
	var found []D
	for _, id := range ids {
		if d, ok := (*t.rows)[id]; ok {
			found = append(found, d)
		}
	}
	return found, nil
}

func (t table[D]) Page(_ context.Context, after string, limit int) ([]D, error) {
	t.r.mu.Lock()
	defer t.r.mu.Unlock()
	var page []D
	for _, id := range slices.Sorted(maps.Keys(*t.rows)) {
		if id > after && len(page) < limit {
			page = append(page, (*t.rows)[id])
		}
	}
	return page, nil
}

// replicated is records with their indexes.
type replicated struct {
	*Syncer
	rec         *records
	earnerIndex *Earners
	textIndex   *Texts
}

func replicate(t *testing.T, r *records, dir string) *replicated {
	t.Helper()
	e, err := OpenEarners(filepath.Join(dir, "earners"), nil)
	check(t, err)
	x, err := OpenTexts(filepath.Join(dir, "texts"))
	check(t, err)
	t.Cleanup(func() { check(t, errors.Join(e.Close(), x.Close())) })
	log := slog.New(slog.DiscardHandler)
	s := NewSyncer(r, e, table[Document]{r, &r.earners}, x, table[Text]{r, &r.texts}, log)
	return &replicated{s, r, e, x}
}

// agree compares the index with the records.
func (r *replicated) agree(t *testing.T) {
	t.Helper()
	live, err := r.earnerIndex.index()
	check(t, err)
	v, err := live.acquire()
	check(t, err)
	defer func() { check(t, v.release()) }()
	got := map[string][]string{}
	for _, p := range v.parts {
		for doc := range uint32(p.source.count()) {
			if gone := p.source.deleted(); gone != nil && gone.Contains(doc) {
				continue
			}
			id, err := p.source.id(doc)
			check(t, err)
			var stacks []string
			for _, n := range p.cols.stacks.read(doc, nil) {
				stacks = append(stacks, v.stackNames[n])
			}
			got[string(id)] = stacks
		}
	}
	want := map[string][]string{}
	for id, d := range r.rec.earners {
		want[id] = d.Stacks
	}
	if diff := cmp.Diff(want, got, sameAnswer); diff != "" {
		t.Fatalf("index (-records +index):\n%s", diff)
	}
}

func TestTheFirstSyncBuildsTheIndexes(t *testing.T) {
	t.Parallel()
	r := replicate(t, newRecords(), t.TempDir())
	if _, err := r.earnerIndex.Candidates(t.Context(), Query{}); !errors.Is(err, ErrNotReady) {
		t.Errorf("query before the first sync: %v, want ErrNotReady", err)
	}
	for i := range rebuildPage + 1 { // two pages
		r.rec.put(fmt.Sprintf("ern_%05d", i))
	}
	r.rec.putText("skl_1", "welding")
	check(t, r.SyncOnce(t.Context()))
	r.agree(t)
	found, err := r.textIndex.Search(t.Context(), TextQuery{Search: "weld", Kind: TextOccupation, First: 5})
	check(t, err)
	if found.Total != 1 {
		t.Errorf("%d texts found, want 1", found.Total)
	}
}

func TestChangesAreAppliedAndSurviveAReopening(t *testing.T) {
	t.Parallel()
	dir, rec := t.TempDir(), newRecords()
	r := replicate(t, rec, dir)
	check(t, r.SyncOnce(t.Context()))
	for i := range 40 {
		r.rec.put(fmt.Sprintf("ern_%d", i%7), fmt.Sprintf("stk_%d", i))
		if i%5 == 0 {
			r.rec.remove(fmt.Sprintf("ern_%d", (i+3)%7))
		}
		check(t, r.SyncOnce(t.Context()))
	}
	r.agree(t)
	check(t, errors.Join(r.earnerIndex.Close(), r.textIndex.Close()))
	again := replicate(t, rec, dir)
	again.agree(t)
	at, ok := again.earnerIndex.Position()
	if head, _ := rec.Head(t.Context()); !ok || at != head {
		t.Errorf("reopened at %v, want %v", at, head)
	}
}

// TestAnIndexThatCannotFollowIsBuiltAgain is for feeds that are not the one that
// the index has followed so far.
func TestAnIndexThatCannotFollowIsBuiltAgain(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(*records){
		"another epoch":           func(r *records) { r.epoch = "two" },
		"a cursor above the head": func(r *records) { r.changes = r.changes[:1] },
		"changes no longer kept":  func(r *records) { r.dropped = int64(len(r.changes)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := replicate(t, newRecords(), t.TempDir())
			for i := range 5 {
				r.rec.put(fmt.Sprintf("ern_%d", i))
			}
			check(t, r.SyncOnce(t.Context()))
			r.rec.put("ern_9")
			delete(r.rec.earners, "ern_0") // a change that no feed will tell
			harm(r.rec)
			check(t, r.SyncOnce(t.Context()))
			r.agree(t)
		})
	}
}

func TestADamagedIndexIsBuiltAgain(t *testing.T) {
	t.Parallel()
	dir, rec := t.TempDir(), newRecords()
	r := replicate(t, rec, dir)
	r.rec.put("ern_1")
	check(t, r.SyncOnce(t.Context()))
	check(t, errors.Join(r.earnerIndex.Close(), r.textIndex.Close()))
	bolts, err := filepath.Glob(filepath.Join(dir, "earners", "live-*", "store", "root.bolt"))
	check(t, err)
	for _, b := range bolts {
		check(t, os.WriteFile(b, []byte("no index"), 0o600))
	}
	again := replicate(t, rec, dir)
	if _, ok := again.earnerIndex.Position(); ok {
		t.Fatal("a damaged index says where it stands")
	}
	check(t, again.SyncOnce(t.Context()))
	again.agree(t)
}

func TestAHalfBuiltIndexIsNeverUsed(t *testing.T) {
	t.Parallel()
	dir, rec := t.TempDir(), newRecords()
	r := replicate(t, rec, dir)
	r.rec.put("ern_1")
	check(t, r.SyncOnce(t.Context()))
	g, err := r.earnerIndex.shelf.build() // and the process stops
	check(t, err)
	check(t, errors.Join(g.close(), r.earnerIndex.Close(), r.textIndex.Close()))
	again := replicate(t, rec, dir)
	again.agree(t)
	left, err := filepath.Glob(filepath.Join(dir, "earners", "*"))
	check(t, err)
	if len(left) != 1 {
		t.Errorf("left in the directory: %v, want the live index alone", left)
	}
}

func TestARebuildReplacesTheIndexWhileQueriesRun(t *testing.T) {
	t.Parallel()
	r := replicate(t, newRecords(), t.TempDir())
	r.rec.put("ern_1")
	check(t, r.SyncOnce(t.Context()))
	live, err := r.earnerIndex.index()
	check(t, err)
	v, err := live.acquire() // a query begins
	check(t, err)
	r.rec.put("ern_2")
	check(t, r.Rebuild(t.Context()))
	if id, err := v.parts[0].source.id(0); err != nil || string(id) != "ern_1" {
		t.Errorf("the query reads %q, %v, want the index that it began with", id, err)
	}
	check(t, v.release())
	r.agree(t)
}

func TestTheBarrierWaitsForTheIndex(t *testing.T) {
	t.Parallel()
	r := replicate(t, newRecords(), t.TempDir())
	check(t, r.SyncOnce(t.Context()))
	r.rec.put("ern_1")
	pending, err := r.Barrier(t.Context(), time.Minute)
	if err != nil || len(pending) > 0 {
		t.Fatalf("barrier: %v, %v", pending, err)
	}
	r.agree(t)
}

func TestTheBarrierNamesWhatItCannotWaitFor(t *testing.T) {
	t.Parallel()
	r := replicate(t, newRecords(), t.TempDir())
	check(t, r.SyncOnce(t.Context()))
	held, loading := make(chan struct{}), make(chan struct{})
	r.rec.gate = func() {
		select {
		case loading <- struct{}{}:
		case <-held:
		}
		<-held
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	r.rec.put("ern_1")
	r.Notify()
	<-loading // Run is stuck in the middle of applying
	r.rec.put("ern_2")
	r.rec.putText("skl_1", "welding")
	pending, err := r.Barrier(t.Context(), time.Millisecond)
	check(t, err)
	if diff := cmp.Diff([]string{"ern_1", "ern_2"}, pending); diff != "" {
		t.Errorf("pending (-want +got):\n%s", diff)
	}
	close(held)
	pending, err = r.Barrier(t.Context(), time.Minute)
	if err != nil || len(pending) > 0 {
		t.Errorf("barrier once it can: %v, %v", pending, err)
	}
	cancel()
	check(t, <-done)
	r.agree(t)
}

func TestReadyMeansCaughtUp(t *testing.T) {
	t.Parallel()
	r := replicate(t, newRecords(), t.TempDir())
	for _, want := range []bool{false, true} {
		ready, err := r.Ready(t.Context())
		if err != nil || ready != want {
			t.Errorf("ready: %v, %v, want %v", ready, err, want)
		}
		check(t, r.SyncOnce(t.Context()))
	}
	r.rec.putText("skl_1", "welding")
	if ready, err := r.Ready(t.Context()); err != nil || ready {
		t.Errorf("ready with a change waiting: %v, %v", ready, err)
	}
}
