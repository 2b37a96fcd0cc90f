package auth

import (
	"context"
	"crypto"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"github.com/stackmatch/stackmatch/internal/problem"
)

const (
	// keysFresh is how long keys are used without asking again, and so how long
	// a key that the provider withdrew is still believed.
	keysFresh = 15 * time.Minute
	// keysStale is how long they are used while the provider cannot be reached.
	keysStale = 24 * time.Hour
	// A token with an unknown key id makes us ask the provider; fetchEvery and
	// fetchBurst keep a stream of such tokens from being passed on to it.
	fetchEvery = 10 * time.Second
	fetchBurst = 5
	// fetchTimeout bounds discovery and keys together.
	fetchTimeout = 10 * time.Second
)

// keySource holds a provider's signing keys, found by discovery.
type keySource struct {
	issuer string
	client *http.Client
	now    func() time.Time
	limit  *rate.Limiter
	flight singleflight.Group

	mu      sync.Mutex
	keys    []signingKey
	fetched time.Time
	failure error // of the last fetch
}

func newKeySource(issuer string, client *http.Client, now func() time.Time) *keySource {
	return &keySource{
		issuer: issuer,
		client: client,
		now:    now,
		limit:  rate.NewLimiter(rate.Every(fetchEvery), fetchBurst),
	}
}

// find returns the published keys that may have made a token's signature. It
// fetches where none is known, or what is known is no longer fresh.
func (s *keySource) find(ctx context.Context, id, algorithm string) ([]crypto.PublicKey, error) {
	if found := s.known(id, algorithm, keysFresh); len(found) > 0 {
		return found, nil
	}
	err := s.refresh(ctx)
	if found := s.known(id, algorithm, keysStale); len(found) > 0 {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	return nil, refused("it is signed with a key that its issuer does not publish")
}

// known returns the matching keys that were fetched less than age ago.
func (s *keySource) known(id, algorithm string, age time.Duration) []crypto.PublicKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Sub(s.fetched) >= age {
		return nil
	}
	return matching(s.keys, id, algorithm)
}

// refresh fetches the keys again, once for all who ask meanwhile. Where it did so
// too often lately it answers with the outcome of the last time.
func (s *keySource) refresh(ctx context.Context) error {
	outcome := s.flight.DoChan("", func() (any, error) {
		now := s.now()
		if !s.limit.AllowN(now, 1) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return nil, s.failure
		}
		// Others wait for this fetch: it outlives the request that began it.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTimeout)
		defer cancel()
		keys, err := s.fetch(ctx)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failure = err; err == nil {
			s.keys, s.fetched = keys, now
		}
		return nil, err
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case done := <-outcome:
		return done.Err
	}
}

// fetch discovers each time: providers do move their keys.
func (s *keySource) fetch(ctx context.Context) ([]signingKey, error) {
	keys, err := s.fetchKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch the keys of %s: %w: %w", s.issuer, err,
			problem.New(problem.Unavailable, "the sign-in provider cannot be reached to check the token: try again shortly").
				Spanish("no se puede contactar al proveedor de inicio de sesión para comprobar el token: inténtelo de nuevo en breve"))
	}
	return keys, nil
}

func (s *keySource) fetchKeys(ctx context.Context) ([]signingKey, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, s.client), s.issuer)
	if err != nil {
		return nil, fmt.Errorf("discover: %w", err)
	}
	var document struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&document); err != nil {
		return nil, fmt.Errorf("discover: %w", err)
	}
	body, err := get(ctx, s.client, document.Keys)
	if err != nil {
		return nil, err
	}
	return parseKeys(body)
}
