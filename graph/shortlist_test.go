package graph_test

import (
	"fmt"
	"slices"
	"testing"
)

const entryFields = `id posting { id } candidate { id alias } stage assignee { name } addedBy { name me } addedAt movedAt revision
	notes { id text author { id } at } history { from to by { id } at }`

func TestAShortlistIsSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	posting := w.postings["Maker"]
	entry := w.shortlists(t, posting)
	table := readPrivacy(t)
	query := `query($posting: ID!, $id: ID!) {
		shortlist(posting: $posting) { stages { stage count } nodes { ` + entryFields + ` } }
		node(id: $id) { ... on ShortlistEntry { ` + entryFields + ` } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"posting": posting, "id": entry})
		for name, path := range map[string][]any{
			"ShortlistEntry": {}, "ShortlistNote": {"notes", 0}, "ShortlistMove": {"history", 1}, "Colleague": {"addedBy"},
		} {
			for field, row := range table[name] {
				if name == "Colleague" && field == "id" || name == "ShortlistMove" && field == "from" {
					continue // not asked here, or null of a first step
				}
				list := append(append([]any{"shortlist", "nodes", 0}, path...), field)
				one := append(append([]any{"node"}, path...), field)
				want := slices.Contains(row.Seen, viewer)
				if byList, byNode := tells(out.at(list...)), tells(out.at(one...)); byList != want || byNode != want {
					t.Errorf("%s sees %s.%s: %v by the list, %v by id, want %v: %s", viewer, name, field, byList, byNode, want, out.raw)
				}
			}
		}
	}
}

// shortlists puts the best candidate on Maker's shortlist, with all that an entry may
// have, and gives its id.
func (w *world) shortlists(t *testing.T, posting string) string {
	t.Helper()
	page := w.get(t, "employer", candidatesQuery, map[string]any{"id": posting, "first": 1})
	added := w.get(t, "employer", `mutation($posting: ID!, $who: ID!) {
		addToShortlist(input: {posting: $posting, candidates: [$who]}) { results { index entry { id } problems { message } } problems { message } } }`,
		map[string]any{"posting": posting, "who": page.text("posting", "candidates", "nodes", 0, "id")})
	entry := added.text("addToShortlist", "results", 0, "entry", "id")
	colleagues := w.get(t, "employer", `{ colleagues { id name me } }`, nil)
	for _, step := range []string{
		fmt.Sprintf(`assignOnShortlist(input: {entries: [%q], to: %q}) { results { problems { message } } problems { message } }`, entry, colleagues.text("colleagues", 0, "id")),
		fmt.Sprintf(`moveOnShortlist(input: {entries: [%q], revisions: [2], to: REVIEW}) { results { entry { stage } problems { message } } problems { message } }`, entry),
		fmt.Sprintf(`noteOnShortlist(input: {entry: %q, text: "Looks good."}) { note { id } problems { message } }`, entry),
	} {
		w.get(t, "employer", `mutation { `+step+` }`, nil)
	}
	return entry
}

func TestAWithdrawnCandidateLeavesTheirEntryBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	posting := w.postings["Maker"]
	page := w.get(t, "employer", candidatesQuery, map[string]any{"id": posting, "first": 50})
	var all []string
	for i := range page.list("posting", "candidates", "nodes") {
		all = append(all, page.text("posting", "candidates", "nodes", i, "id"))
	}
	w.get(t, "employer", `mutation($posting: ID!, $who: [ID!]!) { addToShortlist(input: {posting: $posting, candidates: $who}) { results { entry { id } } } }`,
		map[string]any{"posting": posting, "who": all})
	shown := func() (n int) {
		out := w.get(t, "employer", `query($posting: ID!) { shortlist(posting: $posting, first: 100) { nodes { stage candidate { id } } } }`, map[string]any{"posting": posting})
		for i := range out.list("shortlist", "nodes") {
			if out.at("shortlist", "nodes", i, "candidate") != nil {
				n++
			}
		}
		if got := len(out.list("shortlist", "nodes")); got != len(all) {
			t.Errorf("the list has %d entries, want %d", got, len(all))
		}
		return n
	}
	if n := shown(); n != len(all) {
		t.Errorf("%d of %d entries show their candidate", n, len(all))
	}
	w.get(t, "self", `mutation { setVisibility(input: {visibility: HIDDEN}) { problems { message } } }`, nil)
	if n := shown(); n != len(all)-1 {
		t.Errorf("after one hid, %d of %d entries show their candidate", n, len(all))
	}
}
