package assessment

import (
	"sync"
	"time"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// How often a code may be guessed wrongly, and how many guessers are remembered.
const (
	maxGuesses  = 10
	guessWithin = time.Hour
	maxGuessers = 10_000
)

// guesses counts the wrong codes of each account, in memory: it is to slow down who
// tries them one by one. The zero value is ready.
type guesses struct {
	mu    sync.Mutex
	wrong map[string][]time.Time
}

// check refuses who has guessed wrongly too often.
func (g *guesses) check(account string, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if recent := g.recent(account, now); len(recent) >= maxGuesses {
		return problem.New(problem.Limit, "too many wrong codes: try again in an hour").
			Spanish("demasiados códigos incorrectos: inténtelo dentro de una hora").At("code")
	}
	return nil
}

// miss remembers a wrong guess.
func (g *guesses) miss(account string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wrong == nil {
		g.wrong = map[string][]time.Time{}
	}
	if len(g.wrong) >= maxGuessers {
		for known := range g.wrong {
			g.recent(known, now)
		}
	}
	g.wrong[account] = append(g.recent(account, now), now)
}

// recent forgets what is past, and gives the rest.
func (g *guesses) recent(account string, now time.Time) []time.Time {
	list := g.wrong[account]
	for len(list) > 0 && !now.Before(list[0].Add(guessWithin)) {
		list = list[1:]
	}
	if len(list) == 0 {
		delete(g.wrong, account)
		return nil
	}
	g.wrong[account] = list
	return list
}
