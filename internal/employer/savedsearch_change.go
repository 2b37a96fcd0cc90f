package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// UpdateSearchInput changes a saved search: nil leaves a member as it is. What is
// asked does not change: that is another search.
type UpdateSearchInput struct {
	ID       string
	Revision int
	Name     *string
	// Paused has nobody told, and what happens meanwhile never told.
	Paused *bool
}

// UpdateSearch renames, pauses or resumes a saved search of the viewer's
// organization. Who reached the tier while it was paused is listed, and not told.
func (s *Service) UpdateSearch(ctx context.Context, in UpdateSearchInput) (changed *db.SavedSearch, err error) {
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return nil, err
	}
	if in.Name != nil {
		if err := checkName(*in.Name); err != nil {
			return nil, err
		}
	}
	before, err := s.ownSearch(ctx, s.DB, in.ID)
	if err != nil {
		return nil, err
	}
	var meanwhile []tierReached
	if before.Paused && in.Paused != nil && !*in.Paused {
		if meanwhile, err = s.reachedBy(ctx, before); err != nil {
			return nil, err
		}
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		changed, err = s.updateSearch(ctx, tx, in, meanwhile)
		return err
	})
	return changed, err
}

func (s *Service) reachedBy(ctx context.Context, row *db.SavedSearch) ([]tierReached, error) {
	in, err := searchInput(row)
	if err != nil {
		return nil, err
	}
	return s.reachedNow(ctx, in)
}

func (s *Service) updateSearch(ctx context.Context, tx *db.Client, in UpdateSearchInput, meanwhile []tierReached) (*db.SavedSearch, error) {
	n, err := tx.SavedSearch.Update().Where(ownSearch(ctx, in.ID), savedsearch.Revision(in.Revision)).
		SetNillableName(in.Name).SetNillablePaused(in.Paused).SetUpdatedAt(s.Now()).AddRevision(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("change saved search: %w", err)
	}
	row, err := s.ownSearch(ctx, tx, in.ID)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, problem.New(problem.Conflict, "this search is at revision %d, you read %d; read it again", row.Revision, in.Revision).
			Spanish("esta búsqueda está en la revisión %d, usted leyó la %d; léala de nuevo", row.Revision, in.Revision).At("revision")
	}
	if err := s.remember(ctx, tx, findings{search: row, reached: meanwhile}); err != nil {
		return nil, err
	}
	return row, audit.Write(ctx, tx, s.Now(), "saved_search.update", enum.SubjectSavedSearch, row.ID)
}

// DeleteSearch deletes a saved search of the viewer's organization, and what it found.
func (s *Service) DeleteSearch(ctx context.Context, key string) error {
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownSearch(ctx, tx, key)
		if err != nil {
			return err
		}
		if err := tx.SavedSearch.UpdateOne(row).SetRemovedAt(s.Now()).AddRevision(1).Exec(ctx); err != nil {
			return fmt.Errorf("delete saved search: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "saved_search.delete", enum.SubjectSavedSearch, row.ID)
	})
}

// ownSearch keeps a search of the viewer's organization.
func ownSearch(ctx context.Context, key string) predicate.SavedSearch {
	return savedsearch.And(savedsearch.ID(key), savedsearch.OrganizationID(auth.From(ctx).Organization()), savedsearch.RemovedAtIsNil())
}

func (s *Service) ownSearch(ctx context.Context, client *db.Client, key string) (*db.SavedSearch, error) {
	row, err := client.SavedSearch.Query().Where(ownSearch(ctx, key)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no saved search %q", short(key)).
			Spanish("no hay ninguna búsqueda guardada %q", short(key)).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load saved search: %w", err)
	}
	return row, nil
}
