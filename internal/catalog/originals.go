package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// originalPrefix begins the ids of originals, which the API never shows.
const originalPrefix = "ori"

// OriginalInput is a file that was imported and belongs to no earner.
type OriginalInput struct {
	FileName  string
	MediaType string
	SHA256    string // hexadecimal
	// Read gives the content; it is not called for a file that is kept already.
	Read func() ([]byte, error)
}

// KeepOriginal keeps a file byte for byte, once: the same content under another
// name is the same original.
func (s *SkillImporter) KeepOriginal(ctx context.Context, in OriginalInput) error {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return err
	}
	kept, err := isKept(ctx, s.DB, in.SHA256)
	if err != nil || kept {
		return err
	}
	// Before the transaction: reading a file is slow, and writers queue.
	content, err := in.Read()
	if err != nil {
		return fmt.Errorf("read %s: %w", in.FileName, err)
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if kept, err := isKept(ctx, tx, in.SHA256); err != nil || kept {
			return err
		}
		err := tx.ImportOriginal.Create().
			SetID(s.IDs.Mint(originalPrefix)).SetCreatedAt(s.IDs.Now()).
			SetFileName(in.FileName).SetMediaType(in.MediaType).SetSha256(in.SHA256).SetContent(content).
			Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep %s: %w", in.FileName, err)
		}
		return nil
	})
}

// isKept looks among what is kept as it is: documents of recognitions are sealed.
func isKept(ctx context.Context, client *db.Client, sha256 string) (bool, error) {
	ids, err := client.ImportOriginal.Query().
		Where(importoriginal.Sha256(sha256), importoriginal.EarnerIDIsNil()).
		IDs(ctx)
	if err != nil {
		return false, fmt.Errorf("look for the original: %w", err)
	}
	return slices.ContainsFunc(ids, func(key string) bool { return id.Prefix(key) != documentPrefix }), nil
}
