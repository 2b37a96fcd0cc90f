package fetch_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// zipped compresses a text.
func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// spoiled compresses the document and turns the byte at an offset over; one below
// zero counts from the end.
func spoiled(t *testing.T, offset int) string {
	t.Helper()
	b := []byte(zipped(t, document))
	if offset < 0 {
		offset += len(b)
	}
	b[offset] ^= 0xff
	return string(b)
}

// endless sends a piece again and again until the connection is closed.
func endless(piece string, headers ...string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		answer("application/json", "", headers...)(rw, r)
		for {
			if _, err := io.WriteString(rw, piece); err != nil {
				return
			}
		}
	}
}

// small bounds bodies to a size that tests can go beyond.
func small(c *fetch.Config) { c.MaxBytes = 64 << 10 }

func TestABodyIsReadWithinItsBound(t *testing.T) {
	t.Parallel()
	full := strings.Repeat("a", 64<<10)
	spaces := strings.Repeat(" ", 1<<10)
	tooMuch := badge.Document{Err: "it sent too much"}
	zip := []string{"Content-Encoding", "gzip"}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    badge.Document
	}{
		{"as much as may be", answer("text/plain", full), badge.Document{Status: 200, ContentType: "text/plain", Body: []byte(full)}},
		{"one byte more", answer("text/plain", full+"a"), tooMuch},
		{"a length that is announced", answer("text/plain", "", "Content-Length", strconv.Itoa(1<<40)), tooMuch},
		{"a body without end", endless(spaces), tooMuch},
		{"compressed", answer("application/json", zipped(t, document), zip...), served},
		{"compressed, as much as may be", answer("text/plain", zipped(t, full), zip...), badge.Document{Status: 200, ContentType: "text/plain", Body: []byte(full)}},
		{"a bomb", answer("application/json", zipped(t, strings.Repeat(full, 100)), zip...), tooMuch},
		{"a bomb without end", endless(zipped(t, full), zip...), tooMuch},
		{"members of nothing without end", endless(zipped(t, ""), zip...), tooMuch},
		{"compressed twice", answer("application/json", zipped(t, zipped(t, document)), "Content-Encoding", "gzip, gzip"), badge.Document{Err: "it sent an encoding that was not asked for"}},
		{"another compression", answer("application/json", document, "Content-Encoding", "br"), badge.Document{Err: "it sent an encoding that was not asked for"}},
		{"not compressed at all", answer("application/json", document, zip...), badge.Document{Err: "it sent damaged content"}},
		{"with a wrong sum", answer("application/json", spoiled(t, -8), zip...), badge.Document{Err: "it sent damaged content"}},
		{"with a wrong block", answer("application/json", spoiled(t, 10), zip...), badge.Document{Err: "it sent damaged content"}},
		{"broken off", answer("text/plain", "a", "Content-Length", "2"), badge.Document{Err: "the connection failed"}},
		{"headers without end", answer("application/json", document, "X", strings.Repeat("a", 128<<10)), badge.Document{Err: "the connection failed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", tt.handler)
			got := w.fetcher(small).Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyKindsOfDocumentsAreRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind            string
		document, image bool // whether read as such
	}{
		{"application/json", true, true},
		{"Application/JSON; charset=utf-8", true, true},
		{`application/ld+json; profile="https://w3id.org/openbadges/v2"`, true, true},
		{"application/vc", true, true},
		{"application/vc+ld+json", true, true},
		{"application/did+json", true, true},
		{"application/did+ld+json", true, true},
		{"application/jwk-set+json", true, true},
		{"application/vc+jwt", true, true},
		{"application/vc+ld+json+jwt", true, true},
		{"application/jwt", true, true},
		{"application/octet-stream", true, true},
		{"text/plain; charset=utf-8", true, true},
		{"image/png", false, true},
		{"image/svg+xml", false, true},
		{"image/jpeg", false, false},
		{"text/html", false, false},
		{"text/html; charset=utf-8; x=application/json", false, false},
		{"application/xhtml+xml", false, false},
		{"application/zip", false, false},
		{"text/x+json", false, false},
		{"application/json, text/html", false, false},
		{"nonsense", false, false},
		{"", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", answer(tt.kind, document))
			f := w.fetcher(nil)
			for want, read := range map[fetch.Want]bool{{}: tt.document, {Images: true}: tt.image} {
				expected := badge.Document{Err: "it sent another kind of content"}
				if read {
					expected = badge.Document{Status: 200, ContentType: tt.kind, Body: []byte(document)}
				}
				if diff := cmp.Diff(expected, f.Fetch(t.Context(), "https://issuer.example/", want)); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", want, diff)
				}
			}
		})
	}
}

func TestAnErrorKeepsItsDocumentButNoPage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status           int
		kind, body, want string
	}{
		{http.StatusGone, "application/json", `{"revoked":true}`, `{"revoked":true}`},
		{http.StatusNotFound, "text/html", "<p>Not here", ""},
		{http.StatusServiceUnavailable, "text/html", "<p>Later", ""},
		{http.StatusInternalServerError, "text/plain", strings.Repeat("x", 1<<17), ""},
		{http.StatusNoContent, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(strconv.Itoa(tt.status), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", tt.kind)
				rw.WriteHeader(tt.status)
				_, _ = io.WriteString(rw, tt.body)
			})
			got := w.fetcher(small).Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
			if got.Status != tt.status || string(got.Body) != tt.want || got.Blocked+got.Err != "" {
				t.Errorf("got %+v, want status %d with %q", got, tt.status, tt.want)
			}
		})
	}
}
