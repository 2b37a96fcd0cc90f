package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/cohort"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetPresentEmployerInput says where an earner works.
type SetPresentEmployerInput struct {
	Organization string
	// Internal shows them to this employer, for its internal postings, instead of
	// never.
	Internal bool
	// Ended says that they do not work there any more. A block stays.
	Ended bool
}

// SetPresentEmployer says where the viewer, an earner, works: this employer never
// sees them, unless they want to be found for its internal postings.
func (s *Service) SetPresentEmployer(ctx context.Context, in SetPresentEmployerInput) (*Earner, error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	self := auth.From(ctx).ActingEarner()
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := listed(ctx, tx, in.Organization, "organization"); err != nil {
			return err
		}
		row, err := s.deciding(ctx, tx, self)
		if err != nil {
			return err
		}
		if err := employerKnows(ctx, tx, row, in); err != nil {
			return err
		}
		if err := s.employ(ctx, tx, self, in); err != nil {
			return err
		}
		if err := s.blockEmployer(ctx, tx, row, in); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "earner.set_employer", enum.SubjectEarner, self)
	})
	if err != nil {
		return nil, err
	}
	return s.Earner(ctx, self)
}

// employerKnows refuses internal postings to whom the employer does not know: who was
// hired by it here, has joined a group of its own by its code, or is a member of it.
// Otherwise anybody could say that they work anywhere, and read what is for the staff.
func employerKnows(ctx context.Context, tx *db.Client, of *db.Earner, in SetPresentEmployerInput) error {
	if !in.Internal || in.Ended {
		return nil
	}
	self := ""
	if of.AccountID != nil {
		self = *of.AccountID
	}
	for _, known := range []func(context.Context) (bool, error){
		tx.Employment.Query().Where(employment.EarnerID(of.ID), employment.OrganizationID(in.Organization), employment.ContactIDNotNil()).Exist,
		tx.CohortMember.Query().Where(cohortmember.EarnerID(of.ID), cohortmember.LeftAtIsNil(),
			cohortmember.HasCohortWith(cohort.OrganizationID(in.Organization))).Exist,
		tx.Membership.Query().Where(membership.OrganizationID(in.Organization), membership.AccountID(self)).Exist,
	} {
		if yes, err := known(ctx); yes || err != nil {
			return wrapped("ask whether the employer knows them", err)
		}
	}
	return problem.New(problem.Conflict, "this employer does not know you as its staff: join a group of its own with its code first").
		Spanish("este empleador no sabe que usted es de su personal: entre primero en un grupo suyo con su código").At("internal")
}

// employ writes where somebody works.
func (s *Service) employ(ctx context.Context, tx *db.Client, self string, in SetPresentEmployerInput) error {
	row, err := tx.Employment.Query().Where(employment.EarnerID(self), employment.OrganizationID(in.Organization)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return fmt.Errorf("load employment: %w", err)
	}
	if row == nil {
		create := tx.Employment.Create().SetID(s.IDs.Mint(id.Employment)).SetCreatedAt(s.Now()).
			SetEarnerID(self).SetOrganizationID(in.Organization).SetInternal(in.Internal && !in.Ended)
		if in.Ended {
			create.SetEndedAt(s.Now())
		}
		return wrapped("write employment", create.Exec(ctx))
	}
	update := tx.Employment.UpdateOne(row).SetInternal(in.Internal && !in.Ended)
	if in.Ended {
		update.SetEndedAt(s.Now())
	} else {
		update.ClearEndedAt()
	}
	return wrapped("write employment", update.Exec(ctx))
}

func wrapped(doing string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// blockEmployer keeps a present employer from ever seeing them, or not.
func (s *Service) blockEmployer(ctx context.Context, tx *db.Client, row *db.Earner, in SetPresentEmployerInput) error {
	switch {
	case in.Ended:
		return nil
	case in.Internal:
		_, err := tx.Block.Delete().Where(block.EarnerID(row.ID), block.OrganizationID(in.Organization)).Exec(ctx)
		return wrapped("remove block", err)
	case blocks(row, in.Organization):
		return nil
	}
	err := tx.Block.Create().SetID(s.IDs.Mint(id.Block)).SetCreatedAt(s.Now()).
		SetEarnerID(row.ID).SetOrganizationID(in.Organization).Exec(ctx)
	return wrapped("write block", err)
}

// WorkplacesOf lists the organizations where the viewer says that they work; none of
// everybody else.
func (s *Service) WorkplacesOf(ctx context.Context, of *Earner) ([]*db.Employment, error) {
	if !of.Self {
		return []*db.Employment{}, nil
	}
	rows, err := s.DB.Employment.Query().Where(employment.EarnerID(of.ID), employment.EndedAtIsNil()).
		Order(employment.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load employments: %w", err)
	}
	return rows, nil
}
