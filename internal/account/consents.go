package account

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/block"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Consents lists what the viewer, an earner, has allowed, newest first: what stands,
// or all that ever did.
func (s *Service) Consents(ctx context.Context, onlyLive bool, args page.Args) (page.Page[*db.Grant], error) {
	none := page.Page[*db.Grant]{}
	if err := problem.Join(auth.Require(ctx, auth.GiveConsent), args.Check()); err != nil {
		return none, err
	}
	where := []predicate.Grant{grant.EarnerID(auth.From(ctx).ActingEarner())}
	if onlyLive {
		where = append(where, dossier.GrantLive(s.Now()))
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "consents", onlyLive)
	if err != nil {
		return none, err
	}
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, grant.IDLT(at[0]))
	}
	rows, err := s.DB.Grant.Query().Where(where...).Order(db.Desc(grant.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list consents: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(g *db.Grant) []string { return []string{g.ID} }), nil
}

// ConsentLives tells whether a consent stands now.
func (s *Service) ConsentLives(g *db.Grant) bool {
	now := s.Now()
	return (g.Until == nil || now.Before(*g.Until)) && (g.WithdrawnAt == nil || now.Before(*g.WithdrawnAt))
}

// Blocks lists the organizations that must never see the viewer, newest first.
func (s *Service) Blocks(ctx context.Context, args page.Args) (page.Page[*db.Block], error) {
	none := page.Page[*db.Block]{}
	if err := problem.Join(auth.Require(ctx, auth.GiveConsent), args.Check()); err != nil {
		return none, err
	}
	where := []predicate.Block{block.EarnerID(auth.From(ctx).ActingEarner())}
	scope := auth.From(ctx).Key() + " blocks"
	if args.After != "" {
		at, err := s.Cursors.OpenPosition(scope, args.After, 1)
		if err != nil {
			return none, err
		}
		where = append(where, block.IDLT(at[0]))
	}
	rows, err := s.DB.Block.Query().Where(where...).Order(db.Desc(block.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list blocks: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(b *db.Block) []string { return []string{b.ID} }), nil
}
