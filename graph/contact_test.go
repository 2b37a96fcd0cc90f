package graph_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

const contactFields = `id createdAt status message organization { name } posting { title } postingTitle event { id } expiresAt answeredAt
	opened openUntil history { status at }
	candidate { id alias name email phone place { name } awards { microCredential { title } publicUrl earnedOn expiresOn evidence { text } } }`

// contacts has the employer ask Privata about its posting, and gives the contact's id.
func (w *world) contacts(t *testing.T) string {
	t.Helper()
	list := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 1})
	asked := w.done(t, "employer", `mutation($posting: ID!, $candidate: ID!) { requestContact(input: {posting: $posting, candidate: $candidate, message: "Come and see us."}) {
		contact { id status candidate { name email } } problems { message code } } }`,
		map[string]any{"posting": w.postings["Maker"], "candidate": list.text("posting", "candidates", "nodes", 0, "id")})
	if asked.text("requestContact", "contact", "status") != "PENDING" || asked.at("requestContact", "contact", "candidate", "name") != nil {
		t.Fatalf("asked: %s", asked.raw)
	}
	return asked.text("requestContact", "contact", "id")
}

func (w *world) accepts(t *testing.T, contact string) {
	t.Helper()
	w.done(t, "self", `mutation($id: ID!) { answerContact(input: {id: $id, accept: true, fields: [NAME, CONTACT, DATES, EVIDENCE, AWARDS, PLACE]}) {
		contact { status } problems { message code } } }`, map[string]any{"id": contact})
}

func TestContactsAreSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contacts(t)
	w.accepts(t, contact)
	table := readPrivacy(t)
	query := fmt.Sprintf(`query($id: ID!) { node(id: $id) { ... on ContactRequest { %s } } }`, contactFields)
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"id": contact})
		for field, row := range table["ContactRequest"] {
			if want, got := slices.Contains(row.Seen, viewer), out.at("node", field); want != tells(got) {
				t.Errorf("%s sees %v of ContactRequest.%s; want seen: %v", viewer, got, field, want)
			}
		}
	}
	seen := w.get(t, "employer", query, map[string]any{"id": contact})
	if name := seen.text("node", "candidate", "name"); name != "Privata Geheim" {
		t.Errorf("the employer reads %q: %s", name, seen.raw)
	}
	if seen.at("node", "candidate", "awards", 0, "earnedOn") == nil || seen.at("node", "candidate", "email") == nil || seen.at("node", "candidate", "place") == nil {
		t.Errorf("the employer reads %s", seen.raw)
	}
	if found := secretIDs.FindString(seen.raw); found != "" {
		t.Errorf("the employer reads the id %s", found)
	}
}

func TestAContactLeadsToAHireAndEndsWithItsConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contacts(t)
	mine := w.get(t, "self", `{ contactRequests(filter: {status: [PENDING]}, first: 5) { nodes { id message organization { name } candidate { id } } } }`, nil)
	if mine.text("contactRequests", "nodes", 0, "id") != contact || mine.at("contactRequests", "nodes", 0, "candidate") != nil {
		t.Errorf("the earner reads %s", mine.raw)
	}
	w.accepts(t, contact)
	for _, to := range []string{"INTERVIEW", "OFFERED", "HIRED"} {
		w.done(t, "employer", `mutation($id: ID!, $to: ContactMove!) { moveContact(input: {id: $id, to: $to}) { contact { status } problems { message code } } }`,
			map[string]any{"id": contact, "to": to})
	}
	told := w.get(t, "self", `{ myOutcomes(first: 5) { nodes { kind source awards { id } } } }`, nil)
	if n := len(told.list("myOutcomes", "nodes")); n != 3 {
		t.Errorf("the earner reads %d outcomes: %s", n, told.raw)
	}
	rival := w.ask(t, "rival", `mutation($id: ID!) { moveContact(input: {id: $id, to: NOT_HIRED}) { contact { id } problems { code } } }`, map[string]any{"id": contact})
	if got := rival.text("moveContact", "problems", 0, "code"); got != "NOT_FOUND" {
		t.Errorf("the rival moves it: %s", rival.raw)
	}
	w.done(t, "self", `mutation($id: ID!) { withdrawContact(input: {id: $id}) { contact { status } problems { message code } } }`, map[string]any{"id": contact})
	after := w.get(t, "employer", `query($id: ID!) { node(id: $id) { ... on ContactRequest { status opened candidate { name email awards { earnedOn } } } } }`, map[string]any{"id": contact})
	if after.text("node", "status") != "HIRED" || after.text("node", "candidate", "name") != "" || after.at("node", "candidate", "email") != nil {
		t.Errorf("after the withdrawal the employer reads %s", after.raw)
	}
}

// secretIDs are ids that no employer may read.
var secretIDs = regexp.MustCompile(`(ern|awd|acc|grt)_\w+`)
