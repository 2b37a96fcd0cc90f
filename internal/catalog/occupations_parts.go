package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/db/occupationtask"
	"github.com/stackmatch/stackmatch/ent/db/occupationtitle"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SetTitles replaces titles of occupations: for each occupation, language and kind
// that is given, those given stand afterwards, and no others. Results stand in the
// order of the inputs.
func (s *SkillImporter) SetTitles(ctx context.Context, scheme enum.OccupationScheme, in []TitleInput) (results []ItemResult, err error) {
	type key struct {
		occupation, language string
		kind                 enum.LabelKind
		text                 string
	}
	return s.setParts(ctx, scheme, codesOf(in, func(t TitleInput) string { return t.Code }), func(ctx context.Context, tx *db.Client, ids map[string]string) ([]ItemResult, error) {
		rows, err := tx.OccupationTitle.Query().Where(occupationtitle.OccupationIDIn(valuesOf(ids)...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load titles: %w", err)
		}
		type group struct {
			occupation, language string
			kind                 enum.LabelKind
		}
		given := map[group]bool{}
		for _, t := range in {
			given[group{ids[t.Code], t.Language, t.Kind}] = true
		}
		r := newReplacement[key]()
		for _, row := range rows {
			if given[group{row.OccupationID, row.Language, row.Kind}] {
				r.stored[key{row.OccupationID, row.Language, row.Kind, row.Text}] = row.ID
			}
		}
		results := make([]ItemResult, len(in))
		var made []*db.OccupationTitle
		for i, t := range in {
			if results[i] = r.take(ids[t.Code], key{ids[t.Code], t.Language, t.Kind, t.Text}); results[i].Outcome == OutcomeCreated {
				made = append(made, &db.OccupationTitle{OccupationID: ids[t.Code], Language: t.Language, Kind: t.Kind, Text: t.Text})
			}
		}
		for some := range slices.Chunk(r.dropped(), idsPerDelete) {
			if _, err := tx.OccupationTitle.Delete().Where(occupationtitle.IDIn(some...)).Exec(ctx); err != nil {
				return nil, fmt.Errorf("drop titles: %w", err)
			}
		}
		return results, store.Insert(ctx, tx, made)
	})
}

// SetTasks replaces the tasks of the occupations that are given. Results stand in
// the order of the inputs.
func (s *SkillImporter) SetTasks(ctx context.Context, scheme enum.OccupationScheme, in []TaskInput) (results []ItemResult, err error) {
	type key struct {
		occupation, code, text string
		core                   bool
	}
	return s.setParts(ctx, scheme, codesOf(in, func(t TaskInput) string { return t.Code }), func(ctx context.Context, tx *db.Client, ids map[string]string) ([]ItemResult, error) {
		rows, err := tx.OccupationTask.Query().Where(occupationtask.OccupationIDIn(valuesOf(ids)...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load tasks: %w", err)
		}
		r := newReplacement[key]()
		for _, row := range rows {
			r.stored[key{row.OccupationID, row.Code, row.Text, row.Core}] = row.ID
		}
		results := make([]ItemResult, len(in))
		var made []*db.OccupationTask
		codes := map[[2]string]bool{}
		for i, t := range in {
			owner := ids[t.Code]
			if owner != "" && codes[[2]string{owner, t.Task}] {
				results[i] = repeatedPart
				continue
			}
			codes[[2]string{owner, t.Task}] = true
			if results[i] = r.take(owner, key{owner, t.Task, t.Text, t.Core}); results[i].Outcome == OutcomeCreated {
				made = append(made, &db.OccupationTask{OccupationID: owner, Code: t.Task, Text: t.Text, Core: t.Core})
			}
		}
		for some := range slices.Chunk(r.dropped(), idsPerDelete) {
			if _, err := tx.OccupationTask.Delete().Where(occupationtask.IDIn(some...)).Exec(ctx); err != nil {
				return nil, fmt.Errorf("drop tasks: %w", err)
			}
		}
		return results, store.Insert(ctx, tx, made)
	})
}

// TieSkills replaces the skills of occupations: for each occupation and relation
// that is given, those given stand afterwards. Skills are looked up in the
// framework first, else in another one. Results stand in the order of the inputs.
func (s *SkillImporter) TieSkills(ctx context.Context, framework string, scheme enum.OccupationScheme, in []TieInput) (results []ItemResult, err error) {
	return s.setParts(ctx, scheme, codesOf(in, func(t TieInput) string { return t.Code }), func(ctx context.Context, tx *db.Client, ids map[string]string) ([]ItemResult, error) {
		skills, err := skillsByURI(ctx, tx, framework, in)
		if err != nil {
			return nil, err
		}
		r, err := storedTies(ctx, tx, ids, in)
		if err != nil {
			return nil, err
		}
		results := make([]ItemResult, len(in))
		var made []*db.OccupationSkill
		pairs := map[tie]bool{}
		for i, t := range in {
			owner := ids[t.Code]
			pair := tie{occupation: owner, skill: skills[t.Skill], relation: t.Relation}
			whole := pair
			whole.tasks, whole.inDemand = t.Tasks, t.InDemand
			switch {
			case owner != "" && pair.skill == "":
				results[i] = ItemResult{OutcomeSkipped, "missing_skill", "the skill is not here"}
			case owner != "" && pairs[pair]:
				results[i] = repeatedPart
			default:
				pairs[pair] = true
				if results[i] = r.take(owner, whole); results[i].Outcome == OutcomeCreated {
					made = append(made, &db.OccupationSkill{
						OccupationID: owner, SkillID: pair.skill, Relation: t.Relation, Tasks: t.Tasks, InDemand: t.InDemand,
					})
				}
			}
		}
		for some := range slices.Chunk(r.dropped(), idsPerDelete) {
			if _, err := tx.OccupationSkill.Delete().Where(occupationskill.IDIn(some...)).Exec(ctx); err != nil {
				return nil, fmt.Errorf("untie skills: %w", err)
			}
		}
		return results, store.Insert(ctx, tx, made)
	})
}

// tie is a skill of an occupation, as one compares it.
type tie struct {
	occupation, skill string
	relation          enum.OccupationRelation
	tasks             int
	inDemand          bool
}

// storedTies are those that the inputs replace.
func storedTies(ctx context.Context, tx *db.Client, ids map[string]string, in []TieInput) (*replacement[tie], error) {
	given := map[tie]bool{}
	for _, t := range in {
		given[tie{occupation: ids[t.Code], relation: t.Relation}] = true
	}
	rows, err := tx.OccupationSkill.Query().Where(occupationskill.OccupationIDIn(valuesOf(ids)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load skills of occupations: %w", err)
	}
	r := newReplacement[tie]()
	for _, row := range rows {
		if given[tie{occupation: row.OccupationID, relation: row.Relation}] {
			r.stored[tie{row.OccupationID, row.SkillID, row.Relation, row.Tasks, row.InDemand}] = row.ID
		}
	}
	return r, nil
}

func skillsByURI(ctx context.Context, tx *db.Client, framework string, in []TieInput) (map[string]string, error) {
	uris := codesOf(in, func(t TieInput) string { return t.Skill })
	ids := make(map[string]string, len(uris))
	for some := range slices.Chunk(uris, idsPerStatement) {
		rows, err := tx.Skill.Query().Where(skill.URIIn(some...)).Order(skill.ByID()).
			Select(skill.FieldID, skill.FieldURI, skill.FieldFrameworkID).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("look skills up: %w", err)
		}
		for _, row := range rows {
			if _, found := ids[row.URI]; !found || row.FrameworkID == framework {
				ids[row.URI] = row.ID
			}
		}
	}
	return ids, nil
}

// setParts runs a replacement of what belongs to occupations in one transaction,
// with the ids of those that are here by code.
func (s *SkillImporter) setParts(ctx context.Context, scheme enum.OccupationScheme, codes []string,
	set func(ctx context.Context, tx *db.Client, ids map[string]string) ([]ItemResult, error),
) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		ids := make(map[string]string, len(codes))
		for some := range slices.Chunk(codes, idsPerStatement) {
			rows, err := tx.Occupation.Query().Where(occupation.SchemeEQ(scheme), occupation.CodeIn(some...)).All(ctx)
			if err != nil {
				return fmt.Errorf("look occupations up: %w", err)
			}
			for _, row := range rows {
				ids[row.Code] = row.ID
			}
		}
		results, err = set(ctx, tx, ids)
		return err
	})
	return results, err
}

