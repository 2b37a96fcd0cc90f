package graph

import (
	"strings"
	"testing"
	"time"
)

func TestListsInListsDoNotGrowWithoutEnd(t *testing.T) {
	t.Parallel()
	x := testExecutor(Options{}, nil)
	threads := func(depth int) string {
		return "{ post(id: 1) " + strings.Repeat("{ thread ", depth) + "{ id }" + strings.Repeat("}", depth) + "}"
	}

	if got := ask(t, x, Request{}, threads(3), ""); got.Code != "" {
		t.Errorf("a thousand: got %v", got.Errors)
	}
	got := ask(t, x, Request{}, threads(8), "")
	if got.Code != CodeTooComplex || len(got.Errors) != 1 || got.Data != "" {
		t.Errorf("a hundred million: got %d errors, the first %q, and %d bytes, want %s alone",
			len(got.Errors), got.Code, len(got.Data), CodeTooComplex)
	}
	if got := ask(t, x, Request{}, "{ post(id: 1) { thread { ...f } } } fragment f on Post "+
		strings.Repeat("{ thread ", 7)+"{ id }"+strings.Repeat("}", 7), ""); got.Code != CodeTooComplex {
		t.Errorf("in a fragment: got %q", got.Code)
	}
}

func TestAnAnswersRowsAreCountedWithTheirFields(t *testing.T) {
	t.Parallel()
	x := testExecutor(Options{Limits: Limits{Answer: 40}}, nil)
	for query, want := range map[string]string{
		"{ post(id: 1) { thread { id title parent { id } } } }":       "",
		"{ post(id: 1) { thread { id title parent { id title } } } }": CodeTooComplex,
		"{ posts(first: 40) { nodes { id } } }":                       "",
		"{ posts(first: 41) { nodes { id } } }":                       CodeTooComplex,
		"{ __schema { types { name fields { name } } } }":             "",
	} {
		if got := ask(t, x, Request{}, query, ""); got.Code != want {
			t.Errorf("%s: got %q, want %q", query, got.Code, want)
		}
	}
}

func TestRowsBeyondThePriceAreCharged(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	pace := Pace{PerSecond: 100, Burst: 500}
	x := testExecutor(Options{Rate: NewRate(pace, pace), Now: func() time.Time { return now }}, nil)
	caller := Request{Caller: "acc_1"}

	if got := ask(t, x, caller, "{ post(id: 1) { thread { thread { thread { id } } } } }", ""); got.Code != "" {
		t.Fatalf("a thousand rows: got %v", got.Errors)
	}
	if got := ask(t, x, caller, "{ hello }", ""); got.Code != CodeRateLimited {
		t.Errorf("after them: got %q, want %s", got.Code, CodeRateLimited)
	}
	now = now.Add(2 * time.Second)
	if got := ask(t, x, caller, "{ hello }", ""); got.Code != "" {
		t.Errorf("later: got %v", got.Errors)
	}
}
