package graph_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// addSeen publishes what the college assesses by watching, and by an exam.
func (w *world) addSeen(t *testing.T, name string) string {
	t.Helper()
	en := func(s string) submission.Text { return submission.Text{"en": s, "es": s + " (es)"} }
	made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"]},
		Version: catalog.VersionInput{
			Title: text.EnEs(name, name+" (es)"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: w.skills["Drive a forklift"], Level: 2}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Observed, submission.Exam}, Exam: &submission.Examination{Name: "Theory", PassScore: "70"},
				Criteria: []submission.Criterion{{
					Key: "safe", Title: en("Safe"), Required: true, Meets: 2,
					Levels: []submission.Level{{Key: "no", Title: en("No")}, {Key: "yes", Title: en("Yes")}},
				}},
			},
		},
	})
	must(t, err)
	return made.ID
}

// submitsFor has a viewer, an earner, submit a text.
func (w *world) submitsFor(t *testing.T, viewer, of string) string {
	t.Helper()
	return w.do(t, viewer, `mutation($of: ID!) { enroll(input: {microCredential: $of}) { problems { message } }
		submitEvidence(input: {microCredential: $of, items: [{part: "overview", text: "I am Privata Geheim."}]}) { submission { id } problems { message } } }`,
		map[string]any{"of": of}).text("submitEvidence", "submission", "id")
}

const queueFields = `{ totalCount pageInfo { hasNextPage } edges { cursor node { id } } nodes {
	alias standing submittedOn observer work { claimedAt releasedAfter decision decidedAt feedback scores { criterion level comment } } ` + submissionFields + ` } }`

func TestAQueueTellsAnAssessorNothingOfWhoseItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	record := w.submitsFor(t, "self", w.addAssessed(t, "Driving"))
	out := w.get(t, "assessor", `{ submissions(filter: {unclaimed: true, standing: ON_TIME, language: "en"}) `+queueFields+` }`, nil)
	node := func(path ...any) any { return out.at(append([]any{"submissions", "nodes", 0}, path...)...) }
	for field, want := range map[string]any{
		"sight": "ASSESSOR", "mode": "PORTFOLIO", "state": "SUBMITTED", "standing": "ON_TIME", "submittedOn": "2026-03-02", "version": 1.0,
		"earner": nil, "enrollment": nil, "issuer": nil, "award": nil, "createdAt": nil, "submittedAt": nil, "decidedAt": nil,
		"work": nil, "observer": nil, "flagged": true, "revision": nil,
	} {
		if got := node(field); got != want {
			t.Errorf("%s is %v, want %v", field, got, want)
		}
	}
	if bad := regexp.MustCompile(`Geheim|Privata|ern_|enr_|awd_|acc_|evd_|College|15:00|` + record).FindString(out.raw); bad != "" {
		t.Errorf("the queue tells %q: %s", bad, out.raw)
	}
	if out.number("submissions", "totalCount") != 1 || len(node("evidence").([]any)) != 0 || len(fmt.Sprint(node("alias"))) != 6 {
		t.Errorf("the queue: %s", out.raw)
	}
	vars := map[string]any{"id": node("id")}
	w.do(t, "assessor", `mutation($id: ID!) {
		claimSubmission(input: {id: $id}) { submission { work { scores { level } } } problems { message } }
		scoreSubmission(input: {id: $id, scores: [{criterion: "safe", level: "no", comment: "Slower"}], feedback: "Not yet."}) { submission { id } problems { message } } }`, vars)
	out = w.get(t, "assessor", `{ submissions(filter: {mine: true}) `+queueFields+` }`, nil)
	if node("state") != "CLAIMED" || node("work", "feedback") != "Not yet." || node("work", "scores", 0, "comment") != "Slower" ||
		node("evidence", 0, "text") != "I am [name]." || node("work", "releasedAfter") != "2026-03-05T15:00:00Z" {
		t.Errorf("once it is claimed: %s", out.raw)
	}
	back := w.do(t, "assessor", `mutation($id: ID!) { releaseSubmission(input: {id: $id}) { submission { state work { feedback } evidence { id } } problems { message } } }`, vars)
	if back.text("releaseSubmission", "submission", "state") != "SUBMITTED" || back.at("releaseSubmission", "submission", "work") != nil ||
		len(back.list("releaseSubmission", "submission", "evidence")) != 0 {
		t.Errorf("released: %s", back.raw)
	}
}

