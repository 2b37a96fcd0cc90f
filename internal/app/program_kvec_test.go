package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// kvec is the story of a school whose teachers earn micro-credentials together.
type kvec struct {
	*story

	lead, first, second            person // of the school, and KVEC's assessors
	hazelle, brantley, nell, odran person // the teachers; Odran shares nothing
	poverty, learning, community   string // what completes the stack
	iep, stack, cohort             string
}

// TestKVECTeachersStackWhatTheirDistrictCounts is the program's story, by GraphQL: a
// school's teachers enroll together, are assessed blind, and complete a stack that
// their district counts as days and the state as rank.
func TestKVECTeachersStackWhatTheirDistrictCounts(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	k := &kvec{
		story: s,
		lead:  s.as(auth.Coach, "perry-lead@example.org"),
		first: s.as(auth.Assessor, "kvec-assessor@example.org"), second: s.as(auth.Assessor, "kvec-assessor2@example.org"),
		hazelle: s.earner("Hazelle Quillfeather", "hazelle@example.org"), brantley: s.earner("Brantley Oakhollow", "brantley@example.org"),
		nell: s.earner("Nell Larkmeadow", "nell@example.org"), odran: s.earner("Odran Peatbrook", "odran@example.org"),
		poverty: s.microCredential("Understanding Types of Poverty"), learning: s.microCredential("How Poverty Affects Learning"),
		community: s.microCredential("Mapping Community Resources"), iep: s.microCredential("Measurable IEP Goals"),
		stack: s.stack("Teaching Students in Poverty"),
	}
	k.enrollsTogether()
	k.returnsOneWithFeedback()
	k.assessesTheOthers()
	k.hasTwoAssess()
	k.completesTheStack()
	k.isWorthDaysAndRank()
	k.keepsItsWorth()
}

func (k *kvec) teachers() []person { return []person{k.hazelle, k.brantley, k.nell, k.odran} }

// enrollsTogether has four teachers join the school's cohort and enroll in all of it;
// one of them does not let the school see how they are doing.
func (k *kvec) enrollsTogether() {
	k.t.Helper()
	k.as(auth.Issuer, "kvec-issuer@example.org").does("updateAssessmentSettings",
		vars{"federalHolidays": false}, "settings { decideWithinDays }")
	made := k.lead.does("createCohort", vars{
		"name": "Example School, poverty", "microCredentials": []string{k.poverty, k.learning, k.community}, "startsOn": k.day(0),
	}, "code cohort { id memberCount }")
	k.cohort = at[string](k.t, made, "cohort.id")
	for _, teacher := range k.teachers() {
		teacher.does("joinCohort", vars{"code": at[string](k.t, made, "code"), "shares": teacher != k.odran}, "cohort { id }")
		for _, one := range []string{k.poverty, k.learning, k.community} {
			teacher.does("enroll", vars{"microCredential": one, "cohort": k.cohort}, "enrollment { id }")
		}
	}
	k.hazelle.fails("enroll", vars{"microCredential": k.poverty, "cohort": k.cohort}, "CONFLICT microCredential")
	k.leadSees("ENROLLED", "ENROLLED", "ENROLLED")
	k.brantley.sees(`query ($id: ID!) { cohort(id: $id) { memberCount membership { shares } progress { awarded } members { nodes { name } } } }`,
		vars{"id": k.cohort}, `{"cohort": {"memberCount": null, "membership": {"shares": true}, "progress": [], "members": {"nodes": []}}}`)
}

