package graph_test

import (
	"fmt"
	"strings"
	"testing"
)

// withdrawal is a way of taking back what an employer was allowed: what the earner
// decides before, and what takes it back.
type withdrawal struct {
	before func(t *testing.T, w *world, contact string)
	after  func(t *testing.T, w *world)
}

var withdrawals = map[string]withdrawal{
	"hide": {
		before: func(*testing.T, *world, string) {},
		after:  func(t *testing.T, w *world) { w.do(t, "other_earner", hide, nil) },
	},
	"withdraw the grants": {before: grantsAll, after: withdrawsAll},
	"block": {
		before: acceptsAll,
		after: func(t *testing.T, w *world) {
			w.do(t, "other_earner", `mutation($to: ID!) { blockOrganization(input: {organization: $to}) { problems { message } } }`, map[string]any{"to": w.orgs["Maker"]})
		},
	},
}

// acceptsAll has Plain open everything to the employer by accepting its contact.
func acceptsAll(t *testing.T, w *world, contact string) {
	t.Helper()
	w.do(t, "other_earner", `mutation($id: ID!) { answerContact(input: {id: $id, accept: true, fields: [`+everyPart+`]}) { problems { message } } }`, map[string]any{"id": contact})
}

// grantsAll has Plain be found by that employer alone, too.
func grantsAll(t *testing.T, w *world, contact string) {
	t.Helper()
	acceptsAll(t, w, contact)
	w.do(t, "other_earner", grantMutation, map[string]any{"to": w.orgs["Maker"], "purpose": "MATCHING", "fields": []string{}})
	w.do(t, "other_earner", `mutation { setMatching(input: {reach: GRANTED}) { problems { message } } }`, nil)
}

func withdrawsAll(t *testing.T, w *world) {
	t.Helper()
	mine := w.get(t, "other_earner", `{ viewer { earner { consents { nodes { id } } } } }`, nil)
	var steps []string
	for i := range mine.list("viewer", "earner", "consents", "nodes") {
		steps = append(steps, fmt.Sprintf(`a%d: withdrawConsent(input: {id: %q}) { problems { message } }`, i, mine.text("viewer", "earner", "consents", "nodes", i, "id")))
	}
	if len(steps) != 2 {
		t.Fatalf("%d consents to withdraw, want 2: %s", len(steps), mine.raw)
	}
	w.do(t, "other_earner", "mutation { "+strings.Join(steps, " ")+" }", nil)
}

// held is what an employer has of a candidate before they withdraw.
type held struct {
	candidate, alias, contact, entry, match string
	cursors                                 []string
}

// holds has the employer follow Plain in every way there is: a saved search that they
// match, a shortlist, a contact, and a cursor before each row of its list.
func (w *world) holds(t *testing.T) held {
	t.Helper()
	w.tells(t) // from where the feed ends
	posting := w.postings["Maker"]
	w.done(t, "employer", `mutation($id: ID!) { saveSearch(input: {name: "Good ones", posting: $id, tier: QUALIFIED}) { savedSearch { id } problems { message code } } }`, map[string]any{"id": posting})
	w.reaches(t)
	out := w.get(t, "employer", `{ savedSearches { nodes { matches { nodes { id candidate { id alias } } } } } }`, nil)
	found := func(field ...any) string {
		return out.text(append([]any{"savedSearches", "nodes", 0, "matches", "nodes", 0}, field...)...)
	}
	h := held{candidate: found("candidate", "id"), alias: found("candidate", "alias"), match: found("id")}
	vars := map[string]any{"posting": posting, "who": h.candidate}
	h.entry = w.done(t, "employer", `mutation($posting: ID!, $who: ID!) { addToShortlist(input: {posting: $posting, candidates: [$who]}) { results { entry { id } problems { message code } } problems { message code } } }`, vars).
		text("addToShortlist", "results", 0, "entry", "id")
	h.contact = w.done(t, "employer", `mutation($posting: ID!, $who: ID!) { requestContact(input: {posting: $posting, candidate: $who, message: "Come and see us."}) { contact { id } problems { message code } } }`, vars).
		text("requestContact", "contact", "id")
	for _, one := range []string{h.candidate, h.alias, h.match, h.entry, h.contact} {
		if one == "" {
			t.Fatalf("the employer holds too little: %+v: %s", h, out.raw)
		}
	}
	page := w.get(t, "employer", candidatesQuery, map[string]any{"id": posting, "first": 50})
	for i := range page.list("posting", "candidates", "edges") {
		if page.text("posting", "candidates", "edges", i, "node", "id") == h.candidate {
			break
		}
		h.cursors = append(h.cursors, page.text("posting", "candidates", "edges", i, "cursor"))
	}
	return h
}

