package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// designLab is the story of a micro-credential that asks for all four of its four
// sub-competencies.
type designLab struct {
	*story

	assessor    person
	whole       string   // oral communication
	parts       []string // its four sub-competencies
	stack       string
	wynn, tamsy person
}

// TestDesignLabAsksForFourOfFour is the program's story, by GraphQL: four portfolios
// complete a stack, which awards the whole by itself; a portfolio for the whole itself
// meets four criteria of four, and three are not enough; others endorse it.
func TestDesignLabAsksForFourOfFour(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	d := &designLab{
		story: s, assessor: s.as(auth.Assessor, "edl-assessor@example.org"),
		whole: s.microCredential("21st Century Skills: Oral Communication"), stack: s.stack("Oral Communication, 4 of 4"),
		wynn: s.earner("Wynn Tallgrass", "wynn@example.org"), tamsy: s.earner("Tamsy Brookstone", "tamsy@example.org"),
	}
	for _, title := range []string{"1 of 4: Listen Actively", "2 of 4: Know the Audience", "3 of 4: Speak Clearly", "4 of 4: Check Understanding"} {
		d.parts = append(d.parts, s.microCredential("Oral Communication "+title))
	}
	d.completesByItsParts()
	d.meetsFourCriteria()
	d.isEndorsed()
}

// submits has an earner hand a portfolio in for what they enrolled in, and the
// assessor claim it.
func (d *designLab) submits(earner person, microCredential string) (claimed string) {
	d.t.Helper()
	earner.does("enroll", vars{"microCredential": microCredential}, "enrollment { id }")
	earner.does("submitEvidence", vars{"microCredential": microCredential, "items": []vars{
		{"part": "overview", "text": "A meeting of tenants, which was recorded."},
		{"part": "work-examples", "link": "https://work.example.org/meeting"},
		{"part": "reflection", "text": "I asked back, and was wrong about the roof."},
	}}, "submission { state }")
	got := d.assessor.asks(`query ($of: ID!) { submissions(filter: {microCredential: $of, unclaimed: true}) { totalCount nodes { id earner { id } } } }`,
		vars{"of": microCredential})
	if n := at[float64](d.t, got, "submissions.totalCount"); n != 1 {
		d.t.Fatalf("%v submissions wait", n)
	}
	claimed = at[string](d.t, got, "submissions.nodes.0.id")
	d.assessor.does("claimSubmission", vars{"id": claimed}, "submission { id }")
	return claimed
}

// progress is how far Wynn is with the stack, and what is left.
func (d *designLab) progress(percent int, completed bool, left ...string) {
	d.t.Helper()
	got := d.wynn.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { percent completed remaining { microCredentials { id } } } }`, vars{"stack": d.stack})
	var remaining any
	if len(left) > 0 {
		var ids []any
		for _, one := range left {
			ids = append(ids, map[string]any{"id": one})
		}
		remaining = map[string]any{"microCredentials": ids}
	}
	want := map[string]any{"percent": float64(percent), "completed": completed, "remaining": remaining}
	if diff := cmp.Diff(want, got.Data["stackProgress"]); diff != "" {
		d.t.Errorf("Wynn is otherwise with the stack (-want +got):\n%s", diff)
	}
}

// completesByItsParts has Wynn earn one part after the other. Once the developer has
// the stack award the whole by itself, it does.
func (d *designLab) completesByItsParts() {
	d.t.Helper()
	d.as(auth.Developer, "edl-developer@example.org").does("setStackPolicy", vars{"stack": d.stack, "awardsItself": true}, "stack { awardsItself policy }")
	for i, part := range d.parts {
		d.progress(25*i, false, d.parts[i:]...)
		accept := vars{"id": d.submits(d.wynn, part), "decision": "ACCEPT", "scores": d.scores(part)}
		d.assessor.does("decideSubmission", accept, "submission { state }")
	}
	d.progress(100, true)
	got := d.wynn.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { completion { state award { status issuer { name } microCredential { id } } } }
		viewer { earner { completedStacks { id } awards(first: 10) { nodes { microCredential { id } } } } } }`, vars{"stack": d.stack})
	want := map[string]any{"state": "STANDS", "award": map[string]any{
		"status": "ACTIVE", "issuer": map[string]any{"name": "Education Design Lab"}, "microCredential": map[string]any{"id": d.whole},
	}}
	if diff := cmp.Diff(want, at[any](d.t, got, "stackProgress.completion")); diff != "" {
		d.t.Errorf("the completion is otherwise (-want +got):\n%s", diff)
	}
	if n := len(at[[]any](d.t, got, "viewer.earner.awards.nodes")); n != 5 {
		d.t.Errorf("Wynn holds %d awards, want four parts and the whole", n)
	}
	if stack := at[string](d.t, got, "viewer.earner.completedStacks.0.id"); stack != d.stack {
		d.t.Errorf("Wynn has completed %s", stack)
	}
}

