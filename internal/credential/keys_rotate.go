package credential

import (
	"cmp"
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuerkey"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/statuslist"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RotateKeyInput says which key is to sign no more.
type RotateKeyInput struct {
	// Organization is by default the one that the viewer acts for.
	Organization string
	// Service rotates the service's own key, which signs learner records. It is
	// for its administrators.
	Service   bool
	Algorithm enum.KeyAlgorithm
	// Compromised says that others may have got hold of the key. Nothing that it
	// signed verifies from then on; what was issued is signed anew.
	Compromised bool
	// Key is the compromised key, where it is not the one that signs now.
	Key *string
}

// RotateKey has an issuer sign with a new key, which it gives. What the former
// one signed keeps verifying, unless it is compromised.
func (s *Service) RotateKey(ctx context.Context, in RotateKeyInput) (current *db.IssuerKey, err error) {
	organization := ourselves
	if !in.Service {
		organization = cmp.Or(in.Organization, auth.From(ctx).Organization())
	}
	if err := mayManageKeys(ctx, organization); err != nil {
		return nil, err
	}
	if err := checkOneOf(in.Algorithm, "algorithm"); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		current, err = s.rotate(ctx, tx, organization, in)
		return err
	})
	return current, err
}

func (s *Service) rotate(ctx context.Context, tx *db.Client, organization string, in RotateKeyInput) (*db.IssuerKey, error) {
	if err := checkIssuer(ctx, tx, organization); err != nil {
		return nil, err
	}
	if err := store.Lock(ctx, "keys of "+organization); err != nil {
		return nil, err
	}
	current, next, err := currentKey(ctx, tx, organization, in.Algorithm)
	if err != nil {
		return nil, err
	}
	former := current
	if in.Key != nil {
		if former, err = formerKey(ctx, tx, organization, in); err != nil {
			return nil, err
		}
	}
	if in.Key == nil || current == nil || former.ID == current.ID {
		if current, err = s.replace(ctx, tx, organization, in.Algorithm, next); err != nil {
			return nil, err
		}
	}
	action := audit.Action("key.rotate")
	if in.Compromised && former != nil {
		action = "key.compromise"
		if err := s.distrustKey(ctx, tx, former); err != nil {
			return nil, err
		}
	}
	subject := cmp.Or(organization, "service")
	return current, audit.Write(ctx, tx, s.Now(), action, enum.SubjectOrganization, subject)
}

// checkIssuer refuses an organization that is none.
func checkIssuer(ctx context.Context, tx *db.Client, organizationID string) error {
	if organizationID == ourselves {
		return nil
	}
	there, err := tx.Organization.Query().Where(organization.ID(organizationID)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up organization: %w", err)
	}
	if !there {
		return problem.New(problem.NotFound, "there is no organization %q", organizationID).
			Spanish("no hay ninguna organización %q", organizationID).At("organization")
	}
	return nil
}

// formerKey is the key that the input names.
func formerKey(ctx context.Context, tx *db.Client, organization string, in RotateKeyInput) (*db.IssuerKey, error) {
	if !in.Compromised {
		return nil, problem.New(problem.Invalid, "only a compromised key is named: the one that signs now is rotated by itself").
			Spanish("solo se nombra una clave comprometida: la que firma ahora se cambia sin nombrarla").At("key")
	}
	row, err := tx.IssuerKey.Query().Where(issuerkey.ID(*in.Key), ofIssuer(organization), issuerkey.AlgorithmEQ(in.Algorithm)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no such key %q", *in.Key).
			Spanish("no hay ninguna clave %q", *in.Key).At("key")
	}
	if err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	return row, nil
}

// replace makes the next key, then retires every other that still signs. Rotations of
// one issuer follow each other: else each could retire what the other made.
func (s *Service) replace(
	ctx context.Context, tx *db.Client, organization string, algorithm enum.KeyAlgorithm, number int,
) (*db.IssuerKey, error) {
	made, err := s.makeKey(ctx, tx, organization, algorithm, number)
	if err != nil {
		return nil, err
	}
	err = tx.IssuerKey.Update().
		Where(ofIssuer(organization), issuerkey.AlgorithmEQ(algorithm), issuerkey.IDNEQ(made.ID), issuerkey.RetiredAtIsNil()).
		SetRetiredAt(s.Now()).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("retire key: %w", err)
	}
	return made, nil
}

// distrustKey takes a key out of its issuer's document. The status lists that it
// may have signed are signed anew when they are next asked for, as badges are.
func (s *Service) distrustKey(ctx context.Context, tx *db.Client, key *db.IssuerKey) error {
	err := tx.IssuerKey.Update().Where(issuerkey.ID(key.ID), issuerkey.CompromisedAtIsNil()).SetCompromisedAt(s.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("mark key: %w", err)
	}
	if key.OrganizationID == nil {
		return nil
	}
	err = tx.StatusList.Update().Where(statuslist.OrganizationID(*key.OrganizationID)).ClearDocument().ClearSignedAt().Exec(ctx)
	if err != nil {
		return fmt.Errorf("have status lists signed anew: %w", err)
	}
	return nil
}
