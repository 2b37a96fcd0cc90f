package fetch_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/fetch"
)

// token writes a token with that payload; nobody looks at its signature here.
func token(payload string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"ES256"}`)) + "." + part([]byte(payload)) + "." + part([]byte("signature"))
}

func TestAnAnswerIsRememberedForAsLongAsItSays(t *testing.T) {
	t.Parallel()
	const list = `{"type":["VerifiableCredential","BitstringStatusListCredential"],"credentialSubject":{"type":"BitstringStatusList"%s}}`
	plainList := fmt.Sprintf(list, "")
	tests := []struct {
		name    string
		headers []string
		body    string
		want    time.Duration
	}{
		{"says nothing", nil, document, 5 * time.Minute},
		{"an hour", []string{"Cache-Control", "public, max-age=3600"}, document, time.Hour},
		{"an hour in quotes and capitals", []string{"Cache-Control", `Public,MAX-AGE="3600"`}, document, time.Hour},
		{"an hour, of which half is over", []string{"Cache-Control", "max-age=3600", "Age", "1800"}, document, 30 * time.Minute},
		{"an hour that is over", []string{"Cache-Control", "max-age=3600", "Age", "7200"}, document, time.Minute},
		{"a year", []string{"Cache-Control", "max-age=31536000"}, document, 24 * time.Hour},
		{"no time", []string{"Cache-Control", "max-age=0"}, document, time.Minute},
		{"never", []string{"Cache-Control", "no-store"}, document, time.Minute},
		{"not unasked", []string{"Cache-Control", "no-cache, max-age=3600"}, document, time.Minute},
		{"nonsense", []string{"Cache-Control", "max-age=soon"}, document, time.Minute},
		{"more than can be counted", []string{"Cache-Control", "max-age=99999999999999999999"}, document, time.Minute},
		{"a status list", []string{"Cache-Control", "max-age=86400"}, plainList, 5 * time.Minute},
		{"a status list as a token", []string{"Cache-Control", "max-age=86400"}, token(plainList), 5 * time.Minute},
		{"a status list that lasts ten seconds", nil, fmt.Sprintf(list, `,"ttl":10000`), 10 * time.Second},
		{"a token of one", nil, token(fmt.Sprintf(list, `,"ttl":10000`)), 10 * time.Second},
		{"a status list that lasts a day", []string{"Cache-Control", "max-age=86400"}, fmt.Sprintf(list, `,"ttl":86400000`), 5 * time.Minute},
		{"a status list that lasts no time", nil, fmt.Sprintf(list, `,"ttl":0`), 0},
		{"a status list that lasts less", nil, fmt.Sprintf(list, `,"ttl":-1e300`), 0},
		{"a status list that lasts for ever", nil, fmt.Sprintf(list, `,"ttl":1e300`), 5 * time.Minute},
		{"a revocation list", []string{"Cache-Control", "max-age=86400"}, `{"type":"RevocationList","revokedAssertions":[]}`, 5 * time.Minute},
		{"a revocation list of 1EdTech", []string{"Cache-Control", "max-age=86400"}, `{"type":["1EdTechRevocationList"]}`, 5 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", answer("application/json", tt.body, tt.headers...))
			holds(t, w, tt.want)
		})
	}
}

func TestAnErrorIsRememberedForAMinute(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		handle http.HandlerFunc
	}{
		{"not found", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Cache-Control", "max-age=86400")
			http.NotFound(rw, r)
		}},
		{"gone", func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Cache-Control", "max-age=86400")
			rw.WriteHeader(http.StatusGone)
		}},
		{"another kind", answer("text/html", document, "Cache-Control", "max-age=86400")},
		{"a broken connection", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"a redirect that is refused", moved("https://10.0.0.1/")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", tt.handle)
			holds(t, w, time.Minute)
		})
	}
}

func TestARedirectIsNotRememberedForLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", moved("/there"))
	w.at("issuer.example", "/there", answer("application/json", document, "Cache-Control", "max-age=86400"))
	holds(t, w, 5*time.Minute)
}

// holds checks that the answer of issuer.example is kept for exactly that long.
func holds(t *testing.T, w *world, want time.Duration) {
	t.Helper()
	f := w.fetcher(nil)
	ask := func() int {
		f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
		return len(w.requests())
	}
	once := ask()
	if want > 0 {
		w.now.Add(want - time.Nanosecond)
		if n := ask(); n != once {
			t.Fatalf("asked again before %s", want)
		}
		w.now.Add(time.Nanosecond)
	}
	if n := ask(); n != 2*once {
		t.Errorf("%d requests, want %d: not asked again after %s", n, 2*once, want)
	}
}

func TestWhoWantsItFreshAsksAgainAndTellsTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", answer("application/json", `{"revoked":false}`))
	f := w.fetcher(nil)
	get := func(want fetch.Want) string {
		return string(f.Fetch(t.Context(), "https://issuer.example/", want).Body)
	}
	before := get(fetch.Want{})
	w.at("issuer.example", "/", answer("application/json", `{"revoked":true}`))
	remembered, fresh, after := get(fetch.Want{}), get(fetch.Want{Fresh: true}), get(fetch.Want{})
	if before != remembered || fresh != `{"revoked":true}` || after != fresh {
		t.Errorf("got %s, remembered %s, fresh %s, after it %s", before, remembered, fresh, after)
	}
}

func TestAFragmentIsNoOtherDocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", answer("application/json", document))
	f := w.fetcher(nil)
	for _, address := range []string{"https://issuer.example", "https://issuer.example/#a", "https://ISSUER.example:443/#b"} {
		f.Fetch(t.Context(), address, fetch.Want{})
	}
	if n := len(w.requests()); n != 1 {
		t.Errorf("%d requests, want one", n)
	}
}

func TestWithoutAClockNothingIsRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", answer("application/json", document))
	f := w.fetcher(func(c *fetch.Config) { c.Now = nil })
	for range 2 {
		f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
	}
	if n := len(w.requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*fetch.Config)
		kept   int // of four documents of 10,000 bytes
	}{
		{"by number", func(c *fetch.Config) { c.CacheEntries = 3 }, 3},
		{"by size", func(c *fetch.Config) { c.CacheBytes = 25_000 }, 2},
		{"by a size that holds none", func(c *fetch.Config) { c.CacheBytes = 5_000 }, 0},
		{"by more than there is", func(*fetch.Config) {}, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			f := w.fetcher(tt.change)
			fetchAll := func(paths ...string) int {
				before := len(w.requests())
				for _, path := range paths {
					w.at("issuer.example", path, answer("text/plain", strings.Repeat("a", 10_000)))
					f.Fetch(t.Context(), "https://issuer.example"+path, fetch.Want{})
				}
				return len(w.requests()) - before
			}
			fetchAll("/1", "/2", "/3", "/4")
			// The latest first: whoever is asked for stays.
			if n := fetchAll("/4", "/3", "/2", "/1"); 4-n != tt.kept {
				t.Errorf("%d of 4 were kept, want %d", 4-n, tt.kept)
			}
		})
	}
}

func TestAnAnswerTakesThePlaceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := w.fetcher(func(c *fetch.Config) { c.CacheBytes = 25_000 })
	for _, path := range []string{"/1", "/2"} {
		w.at("issuer.example", path, answer("text/plain", strings.Repeat("a", 10_000)))
		for range 10 {
			f.Fetch(t.Context(), "https://issuer.example"+path, fetch.Want{Fresh: true})
		}
	}
	before := len(w.requests())
	f.Fetch(t.Context(), "https://issuer.example/1", fetch.Want{})
	f.Fetch(t.Context(), "https://issuer.example/2", fetch.Want{})
	if n := len(w.requests()) - before; n != 0 {
		t.Errorf("%d of 2 were asked for again", n)
	}
	// One that does not last takes the old one away.
	w.at("issuer.example", "/1", answer("application/json", `{"type":"BitstringStatusList","credentialSubject":{"ttl":0}}`))
	f.Fetch(t.Context(), "https://issuer.example/1", fetch.Want{Fresh: true})
	if got := f.Fetch(t.Context(), "https://issuer.example/1", fetch.Want{}); got.ContentType != "application/json" {
		t.Errorf("got %s again", got.ContentType)
	}
}

func TestWhatWasGivenUpIsNotRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	arrived, ended := make(chan struct{}), make(chan struct{})
	w.at("issuer.example", "/", func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(ended)
	})
	w.at("issuer.example", "/other", answer("application/json", document))
	f := w.fetcher(func(c *fetch.Config) { c.Concurrent = 1 })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	if got := f.Fetch(ctx, "https://issuer.example/", fetch.Want{}); got.Err != "it was not waited for" {
		t.Errorf("got %+v, want it given up", got)
	}
	<-ended // nobody waits, so nothing goes on
	w.at("issuer.example", "/", answer("application/json", document))
	for _, path := range []string{"/other", "/"} { // the turn of the other comes when the first is through
		if got := f.Fetch(t.Context(), "https://issuer.example"+path, fetch.Want{}); got.Status != 200 {
			t.Errorf("%s: got %+v, want the document", path, got)
		}
	}
}
