package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// provers are the published micro-credentials that would meet each requirement of
// a question, or a part of the stack that it asks for, by name.
func (s *Service) provers(ctx context.Context, q *question) ([][]*db.MicroCredential, error) {
	if len(q.requirements) == 0 {
		return nil, nil
	}
	steps := q.plan.Steps()
	ids := make([]string, len(steps))
	for i, step := range steps {
		ids[i] = step.Credential
	}
	rows, err := s.DB.MicroCredential.Query().
		Where(microcredential.IDIn(ids...), microcredential.StatusEQ(enum.Published)).
		Order(microcredential.ByName(), microcredential.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load what proves a posting's must-haves: %w", err)
	}
	meets := make(map[string]uint32, len(steps))
	for _, step := range steps {
		meets[step.Credential] = step.Full | step.Stacks
	}
	out := make([][]*db.MicroCredential, len(q.requirements))
	for _, row := range rows {
		for r := range out {
			if meets[row.ID]&(1<<r) != 0 {
				out[r] = append(out[r], row)
			}
		}
	}
	return out, nil
}

// ownQuestion is what a posting of the viewer's organization asks, with the place
// that it is at. A draft may ask for nothing yet, which is not compiled.
func (s *Service) ownQuestion(ctx context.Context, id, language string) (*question, matching.Posting, *db.Place, error) {
	a, err := s.asker(ctx, language)
	if err != nil {
		return nil, matching.Posting{}, nil, err
	}
	q := &question{asker: a}
	asked, from, err := s.asked(ctx, q, CandidatesInput{Posting: id, Language: language})
	if err != nil {
		return nil, asked, nil, err
	}
	if len(q.requirements) == 0 {
		return q, asked, from, nil
	}
	terms := asked
	if err := q.compile(&terms); err != nil {
		return nil, asked, nil, err
	}
	return q, asked, from, s.label(ctx, q.requirements, language)
}
