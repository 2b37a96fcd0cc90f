package app_test

import (
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/auth"
)

// accepts claims the one submission for a micro-credential that waits, and accepts it.
func (k *kvec) accepts(assessor person, microCredential string) {
	k.t.Helper()
	queued := k.finds(assessor, microCredential)
	assessor.does("claimSubmission", vars{"id": queued}, "submission { id }")
	got := assessor.does("decideSubmission", vars{"id": queued, "decision": "ACCEPT", "scores": k.scores(microCredential)},
		"submission { state earner { id } award { id } }")
	want := map[string]any{"state": "ACCEPTED", "earner": nil, "award": nil}
	if diff := cmp.Diff(want, got.Data["submission"]); diff != "" {
		k.t.Errorf("who accepted it sees otherwise (-want +got):\n%s", diff)
	}
}

// assessesTheOthers has the rest of the cohort's work accepted.
func (k *kvec) assessesTheOthers() {
	k.t.Helper()
	for _, one := range []string{k.poverty, k.learning, k.community} {
		for _, teacher := range k.teachers() {
			if teacher == k.hazelle && one == k.poverty {
				continue
			}
			k.submits(teacher, one, "What a family told me, and what I changed.")
			k.accepts(k.second, one)
		}
	}
	k.leadSees("AWARDED", "AWARDED", "AWARDED")
}

// hasTwoAssess has two judge Nell's IEP goals, neither of whom knows of the other; it
// is awarded with the second decision.
func (k *kvec) hasTwoAssess() {
	k.t.Helper()
	k.nell.does("enroll", vars{"microCredential": k.iep}, "enrollment { issuer { name } cohort { id } }")
	own := k.submits(k.nell, k.iep, "Three goals, each measured by two colleagues.")
	accept := vars{"decision": "ACCEPT", "scores": k.scores(k.iep)}
	for _, assessor := range []person{k.first, k.second} {
		k.nell.sees(`query ($id: ID!) { submission(id: $id) { award { id } attempts { decision } } }`, vars{"id": own},
			`{"submission": {"award": null, "attempts": [{"decision": null}]}}`)
		accept["id"] = k.finds(assessor, k.iep)
		got := assessor.does("claimSubmission", vars{"id": accept["id"]}, "submission { attempts { decision scores { level } } work { decision scores { level } } }")
		want := map[string]any{"attempts": []any{map[string]any{"decision": nil, "scores": []any{}}}, "work": map[string]any{"decision": nil, "scores": []any{}}}
		if diff := cmp.Diff(want, got.Data["submission"]); diff != "" {
			k.t.Errorf("%s knows of another's decision (-want +got):\n%s", assessor.email, diff)
		}
		assessor.does("decideSubmission", accept, "submission { id }")
	}
	k.nell.sees(`query ($id: ID!) { submission(id: $id) { state award { status } attempts { decision } } }`, vars{"id": own},
		`{"submission": {"state": "ACCEPTED", "award": {"status": "ACTIVE"}, "attempts": [{"decision": "ACCEPT"}]}}`)
	const agreement = `query ($of: ID!) { assessmentAgreement(microCredential: $of) { submissions kappa observed perCriterion { n } } }`
	k.as(auth.Developer, "developer@example.org").sees(agreement, vars{"of": k.iep},
		`{"assessmentAgreement": {"submissions": 1, "kappa": null, "observed": null, "perCriterion": [{"n": 1}, {"n": 1}]}}`)
	k.lead.sees(agreement, vars{"of": k.iep}, `{"assessmentAgreement": null}`)
}

// completesTheStack asserts that the teachers have completed it, as they alone see.
func (k *kvec) completesTheStack() {
	k.t.Helper()
	const progress = `query ($stack: ID!) { stackProgress(stack: $stack) { completed percent completion { state version } awards { id } } }`
	for _, teacher := range k.teachers() {
		got := teacher.asks(progress, vars{"stack": k.stack})
		if !at[bool](k.t, got, "stackProgress.completed") || at[string](k.t, got, "stackProgress.completion.state") != "STANDS" ||
			len(at[[]any](k.t, got, "stackProgress.awards")) != 3 {
			k.t.Errorf("%s has not completed the stack: %v", teacher.email, got.Data)
		}
	}
}

// worthItem is what a test looks at of what something is worth.
const worthItem = `{ kind amount unit status inForce inherited keptFromBefore organization { name } }`

// worth asks what the stack is worth at a district, and from when on.
func (k *kvec) worth(district string, earnedOn any) []any {
	k.t.Helper()
	got := k.anybody().asks(`query ($stack: ID!, $for: ID!, $earned: Date) { worth(stack: $stack, for: $for, earnedOn: $earned) { items `+worthItem+` } }`,
		vars{"stack": k.stack, "for": k.organization(district), "earned": earnedOn})
	return at[[]any](k.t, got, "worth.items")
}

