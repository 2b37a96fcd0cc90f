package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Members lists who has a role in the organization that the viewer administers, in
// the order in which they joined, with their accounts.
func (s *Service) Members(ctx context.Context, args page.Args) (page.Page[*db.Membership], error) {
	none := page.Page[*db.Membership]{}
	if err := problem.Join(auth.Require(ctx, auth.AdministerOrganization), args.Check()); err != nil {
		return none, err
	}
	viewer := auth.From(ctx)
	scope := viewer.Key() + " members"
	where := []predicate.Membership{membership.OrganizationID(viewer.Organization())}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, membership.IDGT(at[0]))
	}
	rows, err := s.DB.Membership.Query().Where(where...).WithAccount().Order(membership.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load members: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(m *db.Membership) []string { return []string{m.ID} }), nil
}

// RemoveMember ends a role in the organization that the viewer administers, from the
// next request on; never the last admin's.
func (s *Service) RemoveMember(ctx context.Context, key string) (removed *db.Membership, err error) {
	if err := auth.Require(ctx, auth.AdministerOrganization); err != nil {
		return nil, err
	}
	organization := auth.From(ctx).Organization()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, "members of "+organization); err != nil {
			return err
		}
		removed, err = tx.Membership.Query().Where(membership.ID(key), membership.OrganizationID(organization)).WithAccount().Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "your organization has no such member").
				Spanish("su organización no tiene ese miembro").At("id")
		}
		if err != nil {
			return fmt.Errorf("load a member: %w", err)
		}
		if err := lastAdmin(ctx, tx, removed); err != nil {
			return err
		}
		if err := tx.Membership.DeleteOneID(key).Exec(ctx); err != nil {
			return fmt.Errorf("remove a member: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "organization.remove_member", enum.SubjectOrganization, organization)
	})
	if err != nil {
		return nil, err
	}
	return removed, nil
}

// lastAdmin refuses to leave an organization without an admin.
func lastAdmin(ctx context.Context, tx *db.Client, row *db.Membership) error {
	if row.Role != enum.RoleAdmin {
		return nil
	}
	others, err := tx.Membership.Query().Where(membership.OrganizationID(row.OrganizationID), membership.RoleEQ(enum.RoleAdmin), membership.IDNEQ(row.ID)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up admins: %w", err)
	}
	if !others {
		return problem.New(problem.Conflict, "this is the last admin: invite another one first").
			Spanish("es el último administrador: invite antes a otro").At("id")
	}
	return nil
}
