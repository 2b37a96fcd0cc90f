package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// addAssessed publishes what the college assesses by evidence.
func (w *world) addAssessed(t *testing.T, name string) string {
	t.Helper()
	en := func(s string) submission.Text { return submission.Text{"en": s, "es": s + " (es)"} }
	made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"]},
		Version: catalog.VersionInput{
			Title: text.EnEs(name, name+" (es)"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			Competencies: []catalog.CompetencyInput{{Skill: w.skills["Drive a forklift"], Level: 2}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Portfolio, submission.Prior},
				Parts: []submission.Part{{Key: "overview", Title: en("Overview"), Required: true}, {Key: "work", Title: en("Work")}},
				Criteria: []submission.Criterion{{
					Key: "safe", Title: en("Safe"), Required: true, Meets: 2,
					Levels: []submission.Level{{Key: "no", Title: en("No")}, {Key: "yes", Title: en("Yes")}},
				}},
			},
		},
	})
	must(t, err)
	w.credentials[name], w.versions[name] = made.ID, *made.CurrentVersionID
	return made.ID
}

// showEvidence has an award rest on evidence of which an item is published.
func (w *world) showEvidence(t *testing.T, earner, award string) {
	t.Helper()
	a := w.app.Assessments
	key, item := a.IDs.Mint("sub"), a.IDs.Mint("evd")
	must(t, store.InTx(w.ctx, a.DB, func(ctx context.Context, tx *db.Client) error {
		of := tx.Award.GetX(ctx, award)
		v, err := a.Vault.ForEarner(ctx, tx, earner)
		if err != nil {
			return err
		}
		err = tx.Submission.Create().SetID(key).SetCreatedAt(w.now()).SetEarnerID(earner).SetMicroCredentialID(of.MicroCredentialID).
			SetVersionID(of.VersionID).SetIssuerID(of.IssuerID).SetOrganizationID(of.IssuerID).SetMode(enum.ModePrior).
			SetState(enum.SubmissionAccepted).SetDueAt(w.now()).SetAwardID(award).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.Evidence.Create().SetID(item).SetCreatedAt(w.now()).SetSubmissionID(key).SetPart("overview").SetKind(enum.EvidenceText).
			SetContent(v.Seal("evidence "+item, []byte(`{"text":"Shown"}`))).SetSinceAttempt(1).SetPublishedAt(w.now()).Exec(ctx)
	}))
}

// fetched is the answer to a request for a file.
type fetched struct {
	StatusCode int
	Header     http.Header
	body       string
}

// fetch asks for a file as a viewer.
func (w *world) fetch(t *testing.T, viewer, path string, headers ...string) fetched {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if viewer != "" {
		token, err := w.app.Tokens.Mint(auth.TokenRequest{Account: w.accounts[viewer]})
		must(t, err)
		request.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, request)
	return fetched{StatusCode: recorder.Code, Header: recorder.Header(), body: recorder.Body.String()}
}

// do asks a mutation that must go without problems.
func (w *world) do(t *testing.T, viewer, query string, variables map[string]any) answer {
	t.Helper()
	out := w.get(t, viewer, query, variables)
	if regexp.MustCompile(`"problems":\[\{`).MatchString(out.raw) {
		t.Fatalf("%s asks %s: %s", viewer, query, out.raw)
	}
	return out
}

const (
	submissionFields = `id sight microCredential { title } version mode language state attempt revision earner { name } enrollment { id } issuer { name }
		createdAt submittedAt dueAt decidedAt flagged award { id }
		evidence { id part kind title text link fileName mediaType size sha256 url sinceAttempt addedAt publishedAt flags }
		attempts { number submittedAt decidedAt decision feedback scores { criterion level comment } }`
	submissionsQuery = `{ submissions(first: 5) { nodes { id } } }`
)

