package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// PublishDraft makes of a draft the version that is awarded from then on, and
// never changes. The trail says whether somebody else reviewed it.
func (s *Service) PublishDraft(ctx context.Context, in DraftInput) (made *db.MicroCredentialVersion, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		of, was, err := s.ownDraft(ctx, tx, in.MicroCredential)
		if err != nil {
			return err
		}
		made, err = s.publishDraft(ctx, tx, of, was, in.Revision)
		return err
	})
	return made, err
}

func (s *Service) publishDraft(ctx context.Context, tx *db.Client, of *db.MicroCredential, was *db.Draft, revision int) (*db.MicroCredentialVersion, error) {
	action := audit.Action("micro_credential.publish")
	switch was.Status {
	case enum.DraftApproved:
	case enum.DraftWriting:
		action = "micro_credential.publish_unreviewed"
	default:
		return nil, problem.New(problem.Conflict, "this draft is being reviewed, or was returned").
			Spanish("este borrador se está revisando, o se devolvió").At("microCredential")
	}
	content, err := s.fitDraft(ctx, tx, of, was)
	if err != nil {
		return nil, err
	}
	if err := dropDraft(ctx, tx, was, revision); err != nil {
		return nil, err
	}
	number, _, err := nextVersion(ctx, tx, of.ID)
	if err != nil {
		return nil, err
	}
	made, err := s.writeVersion(ctx, tx, of.ID, number, *content)
	if err != nil {
		return nil, err
	}
	if _, err := makeCurrent(ctx, tx, made); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), action, enum.SubjectMicroCredential, of.ID)
}

// nextVersion is the number of the version after the last one, and since when that
// one is published.
func nextVersion(ctx context.Context, tx *db.Client, microCredential string) (number int, since time.Time, err error) {
	last, err := tx.MicroCredentialVersion.Query().
		Where(microcredentialversion.MicroCredentialID(microCredential)).
		Order(db.Desc(microcredentialversion.FieldNumber)).First(ctx)
	if db.IsNotFound(err) {
		return 1, time.Time{}, nil
	}
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("load last version: %w", err)
	}
	return last.Number + 1, last.PublishedAt, nil
}

// makeCurrent has a version awarded from now on, unless nothing is any more.
func makeCurrent(ctx context.Context, tx *db.Client, v *db.MicroCredentialVersion) (*db.MicroCredential, error) {
	name, _ := v.Title.In("en")
	n, err := tx.MicroCredential.Update().
		Where(microcredential.ID(v.MicroCredentialID), microcredential.StatusNEQ(enum.Retired)).
		SetCurrentVersionID(v.ID).SetName(name).SetStatus(enum.Published).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish version: %w", err)
	}
	if n == 0 {
		return nil, writable(&db.MicroCredential{Status: enum.Retired})
	}
	row, err := tx.MicroCredential.Get(ctx, v.MicroCredentialID)
	if err != nil {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	return row, nil
}