// worthIs is one item of a worth: what holds is IN_FORCE.
func worthIs(kind, amount, unit, status, of string, inherited, kept bool) map[string]any {
	return map[string]any{
		"kind": kind, "amount": amount, "unit": unit, "status": status, "inForce": status == "IN_FORCE",
		"inherited": inherited, "keptFromBefore": kept, "organization": map[string]any{"name": of},
	}
}

const (
	perrySchools  = "Perry County Schools"
	kentuckyBoard = "Kentucky Education Professional Standards Board"
)

// rank is what the state's rule gives at its districts.
func (*kvec) rank(status string) map[string]any {
	return worthIs("RANK_CHANGE", "1", "rank (II to I)", status, kentuckyBoard, true, false)
}

// hours is what the district thought of first, and never decided.
func (*kvec) hours() map[string]any {
	return worthIs("PD_HOURS", "12", "hours", "PROPOSED", perrySchools, false, false)
}

func (k *kvec) isWorth(district string, earnedOn any, want ...any) {
	k.t.Helper()
	if diff := cmp.Diff(want, k.worth(district, earnedOn)); diff != "" {
		k.t.Errorf("the stack is worth otherwise at %s (-want +got):\n%s", district, diff)
	}
}

// isWorthDaysAndRank has the district decide the days that it counts, and the state's
// rule come into force for all its districts.
func (k *kvec) isWorthDaysAndRank() {
	k.t.Helper()
	district, board := k.as(auth.Recognizer, "perry-recognizer@example.org"), k.as(auth.Recognizer, "epsb-recognizer@example.org")
	k.isWorth(perrySchools, nil, k.hours())
	district.does("recognize", vars{"stack": k.stack, "kind": "PD_DAYS", "amount": "2"}, "recognition { id unit status }")
	proposed := board.does("recognize", vars{
		"stack": k.stack, "kind": "RANK_CHANGE", "amount": "1", "unit": "rank (II to I)", "scopeKind": "STATE", "status": "PROPOSED",
	}, "recognition { id holdsAt { name } }")
	days := worthIs("PD_DAYS", "2", "days", "IN_FORCE", perrySchools, false, false)
	k.isWorth(perrySchools, nil, days, k.hours(), k.rank("PROPOSED"))
	rule := vars{"id": at[string](k.t, proposed, "recognition.id")}
	district.fails("putInForce", rule, "NOT_FOUND id")
	board.does("putInForce", rule, "recognition { status }")
	k.isWorth(perrySchools, nil, days, k.rank("IN_FORCE"), k.hours())
	k.isWorth("Hazard Independent Schools", nil, k.rank("IN_FORCE"))
	got := k.anybody().asks(`query ($of: ID!, $for: ID!) { worth(microCredential: $of, for: $for) { items { kind } withStack `+worthItem+` } }`,
		vars{"of": k.learning, "for": k.organization(perrySchools)})
	// The state only proposes one for the stack of all that KVEC has.
	if diff := cmp.Diff([]any{days, k.rank("IN_FORCE"), k.hours(), k.rank("PROPOSED")}, at[[]any](k.t, got, "worth.withStack")); diff != "" {
		k.t.Errorf("a part is worth otherwise with its stack (-want +got):\n%s", diff)
	}
}

// keepsItsWorth has the district end its days: who completes the stack later has none,
// who did before keeps them.
func (k *kvec) keepsItsWorth() {
	k.t.Helper()
	k.wait(30 * 24 * time.Hour)
	district := k.as(auth.Recognizer, "perry-recognizer@example.org")
	listed := k.anybody().asks(`query ($stack: ID!, $by: ID!) { recognitions(stack: $stack, organization: $by) { nodes { id kind } } }`,
		vars{"stack": k.stack, "by": k.organization(perrySchools)})
	if kind := at[string](k.t, listed, "recognitions.nodes.0.kind"); kind != "PD_DAYS" {
		k.t.Fatalf("the newest is of %s", kind)
	}
	district.does("endRecognition", vars{"id": at[string](k.t, listed, "recognitions.nodes.0.id"), "reason": "The budget."}, "recognition { endedAt }")
	days := func(kept bool) map[string]any {
		return worthIs("PD_DAYS", "2", "days", "ENDED", perrySchools, false, kept)
	}
	k.wait(24 * time.Hour)
	k.isWorth(perrySchools, nil, k.rank("IN_FORCE"), days(false), k.hours())
	k.isWorth(perrySchools, k.day(0), k.rank("IN_FORCE"), days(false), k.hours())
	k.isWorth(perrySchools, k.completed(k.hazelle), k.rank("IN_FORCE"), days(true), k.hours())
}

// completed is the day on which a teacher completed the stack.
func (k *kvec) completed(teacher person) string {
	k.t.Helper()
	got := teacher.asks(`query ($stack: ID!) { stackProgress(stack: $stack) { completion { completedAt } } }`, vars{"stack": k.stack})
	day, _, _ := strings.Cut(at[string](k.t, got, "stackProgress.completion.completedAt"), "T")
	return day
}
