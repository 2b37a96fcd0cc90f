package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Delegations lists those that the viewer's organization gave or was given, newest
// first; who administers the service sees all.
func (s *Service) Delegations(ctx context.Context, args page.Args) (page.Page[*db.Delegation], error) {
	none := page.Page[*db.Delegation]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	if !seesDelegations(ctx) {
		return none, auth.Require(ctx, auth.DelegateIssuing)
	}
	scope := auth.From(ctx).Key() + " delegations"
	rest, err := pastCursor(s, scope, args, store.Before[predicate.Delegation](delegation.FieldCreatedAt, delegation.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Delegation.Query().Where(delegationsSeen(ctx)).Where(rest...).
		Order(db.Desc(delegation.FieldCreatedAt, delegation.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list delegations: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Delegation) []string { return instant(row.CreatedAt, row.ID) }), nil
}

// DelegationsByID gives those that the viewer may see.
func (s *Service) DelegationsByID(ctx context.Context, ids []string) (map[string]*db.Delegation, error) {
	if !seesDelegations(ctx) {
		return nil, nil //nolint:nilnil // none is what others see
	}
	rows, err := s.DB.Delegation.Query().Where(delegation.IDIn(ids...), delegationsSeen(ctx)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load delegations: %w", err)
	}
	return keyed(rows, func(row *db.Delegation) string { return row.ID }), nil
}

// seesDelegations tells whether the viewer gives, uses or administers delegations.
func seesDelegations(ctx context.Context) bool {
	return auth.Can(ctx, auth.DelegateIssuing) || auth.Can(ctx, auth.IssueAward) ||
		auth.Can(ctx, auth.RecordCertification) || auth.Can(ctx, auth.AdministerService)
}

// delegationsSeen keeps those of the viewer's organization, on either side.
func delegationsSeen(ctx context.Context) predicate.Delegation {
	own := auth.From(ctx).Organization()
	may := []predicate.Delegation{delegation.IssuerID(own), delegation.DelegateID(own)}
	if auth.Can(ctx, auth.AdministerService) {
		may = append(may, delegation.IDNEQ(""))
	}
	return delegation.Or(may...)
}