// TestWhoMayDoWhatAsAnAssessor asks as everyone: whom a row does not list is
// forbidden it, and the anonymous are told to sign in.
func TestWhoMayDoWhatAsAnAssessor(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	of := w.addAssessed(t, "Driving")
	w.submitsFor(t, "self", of)
	shown := w.get(t, "assessor", submissionsQuery, nil).text("submissions", "nodes", 0, "id")
	assessor := func(outcome string) map[string]string { return map[string]string{"assessor": outcome} }
	records := map[string]string{"assessor": "CONFLICT", "issuer": "CONFLICT", "other_issuer": "NOT_FOUND"}
	for _, op := range []struct {
		ask, id string
		want    map[string]string
	}{
		{`mutation($id: ID!) { claimSubmission(input: {id: $id}) { submission { id } problems { code message } } }`, shown, assessor("ok")},
		{`mutation($id: ID!) { scoreSubmission(input: {id: $id, scores: []}) { submission { id } problems { code message } } }`, shown, assessor("ok")},
		{`mutation($id: ID!) { decideSubmission(input: {id: $id, decision: ACCEPT}) { submission { id } problems { code message } } }`, shown, assessor("CONFLICT")},
		{`mutation($id: ID!) { releaseSubmission(input: {id: $id}) { submission { id } problems { code message } } }`, shown, assessor("ok")},
		{`mutation($id: ID!) { declareConflict(input: {submission: $id}) { declared problems { code message } } }`, shown, assessor("ok")},
		{`mutation($id: ID!) { claimSubmission(input: {id: $id}) { submission { id } problems { code message } } }`, shown, assessor("NOT_FOUND")},
		{`mutation($id: ID!) { declareConflict(input: {between: {account: $id, earner: $id}}) { declared problems { code message } } }`, "acc_none", map[string]string{
			"issuer": "NOT_FOUND", "other_issuer": "NOT_FOUND", "admin": "NOT_FOUND", "operator": "NOT_FOUND",
		}},
		{`mutation($id: ID!) { saveComment(input: {microCredential: $id, text: "x"}) { comment { id } problems { code message } } }`, of, assessor("ok")},
		{`mutation($id: ID!) { deleteComment(input: {id: $id}) { deleted problems { code message } } }`, "cmt_none", assessor("NOT_FOUND")},
		{`mutation($id: ID!) { recordObservations(input: {microCredential: $id, observedOn: "2026-03-01", results: [{earner: $id, scores: []}]}) { results { index } problems { code message } } }`, of, records},
		{`mutation($id: ID!) { recordExamResults(input: {microCredential: $id, results: [{earner: $id, takenOn: "2026-03-01", passed: true}]}) { results { index } problems { code message } } }`, of, records},
		{`mutation { updateAssessmentSettings(input: {decideWithinDays: 10}) { settings { timeZone } problems { code message } } }`, "", map[string]string{
			"issuer": "ok", "other_issuer": "ok", "admin": "ok", "operator": "ok",
		}},
	} {
		field := regexp.MustCompile(`\{ (\w+)\(`).FindStringSubmatch(op.ask)[1]
		for viewer, account := range everyone() {
			want := op.want[viewer]
			if want == "" {
				want = map[bool]string{true: "UNAUTHENTICATED", false: "FORBIDDEN"}[viewer == "anonymous"]
			}
			var vars map[string]any
			if op.id != "" {
				vars = map[string]any{"id": op.id}
			}
			if out := w.ask(t, account, op.ask, vars); out.outcome(field) != want {
				t.Errorf("%s asks %s: %s, want %s", viewer, field, out.raw, want)
			}
		}
	}
}

