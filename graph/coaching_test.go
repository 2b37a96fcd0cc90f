package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	taskFields = `id title doer dueOn microCredential { id } organization { name } createdAt doneAt revision`
	noteFields = `id text readers author { name } at`
	caseFields = `id shared earner { id name } stage stageAt coach { id name me } openedAt closedAt contactedAt sharedUntil groups { id name } queues
		nextTask { id } tasks { ` + taskFields + ` } notes { ` + noteFields + ` } history { stage coach { name } by { name } at }
		lastActivityAt plan { id percent } expiringAwards { id } returnedSubmissions { id } newMatches { id } revision`
)

// unset are the fields of a case that may have no value for Privata in these tests.
var unset = []string{"closedAt", "sharedUntil", "plan", "expiringAwards", "returnedSubmissions", "newMatches", "queues"}

// coached opens Privata's case, with a task and a note of each kind, and gives its id.
func (w *world) coached(t *testing.T) string {
	t.Helper()
	out := w.done(t, "coach", `mutation($e: ID!) { openCase(input: {earner: $e, stage: LEARNING}) { cases { id } problems { message code } } }`,
		map[string]any{"e": w.earners["Privata"]})
	key := out.text("openCase", "cases", 0, "id")
	group := w.done(t, "coach", `mutation { createCaseGroup(input: {name: "Spring"}) { group { id } problems { message code } } }`, nil).text("createCaseGroup", "group", "id")
	w.done(t, "coach", `mutation($c: ID!, $g: ID!, $of: ID!) {
		setCaseGroup(input: {cases: [$c], group: $g}) { results { problems { message } } problems { message } }
		noteContact(input: {cases: [$c]}) { results { problems { message } } problems { message } }
		mine: addTask(input: {case: $c, title: "Call", doer: COACH, dueOn: "2030-01-01"}) { task { id } problems { message } }
		theirs: addTask(input: {case: $c, title: "Enroll", doer: EARNER, dueOn: "2030-01-02", microCredential: $of}) { task { id } problems { message } }
		team: addCaseNote(input: {case: $c, text: "For the team", readers: TEAM}) { note { id } problems { message } }
		them: addCaseNote(input: {case: $c, text: "For you", readers: EARNER}) { note { id } problems { message } } }`,
		map[string]any{"c": key, "g": group, "of": w.credentials["First Aid"]})
	return key
}

func TestACaseIsSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.coached(t)
	table := readPrivacy(t)
	query := `query($id: ID!) { caseload { nodes { ` + caseFields + ` } } node(id: $id) { ... on CoachingCase { ` + caseFields + ` } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"id": key})
		for field, row := range table["CoachingCase"] {
			want := slices.Contains(row.Seen, viewer)
			if want && slices.Contains(unset, field) {
				continue
			}
			if byList, byNode := tells(out.at("caseload", "nodes", 0, field)), tells(out.at("node", field)); byList != want || byNode != want {
				t.Errorf("%s sees CoachingCase.%s: %v by the list, %v by id, want %v: %s", viewer, field, byList, byNode, want, out.raw)
			}
		}
		own := w.ask(t, account, `{ myTasks { nodes { `+taskFields+` } } myCoaching { id organization { name } coach openedAt notes { `+noteFields+` } } }`, nil)
		if sees := viewer == "self"; sees != (len(own.list("myTasks", "nodes")) == 1) || sees != (len(own.list("myCoaching")) == 1) {
			t.Errorf("%s reads as their own: %s", viewer, own.raw)
		}
	}
	own := w.get(t, "self", `{ myTasks { nodes { `+taskFields+` } } myCoaching { id organization { name } coach openedAt notes { `+noteFields+` } } }`, nil)
	for name, path := range map[string][]any{"CaseTask": {"myTasks", "nodes", 0}, "CaseNote": {"myCoaching", 0, "notes", 0}, "OwnCase": {"myCoaching", 0}} {
		for field, row := range table[name] {
			want := slices.Contains(row.Seen, "self") && field != "doneAt"
			if got := tells(own.at(append(slices.Clone(path), field)...)); got != want {
				t.Errorf("the earner sees %s.%s: %v, want %v: %s", name, field, got, want, own.raw)
			}
		}
	}
	if strings.Contains(own.raw, "For the team") || strings.Contains(own.raw, `"Call"`) {
		t.Errorf("the earner reads what is not for them: %s", own.raw)
	}
}

func TestAWithdrawnCaseIsARowWithoutAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.coached(t)
	consents := w.get(t, "self", `{ viewer { earner { consents { nodes { id purpose live } } } } }`, nil)
	for i := range consents.list("viewer", "earner", "consents", "nodes") {
		if consents.text("viewer", "earner", "consents", "nodes", i, "purpose") == "COACHING" {
			w.done(t, "self", fmt.Sprintf(`mutation { withdrawConsent(input: {id: %q}) { problems { message } } }`,
				consents.text("viewer", "earner", "consents", "nodes", i, "id")), nil)
		}
	}
	out := w.get(t, "coach", `query($id: ID!) { caseload { totalCount notShared stages { count } queues { count } nodes { `+caseFields+` } }
		node(id: $id) { ... on CoachingCase { `+caseFields+` } } }`, map[string]any{"id": key})
	for _, path := range [][]any{{"caseload", "nodes", 0}, {"node"}} {
		for _, field := range []string{
			"earner", "stage", "stageAt", "contactedAt", "sharedUntil", "groups", "queues", "nextTask", "tasks", "notes", "history",
			"lastActivityAt", "plan", "expiringAwards", "returnedSubmissions", "newMatches",
		} {
			if got := out.at(append(slices.Clone(path), field)...); tells(got) {
				t.Errorf("%s is told still: %v", field, got)
			}
		}
	}
	if out.number("caseload", "totalCount") != 0 || out.number("caseload", "notShared") != 1 || strings.Contains(out.raw, `"count":1`) {
		t.Errorf("counts have them still: %s", out.raw)
	}
}
