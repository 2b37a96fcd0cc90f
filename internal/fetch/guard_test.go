package fetch_test

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

const document = `{"id":"https://issuer.example/"}`

// served is what the tests' documents look like to who fetches them.
var served = badge.Document{Status: 200, ContentType: "application/json", Body: []byte(document)}

func TestADocumentIsFetchedOverTLSFromTheAddressThatWasChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.name("issuer.example", publicA, public6)
	w.at("issuer.example:8443", "/did.json", answer("application/json", document))
	if diff := cmp.Diff(served, w.fetch(t, "https://Issuer.example:8443/did.json#key-1")); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	dialed := w.dials()
	if len(dialed) != 1 || dialed[0] != publicA+":8443" && dialed[0] != "["+public6+"]:8443" {
		t.Errorf("dialed %v, want one of the addresses", dialed)
	}
	r := w.requests()[0]
	if r.Host != "issuer.example:8443" || r.TLS.ServerName != "issuer.example" || r.Method != http.MethodGet {
		t.Errorf("got a %s for %s by the name %s", r.Method, r.Host, r.TLS.ServerName)
	}
	var sent []string
	for name := range r.Header {
		sent = append(sent, name)
	}
	slices.Sort(sent)
	if diff := cmp.Diff([]string{"Accept", "Accept-Encoding", "Connection", "User-Agent"}, sent); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if n := w.lookedUp(); n != 1 {
		t.Errorf("%d lookups, want one", n)
	}
}

func TestAPublicAddressNeedsNoName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at(publicA, "/", answer("application/json", document))
	if diff := cmp.Diff(served, w.fetch(t, "https://"+publicA)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestAHostAtAPrivateAddressIsNeverDialed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.fetcher(nil)
	refusedBy := badge.Document{Blocked: "its host is at no public address"}
	for i, tt := range closedAddresses {
		alone, among := label(i)+".alone.example", label(i)+".among.example"
		w.name(alone, tt.address)
		w.name(among, publicA, tt.address, public6)
		for _, host := range []string{alone, among} {
			if diff := cmp.Diff(refusedBy, f.Fetch(t.Context(), "https://"+host+"/", fetch.Want{})); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", tt.name, host, diff)
			}
		}
	}
	if dialed := w.dials(); len(dialed) != 0 {
		t.Errorf("dialed %v, want nothing", dialed)
	}
}

// label is a different name for each number.
func label(i int) string { return "n" + strings.Repeat("x", i+1) }

// recorder is a resolver that knows one address for everything.
type recorder struct{ asked []string }

// LookupNetIP is fetch.Resolver.
func (r *recorder) LookupNetIP(_ context.Context, network, host string) ([]netip.Addr, error) {
	r.asked = append(r.asked, network+" "+host)
	return []netip.Addr{netip.MustParseAddr("::ffff:" + publicA)}, nil
}

func TestANameIsLookedUpWhole(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), &recorder{}
	w.at("issuer.example", "/", answer("application/json", document))
	f := w.fetcher(func(c *fetch.Config) { c.Resolver = r })
	if diff := cmp.Diff(served, f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	// Without the dot the system would try issuer.example.our-network.internal.
	if diff := cmp.Diff([]string{"ip issuer.example."}, r.asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{publicA + ":443"}, w.dials()); diff != "" {
		t.Errorf("dialed (-want +got):\n%s", diff)
	}
}

func TestANameThatChangesAfterTheCheckChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rename("rebinding.example", func(lookup int) []string {
		if lookup == 1 {
			return []string{publicB}
		}
		return []string{"127.0.0.1"}
	})
	w.at("rebinding.example", "/", answer("application/json", document))
	f := w.fetcher(nil)
	if diff := cmp.Diff(served, f.Fetch(t.Context(), "https://rebinding.example/", fetch.Want{})); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{publicB + ":443"}, w.dials()); diff != "" {
		t.Errorf("dialed (-want +got):\n%s", diff)
	}
	if n := w.lookedUp(); n != 1 {
		t.Errorf("%d lookups, want one for both check and dial", n)
	}
	// No connection is kept that would spare the next check.
	if got := f.Fetch(t.Context(), "https://rebinding.example/", fetch.Want{Fresh: true}); got.Blocked == "" {
		t.Errorf("second: got %+v, want it blocked", got)
	}
}

func TestANameThatChangesBetweenRedirectsIsCheckedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rename("rebinding.example", func(lookup int) []string {
		return [][]string{{publicA}, {"169.254.169.254"}}[min(lookup, 2)-1]
	})
	w.at("rebinding.example", "/", moved("/latest/meta-data"))
	got := w.fetch(t, "https://rebinding.example/")
	if want := (badge.Document{Blocked: "after a redirect, its host is at no public address"}); !cmp.Equal(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if dialed := w.dials(); len(dialed) != 1 {
		t.Errorf("dialed %v, want the first only", dialed)
	}
}

