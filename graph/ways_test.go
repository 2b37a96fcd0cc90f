package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// addRoads adds to the world's three courses, which are in English and online and of
// unknown price: one in Spanish and online, two in English and in person, near and
// far, a stack, two pathways, and the occupation that one of them leads to.
func (w *world) addRoads(t *testing.T) {
	t.Helper()
	w.forkliftJobs(t)
	far, err := w.app.Catalog.AddPlaces(w.ctx, []catalog.PlaceInput{{Kind: enum.PlaceZIP, Code: "30301", Name: "Atlanta", State: "GA", Latitude: 33.75, Longitude: -84.39}})
	must(t, err)
	dollars := func(n int64) *catalog.Price { return &catalog.Price{Cents: n * 100, Currency: "USD"} }
	w.addCourse(t, "Soldar", "es", enum.DeliveryOnline, catalog.VersionInput{EffortMinutes: ptr(600), Price: dollars(100)}, "Work safely")
	w.addCourse(t, "Welding", "en", enum.DeliveryInPerson, catalog.VersionInput{EffortMinutes: ptr(900)}, "Give first aid")
	w.addCourse(t, "Far Welding", "en", enum.DeliveryInPerson, catalog.VersionInput{EffortMinutes: ptr(900)}, "Drive a forklift")
	for name, in := range map[string]catalog.OfferingInput{
		"Soldar":      {Delivery: enum.DeliveryOnline, Language: "es", EffortMinutes: ptr(300), Price: dollars(200), LearnerPrice: dollars(0)},
		"Welding":     {Delivery: enum.DeliveryInPerson, Language: "en", Place: ptr(w.places["31401"]), Price: dollars(500)},
		"Far Welding": {Delivery: enum.DeliveryInPerson, Language: "en", Place: &far[0], Price: dollars(400)},
	} {
		in.MicroCredential, in.Provider = w.credentials[name], w.orgs["College"]
		_, err := w.app.Catalog.AddOffering(w.ctx, in)
		must(t, err)
	}
	stack, err := w.app.Catalog.PublishStack(w.ctx, catalog.StackInput{Owner: w.orgs["College"], Version: catalog.StackVersionInput{
		Title: text.En("Both"), PublishedAt: w.now().AddDate(-1, 0, 0), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: w.credentials["Soldar"]}, {Op: matching.OpPart, Credential: w.credentials["Welding"]},
		}},
	}})
	must(t, err)
	w.paths(t, catalog.PathwayInput{
		Title: text.En("To the truck"), Goal: enum.GoalOccupation, Occupation: "53-7051.00", OccupationTitle: "Truck Operators",
		Steps: []catalog.PathwayStepInput{{MicroCredential: ptr(w.credentials["Soldar"])}, {MicroCredential: ptr(w.credentials["Welding"]), Optional: true}},
	})
	w.paths(t, catalog.PathwayInput{Title: text.En("To both"), Goal: enum.GoalStack, Stack: &stack.ID, Steps: []catalog.PathwayStepInput{{Stack: &stack.ID}}})
	w.recognizes(t, "Welding", catalog.RecognitionInput{Kind: enum.RecognizedCredit, Amount: ptr("3"), Unit: "credits"})
	w.recognizes(t, "Far Welding", catalog.RecognitionInput{Kind: enum.RecognizedHiring, Hiring: ptr(enum.HiringPreferred)})
	w.sync(t)
}

func (w *world) addCourse(t *testing.T, title, language string, delivery enum.Delivery, in catalog.VersionInput, skills ...string) {
	t.Helper()
	in.Title, in.Languages, in.Delivery = text.En(title), []string{language}, []enum.Delivery{delivery}
	for _, skill := range skills {
		in.Competencies = append(in.Competencies, catalog.CompetencyInput{Skill: w.skills[skill], Level: 2})
	}
	made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"]}, Version: in,
	})
	must(t, err)
	w.credentials[title], w.versions[title] = made.ID, *made.CurrentVersionID
}

