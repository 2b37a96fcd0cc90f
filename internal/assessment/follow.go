package assessment

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// Followed is whose submissions the viewer is told of as they change: their own as an
// earner, those in the queue that they assess, those that they are to award.
func (s *Service) Followed(ctx context.Context) (owner string, err error) {
	viewer := auth.From(ctx)
	if viewer.Organization() != "" && (auth.Can(ctx, auth.Assess) || auth.Can(ctx, auth.ViewIssuedAwards)) {
		return viewer.Organization(), nil
	}
	if err := auth.Require(ctx, auth.SubmitEvidence); err != nil {
		return "", err
	}
	return viewer.ActingEarner(), nil
}

// SubmissionOwners tells whom submissions concern: who submits, whose queue they are in,
// who is to award them. It is for waking those who then ask for themselves.
func (s *Service) SubmissionOwners(ctx context.Context, ids []string) (map[string][]string, error) {
	rows, err := s.DB.Submission.Query().Where(entsubmission.IDIn(ids...)).
		Select(entsubmission.FieldID, entsubmission.FieldEarnerID, entsubmission.FieldOrganizationID, entsubmission.FieldIssuerID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find whose submissions changed: %w", err)
	}
	owners := make(map[string][]string, len(rows))
	for _, row := range rows {
		owners[row.ID] = submissionOwners(row)
	}
	return owners, nil
}

func submissionOwners(row *db.Submission) []string {
	owners := []string{row.EarnerID, row.OrganizationID}
	if row.IssuerID != row.OrganizationID {
		owners = append(owners, row.IssuerID)
	}
	return owners
}

// Shown is a submission as the viewer sees it, under the id by which they know it; nil
// where they do not see it.
func (s *Service) Shown(ctx context.Context, record string) (*Submission, error) {
	ids := []string{record}
	if auth.Can(ctx, auth.Assess) {
		ids = append(ids, s.sealedID(auth.From(ctx).Organization(), record))
	}
	found, err := s.SubmissionsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, known := range ids {
		if found[known] != nil {
			return found[known], nil
		}
	}
	return nil, nil //nolint:nilnil // it is not for them
}
