package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackpart"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/search"
)

// StacksInput asks for a list of stacks.
type StacksInput struct {
	Search string
	Page   page.Args
}

// StacksByID gives the stacks that were published, and the drafts of the viewer's own
// organization to those who may publish them.
func (s *Service) StacksByID(ctx context.Context, ids []string) (map[string]*db.Stack, error) {
	seen := stack.CurrentVersionIDNotNil()
	if own := auth.From(ctx).Organization(); own != "" && auth.Can(ctx, auth.PublishCatalog) {
		seen = stack.Or(seen, stack.OwnerID(own))
	}
	return s.stacks(ctx, stack.IDIn(ids...), seen)
}

// VersionsByStack gives the versions of stacks, the oldest first: a draft's is what it
// says so far.
func (s *Service) VersionsByStack(ctx context.Context, stacks []string) (map[string][]*db.StackVersion, error) {
	rows, err := s.DB.StackVersion.Query().Where(stackversion.StackIDIn(stacks...)).
		Order(stackversion.ByStackID(), stackversion.ByNumber()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions of stacks: %w", err)
	}
	out := make(map[string][]*db.StackVersion, len(stacks))
	for _, row := range rows {
		out[row.StackID] = append(out[row.StackID], row)
	}
	return out, nil
}

func (s *Service) stacks(ctx context.Context, where ...predicate.Stack) (map[string]*db.Stack, error) {
	rows, err := s.DB.Stack.Query().Where(where...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	return byID(rows, func(row *db.Stack) string { return row.ID }), nil
}

// StackVersionsByID gives the versions of stacks that exist.
func (s *Service) StackVersionsByID(ctx context.Context, ids []string) (map[string]*db.StackVersion, error) {
	rows, err := s.DB.StackVersion.Query().Where(stackversion.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions of stacks: %w", err)
	}
	return byID(rows, func(row *db.StackVersion) string { return row.ID }), nil
}

// Rule reads the rule of a stack's version.
func Rule(version *db.StackVersion) (matching.Rule, error) {
	var rule matching.Rule
	if err := json.Unmarshal(version.Rule, &rule); err != nil {
		return rule, fmt.Errorf("read rule of %s: %w", version.ID, err)
	}
	return rule, nil
}

// StacksByPart gives, by micro-credential, the published stacks whose current rule
// names it, by title.
func (s *Service) StacksByPart(ctx context.Context, microCredentials []string) (map[string][]*db.Stack, error) {
	parts, err := s.DB.StackPart.Query().Where(stackpart.MicroCredentialIDIn(microCredentials...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load parts of stacks: %w", err)
	}
	named := map[string][]string{} // micro-credentials by stack version
	var versions []string
	for _, part := range parts {
		if named[part.StackVersionID] == nil {
			versions = append(versions, part.StackVersionID)
		}
		named[part.StackVersionID] = append(named[part.StackVersionID], part.MicroCredentialID)
	}
	rows, err := s.DB.Stack.Query().
		Where(stack.CurrentVersionIDIn(versions...), stack.StatusEQ(enum.Published)).
		Order(stack.ByName(), stack.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks by part: %w", err)
	}
	out := make(map[string][]*db.Stack, len(microCredentials))
	for _, row := range rows {
		for _, part := range named[*row.CurrentVersionID] {
			out[part] = append(out[part], row)
		}
	}
	return out, nil
}

// Stacks lists the published stacks: with words best match first, else by title.
func (s *Service) Stacks(ctx context.Context, in StacksInput) (page.Page[*db.Stack], error) {
	none := page.Page[*db.Stack]{}
	scope, err := startList(ctx, in.Search, in.Page, "stacks")
	if err != nil {
		return none, err
	}
	where := []predicate.Stack{stack.StatusEQ(enum.Published)}
	if !blank(in.Search) {
		q := search.TextQuery{Search: in.Search, Kind: search.TextStack}
		return found(ctx, s, q, in.Page, scope, func(ctx context.Context, ids []string) (map[string]*db.Stack, error) {
			return s.stacks(ctx, append(where, stack.IDIn(ids...))...)
		})
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Stack](stack.FieldName, stack.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Stack.Query().Where(where...).
		Order(stack.ByName(), stack.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list stacks: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Stack) []string { return []string{row.Name, row.ID} }), nil
}
