package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// toldOfVouching is how many organizations that vouch are told of one that asks.
const toldOfVouching = 50

// AskForVouching has those who vouch look at the organization that the viewer
// administers: the service, and the boards and colleges of its state.
func (s *Service) AskForVouching(ctx context.Context) (asked *db.Organization, err error) {
	if err := auth.Require(ctx, auth.AdministerOrganization); err != nil {
		return nil, err
	}
	key := auth.From(ctx).Organization()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := tx.Organization.Query().Where(organization.ID(key)).WithPlace().Only(ctx)
		if err != nil {
			return fmt.Errorf("load organization: %w", err)
		}
		switch {
		case row.VouchedByID != nil:
			return problem.New(problem.Conflict, "your organization is vouched for already").Spanish("ya se responde por su organización")
		case row.VouchAskedAt != nil:
			asked = row
			return nil
		}
		if asked, err = tx.Organization.UpdateOne(row).SetVouchAskedAt(s.Now()).Save(ctx); err != nil {
			return fmt.Errorf("ask for vouching: %w", err)
		}
		if err := s.tellVouching(ctx, tx, row); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "organization.ask_vouching", enum.SubjectOrganization, key)
	})
	if err != nil {
		return nil, err
	}
	return asked, nil
}

func (s *Service) tellVouching(ctx context.Context, tx *db.Client, row *db.Organization) error {
	kinds := store.ListHasAny("kinds", []enum.OrganizationKind{enum.OrgService})
	who := predicate.Organization(kinds)
	if of := row.Edges.Place; of != nil {
		near := predicate.Organization(store.ListHasAny("kinds", []enum.OrganizationKind{enum.OrgWorkforceBoard, enum.OrgCollege}))
		who = organization.Or(who, organization.And(near, organization.HasPlaceWith(place.State(of.State))))
	}
	ids, err := tx.Organization.Query().Where(who, organization.IDNEQ(row.ID)).Order(organization.ByID()).Limit(toldOfVouching).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up who vouches: %w", err)
	}
	for _, key := range ids {
		notice := inbox.Notice{Kind: enum.NoticeVouchAsked, Subject: row.ID, About: row.ID}
		if err := s.Post.TellMembers(ctx, tx, key, []enum.Role{enum.RoleAdmin}, notice); err != nil {
			return err
		}
	}
	return nil
}

// OrganizationsToVouch lists those that ask to be vouched for, who asked first, first.
// Who registered them comes with them.
func (s *Service) OrganizationsToVouch(ctx context.Context, args page.Args) (page.Page[*db.Organization], error) {
	none := page.Page[*db.Organization]{}
	if err := problem.Join(auth.Require(ctx, auth.VouchForOrganization), args.Check()); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " to vouch"
	where := []predicate.Organization{organization.VouchAskedAtNotNil(), organization.VouchedByIDIsNil()}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 2)
		if err != nil {
			return none, err
		}
		asked, err := time.Parse(time.RFC3339Nano, at[0])
		if err != nil {
			return none, errors.New("a cursor without its time")
		}
		where = append(where, organization.Or(organization.VouchAskedAtGT(asked),
			organization.And(organization.VouchAskedAt(asked), organization.IDGT(at[1]))))
	}
	rows, err := s.DB.Organization.Query().Where(where...).
		WithRegisteredBy(func(q *db.AccountQuery) { q.WithAddresses() }).
		Order(organization.ByVouchAskedAt(), organization.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load organizations to vouch for: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(o *db.Organization) []string {
		return []string{o.VouchAskedAt.UTC().Format(time.RFC3339Nano), o.ID}
	}), nil
}

// VouchFor vouches, in the name of the organization that the viewer acts for, for
// another: from the next request on its employers see candidates.
func (s *Service) VouchFor(ctx context.Context, key string) (vouched *db.Organization, err error) {
	if err := auth.Require(ctx, auth.VouchForOrganization); err != nil {
		return nil, err
	}
	if err := s.checkOwn(ctx, key); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Organization.Update().Where(organization.ID(key), organization.VouchedByIDIsNil()).
			SetVouchedByID(auth.From(ctx).Organization()).SetVouchedAt(s.Now()).ClearVouchAskedAt().SetListed(true).Save(ctx)
		if err != nil {
			return fmt.Errorf("vouch for an organization: %w", err)
		}
		if vouched, err = organizationAt(ctx, tx, key); err != nil {
			return err
		}
		if n == 0 {
			return problem.New(problem.Conflict, "this organization is vouched for already").
				Spanish("ya se responde por esta organización").At("organization")
		}
		roles := []enum.Role{enum.RoleAdmin, enum.RoleEmployer}
		if err := s.Post.TellMembers(ctx, tx, key, roles, inbox.Notice{Kind: enum.NoticeVouched, Subject: key, About: key}); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "organization.vouch", enum.SubjectOrganization, key)
	})
	if err != nil {
		return nil, err
	}
	return vouched, nil
}

// WithdrawVouching takes back what one's own organization vouched for; who runs the
// service may for all. From the next request on no candidate is shown.
func (s *Service) WithdrawVouching(ctx context.Context, key string) (left *db.Organization, err error) {
	if err := auth.Require(ctx, auth.VouchForOrganization); err != nil {
		return nil, err
	}
	if err := s.checkOwn(ctx, key); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	where := []predicate.Organization{organization.ID(key), organization.VouchedByIDNotNil()}
	if viewer.Acting != nil && !slices.Contains(viewer.Acting.Kinds, string(enum.OrgService)) {
		where = append(where, organization.VouchedByID(viewer.Organization()))
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Organization.Update().Where(where...).ClearVouchedByID().ClearVouchedAt().Save(ctx)
		if err != nil {
			return fmt.Errorf("withdraw vouching: %w", err)
		}
		if left, err = organizationAt(ctx, tx, key); err != nil {
			return err
		}
		if n == 0 {
			return problem.New(problem.Conflict, "your organization does not vouch for this one").
				Spanish("su organización no responde por esta").At("organization")
		}
		return audit.Write(ctx, tx, s.Now(), "organization.withdraw_vouching", enum.SubjectOrganization, key)
	})
	if err != nil {
		return nil, err
	}
	return left, nil
}

// checkOwn refuses organizations in which the viewer has a role: nobody vouches for
// their own.
func (s *Service) checkOwn(ctx context.Context, key string) error {
	viewer := auth.From(ctx)
	own, err := s.DB.Membership.Query().Where(membership.AccountID(viewer.Account), membership.OrganizationID(key)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up membership: %w", err)
	}
	if own || viewer.Organization() == key {
		return problem.New(problem.Invalid, "nobody vouches for an organization of their own").
			Spanish("nadie responde por una organización propia").At("organization")
	}
	return nil
}

func organizationAt(ctx context.Context, tx *db.Client, key string) (*db.Organization, error) {
	row, err := tx.Organization.Get(ctx, key)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no organization %q", key).
			Spanish("no hay ninguna organización %q", key).At("organization")
	}
	if err != nil {
		return nil, fmt.Errorf("load organization: %w", err)
	}
	return row, nil
}
