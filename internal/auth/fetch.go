package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
)

// maxDocument bounds what a provider may answer.
const maxDocument = 1 << 20

// guardedClient returns a client that talks over TLS, or to this machine, and
// reads bounded answers, redirects included.
func guardedClient(base *http.Client) *http.Client {
	if base == nil {
		base = &http.Client{}
	}
	guarded := *base
	guarded.Transport = guard{base.Transport}
	guarded.Timeout = fetchTimeout
	return &guarded
}

type guard struct{ base http.RoundTripper }

// RoundTrip is http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := checkSecure(r.URL); err != nil {
		return nil, err
	}
	base := g.base
	if base == nil {
		base = http.DefaultTransport
	}
	answer, err := base.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxDocument)
	}
	return answer, err
}

// checkSecure refuses what somebody on the way could change. This machine itself
// is excepted, for development.
func checkSecure(u *url.URL) error {
	if u.Host == "" {
		return fmt.Errorf("%q is no absolute URL", u.Redacted())
	}
	if u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("%q is not https", u.Redacted())
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func get(ctx context.Context, client *http.Client, address string) (body []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("get keys: %w", err)
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("get keys: %w", err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get keys: %s", answer.Status)
	}
	if body, err = io.ReadAll(answer.Body); err != nil {
		return nil, fmt.Errorf("get keys: %w", err)
	}
	return body, nil
}
