package fetch_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/fetch"
)

// refused are URLs with what is said of them.
var refused = []struct{ name, url, why string }{
	{"no scheme", "issuer.example/did.json", "not https"},
	{"nothing", "", "not https"},
	{"plain http", "http://issuer.example/", "not https"},
	{"a file", "file:///etc/passwd", "not https"},
	{"data", "data:application/json,{}", "not https"},
	{"a name", "urn:uuid:6b1fca4e-0000-4000-8000-000000000000", "not https"},
	{"a did", "did:web:issuer.example", "not https"},
	{"gopher", "gopher://issuer.example/_x", "not https"},
	{"no slashes", "https:issuer.example", "names no host"},
	{"one slash", "https:/issuer.example", "names no host"},
	{"three slashes", "https:///issuer.example", "names no host"},
	{"only a port", "https://:443/", "odd way"},

	{"user", "https://issuer.example@evil.example/", "user name"},
	{"user and password", "https://a:b@issuer.example/", "user name"},
	{"empty user", "https://@issuer.example/", "user name"},
	{"backslash host", `https://issuer.example\@evil.example/`, "characters"},
	{"backslash slashes", `https:\\issuer.example\`, "characters"},
	{"backslash path", `https://issuer.example/\..\x`, "characters"},
	{"space", "https://issuer.example/a b", "characters"},
	{"space first", " https://issuer.example/", "characters"},
	{"line end", "https://issuer.example/\r\nHost: evil.example", "characters"},
	{"tab", "https://iss\tuer.example/", "characters"},
	{"zero byte", "https://issuer.example/\x00", "characters"},
	{"no UTF-8", "https://issuer.example/\xff", "characters"},
	{"endless", "https://issuer.example/" + strings.Repeat("a", 2100), "too long"},

	{"decimal address", "https://2130706433/", "odd way"},
	{"octal address", "https://0177.0.0.1/", "odd way"},
	{"octal without digits", "https://017700000001/", "odd way"},
	{"hexadecimal address", "https://0x7f000001/", "odd way"},
	{"hexadecimal parts", "https://0x7f.0x0.0x0.0x1/", "odd way"},
	{"hexadecimal last part", "https://127.0.0.0x1/", "odd way"},
	{"empty hexadecimal", "https://127.0.0.0x/", "odd way"},
	{"short address", "https://127.1/", "odd way"},
	{"public short address", "https://20.1/", "odd way"},
	{"leading zeros", "https://020.0.0.1/", "odd way"},
	{"five parts", "https://1.2.3.4.5/", "odd way"},
	{"too big a part", "https://256.1.1.1/", "odd way"},
	{"a name that ends in a number", "https://issuer.12/", "odd way"},
	{"address with a dot", "https://127.0.0.1./", "odd way"},
	{"name with a dot", "https://issuer.example./", "odd way"},
	{"two dots", "https://issuer..example/", "odd way"},
	{"dot first", "https://.issuer.example/", "odd way"},
	{"escaped host", "https://issuer%2eexample/", "no URL"},
	{"escaped wide host", "https://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/", "odd way"},
	{"wide digits", "https://１２７.0.0.1/", "odd way"},
	{"circled digits", "https://①②⑦.⓪.⓪.①/", "odd way"},
	{"wide dot", "https://127。0。0。1/", "odd way"},
	{"unicode name", "https://müller.example/", "odd way"},
	{"kelvin sign", "https://issuer.example\u212A.example/", "odd way"},
	{"soft hyphen", "https://local\u00adhost.example/", "odd way"},
	{"underscore", "https://my_issuer.example/", "odd way"},
	{"hyphen first", "https://-issuer.example/", "odd way"},
	{"hyphen last", "https://issuer-.example/", "odd way"},
	{"long label", "https://" + strings.Repeat("a", 64) + ".example/", "odd way"},
	{"long name", "https://" + strings.Repeat("abcdefg.", 32) + "example/", "odd way"},
	{"comma", "https://issuer.example,evil.example/", "odd way"},

	{"single label", "https://issuer/", "not on the public"},
	{"localhost", "https://localhost/", "not on the public"},
	{"localhost in capitals", "https://LOCALHOST/", "not on the public"},
	{"below localhost", "https://a.localhost/", "not on the public"},
	{"metadata by name", "https://metadata.google.internal/", "not on the public"},
	{"printer", "https://printer.local/", "not on the public"},
	{"home", "https://router.home.arpa/", "not on the public"},

	{"loopback", "https://127.0.0.1/", "no public address"},
	{"private", "https://10.0.0.1:8443/", "no public address"},
	{"metadata", "https://169.254.169.254/latest", "no public address"},
	{"all", "https://0.0.0.0/", "no public address"},
	{"loopback of IPv6", "https://[::1]/", "no public address"},
	{"loopback of IPv6 at length", "https://[0:0:0:0:0:0:0:1]/", "no public address"},
	{"metadata of IPv6", "https://[fd00:ec2::254]/", "no public address"},
	{"NAT64 of loopback", "https://[64:ff9b::7f00:1]/", "no public address"},
	{"mapped loopback", "https://[::ffff:127.0.0.1]/", "odd way"},
	{"mapped loopback in hexadecimal", "https://[::ffff:7f00:1]/", "odd way"},
	{"mapped public address", "https://[::ffff:20.0.0.1]/", "odd way"},
	{"zone", "https://[fe80::1%25eth0]/", "odd way"},
	{"zone on a public address", "https://[2600::1%25eth0]/", "odd way"},
	{"IPv4 in brackets", "https://[127.0.0.1]/", "no URL"},
	{"a name in brackets", "https://[issuer.example]/", "no URL"},
	{"open bracket", "https://[::1/", "no URL"},

	{"empty port", "https://issuer.example:/", "port"},
	{"port 0", "https://issuer.example:0/", "port"},
	{"port of http", "https://issuer.example:80/", "not one of https"},
	{"port of mail", "https://issuer.example:25/", "not one of https"},
	{"port of ssh", "https://issuer.example:22/", "not one of https"},
	{"too big a port", "https://issuer.example:65536/", "port"},
	{"a port that overflows", "https://issuer.example:18446744073709552059/", "port"},
	{"port with zeros", "https://issuer.example:0443/", "port"},
	{"free port with zeros", "https://issuer.example:08443/", "port"},
	{"signed port", "https://issuer.example:+443/", "no URL"},
	{"two ports", "https://issuer.example:443:444/", "no URL"},
	{"port of a bad bracket", "https://[2600::1]x:443/", "no URL"},
}

func TestNothingIsAskedOfAURLInAnOddForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.fetcher(nil)
	for _, tt := range refused {
		doc := f.Fetch(t.Context(), tt.url, fetch.Want{})
		if !strings.Contains(doc.Blocked, tt.why) || doc.Err != "" || doc.Status != 0 {
			t.Errorf("%s: got %+v of %q, want it blocked: %q", tt.name, doc, tt.url, tt.why)
		}
	}
	if n, dials := w.lookedUp(), w.dials(); n != 0 || len(dials) != 0 {
		t.Errorf("%d names were looked up, %v dialed; want none", n, dials)
	}
}

