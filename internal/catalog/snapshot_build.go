package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
	"github.com/stackmatch/stackmatch/search"
)

// build reads the catalog for matching: every version that was published, the
// current rules of stacks, and how skills relate. The wordings are its texts.
func (s *Service) build(ctx context.Context) (*matching.Catalog, *search.Wordings, error) {
	versions, wordings, err := s.matchingVersions(ctx)
	if err != nil {
		return nil, nil, err
	}
	stacks, err := s.matchingStacks(ctx)
	if err != nil {
		return nil, nil, err
	}
	relations, err := s.relations(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err := matching.NewCatalog(versions, stacks, taxonomy.New(relations))
	if err != nil {
		return nil, nil, fmt.Errorf("build catalog: %w", err)
	}
	return c, search.NewWordings(wordings), nil
}

func (s *Service) matchingVersions(ctx context.Context) ([]matching.Version, []search.Wording, error) {
	// Unlisted ones too: their awards do not count, and are explained.
	known := microcredential.Or(microcredential.StatusNEQ(enum.Draft), unlisted())
	credentials, err := s.DB.MicroCredential.Query().Where(known).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	awarded := map[string]bool{} // versions that are awarded now
	listed := map[string]bool{}  // micro-credentials that everybody may know
	for _, row := range credentials {
		listed[row.ID] = row.Status != enum.Draft
		if row.Status == enum.Published && row.CurrentVersionID != nil {
			awarded[*row.CurrentVersionID] = true
		}
	}
	rows, err := s.DB.MicroCredentialVersion.Query().
		Where(microcredentialversion.HasMicroCredentialWith(known)).
		WithCompetencies().All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("load versions: %w", err)
	}
	texts := versionTexts{}
	if err := s.skillTexts(ctx, rows, &texts); err != nil {
		return nil, nil, err
	}
	versions := make([]matching.Version, len(rows))
	for i, row := range rows {
		versions[i] = matchingVersion(row)
		versions[i].Current = awarded[row.ID]
		// What strangers write weighs nobody's words.
		if listed[row.MicroCredentialID] {
			versions[i].Words = texts.add(row)
		}
	}
	return versions, texts.wordings(), nil
}

func matchingVersion(row *db.MicroCredentialVersion) matching.Version {
	v := matching.Version{ID: row.ID, Credential: row.MicroCredentialID}
	for _, c := range row.Edges.Competencies {
		v.Pairs = append(v.Pairs, matching.Pair{Skill: c.SkillID, Level: matching.Level(c.Level)})
	}
	return v
}

// idsPerStatement bounds one statement: both databases bound its parameters.
const idsPerStatement = 5_000

// matchingStacks reads the rules, of retired stacks too: what was
// completed stays so.
func (s *Service) matchingStacks(ctx context.Context) ([]matching.Stack, error) {
	rows, err := s.DB.Stack.Query().Where(stack.StatusNEQ(enum.Draft), stack.CurrentVersionIDNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	rules := map[string]map[string]matching.Rule{} // by version, by stack
	for some := range slices.Chunk(ids, idsPerStatement) {
		list, err := s.DB.StackVersion.Query().Where(stackversion.StackIDIn(some...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load versions of stacks: %w", err)
		}
		for _, v := range list {
			if rules[v.StackID] == nil {
				rules[v.StackID] = map[string]matching.Rule{}
			}
			if rules[v.StackID][v.ID], err = Rule(v); err != nil {
				return nil, err
			}
		}
	}
	stacks := make([]matching.Stack, len(rows))
	for i, row := range rows {
		if stacks[i], err = matchingStack(row, rules[row.ID]); err != nil {
			return nil, err
		}
	}
	return stacks, nil
}

// matchingStack is a stack with the rules of its versions, which it takes over.
func matchingStack(row *db.Stack, rules map[string]matching.Rule) (matching.Stack, error) {
	rule, is := rules[*row.CurrentVersionID]
	if !is {
		return matching.Stack{}, fmt.Errorf("stack %s: its current version %s is missing", row.ID, *row.CurrentVersionID)
	}
	delete(rules, *row.CurrentVersionID)
	made := matching.Stack{
		ID: row.ID, Rule: rule, Version: *row.CurrentVersionID, Former: rules, Keeps: row.Policy == enum.PolicyKeep,
	}
	if row.CertifiesID != nil {
		made.Certifies = *row.CertifiesID
	}
	return made, nil
}

func (s *Service) relations(ctx context.Context) ([]taxonomy.Relation, error) {
	rows, err := s.DB.SkillRelation.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load relations of skills: %w", err)
	}
	out := make([]taxonomy.Relation, len(rows))
	for i, row := range rows {
		out[i] = taxonomy.Relation{From: row.FromID, To: row.ToID, Kind: taxonomy.RelationKind(row.Kind)}
	}
	return out, nil
}
