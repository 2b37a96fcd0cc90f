package fetch_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

func TestAFetchEndsInItsTime(t *testing.T) {
	t.Parallel()
	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name    string
		handler http.HandlerFunc
	}{
		{"silence", silent},
		{"a body that stops", func(rw http.ResponseWriter, r *http.Request) {
			answer("application/json", `{"id":`)(rw, r)
			flush(rw)
			silent(rw, r)
		}},
		{"a body that drips", func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "application/json")
			drip := time.NewTicker(time.Millisecond)
			defer drip.Stop()
			for r.Context().Err() == nil {
				_, _ = rw.Write([]byte(" "))
				flush(rw)
				<-drip.C
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.at("issuer.example", "/", tt.handler)
			f := w.fetcher(func(c *fetch.Config) { c.Timeout = 300 * time.Millisecond })
			got := f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
			if want := (badge.Document{Err: "it did not answer in time"}); !cmp.Equal(want, got) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

// halfClosed is a connection that goes on reading when it is closed, as a slow
// close may: the other end hears that we went away, and ends its answer.
type halfClosed struct{ *net.TCPConn }

// Close is net.Conn.
func (c halfClosed) Close() error { return c.CloseWrite() }

func TestABodyThatEndsBecauseWeWentAwayIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.at("issuer.example", "/", func(rw http.ResponseWriter, r *http.Request) {
		answer("application/json", `{"revoked":`)(rw, r)
		flush(rw)
		<-r.Context().Done()
	})
	f := w.fetcher(func(c *fetch.Config) {
		c.Timeout = time.Second
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := w.dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { _ = conn.Close() })
			return halfClosed{conn.(*net.TCPConn)}, nil
		}
	})
	got := f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})
	if want := (badge.Document{Err: "it did not answer in time"}); !cmp.Equal(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func flush(rw http.ResponseWriter) {
	if f, ok := rw.(http.Flusher); ok {
		f.Flush()
	}
}
