package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	savedStepFields = `position microCredential { title } offering { id } prior minutes price { amount } startsOn finishesOn progress readiness { kind }`
	savedPlanFields = `id name earner { id } goal posting { id } occupation { id title } stack { id } pathway { id } status steps { ` + savedStepFields + ` } done minutesLeft
		priceLeft { amount } outdated { kind } shared organization { name } createdAt changedAt revision page`
	planFields = `reached proven bound hoursPerWeek infeasible { reason requirement { label } limit needed neededBy alone blocked { microCredential { title } cause filters missing { title } } }
		plan { count minutes unknownMinutes price { amount } unknownPrices finishesOn value steps {
			microCredential { title } option { kind minutes price { amount } languages delivery startsOn endsOn provider { name } distanceKm inProgress full modules downloadKib offering { id } }
			startsOn finishesOn closes { label } completes { title } tierAfter scoreAfter opens { count postings { title } } worth { credits { credits } } readiness { kind } } }
		alternatives { value } frontier { minutes }`
	savePlanMutation = `mutation($in: SavePlanInput!) { savePlan(input: $in) { plan { ` + savedPlanFields + ` } problems { code message path } } }`
)

// saves has Privata keep a plan to a skill that nobody of hers proves.
func (w *world) saves(t *testing.T) answer {
	t.Helper()
	w.addAssessed(t, "Driving")
	w.lose(t, w.awards["Privata/0"])
	return w.do(t, "self", savePlanMutation, map[string]any{"in": map[string]any{
		"name": "Privata learns", "goal": map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2)}},
	}})
}

func (w *world) asksSkill(name string, level int) map[string]any {
	return map[string]any{"ask": map[string]any{"skill": map[string]any{"skill": w.skills[name], "level": level}}}
}

// lose has an award revoked.
func (w *world) lose(t *testing.T, award string) {
	t.Helper()
	must(t, store.InTx(w.ctx, w.app.Store.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(award).SetStatus(enum.AwardRevoked).SetRevokedAt(w.now()).Exec(ctx)
	}))
}

func TestPlansAreSeenAsThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := w.saves(t).text("savePlan", "plan", "id")
	table := readPrivacy(t)
	vars := map[string]any{"id": plan, "earner": w.earners["Privata"], "goal": map[string]any{"requirements": []any{w.asksSkill("Give first aid", 1)}}}
	query := `query($id: ID!, $earner: ID!, $goal: GoalInput!) {
		node(id: $id) { ... on SavedPlan { ` + savedPlanFields + ` } }
		plans(earner: $earner) { nodes { ` + savedPlanFields + ` } }
		gap(goal: $goal, earner: $earner, by: "2099-01-01") { renewals { award { id } expiresAt options { kind } requirements { label } } }
		plan(goal: $goal, earner: $earner) { reached } }`
	lacking := []string{"posting", "occupation", "stack", "pathway", "outdated", "organization", "offering", "minutes", "price", "startsOn", "finishesOn", "readiness"}
	for viewer, account := range viewers {
		out := w.get(t, account, query, vars)
		for name, roots := range map[string][][]any{
			"SavedPlan":     {{"node"}, {"plans", "nodes", 0}},
			"SavedPlanStep": {{"node", "steps", 0}, {"plans", "nodes", 0, "steps", 0}},
			"Renewal":       {{"gap", "renewals", 0}},
		} {
			for field, row := range table[name] {
				for _, root := range roots {
					want := slices.Contains(row.Seen, viewer)
					got := tells(out.at(slices.Concat(root, []any{field})...))
					if got != want && (got || !slices.Contains(lacking, field)) {
						t.Errorf("%s sees %s.%s: %v, by %v", viewer, name, field, got, root)
					}
				}
			}
		}
		if sees := slices.Contains([]string{"self", "coach"}, viewer); sees != (out.at("plan") != nil) {
			t.Errorf("%s plans for Privata: %v", viewer, out.raw)
		}
	}
}

func TestAPlanIsAskedForKeptAndChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.saves(t)
	asked := w.get(t, "coach", `query($goal: GoalInput!, $earner: ID!) { plan(goal: $goal, earner: $earner, objective: {minimize: COUNT}, alternatives: 2, frontier: true) { `+planFields+` } }`,
		map[string]any{"earner": w.earners["Privata"], "goal": map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2)}}})
	if asked.number("plan", "plan", "count") != 1 || len(asked.list("plan", "alternatives")) != 1 || asked.at("plan", "proven") != true ||
		asked.text("plan", "plan", "steps", 0, "closes", 0, "label") == "" {
		t.Errorf("asked: %s", asked.raw)
	}
	stopped := w.get(t, "self", `query($goal: GoalInput!) { plan(goal: $goal, limits: {price: "1", languages: ["es"], onlineOnly: true}) { `+planFields+` } }`,
		map[string]any{"goal": map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2)}}})
	if stopped.at("plan", "plan") != nil || !strings.HasPrefix(stopped.text("plan", "infeasible", 0, "reason"), "What would prove this") {
		t.Errorf("stopped: %s", stopped.raw)
	}
	change := map[string]any{"in": map[string]any{
		"id": made.text("savePlan", "plan", "id"), "revision": 1, "name": "Another name",
		"goal": map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2)}}, "steps": []any{map[string]any{"microCredential": w.credentials["Driving"]}},
	}}
	changed := w.do(t, "coach", savePlanMutation, change)
	if changed.text("savePlan", "plan", "steps", 0, "microCredential", "title") != "Driving" || changed.number("savePlan", "plan", "revision") != 2 {
		t.Errorf("changed: %s", changed.raw)
	}
	again := w.get(t, "coach", savePlanMutation, change)
	if again.text("savePlan", "problems", 0, "code") != "CONFLICT" {
		t.Errorf("with an old revision: %s", again.raw)
	}
	dropped := w.do(t, "self", `mutation($id: ID!) { dropPlan(input: {id: $id}) { id problems { message } } }`, map[string]any{"id": changed.text("savePlan", "plan", "id")})
	if rest := w.get(t, "self", `{ plans { nodes { id } } }`, nil); dropped.text("dropPlan", "id") == "" || len(rest.list("plans", "nodes")) != 0 {
		t.Errorf("dropped: %s, %s", dropped.raw, rest.raw)
	}
}

