package live_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/stackmatch/stackmatch/internal/live"
	"github.com/stackmatch/stackmatch/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }

// feed is a feed in memory.
type feed struct {
	mu     sync.Mutex
	epoch  string
	pruned int64
	ids    []string // the change at i has seq i+1
	reads  int
}

func (f *feed) write(ids ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ids = append(f.ids, ids...)
}

func (f *feed) Head(context.Context) (search.Position, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return search.Position{Epoch: f.epoch, Seq: int64(len(f.ids))}, nil
}

func (f *feed) Changes(_ context.Context, after search.Position, limit int) ([]search.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reads++
	if after.Epoch != f.epoch || after.Seq < f.pruned {
		return nil, search.ErrTooOld
	}
	var out []search.Change
	for seq := after.Seq; seq < int64(len(f.ids)) && len(out) < limit; seq++ {
		out = append(out, search.Change{Position: search.Position{Epoch: f.epoch, Seq: seq + 1}, ID: f.ids[seq]})
	}
	return out, nil
}

// owners has awards be of the earner with the same number.
func owners(_ context.Context, _ string, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	for _, one := range ids {
		out[one] = []string{"ern_" + one[len("awd_"):], "org_1"}
	}
	return out, nil
}

func newHub(t *testing.T, f *feed) *live.Hub {
	t.Helper()
	h := live.NewHub(f, owners, slog.New(slog.DiscardHandler))
	step(t, h)
	return h
}

func step(t *testing.T, h *live.Hub) {
	t.Helper()
	for {
		more, err := h.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

func subscribe(t *testing.T, h *live.Hub, after *search.Position, topics ...live.Topic) *live.Subscription {
	t.Helper()
	s, err := h.Subscribe(t.Context(), after, topics...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// aWhile is long enough for what comes on any machine, soon for what does not.
const (
	aWhile = 20 * time.Second
	soon   = 20 * time.Millisecond
)

// next gives what comes next, as "id seq"; nothing where nothing does in time.
func next(t *testing.T, s *live.Subscription, within time.Duration) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var out []string
	changes, err := s.Next(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	for _, c := range changes {
		out = append(out, fmt.Sprint(c.ID, " ", c.Seq))
	}
	return out
}

func expect(t *testing.T, what string, s *live.Subscription, want ...string) {
	t.Helper()
	within := soon
	if len(want) > 0 {
		within = aWhile
	}
	if diff := cmp.Diff(want, next(t, s, within)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestChangesComeToThoseWhoWaitForThem(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	f.write("awd_1", "awd_2")
	h := newHub(t, f)
	own := subscribe(t, h, nil, live.Topic{Prefix: "awd", Of: "ern_1"})
	issued := subscribe(t, h, nil, live.Topic{Prefix: "awd", Of: "org_1"})
	all := subscribe(t, h, nil, live.Topic{Prefix: "ern"})
	posting := subscribe(t, h, nil, live.Topic{Prefix: "pst", Of: "pst_1"})
	f.write("awd_1", "pst_2", "awd_2", "ern_7", "awd_1")
	step(t, h)
	expect(t, "one's own, coalesced", own, "awd_1 7")
	expect(t, "issued, in the order of the feed", issued, "awd_2 5", "awd_1 7")
	expect(t, "every earner", all, "ern_7 6")
	expect(t, "another posting", posting)
	f.write("pst_1")
	step(t, h)
	expect(t, "this posting", posting, "pst_1 8")
	expect(t, "nothing new", own)
}

func TestWhoResumesMissesNothingAndHearsNothingTwice(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	h := newHub(t, f)
	first := subscribe(t, h, nil, live.Topic{Prefix: "awd", Of: "ern_1"})
	f.write("awd_1", "awd_2")
	step(t, h)
	expect(t, "before", first, "awd_1 1")
	at := first.Position(1)
	first.Close()
	f.write("awd_1", "awd_2")
	again := newHub(t, f) // another process
	resumed := subscribe(t, again, &at, live.Topic{Prefix: "awd", Of: "ern_1"})
	f.write("awd_1")
	step(t, again)
	expect(t, "after", resumed, "awd_1 5")
	expect(t, "once", resumed)
}

func TestWhatIsNotTakenIsBoundedAndNotLost(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	h := newHub(t, f)
	s := subscribe(t, h, nil, live.Topic{Prefix: "ern"})
	expect(t, "nothing yet", s)
	const many = 2500
	for i := range many {
		f.write(fmt.Sprintf("ern_%d", i))
	}
	step(t, h)
	var got []string
	for len(got) < many {
		some := next(t, s, aWhile)
		if len(some) == 0 {
			break
		}
		got = append(got, some...)
	}
	if len(got) != many || got[0] != "ern_0 1" || got[many-1] != "ern_2499 2500" {
		t.Errorf("got %d changes, want %d", len(got), many)
	}
	f.write("ern_x")
	step(t, h)
	expect(t, "afterwards the hub gives again", s, "ern_x 2501")
}

func TestWhoWantsWhatIsGoneIsTold(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	f.write("awd_1", "awd_2", "awd_3")
	h := newHub(t, f)
	f.pruned = 2
	for name, at := range map[string]search.Position{
		"pruned": {Epoch: "a", Seq: 1}, "another feed": {Epoch: "b", Seq: 3}, "the future": {Epoch: "a", Seq: 9},
	} {
		if _, err := h.Subscribe(t.Context(), &at, live.Topic{Prefix: "awd"}); !errors.Is(err, live.ErrTooOld) {
			t.Errorf("%s: got %v, want ErrTooOld", name, err)
		}
	}
	s := subscribe(t, h, nil, live.Topic{Prefix: "awd"})
	f.mu.Lock()
	f.epoch = "b"
	f.mu.Unlock()
	step(t, h)
	if _, err := s.Next(t.Context()); !errors.Is(err, live.ErrTooOld) {
		t.Errorf("another feed meanwhile: got %v, want ErrTooOld", err)
	}
}

func TestNobodyWaitingCostsNoReading(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	h := newHub(t, f)
	for i := range 10 {
		f.write(fmt.Sprint("ern_", i))
		step(t, h)
	}
	if f.reads != 0 {
		t.Errorf("read the feed %d times", f.reads)
	}
	s := subscribe(t, h, nil, live.Topic{Prefix: "ern"})
	if h.Len() != 1 {
		t.Errorf("%d wait", h.Len())
	}
	s.Close()
	s.Close()
	if h.Len() != 0 {
		t.Errorf("%d wait", h.Len())
	}
}

func TestRunTellsUntilItIsStopped(t *testing.T) {
	t.Parallel()
	f := &feed{epoch: "a"}
	h := live.NewHub(f, nil, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	changed, done := make(chan struct{}, 1), make(chan error, 1)
	go func() { done <- h.Run(ctx, changed) }()
	s := subscribe(t, h, nil, live.Topic{Prefix: "ern"})
	for i := range 50 {
		f.write(fmt.Sprint("ern_", i))
		select {
		case changed <- struct{}{}:
		default:
		}
		changes, err := s.Next(t.Context())
		if err != nil || len(changes) != 1 || changes[0].Seq != int64(i+1) {
			t.Fatalf("change %d: got %v, %v", i, changes, err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
