package app_test

import (
	"strconv"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// drivesTheForklift has the instructor watch the whole group: who misses something at
// the inspection is not awarded, and drives again a day later.
func (v *savannah) drivesTheForklift() {
	v.t.Helper()
	observe := func(daysAgo int, of []string, last ...string) answer {
		v.t.Helper()
		var rows []vars
		for i, earner := range of {
			row := vars{"earner": earner, "scores": v.scores(v.forklift)}
			if i == len(of)-1 && len(last) > 0 {
				row["scores"], row["note"] = v.scores(v.forklift, last...), "Look under the truck, too."
			}
			rows = append(rows, row)
		}
		return v.instructor.does("recordObservations", vars{
			"microCredential": v.forklift, "cohort": v.cohort, "observedOn": v.day(-daysAgo), "results": rows,
		}, rowsRecorded)
	}
	all := []string{"CREATED true", "CREATED true", "CREATED true", "CREATED true", "CREATED true", "CREATED true"}
	v.recorded(observe(1, v.earners, "inspect-forklift"), append(all, "CREATED false"))
	last := v.group[6]
	last.sees(`query ($stack: ID!) { stackProgress(stack: $stack) { percent completed awards { status } remaining { microCredentials { id } } } }`,
		vars{"stack": v.stack}, `{"stackProgress": {"percent": 75, "completed": false, "awards": [{"status": "ACTIVE"}, {"status": "ACTIVE"}, {"status": "ACTIVE"}],
			"remaining": {"microCredentials": [{"id": "`+v.forklift+`"}]}}}`)
	last.sees(`{ viewer { earner { submissions(first: 1) { nodes { mode state observer attempts { decision scores { criterion level comment } feedback } } } } } }`, nil,
		`{"viewer": {"earner": {"submissions": {"nodes": [{"mode": "OBSERVED", "state": "RETURNED", "observer": "Example Savannah Instructor",
			"attempts": [{"decision": "RETURN", "feedback": "Look under the truck, too.", "scores": [
				{"criterion": "handle-materials", "level": "with-help", "comment": null}, {"criterion": "inspect-forklift", "level": "with-help", "comment": null},
				{"criterion": "operate-forklift", "level": "routine", "comment": null}, {"criterion": "workplace-safety", "level": "routine", "comment": null}]}]}]}}}}`)
	v.recorded(observe(0, v.earners[6:]), []string{"CREATED true"})
	v.progress(100)
	v.coach.sees(`query ($id: ID!) { cohort(id: $id) { memberCount progress { microCredential { id } enrolled returned awarded } } }`, vars{"id": v.cohort},
		`{"cohort": {"memberCount": 7, "progress": [{"microCredential": {"id": "`+v.forklift+`"}, "enrolled": 0, "returned": 0, "awarded": 7},
			{"microCredential": {"id": "`+v.belt+`"}, "enrolled": 0, "returned": 0, "awarded": 7}]}}`)
	stranger := at[string](v.t, v.as(auth.Earner, "earner5@example.org").asks(`{ viewer { earner { id } } }`, nil), "viewer.earner.id")
	unknown := v.instructor.does("recordObservations", vars{"microCredential": v.forklift, "cohort": v.cohort, "observedOn": v.day(0), "results": []vars{
		{"earner": stranger, "scores": v.scores(v.forklift)},
	}}, "results { outcome problems { code } }")
	if code := at[string](v.t, unknown, "results.0.problems.0.code"); code != "NOT_FOUND" {
		v.t.Errorf("whoever is not of the group is %s", code)
	}
	v.instructor.fails("recordObservations", vars{"microCredential": v.forklift, "observedOn": v.day(1), "results": []vars{
		{"earner": v.earners[0], "scores": v.scores(v.forklift)}, {"earner": v.earners[0], "scores": []vars{}},
	}}, "INVALID results.1.earner", "INVALID observedOn")
}

// held are the ids of what one of the group holds, by micro-credential.
func (v *savannah) held(one person) map[string]answer {
	v.t.Helper()
	got := one.asks(`{ viewer { earner { awards(first: 20) { nodes { id status revocationKind source issuer { name } microCredential { id } } } } } }`, nil)
	held := map[string]answer{}
	for _, node := range at[[]any](v.t, got, "viewer.earner.awards.nodes") {
		award := answer{Data: node.(map[string]any)}
		held[at[string](v.t, award, "microCredential.id")] = award
	}
	return held
}

// holdsTheCertificate asserts that all seven hold what the stack certifies, and that
// an employer guarantees them an interview.
func (v *savannah) holdsTheCertificate() {
	v.t.Helper()
	for _, one := range v.group {
		held := v.held(one)
		own, is := held[v.ready]
		if !is || len(held) != 5 {
			v.t.Fatalf("%s holds %v", one.email, held)
		}
		if at[string](v.t, own, "status") != "ACTIVE" || at[string](v.t, own, "issuer.name") != "Savannah Technical College" {
			v.t.Errorf("%s's certificate is %v", one.email, own.Data)
		}
	}
	v.anybody().sees(`query ($stack: ID!, $for: ID!) { worth(stack: $stack, for: $for) { items { kind hiring inForce condition(language: es) } } }`,
		vars{"stack": v.stack, "for": v.organization("Example Savannah Manufacturing Company")},
		`{"worth": {"items": [{"kind": "HIRING", "hiring": "INTERVIEW_GUARANTEED", "inForce": true,
			"condition": "En la última semana del programa, en el instituto."}]}}`)
}

// countsWhatCameOfIt has everybody tell of the interviews with both employers, the
// coach of the two offers, and four of further programs. The steward is told exactly.
func (v *savannah) countsWhatCameOfIt() {
	v.t.Helper()
	year := v.today().Year()
	for i, one := range v.group {
		certificate := at[string](v.t, v.held(one)[v.ready], "id")
		for _, employer := range []string{"Example Savannah Manufacturing Company", "Example Port Warehouse"} {
			one.does("recordOutcome", vars{
				"kind": "INTERVIEWED", "on": v.day(0), "organization": v.organization(employer), "awards": []string{certificate},
			}, "outcome { program { id } }")
		}
		offer := vars{"earner": v.earners[i], "kind": "OFFERED", "on": v.day(0), "awards": []string{certificate}, "hourlyWage": "19.00", "detail": "Second shift"}
		switch i {
		case 0, 1:
			v.coach.does("recordOutcome", offer, "outcome { kind hourlyWage { amount } }")
		case 2:
			v.coach.fails("recordOutcome", offer, "NOT_FOUND earner") // who opened nothing to the coach
		default:
			one.does("recordOutcome", vars{"kind": "ENTERED_PROGRAM", "on": v.day(0), "organization": v.college}, "outcome { id }")
		}
	}
	v.counts(v.as(auth.Steward, "steward@example.org"), year, map[string]any{"INTERVIEWED": 7., "OFFERED": 2., "ENTERED_PROGRAM": 4.})
	v.group[0].sees(`{ myOutcomes { nodes { kind hourlyWage { amount } program { name } withdrawable } } }`, nil, `{"myOutcomes": {"nodes": [
		{"kind": "OFFERED", "hourlyWage": {"amount": "19.00"}, "program": {"name": "Savannah Technical College"}, "withdrawable": false},
		{"kind": "INTERVIEWED", "hourlyWage": null, "program": {"name": "Savannah Technical College"}, "withdrawable": true},
		{"kind": "INTERVIEWED", "hourlyWage": null, "program": {"name": "Savannah Technical College"}, "withdrawable": true}]}}`)
	v.coach.refused(`{ myOutcomes { nodes { id } } }`, nil, "FORBIDDEN")
	v.tellsNobodyOfTwo(year)
}

// counts asserts to how many people something happened in a year; nil is suppressed.
func (v *savannah) counts(viewer person, year int, want map[string]any) {
	v.t.Helper()
	got := viewer.asks(`query ($of: ID!, $from: YearMonth, $until: YearMonth) { programCounts(organization: $of, from: $from, until: $until) {
		total { outcomes { kind count { value suppressed } } } } }`,
		vars{"of": v.college, "from": strconv.Itoa(year) + "-01", "until": strconv.Itoa(year) + "-12"})
	counts := map[string]any{}
	for _, outcome := range at[[]any](v.t, got, "programCounts.total.outcomes") {
		one := answer{Data: outcome.(map[string]any)}
		n := at[any](v.t, one, "count.value")
		if suppressed := at[bool](v.t, one, "count.suppressed"); suppressed != (n == nil) {
			v.t.Errorf("%v people, and suppressed %t", n, suppressed)
		}
		if n != 0. {
			counts[at[string](v.t, one, "kind")] = n
		}
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		v.t.Errorf("the %s counts otherwise (-want +got):\n%s", viewer.role, diff)
	}
}

// tellsNobodyOfTwo asserts that an analyst is told nothing of the year that runs, and
// of one that is over no number of fewer than five.
func (v *savannah) tellsNobodyOfTwo(year int) {
	v.t.Helper()
	analyst, nothing := v.as(auth.Analyst, "analyst@example.org"), map[string]any{}
	for _, kind := range []string{
		"INTERVIEWED", "OFFERED", "HIRED", "PROMOTED", "WAGE_RAISED", "BENEFIT_GAINED", "ENTERED_DEGREE", "ENTERED_PROGRAM",
	} {
		nothing[kind] = nil
	}
	v.counts(analyst, year, nothing)
	ahead := time.Date(year+1, time.January, 15, 12, 0, 0, 0, time.UTC).Sub(v.today())
	v.wait(ahead)
	v.counts(analyst, year, map[string]any{"INTERVIEWED": 7., "OFFERED": nil, "ENTERED_PROGRAM": nil})
	v.wait(-ahead)
}

// losesTheForklift has the college revoke a part: the stack's own award goes with it,
// of that one alone.
func (v *savannah) losesTheForklift() {
	v.t.Helper()
	one := v.group[3]
	before := v.held(one)
	v.issuer.does("revokeAward", vars{"id": at[string](v.t, before[v.forklift], "id"), "reason": "It was not a real truck."}, "award { status }")
	after := v.held(one)
	for of, want := range map[string][2]any{
		v.forklift: {"REVOKED", "WITHDRAWN"}, v.ready: {"REVOKED", "STACK_INCOMPLETE"},
		v.belt: {"ACTIVE", nil}, v.osha: {"ACTIVE", nil}, v.firstAid: {"ACTIVE", nil},
	} {
		if got := [2]any{after[of].Data["status"], after[of].Data["revocationKind"]}; got != want {
			v.t.Errorf("%s is %v, want %v", of, got, want)
		}
	}
	one.sees(`query ($stack: ID!) { stackProgress(stack: $stack) { completed percent completion { state award { id status } } } }`, vars{"stack": v.stack},
		`{"stackProgress": {"completed": false, "percent": 75, "completion": {"state": "WITHDRAWN",
			"award": {"id": "`+at[string](v.t, after[v.ready], "id")+`", "status": "REVOKED"}}}}`)
	got := one.asks(`query ($id: ID!) { auditTrail(subject: $id) { nodes { action actor { kind } } } }`, vars{"id": at[string](v.t, after[v.ready], "id")})
	if actor := at[string](v.t, got, "auditTrail.nodes.0.actor.kind"); actor == "SELF" || actor == "EARNER" {
		v.t.Errorf("the certificate was withdrawn by %s: %v", actor, got.Data)
	}
	if held := v.held(v.group[4]); held[v.ready].Data["status"] != "ACTIVE" {
		v.t.Errorf("another's certificate is %v", held[v.ready].Data)
	}
	v.drivesAgain(one)
}

// drivesAgain has whose award was revoked drive a real truck: the stack is completed
// anew, and a suspended part suspends the certificate with it until it is back.
func (v *savannah) drivesAgain(one person) {
	v.t.Helper()
	v.wait(7 * 24 * time.Hour)
	v.recorded(v.instructor.does("recordObservations", vars{"microCredential": v.forklift, "observedOn": v.day(0), "results": []vars{
		{"earner": v.earners[3], "scores": v.scores(v.forklift)},
	}}, rowsRecorded), []string{"CREATED true"})
	states := func(want ...string) {
		v.t.Helper()
		got := one.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { completed completion { state award { status } } } }`, vars{"stack": v.stack})
		is := []string{at[string](v.t, got, "stackProgress.completion.state"), at[string](v.t, got, "stackProgress.completion.award.status")}
		if diff := cmp.Diff(want, is); diff != "" {
			v.t.Errorf("the completion is otherwise (-want +got):\n%s", diff)
		}
	}
	states("STANDS", "ACTIVE")
	belt := vars{"id": at[string](v.t, v.held(one)[v.belt], "id"), "reason": "A signature is missing."}
	v.issuer.does("suspendAward", belt, "award { status }")
	states("SUSPENDED", "SUSPENDED")
	v.issuer.does("reinstateAward", belt, "award { status }")
	states("STANDS", "ACTIVE")
}
