package coaching

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Coach is somebody who coaches for the viewer's organization.
type Coach struct {
	// ID is that of their membership.
	ID   string
	Name string
	// Me tells whether it is the viewer.
	Me bool
}

// maxCoaches bounds the list of coaches.
const maxCoaches = 200

// Coaches lists who may follow cases of the viewer's organization.
func (s *Service) Coaches(ctx context.Context) ([]*Coach, error) {
	if err := requireCoach(ctx); err != nil {
		return nil, err
	}
	rows, err := s.DB.Membership.Query().
		Where(membership.OrganizationID(auth.From(ctx).Organization()), membership.RoleEQ(enum.RoleCoach)).
		WithAccount().Order(membership.ByID()).Limit(maxCoaches).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load coaches: %w", err)
	}
	out := make([]*Coach, len(rows))
	for i, row := range rows {
		out[i] = coachOf(ctx, row)
	}
	return out, nil
}

// CoachesByAccount gives those of accounts that coach for the viewer's organization
// still.
func (s *Service) CoachesByAccount(ctx context.Context, accounts []string) (map[string]*Coach, error) {
	out := make(map[string]*Coach, len(accounts))
	if requireCoach(ctx) != nil {
		return out, nil //nolint:nilerr // to others there is none
	}
	rows, err := s.DB.Membership.Query().
		Where(membership.OrganizationID(auth.From(ctx).Organization()), membership.AccountIDIn(accounts...), membership.RoleEQ(enum.RoleCoach)).
		WithAccount().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load coaches: %w", err)
	}
	for _, row := range rows {
		out[row.AccountID] = coachOf(ctx, row)
	}
	return out, nil
}

func coachOf(ctx context.Context, row *db.Membership) *Coach {
	return &Coach{ID: row.ID, Name: row.Edges.Account.DisplayName, Me: row.AccountID == auth.From(ctx).Account}
}

// coach is a coach of the viewer's organization, by membership.
func (s *Service) coach(ctx context.Context, id string) (*db.Membership, error) {
	row, err := s.DB.Membership.Query().Where(
		membership.ID(id), membership.OrganizationID(auth.From(ctx).Organization()), membership.RoleEQ(enum.RoleCoach)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "nobody coaches for your organization by the membership %q", brief(id)).
			Spanish("nadie asesora por su organización con la membresía %q", brief(id))
	}
	if err != nil {
		return nil, fmt.Errorf("load a coach: %w", err)
	}
	return row, nil
}
