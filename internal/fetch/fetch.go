// Package fetch opens the URLs that are found in data: issuers' documents,
// status lists, hosted badges. It is the only package that does.
//
// It owns the guard against requests forged by whoever wrote the data: https
// only, names and ports of the public internet, every address checked where it
// is dialed and again after each redirect, bounds on time, size and kind. It
// refuses to carry anything of ours along: no cookies, no credentials, no proxy
// of the environment, no address that we came from. Fixtures stand in for the
// network in tests and offline, behind the same checks.
package fetch

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// The bounds that a Config leaves at zero, and those that nobody changes.
const (
	defaultTimeout      = 10 * time.Second
	defaultMaxBytes     = 4 << 20
	defaultCacheEntries = 2048
	defaultCacheBytes   = 64 << 20
	defaultConcurrent   = 64
	defaultUserAgent    = "stackmatch"
	maxRedirects        = 3
	allAtOnce           = 8
)

// Resolver finds the addresses of a name, as net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Config is how a Fetcher works. Its zero value is right but for the clock.
type Config struct {
	// Resolver is asked for the addresses of a host; nil means the system's.
	Resolver Resolver
	// Dial connects to an address that has been checked, as 192.0.2.1:443; nil
	// means a dialer that checks it once more.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Now is the clock by which answers grow old; without one none is kept.
	Now func() time.Time
	// Timeout bounds a fetch as a whole, with redirects: 10 seconds.
	Timeout time.Duration
	// MaxBytes bounds a body, decompressed: 4 MiB.
	MaxBytes int
	// Concurrent bounds the fetches under way in the process: 64. The others
	// wait, within their own time.
	Concurrent int
	// CacheEntries and CacheBytes bound what is remembered: 2048 answers, 64 MiB.
	CacheEntries, CacheBytes int
	// UserAgent is what hosts are told that we are.
	UserAgent string
	// Roots are the authorities trusted; nil means the system's.
	Roots *x509.CertPool
	// Log hears of refusals and failures, by host: a path may name a person.
	Log *slog.Logger
}

// Fetcher fetches. It is safe for concurrent use.
type Fetcher struct {
	resolver  Resolver
	connect   func(ctx context.Context, network, address string) (net.Conn, error)
	transport http.RoundTripper
	timeout   time.Duration
	maxBytes  int
	userAgent string
	slots     chan struct{}
	memory    *memory
	flights   flights
	log       *slog.Logger
}

// New returns a Fetcher.
func New(c Config) *Fetcher {
	f := &Fetcher{
		resolver:  c.Resolver,
		connect:   c.Dial,
		timeout:   or(c.Timeout, defaultTimeout),
		maxBytes:  or(c.MaxBytes, defaultMaxBytes),
		userAgent: or(c.UserAgent, defaultUserAgent),
		slots:     make(chan struct{}, or(c.Concurrent, defaultConcurrent)),
		memory:    newMemory(c.Now, or(c.CacheEntries, defaultCacheEntries), or(c.CacheBytes, defaultCacheBytes)),
		flights:   flights{running: map[string]*flight{}},
		log:       c.Log,
	}
	if f.resolver == nil {
		f.resolver = net.DefaultResolver
	}
	if f.connect == nil {
		f.connect = checkedDialer().DialContext
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	f.transport = newTransport(f.dial, c.Roots)
	return f
}

// Want says what the caller is after.
type Want struct {
	// Images takes baked badges, PNG and SVG, beside documents.
	Images bool
	// Fresh asks the host although an answer is remembered.
	Fresh bool
}

// Fetch gets one URL. The answer's Blocked says why the URL was refused, its Err
// why nothing usable came back; neither tells addresses of ours. The body is
// shared with other callers: read it only.
func (f *Fetcher) Fetch(ctx context.Context, address string, want Want) badge.Document {
	at, err := locate(address)
	if err != nil {
		f.log.DebugContext(ctx, "refuse to fetch", slog.Any("error", err))
		return asDocument(err)
	}
	key := at.String()
	if want.Images {
		key = "image " + key
	}
	if !want.Fresh {
		if doc, ok := f.memory.recall(key); ok {
			return doc
		}
		return f.flights.join(ctx, key, func(ctx context.Context) badge.Document { return f.fetch(ctx, key, at, want) })
	}
	// Not the flight of one that may have left before the caller had a reason
	// to ask again.
	return f.flights.join(ctx, "fresh "+key, func(ctx context.Context) badge.Document { return f.fetch(ctx, key, at, want) })
}

// All gets several URLs, a few at a time, each once.
func (f *Fetcher) All(ctx context.Context, addresses []string, want Want) map[string]badge.Document {
	return all(ctx, addresses, want, f.Fetch)
}

func all(
	ctx context.Context, addresses []string, want Want, fetch func(context.Context, string, Want) badge.Document,
) map[string]badge.Document {
	var group errgroup.Group
	group.SetLimit(allAtOnce)
	docs := make([]badge.Document, len(addresses))
	found := make(map[string]badge.Document, len(addresses))
	for i, address := range addresses {
		if _, asked := found[address]; asked {
			continue
		}
		found[address] = badge.Document{}
		group.Go(func() error {
			docs[i] = fetch(ctx, address, want)
			return nil
		})
	}
	_ = group.Wait() // each document tells its own failure
	for i := len(addresses) - 1; i >= 0; i-- {
		found[addresses[i]] = docs[i] // backwards: of a URL named twice the first was asked
	}
	return found
}

// or is value, or what stands for it when it is not given.
func or[T int | string | time.Duration](value, otherwise T) T {
	var zero T
	if value <= zero {
		return otherwise
	}
	return value
}
