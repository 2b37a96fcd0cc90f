package credential

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// originalPrefix begins the ids of originals, which the API never shows.
const originalPrefix = "ori"

// Original is the badge that an award of the viewer's was imported from, byte for
// byte; of several issues the last.
func (s *Service) Original(ctx context.Context, id string) (*File, error) {
	row, err := s.DB.Award.Query().Where(award.ID(id)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load award: %w", err)
	}
	own := err == nil && row.EarnerID != nil && auth.Can(ctx, auth.ViewOwnAwards) && auth.From(ctx).ActingEarner() == *row.EarnerID
	if !own {
		return nil, noAward(id)
	}
	if row.Source == enum.SourceRecorded {
		return nil, noOriginal() // what it was recorded from is no badge: see Document
	}
	kept, err := s.openOriginal(ctx, row)
	if err != nil {
		return nil, err
	}
	file := &File{Name: kept.name, MediaType: kept.mediaType, Content: kept.content}
	if file.Name == "" {
		file.Name = "badge" + extensions[kept.mediaType]
	}
	return file, nil
}

// extensions are those of the kinds of badges.
var extensions = map[string]string{
	"image/png": ".png", "image/svg+xml": ".svg", "application/jwt": ".jwt", "application/json": ".json",
}

// openOriginal opens the last original of an award.
func (s *Service) openOriginal(ctx context.Context, of *db.Award) (original, error) {
	row, err := s.DB.ImportOriginal.Query().Where(importoriginal.AwardID(of.ID), importoriginal.EarnerIDNotNil()).
		Order(db.Desc(importoriginal.FieldCreatedAt, importoriginal.FieldID)).First(ctx)
	if db.IsNotFound(err) {
		return original{}, noOriginal()
	}
	if err != nil {
		return original{}, fmt.Errorf("load original: %w", err)
	}
	vault, err := s.Vault.Existing(ctx, s.DB, *row.EarnerID)
	if err != nil {
		return original{}, err
	}
	if vault == nil {
		return original{}, noOriginal()
	}
	content, err := vault.Open(boundToOriginal(row.ID), row.Content)
	if err != nil {
		return original{}, err
	}
	return original{given: given{content: content, name: row.FileName}, mediaType: row.MediaType}, nil
}

// noOriginal is for awards that were not imported, or whose earner's key is gone.
func noOriginal() error {
	return problem.New(problem.NotFound, "no badge that this award was imported from is kept").
		Spanish("no se guarda ninguna insignia de la que se importó este logro").At("id")
}

// keepOriginal keeps a badge as it came, under the earner's key. The award is nil
// for what holds badges of several.
func (s *Service) keepOriginal(ctx context.Context, tx *db.Client, earner string, award *string, o original) error {
	hash := o.sha256()
	there, err := tx.ImportOriginal.Query().
		Where(importoriginal.Sha256(hash), importoriginal.EarnerID(earner)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for the original: %w", err)
	}
	same := func(row *db.ImportOriginal) bool {
		return (row.AwardID == nil) == (award == nil) && (award == nil || *row.AwardID == *award)
	}
	if slices.ContainsFunc(there, same) {
		return nil
	}
	vault, err := s.Vault.OfEarner(ctx, tx, earner)
	if err != nil {
		return err
	}
	id := s.IDs.Mint(originalPrefix)
	err = tx.ImportOriginal.Create().
		SetID(id).SetCreatedAt(s.Now()).SetEarnerID(earner).SetNillableAwardID(award).
		SetFileName(o.name).SetMediaType(o.mediaType).SetSha256(hash).
		SetContent(vault.Seal(boundToOriginal(id), o.content)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep the original: %w", err)
	}
	return nil
}

func boundToOriginal(id string) string { return "original " + id }
