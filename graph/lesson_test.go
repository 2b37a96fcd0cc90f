package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
)

const (
	learnedOperation = `query($text: String!, $organization: ID) { proposeRequirements(text: $text, organization: $organization) { requirements { skill { label } confidence learned } } }`
	teachOperation   = `mutation($in: AnswerProposalsInput!) { answerProposals(input: $in) { kept learning { on confirmed refused } problems { code path message ... on UnknownSkill { suggestions { label } } } } }`
	turnOperation    = `mutation($in: SetProposalLearningInput!) { setProposalLearning(input: $in) { learning { on since confirmed refused } problems { code } } }`
	forgetOperation  = `mutation($in: ForgetProposalAnswersInput!) { forgetProposalAnswers(input: $in) { forgotten learning { confirmed refused } problems { code path } } }`
	lessonsOperation = `query($organization: ID!) { proposalLearning(organization: $organization) { organization { name } on confirmed refused agreement { answers without with }
		answers(first: 5) { nodes { id skill { label } words language label confidence verdict } } } }`
)

// learns has the Maker's admin agree to learning.
func (w *world) learns(t *testing.T, on bool) {
	t.Helper()
	if w.accounts["maker's admin"] == "" {
		w.member(t, "maker's admin", "Maker", enum.RoleAdmin)
		w.member(t, "colleague", "Maker", enum.RoleEmployer)
	}
	w.done(t, "maker's admin", turnOperation, map[string]any{"in": map[string]any{"organization": w.orgs["Maker"], "on": on}})
}

func (w *world) teach(t *testing.T, answers ...map[string]any) answer {
	t.Helper()
	return w.get(t, "employer", teachOperation, map[string]any{"in": map[string]any{"organization": w.orgs["Maker"], "language": "en", "answers": answers}})
}

const taughtText = "Requirements:\n- Drive a forklift\n- Patch people up"

// proposed is what a viewer is given for the text, in the name of an organization.
func (w *world) proposed(t *testing.T, viewer string, of any) any {
	t.Helper()
	return w.get(t, viewer, learnedOperation, map[string]any{"text": taughtText, "organization": of}).at("proposeRequirements", "requirements")
}

func learnedProposal(label string, learned bool) map[string]any {
	return map[string]any{"skill": map[string]any{"label": label}, "confidence": 1.0, "learned": learned}
}

// lesson refuses the forklift, and teaches first aid by other words.
func (w *world) lesson() []map[string]any {
	return []map[string]any{
		{"words": "Drive a forklift", "skill": w.skills["Drive a forklift"], "verdict": "REFUSED"},
		{"words": "Patch people up", "skill": "urn:test:Give first aid", "verdict": "CONFIRMED"},
	}
}

func TestAnEmployerTeachesItsOwnProposals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	refused := w.teach(t, w.lesson()...)
	if got := refused.text("answerProposals", "problems", 0, "code"); got != "CONFLICT" || refused.number("answerProposals", "kept") != 0 {
		t.Fatalf("before anybody agreed: %s", refused.raw)
	}
	w.learns(t, true)
	taught := w.teach(t, append(w.lesson(), map[string]any{"words": "Patch people up", "skill": "first aid", "verdict": "CONFIRMED"})...)
	want := map[string]any{"kept": 2.0, "learning": map[string]any{"on": true, "confirmed": 1.0, "refused": 1.0}}
	problem, _ := taught.at("answerProposals", "problems", 0).(map[string]any)
	got, _ := taught.at("answerProposals").(map[string]any)
	delete(got, "problems")
	if diff := cmp.Diff(want, got); diff != "" || problem["code"] != "NOT_FOUND" || !cmp.Equal(problem["path"], []any{"answers", "2", "skill"}) || problem["suggestions"] == nil {
		t.Errorf("%s (-want +got):\n%s", taught.raw, diff)
	}
	forklift, aid := learnedProposal("Drive a forklift", false), learnedProposal("Give first aid", true)
	for _, c := range []struct {
		claim, viewer string
		of            any
		want          []any
	}{
		{"who taught it", "employer", w.orgs["Maker"], []any{aid}},
		{"a colleague", "colleague", w.orgs["Maker"], []any{aid}},
		{"who asks for no lessons", "employer", nil, []any{forklift}},
		{"another employer", "rival", w.orgs["Rival"], []any{forklift}},
		{"nobody in particular", "", nil, []any{forklift}},
	} {
		if diff := cmp.Diff(c.want, w.proposed(t, c.viewer, c.of)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.claim, diff)
		}
	}
}

func TestWhatWasTaughtIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.learns(t, true)
	w.teach(t, w.lesson()...)
	maker := w.orgs["Maker"]
	forklift, aid := learnedProposal("Drive a forklift", false), learnedProposal("Give first aid", true)
	w.learns(t, false)
	if diff := cmp.Diff([]any{forklift}, w.proposed(t, "employer", maker)); diff != "" {
		t.Errorf("while it is off (-want +got):\n%s", diff)
	}
	w.learns(t, true)
	kept := w.get(t, "employer", lessonsOperation, map[string]any{"organization": maker})
	id := ""
	for i := range kept.list("proposalLearning", "answers", "nodes") {
		if kept.text("proposalLearning", "answers", "nodes", i, "verdict") == "REFUSED" {
			id = kept.text("proposalLearning", "answers", "nodes", i, "id")
		}
	}
	w.done(t, "employer", forgetOperation, map[string]any{"in": map[string]any{"organization": maker, "ids": []string{id}}})
	if diff := cmp.Diff([]any{aid, forklift}, w.proposed(t, "employer", maker), cmp.Transformer("sorted", sortedByLabel)); diff != "" {
		t.Errorf("one taken back (-want +got):\n%s", diff)
	}
	w.done(t, "maker's admin", forgetOperation, map[string]any{"in": map[string]any{"organization": maker}})
	if diff := cmp.Diff([]any{forklift}, w.proposed(t, "employer", maker)); diff != "" {
		t.Errorf("all forgotten (-want +got):\n%s", diff)
	}
	trail := w.get(t, "maker's admin", `query($id: ID!) { auditTrail(subject: $id, first: 20) { nodes { action } } }`, map[string]any{"id": maker})
	if n := len(trail.list("auditTrail", "nodes")); n < 6 {
		t.Errorf("the trail: %s", trail.raw)
	}
}

// sortedByLabel keys proposals by their skill: of two that are as sure either may come
// first.
func sortedByLabel(list []any) map[string]any {
	out := map[string]any{}
	for _, one := range list {
		of, _ := one.(map[string]any)
		skill, _ := of["skill"].(map[string]any)
		label, _ := skill["label"].(string)
		out[label] = one
	}
	return out
}

