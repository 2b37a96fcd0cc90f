package credential

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// Followed is whose awards the viewer is told of as they change: their own as an
// earner, those of the organization that they issue for.
func (s *Service) Followed(ctx context.Context) (owner string, err error) {
	viewer := auth.From(ctx)
	if auth.Can(ctx, auth.ViewIssuedAwards) && viewer.Organization() != "" {
		return viewer.Organization(), nil
	}
	if err := auth.Require(ctx, auth.ViewOwnAwards); err != nil {
		return "", err
	}
	return viewer.ActingEarner(), nil
}

// AwardOwners tells whom awards concern: who holds them, who issued them and who did
// that in the issuer's name. It is for waking those who then ask for themselves.
func (s *Service) AwardOwners(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.Award.Query().Where(award.IDIn(ids...)).
		Select(award.FieldID, award.FieldEarnerID, award.FieldIssuerID, award.FieldDelegateID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whose awards changed: %w", err)
	}
	owners := make(map[string][]string, len(rows))
	for _, row := range rows {
		owners[row.ID] = ownersOf(row)
	}
	return owners, nil
}

func ownersOf(row *db.Award) []string {
	owners := []string{row.IssuerID}
	for _, one := range []*string{row.EarnerID, row.DelegateID} {
		if one != nil {
			owners = append(owners, *one)
		}
	}
	return owners
}