// meetsFourCriteria has Tamsy show the whole at once: with three criteria of four met
// nothing is awarded, with four it is.
func (d *designLab) meetsFourCriteria() {
	d.t.Helper()
	claimed, all := d.submits(d.tamsy, d.whole), d.scores(d.whole)
	if len(all) != 4 {
		d.t.Fatalf("the rubric has %d criteria", len(all))
	}
	for _, unmet := range all {
		three := d.scores(d.whole, unmet["criterion"].(string))
		d.assessor.fails("decideSubmission", vars{"id": claimed, "decision": "ACCEPT", "scores": three}, "CONFLICT scores")
	}
	d.assessor.fails("decideSubmission", vars{"id": claimed, "decision": "ACCEPT", "scores": all[:3]}, "CONFLICT scores")
	const awards = `{ viewer { earner { awards(first: 10) { nodes { microCredential { id } status } } } } }`
	d.tamsy.sees(awards, nil, `{"viewer": {"earner": {"awards": {"nodes": []}}}}`)
	d.assessor.does("decideSubmission", vars{"id": claimed, "decision": "ACCEPT", "scores": all}, "submission { state }")
	d.tamsy.sees(awards, nil, `{"viewer": {"earner": {"awards": {"nodes": [{"microCredential": {"id": "`+d.whole+`"}, "status": "ACTIVE"}]}}}}`)
	// Who holds the whole has completed the stack, though none of its parts.
	d.tamsy.sees(`query ($stack: ID!) { stackProgress(stack: $stack) { completed completion { state } awards { status } } }`, vars{"stack": d.stack},
		`{"stackProgress": {"completed": true, "completion": null, "awards": []}}`)
}

// isEndorsed has an employer say what the whole is good for: signed, for everybody to
// verify.
func (d *designLab) isEndorsed() {
	d.t.Helper()
	employer := d.as(auth.Employer, "employer@example.org")
	said := vars{"microCredential": d.whole, "comment": "Whoever holds it has *listened* on our floor.", "language": "en"}
	d.assessor.refused(`mutation ($input: EndorseInput!) { endorse(input: $input) { endorsement { id } } }`, vars{"input": said}, "FORBIDDEN")
	made := employer.does("endorse", said, "endorsement { id url organization { name } version }")
	d.anybody().sees(`query ($id: ID!) { node(id: $id) { ... on MicroCredential { endorsements { nodes { comment organization { name } withdrawnAt } } } } }`,
		vars{"id": d.whole}, `{"node": {"endorsements": {"nodes": [{"comment": "Whoever holds it has *listened* on our floor.",
			"organization": {"name": "`+at[string](d.t, made, "endorsement.organization.name")+`"}, "withdrawnAt": null}]}}}`)
	signed := d.credential(at[string](d.t, made, "endorsement.url"))
	d.verifies(signed, "VALID")
	d.verifies(strings.Replace(signed, "listened", "sung", 1), "INVALID")
	employer.does("withdrawEndorsement", vars{"id": at[string](d.t, made, "endorsement.id")}, "endorsement { withdrawnAt }")
	d.anybody().sees(`query ($id: ID!) { node(id: $id) { ... on MicroCredential { endorsements { nodes { id } } } } }`, vars{"id": d.whole},
		`{"node": {"endorsements": {"nodes": []}}}`)
}

// credential asks for a signed credential as a program does.
func (d *designLab) credential(url string) string {
	d.t.Helper()
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodGet, url, nil)
	r.Header.Set("Accept", "application/vc")
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/vc") {
		d.t.Fatalf("%s: %d %s %s", url, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	return w.Body.String()
}

func (d *designLab) verifies(credential, want string) {
	d.t.Helper()
	got := d.anybody().does("verifyBadge", vars{"text": credential}, "report { verdict checks { name outcome reason } }")
	if verdict := at[string](d.t, got, "report.verdict"); verdict != want {
		d.t.Errorf("the endorsement is %s, want %s: %v", verdict, want, got.Data)
	}
}