// reads asks for the candidate in every way: the answers by what was asked.
func (h held) reads(t *testing.T, w *world) map[string]string {
	t.Helper()
	out := map[string]string{}
	posting := map[string]any{"id": w.postings["Maker"], "first": 50}
	ask := func(name, query string, vars map[string]any) { out[name] = w.get(t, "employer", query, vars).raw }
	ask("the list", candidatesQuery, posting)
	for i, cursor := range h.cursors {
		ask(fmt.Sprintf("the list after row %d", i+1), candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50, "after": cursor})
	}
	ask("an ad-hoc list", `query($id: ID!) { candidates(requirements: [{ask: {anyOf: [$id]}}], first: 50) { nodes { id alias name } } }`, map[string]any{"id": w.credentials["Forklift"]})
	ask("node", `query($c: ID!) { node(id: $c) { ... on Candidate { id: alias name } } }`, map[string]any{"c": h.candidate})
	ask("nodes", `query($c: ID!) { nodes(ids: [$c]) { ... on Candidate { id alias name } } }`, map[string]any{"c": h.candidate})
	ask("the shortlist", `query($id: ID!) { shortlist(posting: $id) { nodes { stage candidate { id alias name awards { id } } } } }`, posting)
	ask("its entry", `query($e: ID!) { node(id: $e) { ... on ShortlistEntry { candidate { id alias name } } } }`, map[string]any{"e": h.entry})
	ask("the contact", `query($c: ID!) { node(id: $c) { ... on ContactRequest { status opened candidate { id alias name email place { name } awards { id } } } } }`, map[string]any{"c": h.contact})
	ask("the contacts", `{ contactRequests { nodes { status opened candidate { id alias name email awards { id } } } } }`, nil)
	ask("the match", `query($m: ID!) { node(id: $m) { ... on SearchMatch { candidate { id alias name } } } }`, map[string]any{"m": h.match})
	ask("the matches", `{ savedSearches { nodes { matches { nodes { candidate { id alias name } } } } } }`, nil)
	for _, format := range []string{".csv", ".json"} {
		out["the export as "+format] = w.fetch(t, "employer", "/shortlists/"+w.postings["Maker"]+format).body
	}
	return out
}

func TestWhatAnEmployerKeptTellsNothingOfWhomItMayNotSeeAnyMore(t *testing.T) {
	t.Parallel()
	for name, way := range withdrawals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			address := w.listened(t)
			h := w.holds(t)
			way.before(t, w, h.contact)
			open := w.listen(t, address, "employer", strings.Replace(onCandidates, "name alias", "id name alias", 1), map[string]any{"posting": w.postings["Maker"]})
			before := h.reads(t, w)
			way.after(t, w)
			event := open.event(t)
			after := h.reads(t, w)
			after["the subscription"], before["the subscription"] = event.raw, h.alias
			for asked, raw := range after {
				if !strings.Contains(before[asked], h.candidate) && !strings.Contains(before[asked], h.alias) {
					t.Errorf("%s did not tell of the candidate before: %s", asked, before[asked])
				}
				for _, one := range []string{h.candidate, h.alias, "Plain Geheim", "other_earner@"} {
					if strings.Contains(raw, one) {
						t.Errorf("%s still tells %s: %s", asked, one, raw)
					}
				}
			}
		})
	}
}
