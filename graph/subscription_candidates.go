package graph

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/live"
)

const (
	// glimpseEvery is how often a posting's candidates are looked at for one
	// subscription, at most; where looking takes long, it is a twentieth of the time,
	// and glimpseLatest at the latest.
	glimpseEvery  = time.Second
	glimpseShare  = 20
	glimpseLatest = 10 * time.Second
)

// glimpses follows what a posting's candidates look like.
type glimpses struct {
	follows
	*Resolver
	posting string
	sub     *live.Subscription
	seen    string // the digest that the client knows
	stale   bool   // something has changed that may have changed the list
	rest    time.Duration
}

// followCandidates tells when a posting's list of candidates is another one.
func (r *Resolver) followCandidates(ctx context.Context, posting string, resumeAfter *string) (<-chan *model.CandidatesChanged, error) {
	stream, err := streamOf(ctx)
	if err != nil {
		return nil, err
	}
	g := &glimpses{Resolver: r, posting: posting, follows: follows{"candidatesChanged", []any{posting}, resumeAfter}}
	at, err := r.resume(ctx, g.follows)
	if err != nil {
		return nil, err
	}
	// From before the first look on: what changes after it is not missed.
	head, err := r.Live.Head(ctx)
	if err != nil {
		return nil, err
	}
	first, err := r.Employers.Glimpse(ctx, posting)
	if err != nil {
		return nil, err
	}
	if g.sub, err = r.Live.Subscribe(ctx, &head, topicsOf(posting)...); err != nil {
		return nil, tooOld(err)
	}
	g.seen = first.Digest
	if at != nil {
		g.seen, g.stale = at.Seen, at.Seen != first.Digest
	}
	return events(stream, g.next, g.sub.Close), nil
}

// topicsOf are what a list of candidates is made of: people, the posting, the catalog.
func topicsOf(posting string) []live.Topic {
	topics := []live.Topic{{Prefix: id.Posting, Of: posting}}
	for _, prefix := range []string{id.Earner, id.MicroCredential, id.Stack, id.Skill, id.Recognition} {
		topics = append(topics, live.Topic{Prefix: prefix})
	}
	return topics
}

// next waits until something has changed, and a while more for what comes with it.
func (g *glimpses) next(ctx context.Context) (maker[model.CandidatesChanged], error) {
	if err := g.pause(ctx); err != nil {
		return nil, err
	}
	if !g.stale {
		if _, err := g.sub.Next(ctx); err != nil {
			return nil, tooOld(err)
		}
	}
	g.stale = false
	return g.look, nil
}

func (g *glimpses) pause(ctx context.Context) error {
	if g.rest == 0 {
		return nil
	}
	timer := time.NewTimer(g.rest)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// look tells what the list looks like, if that is news to the client.
func (g *glimpses) look(ctx context.Context) (*model.CandidatesChanged, error) {
	start := time.Now() //nolint:forbidigo // how long it takes, no rule's clock
	found, err := g.Employers.Glimpse(ctx, g.posting)
	g.rest = min(max(glimpseEvery, glimpseShare*time.Since(start)), glimpseLatest) //nolint:forbidigo // as above
	if err != nil || found.Digest == g.seen {
		return nil, err
	}
	g.seen = found.Digest
	cursor, err := g.cursor(ctx, g.follows, mark{Position: g.sub.At(), Seen: found.Digest})
	if err != nil {
		return nil, err
	}
	return changed(cursor, found), nil
}

func changed(cursor string, g *employer.Glimpse) *model.CandidatesChanged {
	return &model.CandidatesChanged{Cursor: cursor, Posting: g.Posting, TierCounts: &g.Counts}
}