func TestAnEmployerReadsAPlanWhileItIsShared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contacts(t)
	w.accepts(t, contact)
	vars := map[string]any{"id": contact}
	early := w.get(t, "self", `query($id: ID!) { planForHire(contact: $id) { reached } }`, vars)
	w.done(t, "employer", `mutation($id: ID!) { moveContact(input: {id: $id, to: OFFERED}) { contact { status } problems { message code } } }`, vars)
	w.lose(t, w.awards["Privata/0"])
	w.lose(t, w.awards["Privata/1"])
	found := w.get(t, "self", `query($id: ID!) { planForHire(contact: $id) { plan { count steps { microCredential { title } tierAfter } } } }`, vars)
	if early.at("planForHire") != nil || found.number("planForHire", "plan", "count") == 0 {
		t.Fatalf("before the offer %s, after it %s", early.raw, found.raw)
	}
	made := w.do(t, "self", savePlanMutation, map[string]any{"in": map[string]any{"name": "To begin", "contact": contact}})
	plan := made.text("savePlan", "plan", "id")
	read := func() answer {
		return w.get(t, "employer", `query($id: ID!) { node(id: $id) { ... on ContactRequest { plan { done finishesOn steps { microCredential { title } provider { name } minutes startsOn finishesOn done } } } } }`, vars)
	}
	share := func(on bool) {
		w.do(t, "self", `mutation($id: ID!, $on: Boolean!) { sharePlan(input: {plan: $id, share: $on}) { plan { shared } problems { message } } }`, map[string]any{"id": plan, "on": on})
	}
	if got := read(); got.at("node", "plan") != nil {
		t.Errorf("before it is shared: %s", got.raw)
	}
	share(true)
	if got := read(); len(got.list("node", "plan", "steps")) == 0 || strings.Contains(got.raw, "pln_") {
		t.Errorf("shared: %s", got.raw)
	}
	posting := w.get(t, "self", `query($id: ID!) { node(id: $id) { ... on ContactRequest { posting { id } } } }`, vars).text("node", "posting", "id")
	w.done(t, "employer", `mutation($id: ID!) { closePosting(input: {id: $id}) { posting { id } problems { message } } }`, map[string]any{"id": posting})
	if got := w.get(t, "self", `query($id: ID!) { node(id: $id) { ... on SavedPlan { id outdated { kind } } } }`, map[string]any{"id": plan}); len(got.list("node", "outdated")) != 0 || got.text("node", "id") != plan {
		t.Errorf("once the posting is closed: %s", got.raw)
	}
	share(false)
	if got := read(); got.at("node", "plan") != nil {
		t.Errorf("taken back: %s", got.raw)
	}
	share(true)
	must(t, store.InTx(w.ctx, w.app.Store.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Update().SetWithdrawnAt(w.now()).Exec(ctx)
	}))
	if got := read(); got.at("node", "plan") != nil {
		t.Errorf("after the consent: %s", got.raw)
	}
}

func TestAPlanToAnOccupationIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.forkliftJobs(t)
	w.lose(t, w.awards["Privata/0"])
	w.addAssessed(t, "Driving")
	keep := func(occupation string) answer {
		return w.get(t, "self", savePlanMutation, map[string]any{"in": map[string]any{"name": "To drive", "goal": map[string]any{"occupation": occupation}}})
	}
	made := keep(id)
	if made.text("savePlan", "plan", "occupation", "title") != "Truck Operators" || made.text("savePlan", "plan", "goal") != "OCCUPATION" {
		t.Errorf("kept %s", made.raw)
	}
	if again := keep("occ_53-7051.00"); again.text("savePlan", "plan", "occupation", "id") != id {
		t.Errorf("by its code: %s", again.raw)
	}
	w.done(t, "employer", `mutation($skill: ID!) { createPosting(input: {title: "Welder", occupation: "51-4121", requirements: [{ask: {skill: {skill: $skill, level: 2}}}]}) { posting { id } problems { message } } }`,
		map[string]any{"skill": w.skills["Drive a forklift"]})
	if out := keep("occ_51-4121"); out.text("savePlan", "problems", 0, "code") != "INVALID" || out.text("savePlan", "problems", 0, "path", 1) != "occupation" {
		t.Errorf("known by its code alone: %s", out.raw)
	}
}
