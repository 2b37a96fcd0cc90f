package graph_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/stackmatch/stackmatch/graph/generated"
)

// viewers are those of privacy.yaml, by the world's names.
var viewers = map[string]string{
	"self": "self", "other_earner": "other_earner", "coach": "coach", "stranger_coach": "stranger_coach",
	"issuer": "issuer", "other_issuer": "other_issuer", "employer": "employer", "rival": "rival", "blocked": "blocked",
	"unvouched": "unvouched", "assessor": "assessor", "recognizer": "recognizer", "developer": "developer",
	"analyst": "analyst", "admin": "admin", "anonymous": "",
}

// rights says who sees a field, and who sees it masked.
type rights struct{ Seen, Masked []string }

func readPrivacy(t *testing.T) map[string]map[string]rights {
	t.Helper()
	raw, err := os.ReadFile("testdata/privacy.yaml")
	must(t, err)
	var table map[string]map[string]rights
	must(t, yaml.UnmarshalWithOptions(raw, &table, yaml.Strict()))
	return table
}

func TestEveryFieldOfAPersonHasARowInThePrivacyTable(t *testing.T) {
	t.Parallel()
	table := readPrivacy(t)
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for name, rows := range table {
		for _, field := range schema.Types[name].Fields {
			if _, ok := rows[field.Name]; !ok && !strings.HasPrefix(field.Name, "__") {
				t.Errorf("say in testdata/privacy.yaml who sees %s.%s", name, field.Name)
			}
		}
		for field, row := range rows {
			if schema.Types[name].Fields.ForName(field) == nil {
				t.Errorf("privacy.yaml lists %s.%s, which the schema has not", name, field)
			}
			for _, viewer := range slices.Concat(row.Seen, row.Masked) {
				if _, ok := viewers[viewer]; !ok {
					t.Errorf("%s.%s: there is no viewer %q", name, field, viewer)
				}
			}
		}
	}
	for _, name := range []string{"Earner", "Award", "Candidate", "CandidateAward"} {
		if table[name] == nil {
			t.Errorf("privacy.yaml lacks %s", name)
		}
	}
}

const (
	earnerFields = `workConditions { payFloor } workplaces { organization { name } } claims { id } id name place { name } remote visibility awards { nodes { id } } completedStacks { title } skillsSheets { nodes { id } } dids
		consents { nodes { id purpose organization { name } person fields source givenAt until withdrawnAt live } } blocks { nodes { organization { name } since } }
		enrollments { nodes { id } } submissions { nodes { id } }`
	awardFields = `microCredentialVersion { number } id microCredential { title } version issuer { name } earner { id } source status verification counts
		earnedAt expiresAt revokedAt revocationReason competencies { skill { label } } uri evidence { name } results { value }
		alignments { target { name } skill { label } microCredential { title } } suspendedAt suspensionReason revocationKind recipient { name } delegate { name } renews { id } renewedBy { id }
		lastCheck { report { verdict } } nextCheckAt publicUrl shownForMatching worth { at } publishedEvidence { text }`
	// fileFields are dear, and asked of one award.
	fileFields = `badge(form: JSON) { fileName } original { fileName } checks { nodes { cause } }`
)

func TestRecordsAreSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	// An award that expires, published, suspended and revoked, and one that was
	// imported: between them, every field has a value.
	imported, award := w.imports(t, "Welding"), w.fullAward(t)
	w.proves(t, "self", w.stranger)
	w.showEvidence(t, w.earners["Privata"], award)
	w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of}) { problems { message } } }`, map[string]any{"of": w.addAssessed(t, "Driving")})
	w.beginsStack(t, "First Aid")
	w.seeks(t)
	table := readPrivacy(t)
	for _, record := range []struct{ name, id, fields string }{
		{"Earner", w.earners["Privata"], earnerFields + fmt.Sprintf(` learnerRecord { fileName } stacksInProgress { nodes { percent } } stackProgress(stack: %q) { percent } matching { precision } previewAs(organization: %q) { shown }`, w.stacks["Ready"], w.orgs["Maker"])},
		{"Award", award, awardFields + ` ` + fileFields},
		{"Award", imported, awardFields + ` ` + fileFields},
	} {
		query := fmt.Sprintf(`query($id: ID!) { %s(id: $id) { %s } node(id: $id) { ... on %s { %s } } }`, strings.ToLower(record.name), record.fields, record.name, record.fields)
		for viewer, account := range viewers {
			out := w.ask(t, account, query, map[string]any{"id": record.id})
			for field, row := range table[record.name] {
				lacking := record.name == "Award" && slices.Contains(ofOther[record.id == imported], field)
				for _, root := range []string{strings.ToLower(record.name), "node"} {
					got := out.at(root, field)
					if want := slices.Contains(row.Seen, viewer) && !lacking; want != tells(got) {
						t.Errorf("%s sees %s of %s.%s by %s; want seen: %v", viewer, fmt.Sprint(got), record.name, field, root, want)
					}
				}
			}
		}
	}
}

// ofOther are the fields that have no value of an award because it was imported,
// or because it was not.
var ofOther = map[bool][]string{
	true:  {"badge", "publicUrl", "expiresAt", "revokedAt", "revocationReason", "suspendedAt", "suspensionReason", "results", "revocationKind", "recipient", "delegate", "renews", "renewedBy", "document", "publishedEvidence"},
	false: {"alignments", "lastCheck", "checks", "nextCheckAt", "original", "recipient", "delegate", "renews", "renewedBy", "document"},
}

// seeks has Privata say where she works, what she asks of work, and what she only claims.
func (w *world) seeks(t *testing.T) {
	t.Helper()
	out := w.do(t, "self", `mutation($org: ID!, $of: ID!) {
		setPresentEmployer(input: {organization: $org}) { problems { message } }
		setWorkConditions(input: {shifts: [DAY]}) { problems { message } }
		addClaim(input: {microCredential: $of}) { problems { message } } }`,
		map[string]any{"org": w.orgs["Blocked"], "of": w.addAssessed(t, "Only said")})
	if strings.Contains(out.raw, "message") {
		t.Fatal(out.raw)
	}
}

// tells says whether a value tells anything: null does not, nor does an empty list.
func tells(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		nodes, connection := v["nodes"].([]any)
		return !connection || len(nodes) > 0
	}
	return true
}

// fullAward is an award of Privata's that was issued, published on a page and on a
// sheet, suspended and revoked.
func (w *world) fullAward(t *testing.T) string {
	t.Helper()
	made := w.get(t, "issuer", `mutation($earner: ID!, $of: ID!) { issueAward(input: {
		earner: $earner, microCredential: $of, evidence: [{name: "A bandage"}], results: [{name: "Exam", value: "passed"}]
	}) { award { id } problems { message } } }`, map[string]any{"earner": w.earners["Privata"], "of": w.credentials["First Aid"]})
	vars := map[string]any{"id": made.text("issueAward", "award", "id")}
	for _, step := range []struct{ viewer, ask string }{
		{"self", `publishAward(input: {id: $id}) { problems { message } }`},
		{"self", `publishSkillsSheet(input: {awards: [$id]}) { problems { message } }`},
		{"issuer", `suspendAward(input: {id: $id, reason: "in doubt"}) { problems { message } }`},
		{"issuer", `revokeAward(input: {id: $id, reason: "issued in error"}) { problems { message } }`},
	} {
		if out := w.get(t, step.viewer, `mutation($id: ID!) { `+step.ask+` }`, vars); strings.Contains(out.raw, "message") {
			t.Fatalf("%s: %s", step.ask, out.raw)
		}
	}
	return vars["id"].(string)
}

// secrets are what nobody but the people themselves, and whom they told, may
// read: in data, errors, cursors or anything else of a response.
var secrets = regexp.MustCompile(`Geheim|example\.org|1971|ern_|awd_|acc_|20\d\d-\d\d-\d\d`)

const candidateFields = `interested claims { title } id alias name place { name } remote completedStacks { title }
	awards { id microCredential { title } issuer { name } earnedMonth expiryMonth verified }
	match { score tier rank summary summaryEs: summary(language: "es")
		contributions { part label points possible requirement { id label } awards { id } words { award { id } texts { field text language marks { start end words } } } }
		requirements { requirement { id } grade credit levelHeld reason proofs { award { id } skill { label } level alignment credit } } }`

const candidatesQuery = `query($id: ID!, $first: Int!, $after: String, $filter: CandidateFilter, $search: String) { posting(id: $id) { id candidates(first: $first, after: $after, filter: $filter, search: $search) {
	totalCount tierCounts { qualified near partial } pageInfo { hasNextPage endCursor } edges { cursor node { id } } nodes { ` + candidateFields + ` }
	facets { microCredentials { microCredential { title } count } stacks { stack { title } count } places { place { name } count } }
	relaxations { requirement { label } change additionalQualified } oneStepAway { microCredential { title } additionalQualified nextStart } } } }`

func TestOnlyTheEmployersOwnCandidatesAreShownAndNothingThatUnmasks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := regexp.MustCompile(`Openly Geheim|Contacted Geheim`)
	for viewer, account := range viewers {
		for org, posting := range w.postings {
			out := w.ask(t, account, candidatesQuery, map[string]any{"id": posting, "first": 50})
			mine := map[string]string{"employer": "Maker", "rival": "Rival", "blocked": "Blocked"}[viewer] == org
			if got := out.at("posting", "candidates") != nil; got != mine {
				t.Errorf("%s sees candidates of %s: %v, want %v: %s", viewer, org, got, mine, out.raw)
			}
			left := open.ReplaceAllString(out.raw, "")
			if found := secrets.FindString(left); found != "" {
				t.Errorf("%s reads %q among the candidates of %s: %s", viewer, found, org, out.raw)
			}
		}
	}
}

func TestWhoIsShownToAnEmployerIsWhomTheEarnerAllowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for viewer, want := range map[string]struct{ org, names string }{
		"employer": {"Maker", "Contacted Geheim, Openly Geheim"},
		"rival":    {"Rival", "Openly Geheim"},
		"blocked":  {"Blocked", "Openly Geheim"},
	} {
		out := w.get(t, viewer, candidatesQuery, map[string]any{"id": w.postings[want.org], "first": 50})
		// Everyone but Hiding, Withdrawn, Minor and Empty; Onlymaker for one alone,
		// Privata not for whom she blocked.
		count := map[string]int{"employer": 10, "rival": 9, "blocked": 8}[viewer]
		if got := out.number("posting", "candidates", "totalCount"); got != count {
			t.Errorf("%s counts %d candidates, want %d", viewer, got, count)
		}
		var names []string
		for i := range out.list("posting", "candidates", "nodes") {
			if name := out.text("posting", "candidates", "nodes", i, "name"); name != "" {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		if got := strings.Join(names, ", "); got != want.names {
			t.Errorf("%s reads the names %q, want %q", viewer, got, want.names)
		}
	}
}

func TestTwoEmployersCannotJoinTheirCandidates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := regexp.MustCompile(`cnd_\w+|cda_\w+`)
	mine := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	theirs := w.get(t, "rival", candidatesQuery, map[string]any{"id": w.postings["Rival"], "first": 50})
	for _, id := range ids.FindAllString(theirs.raw, -1) {
		if strings.Contains(mine.raw, id) {
			t.Fatalf("both employers read %s", id)
		}
	}
	colleague := w.get(t, "colleague", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 50})
	if got, want := colleague.text("posting", "candidates", "nodes", 0, "id"), mine.text("posting", "candidates", "nodes", 0, "id"); got != want {
		t.Errorf("a colleague reads %s, want %s", got, want)
	}
	one := mine.text("posting", "candidates", "nodes", 0, "id")
	query := `query($id: ID!) { node(id: $id) { ... on Candidate { id alias match { score rank } } } }`
	if got := w.get(t, "employer", query, map[string]any{"id": one}); got.text("node", "id") != one || got.number("node", "match", "rank") != 1 {
		t.Errorf("the employer finds %s by its id", got.raw)
	}
	for viewer, account := range viewers {
		if viewer == "employer" {
			continue
		}
		if got := w.get(t, account, query, map[string]any{"id": one}); got.at("node") != nil {
			t.Errorf("%s finds the employer's candidate: %s", viewer, got.raw)
		}
	}
	page := w.get(t, "employer", candidatesQuery, map[string]any{"id": w.postings["Maker"], "first": 2})
	cursor := page.text("posting", "candidates", "pageInfo", "endCursor")
	foreign := w.ask(t, "rival", candidatesQuery, map[string]any{"id": w.postings["Rival"], "first": 2, "after": cursor})
	if foreign.code() != "BAD_USER_INPUT" {
		t.Errorf("the rival used the employer's cursor: %s", foreign.raw)
	}
}
