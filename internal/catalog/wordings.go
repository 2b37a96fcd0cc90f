package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/search"
)

// Wordings are the catalog's texts as they stand now, as employers' words find them.
func (s *Service) Wordings(ctx context.Context) (*search.Wordings, error) {
	if _, err := s.Matching(ctx); err != nil {
		return nil, err
	}
	s.snapshot.mu.Lock()
	defer s.snapshot.mu.Unlock()
	return s.snapshot.wordings, nil
}

// versionTexts gathers the texts of versions, with the names of their skills in
// every language.
type versionTexts struct {
	own    []search.Wording
	labels map[string][]*db.SkillLabel
	counts map[string]map[string]int // of words, by skill
	skills map[string][]string       // versions by skill
}

// skillTexts loads the names of the skills that versions assert: of all skills these
// are few.
func (s *Service) skillTexts(ctx context.Context, versions []*db.MicroCredentialVersion, into *versionTexts) error {
	into.labels, into.counts, into.skills = map[string][]*db.SkillLabel{}, map[string]map[string]int{}, map[string][]string{}
	for _, v := range versions {
		for _, c := range v.Edges.Competencies {
			into.counts[c.SkillID] = map[string]int{}
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(into.counts)), idsPerStatement) {
		labels, err := s.DB.SkillLabel.Query().Where(skilllabel.SkillIDIn(ids...)).All(ctx)
		if err != nil {
			return fmt.Errorf("load labels of skills: %w", err)
		}
		for _, l := range labels {
			into.labels[l.SkillID] = append(into.labels[l.SkillID], l)
			count(into.counts[l.SkillID], l.Text)
		}
	}
	return nil
}

// add takes a version's texts, and counts their words.
func (t *versionTexts) add(row *db.MicroCredentialVersion) map[string]int {
	words := map[string]int{}
	for _, said := range sayings(row) {
		for _, one := range said.Variants {
			count(words, one.Text)
			t.own = append(t.own, search.Wording{Field: said.Field, Text: one.Text, Versions: []string{row.ID}})
		}
	}
	for _, c := range row.Edges.Competencies {
		t.skills[c.SkillID] = append(t.skills[c.SkillID], row.ID)
		for word, n := range t.counts[c.SkillID] {
			words[word] += n
		}
	}
	return words
}

// wordings are the texts of all that were added.
func (t *versionTexts) wordings() []search.Wording {
	all := t.own
	for _, skill := range slices.Sorted(maps.Keys(t.skills)) {
		for _, l := range sortedLabels(t.labels[skill]) {
			all = append(all, search.Wording{Field: search.WordingSkill, Text: l.Text, Versions: t.skills[skill]})
		}
	}
	return all
}

// count adds the analyzed words of a text.
func count(words map[string]int, text string) {
	for _, word := range search.Analyze(text) {
		words[word]++
	}
}

// sayings are a version's own texts.
func sayings(row *db.MicroCredentialVersion) []search.Saying {
	own := func(field search.WordingField, held text.Localized) search.Saying {
		said := search.Saying{Field: field}
		for _, language := range held.Languages() {
			said.Variants = append(said.Variants, search.Variant{Text: held[language], Language: language})
		}
		return said
	}
	return []search.Saying{
		own(search.WordingName, row.Title), own(search.WordingCriteria, row.HolderCan), own(search.WordingCriteria, row.Competency),
		own(search.WordingCriteria, row.Criteria), own(search.WordingCriteria, row.Description),
	}
}

// SayingsByVersion gives what everybody may read of versions: their own texts and the
// names to show of their skills. Those of micro-credentials that are not listed say
// nothing.
func (s *Service) SayingsByVersion(ctx context.Context, versions []string) (map[string][]search.Saying, error) {
	rows, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(versions...)).
		WithMicroCredential().WithCompetencies(func(q *db.VersionCompetencyQuery) {
		q.WithSkill(func(q *db.SkillQuery) { q.WithLabels() })
	}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	out := make(map[string][]search.Saying, len(rows))
	for _, row := range rows {
		if row.Edges.MicroCredential == nil || row.Edges.MicroCredential.Status == enum.Draft {
			continue
		}
		said := sayings(row)
		for _, c := range row.Edges.Competencies {
			if c.Edges.Skill != nil {
				said = append(said, namesOf(c.Edges.Skill))
			}
		}
		out[row.ID] = said
	}
	return out, nil
}

// namesOf are the names of a skill that may be shown, the preferred ones first.
func namesOf(row *db.Skill) search.Saying {
	said := search.Saying{Field: search.WordingSkill}
	for _, kind := range []enum.LabelKind{enum.LabelPreferred, enum.LabelAlternative} {
		for _, l := range sortedLabels(row.Edges.Labels) {
			if l.Kind == kind {
				said.Variants = append(said.Variants, search.Variant{Text: l.Text, Language: l.Language})
			}
		}
	}
	return said
}
