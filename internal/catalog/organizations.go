package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// OrganizationsInput asks for a list of organizations.
type OrganizationsInput struct {
	Search string
	// Kinds keeps organizations of any of these; nil keeps all.
	Kinds []enum.OrganizationKind
	Page  page.Args
}

// OrganizationsByID gives the organizations that exist.
func (s *Service) OrganizationsByID(ctx context.Context, ids []string) (map[string]*db.Organization, error) {
	return s.organizations(ctx, organization.IDIn(ids...))
}

func (s *Service) organizations(ctx context.Context, where ...predicate.Organization) (map[string]*db.Organization, error) {
	rows, err := s.DB.Organization.Query().Where(where...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load organizations: %w", err)
	}
	return byID(withoutSites(rows), func(row *db.Organization) string { return row.ID }), nil
}

// withoutSites takes away the places of re-entry programs: where people live who
// leave custody is nobody's to know.
func withoutSites(rows []*db.Organization) []*db.Organization {
	for _, row := range rows {
		if slices.Contains(row.Kinds, enum.OrgReentry) {
			row.PlaceID = nil
		}
	}
	return rows
}

// PlacesByID gives the places that exist.
func (s *Service) PlacesByID(ctx context.Context, ids []string) (map[string]*db.Place, error) {
	rows, err := s.DB.Place.Query().Where(place.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	return byID(rows, func(row *db.Place) string { return row.ID }), nil
}

// Organizations lists organizations: with words best match first, else by name.
// Those that nobody here knows but from imported badges are in no list.
func (s *Service) Organizations(ctx context.Context, in OrganizationsInput) (page.Page[*db.Organization], error) {
	none := page.Page[*db.Organization]{}
	scope, err := startList(ctx, in.Search, in.Page, "organizations", in.Kinds)
	if err != nil {
		return none, err
	}
	where := []predicate.Organization{organization.Listed(true)}
	if in.Kinds != nil {
		where = append(where, store.ListHasAny(organization.FieldKinds, in.Kinds))
	}
	if !blank(in.Search) {
		q := search.TextQuery{Search: in.Search, Kind: search.TextOrganization}
		return found(ctx, s, q, in.Page, scope, func(ctx context.Context, ids []string) (map[string]*db.Organization, error) {
			return s.organizations(ctx, append(where, organization.IDIn(ids...))...)
		})
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Organization](organization.FieldName, organization.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Organization.Query().Where(where...).
		Order(organization.ByName(), organization.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list organizations: %w", err)
	}
	return page.Cut(withoutSites(rows), in.Page, s.Cursors, scope, func(row *db.Organization) []string {
		return []string{row.Name, row.ID}
	}), nil
}
