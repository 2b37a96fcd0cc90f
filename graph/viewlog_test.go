package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const viewLogQuery = `query($after: String) { viewLog(first: 100, after: $after) {
	nodes { organization { name } posting { title } on times fields } edges { cursor } pageInfo { hasNextPage } } }`

func TestWhoWasShownReadsItAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	counts := `query($id: ID!) { posting(id: $id) { candidates(first: 50) { totalCount tierCounts { qualified } } } }`
	w.get(t, "rival", counts, map[string]any{"id": w.postings["Rival"]})
	named := w.get(t, "employer", `query($id: ID!) { posting(id: $id) { candidates(first: 50) { list: nodes { ...Some } } } } fragment Some on Candidate { alias __typename }`,
		map[string]any{"id": w.postings["Maker"]})
	if len(named.list("posting", "candidates", "list")) == 0 {
		t.Fatal("nobody is shown")
	}
	rows := readPrivacy(t)["ViewLogLine"]
	for viewer, account := range viewers {
		out := w.ask(t, account, viewLogQuery, nil)
		lines := out.at("viewLog", "nodes")
		if viewer == "other_earner" {
			continue // they read their own
		}
		for field, row := range rows {
			seen := tells(lines) && tells(out.at("viewLog", "nodes", 0, field))
			if want := slices.Contains(row.Seen, viewer); seen != want {
				t.Errorf("%s sees %s of the view log: %v, want %v: %s", viewer, field, seen, want, out.raw)
			}
		}
	}
	log := w.get(t, "self", viewLogQuery, nil)
	if n := len(log.list("viewLog", "nodes")); n != 1 {
		t.Fatalf("the earner reads %d lines, want the one of who was shown rows: %s", n, log.raw)
	}
	if got := log.text("viewLog", "nodes", 0, "organization", "name"); got != "Maker" || log.number("viewLog", "nodes", 0, "times") != 2 {
		t.Errorf("the earner reads %s", log.raw)
	}
	var fields []string
	for i := range log.list("viewLog", "nodes", 0, "fields") {
		fields = append(fields, log.text("viewLog", "nodes", 0, "fields", i))
	}
	if diff := cmp.Diff([]string{"alias", "awards", "claims", "completedStacks", "id", "interested", "match", "name", "place", "remote"}, fields); diff != "" {
		t.Errorf("what was read (-want +got):\n%s", diff)
	}
}

func TestACandidateFoundByIDIsNoted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	for i := range page.list("posting", "candidates", "nodes") {
		w.get(t, "employer", `query($id: ID!) { node(id: $id) { ... on Candidate { remote } } }`,
			map[string]any{"id": page.text("posting", "candidates", "nodes", i, "id")})
	}
	if log := w.get(t, "self", viewLogQuery, nil); log.number("viewLog", "nodes", 0, "times") != 2 {
		t.Errorf("shown in a list and by id, the earner reads %s", log.raw)
	}
}
