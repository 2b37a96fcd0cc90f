package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxWithin is how many days one may look ahead.
const maxWithin = 3_660

// ExpiringAwards lists awards that expire within days and are not renewed, the
// soonest first: the earner's own, or those that the viewer's organization issued or
// awarded in an issuer's name.
func (s *Service) ExpiringAwards(ctx context.Context, within int, args page.Args) (page.Page[*db.Award], error) {
	none := page.Page[*db.Award]{}
	if err := problem.Join(args.Check(), checkWithin(within)); err != nil {
		return none, err
	}
	var whose predicate.Award
	switch viewer := auth.From(ctx); {
	case auth.Can(ctx, auth.ViewIssuedAwards):
		whose = awardedBy(ctx)
	case auth.Can(ctx, auth.ViewOwnAwards):
		whose = award.EarnerID(viewer.ActingEarner())
	default:
		return none, auth.Require(ctx, auth.ViewIssuedAwards)
	}
	scope := fmt.Sprintf("%s expiring %d", auth.From(ctx).Key(), within)
	where := []predicate.Award{
		whose, award.StatusNEQ(enum.AwardRevoked), award.Not(award.HasRenewedBy()),
		award.ExpiresAtGT(s.Now()), award.ExpiresAtLTE(s.Now().AddDate(0, 0, within)),
	}
	rest, err := pastCursor(s, scope, args, store.After[predicate.Award](award.FieldExpiresAt, award.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Award.Query().Where(where...).Where(rest...).WithPairs().
		Order(award.ByExpiresAt(), award.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list expiring awards: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Award) []string { return instant(*row.ExpiresAt, row.ID) }), nil
}

func checkWithin(days int) error {
	if days < 1 || days > maxWithin {
		return problem.New(problem.Invalid, "look 1 to %d days ahead, not %d", maxWithin, days).
			Spanish("mire de 1 a %d días adelante, no %d", maxWithin, days).At("within")
	}
	return nil
}
