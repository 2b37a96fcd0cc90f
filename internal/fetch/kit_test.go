package fetch_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

func TestMain(m *testing.M) {
	// Any request that asked the environment for a proxy would fail.
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			log.Fatal(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// Public addresses: nobody is dialed there, the world listens on this machine.
const (
	publicA = "20.0.0.1"
	publicB = "20.0.0.2"
	public6 = "2600::1"
)

// world is an internet of its own: names, addresses and one TLS server for all
// of its hosts.
type world struct {
	*names
	roots *x509.CertPool
	now   *clock

	mu       sync.Mutex
	handlers map[string]http.HandlerFunc
	dialed   []string
	asked    []*http.Request
	server   *httptest.Server
	dead     map[string]bool // addresses where nothing listens
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		names: newNames(t), now: &clock{now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)},
		handlers: map[string]http.HandlerFunc{}, dead: map[string]bool{},
	}
	ca := newAuthority(t)
	w.roots = ca.pool
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	// Not GetCertificate: httptest has one of its own for who names no host.
	config := &tls.Config{GetCertificate: ca.certificate, MinVersion: tls.VersionTLS12}
	w.server.TLS = &tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return config, nil }, MinVersion: tls.VersionTLS12}
	w.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	w.server.StartTLS()
	t.Cleanup(w.server.Close)
	return w
}

// fetcher makes a Fetcher of this world.
func (w *world) fetcher(change func(*fetch.Config)) *fetch.Fetcher {
	config := fetch.Config{Resolver: w.resolver(), Dial: w.dial, Now: w.now.Now, Roots: w.roots, Timeout: time.Minute}
	if change != nil {
		change(&config)
	}
	return fetch.New(config)
}

func (w *world) fetch(t *testing.T, address string) badge.Document {
	t.Helper()
	return w.fetcher(nil).Fetch(t.Context(), address, fetch.Want{})
}

func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	w.dialed = append(w.dialed, address)
	dead := w.dead[address]
	w.mu.Unlock()
	if dead {
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
	}
	return (&net.Dialer{}).DialContext(ctx, network, w.server.Listener.Addr().String())
}

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked = append(w.asked, r)
	handler := w.handlers[r.Host+r.URL.Path]
	w.mu.Unlock()
	if handler == nil {
		http.NotFound(rw, r)
		return
	}
	handler(rw, r)
}

// at answers at a host and path, and gives the host an address if it has none.
func (w *world) at(host, path string, handler http.HandlerFunc) {
	w.mu.Lock()
	w.handlers[host+path] = handler
	w.mu.Unlock()
	name, _, _ := strings.Cut(host, ":")
	w.known(name)
}

// dials are the addresses dialed so far.
func (w *world) dials() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, w.dialed...)
}

// requests are those that came so far.
func (w *world) requests() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]*http.Request{}, w.asked...)
}

// answer serves a text with a content type; headers come in pairs.
func answer(contentType, body string, headers ...string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		for i := 0; i < len(headers); i += 2 {
			rw.Header().Set(headers[i], headers[i+1])
		}
		_, _ = io.WriteString(rw, body)
	}
}

// moved redirects to a location, as it stands.
func moved(location string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header()["Location"] = []string{location}
		rw.WriteHeader(http.StatusFound)
	}
}

// authority makes certificates for whatever name is asked for.
type authority struct {
	key  *ecdsa.PrivateKey
	root *x509.Certificate
	pool *x509.CertPool
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return &authority{key, root, pool}
}

func (a *authority) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := hello.ServerName
	if name == "other-name.example" {
		name = "somebody-else.example"
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		NotBefore:    a.root.NotBefore, NotAfter: a.root.NotAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if template.DNSNames = []string{name}; name == "" { // who asks for an address names none
		template.DNSNames, template.IPAddresses = nil, []net.IP{netip.MustParseAddr(publicA).AsSlice()}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.root, a.key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}, nil
}

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
