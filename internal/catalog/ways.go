package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/search"
)

// WayKind is a kind of what leads somewhere.
type WayKind string

// The kinds of ways.
const (
	WayMicroCredential WayKind = "MICRO_CREDENTIAL"
	WayStack           WayKind = "STACK"
	WayPathway         WayKind = "PATHWAY"
	WayOccupation      WayKind = "OCCUPATION"
)

// everyWay lists the kinds.
var everyWay = []WayKind{WayMicroCredential, WayStack, WayPathway, WayOccupation}

// WaysInput asks for a list of ways.
type WaysInput struct {
	Search string
	Filter WayFilter
	Page   page.Args
}

// Way is one of what is listed together: *db.MicroCredential, *db.Stack,
// *db.Pathway or *db.Occupation.
type Way any

// Ways lists micro-credentials, stacks, pathways and occupations together: with
// words best match first, else by name.
func (s *Service) Ways(ctx context.Context, in WaysInput) (page.Page[Way], error) {
	none := page.Page[Way]{}
	if err := in.Filter.check(); err != nil {
		return none, err
	}
	scope, err := startList(ctx, in.Search, in.Page, "ways", in.Filter)
	if err != nil {
		return none, err
	}
	keep, err := s.waySieve(ctx, in.Filter)
	if err != nil {
		return none, err
	}
	load := func(ctx context.Context, ids []string) (map[string]Way, error) {
		return s.waysByID(ctx, slices.DeleteFunc(slices.Clone(ids), func(key string) bool { return !keep(key) }))
	}
	if blank(in.Search) {
		return s.waysByName(ctx, in, scope, keep, load)
	}
	q := search.TextQuery{Search: in.Search}
	for _, kind := range in.Filter.kinds() {
		q.Kinds = append(q.Kinds, search.TextKind(kind))
	}
	p, err := found(ctx, s, q, in.Page, scope, load)
	p.Total = nil // before the filter
	return p, err
}

// waysByName reads all names, and no more than the page's rows: there are some
// thousand ways.
func (s *Service) waysByName(ctx context.Context, in WaysInput, scope string, keep func(string) bool,
	load func(context.Context, []string) (map[string]Way, error),
) (page.Page[Way], error) {
	none := page.Page[Way]{}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	names, err := s.wayNames(ctx, in.Filter.kinds())
	if err != nil {
		return none, err
	}
	names = slices.DeleteFunc(names, func(n nameKey) bool {
		return after != nil && compareNames(n, *after) <= 0 || !keep(n.id)
	})
	slices.SortFunc(names, compareNames)
	names = names[:min(len(names), in.Page.Limit())]
	ids := make([]string, len(names))
	for i, n := range names {
		ids[i] = n.id
	}
	rows, err := load(ctx, ids)
	if err != nil {
		return none, err
	}
	// What was withdrawn in between has no row.
	names = slices.DeleteFunc(names, func(n nameKey) bool { return rows[n.id] == nil })
	p := page.Cut(names, in.Page, s.Cursors, scope, func(n nameKey) []string { return []string{n.name, n.id} })
	return page.Map(p, func(n nameKey) Way { return rows[n.id] }), nil
}

func compareNames(a, b nameKey) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
}

// wayNames are the names of all ways of some kinds.
func (s *Service) wayNames(ctx context.Context, kinds []WayKind) ([]nameKey, error) {
	var names []nameKey
	for _, kind := range kinds {
		var rows []struct{ ID, Name string }
		var err error
		switch kind {
		case WayMicroCredential:
			err = s.DB.MicroCredential.Query().Where(microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil()).
				Select(microcredential.FieldID, microcredential.FieldName).Scan(ctx, &rows)
		case WayStack:
			err = s.DB.Stack.Query().Where(stack.StatusEQ(enum.Published), stack.CurrentVersionIDNotNil()).
				Select(stack.FieldID, stack.FieldName).Scan(ctx, &rows)
		case WayPathway:
			err = s.DB.Pathway.Query().Where(pathway.StatusEQ(enum.Published)).
				Select(pathway.FieldID, pathway.FieldName).Scan(ctx, &rows)
		case WayOccupation:
			err = s.DB.Occupation.Query().Where(occupation.Active(true)).
				Select(occupation.FieldID, occupation.FieldName).Scan(ctx, &rows)
		}
		if err != nil {
			return nil, fmt.Errorf("list names of ways: %w", err)
		}
		for _, row := range rows {
			names = append(names, nameKey{name: row.Name, id: row.ID})
		}
	}
	return names, nil
}

// waysByID loads what is published of the ids.
func (s *Service) waysByID(ctx context.Context, ids []string) (map[string]Way, error) {
	byKind := map[string][]string{}
	for _, key := range ids {
		byKind[id.Prefix(key)] = append(byKind[id.Prefix(key)], key)
	}
	out := make(map[string]Way, len(ids))
	for prefix, some := range byKind {
		var err error
		switch prefix {
		case id.MicroCredential:
			err = into[db.MicroCredential](out)(s.microCredentials(ctx, microcredential.IDIn(some...), microcredential.StatusEQ(enum.Published)))
		case id.Stack:
			rows, failed := s.DB.Stack.Query().Where(stack.IDIn(some...), stack.StatusEQ(enum.Published)).All(ctx)
			err = into[db.Stack](out)(byID(rows, func(row *db.Stack) string { return row.ID }), failed)
		case id.Pathway:
			err = into[db.Pathway](out)(s.pathways(ctx, pathway.IDIn(some...), pathway.StatusEQ(enum.Published)))
		case id.Occupation:
			err = into[db.Occupation](out)(s.occupations(ctx, occupation.IDIn(some...), occupation.Active(true)))
		}
		if err != nil {
			return nil, fmt.Errorf("load ways: %w", err)
		}
	}
	return out, nil
}

// into adds rows of one kind to those of all.
func into[T any](out map[string]Way) func(rows map[string]*T, err error) error {
	return func(rows map[string]*T, err error) error {
		for key, row := range rows {
			out[key] = row
		}
		return err
	}
}
