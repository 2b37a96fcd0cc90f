package graph

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Pace is how much cost a caller may use: Burst at once, PerSecond in the long
// run.
type Pace struct {
	PerSecond float64
	Burst     int
}

// The paces that a server starts with: a page of 20 candidates with all of its
// reasons costs some 300, so a viewer may leaf through one a second.
var (
	DefaultPace          = Pace{PerSecond: 500, Burst: 20_000}
	DefaultAnonymousPace = Pace{PerSecond: 100, Burst: 5_000}
)

// rememberedCallers bounds the memory that callers take; the one not seen for
// longest is forgotten, and starts again with a full burst.
const rememberedCallers = 10_000

// Rate limits each caller's use, charged by what operations cost.
type Rate struct {
	signedIn, anonymous Pace
	mu                  sync.Mutex
	callers             *lru.Cache[string, *rate.Limiter]
}

// NewRate makes a rate limit for callers who are signed in and who are not.
func NewRate(signedIn, anonymous Pace) *Rate {
	callers, err := lru.New[string, *rate.Limiter](rememberedCallers)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &Rate{signedIn: signedIn, anonymous: anonymous, callers: callers}
}

// Charge takes the cost from what the caller has left. When that is too
// little, nothing is taken and the time until it suffices is returned.
func (r *Rate) Charge(now time.Time, caller Request, cost int) (wait time.Duration, ok bool) {
	limiter := r.limiter(caller)
	// What costs more than the burst would never pass.
	reservation := limiter.ReserveN(now, min(cost, limiter.Burst()))
	if wait = reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// Debit takes a cost that has arisen already: with too little left, the caller
// waits before the next operation.
func (r *Rate) Debit(now time.Time, caller Request, cost int) {
	limiter := r.limiter(caller)
	limiter.ReserveN(now, min(cost, limiter.Burst()))
}

func (r *Rate) limiter(caller Request) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	if limiter, ok := r.callers.Get(caller.Caller); ok {
		return limiter
	}
	pace := r.signedIn
	if caller.Anonymous {
		pace = r.anonymous
	}
	limiter := rate.NewLimiter(rate.Limit(pace.PerSecond), pace.Burst)
	r.callers.Add(caller.Caller, limiter)
	return limiter
}
