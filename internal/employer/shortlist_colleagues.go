package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Colleague is somebody who acts for the viewer's organization.
type Colleague struct {
	// ID is that of their membership.
	ID   string
	Name string
	// Me tells whether it is the viewer.
	Me bool
}

// maxColleagues bounds the list of colleagues.
const maxColleagues = 200

// Colleagues lists who may work on the shortlists of the viewer's organization.
func (s *Service) Colleagues(ctx context.Context) ([]*Colleague, error) {
	if err := auth.Require(ctx, auth.KeepShortlists); err != nil {
		return nil, err
	}
	rows, err := s.DB.Membership.Query().
		Where(membership.OrganizationID(auth.From(ctx).Organization()), membership.RoleEQ(enum.Role(auth.Employer))).
		WithAccount().Order(membership.ByID()).Limit(maxColleagues).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load colleagues: %w", err)
	}
	out := make([]*Colleague, len(rows))
	for i, row := range rows {
		out[i] = colleagueOf(ctx, row)
	}
	return out, nil
}

// ColleaguesByAccount gives those of accounts that act for the viewer's organization
// still, in whatever role.
func (s *Service) ColleaguesByAccount(ctx context.Context, accounts []string) (map[string]*Colleague, error) {
	if !auth.Can(ctx, auth.KeepShortlists) {
		return map[string]*Colleague{}, nil
	}
	rows, err := s.DB.Membership.Query().
		Where(membership.OrganizationID(auth.From(ctx).Organization()), membership.AccountIDIn(accounts...)).
		WithAccount().Order(membership.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load colleagues: %w", err)
	}
	out := make(map[string]*Colleague, len(rows))
	for _, row := range rows {
		// Of several memberships the one that works on shortlists is named.
		if out[row.AccountID] == nil || row.Role == enum.Role(auth.Employer) {
			out[row.AccountID] = colleagueOf(ctx, row)
		}
	}
	return out, nil
}

func colleagueOf(ctx context.Context, row *db.Membership) *Colleague {
	return &Colleague{
		ID: row.ID, Name: row.Edges.Account.DisplayName, Me: row.AccountID == auth.From(ctx).Account,
	}
}

// colleague is a membership of the viewer's organization that works on shortlists.
func colleague(ctx context.Context, client *db.Client, id string) (*db.Membership, error) {
	row, err := client.Membership.Query().Where(
		membership.ID(id), membership.OrganizationID(auth.From(ctx).Organization()), membership.RoleEQ(enum.Role(auth.Employer)),
	).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "nobody who acts for your organization as EMPLOYER has the membership %q", short(id)).
			Spanish("nadie que actúe por su organización como EMPLOYER tiene la membresía %q", short(id))
	}
	if err != nil {
		return nil, fmt.Errorf("load colleague: %w", err)
	}
	return row, nil
}