// leadSees asserts how far the school sees Brantley, Hazelle and Nell with poverty: of
// Odran it sees nothing, and no count that would tell.
func (k *kvec) leadSees(brantley, hazelle, nell string) {
	k.t.Helper()
	got := k.lead.asks(`query ($id: ID!) { cohort(id: $id) { memberCount
		progress { notStarted enrolled submitted returned awarded }
		members { nodes { name progress { step } } } } }`, vars{"id": k.cohort})
	if n := at[float64](k.t, got, "cohort.memberCount"); n != 4 {
		k.t.Errorf("there are %v members", n)
	}
	seen := map[string]string{}
	for _, node := range at[[]any](k.t, got, "cohort.members.nodes") {
		member := answer{Data: node.(map[string]any)}
		seen[at[string](k.t, member, "name")] = at[string](k.t, member, "progress.0.step")
	}
	want := map[string]string{"Brantley Oakhollow": brantley, "Hazelle Quillfeather": hazelle, "Nell Larkmeadow": nell}
	if diff := cmp.Diff(want, seen); diff != "" {
		k.t.Errorf("the lead sees others (-want +got):\n%s", diff)
	}
	for _, counts := range at[[]any](k.t, got, "cohort.progress") {
		for step, n := range counts.(map[string]any) {
			if n != nil {
				k.t.Errorf("%v are %s: what is not known tells of Odran", n, step)
			}
		}
	}
}

// submits has a teacher submit three parts: a text, a link and a file, and a text.
func (k *kvec) submits(teacher person, microCredential, overview string) (submission string) {
	k.t.Helper()
	got := teacher.does("submitEvidence", vars{"microCredential": microCredential, "items": []vars{
		{"part": "overview", "text": overview},
		{"part": "work-examples", "link": "https://work.example.org/lesson"},
		{"part": "work-examples", "title": "A lesson plan", "file": file{"plan of " + teacher.email + ".txt", "Ten minutes on what a week costs."}},
		{"part": "reflection", "text": "Nobody had to ask for a pencil again."},
	}}, "submission { id state attempt } warnings { kind words }")
	return at[string](k.t, got, "submission.id")
}

// finds is the one submission for a micro-credential that an assessor could claim,
// seen without whose it is.
func (k *kvec) finds(assessor person, microCredential string) (queued string) {
	k.t.Helper()
	got := assessor.asks(`query ($of: ID!) { submissions(filter: {microCredential: $of, unclaimed: true}) { totalCount nodes {
		id sight state earner { id } submittedAt enrollment { id } evidence { id } alias } } }`, vars{"of": microCredential})
	if n := at[float64](k.t, got, "submissions.totalCount"); n != 1 {
		k.t.Fatalf("%v submissions wait", n)
	}
	one := answer{Data: at[map[string]any](k.t, got, "submissions.nodes.0")}
	if alias := at[string](k.t, one, "alias"); len(alias) != 6 {
		k.t.Errorf("it is called %q", alias)
	}
	queued = at[string](k.t, one, "id")
	delete(one.Data, "id")
	delete(one.Data, "alias")
	want := map[string]any{"sight": "ASSESSOR", "earner": nil, "submittedAt": nil, "enrollment": nil, "evidence": []any{}}
	delete(one.Data, "state")
	if diff := cmp.Diff(want, one.Data); diff != "" {
		k.t.Errorf("the queue tells more (-want +got):\n%s", diff)
	}
	return queued
}