func TestAURLIsBroughtIntoOneForm(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, url, want string }{
		{"as it is", "https://issuer.example/a/b?c=d&e", "https://issuer.example/a/b?c=d&e"},
		{"no path", "https://issuer.example", "https://issuer.example/"},
		{"query without path", "https://issuer.example?a", "https://issuer.example/?a"},
		{"fragment", "https://issuer.example/did.json#key-1", "https://issuer.example/did.json"},
		{"capitals", "HTTPS://Issuer.EXAMPLE/A", "https://issuer.example/A"},
		{"its own port", "https://issuer.example:443/", "https://issuer.example/"},
		{"another port", "https://issuer.example:8443/", "https://issuer.example:8443/"},
		{"highest port", "https://issuer.example:65535/", "https://issuer.example:65535/"},
		{"at in the path", "https://issuer.example/@me", "https://issuer.example/@me"},
		{"escapes stay", "https://issuer.example/a%2Fb%20c?d=%2f", "https://issuer.example/a%2Fb%20c?d=%2f"},
		{"letters beyond ASCII", "https://issuer.example/español?q=ñ", "https://issuer.example/espa%C3%B1ol?q=%C3%B1"},
		{"loose characters", `https://issuer.example/{a}?b="c"|d`, "https://issuer.example/%7Ba%7D?b=%22c%22%7Cd"},
		{"an ASCII form of another name", "https://xn--mller-kva.example/", "https://xn--mller-kva.example/"},
		{"a name of digits", "https://123.example/", "https://123.example/"},
		{"hexadecimal in the middle", "https://0x7f.example/", "https://0x7f.example/"},
		{"public address", "https://20.0.0.1/", "https://20.0.0.1/"},
		{"public address of IPv6", "https://[2600:0::0001]:8443/", "https://[2600::1]:8443/"},
		{"localhost as a label", "https://localhost.example/", "https://localhost.example/"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := fetch.Locate(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestARedirectLeadsWhereABrowserWouldGoOrNowhere(t *testing.T) {
	t.Parallel()
	from, err := fetch.Locate("https://issuer.example/a/b?c")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ location, want string }{
		{"d", "https://issuer.example/a/d"},
		{"/d?e#f", "https://issuer.example/d?e"},
		{"../../../d", "https://issuer.example/d"},
		{"?e", "https://issuer.example/a/b?e"},
		{"//other.example/d", "https://other.example/d"},
		{"https://other.example", "https://other.example/"},
		{"/año", "https://issuer.example/a%C3%B1o"},

		{"http://other.example/", ""},
		{"//10.0.0.1/", ""},
		{"//user@other.example/", ""},
		{"///other.example/", ""},
		{"https:///other.example/", ""},
		{"https:other.example/", ""},
		{`\\other.example\`, ""},
		{`/\other.example`, ""},
		{"\thttps://other.example", ""},
		{"javascript:alert(1)", ""},
		{"//2130706433/", ""},
		{"//other.example:22/", ""},
		{"%zz", ""},
	}
	for _, tt := range tests {
		t.Run(tt.location, func(t *testing.T) {
			t.Parallel()
			got, err := fetch.Follow(from, tt.location)
			switch {
			case tt.want == "" && err == nil:
				t.Errorf("got %s, want it refused", got)
			case tt.want != "" && err != nil:
				t.Errorf("got %v, want %s", err, tt.want)
			case tt.want != "" && got.String() != tt.want:
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzLocate holds that what is accepted reads the same everywhere: by a second
// look, by net/http, and by a reader who only splits at slashes.
func FuzzLocate(f *testing.F) {
	for _, tt := range refused {
		f.Add(tt.url)
	}
	f.Add("https://issuer.example:8443/a/español?b=ñ#c")
	f.Add("https://[2600::1]/")
	f.Fuzz(func(t *testing.T, raw string) {
		at, err := fetch.Locate(raw)
		if err != nil {
			return
		}
		again, err := fetch.Locate(at.String())
		if err != nil || again.String() != at.String() {
			t.Errorf("%q is %s at first and %v, %v then", raw, at, again, err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at.String(), nil)
		if err != nil || request.Host != at.Host || request.URL.Host != at.Host {
			t.Fatalf("%s is asked of %+v, %v", at, request, err)
		}
		rest, ok := strings.CutPrefix(at.String(), "https://")
		if host, _, slash := strings.Cut(rest, "/"); !ok || !slash || host != at.Host || host != strings.ToLower(host) {
			t.Errorf("%s does not show its host %q", at, at.Host)
		}
		if address, err := netip.ParseAddr(at.Hostname()); err == nil && fetch.CheckAddress(address) != nil {
			t.Errorf("%s is accepted", at)
		}
		for _, r := range at.String() {
			if r <= ' ' || r >= 0x7f || r == '\\' {
				t.Errorf("%q has %q in it", at, r)
			}
		}
	})
}
