package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PlacesInput asks for a list of places.
type PlacesInput struct {
	// Search is the beginning of the name, or of a ZIP code.
	Search string
	// Kinds keeps places of any of these; nil keeps all.
	Kinds []enum.PlaceKind
	// State keeps those of one state, by its two letters; empty keeps all.
	State string
	Page  page.Args
}

// Places lists places by name, for who has to say where something is.
func (s *Service) Places(ctx context.Context, in PlacesInput) (page.Page[*db.Place], error) {
	none := page.Page[*db.Place]{}
	scope, err := startList(ctx, in.Search, in.Page, "places", in.Kinds, in.State)
	if err != nil {
		return none, err
	}
	var where []predicate.Place
	if in.Kinds != nil {
		where = append(where, place.KindIn(in.Kinds...))
	}
	if in.State != "" {
		where = append(where, place.State(strings.ToUpper(in.State)))
	}
	if words := strings.TrimSpace(in.Search); words != "" {
		where = append(where, place.Or(place.NameHasPrefix(words), place.NameHasPrefix(capitals(words)), place.And(place.KindEQ(enum.PlaceZIP), place.CodeHasPrefix(words))))
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Place](place.FieldName, place.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Place.Query().Where(where...).Order(place.ByName(), place.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list places: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Place) []string { return []string{row.Name, row.ID} }), nil
}

// capitals writes words as names of places are written: PostgreSQL finds texts as
// they are written only.
func capitals(words string) string {
	parts := strings.Fields(strings.ToLower(words))
	for i, part := range parts {
		first, size := utf8.DecodeRuneInString(part)
		parts[i] = string(unicode.ToUpper(first)) + part[size:]
	}
	return strings.Join(parts, " ")
}
