package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/id"
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
