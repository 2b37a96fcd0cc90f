package credential

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// ExportEarner gives what an earner holds: the awards with what they say, their
// badges, the originals of what was imported, and what was published.
func (s *Service) ExportEarner(ctx context.Context, earner, _ string, put func(name string, value any) error, file func(name string, content io.Reader) error) error {
	rows, err := s.DB.Award.Query().Where(award.EarnerID(earner)).WithMicroCredential().WithIssuer().
		Order(award.ByEarnedAt(), award.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load awards: %w", err)
	}
	details, err := s.details(ctx, s.DB, rows)
	if err != nil {
		return err
	}
	awards := make([]any, len(rows))
	for i, row := range rows {
		awards[i] = s.exported(row, details[row.ID])
	}
	if err := put("awards", awards); err != nil {
		return fmt.Errorf("write awards: %w", err)
	}
	sheets, err := s.DB.SkillsSheet.Query().Where(skillssheet.EarnerID(earner)).Order(skillssheet.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load sheets: %w", err)
	}
	pages := make([]any, len(sheets))
	for i, row := range sheets {
		pages[i] = map[string]any{"address": s.SheetURL(row), "name": row.Name, "awards": row.Awards, "since": row.CreatedAt, "until": row.Until, "withdrawnAt": row.WithdrawnAt}
	}
	if err := put("sheets", pages); err != nil {
		return fmt.Errorf("write sheets: %w", err)
	}
	if err := s.exportBadges(ctx, rows, file); err != nil {
		return err
	}
	return s.exportOriginals(ctx, earner, file)
}

func (s *Service) exported(row *db.Award, detail *Detail) map[string]any {
	return map[string]any{
		"id": row.ID, "microCredential": row.Edges.MicroCredential.Name, "issuer": row.Edges.Issuer.Name,
		"source": row.Source, "status": row.Status, "verification": row.Verification, "badgeId": row.URI,
		"earnedAt": row.EarnedAt, "expiresAt": row.ExpiresAt, "revokedAt": row.RevokedAt, "whyRevoked": row.RevokedReason,
		"suspendedAt": row.SuspendedAt, "whySuspended": row.SuspendedReason, "shownForMatching": row.Shown,
		"page": s.PublicURL(row), "nameOnPage": row.PublicName, "detail": detail,
	}
}

// exportBadges gives the signed badges of what was issued here, one after the other.
func (s *Service) exportBadges(ctx context.Context, rows []*db.Award, file func(name string, content io.Reader) error) error {
	for _, row := range rows {
		if row.Source != enum.SourceIssued {
			continue
		}
		badge, err := s.Badge(ctx, row.ID, FormJSON)
		if problem.As(err) != nil {
			continue // nobody could have it now
		}
		if err != nil {
			return fmt.Errorf("sign a badge: %w", err)
		}
		if err := file("badges/"+row.ID+".json", bytes.NewReader(badge.Content)); err != nil {
			return fmt.Errorf("write a badge: %w", err)
		}
	}
	return nil
}

// exportOriginals gives what was imported, byte for byte, one after the other.
func (s *Service) exportOriginals(ctx context.Context, earner string, file func(name string, content io.Reader) error) error {
	keys, err := s.Vault.Existing(ctx, s.DB, earner)
	if keys == nil || err != nil {
		return err
	}
	ids, err := s.DB.ImportOriginal.Query().Where(importoriginal.EarnerID(earner)).Order(importoriginal.ByID()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("list originals: %w", err)
	}
	for _, id := range ids {
		row, err := s.DB.ImportOriginal.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("load an original: %w", err)
		}
		content, err := keys.Open(boundToOriginal(row.ID), row.Content)
		if err != nil {
			return err
		}
		if err := file("originals/"+row.ID+extensionOf(row.MediaType), bytes.NewReader(content)); err != nil {
			return fmt.Errorf("write an original: %w", err)
		}
	}
	return nil
}

// extensionOf ends the name of an original.
func extensionOf(mediaType string) string {
	switch mediaType {
	case mediaPNG:
		return ".png"
	case mediaSVG:
		return ".svg"
	case mediaJWT:
		return ".jwt"
	case "application/pdf":
		return ".pdf"
	}
	return ".json"
}
