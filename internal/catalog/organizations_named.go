package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// OrganizationNamed finds an organization by its id or by its exact name, for who
// administers the service.
func (s *Service) OrganizationNamed(ctx context.Context, named string) (*db.Organization, error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	rows, err := s.DB.Organization.Query().
		Where(organization.Or(organization.ID(named), organization.Name(named)), organization.Listed(true)).Limit(2).All(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("look up organization: %w", err)
	case len(rows) == 0:
		return nil, problem.New(problem.NotFound, "there is no organization %q", named).
			Spanish("no hay ninguna organización %q", named)
	case len(rows) > 1:
		return nil, problem.New(problem.Conflict, "several organizations are called %q: give the id", named).
			Spanish("varias organizaciones se llaman %q: dé el id", named)
	}
	return rows[0], nil
}