func (w *world) recognizes(t *testing.T, name string, in catalog.RecognitionInput) {
	t.Helper()
	by, err := w.app.Catalog.AddOrganization(w.ctx, catalog.OrganizationInput{Name: "Recognizes " + name, Kinds: []enum.OrganizationKind{enum.OrgRecognizer}})
	must(t, err)
	in.Organization, in.MicroCredential = by.ID, ptr(w.credentials[name])
	_, err = w.app.Catalog.RecordRecognition(w.ctx, in)
	must(t, err)
}

// waysPage lists ways by kind and title, and says how to go on.
func (w *world) waysPage(t *testing.T, vars map[string]any) (names []string, next any) {
	t.Helper()
	out := w.get(t, "", `query($search: String, $filter: WayFilter, $first: Int! = 50, $after: String) {
		ways(search: $search, filter: $filter, first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { kind: __typename
			... on MicroCredential { title } ... on Stack { title } ... on Pathway { title } ... on Occupation { title } } } }`, vars)
	for i := range out.list("ways", "nodes") {
		names = append(names, out.text("ways", "nodes", i, "title"))
	}
	if out.at("ways", "pageInfo", "hasNextPage") == true {
		next = out.at("ways", "pageInfo", "endCursor")
	}
	return names, next
}

func TestWaysAreLeftOutByEachFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addRoads(t)
	free, half := map[string]any{"amount": "0", "currency": "USD"}, map[string]any{"amount": "499.99", "currency": "USD"}
	near := map[string]any{"place": w.places["31401"], "km": 50}
	spanish := []string{"Soldar", "To the truck", "Truck Operators"}
	credited := []string{"Both", "To both", "To the truck", "Truck Operators", "Welding"}
	all := []string{"Both", "Far Welding", "First Aid", "Forklift", "Ready", "Safety", "Soldar", "To both", "To the truck", "Truck Operators", "Welding"}
	for name, c := range map[string]struct {
		filter map[string]any
		want   []string
	}{
		"nothing":             {nil, all},
		"kind":                {map[string]any{"kinds": []any{"STACK", "OCCUPATION"}}, []string{"Both", "Ready", "Truck Operators"}},
		"skill":               {map[string]any{"skills": []any{w.skills["Give first aid"]}}, append([]string{"First Aid"}, credited...)},
		"any skill of two":    {map[string]any{"kinds": []any{"STACK"}, "skills": []any{w.skills["Give first aid"], w.skills["Drive a forklift"]}}, []string{"Both", "Ready"}},
		"minutes":             {map[string]any{"maxMinutes": 300}, append([]string{"First Aid", "Forklift", "Safety"}, spanish...)},
		"a minute less":       {map[string]any{"maxMinutes": 299}, []string{"First Aid", "Forklift", "Safety"}},
		"minutes of all":      {map[string]any{"maxMinutes": 1199, "kinds": []any{"STACK"}}, []string{"Ready"}},
		"price":               {map[string]any{"maxPrice": free}, spanish},
		"a price below":       {map[string]any{"maxPrice": half}, append([]string{"Far Welding"}, spanish...)},
		"another currency":    {map[string]any{"maxPrice": map[string]any{"amount": "9000", "currency": "EUR"}}, spanish},
		"language":            {map[string]any{"languages": []any{"es"}}, spanish},
		"delivery":            {map[string]any{"delivery": []any{"IN_PERSON"}}, []string{"Far Welding", "Welding"}},
		"distance":            {map[string]any{"within": near}, slices.DeleteFunc(slices.Clone(all), func(name string) bool { return name == "Far Welding" })},
		"distance, in person": {map[string]any{"within": near, "delivery": []any{"IN_PERSON"}}, []string{"Welding"}},
		"credits":             {map[string]any{"minCredits": 3}, credited},
		"more credits":        {map[string]any{"minCredits": 3.01}, nil},
		"recognized":          {map[string]any{"recognizedFor": []any{"HIRING"}}, []string{"Far Welding"}},
		"recognized for two":  {map[string]any{"recognizedFor": []any{"HIRING", "CREDIT"}}, append([]string{"Far Welding"}, credited...)},
		"not both at once":    {map[string]any{"recognizedFor": []any{"HIRING"}, "minCredits": 1}, nil},
		"all together": {map[string]any{
			"languages": []any{"es"}, "delivery": []any{"ONLINE"}, "maxPrice": free, "maxMinutes": 300, "skills": []any{w.skills["Work safely"]}, "within": near, "minCredits": 3,
		}, []string{"To the truck", "Truck Operators"}},
	} {
		got, next := w.waysPage(t, map[string]any{"filter": c.filter})
		slices.Sort(got)
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, got); diff != "" || next != nil {
			t.Errorf("%s: ways differ (-want +got):\n%s", name, diff)
		}
	}
}

