package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/issuedbadge"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// signed is an award's badge in a form. It is signed when it is first needed, and
// kept: from then on it is the same bytes, as long as its key is good. It asks
// nobody's permission.
func (s *Service) signed(ctx context.Context, row *db.Award, form enum.BadgeForm) ([]byte, error) {
	if err := signable(row); err != nil {
		return nil, err
	}
	for range tries {
		content, err := s.keptBadge(ctx, row, form)
		if content != nil || err != nil {
			return content, err
		}
		if err := s.sign(ctx, row, form); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("sign badge: %w", errBusy)
}

// signable refuses awards that are not ours to sign.
func signable(row *db.Award) error {
	switch {
	case row.Source != enum.SourceIssued || row.Verification != enum.Verified:
		return problem.New(problem.Conflict, "this award was not issued here: there is no badge of ours for it").
			Spanish("este logro no se emitió aquí: no hay una insignia nuestra").At("id")
	case row.EarnerID == nil:
		return problem.New(problem.Conflict, "nobody has claimed this award yet: its badge would name nobody").
			Spanish("nadie ha reclamado aún este logro: su insignia no nombraría a nadie").At("id")
	}
	return nil
}

// keptBadge is the badge that was signed before; nil where there is none by a key
// that is still good.
func (s *Service) keptBadge(ctx context.Context, row *db.Award, form enum.BadgeForm) ([]byte, error) {
	kept, err := s.DB.IssuedBadge.Query().Where(issuedbadge.AwardID(row.ID), issuedbadge.FormEQ(form)).WithKey().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load badge: %w", err)
	}
	if kept.Edges.Key.CompromisedAt != nil {
		return nil, nil
	}
	return s.openBadge(ctx, s.DB, *row.EarnerID, kept)
}

func (s *Service) openBadge(ctx context.Context, client *db.Client, earner string, kept *db.IssuedBadge) ([]byte, error) {
	vault, err := s.Vault.Existing(ctx, client, earner)
	if err != nil {
		return nil, err
	}
	if vault == nil {
		return nil, noAward(kept.AwardID) // erased
	}
	return vault.Open(boundToBadge(kept), kept.Content)
}

func boundToBadge(kept *db.IssuedBadge) string {
	return string(kept.Form) + " badge of award " + kept.AwardID
}

// sign signs an award's badge and keeps it, unless another was faster. The work is
// done outside of transactions.
func (s *Service) sign(ctx context.Context, row *db.Award, form enum.BadgeForm) error {
	document, language, err := s.unsigned(ctx, row, form)
	if err != nil {
		return err
	}
	algorithm := enum.KeyEd25519
	if form == enum.FormJWT {
		algorithm = enum.KeyP256
	}
	with, err := s.signerFor(ctx, row.IssuerID, algorithm)
	if err != nil {
		return err
	}
	content, err := write(document, form, with, s.Now())
	if err != nil {
		return err
	}
	made := &db.IssuedBadge{
		ID: s.IDs.Mint(id.IssuedBadge), CreatedAt: s.Now(), AwardID: row.ID, KeyID: with.row.ID, Form: form, Language: language,
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return s.keepBadge(ctx, tx, *row.EarnerID, made, content)
	})
}

// write signs a document in a form.
func write(document map[string]any, form enum.BadgeForm, with *signer, at time.Time) ([]byte, error) {
	if form == enum.FormJWT {
		token, err := issue.JWT(document, with.method, with.private)
		if err != nil {
			return nil, fmt.Errorf("sign badge: %w", err)
		}
		return []byte(token), nil
	}
	content, err := issue.Sign(document, with.method, with.private, at, jsonld.Builtin())
	if err != nil {
		return nil, fmt.Errorf("sign badge: %w", err)
	}
	return content, nil
}

// keepBadge writes a badge where there is none by a good key.
func (s *Service) keepBadge(ctx context.Context, tx *db.Client, earner string, made *db.IssuedBadge, content []byte) error {
	vault, err := s.Vault.ForEarner(ctx, tx, earner)
	if err != nil {
		return err
	}
	made.Content = vault.Seal(boundToBadge(made), content)
	stale, err := tx.IssuedBadge.Query().Where(issuedbadge.AwardID(made.AwardID), issuedbadge.FormEQ(made.Form)).WithKey().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return fmt.Errorf("load badge: %w", err)
	}
	if stale != nil && stale.Edges.Key.CompromisedAt != nil {
		if _, err := tx.IssuedBadge.Delete().Where(issuedbadge.ID(stale.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("replace badge: %w", err)
		}
	}
	if err := store.InsertMissing(ctx, tx, []*db.IssuedBadge{made}); err != nil {
		return fmt.Errorf("keep badge: %w", err)
	}
	return nil
}

// unsigned is what a badge says, without its proof. All forms of an award's badge
// say the same, and go on to when they are signed anew: as its JSON did first.
func (s *Service) unsigned(ctx context.Context, row *db.Award, form enum.BadgeForm) (document map[string]any, language string, err error) {
	first, err := s.DB.IssuedBadge.Query().Where(issuedbadge.AwardID(row.ID), issuedbadge.FormEQ(enum.FormJSON)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, "", fmt.Errorf("load badge: %w", err)
	}
	if first == nil && form != enum.FormJSON {
		if _, err := s.signed(ctx, row, enum.FormJSON); err != nil {
			return nil, "", err
		}
		return s.unsigned(ctx, row, form)
	}
	if first == nil {
		return s.state(ctx, row)
	}
	content, err := s.openBadge(ctx, s.DB, *row.EarnerID, first)
	if err != nil {
		return nil, "", err
	}
	document, _, err = parted(content)
	return document, first.Language, err
}

// parted is what a signed badge says, without its proof, and when that was made.
func parted(content []byte) (document map[string]any, created time.Time, err error) {
	document, err = strictjson.Object(content)
	if err != nil {
		return nil, created, fmt.Errorf("read badge: %w", err)
	}
	if proofs, _ := document["proof"].([]any); len(proofs) == 1 {
		proof, _ := proofs[0].(map[string]any)
		at, _ := proof["created"].(string)
		if created, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, created, fmt.Errorf("read badge: %w", err)
		}
	}
	delete(document, "proof")
	return document, created, nil
}

// state says for the first time what an award's badge says.
func (s *Service) state(ctx context.Context, row *db.Award) (document map[string]any, language string, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		return s.takePlaces(ctx, tx, row)
	})
	if err != nil {
		return nil, "", err
	}
	full, err := s.DB.Award.Query().Where(award.ID(row.ID)).WithIssuer().WithPairs().
		WithEarner(func(q *db.EarnerQuery) {
			q.WithAccount(func(q *db.AccountQuery) { q.WithAddresses() })
		}).Only(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("load award: %w", err)
	}
	content, err := s.statement(ctx, full)
	if err != nil {
		return nil, "", err
	}
	document, err = issue.Credential(content)
	if err != nil {
		return nil, "", fmt.Errorf("make badge: %w", err)
	}
	return document, content.Achievement.Language, nil
}
