package fetch_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestAPostIsDeliveredBehindTheGuardAndFollowsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := make(chan string, 1)
	w.at("hooks.example", "/in", func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- r.Method + " " + r.Header.Get("Webhook-Id") + " " + string(body)
		rw.WriteHeader(http.StatusAccepted)
	})
	w.at("hooks.example", "/moved", moved("https://hooks.example/in"))
	header := http.Header{"Webhook-Id": {"msg_1"}}
	status, err := w.fetcher(nil).Post(t.Context(), "https://hooks.example/in", header, []byte(`{"a":1}`))
	if err != nil || status != http.StatusAccepted || <-got != `POST msg_1 {"a":1}` {
		t.Errorf("got %d, %v", status, err)
	}
	if status, err := w.fetcher(nil).Post(t.Context(), "https://hooks.example/moved", header, nil); err != nil || status != http.StatusFound || len(got) > 0 {
		t.Errorf("a redirect: got %d, %v; want it not followed", status, err)
	}
	for _, address := range []string{"http://hooks.example/in", "https://127.0.0.1/in", "https://[::1]/", "https://user@hooks.example/", "https://localhost/"} {
		if status, err := w.fetcher(nil).Post(t.Context(), address, header, nil); err == nil || strings.Contains(err.Error(), "127.0") {
			t.Errorf("%s: got %d, %v; want it refused", address, status, err)
		}
	}
}

func TestAPostToANameOfAPrivateAddressIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.name("inside.example", "10.0.0.7")
	if _, err := w.fetcher(nil).Post(t.Context(), "https://inside.example/", http.Header{}, nil); err == nil || strings.Contains(err.Error(), "10.0") {
		t.Errorf("got %v, want it refused", err)
	}
	if dials := w.dials(); len(dials) > 0 {
		t.Errorf("dialed %v", dials)
	}
}
