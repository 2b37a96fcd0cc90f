package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

const (
	dialTimeout    = 3 * time.Second // to one address: others follow
	tlsTimeout     = 5 * time.Second
	headerTimeout  = 5 * time.Second
	maxHeaderBytes = 64 << 10
	maxDials       = 4
)

// newTransport returns a transport that connects with dial alone, anew for each
// request: a connection kept open would outlive the check of its address.
func newTransport(dial func(context.Context, string, string) (net.Conn, error), roots *x509.CertPool) *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  nil, // that of the environment would resolve by itself
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableKeepAlives:      true,
		DisableCompression:     true, // we bound it ourselves
		Protocols:              &protocols,
	}
}

// dial resolves, checks and connects to exactly what it has checked: between
// the check and the connection no name is asked for again.
func (f *Fetcher) dial(ctx context.Context, _, hostport string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	addresses, err := f.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, address := range addresses {
		conn, err := f.dialOne(ctx, net.JoinHostPort(address.String(), port))
		if err == nil {
			return conn, nil
		}
		if failed = errors.Join(failed, err); ctx.Err() != nil {
			break
		}
	}
	return nil, fmt.Errorf("dial: %w", failed)
}

func (f *Fetcher) dialOne(ctx context.Context, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	return f.connect(ctx, "tcp", address)
}

// resolve returns the first few addresses of a host. One of them that is not
// public refuses the host: an honest one has none, and which would be dialed
// would be for whoever answers for the name to choose.
func (f *Fetcher) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	addresses, err := f.lookUp(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	if len(addresses) == 0 {
		return nil, failure("its host was not found")
	}
	for i, address := range addresses {
		if err := checkAddress(address); err != nil {
			return nil, fmt.Errorf("resolve to %s: %w", address, err)
		}
		addresses[i] = address.Unmap()
	}
	return addresses[:min(len(addresses), maxDials)], nil
}

func (f *Fetcher) lookUp(ctx context.Context, host string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	// With a dot at its end the name is whole: the domains that the system
	// searches in (resolv.conf) are not for names of strangers.
	return f.resolver.LookupNetIP(ctx, "ip", strings.TrimSuffix(host, ".")+".")
}

// checkedDialer checks what the kernel is about to connect to: whatever came
// before, nothing private is dialed.
func checkedDialer() *net.Dialer {
	return &net.Dialer{ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("dial: %w", err)
		}
		return checkAddress(to.Addr())
	}}
}
