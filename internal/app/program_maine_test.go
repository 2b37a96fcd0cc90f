package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// maine is the story of three levels that roll up, and of results that come from a
// place without a network.
type maine struct {
	*story

	issuer, assessor, system person
	levels                   []string // Computer Support Specialist, 1 to 3
	specialist, stack        string
	brannock                 person // sits the exams
	campuses                 []string
}

// TestMaineLevelsRollUp is the program's story, by GraphQL: the exams of three levels
// complete a stack that awards the certificate; what the system proposed comes into
// force at every campus; results of a re-entry center come weeks later, in a signed
// file.
func TestMaineLevelsRollUp(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	m := &maine{
		story: s, issuer: s.as(auth.Issuer, "maine-issuer@example.org"), assessor: s.as(auth.Assessor, "maine-assessor@example.org"),
		system:     s.as(auth.Recognizer, "maine-recognizer@example.org"),
		specialist: s.microCredential("Computer Support Specialist Certificate"), stack: s.stack("Computer Support Specialist"),
		brannock: s.earner("Brannock Tidepool", "brannock@example.org"),
		campuses: []string{"University of Maine at Augusta", "University of Southern Maine", "University of Maine at Presque Isle", "University of Maine at Machias"},
	}
	for _, level := range []string{"1", "2", "3"} {
		m.levels = append(m.levels, s.microCredential("Computer Support Specialist, Level "+level))
	}
	m.rollsUp()
	m.comesIntoForce()
	m.importsWhatCameByHand()
}

// rollsUp has Brannock pass the exams of the three levels, and hold the certificate by
// that alone.
func (m *maine) rollsUp() {
	m.t.Helper()
	m.issuer.does("setStackPolicy", vars{"stack": m.stack, "awardsItself": true}, "stack { awardsItself }")
	augusta := m.organization(m.campuses[0])
	earner := at[string](m.t, m.brannock.asks(`{ viewer { earner { id } } }`, nil), "viewer.earner.id")
	for i, level := range m.levels {
		m.percent(33 * i)
		m.brannock.does("enroll", vars{"microCredential": level, "issuer": augusta}, "enrollment { id }")
		result := vars{"earner": earner, "takenOn": m.day(i - 6), "score": "69.5", "scores": m.scores(level), "reference": "A-17"}
		record := func(award bool) {
			m.t.Helper()
			got := m.assessor.does("recordExamResults", vars{"microCredential": level, "results": []vars{result}},
				"results { outcome award { id earnedAt competencies { level } } problems { message } }")
			if is := at[any](m.t, got, "results.0.award") != nil; is != award || at[string](m.t, got, "results.0.outcome") != "CREATED" {
				m.t.Fatalf("level %d: %v", i+1, got.Data)
			}
		}
		record(false)
		result["takenOn"], result["score"] = m.day(i-3), "70"
		record(true)
	}
	m.percent(100)
	held := m.brannock.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { completion { state award { microCredential { id } issuer { name } earnedAt } } }
		viewer { earner { enrollments(first: 5) { nodes { status } } } } }`, vars{"stack": m.stack})
	want := map[string]any{
		"stackProgress": map[string]any{"completion": map[string]any{"state": "STANDS", "award": map[string]any{
			"microCredential": map[string]any{"id": m.specialist}, "issuer": map[string]any{"name": m.campuses[0]}, "earnedAt": m.day(-1) + "T00:00:00Z",
		}}},
		"viewer": map[string]any{"earner": map[string]any{"enrollments": map[string]any{
			"nodes": []any{map[string]any{"status": "COMPLETED"}, map[string]any{"status": "COMPLETED"}, map[string]any{"status": "COMPLETED"}},
		}}},
	}
	if diff := cmp.Diff(want, held.Data); diff != "" {
		m.t.Errorf("the certificate is otherwise (-want +got):\n%s", diff)
	}
}

func (m *maine) percent(want int) {
	m.t.Helper()
	got := m.brannock.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { percent } }`, vars{"stack": m.stack})
	if percent := at[float64](m.t, got, "stackProgress.percent"); percent != float64(want) {
		m.t.Errorf("Brannock is at %v percent, want %d", percent, want)
	}
}

// credit is what the first level is worth at an organization, with its stack.
func (m *maine) credit(of string, want ...any) {
	m.t.Helper()
	got := m.anybody().asks(`query ($of: ID!, $for: ID!) { worth(microCredential: $of, for: $for) {
		items { kind amount unit status inherited organization { name } at { name } } credits { credits organization { name } }
		withStack { kind amount inForce } } }`, vars{"of": m.levels[0], "for": m.organization(of)})
	if diff := cmp.Diff(want, at[[]any](m.t, got, "worth.items")); diff != "" {
		m.t.Errorf("level 1 is worth otherwise at %s (-want +got):\n%s", of, diff)
	}
	nine := []any{map[string]any{"kind": "CREDIT", "amount": "9", "inForce": true}}
	if of == m.campuses[0] {
		if diff := cmp.Diff(nine, at[[]any](m.t, got, "worth.withStack")); diff != "" {
			m.t.Errorf("with its stack it is worth otherwise (-want +got):\n%s", diff)
		}
	}
	var credits []any
	if want[0].(map[string]any)["status"] == "IN_FORCE" {
		credits = []any{map[string]any{"credits": "3", "organization": map[string]any{"name": of}}}
	}
	if diff := cmp.Diff(append([]any{}, credits...), at[[]any](m.t, got, "worth.credits")); diff != "" {
		m.t.Errorf("there are other credits at %s (-want +got):\n%s", of, diff)
	}
}

// comesIntoForce has the system decide what it proposed: three credits at every
// campus, which none of them has to say again.
func (m *maine) comesIntoForce() {
	m.t.Helper()
	const system = "University of Maine System"
	three := func(at, status string) map[string]any {
		return map[string]any{
			"kind": "CREDIT", "amount": "3", "unit": "credits", "status": status, "inherited": at != system,
			"organization": map[string]any{"name": system}, "at": map[string]any{"name": at},
		}
	}
	everywhere := append([]string{system}, m.campuses...)
	for _, of := range everywhere {
		m.credit(of, three(of, "PROPOSED"))
	}
	listed := m.anybody().asks(`query ($of: ID!, $by: ID!) { recognitions(microCredential: $of, organization: $by) { nodes { id status holdsAt { name } } } }`,
		vars{"of": m.levels[0], "by": m.organization(system)})
	proposed := vars{"id": at[string](m.t, listed, "recognitions.nodes.0.id")}
	m.as(auth.Recognizer, "recognizer@example.org").fails("putInForce", proposed, "NOT_FOUND id") // a campus decides nothing for the system
	m.system.does("putInForce", proposed, "recognition { status validFrom }")
	m.system.fails("putInForce", proposed, "CONFLICT id")
	for _, of := range everywhere {
		m.credit(of, three(of, "IN_FORCE"))
	}
	m.anybody().sees(`query ($stack: ID!, $for: ID!) { worth(stack: $stack, for: $for) { items { kind amount unit inForce } credits { credits } } }`,
		vars{"stack": m.stack, "for": m.organization(m.campuses[0])},
		`{"worth": {"items": [{"kind": "CREDIT", "amount": "9", "unit": "credits", "inForce": true}], "credits": [{"credits": "9"}]}}`)
}
