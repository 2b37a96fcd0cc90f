package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/outcome"
)

const recordOutcome = `mutation($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
	outcome { id kind on organization { name } awards { id microCredential { title } } hourlyWage { amount currency } weeklyHours detail source program { name } withdrawable }
	problems { code path message } } }`

const myOutcomes = `query($first: Int!, $after: String) { myOutcomes(first: $first, after: $after) {
	pageInfo { hasNextPage endCursor } edges { cursor node { id } } nodes { id kind withdrawable detail } } }`

func TestAnOutcomeIsRecordedByItsEarnerOrTheirCoachAndReadByTheEarner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := map[string]string{}
	for viewer, want := range map[string]string{
		"self": "Rented", "coach": "Coached", "stranger_coach": "NOT_FOUND", "other_earner": "NOT_FOUND",
		"issuer": "FORBIDDEN", "employer": "FORBIDDEN", "assessor": "FORBIDDEN", "analyst": "FORBIDDEN", "admin": "FORBIDDEN", "": "UNAUTHENTICATED",
	} {
		out := w.ask(t, viewer, recordOutcome, map[string]any{"input": map[string]any{
			"earner": w.earners["Privata"], "kind": "WAGE_RAISED", "on": "2026-02-27", "organization": w.orgs["Maker"],
			"awards": []string{w.awards["Privata/0"]}, "hourlyWage": "19.5", "weeklyHours": 40, "detail": "GeheimDetail",
		}})
		got := out.code() + out.text("recordOutcome", "problems", 0, "code")
		if made := out.text("recordOutcome", "outcome", "id"); made != "" {
			ids[viewer], got = made, want
			if diff := cmp.Diff(map[string]any{"amount": "19.50", "currency": "USD"}, out.at("recordOutcome", "outcome", "hourlyWage")); diff != "" {
				t.Error(diff)
			}
			if out.text("recordOutcome", "outcome", "awards", 0, "id") != w.awards["Privata/0"] || out.at("recordOutcome", "outcome", "withdrawable") != true {
				t.Errorf("%s: %s", viewer, out.raw)
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s: %s", viewer, got, want, out.raw)
		}
	}
	if len(ids) != 2 {
		t.Fatalf("recorded by %v", ids)
	}
	out := w.get(t, "self", myOutcomes, map[string]any{"first": 1})
	next := w.get(t, "self", myOutcomes, map[string]any{"first": 1, "after": out.text("myOutcomes", "pageInfo", "endCursor")})
	listed := []string{out.text("myOutcomes", "nodes", 0, "id"), next.text("myOutcomes", "nodes", 0, "id")}
	slices.Sort(listed)
	want := []string{ids["self"], ids["coach"]}
	slices.Sort(want)
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Error(diff)
	}
	w.nobodyElseReads(t, ids["coach"])
	withdraw := `mutation($id: ID!) { withdrawOutcome(input: {id: $id}) { id problems { code } } }`
	for _, c := range []struct{ viewer, want string }{{"self", "NOT_FOUND"}, {"stranger_coach", "NOT_FOUND"}, {"coach", ""}, {"coach", "NOT_FOUND"}} {
		out := w.get(t, c.viewer, withdraw, map[string]any{"id": ids["coach"]})
		if got := out.text("withdrawOutcome", "problems", 0, "code"); got != c.want {
			t.Errorf("%s withdraws: got %q, want %q", c.viewer, got, c.want)
		}
	}
}

// nobodyElseReads asks for an outcome in every role and way.
func (w *world) nobodyElseReads(t *testing.T, id string) {
	t.Helper()
	for viewer, account := range viewers {
		out := w.ask(t, account, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id})
		if out.at("node") != nil {
			t.Errorf("%s finds the outcome as a node", viewer)
		}
		out = w.ask(t, account, myOutcomes, map[string]any{"first": 10})
		if seen := strings.Contains(out.raw, id) || strings.Contains(out.raw, "GeheimDetail"); seen != (viewer == "self") {
			t.Errorf("%s reads the outcome: %v", viewer, seen)
		}
	}
}