func TestWhatAnOrganizationTaughtIsSeenByItsEmployersAndAdminsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.learns(t, true)
	w.teach(t, map[string]any{"words": "a phrase of ours", "skill": w.skills["Work safely"], "verdict": "CONFIRMED"})
	maker := map[string]any{"organization": w.orgs["Maker"]}
	id := w.get(t, "employer", lessonsOperation, maker).text("proposalLearning", "answers", "nodes", 0, "id")
	if id == "" {
		t.Fatal("the employer sees no answer")
	}
	w.member(t, "rival's admin", "Rival", enum.RoleAdmin)
	w.member(t, "maker's recognizer", "Maker", enum.RoleRecognizer)
	for name := range w.accounts {
		may := name == "employer" || name == "colleague" || name == "maker's admin"
		seen := w.ask(t, name, lessonsOperation, maker)
		if (seen.at("proposalLearning") != nil) != may || len(seen.Errors) > 0 {
			t.Errorf("%s: %s", name, seen.raw)
		}
		node := w.ask(t, name, `query($id: ID!) { node(id: $id) { id ... on ProposalAnswer { words } } }`, map[string]any{"id": id})
		if (node.at("node") != nil) != may {
			t.Errorf("%s: %s", name, node.raw)
		}
		if may {
			continue
		}
		for what, out := range map[string]answer{
			"propose": w.ask(t, name, learnedOperation, map[string]any{"text": "A phrase of ours", "organization": w.orgs["Maker"]}),
			"answer": w.ask(t, name, teachOperation, map[string]any{"in": map[string]any{"organization": w.orgs["Maker"], "language": "en", "answers": []any{
				map[string]any{"words": "x", "skill": w.skills["Work safely"], "verdict": "REFUSED"},
			}}}),
			"forget": w.ask(t, name, forgetOperation, map[string]any{"in": maker}),
			"turn":   w.ask(t, name, turnOperation, map[string]any{"in": map[string]any{"organization": w.orgs["Maker"], "on": false}}),
		} {
			if out.code() != "FORBIDDEN" {
				t.Errorf("%s may %s: %s", name, what, out.raw)
			}
		}
	}
	nobody := w.ask(t, "", learnedOperation, map[string]any{"text": "A phrase of ours", "organization": w.orgs["Maker"]})
	if nobody.code() != "UNAUTHENTICATED" || w.ask(t, "", lessonsOperation, maker).at("proposalLearning") != nil {
		t.Errorf("nobody: %s", nobody.raw)
	}
	// One that there is none of is refused in the same words.
	missing := w.ask(t, "rival", learnedOperation, map[string]any{"text": "A phrase of ours", "organization": "org_none"})
	foreign := w.ask(t, "rival", learnedOperation, map[string]any{"text": "A phrase of ours", "organization": w.orgs["Maker"]})
	if diff := cmp.Diff(missing.Errors[0].Message, foreign.Errors[0].Message); diff != "" {
		t.Errorf("missing and foreign differ:\n%s", diff)
	}
	if n := w.app.Store.Client.ProposalAnswer.Query().CountX(w.ctx); n != 1 {
		t.Errorf("%d answers are kept, want the one", n)
	}
}

func TestATextBecomesADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	create := `mutation($in: CreatePostingInput!) { createPosting(input: $in) { posting { status title requirements { label importance } conditions { kind } }
		proposals { requirements { skill { label } readFrom { words } } conditions { kind question } } problems { code path message } } }`
	text := "<h1>Operador de carretilla</h1><h2>Requisitos</h2><ul><li>Conducir una carretilla elevadora</li><li>Ser mayor de 18 años</li></ul>"
	out := w.done(t, "employer", `mutation($in: CreatePostingInput!) { createPosting(input: $in) { posting { status title requirements { label(language: "en") importance } conditions { kind } }
		proposals { requirements { skill { label(language: "en") } readFrom { words } } conditions { kind question } } problems { message } } }`,
		map[string]any{"in": map[string]any{"fromText": text, "draft": false}})
	want := map[string]any{
		"posting": map[string]any{
			"status": "DRAFT", "title": "Operador de carretilla",
			"requirements": []any{map[string]any{"label": "Drive a forklift", "importance": "REQUIRED"}},
			"conditions":   []any{map[string]any{"kind": "MINIMUM_AGE"}},
		},
		"proposals": map[string]any{
			"requirements": []any{map[string]any{"skill": map[string]any{"label": "Drive a forklift"}, "readFrom": []any{map[string]any{"words": "Conducir una carretilla elevadora"}}}},
			"conditions":   []any{map[string]any{"kind": "MINIMUM_AGE", "question": nil}},
		},
		"problems": []any{},
	}
	if diff := cmp.Diff(want, out.at("createPosting")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	none := w.done(t, "employer", create, map[string]any{"in": map[string]any{"fromText": "Clerk\n\nCompetitive salary"}})
	if diff := cmp.Diff([]any{}, none.at("createPosting", "posting", "requirements")); diff != "" {
		t.Errorf("a text without skills (-want +got):\n%s", diff)
	}
	bad := w.get(t, "employer", create, map[string]any{"in": map[string]any{"fromText": " "}})
	if bad.text("createPosting", "problems", 0, "path", 0) != "fromText" || bad.at("createPosting", "posting") != nil {
		t.Errorf("no text: %s", bad.raw)
	}
	if out := w.ask(t, "", create, map[string]any{"in": map[string]any{"fromText": text}}); out.code() != "UNAUTHENTICATED" {
		t.Errorf("nobody: %s", out.raw)
	}
}
