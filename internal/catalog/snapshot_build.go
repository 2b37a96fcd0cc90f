package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
	"github.com/stackmatch/stackmatch/search"
)

// build reads the catalog for matching: every version that was published, the
// current rules of stacks, and how skills relate.
func (s *Service) build(ctx context.Context) (*matching.Catalog, error) {
	versions, err := s.matchingVersions(ctx)
	if err != nil {
		return nil, err
	}
	stacks, err := s.matchingStacks(ctx)
	if err != nil {
		return nil, err
	}
	relations, err := s.relations(ctx)
	if err != nil {
		return nil, err
	}
	c, err := matching.NewCatalog(versions, stacks, taxonomy.New(relations))
	if err != nil {
		return nil, fmt.Errorf("build catalog: %w", err)
	}
	return c, nil
}

func (s *Service) matchingVersions(ctx context.Context) ([]matching.Version, error) {
	// Unlisted ones too: their awards do not count, and are explained.
	known := microcredential.Or(microcredential.StatusNEQ(enum.Draft), unlisted())
	credentials, err := s.DB.MicroCredential.Query().Where(known).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
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
		return nil, fmt.Errorf("load versions: %w", err)
	}
	words, err := s.skillWords(ctx, rows)
	if err != nil {
		return nil, err
	}
	versions := make([]matching.Version, len(rows))
	for i, row := range rows {
		versions[i] = matchingVersion(row, words)
		versions[i].Current = awarded[row.ID]
		if !listed[row.MicroCredentialID] {
			// What strangers write weighs nobody's words.
			versions[i].Words = nil
		}
	}
	return versions, nil
}

func matchingVersion(row *db.MicroCredentialVersion, skills map[string]map[string]int) matching.Version {
	v := matching.Version{ID: row.ID, Credential: row.MicroCredentialID, Words: map[string]int{}}
	for _, texts := range []text.Localized{row.Title, row.Description, row.Competency, row.Criteria, row.HolderCan} {
		for _, words := range texts {
			count(v.Words, words)
		}
	}
	for _, c := range row.Edges.Competencies {
		v.Pairs = append(v.Pairs, matching.Pair{Skill: c.SkillID, Level: matching.Level(c.Level)})
		for word, n := range skills[c.SkillID] {
			v.Words[word] += n
		}
	}
	return v
}

// count adds the analyzed words of a text.
func count(words map[string]int, text string) {
	for _, word := range search.Analyze(text) {
		words[word]++
	}
}

// skillWords counts the words of the labels, in every language, of the skills
// that the versions assert: of all skills these are few.
func (s *Service) skillWords(ctx context.Context, versions []*db.MicroCredentialVersion) (map[string]map[string]int, error) {
	words := map[string]map[string]int{}
	for _, v := range versions {
		for _, c := range v.Edges.Competencies {
			words[c.SkillID] = map[string]int{}
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(words)), idsPerStatement) {
		labels, err := s.DB.SkillLabel.Query().Where(skilllabel.SkillIDIn(ids...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load labels of skills: %w", err)
		}
		for _, l := range labels {
			count(words[l.SkillID], l.Text)
		}
	}
	return words, nil
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
