package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// BlockInput names an organization.
type BlockInput struct{ Organization string }

// maxBlocks is how many organizations somebody may block.
const maxBlocks = 200

// Block has an organization never see the viewer, whatever was granted: with the
// next request. Once more changes nothing.
func (s *Service) Block(ctx context.Context, in BlockInput) (*db.Earner, error) {
	return s.changeBlocks(ctx, in, func(ctx context.Context, tx *db.Client, row *db.Earner) error {
		if blocks(row, in.Organization) {
			return nil
		}
		if len(row.Edges.Blocks) >= maxBlocks {
			return problem.New(problem.Limit, "you have blocked %d organizations: show yourself to named ones only instead", maxBlocks).
				Spanish("usted bloqueó %d organizaciones: muéstrese mejor solo a las que nombre", maxBlocks).At("organization")
		}
		err := tx.Block.Create().SetID(s.IDs.Mint(id.Block)).SetCreatedAt(s.Now()).
			SetEarnerID(row.ID).SetOrganizationID(in.Organization).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write block: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "earner.block", enum.SubjectEarner, row.ID)
	})
}

// Unblock takes a block back.
func (s *Service) Unblock(ctx context.Context, in BlockInput) (*db.Earner, error) {
	return s.changeBlocks(ctx, in, func(ctx context.Context, tx *db.Client, row *db.Earner) error {
		n, err := tx.Block.Delete().Where(block.EarnerID(row.ID), block.OrganizationID(in.Organization)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("remove block: %w", err)
		}
		if n == 0 {
			return nil
		}
		return audit.Write(ctx, tx, s.Now(), "earner.unblock", enum.SubjectEarner, row.ID)
	})
}

func (s *Service) changeBlocks(ctx context.Context, in BlockInput, change func(context.Context, *db.Client, *db.Earner) error) (row *db.Earner, err error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := listed(ctx, tx, in.Organization, "organization"); err != nil {
			return err
		}
		if row, err = s.deciding(ctx, tx, auth.From(ctx).ActingEarner()); err != nil {
			return err
		}
		return change(ctx, tx, row)
	})
	return row, err
}
