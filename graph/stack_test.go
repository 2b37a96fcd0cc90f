package graph_test

import (
	"strings"
	"testing"
	"time"
)

const createStack = `mutation($in: CreateStackInput!) { createStack(input: $in) {
	stack { id title version status policy awardsItself rule { op of { op microCredential { id } k } } versions { number title rule { op } publishedAt } certifies { id } retiredAt }
	problems { code path message } } }`

// beginsStack has the issuer add a stack of a micro-credential and of one that nobody
// holds, and gives its id.
func (w *world) beginsStack(t *testing.T, name string) string {
	t.Helper()
	out := w.get(t, "issuer", createStack, map[string]any{"in": map[string]any{
		"title": []any{map[string]any{"text": "Begun", "language": "en"}},
		"rule":  map[string]any{"allOf": []any{map[string]any{"part": w.credentials[name]}, map[string]any{"part": w.addAssessed(t, "Rare")}}},
	}})
	return out.text("createStack", "stack", "id")
}

func TestAStackIsMadeRevisedAndRetired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	title := []any{map[string]any{"text": "Both", "language": "en"}, map[string]any{"text": "Ambas", "language": "es"}}
	a, b := map[string]any{"part": w.credentials["First Aid"]}, map[string]any{"part": w.credentials["Safety"]}
	rule := map[string]any{"allOf": []any{a, map[string]any{"kOf": map[string]any{"k": 1, "of": []any{b}}}}}
	in := map[string]any{"title": title, "rule": rule, "policy": "KEEP", "clientMutationId": "one"}
	out := w.get(t, "issuer", createStack, map[string]any{"in": in})
	id := out.text("createStack", "stack", "id")
	if id == "" || out.text("createStack", "stack", "policy") != "KEEP" || out.text("createStack", "stack", "title") != "Both" {
		t.Fatal(out.raw)
	}
	if again := w.get(t, "issuer", createStack, map[string]any{"in": in}); again.text("createStack", "stack", "id") != id {
		t.Errorf("the same call made another: %s", again.raw)
	}
	in["rule"] = map[string]any{"allOf": []any{a, map[string]any{"anyOf": []any{map[string]any{"part": "mcr_0"}}}}}
	delete(in, "clientMutationId")
	if out := w.get(t, "issuer", createStack, map[string]any{"in": in}); !strings.Contains(out.raw, `["rule","allOf","1","anyOf","0","part"]`) {
		t.Errorf("an unknown part: %s", out.raw)
	}
	revised := w.get(t, "issuer", `mutation($in: PublishStackVersionInput!) { publishStackVersion(input: $in) {
		stack { version versions { number title } } problems { message } } }`, map[string]any{"in": map[string]any{"stack": id, "title": title, "rule": a}})
	if !strings.Contains(revised.raw, `"version":2`) {
		t.Errorf("revised: %s", revised.raw)
	}
	retired := w.get(t, "issuer", `mutation($id: ID!) { setStackPolicy(input: {stack: $id, policy: SUSPEND}) { stack { policy } problems { message } }
		retireStack(input: {stack: $id}) { stack { status retiredAt } problems { message } } }`, map[string]any{"id": id})
	if !strings.Contains(retired.raw, `"policy":"SUSPEND"`) || !strings.Contains(retired.raw, `"status":"RETIRED"`) {
		t.Errorf("retired: %s", retired.raw)
	}
}

func TestStacksAreMadeByWhoMayPublishAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := map[string]any{"title": []any{map[string]any{"text": "S", "language": "en"}}, "rule": map[string]any{"part": w.credentials["Safety"]}}
	for viewer, account := range viewers {
		out := w.ask(t, account, createStack, map[string]any{"in": in})
		may := viewer == "issuer" || viewer == "other_issuer" || viewer == "developer" || viewer == "admin"
		if made := out.text("createStack", "stack", "id") != ""; made != may {
			t.Errorf("%s made a stack: %v: %s", viewer, made, out.raw)
		}
	}
}

