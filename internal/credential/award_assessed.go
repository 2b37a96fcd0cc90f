package credential

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// AwardAssessed issues what an assessment came to, in the transaction of its
// decision. It asks nobody's permission: who assesses has had it asked. Where the
// issuer has awarded the same of the same day already, by a roster perhaps, that is
// what the assessment came to.
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
		p := placing{IssueAwardInput: award, of: of, by: awarder{organization: in.Issuer, issuer: in.Issuer}}
		if made, err = s.unassessed(ctx, tx, p); err != nil || made != nil {
			return err
		}
		made, err = s.place(ctx, tx, p)
		return err
	})
	return made, err
}

// unassessed is the award of the same day that no assessment has come to; nil where
// there is none.
func (s *Service) unassessed(ctx context.Context, tx *db.Client, p placing) (*db.Award, error) {
	there, err := s.sameDay(ctx, tx, p)
	if err != nil || there == nil {
		return nil, err
	}
	assessed, err := tx.Submission.Query().Where(entsubmission.AwardID(there.ID)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the assessment of an award: %w", err)
	}
	if assessed {
		return nil, nil //nolint:nilnil // it was earned twice on that day
	}
	return there, nil
}