// TestWhoReadsWhatOfAnAssessment asks for all of it as everyone.
func TestWhoReadsWhatOfAnAssessment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	record := w.submitsFor(t, "self", of)
	shown := w.get(t, "assessor", submissionsQuery, nil).text("submissions", "nodes", 0, "id")
	w.do(t, "assessor", `mutation($id: ID!) { claimSubmission(input: {id: $id}) { problems { message } }
		scoreSubmission(input: {id: $id, scores: [{criterion: "safe", level: "no", comment: "Secretly"}], feedback: "Secretly."}) { problems { message } } }`, map[string]any{"id": shown})
	reads := map[string]string{
		"queue":      `{ submissions { totalCount nodes { id } } }`,
		"comments":   `{ savedComments { id } }`,
		"settings":   `{ assessmentSettings { decideWithinDays holidays { on } } }`,
		"agreement":  `query($of: ID!) { assessmentAgreement(microCredential: $of) { submissions } }`,
		"blind":      `query($shown: ID!) { submission(id: $shown) { work { feedback } evidence { text } } node(id: $shown) { id } }`,
		"the record": `query($record: ID!) { submission(id: $record) { standing submittedOn alias observer work { feedback } evidence { text } attempts { feedback scores { comment } } } }`,
	}
	want := map[string]map[string]string{
		"queue": {"assessor": "1"}, "comments": {"assessor": "1"}, "blind": {"assessor": "1"},
		"settings":   {"assessor": "1", "issuer": "1", "other_issuer": "1", "admin": "1"},
		"agreement":  {"assessor": "1", "issuer": "1", "developer": "1"},
		"the record": {"self": "1", "issuer": "1", "coach": "1"},
	}
	for name, query := range reads {
		vars := map[string]any{}
		for key, value := range map[string]any{"of": of, "shown": shown, "record": record} {
			if strings.Contains(query, "$"+key) {
				vars[key] = value
			}
		}
		for viewer, account := range viewers {
			out := w.ask(t, account, query, vars)
			seen := ""
			for field, value := range out.Data {
				if value != nil && field != "node" {
					seen = "1"
				}
			}
			if seen != want[name][viewer] {
				t.Errorf("%s, %s: %s", name, viewer, out.raw)
			}
			if strings.Contains(out.raw, "Secretly") && (viewer != "assessor" || name != "blind") {
				t.Errorf("%s, %s is told what is not said yet: %s", name, viewer, out.raw)
			}
		}
	}
}

func TestAGroupIsRecordedThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addSeen(t, "Lifting")
	vars := map[string]any{"of": of, "self": w.earners["Privata"]}
	w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of}) { problems { message } } }`, map[string]any{"of": of})
	ask := `mutation($of: ID!, $self: ID!) { recordObservations(input: {microCredential: $of, observedOn: "2026-03-01", results: [
			{earner: $self, scores: [{criterion: "safe", level: "no"}], note: "Mirrors."}, {earner: "ern_none", scores: [{criterion: "safe", level: "yes"}]}]}) {
		results { index outcome submission { id sight state observer submittedOn standing } award { id } problems { code path } } problems { message } } }`
	first := w.get(t, "assessor", ask, vars)
	again := w.get(t, "assessor", ask, vars)
	got := fmt.Sprint(first.at("recordObservations", "results", 0, "outcome"), first.at("recordObservations", "results", 0, "submission", "state"),
		first.at("recordObservations", "results", 0, "award"), first.at("recordObservations", "results", 1, "problems", 0, "code"),
		first.at("recordObservations", "results", 1, "problems", 0, "path"), again.at("recordObservations", "results", 0, "outcome"))
	if diff := cmp.Diff("CREATEDRETURNED<nil>NOT_FOUND[results 1 earner]UNCHANGED", strings.ReplaceAll(got, " <nil> ", "<nil>")); diff != "" {
		t.Errorf("%s\n%s", diff, first.raw)
	}
	record := map[string]any{"id": first.text("recordObservations", "results", 0, "submission", "id")}
	query := `query($id: ID!) { submission(id: $id) { observer state attempts { decision feedback scores { criterion level } } } }`
	name := first.text("recordObservations", "results", 0, "submission", "observer")
	for viewer, sees := range map[string]bool{"self": true, "issuer": true, "assessor": true, "coach": false} {
		if out := w.get(t, viewer, query, record); name == "" || (out.at("submission", "observer") == any(name)) != sees {
			t.Errorf("%s sees %s", viewer, out.raw)
		}
	}
	if out := w.get(t, "self", query, record); out.text("submission", "attempts", 0, "feedback") != "Mirrors." {
		t.Errorf("the earner reads %s", out.raw)
	}
}

func TestAPageOfAQueueIsAFewStatementsHoweverLong(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t)
	of := w.addAssessed(t, "Driving")
	ask := func(n int) int64 {
		ctx, statements := store.Count(t.Context())
		out := w.askIn(ctx, t, "assessor", `{ submissions `+queueFields+` }`, nil)
		if len(out.Errors) > 0 || len(out.list("submissions", "nodes")) != n {
			t.Fatal(out.raw)
		}
		return statements.Statements()
	}
	claim := func(i int) {
		shown := w.get(t, "assessor", submissionsQuery, nil).text("submissions", "nodes", i, "id")
		w.do(t, "assessor", `mutation($id: ID!) { claimSubmission(input: {id: $id}) { problems { message } } }`, map[string]any{"id": shown})
	}
	w.submitsFor(t, "self", of)
	claim(0)
	first := ask(1)
	w.submitsFor(t, "other_earner", of)
	if second := ask(2); second > first {
		t.Errorf("%d statements for one, %d for two", first, second)
	}
}
