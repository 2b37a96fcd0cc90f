package credential

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// AwardAssessed issues what an assessment came to, in the transaction of its
// decision. It asks nobody's permission: who assesses has had it asked.
func (s *Service) AwardAssessed(ctx context.Context, in submission.Earned) (made *db.Award, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		found, err := versions(ctx, tx, in.Version)
		if err != nil {
			return err
		}
		of := found[in.Version]
		if of == nil {
			return fmt.Errorf("award %s: there is no such version", in.Version)
		}
		award := IssueAwardInput{Earner: in.Earner, MicroCredential: of.MicroCredentialID, EarnedAt: &in.EarnedAt}
		for _, skill := range slices.Sorted(maps.Keys(in.Levels)) {
			level := in.Levels[skill]
			award.Results = append(award.Results, ResultInput{Skill: &skill, Level: &level})
		}
		made, err = s.issue(ctx, tx, award, of, in.Issuer)
		return err
	})
	return made, err
}