func TestWaysAreFoundByWordsAndLeftOutByFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addRoads(t)
	for name, c := range map[string]struct {
		vars map[string]any
		want []string
	}{
		"words":              {map[string]any{"search": "truck"}, []string{"To the truck", "Truck Operators"}},
		"words and a kind":   {map[string]any{"search": "truck", "filter": map[string]any{"kinds": []any{"PATHWAY"}}}, []string{"To the truck"}},
		"words and a filter": {map[string]any{"search": "welding", "filter": map[string]any{"minCredits": 1}}, []string{"Welding"}},
		"no such words":      {map[string]any{"search": "submarine"}, nil},
	} {
		got, _ := w.waysPage(t, c.vars)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: ways differ (-want +got):\n%s", name, diff)
		}
	}
	for name, filter := range map[string]map[string]any{
		"maxMinutes": {"maxMinutes": -1}, "minCredits": {"minCredits": -1}, "km": {"within": map[string]any{"place": w.places["31401"], "km": 0}},
		"place": {"within": map[string]any{"place": "plc_none", "km": 5}}, "maxPrice": {"maxPrice": map[string]any{"amount": "-1", "currency": "USD"}},
	} {
		if got := w.ask(t, "", `query($f: WayFilter) { ways(filter: $f) { nodes { __typename } } }`, map[string]any{"f": filter}); len(got.Errors) == 0 || got.code() == "INTERNAL" {
			t.Errorf("%s: %s", name, got.raw)
		}
	}
}

func TestWaysGoOnWithoutAGapOrADouble(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addRoads(t)
	for i := range 7 {
		// Equal names are told apart by their ids.
		w.addCourse(t, "Same", []string{"en", "es"}[i%2], enum.DeliveryOnline, catalog.VersionInput{EffortMinutes: ptr(60)}, "Work safely")
	}
	w.sync(t)
	english := map[string]any{"languages": []any{"en"}}
	for name, vars := range map[string]map[string]any{
		"all": {}, "filtered": {"filter": english}, "found": {"search": "same"}, "found and filtered": {"search": "same", "filter": english},
	} {
		whole, _ := w.waysPage(t, vars)
		for _, first := range []int{1, 3} {
			var got []string
			vars["first"] = first
			for pages := 0; ; pages++ {
				some, next := w.waysPage(t, vars)
				got = append(got, some...)
				if vars["after"] = next; next == nil || pages > 50 {
					break
				}
			}
			if diff := cmp.Diff(whole, got); diff != "" || len(whole) < 3 {
				t.Errorf("%s by %d differ from the %d (-want +got):\n%s", name, first, len(whole), diff)
			}
		}
		delete(vars, "first")
		delete(vars, "after")
	}
	_, next := w.waysPage(t, map[string]any{"first": 2, "filter": english})
	if got := w.ask(t, "", `query($after: String) { ways(first: 2, after: $after) { nodes { __typename } } }`, map[string]any{"after": next}); len(got.Errors) == 0 {
		t.Errorf("a cursor of another filter is taken: %s", strings.TrimSpace(fmt.Sprint(got.raw)))
	}
}
