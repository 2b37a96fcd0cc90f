package graph_test

import (
	"slices"
	"strings"
	"testing"
)

const grantMutation = `mutation($to: ID!, $purpose: ConsentPurpose!, $fields: [ConsentField!]!) {
	grantConsent(input: {to: {organization: $to}, purpose: $purpose, fields: $fields}) { consent { id fields live organization { name } } problems { code message path } } }`

func TestAConsentOpensANameUntilTheNextRequestAfterItsWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vars := map[string]any{"id": w.postings["Maker"], "first": 50}
	told := func() bool {
		return strings.Contains(w.get(t, "employer", candidatesQuery, vars).raw, "Privata Geheim")
	}
	if told() {
		t.Fatal("the name is told before it is opened")
	}
	given := w.get(t, "self", grantMutation, map[string]any{"to": w.orgs["Maker"], "purpose": "CONTACT", "fields": []string{"NAME"}})
	id := given.text("grantConsent", "consent", "id")
	if id == "" || !told() {
		t.Fatalf("the name is not told although it was opened: %s", given.raw)
	}
	mine := w.get(t, "self", `{ viewer { earner { consents { nodes { id purpose live organization { name } source } } blocks { nodes { organization { name } } } } } }`, nil)
	if !strings.Contains(mine.raw, id) || !strings.Contains(mine.raw, "Blocked") {
		t.Errorf("what was allowed is not listed: %s", mine.raw)
	}
	w.get(t, "self", `mutation($id: ID!) { withdrawConsent(input: {id: $id}) { consent { live withdrawnAt } problems { message } } }`, map[string]any{"id": id})
	if told() {
		t.Error("the name is told although the consent was withdrawn")
	}
}

func TestABlockTakesThePersonOutOfEverythingThatTheEmployerSees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vars := map[string]any{"id": w.postings["Maker"], "first": 50}
	before := w.get(t, "employer", candidatesQuery, vars)
	mine := ""
	w.get(t, "self", grantMutation, map[string]any{"to": w.orgs["Maker"], "purpose": "CONTACT", "fields": []string{"NAME"}})
	named := w.get(t, "employer", candidatesQuery, vars)
	for i := range named.list("posting", "candidates", "nodes") {
		if named.text("posting", "candidates", "nodes", i, "name") == "Privata Geheim" {
			mine = named.text("posting", "candidates", "nodes", i, "id")
		}
	}
	if mine == "" {
		t.Fatal("no row to be blocked")
	}
	block := `mutation($to: ID!) { blockOrganization(input: {organization: $to}) { earner { id } problems { message } } }`
	w.get(t, "self", block, map[string]any{"to": w.orgs["Maker"]})
	after := w.get(t, "employer", candidatesQuery, vars)
	if was, is := before.number("posting", "candidates", "totalCount"), after.number("posting", "candidates", "totalCount"); is != was-1 {
		t.Errorf("%d candidates, then %d", was, is)
	}
	if node := w.get(t, "employer", `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": mine}); node.at("node") != nil || strings.Contains(after.raw, mine) {
		t.Errorf("still found: %s", node.raw)
	}
	w.get(t, "self", strings.Replace(block, "block", "unblock", 1), map[string]any{"to": w.orgs["Maker"]})
	if is := w.get(t, "employer", candidatesQuery, vars).number("posting", "candidates", "totalCount"); is != before.number("posting", "candidates", "totalCount") {
		t.Errorf("%d candidates after the block was taken back", is)
	}
}

func TestConsentsAndBlocksAreTheirEarnersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	table := readPrivacy(t)
	query := `query($id: ID!) { earner(id: $id) { consents(live: false) { nodes { id purpose organization { name } organizationKind person fields source givenAt until withdrawnAt live } }
		blocks { nodes { organization { name } since } } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"id": w.earners["Privata"]})
		for _, of := range []struct{ list, name string }{{"consents", "Consent"}, {"blocks", "Block"}} {
			if seen, want := tells(out.at("earner", of.list)), slices.Contains(table[of.name]["organization"].Seen, viewer); seen != want {
				t.Errorf("%s sees %s: %t, want %t: %s", viewer, of.list, seen, want, out.raw)
			}
		}
	}
}
