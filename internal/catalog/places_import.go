package catalog

import (
	"cmp"
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PlaceKey identifies a place across sources.
type PlaceKey struct {
	Kind enum.PlaceKind
	Code string
}

// Point is a place on the globe, in degrees (WGS 84).
type Point struct{ Latitude, Longitude float64 }

// PlaceRecord is a place as a source states it. Kind and Code identify it. What is
// blank or nil says nothing, and so changes nothing; a place that is new needs a
// state and coordinates, and is called by its code where it has no name.
type PlaceRecord struct {
	Kind        enum.PlaceKind
	Code        string
	Name        string
	State, FIPS string
	RUCC        *int
	At          *Point
	// Approximate coordinates give way to those that are there.
	Approximate bool
	Parent      *PlaceKey
}

// PutPlaces stores places, each by itself. Results stand in the order of the
// inputs. Wider places go before those that lie in them, or in the same call.
func (s *Service) PutPlaces(ctx context.Context, in []PlaceRecord) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = s.putPlaces(ctx, tx, in)
		return err
	})
	return results, err
}

func (s *Service) putPlaces(ctx context.Context, tx *db.Client, in []PlaceRecord) ([]ItemResult, error) {
	stored, err := storedPlaces(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	// Of this call, too: those that are new have their ids already.
	ids := map[PlaceKey]string{}
	for key, row := range stored {
		ids[key] = row.ID
	}
	results := make([]ItemResult, len(in))
	seen := map[PlaceKey]bool{}
	var all []PlaceInput
	for i, record := range in {
		key := PlaceKey{record.Kind, record.Code}
		row := stored[key]
		switch {
		case seen[key]:
			results[i] = ItemResult{OutcomeSkipped, "repeated", "the place was given already; the first stands"}
			continue
		case row == nil && record.At == nil:
			results[i] = ItemResult{OutcomeSkipped, "no_coordinates", "nothing says where the place is"}
			continue
		case row == nil && record.State == "":
			results[i] = ItemResult{OutcomeSkipped, "no_state", "nothing says in which state the place is"}
			continue
		}
		seen[key] = true
		input := record.input(row, ids)
		if err := input.check(); err != nil {
			results[i] = ItemResult{OutcomeFailed, "bad_place", err.Error()}
			continue
		}
		if row == nil {
			input.ID = s.IDs.Mint(id.Place)
			ids[key] = input.ID
		}
		results[i].Outcome = outcomeOf(row, input)
		all = append(all, input)
	}
	if _, err := s.addPlaces(ctx, tx, all); err != nil {
		return nil, err
	}
	return results, nil
}

func outcomeOf(stored *db.Place, input PlaceInput) Outcome {
	switch {
	case stored == nil:
		return OutcomeCreated
	case samePlace(stored, input.row(stored.ID, nil)):
		return OutcomeUnchanged
	}
	return OutcomeUpdated
}

// storedPlaces are those that the inputs name, and those that they lie in.
func storedPlaces(ctx context.Context, tx *db.Client, in []PlaceRecord) (map[PlaceKey]*db.Place, error) {
	var keys []PlaceInput
	for _, record := range in {
		keys = append(keys, PlaceInput{Code: record.Code})
		if record.Parent != nil {
			keys = append(keys, PlaceInput{Code: record.Parent.Code})
		}
	}
	stored, err := placesByKey(ctx, tx, keys)
	if err != nil {
		return nil, fmt.Errorf("look places up: %w", err)
	}
	return stored, nil
}

// input is the place as the record changes it.
func (r PlaceRecord) input(stored *db.Place, ids map[PlaceKey]string) PlaceInput {
	in := PlaceInput{Kind: r.Kind, Code: r.Code, Name: r.Name, State: r.State, FIPS: r.FIPS, RUCC: r.RUCC}
	if r.At != nil {
		in.Latitude, in.Longitude = r.At.Latitude, r.At.Longitude
	}
	if r.Parent != nil {
		if parent, known := ids[*r.Parent]; known {
			in.Parent = &parent
		}
	}
	if stored == nil {
		in.Name = cmp.Or(in.Name, in.Code)
		return in
	}
	in.Name, in.State, in.FIPS = cmp.Or(in.Name, stored.Name), cmp.Or(in.State, stored.State), cmp.Or(in.FIPS, stored.Fips)
	if in.RUCC == nil {
		in.RUCC = stored.Rucc
	}
	if r.At == nil || r.Approximate {
		in.Latitude, in.Longitude = stored.Latitude, stored.Longitude
	}
	if in.Parent == nil {
		in.Parent = stored.ParentID
	}
	return in
}
