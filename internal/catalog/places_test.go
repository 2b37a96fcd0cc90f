package catalog_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
)

func TestPlacesAreAddedOnceAndKeepTheirIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	batch := func() []catalog.PlaceInput {
		state, county, zip := w.IDs.Mint(id.Place), w.IDs.Mint(id.Place), w.IDs.Mint(id.Place)
		// Narrow ones first: their parents come later in the call.
		return []catalog.PlaceInput{
			{ID: zip, Kind: enum.PlaceZIP, Code: "31404", Name: "Savannah, GA 31404", State: "GA", FIPS: "13051", RUCC: ptr(2), Latitude: 32, Longitude: -81, Parent: &county},
			{ID: county, Kind: enum.PlaceCounty, Code: "13051", Name: "Chatham County, GA", State: "GA", FIPS: "13051", RUCC: ptr(2), Latitude: 32, Longitude: -81, Parent: &state},
			{ID: state, Kind: enum.PlaceState, Code: "13", Name: "Georgia", State: "GA", Latitude: 33, Longitude: -83},
		}
	}
	first := must(w.AddPlaces(w.ctx, batch()))(t)
	changes := w.DB.Change.Query().CountX(w.ctx)
	again := batch() // other ids, the same places
	if diff := cmp.Diff(first, must(w.AddPlaces(w.ctx, again))(t)); diff != "" {
		t.Errorf("ids of the second call (-first +second):\n%s", diff)
	}
	if n := w.DB.Change.Query().CountX(w.ctx); n != changes {
		t.Errorf("the second call wrote %d changes", n-changes)
	}
	again[0].Name = "Savannah"
	must(w.AddPlaces(w.ctx, again))(t)
	got := must(w.PlacesByID(w.ctx, first))(t)
	if got[first[0]].Name != "Savannah" || *got[first[0]].ParentID != first[1] || *got[first[1]].ParentID != first[2] || len(got) != 3 {
		t.Errorf("got %+v", got)
	}
	orphan := catalog.PlaceInput{Kind: enum.PlaceZIP, Code: "31405", Name: "x", State: "GA", Parent: ptr("plc_0")}
	_, err := w.AddPlaces(w.ctx, []catalog.PlaceInput{orphan})
	if diff := cmp.Diff([]string{"NOT_FOUND 0.parent"}, problems(t, err)); diff != "" {
		t.Errorf("an orphan (-want +got):\n%s", diff)
	}
}

func TestPlacesAreFoundByNameAndByZIPCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(w.AddPlaces(w.ctx, []catalog.PlaceInput{
		{Kind: enum.PlaceZIP, Code: "99411", Name: "Testville", State: "GA", FIPS: "13051"},
		{Kind: enum.PlaceZIP, Code: "99412", Name: "Testville", State: "GA", FIPS: "13051"},
		{Kind: enum.PlaceCounty, Code: "99051", Name: "Testham County", State: "KY", FIPS: "99051"},
	}))(t)
	names := func(in catalog.PlacesInput) (found []string) {
		for {
			got := must(w.Places(t.Context(), in))(t)
			for _, row := range got.Items {
				found = append(found, row.Name+" "+row.Code)
			}
			if !got.HasNext {
				return found
			}
			in.Page.After = got.Cursors[len(got.Cursors)-1]
		}
	}
	one := page.Args{First: 1}
	for want, in := range map[string]catalog.PlacesInput{
		"Testham County 99051,Testville 99411,Testville 99412": {Search: " test", Page: one},
		"Testham County 99051":                                 {Search: "TEST", State: "ky", Page: one},
		"Testville 99411,Testville 99412":                      {Search: "test", Kinds: []enum.PlaceKind{enum.PlaceZIP}, Page: one},
		"Testville 99412":                                      {Search: "99412", Page: one},
		"":                                                     {Search: "9905", Page: one}, // a county has no ZIP code
	} {
		if got := strings.Join(names(in), ","); got != want {
			t.Errorf("%+v: got %q, want %q", in, got, want)
		}
	}
}
