package catalog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/page"
)

// roads is a catalog of a few ways: a forklift course in Spanish and online, a
// welding course in English at a college, a stack of both, a pathway of each, and
// the occupation that one of them leads to.
func (w *world) roads(t *testing.T) (near, far string) {
	t.Helper()
	w.jobs(t)
	places := must(w.AddPlaces(w.ctx, []catalog.PlaceInput{
		{Kind: enum.PlaceZIP, Code: "31401", Name: "Savannah", State: "GA", Latitude: 32, Longitude: -81},
		{Kind: enum.PlaceZIP, Code: "30301", Name: "Atlanta", State: "GA", Latitude: 33.7, Longitude: -84.4},
	}))(t)
	org := w.organization(t, "College", enum.OrgIssuer, enum.OrgDeveloper, enum.OrgRecognizer)
	drive := w.microCredential(t, org, "Forklift/Montacargas", map[string]int{"drive forklifts": 2})
	weld := w.microCredential(t, org, "Welding", map[string]int{"weld": 1})
	for _, in := range []catalog.OfferingInput{
		{MicroCredential: drive.ID, Delivery: enum.DeliveryOnline, Language: "es", EffortMinutes: ptr(300), LearnerPrice: &catalog.Price{Cents: 0, Currency: "USD"}},
		{MicroCredential: weld.ID, Delivery: enum.DeliveryInPerson, Language: "en", EffortMinutes: ptr(900), Place: &places[0], Price: &catalog.Price{Cents: 50_000, Currency: "USD"}},
	} {
		in.Provider = org.ID
		must(w.AddOffering(w.ctx, in))(t)
	}
	stack := w.stack(t, org, "Both", drive, weld)
	must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: org.ID, Title: localized("To the forklift"), Goal: enum.GoalOccupation, Occupation: "53-7051.00", OccupationTitle: "Operators",
		Steps: []catalog.PathwayStepInput{{MicroCredential: &drive.ID}, {MicroCredential: &weld.ID, Optional: true}},
	}))(t)
	must(w.PublishPathway(w.ctx, catalog.PathwayInput{
		Owner: org.ID, Title: localized("To both"), Goal: enum.GoalStack, Stack: &stack.ID,
		Steps: []catalog.PathwayStepInput{{Stack: &stack.ID}},
	}))(t)
	w.recognition(t, catalog.RecognitionInput{Organization: org.ID, MicroCredential: &weld.ID, Kind: enum.RecognizedCredit, Amount: ptr("3"), Unit: "credits"})
	return places[0], places[1]
}

func wayNames(ways []catalog.Way) []string {
	names := []string{}
	for _, way := range ways {
		switch row := way.(type) {
		case *db.MicroCredential:
			names = append(names, row.Name)
		case *db.Stack:
			names = append(names, row.Name)
		case *db.Pathway:
			names = append(names, row.Name)
		case *db.Occupation:
			names = append(names, row.Name)
		default:
			names = append(names, fmt.Sprintf("%T", way))
		}
	}
	return names
}

const operators = "Industrial Truck and Tractor Operators"

func TestWaysAreFilteredPartForPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	near, far := w.roads(t)
	for name, c := range map[string]struct {
		filter catalog.WayFilter
		want   []string
	}{
		"nothing asked":       {catalog.WayFilter{Kinds: []catalog.WayKind{catalog.WayStack, catalog.WayPathway}}, []string{"Both", "To both", "To the forklift"}},
		"Spanish, online":     {catalog.WayFilter{Languages: []string{"es-US"}, Delivery: []enum.Delivery{enum.DeliveryOnline}}, []string{"Forklift", operators, "To the forklift"}},
		"English":             {catalog.WayFilter{Languages: []string{"en"}}, []string{"Both", "Forklift", operators, "To both", "To the forklift", "Welding"}},
		"few minutes":         {catalog.WayFilter{MaxMinutes: ptr(300)}, []string{"Forklift", operators, "To the forklift"}},
		"both take 1200":      {catalog.WayFilter{MaxMinutes: ptr(1200), Kinds: []catalog.WayKind{catalog.WayStack}}, []string{"Both"}},
		"not in 1199":         {catalog.WayFilter{MaxMinutes: ptr(1199), Kinds: []catalog.WayKind{catalog.WayStack}}, []string{}},
		"for nothing":         {catalog.WayFilter{MaxPrice: &catalog.Price{Currency: "USD"}}, []string{"Forklift", operators, "To the forklift"}},
		"a skill":             {catalog.WayFilter{Skills: []string{w.skills["weld"]}}, []string{"Both", operators, "To both", "To the forklift", "Welding"}},
		"credits":             {catalog.WayFilter{MinCredits: ptr(2.5)}, []string{"Both", operators, "To both", "To the forklift", "Welding"}},
		"more credits":        {catalog.WayFilter{MinCredits: ptr(3.5)}, []string{}},
		"recognized for work": {catalog.WayFilter{RecognizedFor: []enum.RecognitionKind{enum.RecognizedHiring}}, []string{}},
	} {
		p, err := w.Ways(t.Context(), catalog.WaysInput{Filter: c.filter, Page: page.Args{First: 20}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, wayNames(p.Items)); diff != "" {
			t.Errorf("%s: ways differ (-want +got):\n%s", name, diff)
		}
	}
	inPerson := []enum.Delivery{enum.DeliveryInPerson}
	p := must(w.Ways(t.Context(), catalog.WaysInput{Filter: catalog.WayFilter{Delivery: inPerson, Within: &catalog.WayWithin{Place: near, KM: 50}}, Page: page.Args{First: 20}}))(t)
	if diff := cmp.Diff([]string{"Welding"}, wayNames(p.Items)); diff != "" {
		t.Errorf("in person nearby differs (-want +got):\n%s", diff)
	}
	p = must(w.Ways(t.Context(), catalog.WaysInput{Filter: catalog.WayFilter{Delivery: inPerson, Within: &catalog.WayWithin{Place: far, KM: 50}}, Page: page.Args{First: 20}}))(t)
	if len(p.Items) != 0 {
		t.Errorf("in person far away: %v", wayNames(p.Items))
	}
}

func TestWaysAreSearchedTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.roads(t)
	w.index(t)
	p := must(w.Ways(t.Context(), catalog.WaysInput{Search: "forklift", Page: page.Args{First: 10}}))(t)
	if got := wayNames(p.Items); len(got) < 3 || got[0] != "Forklift" {
		t.Errorf("found %v", got)
	}
	p = must(w.Ways(t.Context(), catalog.WaysInput{Search: "forklift", Filter: catalog.WayFilter{Kinds: []catalog.WayKind{catalog.WayOccupation}}, Page: page.Args{First: 10}}))(t)
	if diff := cmp.Diff([]string{operators}, wayNames(p.Items)); diff != "" {
		t.Errorf("occupations differ (-want +got):\n%s", diff)
	}
}

func TestWaysGoOnPageAfterPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.roads(t)
	whole := must(w.Ways(t.Context(), catalog.WaysInput{Page: page.Args{First: 20}}))(t)
	var got []string
	args := page.Args{First: 2}
	for {
		p := must(w.Ways(t.Context(), catalog.WaysInput{Page: args}))(t)
		got = append(got, wayNames(p.Items)...)
		if !p.HasNext {
			break
		}
		args.After = p.Cursors[len(p.Cursors)-1]
	}
	if diff := cmp.Diff(wayNames(whole.Items), got); diff != "" {
		t.Errorf("pages differ from the whole (-want +got):\n%s", diff)
	}
}

func TestPathwaysTakeTheSameFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.roads(t)
	p := must(w.Pathways(t.Context(), catalog.PathwaysInput{Filter: catalog.WayFilter{MaxMinutes: ptr(400)}, Page: page.Args{First: 5}}))(t)
	if len(p.Items) != 1 || p.Items[0].Name != "To the forklift" {
		t.Errorf("pathways %v", p.Items)
	}
}

func TestAFilterReckonsWithWhatIsThereNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	org := w.organization(t, "College", enum.OrgIssuer, enum.OrgDeveloper)
	weld := w.microCredential(t, org, "Welding", map[string]int{"weld": 1})
	kept := func() []string {
		t.Helper()
		filter := catalog.WayFilter{Languages: []string{"fr"}}
		return wayNames(must(w.Ways(t.Context(), catalog.WaysInput{Filter: filter, Page: page.Args{First: 5}}))(t).Items)
	}
	expect := func(after string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), kept()); diff != "" {
			t.Errorf("after %s it differs (-want +got):\n%s", after, diff)
		}
	}
	expect("nothing")
	ends := w.clock.Now().AddDate(0, 0, 3)
	offered := must(w.AddOffering(w.ctx, catalog.OfferingInput{
		Provider: org.ID, MicroCredential: weld.ID, Delivery: enum.DeliveryOnline, Language: "fr", EndsOn: &ends,
	}))(t)
	expect("an offering", "Welding")
	w.tx(t, func(tx *db.Client) error {
		return tx.Offering.UpdateOneID(offered.ID).SetWithdrawnAt(w.clock.Now()).Exec(w.inTx)
	})
	expect("its withdrawal")
	w.tx(t, func(tx *db.Client) error { return tx.Offering.UpdateOneID(offered.ID).ClearWithdrawnAt().Exec(w.inTx) })
	expect("its return", "Welding")
	w.clock.Advance(3 * 24 * time.Hour)
	expect("its last day began", "Welding")
	w.clock.Advance(24 * time.Hour)
	expect("its end")
	both := w.version("Welding", map[string]int{"weld": 1})
	both.Languages = []string{"en", "fr"}
	must(w.PublishVersion(w.ctx, weld.ID, both))(t)
	expect("a version", "Welding")
	w.tx(t, func(tx *db.Client) error {
		return tx.MicroCredential.UpdateOneID(weld.ID).SetStatus(enum.Retired).Exec(w.inTx)
	})
	expect("its retirement")
}