// TestFromEnrollingToWhatIsShownOfTheEvidence plays the whole way through the API.
func TestFromEnrollingToWhatIsShownOfTheEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	enrolled := w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of, clientMutationId: "e"}) {
		enrollment { id status version createdAt earner { name } issuer { name } microCredential { title } submissions { id } } problems { code message path } } }`, map[string]any{"of": of})
	if got := enrolled.text("enroll", "enrollment", "issuer", "name"); got != "College" || enrolled.text("enroll", "enrollment", "status") != "ACTIVE" {
		t.Errorf("enrolled: %s", enrolled.raw)
	}
	started := w.do(t, "self", `mutation($id: ID!) { startSubmission(input: {enrollment: $id}) { submission { id revision state evidence { id } } problems { message } } }`,
		map[string]any{"id": enrolled.text("enroll", "enrollment", "id")})
	vars := map[string]any{"id": started.text("startSubmission", "submission", "id")}

	early := w.get(t, "self", `mutation($id: ID!) { submitEvidence(input: {submission: $id}) { submission { id } problems { code path message } } }`, vars)
	if got := fmt.Sprint(early.at("submitEvidence", "problems", 0, "path")); got != "[items overview]" {
		t.Errorf("without its part it is told %s", early.raw)
	}
	w.do(t, "self", `mutation($id: ID!) {
		one: addEvidence(input: {submission: $id, part: "overview", title: "Privata drives", text: "I am Privata."}) { evidence { id text } submission { revision evidence { id } } problems { message } }
		two: addEvidence(input: {submission: $id, part: "work", link: "https://example.com/film"}) { submission { revision evidence { id } } problems { message } }
	}`, vars)
	sent := w.upload(t, "self", `mutation($id: ID!, $file: Upload!) { addEvidence(input: {submission: $id, part: "work", file: $file}) {
		evidence { id fileName mediaType size sha256 url } submission { revision evidence { id } } problems { message path } } }`,
		map[string]any{"id": vars["id"], "file": nil}, "variables.file", "a report of what I did")
	if sent.text("addEvidence", "evidence", "fileName") != "my badge.json" || sent.number("addEvidence", "evidence", "size") != 22 || len(sent.list("addEvidence", "submission", "evidence")) != 3 {
		t.Errorf("sent: %s", sent.raw)
	}
	path := sent.text("addEvidence", "evidence", "url")
	submitted := w.do(t, "self", `mutation($id: ID!) { submitEvidence(input: {submission: $id, revision: 4}) {
		submission { state attempt dueAt flagged attempts { number decision } } warnings { part kind words } problems { message } } }`, vars)
	if submitted.text("submitEvidence", "submission", "state") != "SUBMITTED" || submitted.text("submitEvidence", "warnings", 0, "words") != "Privata" {
		t.Errorf("submitted: %s", submitted.raw)
	}

	shown := w.get(t, "assessor", submissionsQuery, nil).text("submissions", "nodes", 0, "id")
	judged := map[string]any{"id": shown}
	w.do(t, "assessor", `mutation($id: ID!) { claimSubmission(input: {id: $id}) { submission { id } problems { message } } }`, judged)
	blind := w.get(t, "assessor", `query($id: ID!) { submission(id: $id) { `+submissionFields+` } node(id: $id) { id ... on Submission { evidence { text } } } }`, judged)
	if bad := regexp.MustCompile(`Geheim|Privata|my badge|ern_|enr_|awd_|acc_|College|` + regexp.QuoteMeta(vars["id"].(string))).FindString(blind.raw); bad != "" || len(blind.list("submission", "evidence")) != 3 {
		t.Errorf("the assessor reads %q: %s", bad, blind.raw)
	}
	var blindPath string
	for i := range blind.list("submission", "evidence") {
		blindPath += blind.text("submission", "evidence", i, "url")
	}
	if r := w.fetch(t, "assessor", blindPath); r.StatusCode != http.StatusOK || r.body != "a report of what I did" || strings.Contains(r.Header.Get("Content-Disposition"), "badge") {
		t.Errorf("the assessor opens %s: %v", blindPath, r)
	}
	w.do(t, "assessor", `mutation($id: ID!) { decideSubmission(input: {id: $id, decision: RETURN, feedback: "Look back.", scores: [{criterion: "safe", level: "no", comment: "Once"}]}) { submission { state } problems { message path } } }`, judged)

	back := w.get(t, "self", `query($id: ID!) { submission(id: $id) { `+submissionFields+` } }`, vars)
	if back.text("submission", "state") != "RETURNED" || back.text("submission", "attempts", 0, "feedback") != "Look back." ||
		back.text("submission", "attempts", 0, "scores", 0, "comment") != "Once" || strings.Contains(back.raw, "acc_") {
		t.Errorf("returned: %s", back.raw)
	}
	w.do(t, "self", `mutation($id: ID!) { submitEvidence(input: {submission: $id, items: [{part: "work", text: "I looked back."}]}) { submission { attempt } problems { message } } }`, vars)
	w.do(t, "assessor", `mutation($id: ID!) { claimSubmission(input: {id: $id}) { problems { message } } decideSubmission(input: {id: $id, decision: ACCEPT, scores: [{criterion: "safe", level: "yes"}]}) { submission { state } problems { message path } } }`, judged)

	done := w.get(t, "self", `query($id: ID!) { submission(id: $id) { state award { id publishedEvidence { id } } enrollment { status } evidence { id url } } }`, vars)
	if done.text("submission", "state") != "ACCEPTED" || done.text("submission", "enrollment", "status") != "COMPLETED" {
		t.Errorf("accepted: %s", done.raw)
	}
	award := map[string]any{"id": done.text("submission", "award", "id")}
	if r := w.fetch(t, "coach", path); r.StatusCode != http.StatusNotFound {
		t.Errorf("before it is published, the coach gets %d", r.StatusCode)
	}
	w.do(t, "self", `mutation($id: ID!) { publishEvidence(input: {id: $id, published: true}) { evidence { publishedAt } problems { message } } }`, map[string]any{"id": strings.TrimPrefix(path, "/evidence/")})
	open := w.get(t, "coach", `query($id: ID!) { award(id: $id) { publishedEvidence { part url fileName sha256 addedAt } } }`, award)
	if got := open.text("award", "publishedEvidence", 0, "url"); got != path || strings.Contains(open.raw, "badge.json") {
		t.Errorf("with the award: %s", open.raw)
	}
	if r := w.fetch(t, "coach", path); r.StatusCode != http.StatusOK || r.body != "a report of what I did" {
		t.Errorf("once it is published, the coach gets %d", r.StatusCode)
	}
}

func TestAFileIsServedAsNothingThatABrowserRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	sent := w.upload(t, "self", `mutation($of: ID!, $file: Upload!) { submitEvidence(input: {microCredential: $of, items: [{part: "overview", file: $file}]}) {
		submission { id evidence { url } } problems { message path } } }`, map[string]any{"of": of, "file": nil}, "variables.file", "a report")
	path := sent.text("submitEvidence", "submission", "evidence", 0, "url")
	r := w.fetch(t, "self", path)
	for header, want := range map[string]string{
		"Content-Type": "text/plain", "Content-Disposition": `attachment; filename="my badge.json"`, "X-Content-Type-Options": "nosniff",
		"Cache-Control": "private, no-store", "Vary": "Authorization, X-Acting-For, Accept-Language", "Accept-Ranges": "bytes",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("its policy is %q", r.Header.Get("Content-Security-Policy"))
	}
	if part := w.fetch(t, "self", path, "Range", "bytes=2-4"); part.StatusCode != http.StatusPartialContent || part.body != "rep" {
		t.Errorf("a part of it: %v", part)
	}
	var refusals []string
	for _, asked := range []struct{ viewer, path string }{
		{"", path},
		{"other_earner", path},
		{"coach", path},
		{"issuer", path},
		{"assessor", path},
		{"employer", path},
		{"admin", path},
		{"self", "/evidence/evd_none"},
		{"", "/evidence/evd_none"},
	} {
		r := w.fetch(t, asked.viewer, asked.path)
		if r.StatusCode != http.StatusNotFound {
			t.Errorf("%q gets %d for %s", asked.viewer, r.StatusCode, asked.path)
		}
		refusals = append(refusals, r.body)
	}
	if slices.Sort(refusals); refusals[0] != refusals[len(refusals)-1] {
		t.Errorf("refusals differ: %q", refusals)
	}
	if r := w.fetch(t, "", path, "Authorization", "Bearer broken"); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("with a broken token: %d", r.StatusCode)
	}
	post := httptest.NewRecorder()
	w.handler.ServeHTTP(post, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(nil)))
	if post.Code != http.StatusMethodNotAllowed && post.Code != http.StatusForbidden {
		t.Errorf("a POST gets %d", post.Code)
	}
}

// TestWhoMayDoWhatAsAnEarner asks as everyone: whom a row does not list is forbidden
// it, and the anonymous are told to sign in.
func TestWhoMayDoWhatAsAnEarner(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	of := w.addAssessed(t, "Driving")
	begun := w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of}) { enrollment { id } problems { message } }
		startSubmission(input: {microCredential: $of}) { submission { id } problems { message } } }`, map[string]any{"of": of})
	enrollment, draft := begun.text("enroll", "enrollment", "id"), begun.text("startSubmission", "submission", "id")
	item := w.do(t, "self", `mutation($id: ID!) { addEvidence(input: {submission: $id, part: "overview", text: "x"}) { evidence { id } problems { message } } }`,
		map[string]any{"id": draft}).text("addEvidence", "evidence", "id")
	cohort := w.do(t, "issuer", `mutation($id: ID!) { createCohort(input: {name: "C", microCredentials: [$id]}) { cohort { id } code problems { message } } }`, map[string]any{"id": of})
	group, code := cohort.text("createCohort", "cohort", "id"), cohort.text("createCohort", "code")
	both := map[string]string{"self": "ok", "other_earner": "ok"}
	leads := func(own, others string) map[string]string {
		out := map[string]string{"issuer": own}
		for _, other := range []string{"other_issuer", "employer", "rival", "blocked", "unvouched", "coach", "stranger_coach", "admin", "operator"} {
			out[other] = others
		}
		return out
	}
	for _, op := range []struct {
		ask, id string
		want    map[string]string
	}{
		{`mutation($id: ID!) { enroll(input: {microCredential: $id}) { enrollment { id } problems { code message } } }`, of, map[string]string{"self": "CONFLICT", "other_earner": "ok"}},
		{`mutation($id: ID!) { startSubmission(input: {microCredential: $id}) { submission { id } problems { code message } } }`, of, map[string]string{"self": "CONFLICT", "other_earner": "ok"}},
		{`mutation($id: ID!) { addEvidence(input: {submission: $id, part: "work", text: "x"}) { submission { id } problems { code message } } }`, draft, map[string]string{"self": "ok", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { submitEvidence(input: {submission: $id}) { submission { id } problems { code message } } }`, draft, map[string]string{"self": "ok", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { removeEvidence(input: {id: $id}) { submission { id } problems { code message } } }`, item, map[string]string{"self": "CONFLICT", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { publishEvidence(input: {id: $id, published: true}) { evidence { id } problems { code message } } }`, item, map[string]string{"self": "CONFLICT", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { withdrawSubmission(input: {id: $id}) { submission { id } problems { code message } } }`, draft, map[string]string{"self": "ok", "other_earner": "NOT_FOUND"}},
		{`mutation($id: ID!) { withdrawEnrollment(input: {id: $id}) { enrollment { id } problems { code message } } }`, enrollment, map[string]string{"self": "ok", "other_earner": "NOT_FOUND"}},
		{`mutation($id: String!) { joinCohort(input: {code: $id, shares: true}) { cohort { id } problems { code message } } }`, code, both},
		{`mutation($id: ID!) { setCohortSharing(input: {id: $id, shares: false}) { cohort { id } problems { code message } } }`, group, both},
		{`mutation($id: ID!) { leaveCohort(input: {id: $id}) { cohort { id } problems { code message } } }`, group, both},
		{`mutation($id: ID!) { createCohort(input: {name: "C", microCredentials: [$id]}) { cohort { id } problems { code message } } }`, of, leads("ok", "ok")},
		{`mutation($id: ID!) { closeCohort(input: {id: $id}) { cohort { id } problems { code message } } }`, group, leads("ok", "NOT_FOUND")},
	} {
		field := regexp.MustCompile(`\{ (\w+)\(`).FindStringSubmatch(op.ask)[1]
		for viewer, account := range everyone() {
			want := op.want[viewer]
			if want == "" {
				want = map[bool]string{true: "UNAUTHENTICATED", false: "FORBIDDEN"}[viewer == "anonymous"]
			}
			if out := w.ask(t, account, op.ask, map[string]any{"id": op.id}); out.outcome(field) != want {
				t.Errorf("%s asks %s: %s, want %s", viewer, field, out.raw, want)
			}
		}
	}
}

// TestWhatOneEarnsIsSeenByThemselvesAndWhomItConcerns asks for everything as everyone,
// by id, as a node, nested and in lists.
func TestWhatOneEarnsIsSeenByThemselvesAndWhomItConcerns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	begun := w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of}) { enrollment { id } problems { message } }
		submitEvidence(input: {microCredential: $of, items: [{part: "overview", title: "Geheim", text: "Geheim"}]}) { submission { id } problems { message } } }`, map[string]any{"of": of})
	vars := map[string]any{"enr": begun.text("enroll", "enrollment", "id"), "sub": begun.text("submitEvidence", "submission", "id"), "ern": w.earners["Privata"]}
	query := `query($enr: ID!, $sub: ID!, $ern: ID!) {
		submission(id: $sub) { ` + submissionFields + ` }
		node(id: $sub) { ... on Submission { ` + submissionFields + ` } }
		enrollment: node(id: $enr) { ... on Enrollment { id status microCredential { title } version issuer { name } earner { name } offering { delivery } cohort { name } submissions { ` + submissionFields + ` } } }
		earner(id: $ern) { enrollments { nodes { id status } } submissions { nodes { ` + submissionFields + ` } } }
	}`
	type seen struct{ sub, enr, listed, evidence bool }
	want := map[string]seen{
		"self": {true, true, true, true}, "coach": {true, true, true, false}, "issuer": {true, true, false, false},
	}
	for viewer, account := range viewers {
		out := w.ask(t, account, query, vars)
		got := seen{
			out.at("submission", "id") != nil, out.at("enrollment", "id") != nil, len(out.list("earner", "submissions", "nodes")) > 0,
			len(out.list("submission", "evidence")) > 0,
		}
		if got != want[viewer] || got.sub != (out.at("node", "id") != nil) || got.listed != (len(out.list("earner", "enrollments", "nodes")) > 0) {
			t.Errorf("%s sees %+v, want %+v: %s", viewer, got, want[viewer], out.raw)
		}
		if told := strings.Contains(out.raw, `"text":"Geheim"`); told != got.evidence {
			t.Errorf("%s reads the evidence: %s", viewer, out.raw)
		}
		// Whom the earner did not tell their name is not told it here.
		if viewer != "self" && viewer != "coach" && strings.Contains(out.raw, "Privata") {
			t.Errorf("%s is told the name: %s", viewer, out.raw)
		}
		if viewer == "anonymous" || got == (seen{}) {
			if len(out.Errors) > 0 {
				t.Errorf("%s is told %s", viewer, out.raw)
			}
		}
	}
}
