package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// FollowedContacts is whose contacts the viewer is told of as they change: their own as
// an earner, or those of the employer that they act for.
func (s *Service) FollowedContacts(ctx context.Context) (owner string, err error) {
	if _, err := contactSide(ctx); err != nil {
		return "", err
	}
	viewer := auth.From(ctx)
	if viewer.ActingEarner() != "" && auth.Can(ctx, auth.AnswerContact) {
		return viewer.ActingEarner(), nil
	}
	return viewer.Organization(), nil
}

// ContactOwners tells whose contacts they are. It is for waking those who then ask for
// themselves.
func (s *Service) ContactOwners(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.ContactRequest.Query().Where(contactrequest.IDIn(ids...)).
		Select(contactrequest.FieldID, contactrequest.FieldEarnerID, contactrequest.FieldOrganizationID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whose contacts changed: %w", err)
	}
	owners := make(map[string][]string, len(rows))
	for _, row := range rows {
		owners[row.ID] = []string{row.EarnerID, row.OrganizationID}
	}
	return owners, nil
}

// FollowedSearch is whose matches the viewer is told of: a saved search of their
// organization, or all of its searches where none is named.
func (s *Service) FollowedSearch(ctx context.Context, search *string) (owner string, err error) {
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return "", err
	}
	organization := auth.From(ctx).Organization()
	if search == nil {
		return organization, nil
	}
	known, err := s.DB.SavedSearch.Query().
		Where(savedsearch.ID(*search), savedsearch.OrganizationID(organization), savedsearch.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return "", fmt.Errorf("load saved search: %w", err)
	}
	if !known {
		return "", problem.New(problem.NotFound, "there is no saved search %q", short(*search)).
			Spanish("no hay ninguna búsqueda guardada %q", short(*search)).At("search")
	}
	return *search, nil
}

// SearchMatchOwners tells of which search of which organization matches are. It is for
// waking those who then ask for themselves.
func (s *Service) SearchMatchOwners(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.SavedSearchMatch.Query().Where(savedsearchmatch.IDIn(ids...)).WithSearch().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whose searches matched: %w", err)
	}
	owners := make(map[string][]string, len(rows))
	for _, row := range rows {
		if row.Told && row.Edges.Search != nil {
			owners[row.ID] = []string{row.SearchID, row.Edges.Search.OrganizationID}
		}
	}
	return owners, nil
}
