package catalog

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PlaceInput describes a place. Kind and Code identify it.
type PlaceInput struct {
	ID   string
	Kind enum.PlaceKind
	// Code is a ZIP code, a county's FIPS code, a state's; a town's is its GNIS id
	// or our own.
	Code string
	Name string
	// State is two letters; FIPS is the county's, empty for a state.
	State, FIPS string
	RUCC        *int
	// Latitude and Longitude of the centroid, in degrees (WGS 84).
	Latitude, Longitude float64
	// Parent is the id of the next wider place: one that is there, or of the same
	// call.
	Parent *string
}

// widest sorts wider places first: others lie in them.
var widest = map[enum.PlaceKind]int{enum.PlaceState: 0, enum.PlaceCounty: 1, enum.PlaceTown: 2, enum.PlaceZIP: 3}

var (
	stateLetters = regexp.MustCompile(`^[A-Z]{2}$`)
	countyFIPS   = regexp.MustCompile(`^\d{5}$`)
)

// AddPlaces adds places, or brings those that are there with the same kind and
// code up to date: they keep their ids. It returns the ids in the order of the
// inputs. Adding the same again writes nothing.
func (s *Service) AddPlaces(ctx context.Context, ins []PlaceInput) (ids []string, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	if err := checkPlaces(ins); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		ids, err = s.addPlaces(ctx, tx, ins)
		return err
	})
	return ids, err
}

func checkPlaces(ins []PlaceInput) error {
	var errs []error
	seen := map[PlaceKey]bool{}
	for i, in := range ins {
		err := in.check()
		if key := (PlaceKey{in.Kind, in.Code}); seen[key] {
			err = problem.New(problem.Invalid, "this place is given already").
				Spanish("este lugar ya se da").At("code")
		} else {
			seen[key] = true
		}
		errs = append(errs, problem.Under(err, strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

func (in PlaceInput) check() error {
	errs := []error{checkID(in.ID, id.Place), checkOneOf(in.Kind, "kind"), checkName(in.Name)}
	if in.Code == "" {
		errs = append(errs, problem.New(problem.Invalid, "a place has a code").Spanish("un lugar tiene un código").At("code"))
	}
	if !stateLetters.MatchString(in.State) {
		errs = append(errs, problem.New(problem.Invalid, "a state is two capital letters").
			Spanish("un estado son dos letras mayúsculas").At("state"))
	}
	if in.FIPS != "" && !countyFIPS.MatchString(in.FIPS) {
		errs = append(errs, problem.New(problem.Invalid, "a county's FIPS code is five digits").
			Spanish("el código FIPS de un condado son cinco dígitos").At("fips"))
	}
	if in.RUCC != nil && (*in.RUCC < 1 || *in.RUCC > 9) {
		errs = append(errs, problem.New(problem.Invalid, "a rural-urban code is 1 to 9").
			Spanish("un código rural-urbano va de 1 a 9").At("rucc"))
	}
	// Written so that NaN fails too.
	if !(in.Latitude >= -90 && in.Latitude <= 90 && in.Longitude >= -180 && in.Longitude <= 180) {
		errs = append(errs, problem.New(problem.Invalid, "latitude is within 90 degrees, longitude within 180").
			Spanish("la latitud está entre ±90 grados, la longitud entre ±180").At("latitude"))
	}
	return problem.Join(errs...)
}

func (s *Service) addPlaces(ctx context.Context, tx *db.Client, ins []PlaceInput) ([]string, error) {
	stored, err := placesByKey(ctx, tx, ins)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(ins))
	renamed := map[string]string{} // ids given to what has another id already
	for i, in := range ins {
		if row := stored[PlaceKey{in.Kind, in.Code}]; row != nil {
			ids[i] = row.ID
			renamed[in.ID] = row.ID
			continue
		}
		ids[i] = s.idOr(in.ID, id.Place, s.Now())
	}
	var rows []*db.Place
	for i, in := range ins {
		row := in.row(ids[i], renamed)
		if old := stored[PlaceKey{in.Kind, in.Code}]; old == nil || !samePlace(old, row) {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return ids, nil
	}
	if err := checkParents(ctx, tx, ins, ids, renamed); err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b *db.Place) int { return cmp.Compare(widest[a.Kind], widest[b.Kind]) })
	if err := store.Upsert(ctx, tx, rows, place.FieldKind, place.FieldCode); err != nil {
		return nil, fmt.Errorf("write places: %w", err)
	}
	return ids, audit.Write(ctx, tx, s.Now(), "places.add", enum.SubjectPlaces, "all")
}

func placesByKey(ctx context.Context, tx *db.Client, ins []PlaceInput) (map[PlaceKey]*db.Place, error) {
	codes := make([]string, len(ins))
	for i, in := range ins {
		codes[i] = in.Code
	}
	stored := map[PlaceKey]*db.Place{}
	for some := range slices.Chunk(codes, idsPerStatement) {
		rows, err := tx.Place.Query().Where(place.CodeIn(some...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load places: %w", err)
		}
		for _, row := range rows {
			stored[PlaceKey{row.Kind, row.Code}] = row
		}
	}
	return stored, nil
}

// checkParents reports parents that are neither there nor of the same call.
func checkParents(ctx context.Context, tx *db.Client, ins []PlaceInput, ids []string, renamed map[string]string) error {
	own := make(map[string]bool, len(ids))
	for _, key := range ids {
		own[key] = true
	}
	var others references
	for i, in := range ins {
		if in.Parent != nil && !own[cmp.Or(renamed[*in.Parent], *in.Parent)] {
			others.places = append(others.places, named(*in.Parent, strconv.Itoa(i), "parent"))
		}
	}
	return others.check(ctx, tx)
}

func (in PlaceInput) row(key string, renamed map[string]string) *db.Place {
	row := &db.Place{
		ID: key, Kind: in.Kind, Code: in.Code, Name: in.Name, State: in.State, Fips: in.FIPS,
		Rucc: in.RUCC, Latitude: in.Latitude, Longitude: in.Longitude,
	}
	if in.Parent != nil {
		parent := cmp.Or(renamed[*in.Parent], *in.Parent)
		row.ParentID = &parent
	}
	return row
}

func samePlace(a, b *db.Place) bool {
	return a.Name == b.Name && a.State == b.State && a.Fips == b.Fips && same(a.Rucc, b.Rucc) &&
		a.Latitude == b.Latitude && a.Longitude == b.Longitude && same(a.ParentID, b.ParentID)
}

func same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
