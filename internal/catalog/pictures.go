package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/picture"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AddPicture keeps a picture of the viewer's organization, drawn anew from a PNG or
// JPEG: nothing of the file but what is seen is kept. The same picture twice is one.
func (s *Service) AddPicture(ctx context.Context, file []byte) (added *db.Picture, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	owner, err := onBehalf(ctx, "")
	if err != nil {
		return nil, err
	}
	drawn, err := s.drawAnew(file)
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		added, err = s.addPicture(ctx, tx, owner, drawn)
		return err
	})
	return added, err
}

// drawAnew draws one picture at a time: a large one takes a hundred megabytes.
func (s *Service) drawAnew(file []byte) (drawing, error) {
	s.drawing.Lock()
	defer s.drawing.Unlock()
	return redraw(file)
}

func (s *Service) addPicture(ctx context.Context, tx *db.Client, owner string, drawn drawing) (*db.Picture, error) {
	sum := sha256.Sum256(drawn.png)
	digest := hex.EncodeToString(sum[:])
	known, err := tx.Picture.Query().Where(picture.OrganizationID(owner), picture.Sha256(digest)).Only(ctx)
	if err == nil {
		return known, nil
	}
	if !db.IsNotFound(err) {
		return nil, fmt.Errorf("look up picture: %w", err)
	}
	added, err := tx.Picture.Create().SetID(s.IDs.Mint(id.Picture)).SetCreatedAt(s.Now()).SetOrganizationID(owner).
		SetContent(drawn.png).SetWidth(drawn.width).SetHeight(drawn.height).SetSha256(digest).Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("a picture", "una imagen")
	}
	if err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	return added, audit.Write(ctx, tx, s.Now(), "picture.add", enum.SubjectOrganization, owner)
}

// PicturesByID gives pictures without their content: those of versions that anybody
// may see, and those of the viewer's organization.
func (s *Service) PicturesByID(ctx context.Context, ids []string) (map[string]*db.Picture, error) {
	rows, err := s.DB.Picture.Query().Where(picture.IDIn(ids...)).
		Select(picture.FieldID, picture.FieldWidth, picture.FieldHeight, picture.FieldOrganizationID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pictures: %w", err)
	}
	return byID(rows, func(row *db.Picture) string { return row.ID }), nil
}
