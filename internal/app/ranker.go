package app

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/search"
)

// barrierWait is how long a request waits for the index; a batch takes a tenth.
const barrierWait = 250 * time.Millisecond

// dueEvery is how often requests look for what falls due by time alone.
const dueEvery = time.Second

// ranker ranks earners by the index, and those whose changes it lacks by their
// records.
type ranker struct {
	earners     *search.Earners
	syncer      *search.Syncer
	credentials *credential.Service
	outbox      *outbox.Outbox
	now         func() time.Time
	told        atomic.Int64 // when tellDue last looked, in Unix nanoseconds
}

var _ employer.Ranker = (*ranker)(nil)

// Barrier waits until the index has what was written before, and what fell due.
func (r *ranker) Barrier(ctx context.Context) (pending []string, err error) {
	if r.syncer == nil {
		return nil, asProblem(search.ErrNotReady)
	}
	if err := r.tellDue(ctx); err != nil {
		return nil, err
	}
	pending, err = r.syncer.Barrier(ctx, barrierWait)
	return pending, asProblem(err)
}

// tellDue tells the feed whom time alone has changed, unless that was done just
// now: then at most a count is a second old, and never a row.
func (r *ranker) tellDue(ctx context.Context) error {
	now := r.now()
	last := r.told.Load()
	if now.UnixNano()-last < int64(dueEvery) || !r.told.CompareAndSwap(last, now.UnixNano()) {
		return nil
	}
	_, err := r.outbox.ScanDue(ctx, now)
	return err
}

// Candidates ranks.
func (r *ranker) Candidates(ctx context.Context, q search.Query, pending []string) (*search.Result, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	found, err := r.earners.CandidatesWith(ctx, q, newer)
	return found, asProblem(err)
}

// Standings says where candidates stand.
func (r *ranker) Standings(ctx context.Context, q search.Query, keys []matching.Key, pending []string) ([]int, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	ranks, err := r.earners.Standings(ctx, q, keys, newer)
	return ranks, asProblem(err)
}

// ShownPlaces says where rows show earners to be.
func (r *ranker) ShownPlaces(ctx context.Context, org string, kinds, earners, pending []string) (map[string]string, error) {
	newer, err := r.newer(ctx, pending)
	if err != nil {
		return nil, err
	}
	shown, err := r.earners.ShownPlaces(org, kinds, earners, newer)
	return shown, asProblem(err)
}

func (r *ranker) newer(ctx context.Context, pending []string) (search.Newer, error) {
	if len(pending) == 0 {
		return search.Newer{}, nil
	}
	documents, err := r.credentials.Load(ctx, pending)
	return search.Newer{Stale: pending, Documents: documents}, err
}

// asProblem tells a caller that an index which is being built, or which is far
// behind, is a matter of time.
func asProblem(err error) error {
	if errors.Is(err, search.ErrNotReady) || errors.Is(err, search.ErrBehind) {
		return problem.New(problem.Unavailable, "the search index is catching up; try again in a moment").
			Spanish("el índice de búsqueda se está poniendo al día; inténtelo de nuevo en un momento")
	}
	return err
}
