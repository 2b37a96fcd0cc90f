package main

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// looking is employers who look at candidates while the server is killed, and an
// earner who reads who looked.
type looking struct {
	dir     string
	rng     *rand.Rand
	earner  string
	viewers []*looker
}

// looker is an employer who reads a posting's candidates, one answer after the other.
type looker struct {
	token, posting string
	// seen counts answers that showed the earner; cut those of which nobody knows
	// whether they were written down: the connection ended first.
	seen, cut atomic.Int64
}

// TestNobodyWasShownWhomTheViewLogDoesNotHave kills the real process while employers
// read candidates and the log is loaded. What the earner reads then is every answer
// that an employer received, once, and at most those besides that were on their way.
func TestNobodyWasShownWhomTheViewLogDoesNotHave(t *testing.T) {
	t.Parallel()
	l := newLooking(t)
	// A fifth of the rounds: each is as much as one of the other test's.
	for range killRounds(t)/5 + 3 {
		p := l.start(t)
		if err := p.waitReady(); err != nil {
			t.Fatal(err)
		}
		l.lookAndKill(t, p)
	}
	p := l.start(t)
	if err := p.waitReady(); err != nil {
		t.Fatal(err)
	}
	l.compare(t, client{url: p.url, token: l.earner})
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

func newLooking(t *testing.T) *looking {
	t.Helper()
	l := &looking{dir: filepath.Join(t.TempDir(), "data")}
	chance := rand.Uint64()
	t.Logf("seed %d", chance)
	l.rng = rand.New(rand.NewPCG(chance, 0))
	where := app.Where{Data: l.dir, Demo: true}
	err := with(t.Context(), app.Config{Where: where, Careless: true}, func(a *app.App) error {
		if err := writeDemo(t.Context(), a); err != nil {
			return err
		}
		return l.cast(t, a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// cast signs everybody in: the earner by whose eyes the log is read is the demo's,
// who is found by everybody.
func (l *looking) cast(t *testing.T, a *app.App) (err error) {
	t.Helper()
	if l.earner, err = a.Token(t.Context(), app.TokenFor{Role: auth.Earner, As: "earner@example.org"}); err != nil {
		return err
	}
	for _, email := range []string{"employer@example.org", "employer2@example.org"} {
		signed, err := a.Token(t.Context(), app.TokenFor{Role: auth.Employer, As: email})
		if err != nil {
			return err
		}
		postings, _ := askedBy(t, a, email)
		for _, posting := range postings {
			l.viewers = append(l.viewers, &looker{token: signed, posting: posting})
		}
	}
	return nil
}

func (l *looking) start(t *testing.T) *process {
	t.Helper()
	p, err := startServer("--demo", "--data", l.dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lookAndKill has everybody look, and the earner read the log now and then, until
// the server is gone, some moment after its first answer.
func (l *looking) lookAndKill(t *testing.T, p *process) {
	t.Helper()
	var all sync.WaitGroup
	answered, answer := context.WithCancel(t.Context())
	defer answer()
	for _, v := range l.viewers {
		all.Go(func() {
			defer answer()
			for v.look(t, client{url: p.url, token: v.token}) {
				answer()
			}
		})
	}
	all.Go(func() {
		for {
			if _, err := viewsOf(context.Background(), client{url: p.url, token: l.earner}); err != nil {
				return
			}
		}
	})
	<-answered.Done()
	wait(time.Duration(l.rng.IntN(400)) * time.Millisecond)
	p.kill()
	all.Wait()
}

const looked = `query ($posting: ID!) { posting(id: $posting) { candidates(first: 100) { nodes { id alias } } } }`

// look reads a page of candidates; false once the server is gone.
func (v *looker) look(t *testing.T, c client) bool {
	var data struct {
		Posting struct {
			Candidates struct{ Nodes []struct{ ID string } }
		}
	}
	err := c.ask(context.Background(), looked, map[string]any{"posting": v.posting}, &data)
	switch {
	case errors.Is(err, errCutOff):
		v.cut.Add(1)
		return false
	case err != nil:
		t.Error(err)
		return false
	}
	v.seen.Add(1)
	return true
}

// viewed is a line of the log.
type viewed struct {
	Posting *struct{ ID string }
	Times   int64
	Fields  []string
}

// viewsOf reads the whole log.
func viewsOf(ctx context.Context, c client) (all []viewed, err error) {
	for after := (*string)(nil); ; {
		var data struct {
			ViewLog struct {
				Nodes    []viewed
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
		err := c.ask(ctx, `query ($after: String) { viewLog(first: 3, after: $after) {
			nodes { posting { id } times fields } pageInfo { hasNextPage endCursor } } }`, map[string]any{"after": after}, &data)
		if err != nil {
			return nil, err
		}
		all = append(all, data.ViewLog.Nodes...)
		if !data.ViewLog.PageInfo.HasNextPage {
			return all, nil
		}
		after = data.ViewLog.PageInfo.EndCursor
	}
}

// compare holds the log against what the employers received.
func (l *looking) compare(t *testing.T, c client) {
	t.Helper()
	lines, err := viewsOf(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	noted := map[string]int64{}
	for _, line := range lines {
		if line.Posting == nil {
			continue // one that is not open: the earner is not told which
		}
		if !slices.Equal(line.Fields, []string{"alias", "id"}) {
			text, _ := json.Marshal(line)
			t.Errorf("a line is %s", text)
			continue
		}
		noted[line.Posting.ID] += line.Times
	}
	shown := 0
	for _, v := range l.viewers {
		seen, cut := v.seen.Load(), v.cut.Load()
		if noted[v.posting] == 0 {
			continue // it does not list the earner
		}
		shown++
		if noted[v.posting] < seen || noted[v.posting] > seen+cut {
			t.Errorf("posting %s: the log has %d, %d answers were received and %d cut off", v.posting, noted[v.posting], seen, cut)
		}
	}
	if shown == 0 {
		t.Error("nobody was shown the earner: the test shows nothing")
	}
	t.Logf("%d of %d postings showed the earner", shown, len(l.viewers))
}
