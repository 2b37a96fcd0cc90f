package catalog

import (
	"context"
	"fmt"
	"net/url"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// IdentifyInput says under which id other systems' badges name a micro-credential.
type IdentifyInput struct {
	MicroCredential string
	// URI is the achievement's id in those badges; nil takes it away.
	URI *string
}

// maxURI is how many characters an identifier may have.
const maxURI = 2_000

// Identify has the badges that other systems issue under an achievement's id be
// awards of a micro-credential from now on, as far as its issuers issue them. What
// earlier badges were imported as stays what it is.
func (s *Service) Identify(ctx context.Context, in IdentifyInput) (changed *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	invalid := checkIdentifier(in.URI)
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		of, err := s.ownMicroCredential(ctx, tx, in.MicroCredential)
		if err := problem.Join(invalid, err); err != nil {
			return err
		}
		changed, err = s.identify(ctx, tx, of, in.URI)
		return err
	})
	return changed, err
}

// Identifier is the id under which other systems' badges name a micro-credential,
// for its developer: whom an importer's badge names is nobody else's business.
func (s *Service) Identifier(ctx context.Context, of *db.MicroCredential) *string {
	if _, err := onBehalf(ctx, of.DeveloperID); err != nil || !auth.Can(ctx, auth.PublishCatalog) {
		return nil
	}
	return of.URI
}

func checkIdentifier(given *string) error {
	if given == nil {
		return nil
	}
	at, err := url.Parse(*given)
	if err != nil || at.Scheme == "" || at.Opaque == "" && at.Host == "" || len(*given) > maxURI {
		return problem.New(problem.Invalid, "an achievement's id is a URL or a URN, of at most %d characters", maxURI).
			Spanish("el id de un logro es una URL o un URN, de %d caracteres como máximo", maxURI).At("uri")
	}
	return nil
}

func (s *Service) identify(ctx context.Context, tx *db.Client, of *db.MicroCredential, uri *string) (*db.MicroCredential, error) {
	change := tx.MicroCredential.UpdateOneID(of.ID).ClearURI()
	if uri != nil {
		// What was made of badges of the same developer gives way.
		err := tx.MicroCredential.Update().
			Where(microcredential.URI(*uri), microcredential.DeveloperID(of.DeveloperID), microcredential.IDNEQ(of.ID)).
			ClearURI().Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("free the URI: %w", err)
		}
		change = tx.MicroCredential.UpdateOneID(of.ID).SetURI(*uri)
	}
	changed, err := change.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.New(problem.Conflict, "badges of another organization's micro-credential have this id").
			Spanish("las insignias de una microcredencial de otra organización tienen este id").At("uri")
	}
	if err != nil {
		return nil, fmt.Errorf("identify micro-credential: %w", err)
	}
	return changed, audit.Write(ctx, tx, s.Now(), "micro_credential.identify", enum.SubjectMicroCredential, of.ID)
}
