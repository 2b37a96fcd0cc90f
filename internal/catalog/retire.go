package catalog

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/draft"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxReason is how many characters a reason for everybody may have.
const maxReason = 1_000

// RetireInput is a micro-credential, and why it is given up.
type RetireInput struct {
	ID     string
	Reason string
}

// RetireMicroCredential ends what a micro-credential begins: nobody enrolls, is
// awarded it or is offered it from then on. What was awarded keeps counting. A
// draft of a next version is dropped.
func (s *Service) RetireMicroCredential(ctx context.Context, in RetireInput) (retired *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(in.Reason); blank(in.Reason) || n > maxReason {
		err = problem.New(problem.Invalid, "say why, in 1 to %d characters", maxReason).
			Spanish("diga por qué, en 1 a %d caracteres", maxReason).At("reason")
	}
	invalid := err
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		of, err := s.ownMicroCredential(ctx, tx, in.ID, "id")
		if err := problem.Join(err, invalid); err != nil {
			return err
		}
		retired, err = s.retire(ctx, tx, of, in.Reason)
		return err
	})
	return retired, err
}

func (s *Service) retire(ctx context.Context, tx *db.Client, of *db.MicroCredential, reason string) (*db.MicroCredential, error) {
	n, err := tx.MicroCredential.Update().
		Where(microcredential.ID(of.ID), microcredential.StatusEQ(enum.Published)).
		SetStatus(enum.Retired).SetRetiredAt(s.Now()).SetRetirementReason(reason).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("retire micro-credential: %w", err)
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "only what is published is retired, once").
			Spanish("solo se retira lo que está publicado, una vez").At("id")
	}
	if _, err := tx.Draft.Delete().Where(draft.MicroCredentialID(of.ID)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("drop draft: %w", err)
	}
	retired, err := tx.MicroCredential.Get(ctx, of.ID)
	if err != nil {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	return retired, audit.Write(ctx, tx, s.Now(), "micro_credential.retire", enum.SubjectMicroCredential, of.ID)
}