// replacement compares what stands with what is to stand.
type replacement[K comparable] struct {
	stored map[K]int
	wanted map[K]bool
}

func newReplacement[K comparable]() *replacement[K] {
	return &replacement[K]{stored: map[K]int{}, wanted: map[K]bool{}}
}

var (
	repeatedPart   = ItemResult{OutcomeSkipped, "repeated", "the row is given already; the first stands"}
	homelessPart   = ItemResult{OutcomeSkipped, "missing_occupation", "the occupation is not here"}
	unchangedPart  = ItemResult{Outcome: OutcomeUnchanged}
	newlyMadeParts = ItemResult{Outcome: OutcomeCreated}
)

// take says what becomes of an item of an occupation, which may be missing.
func (r *replacement[K]) take(owner string, k K) ItemResult {
	_, stands := r.stored[k]
	switch {
	case owner == "":
		return homelessPart
	case r.wanted[k]:
		return repeatedPart
	case stands:
		r.wanted[k] = true
		return unchangedPart
	}
	r.wanted[k] = true
	return newlyMadeParts
}

// dropped are the rows that are not to stand any more, in order.
func (r *replacement[K]) dropped() []int {
	var ids []int
	for k, row := range r.stored {
		if !r.wanted[k] {
			ids = append(ids, row)
		}
	}
	slices.Sort(ids)
	return ids
}

// codesOf lists what the items name, each once, sorted.
func codesOf[T any](items []T, code func(T) string) []string {
	codes := make([]string, len(items))
	for i, item := range items {
		codes[i] = code(item)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func valuesOf(ids map[string]string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
