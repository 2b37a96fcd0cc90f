package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skillrelation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RelateSkills stores relations between skills that are stored: of the framework
// first, else of another one. Results stand in the order of the inputs.
func (s *SkillImporter) RelateSkills(ctx context.Context, framework string, in []RelationInput) (results []ItemResult, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		results, err = relateSkills(ctx, tx, framework, in)
		return err
	})
	return results, err
}

// relation is a relation between ids, as one compares it.
type relation struct {
	from, to string
	kind     enum.RelationKind
}

func relateSkills(ctx context.Context, tx *db.Client, framework string, in []RelationInput) ([]ItemResult, error) {
	ids, err := skillIDs(ctx, tx, framework, in)
	if err != nil {
		return nil, err
	}
	stored, err := storedRelations(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var rows []*db.SkillRelation
	results := make([]ItemResult, len(in))
	for i, input := range in {
		r := relation{ids[input.From], ids[input.To], enum.RelationKind(input.Kind)}
		switch {
		case r.from == "":
			results[i] = ItemResult{OutcomeSkipped, "missing_skill", "the narrower or first skill is not here"}
		case r.to == "":
			results[i] = ItemResult{OutcomeSkipped, "missing_skill", "the broader or second skill is not here"}
		case r.from == r.to:
			results[i] = ItemResult{OutcomeSkipped, "self_relation", "a skill can't relate to itself"}
		case stored[r]:
			results[i].Outcome = OutcomeUnchanged
		default:
			results[i].Outcome, stored[r] = OutcomeCreated, true
			rows = append(rows, &db.SkillRelation{FromID: r.from, ToID: r.to, Kind: r.kind})
		}
	}
	if err := store.Insert(ctx, tx, rows); err != nil {
		return nil, err
	}
	return results, nil
}

// skillIDs finds the skills that the relations name.
func skillIDs(ctx context.Context, tx *db.Client, framework string, in []RelationInput) (map[string]string, error) {
	uris := make([]string, 0, 2*len(in))
	for _, r := range in {
		uris = append(uris, r.From, r.To)
	}
	slices.Sort(uris)
	list, err := tx.Skill.Query().
		Where(skill.URIIn(slices.Compact(uris)...)).
		Order(skill.ByID()).
		Select(skill.FieldID, skill.FieldURI, skill.FieldFrameworkID).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look skills up: %w", err)
	}
	ids := make(map[string]string, len(list))
	for _, record := range list {
		if _, found := ids[record.URI]; !found || record.FrameworkID == framework {
			ids[record.URI] = record.ID
		}
	}
	return ids, nil
}

func storedRelations(ctx context.Context, tx *db.Client, ids map[string]string) (map[relation]bool, error) {
	list := make([]string, 0, len(ids))
	for _, key := range ids {
		list = append(list, key)
	}
	slices.Sort(list)
	stored := map[relation]bool{}
	found, err := tx.SkillRelation.Query().Where(skillrelation.FromIDIn(list...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load relations: %w", err)
	}
	for _, r := range found {
		stored[relation{r.FromID, r.ToID, r.Kind}] = true
	}
	return stored, nil
}
