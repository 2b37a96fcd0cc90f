package server

import (
	"net/http"
	"sync"

	"github.com/stackmatch/stackmatch/graph"
)

// How many forms are sent at once, in all and by one caller: what all of them may take
// of the disk and of memory is bounded, and nobody takes all of it. Large are those
// over smallForm.
const (
	largeAtOnce, largeOfCaller = 8, 2
	smallAtOnce, smallOfCaller = 128, 8
	// When to come back, in seconds: to a turn, to a disk with room.
	retryForm, retryFull = 5, 60
)

// turn refuses a form where too many are being sent. Its turn ends with the request,
// when its files are gone.
func (s *Server) turn(caller string, size int64, files *spool) *refusal {
	turns := s.small
	if size > smallForm {
		turns = s.large
	}
	if !turns.take(caller) {
		return laterRefusal(graph.CodeRateLimited, retryForm, "too many forms are being sent")
	}
	files.done = func() { turns.leave(caller) }
	return nil
}

// laterRefusal says when to come back.
func laterRefusal(code string, seconds int, why string) *refusal {
	err := graph.Errorf(code, "%s: try again in %d seconds", why, seconds)
	err.Extensions["retryAfter"] = seconds
	return &refusal{http.StatusServiceUnavailable, err}
}

// turns are those of callers to do what is costly.
type turns struct {
	atOnce, ofCaller int

	mu  sync.Mutex
	all int
	of  map[string]int
}

func newTurns(atOnce, ofCaller int) *turns {
	return &turns{atOnce: atOnce, ofCaller: ofCaller, of: map[string]int{}}
}

// take takes a turn, if there is one now.
func (t *turns) take(caller string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all >= t.atOnce || t.of[caller] >= t.ofCaller {
		return false
	}
	t.all++
	t.of[caller]++
	return true
}

// leave ends a turn.
func (t *turns) leave(caller string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all--
	if t.of[caller]--; t.of[caller] == 0 {
		delete(t.of, caller)
	}
}