func TestEachRedirectIsCheckedAnew(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, location, why string }{
		{"to a name of a private address", "https://inside.example/", "no public address"},
		{"to a host with one private address", "https://both.example/", "no public address"},
		{"to a private address", "https://192.168.1.1/", "no public address"},
		{"to metadata", "https://169.254.169.254/latest/", "no public address"},
		{"to metadata, mapped", "https://[::ffff:169.254.169.254]/", "odd way"},
		{"to this machine", "https://localhost:8443/", "not on the public"},
		{"to plain HTTP", "http://issuer.example/", "not https"},
		{"to a file", "file:///etc/passwd", "not https"},
		{"to another port", "https://issuer.example:22/", "not one of https"},
		{"with a user", "https://a@issuer.example/", "user name"},
		{"with a backslash", `/\inside.example`, "characters"},
		{"in decimal", "//2130706433/", "odd way"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.name("inside.example", "10.0.0.1")
			w.name("both.example", publicA, "::1")
			w.at("issuer.example", "/", moved("https://second.example/"))
			w.at("second.example", "/", moved(tt.location))
			got := w.fetch(t, "https://issuer.example/")
			if !strings.HasPrefix(got.Blocked, "after a redirect, ") || !strings.Contains(got.Blocked, tt.why) || got.Status != 0 {
				t.Errorf("got %+v, want it blocked: %q", got, tt.why)
			}
			if dialed := w.dials(); len(dialed) != 2 {
				t.Errorf("dialed %v, want only the two hosts that redirect", dialed)
			}
		})
	}
}

func TestThreeRedirectsAreFollowedAndAFourthIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.name("second.example", publicB)
	w.at("issuer.example", "/4", moved("/3"))
	w.at("issuer.example", "/3", func(rw http.ResponseWriter, _ *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: "session", Value: "1", Secure: true})
		rw.Header().Set("Location", "https://second.example:8443/2")
		rw.WriteHeader(http.StatusMovedPermanently)
	})
	w.at("second.example:8443", "/2", moved("//issuer.example/1"))
	w.at("issuer.example", "/1", moved("0#fragment"))
	w.at("issuer.example", "/0", answer("application/json", document))

	want := served
	want.FinalURL = "https://issuer.example/0"
	if diff := cmp.Diff(want, w.fetch(t, "https://issuer.example/3")); diff != "" {
		t.Errorf("three (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{publicA + ":443", publicB + ":8443", publicA + ":443", publicA + ":443"}, w.dials()); diff != "" {
		t.Errorf("dialed (-want +got):\n%s", diff)
	}
	for _, r := range w.requests() {
		if r.Header.Get("Cookie")+r.Header.Get("Referer")+r.Header.Get("Authorization") != "" {
			t.Errorf("%s was told %v", r.URL, r.Header)
		}
	}
	if want, got := (badge.Document{Err: "it redirects too often"}), w.fetch(t, "https://issuer.example/4"); !cmp.Equal(want, got) {
		t.Errorf("four: got %+v, want %+v", got, want)
	}
}

func TestARedirectToNowhereIsAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusFound) })
	if got := w.fetch(t, "https://issuer.example/"); got.Status != http.StatusFound || got.Blocked+got.Err != "" {
		t.Errorf("got %+v, want the status", got)
	}
}

func TestAHostThatDoesNotAnswerIsSaidToBeSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", answer("application/json", document))
	w.at("other-name.example", "/", answer("application/json", document))
	w.name("nowhere.example")
	w.name("dead.example", publicB)
	w.dead[publicB+":443"] = true
	tests := []struct {
		name, host, want string
		change           func(*fetch.Config)
	}{
		{"a name that nobody has", "unknown.example", "its host was not found", nil},
		{"a name without addresses", "nowhere.example", "its host was not found", nil},
		{"a certificate of nobody known", "issuer.example", "its certificate is not trusted", func(c *fetch.Config) { c.Roots = newAuthority(t).pool }},
		{"a certificate of another name", "other-name.example", "its certificate is not trusted", nil},
		{"an address where nobody is", "dead.example", "it did not answer in time", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := w.fetcher(tt.change).Fetch(t.Context(), "https://"+tt.host+"/", fetch.Want{})
			if want := (badge.Document{Err: tt.want}); !cmp.Equal(want, got) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestAnAddressWhereNobodyIsIsFollowedByTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.name("issuer.example", publicA, publicB)
	w.at("issuer.example", "/", answer("application/json", document))
	w.dead[publicA+":443"] = true
	if diff := cmp.Diff(served, w.fetch(t, "https://issuer.example/")); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}
