package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db/employment"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// visibleTo keeps the postings that the viewer may see: those of their own
// organization, and open ones that are meant for them.
func (s *Service) visibleTo(ctx context.Context) (predicate.Posting, error) {
	meant, err := s.meantFor(ctx, auth.From(ctx))
	if err != nil {
		return nil, err
	}
	open := posting.And(openAt(s.Now()), meant)
	if auth.Can(ctx, auth.ViewOwnPostings) {
		return posting.Or(open, posting.EmployerID(auth.From(ctx).Organization())), nil
	}
	return open, nil
}

// meantFor keeps public postings and, for an earner, the internal ones of whoever
// they let see that they work there.
func (s *Service) meantFor(ctx context.Context, viewer auth.Viewer) (predicate.Posting, error) {
	public := posting.AudienceEQ(enum.AudiencePublic)
	earner := viewer.ActingEarner()
	if earner == "" {
		return public, nil
	}
	rows, err := s.DB.Employment.Query().
		Where(employment.EarnerID(earner), employment.Internal(true), employment.EndedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load where an earner works: %w", err)
	}
	if len(rows) == 0 {
		return public, nil
	}
	employers := make([]string, len(rows))
	for i, row := range rows {
		employers[i] = row.OrganizationID
	}
	return posting.Or(public, posting.EmployerIDIn(employers...)), nil
}
