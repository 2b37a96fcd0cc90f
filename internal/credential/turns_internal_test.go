package credential

import (
	"bytes"
	"context"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestLargeBadgesWaitForTheirTurnAndSmallOnesDoNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Service{Now: time.Now, Base: &url.URL{Scheme: "https", Host: "portal.example.org"}}
		verify := func(size int) error {
			_, err := s.VerifyBadge(t.Context(), BadgeSource{File: &File{Content: bytes.Repeat([]byte("{"), size)}})
			return err
		}
		for range largeAtOnce {
			if !s.turns.take(t.Context()) {
				t.Fatal("no turn, where nobody has one")
			}
		}
		if err := verify(largeBadge); err != nil {
			t.Errorf("a small one: %v", err)
		}
		start := time.Now()
		if err := verify(largeBadge + 1); !problem.Is(err, problem.Unavailable) || time.Since(start) != verifyWithin {
			t.Errorf("a large one, after %s: %v", time.Since(start), err)
		}
		time.AfterFunc(time.Second, s.turns.give)
		if err := verify(largeBadge + 1); err != nil {
			t.Errorf("a large one whose turn comes: %v", err)
		}
	})
}

// waiting answers nothing until it is told to.
type waiting struct{ asked, answer chan struct{} }

func (w waiting) All(context.Context, []string, fetch.Want) map[string]badge.Document {
	close(w.asked)
	<-w.answer
	return nil
}

func TestWhoWaitsForHostsLetsOthersGoBefore(t *testing.T) {
	t.Parallel()
	var all turns
	for range largeAtOnce {
		all.take(t.Context())
	}
	w := waiting{make(chan struct{}), make(chan struct{})}
	back := make(chan struct{})
	go func() {
		defer close(back)
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		inTurn{w, &all}.All(ended, nil, fetch.Want{})
	}()
	<-w.asked
	all.take(t.Context()) // the turn of who waits
	close(w.answer)
	select {
	case <-back:
		t.Error("it went on without a turn")
	case <-time.After(20 * time.Millisecond):
	}
	all.give()
	<-back
	if len(all.all()) != largeAtOnce {
		t.Errorf("%d have a turn", len(all.all()))
	}
}
