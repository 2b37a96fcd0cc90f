package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AuthorizeIssuerInput says whether an organization may award a micro-credential.
type AuthorizeIssuerInput struct {
	MicroCredential string
	Issuer          string
	Authorized      bool
}

// AuthorizeIssuer has an organization award a micro-credential, or ends that: what
// it has awarded stays. Said twice, it changes nothing.
func (s *Service) AuthorizeIssuer(ctx context.Context, in AuthorizeIssuerInput) (of *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if of, err = s.ownMicroCredential(ctx, tx, in.MicroCredential); err != nil {
			return err
		}
		if in.Authorized {
			// Ending it needs no organization that is known today.
			if err := problem.Join(writable(of), checkListed(ctx, tx, []reference{named(in.Issuer, "issuer")})); err != nil {
				return err
			}
		}
		return s.authorize(ctx, tx, of.ID, in)
	})
	return of, err
}

func (s *Service) authorize(ctx context.Context, tx *db.Client, microCredential string, in AuthorizeIssuerInput) error {
	is, err := tx.MicroCredential.Query().
		Where(microcredential.ID(microCredential), microcredential.HasIssuersWith(organization.ID(in.Issuer))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up issuer: %w", err)
	}
	if is == in.Authorized {
		return nil
	}
	action := audit.Action("micro_credential.authorize_issuer")
	change := tx.MicroCredential.UpdateOneID(microCredential)
	if in.Authorized {
		change.AddIssuerIDs(in.Issuer)
	} else {
		action = "micro_credential.end_issuer"
		change.RemoveIssuerIDs(in.Issuer)
	}
	err = change.Exec(ctx)
	if db.IsConstraintError(err) {
		return problem.New(problem.Conflict, "somebody authorized this organization at the same time").
			Spanish("alguien autorizó esta organización al mismo tiempo").At("issuer")
	}
	if err != nil {
		return fmt.Errorf("authorize issuer: %w", err)
	}
	return audit.Write(ctx, tx, s.Now(), action, enum.SubjectMicroCredential, microCredential)
}

// AssignAssessorInput says who assesses a micro-credential for all of its issuers.
type AssignAssessorInput struct {
	MicroCredential string
	// Assessor is nil where each issuer assesses for itself.
	Assessor *string
}

// AssignAssessor says who assesses from now on: what was submitted stays with
// whom it was submitted to.
func (s *Service) AssignAssessor(ctx context.Context, in AssignAssessorInput) (of *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		was, err := s.ownMicroCredential(ctx, tx, in.MicroCredential)
		if err != nil {
			return err
		}
		if err := problem.Join(writable(was), checkListed(ctx, tx, namedIf(in.Assessor, "assessor"))); err != nil {
			return err
		}
		change := tx.MicroCredential.UpdateOneID(was.ID).ClearAssessorID()
		if in.Assessor != nil {
			change = tx.MicroCredential.UpdateOneID(was.ID).SetAssessorID(*in.Assessor)
		}
		if of, err = change.Save(ctx); err != nil {
			return fmt.Errorf("assign assessor: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "micro_credential.assign_assessor", enum.SubjectMicroCredential, was.ID)
	})
	return of, err
}
