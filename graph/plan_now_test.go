package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

const aPlan = `{ reached infeasible { reason } plan { ...steps } alternatives { ...steps } }`

const stepsOfPlans = `fragment steps on Plan { steps { microCredential { title } option { languages delivery } } }`

// planned are the titles of a plan's steps, in order.
func planned(out answer, path ...any) (titles []string) {
	for i := range out.list(append(path, "steps")...) {
		titles = append(titles, out.text(append(path, "steps", i, "microCredential", "title")...))
	}
	return titles
}

func TestASpanishOnlineOnlyPlanHoldsOnlySpanishOnlineMicroCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	online, onsite := enum.DeliveryOnline, enum.DeliveryInPerson
	w.addCourse(t, "Bases", "es", online, catalog.VersionInput{EffortMinutes: ptr(400)})
	w.addCourse(t, "Bases cortas", "es", onsite, catalog.VersionInput{EffortMinutes: ptr(10)})
	w.addCourse(t, "Montacargas", "es-mx", online, catalog.VersionInput{
		EffortMinutes: ptr(800), Prerequisites: []catalog.PrerequisiteInput{{MicroCredential: w.credentials["Bases"]}},
	}, "Drive a forklift")
	w.addCourse(t, "Montacargas largo", "es", online, catalog.VersionInput{EffortMinutes: ptr(3_000)}, "Drive a forklift")
	w.addCourse(t, "Montacargas en el taller", "es", onsite, catalog.VersionInput{EffortMinutes: ptr(20)}, "Drive a forklift")
	w.addCourse(t, "Seguridad", "es", online, catalog.VersionInput{EffortMinutes: ptr(700)}, "Work safely")
	w.addCourse(t, "Safety at once", "en", online, catalog.VersionInput{EffortMinutes: ptr(5)}, "Work safely")
	// Spanish, and online: but not both at once.
	w.addCourse(t, "Either", "en", onsite, catalog.VersionInput{EffortMinutes: ptr(1)}, "Work safely", "Drive a forklift")
	for language, in := range map[string]catalog.OfferingInput{"es": {Delivery: onsite, Place: ptr(w.places["31401"])}, "en": {Delivery: online}} {
		in.Language, in.MicroCredential, in.Provider = language, w.credentials["Either"], w.orgs["College"]
		_, err := w.app.Catalog.AddOffering(w.ctx, in)
		must(t, err)
	}
	goal := map[string]any{"requirements": []any{w.asksSkill("Drive a forklift", 2), w.asksSkill("Work safely", 2)}}
	out := w.get(t, "", `query($goal: GoalInput!) {
		any: plan(goal: $goal) `+aPlan+`
		spanish: plan(goal: $goal, limits: {languages: ["es"]}) `+aPlan+`
		online: plan(goal: $goal, limits: {onlineOnly: true}) `+aPlan+`
		both: plan(goal: $goal, limits: {languages: ["es"], onlineOnly: true}, alternatives: 5) `+aPlan+` } `+stepsOfPlans, map[string]any{"goal": goal})
	for name, want := range map[string][]string{
		"any": {"Either"}, "spanish": {"Either"}, "online": {"Either"}, "both": {"Bases", "Montacargas", "Seguridad"},
	} {
		got := planned(out, name, "plan")
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the plan differs (-want +got):\n%s", name, diff)
		}
	}
	plans := [][]any{{"both", "plan"}}
	for i := range out.list("both", "alternatives") {
		plans = append(plans, []any{"both", "alternatives", i})
	}
	if len(plans) < 2 {
		t.Errorf("there is no alternative: %s", out.raw)
	}
	for _, plan := range plans {
		for i := range out.list(append(plan, "steps")...) {
			option := append(slices.Clone(plan), "steps", i, "option")
			language := out.text(append(slices.Clone(option), "languages", 0)...)
			if delivery := out.list(append(option, "delivery")...); !slices.Contains([]string{"es", "es-mx"}, language) || !cmp.Equal(delivery, []any{"ONLINE"}) {
				t.Errorf("%v has %v, in %q, %v", plan, planned(out, plan...), language, delivery)
			}
		}
	}
}

