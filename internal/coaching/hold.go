package coaching

import (
	"context"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// hold has nobody in particular hold competencies, as though one award of no
// micro-credential had proven them. Skills are named by id or by their framework's URI.
func (s *Service) hold(ctx context.Context, q *question, pairs []matching.Pair) error {
	if err := few(len(pairs), "holding"); err != nil {
		return err
	}
	named := make([]string, len(pairs))
	for i, pair := range pairs {
		named[i] = pair.Skill
	}
	rows, err := s.DB.Skill.Query().Where(skill.Or(skill.IDIn(named...), skill.URIIn(named...))).All(ctx)
	if err != nil {
		return fmt.Errorf("look up skills: %w", err)
	}
	ids := map[string]string{}
	for _, row := range rows {
		ids[row.ID], ids[row.URI] = row.ID, row.ID
	}
	var errs []error
	held := map[string]matching.Level{}
	for i, pair := range pairs {
		at := []string{"holding", strconv.Itoa(i)}
		if ids[pair.Skill] == "" {
			errs = append(errs, problem.New(problem.NotFound, "there is no skill %q", brief(pair.Skill)).
				Spanish("no hay ninguna habilidad %q", brief(pair.Skill)).At(append(at, "skill")...))
		}
		if pair.Level > matching.MaxLevel {
			errs = append(errs, problem.New(problem.Invalid, "a level is from 1 to %d", matching.MaxLevel).
				Spanish("un nivel va de 1 a %d", matching.MaxLevel).At(append(at, "level")...))
		}
		held[ids[pair.Skill]] = max(held[ids[pair.Skill]], pair.Level)
	}
	if err := problem.Join(errs...); err != nil {
		return err
	}
	award := matching.Award{ID: "held", Status: matching.Active, Verified: true, EarnedAt: q.asOf}
	for skill, level := range held {
		award.Pairs = append(award.Pairs, matching.Pair{Skill: skill, Level: level})
	}
	q.who.awards = append(q.who.awards, award)
	return nil
}
