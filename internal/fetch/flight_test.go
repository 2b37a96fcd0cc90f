package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// gate is a handler that lets requests through when it is opened.
type gate struct {
	entered chan struct{}
	open    chan struct{}
}

func newGate() *gate {
	return &gate{entered: make(chan struct{}, 100), open: make(chan struct{})}
}

// ServeHTTP is http.Handler.
func (g *gate) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	g.entered <- struct{}{}
	select {
	case <-g.open:
	case <-r.Context().Done():
	}
	answer("application/json", document)(rw, r)
}

func TestCallersOfTheSameShareOneRequestThatOutlivesTheFirst(t *testing.T) {
	t.Parallel()
	w, g := newWorld(t), newGate()
	w.at("issuer.example", "/", g.ServeHTTP)
	f := w.fetcher(nil)
	ctx, leave := context.WithCancel(t.Context())
	first := make(chan badge.Document)
	go func() { first <- f.Fetch(ctx, "https://issuer.example/", fetch.Want{}) }()
	<-g.entered
	var others sync.WaitGroup
	docs := make([]badge.Document, 10)
	for i := range docs {
		others.Go(func() { docs[i] = f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{}) })
	}
	for fetch.Waiting(f) < 11 { // until they have joined
		runtime.Gosched()
	}
	leave()
	if got := <-first; got.Err != "it was not waited for" {
		t.Errorf("the first got %+v, want nothing", got)
	}
	close(g.open)
	others.Wait()
	for _, got := range docs {
		if diff := cmp.Diff(served, got); diff != "" {
			t.Errorf("document (-want +got):\n%s", diff)
		}
	}
	if n := len(w.requests()); n != 1 {
		t.Errorf("%d requests, want one", n)
	}
}

func TestWhoWantsItFreshDoesNotJoinWhoAskedBefore(t *testing.T) {
	t.Parallel()
	w, g := newWorld(t), newGate()
	w.at("issuer.example", "/", g.ServeHTTP)
	f := w.fetcher(nil)
	done := make(chan badge.Document, 2)
	go func() { done <- f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{}) }()
	<-g.entered
	go func() { done <- f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{Fresh: true}) }()
	<-g.entered
	close(g.open)
	<-done
	<-done
}

func TestAllFetchesEachOnceAndEightAtATime(t *testing.T) {
	t.Parallel()
	w, g := newWorld(t), newGate()
	var addresses []string
	want := map[string]badge.Document{}
	for i := range 20 {
		path := fmt.Sprintf("/%d", i)
		w.at("issuer.example", path, g.ServeHTTP)
		addresses = append(addresses, "https://issuer.example"+path, "https://issuer.example"+path)
		want["https://issuer.example"+path] = served
	}
	addresses = append(addresses, "http://issuer.example/")
	want["http://issuer.example/"] = badge.Document{Blocked: "it is not https"}
	f := w.fetcher(nil)
	underWay := make(chan int, 1)
	go func() {
		for range 8 {
			<-g.entered
		}
		underWay <- fetch.Waiting(f)
		close(g.open)
	}()
	got := f.All(t.Context(), addresses, fetch.Want{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if n, most := len(w.requests()), <-underWay; n != 20 || most != 8 {
		t.Errorf("%d requests, %d at a time, want 20, 8 at a time", n, most)
	}
}

func TestWaitingForATurnIsNotTheHostsFault(t *testing.T) {
	t.Parallel()
	w, g := newWorld(t), newGate()
	w.at("issuer.example", "/slow", g.ServeHTTP)
	w.at("issuer.example", "/", answer("application/json", document))
	f := w.fetcher(func(c *fetch.Config) { c.Concurrent = 1 })
	slow := make(chan badge.Document, 1)
	go func() { slow <- f.Fetch(t.Context(), "https://issuer.example/slow", fetch.Want{}) }()
	<-g.entered
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if got := f.Fetch(ctx, "https://issuer.example/", fetch.Want{}); got.Err == "" {
		t.Errorf("got %+v, want it to wait for its turn", got)
	}
	close(g.open)
	<-slow
	if diff := cmp.Diff(served, f.Fetch(t.Context(), "https://issuer.example/", fetch.Want{})); diff != "" {
		t.Errorf("in its turn (-want +got):\n%s", diff)
	}
}