func TestProgressIsSeenByTheEarnerAndTheirCoach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.beginsStack(t, "First Aid")
	made := w.get(t, "issuer", `mutation($in: CreatePathwayInput!) { createPathway(input: $in) { pathway { id goal goalStack { id } goalPosting { id } steps { position } } problems { path message } } }`,
		map[string]any{"in": map[string]any{
			"title": []any{map[string]any{"text": "Way", "language": "en"}}, "goal": map[string]any{"stack": id},
			"steps": []any{map[string]any{"microCredential": w.credentials["First Aid"]}, map[string]any{"stack": id, "optional": true}},
		}})
	pathway := made.text("createPathway", "pathway", "id")
	query := `query($stack: ID!, $way: ID!, $earner: ID!) {
		stackProgress(stack: $stack, earner: $earner) { stack { id } completed completion { version state award { id } } percent numerator denominator
			awards { id } remaining { microCredentials { title offerings { id } } price { amount } unknownPrices effortMinutes unknownEfforts } alternatives { unknownPrices } }
		pathwayProgress(pathway: $way, earner: $earner) { done of percent steps { step { position } state missing { id } stack { percent } } }
		earner(id: $earner) { stacksInProgress(first: 5) { nodes { percent stack { title } } edges { cursor } pageInfo { hasNextPage } } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, map[string]any{"stack": id, "way": pathway, "earner": w.earners["Privata"]})
		for _, field := range []string{"stackProgress", "pathwayProgress"} {
			if got, want := tells(out.at(field)), viewer == "self" || viewer == "coach"; got != want {
				t.Errorf("%s sees %s: %v, want %v: %s", viewer, field, got, want, out.raw)
			}
		}
		if viewer == "self" && (!strings.Contains(out.raw, `"percent":50,"numerator":"1","denominator":"2"`) || !strings.Contains(out.raw, `"title":"Rare"`)) {
			t.Errorf("self: %s", out.raw)
		}
	}
}

// TestDraftsOfStacksAreListedToTheirKeepersAlone: newest first, until they are published.
func TestDraftsOfStacksAreListedToTheirKeepersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var drafts []string
	for _, name := range []string{"One", "Two"} {
		out := w.get(t, "issuer", createStack, map[string]any{"in": map[string]any{
			"title": []any{map[string]any{"text": name, "language": "en"}}, "publish": false, "rule": map[string]any{"part": w.credentials["Safety"]},
		}})
		drafts = append(drafts, out.text("createStack", "stack", "id"))
		w.clock.Advance(time.Second)
	}
	list := `query($after: String) { stackDrafts(first: 1, after: $after) { nodes { id title status } pageInfo { hasNextPage endCursor } } }`
	first := w.get(t, "developer", list, nil)
	if first.text("stackDrafts", "nodes", 0, "id") != drafts[1] || first.text("stackDrafts", "nodes", 0, "status") != "DRAFT" {
		t.Errorf("the first page: %s", first.raw)
	}
	rest := w.get(t, "developer", list, map[string]any{"after": first.text("stackDrafts", "pageInfo", "endCursor")})
	if rest.text("stackDrafts", "nodes", 0, "id") != drafts[0] || rest.at("stackDrafts", "pageInfo", "hasNextPage") != false {
		t.Errorf("the second page: %s", rest.raw)
	}
	w.get(t, "issuer", `mutation($in: PublishStackVersionInput!) { publishStackVersion(input: $in) { stack { id } problems { message } } }`,
		map[string]any{"in": map[string]any{"stack": drafts[1], "title": []any{map[string]any{"text": "Two", "language": "en"}}, "rule": map[string]any{"part": w.credentials["Safety"]}}})
	want := map[string]string{"issuer": drafts[0], "developer": drafts[0], "other_issuer": "", "admin": ""}
	for viewer, account := range viewers {
		out := w.ask(t, account, list, nil)
		draft, may := want[viewer]
		if got := out.text("stackDrafts", "nodes", 0, "id"); got != draft || may == (len(out.Errors) > 0) {
			t.Errorf("%s is told %s", viewer, out.raw)
		}
	}
}
