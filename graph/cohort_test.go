package graph_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/store"
)

func TestACohortIsRunThroughTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	made := w.do(t, "issuer", `mutation($of: [ID!]!) { createCohort(input: {name: "Spring", microCredentials: $of, startsOn: "2026-03-01", endsOn: "2026-06-30"}) {
		cohort { id name startsOn endsOn closedAt organization { name } microCredentials { title } memberCount membership { shares } } code problems { message } } }`,
		map[string]any{"of": []string{of, w.credentials["Safety"]}})
	if made.text("createCohort", "cohort", "endsOn") != "2026-06-30" || made.text("createCohort", "cohort", "microCredentials", 1, "title") != "Safety" {
		t.Errorf("made: %s", made.raw)
	}
	vars := map[string]any{"code": made.text("createCohort", "code"), "id": made.text("createCohort", "cohort", "id"), "of": of}
	for viewer, shares := range map[string]bool{"self": true, "other_earner": false} {
		in := maps.Clone(vars)
		in["shares"] = shares
		w.do(t, viewer, `mutation($code: String!, $shares: Boolean!) { joinCohort(input: {code: $code, shares: $shares}) { cohort { id membership { shares joinedAt } } problems { message } } }`, in)
	}
	w.do(t, "self", `mutation($of: ID!, $id: ID!) { enroll(input: {microCredential: $of, cohort: $id}) { enrollment { cohort { name } } problems { message path } } }`, vars)
	query := `query($id: ID!) {
		cohort(id: $id) { name memberCount membership { shares } progress { microCredential { title } notStarted enrolled submitted returned awarded }
			members { nodes { earner name progress { microCredential { title } step } } } }
		cohorts { nodes { id memberCount progress { notStarted } } } node(id: $id) { ... on Cohort { name members { nodes { name } } } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, query, vars)
		leads, member := viewer == "issuer", viewer == "self" || viewer == "other_earner"
		if (out.at("cohort", "name") != nil) != (leads || member) || (out.at("node", "name") != nil) != (leads || member) ||
			(len(out.list("cohorts", "nodes")) == 1) != (leads || member) || (out.at("cohort", "membership") != nil) != member {
			t.Errorf("%s sees %s", viewer, out.raw)
		}
		if (out.at("cohort", "memberCount") != nil) != leads || (len(out.list("cohort", "progress")) > 0) != leads || strings.Contains(out.raw, "Geheim") != leads {
			t.Errorf("%s counts %s", viewer, out.raw)
		}
	}
	lead := w.get(t, "issuer", query, vars)
	if len(lead.list("cohort", "members", "nodes")) != 1 || lead.text("cohort", "members", "nodes", 0, "name") != "Privata Geheim" ||
		lead.text("cohort", "members", "nodes", 0, "earner") != w.earners["Privata"] ||
		lead.text("cohort", "members", "nodes", 0, "progress", 0, "step") != "ENROLLED" || lead.number("cohort", "memberCount") != 2 {
		t.Errorf("the lead sees %s", lead.raw)
	}
	if lead.at("cohort", "progress", 0, "enrolled") != nil || lead.at("cohort", "progress", 0, "notStarted") != nil {
		t.Errorf("counts tell of one who does not share: %s", lead.raw)
	}
	w.do(t, "self", `mutation($id: ID!) { setCohortSharing(input: {id: $id, shares: false}) { cohort { membership { shares } } problems { message } } }`, vars)
	if after := w.get(t, "issuer", query, vars); strings.Contains(after.raw, "Geheim") {
		t.Errorf("with the next request the lead still sees %s", after.raw)
	}
}

func TestManyEnrollmentsAndSubmissionsAreAFewStatements(t *testing.T) {
	t.Parallel()
	w := newPatientWorld(t)
	one, two := w.addAssessed(t, "Driving"), w.addAssessed(t, "Lifting")
	ask := func() int64 {
		ctx, statements := store.Count(t.Context())
		out := w.askIn(ctx, t, "self", `{ viewer { earner { enrollments { nodes { id version cohort { id } submissions { id evidence { text } attempts { number } } } } submissions { nodes { `+submissionFields+` } } } } }`, nil)
		if len(out.Errors) > 0 {
			t.Fatal(out.raw)
		}
		return statements.Statements()
	}
	add := func(of string) {
		w.do(t, "self", `mutation($of: ID!) { enroll(input: {microCredential: $of}) { problems { message } }
			submitEvidence(input: {microCredential: $of, items: [{part: "overview", text: "x"}, {part: "work", text: "y"}]}) { problems { message } } }`, map[string]any{"of": of})
	}
	add(one)
	first := ask()
	add(two)
	if second := ask(); second > first {
		t.Errorf("%d statements for one, %d for two", first, second)
	}
}

// TestAnIssuerListsWhoIsEnrolledWithIt: nobody else's, and no name that is not theirs to read.
func TestAnIssuerListsWhoIsEnrolledWithIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := w.addAssessed(t, "Driving")
	ids := map[string]string{}
	for _, viewer := range []string{"self", "other_earner"} {
		out := w.do(t, viewer, `mutation($of: ID!) { enroll(input: {microCredential: $of}) { enrollment { id } problems { message } } }`, map[string]any{"of": of})
		ids[viewer] = out.text("enroll", "enrollment", "id")
		w.clock.Advance(time.Second)
	}
	w.do(t, "other_earner", `mutation($id: ID!) { withdrawEnrollment(input: {id: $id}) { problems { message } } }`, map[string]any{"id": ids["other_earner"]})
	list := `query($org: ID, $of: ID, $status: [EnrollmentStatus!], $after: String) {
		enrollments(organization: $org, microCredential: $of, status: $status, first: 1, after: $after) {
			nodes { id status earner { name } microCredential { title } submissions { id } } pageInfo { hasNextPage endCursor } } }`
	first := w.get(t, "issuer", list, nil)
	rest := w.get(t, "issuer", list, map[string]any{"after": first.text("enrollments", "pageInfo", "endCursor")})
	if first.text("enrollments", "nodes", 0, "id") != ids["other_earner"] || rest.text("enrollments", "nodes", 0, "id") != ids["self"] || rest.at("enrollments", "pageInfo", "hasNextPage") != false {
		t.Errorf("the pages are %s %s", first.raw, rest.raw)
	}
	byID := w.get(t, "issuer", `query($id: ID!) { node(id: $id) { ... on Enrollment { earner { name } } } }`, map[string]any{"id": ids["self"]})
	if rest.text("enrollments", "nodes", 0, "earner", "name") != byID.text("node", "earner", "name") {
		t.Errorf("listed, the earner is %s; by id, %s", rest.raw, byID.raw)
	}
	for name, c := range map[string]struct {
		filter map[string]any
		want   string
	}{
		"who goes on":               {map[string]any{"status": []any{"ACTIVE"}}, ids["self"]},
		"of the micro-credential":   {map[string]any{"of": of, "org": w.orgs["College"]}, ids["other_earner"]},
		"of another one":            {map[string]any{"of": w.credentials["Safety"]}, ""},
		"of another's organization": {map[string]any{"org": w.orgs["Other College"]}, ""},
	} {
		if out := w.get(t, "issuer", list, c.filter); out.text("enrollments", "nodes", 0, "id") != c.want {
			t.Errorf("%s: %s", name, out.raw)
		}
	}
	for viewer, account := range viewers {
		out := w.ask(t, account, list, nil)
		issues := viewer == "issuer" || viewer == "other_issuer"
		if issues == (len(out.Errors) > 0) || (viewer == "issuer") != (out.text("enrollments", "nodes", 0, "id") != "") {
			t.Errorf("%s is told %s", viewer, out.raw)
		}
	}
}
