package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/offlinekey"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxOfflineKeys is how many keys an organization may have in use at once.
const maxOfflineKeys = 200

// RegisterOfflineKeyInput is a key that staff sign rosters with where there is no
// network.
type RegisterOfflineKeyInput struct {
	// Name says whose it is, or of which device.
	Name string
	// PublicKey is a Multikey of Ed25519. The private part never comes here.
	PublicKey string
}

// RegisterOfflineKey has rosters that a key signed believed, for the organization
// that the viewer acts for.
func (s *Service) RegisterOfflineKey(ctx context.Context, in RegisterOfflineKeyInput) (made *db.OfflineKey, err error) {
	if err := auth.Require(ctx, auth.ManageKeys); err != nil {
		return nil, err
	}
	var unnamed error
	if line(in.Name) == "" || clip(in.Name, maxLine) != in.Name {
		unnamed = problem.New(problem.Invalid, "a name is one line of 1 to %d characters", maxLine).
			Spanish("un nombre es una línea de 1 a %d caracteres", maxLine).At("name")
	}
	if err := problem.Join(unnamed, problem.Under(roster.CheckKey(in.PublicKey), "publicKey")); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, "offline keys of "+viewer.Organization()); err != nil {
			return err
		}
		n, err := tx.OfflineKey.Query().Where(ownOfflineKeys(ctx), offlinekey.RetiredAtIsNil()).Count(ctx)
		if err != nil {
			return fmt.Errorf("count offline keys: %w", err)
		}
		if n >= maxOfflineKeys {
			return problem.New(problem.Limit, "an organization has at most %d keys: retire some", maxOfflineKeys).
				Spanish("una organización tiene como máximo %d claves: retire algunas", maxOfflineKeys)
		}
		there, err := tx.OfflineKey.Query().Where(ownOfflineKeys(ctx), offlinekey.Public(in.PublicKey)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look up offline key: %w", err)
		}
		if there {
			return problem.New(problem.Conflict, "this key is registered already; one that is retired stays so").
				Spanish("esta clave ya está registrada; una retirada se queda así").At("publicKey")
		}
		made, err = tx.OfflineKey.Create().SetID(s.IDs.Mint(id.OfflineKey)).SetCreatedAt(s.Now()).
			SetOrganizationID(viewer.Organization()).SetName(line(in.Name)).SetPublic(in.PublicKey).SetRegisteredByID(viewer.Account).Save(ctx)
		if err != nil {
			return fmt.Errorf("write offline key: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "offline_key.register", enum.SubjectOrganization, viewer.Organization())
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// RetireOfflineKeyInput says which.
type RetireOfflineKeyInput struct {
	ID string
}

// RetireOfflineKey has nothing more believed that a key signed, whenever it did: when
// that was, only the file says. Doing so again is no problem.
func (s *Service) RetireOfflineKey(ctx context.Context, in RetireOfflineKeyInput) (retired *db.OfflineKey, err error) {
	if err := auth.Require(ctx, auth.ManageKeys); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.OfflineKey.Update().Where(offlinekey.ID(in.ID), ownOfflineKeys(ctx), offlinekey.RetiredAtIsNil()).
			SetRetiredAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("retire offline key: %w", err)
		}
		retired, err = tx.OfflineKey.Query().Where(offlinekey.ID(in.ID), ownOfflineKeys(ctx)).Only(ctx)
		if db.IsNotFound(err) {
			return problem.New(problem.NotFound, "there is no key %q", in.ID).Spanish("no hay ninguna clave %q", in.ID).At("id")
		}
		if err != nil {
			return fmt.Errorf("load offline key: %w", err)
		}
		if n == 0 {
			return nil
		}
		return audit.Write(ctx, tx, s.Now(), "offline_key.retire", enum.SubjectOrganization, retired.OrganizationID)
	})
	if err != nil {
		return nil, err
	}
	return retired, nil
}

// OfflineKeys lists the keys of the organization that the viewer acts for, oldest
// first.
func (s *Service) OfflineKeys(ctx context.Context) ([]*db.OfflineKey, error) {
	if err := auth.Require(ctx, auth.ManageKeys); err != nil {
		return nil, err
	}
	rows, err := s.DB.OfflineKey.Query().Where(ownOfflineKeys(ctx)).
		Order(offlinekey.ByCreatedAt(), offlinekey.ByID()).Limit(10 * maxOfflineKeys).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list offline keys: %w", err)
	}
	return rows, nil
}

// ownOfflineKeys keeps those of the viewer's organization.
func ownOfflineKeys(ctx context.Context) predicate.OfflineKey {
	return offlinekey.OrganizationID(auth.From(ctx).Organization())
}
