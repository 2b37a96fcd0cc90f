package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// tied is what frameworks tie to the occupation: its essential skills, or those of
// the ISCO group that it belongs to where it has none of its own, and its
// activities. Of equals, what a micro-credential proves goes first.
func (s *Service) tied(ctx context.Context, row *db.Occupation, musts bool) ([]OccupationRequirement, error) {
	ties, err := s.ties(ctx, occupationskill.OccupationID(row.ID))
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(ties, func(t *db.OccupationSkill) bool { return t.Relation == enum.RelationEssential }) {
		ties, err = s.withGroup(ctx, row, ties)
		if err != nil {
			return nil, err
		}
	}
	proven, err := s.provable(ctx, ties)
	if err != nil {
		return nil, err
	}
	most := 1
	for _, t := range ties {
		most = max(most, t.Tasks)
	}
	out := make([]OccupationRequirement, len(ties))
	for i, t := range ties {
		out[i] = requirementOf(t, row, most, musts)
	}
	slices.SortStableFunc(out, func(a, b OccupationRequirement) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), compareBools(proven[b.Skill], proven[a.Skill]))
	})
	return out, nil
}

func (s *Service) ties(ctx context.Context, where ...predicate.OccupationSkill) ([]*db.OccupationSkill, error) {
	rows, err := s.DB.OccupationSkill.Query().
		Where(where...).Where(occupationskill.RelationIn(enum.RelationEssential, enum.RelationActivity)).
		WithSkill(func(q *db.SkillQuery) { q.WithFramework() }).
		WithOccupation(func(q *db.OccupationQuery) { q.WithFramework() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills of an occupation: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.OccupationSkill) int {
		return cmp.Or(cmp.Compare(skillName(a), skillName(b)), cmp.Compare(a.SkillID, b.SkillID))
	})
	return rows, nil
}

// withGroup adds the essential skills of the ISCO groups that the occupation
// belongs to.
func (s *Service) withGroup(ctx context.Context, row *db.Occupation, ties []*db.OccupationSkill) ([]*db.OccupationSkill, error) {
	groups, err := s.iscoCodes(ctx, row)
	if err != nil || len(groups) == 0 {
		return ties, err
	}
	more, err := s.ties(ctx, occupationskill.RelationEQ(enum.RelationEssential),
		occupationskill.HasOccupationWith(occupation.SchemeEQ(enum.OccupationISCO), occupation.CodeIn(groups...)))
	seen := map[string]bool{}
	for _, t := range more {
		if !seen[t.SkillID] {
			seen[t.SkillID] = true
			ties = append(ties, t)
		}
	}
	return ties, err
}

// provable are the skills that a published micro-credential asserts.
func (s *Service) provable(ctx context.Context, ties []*db.OccupationSkill) (map[string]bool, error) {
	skills := codesOf(ties, func(t *db.OccupationSkill) string { return t.SkillID })
	rows, err := s.DB.VersionCompetency.Query().Where(versioncompetency.SkillIDIn(skills...),
		versioncompetency.HasVersionWith(microcredentialversion.HasMicroCredentialWith(microcredential.StatusEQ(enum.Published)))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find what proves skills: %w", err)
	}
	out := map[string]bool{}
	for _, row := range rows {
		out[row.SkillID] = true
	}
	return out, nil
}

func requirementOf(t *db.OccupationSkill, row *db.Occupation, most int, musts bool) OccupationRequirement {
	source := RequirementSource{Kind: SourceFramework, Relation: t.Relation, Tasks: t.Tasks}
	if f := tiedBy(t); f != nil {
		source.Framework, source.Release = f.ID, f.Version
	}
	if t.OccupationID != row.ID && t.Edges.Occupation != nil {
		source.Through = t.Edges.Occupation.Code
	}
	out := OccupationRequirement{Skill: t.SkillID, Strength: 100, Required: musts, Sources: []RequirementSource{source}}
	if t.Relation == enum.RelationActivity {
		out.Strength, out.Required = 100*t.Tasks/most, false
	}
	return out
}

// tiedBy is the framework that says so: activities are O*NET's own skills; that a
// skill is essential is said by whoever describes the occupation.
func tiedBy(t *db.OccupationSkill) *db.Framework {
	if t.Relation == enum.RelationActivity && t.Edges.Skill != nil {
		return t.Edges.Skill.Edges.Framework
	}
	if t.Edges.Occupation != nil {
		return t.Edges.Occupation.Edges.Framework
	}
	return nil
}
