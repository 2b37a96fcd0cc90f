package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// PathwaysInput asks for a list of pathways.
type PathwaysInput struct {
	Search string
	// Filter keeps what Ways would; its kinds are not read.
	Filter WayFilter
	Page   page.Args
}

// PathwaysByID gives the pathways that were published, with their steps in order.
func (s *Service) PathwaysByID(ctx context.Context, ids []string) (map[string]*db.Pathway, error) {
	return s.pathways(ctx, pathway.IDIn(ids...), pathway.StatusNEQ(enum.Draft))
}

func (s *Service) pathways(ctx context.Context, where ...predicate.Pathway) (map[string]*db.Pathway, error) {
	rows, err := s.DB.Pathway.Query().Where(where...).WithSteps(inOrder).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pathways: %w", err)
	}
	return byID(rows, func(row *db.Pathway) string { return row.ID }), nil
}

func inOrder(q *db.PathwayStepQuery) { q.Order(pathwaystep.ByPosition()) }

// Pathways lists the published pathways with their steps: with words best match
// first, else by title.
func (s *Service) Pathways(ctx context.Context, in PathwaysInput) (page.Page[*db.Pathway], error) {
	none := page.Page[*db.Pathway]{}
	if !in.Filter.plain() {
		in.Filter.Kinds = []WayKind{WayPathway}
		p, err := s.Ways(ctx, WaysInput(in))
		return page.Map(p, func(w Way) *db.Pathway { row, _ := w.(*db.Pathway); return row }), err
	}
	scope, err := startList(ctx, in.Search, in.Page, "pathways")
	if err != nil {
		return none, err
	}
	where := []predicate.Pathway{pathway.StatusEQ(enum.Published)}
	if !blank(in.Search) {
		q := search.TextQuery{Search: in.Search, Kind: search.TextPathway}
		return found(ctx, s, q, in.Page, scope, func(ctx context.Context, ids []string) (map[string]*db.Pathway, error) {
			return s.pathways(ctx, append(where, pathway.IDIn(ids...))...)
		})
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Pathway](pathway.FieldName, pathway.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Pathway.Query().Where(where...).WithSteps(inOrder).
		Order(pathway.ByName(), pathway.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list pathways: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Pathway) []string { return []string{row.Name, row.ID} }), nil
}
