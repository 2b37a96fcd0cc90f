package credential

import (
	"context"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/id"
)

// scoped is the URI of an achievement among those of one issuer, while nobody
// vouches for the issuer's right to the id: whoever came first would else hold
// the id of another's achievement. It is no URI, so that no badge can name it.
func scoped(organization, achievement string) string { return organization + " " + achievement }

// unscoped is the id of the achievement that a micro-credential was made of; empty
// where it had none, or its URI is that id already.
func unscoped(row *db.MicroCredential) string {
	if row.URI == nil {
		return ""
	}
	plain, was := strings.CutPrefix(*row.URI, scoped(row.DeveloperID, ""))
	if !was || strings.HasPrefix(plain, "named ") {
		return ""
	}
	return plain
}

// achievementKey names an achievement among its issuer's: by its id, or where it
// has none by its name.
func achievementKey(a badge.Achievement) string {
	if key := identifier(a.ID); key != "" {
		return key
	}
	return "named " + line(a.Name)
}

// microCredentialOf finds the micro-credential that an achievement is here: one
// that the issuer may award under the achievement's id, or what an earlier badge
// of the same issuer has made of it. Nobody awards under another's definition: an
// id that is taken leads to a micro-credential of the issuer's own.
func (s *Service) microCredentialOf(ctx context.Context, tx *db.Client, by issuer, c badge.Credential) (*db.MicroCredential, error) {
	org := by.organization.ID
	uris := []string{scoped(org, achievementKey(c.Achievement))}
	if plain := identifier(c.Achievement.ID); plain != "" {
		uris = append(uris, plain)
	}
	rows, err := tx.MicroCredential.Query().Where(
		microcredential.URIIn(uris...), microcredential.CurrentVersionIDNotNil(),
		microcredential.Or(microcredential.DeveloperID(org), microcredential.HasIssuersWith(organization.ID(org))),
	).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up micro-credential: %w", err)
	}
	for _, row := range rows {
		if *row.URI == c.Achievement.ID || len(rows) == 1 {
			return row, nil
		}
	}
	return s.newMicroCredential(ctx, tx, by, c.Achievement)
}

// newMicroCredential makes a micro-credential of what a badge says. It is a draft
// to everybody but those who see an award of it, until its issuer is known.
func (s *Service) newMicroCredential(ctx context.Context, tx *db.Client, by issuer, a badge.Achievement) (*db.MicroCredential, error) {
	status := enum.Draft
	if by.known {
		status = enum.Published
	}
	uri, err := freeURI(ctx, tx, by, a)
	if err != nil {
		return nil, err
	}
	made, err := tx.MicroCredential.Create().
		SetID(s.IDs.Mint(id.MicroCredential)).SetCreatedAt(s.Now()).SetKind(kindOf(a.Type)).SetName(line(a.Name)).
		SetURI(uri).SetDeveloperID(by.organization.ID).AddIssuerIDs(by.organization.ID).SetStatus(status).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write micro-credential: %w", err)
	}
	version, err := s.newVersion(ctx, tx, made.ID, a)
	if err != nil {
		return nil, err
	}
	made, err = tx.MicroCredential.UpdateOne(made).SetCurrentVersionID(version).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write micro-credential: %w", err)
	}
	return made, audit.Write(ctx, tx, s.Now(), microCredentialImported, enum.SubjectMicroCredential, made.ID)
}

func (s *Service) newVersion(ctx context.Context, tx *db.Client, of string, a badge.Achievement) (string, error) {
	language := languageOf(a)
	create := tx.MicroCredentialVersion.Create().
		SetID(s.IDs.Mint(id.Version)).SetCreatedAt(s.Now()).SetMicroCredentialID(of).SetNumber(1).
		SetTitle(text.Localized{language: line(a.Name)}).SetLanguages([]string{language}).
		SetDelivery([]enum.Delivery{}).SetPublishedAt(s.Now())
	if words := paragraph(a.Description); words != "" {
		create.SetDescription(text.Localized{language: words})
	}
	criteria := paragraph(a.Criteria)
	if criteria == "" {
		criteria = paragraph(a.CriteriaURL)
	}
	if criteria != "" {
		create.SetCriteria(text.Localized{language: criteria})
	}
	made, err := create.Save(ctx)
	if err != nil {
		return "", fmt.Errorf("write version: %w", err)
	}
	return made.ID, nil
}

// freeURI is the achievement's own id where its issuer is known and nobody else
// has it.
func freeURI(ctx context.Context, tx *db.Client, by issuer, a badge.Achievement) (string, error) {
	plain := identifier(a.ID)
	if plain != "" && by.known {
		taken, err := tx.MicroCredential.Query().Where(microcredential.URI(plain)).Exist(ctx)
		if err != nil {
			return "", fmt.Errorf("look up micro-credential: %w", err)
		}
		if !taken {
			return plain, nil
		}
	}
	return scoped(by.organization.ID, achievementKey(a)), nil
}