func TestARevokedPrerequisiteChangesThePlanAtTheNextRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addCourse(t, "Advanced", "en", enum.DeliveryOnline, catalog.VersionInput{
		EffortMinutes: ptr(60), Prerequisites: []catalog.PrerequisiteInput{{MicroCredential: w.credentials["Forklift"]}},
		Competencies: []catalog.CompetencyInput{{Skill: w.skills["Give first aid"], Level: 4}},
	})
	vars := map[string]any{"earner": w.earners["Privata"], "goal": map[string]any{"requirements": []any{w.asksSkill("Give first aid", 4)}}}
	expect := func(when string, want, missing []string) {
		t.Helper()
		for _, viewer := range []string{"self", "coach"} {
			out := w.get(t, viewer, `query($goal: GoalInput!, $earner: ID!) { plan(goal: $goal, earner: $earner) `+aPlan+`
				gap(goal: $goal, earner: $earner) { requirements { closedBy { missing { title } } } } } `+stepsOfPlans, vars)
			if diff := cmp.Diff(want, planned(out, "plan", "plan")); diff != "" {
				t.Errorf("%s, %s's plan differs (-want +got):\n%s", when, viewer, diff)
			}
			var first []string
			for i := range out.list("gap", "requirements", 0, "closedBy", 0, "missing") {
				first = append(first, out.text("gap", "requirements", 0, "closedBy", 0, "missing", i, "title"))
			}
			if diff := cmp.Diff(missing, first); diff != "" {
				t.Errorf("%s, what %s is told to be missing differs (-want +got):\n%s", when, viewer, diff)
			}
		}
	}
	expect("while it is held", []string{"Advanced"}, nil)
	w.done(t, "issuer", `mutation($id: ID!) { revokeAward(input: {id: $id, reason: "issued in error"}) { award { id } problems { message code path } } }`,
		map[string]any{"id": w.awards["Privata/0"]})
	expect("once it is revoked", []string{"Forklift", "Advanced"}, []string{"Forklift"})
}

func TestAnOccupationIsAGoalForAnybodyAndForAnEarner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	occupation := w.forkliftJobs(t)
	query := `query($id: ID!, $earner: ID, $holding: [CompetencyInput!]) {
		gap(goal: {occupation: $id}, earner: $earner, holding: $holding) { reached requirements { must levelHeld levelAsked requirement { label } closedBy { microCredential { title } } } }
		plan(goal: {occupation: $id}, earner: $earner) ` + aPlan + ` } ` + stepsOfPlans
	asks := func(viewer string, earner, holding any) answer {
		t.Helper()
		return w.get(t, viewer, query, map[string]any{"id": occupation, "earner": earner, "holding": holding})
	}
	held := func(level int) []any {
		return []any{map[string]any{"skill": w.skills["Drive a forklift"], "level": level}}
	}
	nobody := asks("", nil, nil)
	want := []any{map[string]any{
		"must": true, "levelHeld": nil, "levelAsked": 2.0, "requirement": map[string]any{"label": "Drive a forklift"},
		"closedBy": []any{map[string]any{"microCredential": map[string]any{"title": "Forklift"}}},
	}}
	if diff := cmp.Diff(want, nobody.at("gap", "requirements")); diff != "" || nobody.at("gap", "reached") != false {
		t.Errorf("anybody's gap differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Forklift"}, planned(nobody, "plan", "plan")); diff != "" {
		t.Errorf("anybody's plan differs (-want +got):\n%s", diff)
	}
	for level, reached := range map[int]bool{1: false, 2: true, 4: true} {
		if got := asks("", nil, held(level)); got.at("gap", "reached") != reached || got.number("gap", "requirements", 0, "levelHeld") != level {
			t.Errorf("who holds level %d: %s", level, got.raw)
		}
	}
	if got := asks("self", nil, nil); got.at("gap", "reached") != true || got.at("plan", "reached") != true {
		t.Errorf("who holds it: %s", got.raw)
	}
	if got := asks("self", nil, []any{}); got.at("gap", "reached") != false {
		t.Errorf("who starts from nothing: %s", got.raw)
	}
	w.lose(t, w.awards["Privata/0"])
	for _, viewer := range []string{"self", "coach"} {
		got := asks(viewer, w.earners["Privata"], nil)
		if diff := cmp.Diff([]string{"Forklift"}, planned(got, "plan", "plan")); diff != "" || got.at("gap", "reached") != false {
			t.Errorf("%s's plan for who lost it differs (-want +got):\n%s", viewer, diff)
		}
	}
	if got := asks("stranger_coach", w.earners["Privata"], nil); got.at("gap") != nil || got.at("plan") != nil {
		t.Errorf("a stranger is told %s", got.raw)
	}
	for _, id := range []string{"occ_00000000000000000000000000", w.credentials["Forklift"], "occ_99-9999"} {
		got := w.ask(t, "", query, map[string]any{"id": id})
		if got.at("gap") != nil || got.at("plan") != nil || got.code() == "INTERNAL" {
			t.Errorf("%s: %s", id, got.raw)
		}
	}
}
