package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/draft"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

// writes tells whether the viewer works on what an organization publishes.
func writes(ctx context.Context) bool {
	return auth.Can(ctx, auth.PublishCatalog) || auth.Can(ctx, auth.ReviewCatalog)
}

// shown keeps the micro-credentials that the viewer may see: those that were
// published, and the drafts of their own organization.
func shown(ctx context.Context) predicate.MicroCredential {
	own := auth.From(ctx).Organization()
	if own == "" || !writes(ctx) {
		return microcredential.CurrentVersionIDNotNil()
	}
	return microcredential.Or(microcredential.CurrentVersionIDNotNil(), microcredential.DeveloperID(own))
}

// DraftsByMicroCredential gives the drafts of the micro-credentials that the
// viewer's organization develops; those of others are not in the answer.
func (s *Service) DraftsByMicroCredential(ctx context.Context, ids []string) (map[string]*db.Draft, error) {
	own := auth.From(ctx).Organization()
	if own == "" || !writes(ctx) {
		return nil, nil // there is no draft for anybody else
	}
	rows, err := s.DB.Draft.Query().
		Where(draft.MicroCredentialIDIn(ids...), draft.HasMicroCredentialWith(microcredential.DeveloperID(own))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load drafts: %w", err)
	}
	return byID(rows, func(row *db.Draft) string { return row.MicroCredentialID }), nil
}

// DraftStacks lists the drafts of stacks of the viewer's organization, those begun
// last first.
func (s *Service) DraftStacks(ctx context.Context, args page.Args) (page.Page[*db.Stack], error) {
	none := page.Page[*db.Stack]{}
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return none, err
	}
	scope, err := startList(ctx, "", args, "draft stacks")
	if err != nil {
		return none, err
	}
	where := []predicate.Stack{stack.StatusEQ(enum.Draft), stack.OwnerID(auth.From(ctx).Organization())}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, stack.IDLT(at[0])) // ids sort by time
	}
	rows, err := s.DB.Stack.Query().Where(where...).Order(db.Desc(stack.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list draft stacks: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Stack) []string { return []string{row.ID} }), nil
}

// DraftsInput asks for a list of the drafts of the viewer's organization.
type DraftsInput struct {
	// Statuses keeps those of any of these; nil keeps all.
	Statuses []enum.DraftStatus
	Page     page.Args
}

// Drafts lists the drafts of the viewer's organization, those begun last first.
func (s *Service) Drafts(ctx context.Context, in DraftsInput) (page.Page[*db.Draft], error) {
	none := page.Page[*db.Draft]{}
	if !writes(ctx) {
		return none, auth.Require(ctx, auth.PublishCatalog)
	}
	scope, err := startList(ctx, "", in.Page, "drafts", in.Statuses)
	if err != nil {
		return none, err
	}
	where := []predicate.Draft{draft.HasMicroCredentialWith(microcredential.DeveloperID(auth.From(ctx).Organization()))}
	if in.Statuses != nil {
		where = append(where, draft.StatusIn(in.Statuses...))
	}
	if in.Page.After != "" {
		at, err := s.Cursors.OpenPosition(scope, in.Page.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, draft.IDLT(at[0])) // ids sort by time
	}
	rows, err := s.DB.Draft.Query().Where(where...).Order(db.Desc(draft.FieldID)).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list drafts: %w", err)
	}
	return page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Draft) []string { return []string{row.ID} }), nil
}