// returnsOneWithFeedback has Hazelle's work go back: the clock stands still until she
// submits again, and then she has it.
func (k *kvec) returnsOneWithFeedback() {
	k.t.Helper()
	own := k.submits(k.hazelle, k.poverty, "I am Hazelle. I asked a family what school costs them, and changed one rule.")
	k.hazelle.sees(`query ($id: ID!) { submission(id: $id) { sight state flagged attempt evidence { part kind fileName } } }`, vars{"id": own},
		`{"submission": {"sight": "EARNER", "state": "SUBMITTED", "flagged": true, "attempt": 1, "evidence": [
			{"part": "overview", "kind": "TEXT", "fileName": null}, {"part": "work-examples", "kind": "LINK", "fileName": null},
			{"part": "work-examples", "kind": "FILE", "fileName": "plan of hazelle@example.org.txt"}, {"part": "reflection", "kind": "TEXT", "fileName": null}]}}`)
	k.dueOn(own, 20) // Wednesday and 14 business days: a Tuesday
	k.leadSees("ENROLLED", "SUBMITTED", "ENROLLED")
	k.wait(48 * time.Hour)
	queued := k.finds(k.first, k.poverty)
	if queued == own {
		k.t.Error("the assessor knows the id by which the earner knows it")
	}
	k.opensBlind(own, queued)
	k.first.does("scoreSubmission", vars{"id": queued, "scores": k.scores(k.poverty, "student-situation")}, "submission { id }")
	k.first.fails("decideSubmission", vars{"id": queued, "decision": "ACCEPT"}, "CONFLICT scores")
	k.first.fails("decideSubmission", vars{"id": queued, "decision": "RETURN", "feedback": " "}, "INVALID feedback")
	k.first.does("decideSubmission", vars{"id": queued, "decision": "RETURN", "feedback": "What did the family say?"}, "submission { state }")
	k.hazelle.sees(`query ($id: ID!) { submission(id: $id) { state attempt dueAt attempts { number decision feedback } } }`, vars{"id": own},
		`{"submission": {"state": "RETURNED", "attempt": 1, "dueAt": null, "attempts": [
			{"number": 1, "decision": "RETURN", "feedback": "What did the family say?"}]}}`)
	k.leadSees("ENROLLED", "RETURNED", "ENROLLED")
	k.wait(28 * 24 * time.Hour)
	k.hazelle.does("submitEvidence", vars{"submission": own, "items": []vars{
		{"part": "work-examples", "text": "They said: nobody asks us. I ask now, each month."},
	}}, "submission { state }")
	k.dueOn(own, 18) // Friday and the 12 business days that were left
	k.accepts(k.first, k.poverty)
	k.hazelle.sees(`query ($id: ID!) { submission(id: $id) { state attempt award { microCredentialVersion { number } status }
		attempts { decision } } }`, vars{"id": own}, `{"submission": {"state": "ACCEPTED", "attempt": 2,
			"award": {"microCredentialVersion": {"number": 2}, "status": "ACTIVE"}, "attempts": [{"decision": "RETURN"}, {"decision": "ACCEPT"}]}}`)
	k.leadSees("ENROLLED", "AWARDED", "ENROLLED")
}

// opensBlind claims a submission and reads its evidence, which does not say whose it
// is. Nobody else opens it.
func (k *kvec) opensBlind(own, queued string) {
	k.t.Helper()
	got := k.first.does("claimSubmission", vars{"id": queued}, `submission { state earner { id } evidence {
		text fileName mediaType url addedAt sha256 flags } }`)
	overview, plan := at[string](k.t, got, "submission.evidence.0.text"), at[string](k.t, got, "submission.evidence.2.url")
	if strings.Contains(overview, "Hazelle") || !strings.Contains(overview, "changed one rule") {
		k.t.Errorf("the assessor reads %q", overview)
	}
	if name := at[any](k.t, got, "submission.evidence.2.fileName"); name != nil {
		k.t.Errorf("the assessor is told the file's name: %v", name)
	}
	if status, body := k.first.opens(plan); status != 200 || body != "Ten minutes on what a week costs." {
		k.t.Errorf("the assessor opens the file: %d %q", status, body)
	}
	for _, other := range []person{k.lead, k.second, k.brantley, k.anybody()} {
		if status, body := other.opens(plan); status == 200 || strings.Contains(body, "week costs") {
			k.t.Errorf("%s %s opens the file: %d", other.role, other.email, status)
		}
		other.sees(`query ($id: ID!) { node(id: $id) { id } }`, vars{"id": own}, `{"node": null}`)
	}
}

// dueOn asserts in how many days a submission of Hazelle's is due.
func (k *kvec) dueOn(submission string, days int) {
	k.t.Helper()
	got := k.hazelle.asks(`query ($id: ID!) { submission(id: $id) { dueAt } }`, vars{"id": submission})
	due, err := time.Parse(time.RFC3339, at[string](k.t, got, "submission.dueAt"))
	if err != nil {
		k.t.Fatal(err)
	}
	if day := due.Add(-12 * time.Hour).UTC().Format(time.DateOnly); day != k.day(days) {
		k.t.Errorf("it is due on %s, want %s", day, k.day(days))
	}
}