func TestEverythingWrongWithAnOutcomeIsAProblem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.get(t, "self", recordOutcome, map[string]any{"input": map[string]any{
		"kind": "HIRED", "on": "2030-01-01", "hourlyWage": "1234567", "weeklyHours": 200, "detail": strings.Repeat("x", 201),
	}})
	var paths []string
	for i := range out.list("recordOutcome", "problems") {
		paths = append(paths, fmt.Sprint(out.list("recordOutcome", "problems", i, "path")))
	}
	slices.Sort(paths)
	if diff := cmp.Diff([]string{"[detail]", "[hourlyWage]", "[on]", "[weeklyHours]"}, paths); diff != "" {
		t.Error(diff)
	}
}

const programCounts = `query($of: ID!, $from: YearMonth, $until: YearMonth, $by: CountGrouping, $credential: ID) {
	programCounts(organization: $of, from: $from, until: $until, by: $by, microCredential: $credential) {
		organization { name } microCredential { title } from until by exact least raised { people of }
		total { ...row } groups { ...row } } }
	fragment row on ProgramCountRow { group microCredential { title } enrolled { ...n } submitted { ...n } awarded { ...n } outcomes { kind count { ...n } } }
	fragment n on Count { value suppressed }`

// addProgram enrolls the world's people at the college in 2025, and opens an account
// for its data steward.
func (w *world) addProgram(t *testing.T) {
	t.Helper()
	made, err := w.app.Accounts.Open(w.ctx, account.NewAccount{
		Name: "Account steward", Memberships: []account.NewMembership{{Organization: w.orgs["College"], Role: enum.RoleSteward}},
	})
	must(t, err)
	w.accounts["steward"] = made.ID
	at := time.Date(2025, time.April, 3, 0, 0, 0, 0, time.UTC)
	var all []outcome.Enrollment
	for _, earner := range w.earners {
		all = append(all, outcome.Enrollment{Earner: earner, Organization: w.orgs["College"], MicroCredential: w.credentials["Forklift"], EnrolledOn: &at})
	}
	must(t, w.app.Outcomes.Enroll(w.ctx, all))
}

func TestCountsOfAProgramAreExactForItsStewardAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addProgram(t)
	n := len(w.earners)
	vars := map[string]any{"of": w.orgs["College"], "from": "2025-01", "until": "2025-12", "by": "PELL"}
	for viewer, want := range map[string]string{
		"steward": "exact", "issuer": "told", "analyst": "told", "coach": "null", "stranger_coach": "null", "admin": "null", "other_issuer": "null",
		"self": "FORBIDDEN", "employer": "FORBIDDEN", "assessor": "FORBIDDEN", "recognizer": "FORBIDDEN", "developer": "FORBIDDEN", "": "UNAUTHENTICATED",
	} {
		out := w.ask(t, viewer, programCounts, vars)
		got := out.code()
		switch {
		case got == "" && out.at("programCounts") == nil:
			got = "null"
		case got == "" && out.at("programCounts", "exact") == true:
			got = "exact"
		case got == "":
			got = "told"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s: %s", viewer, got, want, out.raw)
		}
		if (want == "told" || want == "exact") && (out.number("programCounts", "total", "enrolled", "value") != n || len(out.list("programCounts", "groups")) != 3) {
			t.Errorf("%s: want %d enrolled: %s", viewer, n, out.raw)
		}
		if found := secrets.FindString(strings.ReplaceAll(out.raw, "Account ", "")); found != "" {
			t.Errorf("%s reads %q among the counts: %s", viewer, found, out.raw)
		}
	}
}

func TestNobodyButTheStewardNarrowsCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addProgram(t)
	for name, vars := range map[string]map[string]any{
		"months":  {"of": w.orgs["College"], "from": "2025-03", "until": "2025-04"},
		"a group": {"of": w.orgs["College"], "from": "2025-01", "by": "PELL", "credential": w.credentials["Forklift"]},
	} {
		if code := w.ask(t, "analyst", programCounts, vars).code(); code != "BAD_USER_INPUT" {
			t.Errorf("an analyst, %s: %q", name, code)
		}
		if out := w.get(t, "steward", programCounts, vars); out.at("programCounts", "exact") != true {
			t.Errorf("the steward, %s: %s", name, out.raw)
		}
	}
	running := w.get(t, "analyst", programCounts, map[string]any{"of": w.orgs["College"], "from": "2026-01"})
	if running.at("programCounts", "total", "enrolled", "suppressed") != true || running.at("programCounts", "total", "enrolled", "value") != nil {
		t.Errorf("of the year that runs: %s", running.raw)
	}
}
