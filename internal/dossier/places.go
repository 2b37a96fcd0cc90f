package dossier

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// Chain lists where the earner shows themselves to be, narrowest first: their
// place from the precision that they chose, and every wider place. Places are
// given by id.
func Chain(row *db.Earner, places map[string]*db.Place) []string {
	if row.PlaceID == nil || row.PlacePrecision == enum.PrecisionNone {
		return nil
	}
	var chain []string
	for at := places[*row.PlaceID]; at != nil; at = parent(at, places) {
		if slices.Contains(chain, at.ID) {
			break // a circle of parents would be an error of an import
		}
		if shows(row.PlacePrecision, at.Kind) {
			chain = append(chain, at.ID)
		}
	}
	return chain
}

func parent(p *db.Place, places map[string]*db.Place) *db.Place {
	if p.ParentID == nil {
		return nil
	}
	return places[*p.ParentID]
}

// shows tells whether a precision lets a kind of place be shown.
func shows(precision enum.PlacePrecision, kind enum.PlaceKind) bool {
	switch precision {
	case enum.PrecisionZIP:
		return true
	case enum.PrecisionCounty:
		return kind == enum.PlaceCounty || kind == enum.PlaceState
	case enum.PrecisionState:
		return kind == enum.PlaceState
	default:
		return false
	}
}

// maxWider bounds how often a place lies in a wider one.
const maxWider = 4

// Places loads the places of the earners and every wider one, by id.
func Places(ctx context.Context, client *db.Client, people []Dossier) (map[string]*db.Place, error) {
	out := map[string]*db.Place{}
	var wanted []string
	for _, p := range people {
		if id := p.Earner.PlaceID; id != nil {
			wanted = append(wanted, *id)
		}
	}
	for range maxWider {
		slices.Sort(wanted)
		wanted = slices.DeleteFunc(slices.Compact(wanted), func(id string) bool { return out[id] != nil })
		if len(wanted) == 0 {
			break
		}
		rows, err := client.Place.Query().Where(place.IDIn(wanted...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load places: %w", err)
		}
		wanted = wanted[:0:0]
		for _, row := range rows {
			out[row.ID] = row
			if row.ParentID != nil {
				wanted = append(wanted, *row.ParentID)
			}
		}
	}
	return out, nil
}
