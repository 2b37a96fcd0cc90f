package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/db/savedsearchmatch"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SearchMatch is that somebody reached a tier of a saved search.
type SearchMatch struct {
	ID   string
	Tier Tier
	// Told is false for who matched before the search was saved.
	Told bool
	// Search is the saved search's id.
	Search string

	earner, posting string
}

// SavedSearches lists the saved searches of the viewer's organization, newest first.
func (s *Service) SavedSearches(ctx context.Context, args page.Args) (page.Page[*db.SavedSearch], error) {
	none := page.Page[*db.SavedSearch]{}
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " saved searches"
	rest, err := page.Past(s.Cursors, scope, args, store.Before[predicate.SavedSearch](savedsearch.FieldCreatedAt, savedsearch.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.SavedSearch.Query().
		Where(savedsearch.OrganizationID(auth.From(ctx).Organization()), savedsearch.RemovedAtIsNil()).Where(rest...).
		Order(db.Desc(savedsearch.FieldCreatedAt, savedsearch.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list saved searches: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.SavedSearch) []string { return page.Instant(row.CreatedAt, row.ID) }), nil
}

// SavedSearchesByID gives those that are the viewer's organization's.
func (s *Service) SavedSearchesByID(ctx context.Context, ids []string) (map[string]*db.SavedSearch, error) {
	if !auth.Can(ctx, auth.SaveSearches) {
		return nil, nil
	}
	rows, err := s.DB.SavedSearch.Query().Where(savedsearch.IDIn(ids...),
		savedsearch.OrganizationID(auth.From(ctx).Organization()), savedsearch.RemovedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load saved searches: %w", err)
	}
	return byID(rows, func(row *db.SavedSearch) string { return row.ID }), nil
}

// SearchMatches lists whom a saved search of the viewer's organization has found,
// newest first: those of whom it told, and who matched before.
func (s *Service) SearchMatches(ctx context.Context, of *db.SavedSearch, args page.Args) (page.Page[*SearchMatch], error) {
	none := page.Page[*SearchMatch]{}
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " matches of " + of.ID
	rest, err := page.Past(s.Cursors, scope, args,
		store.Before[predicate.SavedSearchMatch](savedsearchmatch.FieldCreatedAt, savedsearchmatch.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.SavedSearchMatch.Query().Where(savedsearchmatch.SearchID(of.ID), matchOfOwn(ctx)).Where(rest...).
		Order(db.Desc(savedsearchmatch.FieldCreatedAt, savedsearchmatch.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list matches of a saved search: %w", err)
	}
	cut := page.Cut(rows, args, s.Cursors, scope, func(row *db.SavedSearchMatch) []string { return page.Instant(row.CreatedAt, row.ID) })
	return page.Map(cut, newSearchMatch), nil
}

// matchOfOwn keeps the matches of the viewer's organization's searches.
func matchOfOwn(ctx context.Context) predicate.SavedSearchMatch {
	return savedsearchmatch.HasSearchWith(savedsearch.OrganizationID(auth.From(ctx).Organization()), savedsearch.RemovedAtIsNil())
}

func newSearchMatch(row *db.SavedSearchMatch) *SearchMatch {
	out := &SearchMatch{ID: row.ID, Tier: Tier(row.Tier), Told: row.Told, Search: row.SearchID, earner: row.EarnerID}
	if of := row.Edges.Search; of != nil && of.PostingID != nil {
		out.posting = *of.PostingID
	}
	return out
}

// SearchMatchesByID gives those that are of the viewer's organization's searches.
func (s *Service) SearchMatchesByID(ctx context.Context, ids []string) (map[string]*SearchMatch, error) {
	out := map[string]*SearchMatch{}
	if !auth.Can(ctx, auth.SaveSearches) {
		return out, nil
	}
	rows, err := s.DB.SavedSearchMatch.Query().Where(savedsearchmatch.IDIn(ids...), matchOfOwn(ctx)).WithSearch().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load matches of saved searches: %w", err)
	}
	for _, row := range rows {
		out[row.ID] = newSearchMatch(row)
	}
	return out, nil
}
