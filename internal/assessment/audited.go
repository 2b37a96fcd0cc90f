package assessment

import (
	"context"

	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// Audited gives a submission to who reads its trail: its earner, its issuer and its
// assessors, by the id under which they know it.
func (s *Service) Audited(ctx context.Context, id string) (audit.Audited, bool, error) {
	found, err := s.SubmissionsByID(ctx, []string{id})
	one := found[id]
	if err != nil || one == nil || one.Sight == SightCoach {
		return audit.Audited{}, false, err
	}
	return audit.Audited{
		Record: one.Row.ID, Judge: one.Sight == SightAssessor, Blind: submission.Mode(one.Row.Mode).Blind(),
	}, true, nil
}
