package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/framework"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skillrelation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SkillsInput asks for a list of skills.
type SkillsInput struct {
	Search string
	// Language is that of the answer: whatever language the words are in.
	Language string
	// Framework keeps the skills of one framework; nil keeps all.
	Framework *string
	Page      page.Args
}

// FrameworksByID gives the frameworks that exist.
func (s *Service) FrameworksByID(ctx context.Context, ids []string) (map[string]*db.Framework, error) {
	rows, err := s.DB.Framework.Query().Where(framework.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load frameworks: %w", err)
	}
	return byID(rows, func(row *db.Framework) string { return row.ID }), nil
}

// Frameworks lists the frameworks by name.
func (s *Service) Frameworks(ctx context.Context) ([]*db.Framework, error) {
	rows, err := s.DB.Framework.Query().Order(framework.ByName(), framework.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list frameworks: %w", err)
	}
	return rows, nil
}

// SkillsByID gives the skills that exist, with their labels.
func (s *Service) SkillsByID(ctx context.Context, ids []string) (map[string]*db.Skill, error) {
	rows, err := s.DB.Skill.Query().Where(skill.IDIn(ids...)).WithLabels().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills: %w", err)
	}
	return byID(rows, func(row *db.Skill) string { return row.ID }), nil
}

// BroaderBySkill gives the skills one step broader than each skill, with their
// labels, by name.
func (s *Service) BroaderBySkill(ctx context.Context, ids []string) (map[string][]*db.Skill, error) {
	rows, err := s.DB.SkillRelation.Query().
		Where(skillrelation.FromIDIn(ids...), skillrelation.KindEQ(enum.RelationBroader)).
		Order(skillrelation.ByToField(skill.FieldName), skillrelation.ByToID()).
		WithTo(func(q *db.SkillQuery) { q.WithLabels() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load broader skills: %w", err)
	}
	out := make(map[string][]*db.Skill, len(ids))
	for _, row := range rows {
		out[row.FromID] = append(out[row.FromID], row.Edges.To)
	}
	return out, nil
}

// Skills lists skills with their labels: with words best match first, else by
// name. Deprecated ones are left out, and groups, which nobody holds. Total counts
// them all; of those that words find, as many as are looked at.
func (s *Service) Skills(ctx context.Context, in SkillsInput) (page.Page[FoundSkill], error) {
	none := page.Page[FoundSkill]{}
	scope, err := startList(ctx, in.Search, in.Page, "skills", in.Framework)
	if err != nil {
		return none, err
	}
	if !blank(in.Search) {
		return s.searchSkills(ctx, in, scope)
	}
	p, err := s.skillsByName(ctx, in, scope)
	return page.Map(p, func(row *db.Skill) FoundSkill { return FoundSkill{Skill: row} }), err
}

func (s *Service) skillsByName(ctx context.Context, in SkillsInput, scope string) (page.Page[*db.Skill], error) {
	none := page.Page[*db.Skill]{}
	where := offered()
	if in.Framework != nil {
		where = append(where, skill.FrameworkID(*in.Framework))
	}
	total, err := s.DB.Skill.Query().Where(where...).Count(ctx)
	if err != nil {
		return none, fmt.Errorf("count skills: %w", err)
	}
	after, err := s.afterName(scope, in.Page.After)
	if err != nil {
		return none, err
	}
	if after != nil {
		where = append(where, store.After[predicate.Skill](skill.FieldName, skill.FieldID)(after.name, after.id))
	}
	rows, err := s.DB.Skill.Query().Where(where...).WithLabels().
		Order(skill.ByName(), skill.ByID()).Limit(in.Page.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list skills: %w", err)
	}
	p := page.Cut(rows, in.Page, s.Cursors, scope, func(row *db.Skill) []string { return []string{row.Name, row.ID} })
	p.Total = &total
	return p, nil
}

// offered keeps the skills that one may ask for and find.
func offered() []predicate.Skill {
	return []predicate.Skill{
		skill.StatusEQ(enum.SkillActive),
		skill.Or(skill.TypeIsNil(), skill.TypeNEQ(SkillTypeGroup)),
	}
}
