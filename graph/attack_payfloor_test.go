package graph_test

import (
	"fmt"
	"testing"
	"time"
)

// paid is a posting of Maker's whose pay is changed.
type paid struct {
	*world
	id       string
	revision int
}

// lists says who of two people is listed once the posting pays so much an hour; the
// pay stays where it is "".
func (p *paid) lists(t *testing.T, pay string) (first, second bool) {
	t.Helper()
	p.clock.Advance(time.Minute)
	if pay != "" {
		changed := p.done(t, "employer", `mutation($id: ID!, $revision: Int!, $pay: Decimal!) { updatePosting(input: {id: $id, revision: $revision, pay: {maximum: $pay, unit: HOUR}}) { posting { revision } problems { message code } } }`,
			map[string]any{"id": p.id, "revision": p.revision, "pay": pay})
		p.revision = changed.number("updatePosting", "posting", "revision")
	}
	return p.listed(t, p.id, "at "+pay)
}

// listed says who of two people a posting lists: the one holds three awards, the other
// is open. What the posting counts must be what it lists.
func (w *world) listed(t *testing.T, posting, about string) (first, second bool) {
	t.Helper()
	out := w.get(t, "employer", `query($id: ID!) { posting(id: $id) { mustHaves(within: null) { holders } candidates(first: 50) { totalCount nodes { name awards { microCredential { title } } } } } }`, map[string]any{"id": posting})
	rows := len(out.list("posting", "candidates", "nodes"))
	for i := range rows {
		first = first || len(out.list("posting", "candidates", "nodes", i, "awards")) == 3
		second = second || out.text("posting", "candidates", "nodes", i, "name") == "Plain Geheim"
	}
	if n, holders := out.number("posting", "candidates", "totalCount"), out.number("posting", "mustHaves", 0, "holders"); n != rows || holders != rows {
		t.Errorf("%s %d are listed, %d counted, and %d hold the must-have", about, rows, n, holders)
	}
	return first, second
}

// asks gives two people floors in the same step, at its two ends, and opens a posting.
func (w *world) asks(t *testing.T, pay string) *paid {
	t.Helper()
	for viewer, floor := range map[string]string{"self": "15.01", "other_earner": "17.50"} {
		w.done(t, viewer, `mutation($floor: Decimal!) { setWorkConditions(input: {payFloor: $floor}) { problems { message code } } }`, map[string]any{"floor": floor})
	}
	w.done(t, "other_earner", `mutation { setVisibility(input: {visibility: OPEN}) { problems { message code } } }`, nil)
	made := w.done(t, "employer", `mutation($skill: ID!, $pay: Decimal!) { createPosting(input: {title: "Driver", pay: {maximum: $pay, unit: HOUR}, requirements: [{ask: {skill: {skill: $skill}}}]}) { posting { id revision } problems { message code } } }`,
		map[string]any{"skill": w.skills["Drive a forklift"], "pay": pay})
	return &paid{w, made.text("createPosting", "posting", "id"), made.number("createPosting", "posting", "revision")}
}

func TestAPayChangedByCentsTellsNoFloorWithinItsStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.asks(t, "20.00")
	for _, step := range []struct {
		pay  string
		want bool
	}{{"", true}, {"17.51", true}, {"17.50", true}, {"17.49", false}, {"16.25", false}, {"15.01", false}, {"15.00", false}, {"14.99", false}} {
		if first, second := p.lists(t, step.pay); first != step.want || second != step.want {
			t.Errorf("at %s the floors 15.01 and 17.50 are met: %v, %v; want %v", step.pay, first, second, step.want)
		}
	}
	for _, pay := range []string{"15.00", "15.01", "17.49", "17.50", "17.51", "40.00"} {
		if first, second := p.lists(t, pay); first || second {
			t.Errorf("raised to %s, it lists %v, %v at once", pay, first, second)
		}
	}
	for day := 0; day < 33; day += 4 {
		if first, second := p.lists(t, ""); first != second || first != (day > 30) {
			t.Errorf("%d days after the raise it lists %v, %v", day, first, second)
		}
		w.clock.Advance(4 * 24 * time.Hour)
	}
}

func TestPostingsThatPayByCentsTellNoFloorWithinItsStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, pay := range []string{"14.99", "15.00", "15.01", "16.00", "17.49", "17.50", "17.51", "20.00"} {
		p := w.asks(t, pay)
		if first, second := p.lists(t, ""); first != second || first != (fmt.Sprintf("%5s", pay) >= "17.50") {
			t.Errorf("at %s the floors 15.01 and 17.50 are met: %v, %v", pay, first, second)
		}
	}
}
