package interop

import (
	"context"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// memory is a SkillSink that keeps what it is given as the catalog does.
type memory struct {
	framework catalog.FrameworkInput
	skills    map[string]catalog.SkillInput
	relations map[catalog.RelationInput]bool
	batches   []int
	links     []catalog.CrosswalkInput
}

func newMemory() *memory {
	return &memory{skills: map[string]catalog.SkillInput{}, relations: map[catalog.RelationInput]bool{}}
}

func (m *memory) UpsertFramework(_ context.Context, in catalog.FrameworkInput) (string, error) {
	m.framework = in
	return "frm_1", nil
}

func (m *memory) UpsertSkills(_ context.Context, _ string, in []catalog.SkillInput) ([]catalog.ItemResult, error) {
	m.batches = append(m.batches, len(in))
	var results []catalog.ItemResult
	for _, s := range in {
		outcome := catalog.OutcomeCreated
		if old, ok := m.skills[s.URI]; ok {
			s.Texts = replaceTexts(old.Texts, s.Texts)
			outcome = catalog.OutcomeUpdated
			if cmp.Equal(old, s) {
				outcome = catalog.OutcomeUnchanged
			}
		}
		m.skills[s.URI] = s
		results = append(results, catalog.ItemResult{Outcome: outcome})
	}
	return results, nil
}

func replaceTexts(old, given []catalog.SkillText) []catalog.SkillText {
	all := slices.Clone(given)
	for _, t := range old {
		if !slices.ContainsFunc(given, func(g catalog.SkillText) bool { return g.Language == t.Language }) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b catalog.SkillText) int { return strings.Compare(a.Language, b.Language) })
	return all
}

func (m *memory) RelateSkills(_ context.Context, _ string, in []catalog.RelationInput) ([]catalog.ItemResult, error) {
	var results []catalog.ItemResult
	for _, r := range in {
		_, from := m.skills[r.From]
		_, to := m.skills[r.To]
		result := catalog.ItemResult{Outcome: catalog.OutcomeCreated}
		switch {
		case !from || !to:
			result = catalog.ItemResult{Outcome: catalog.OutcomeSkipped, Code: "missing_skill", Message: "one of the two isn't there"}
		case m.relations[r]:
			result.Outcome = catalog.OutcomeUnchanged
		default:
			m.relations[r] = true
		}
		results = append(results, result)
	}
	return results, nil
}

func (m *memory) AddCrosswalks(_ context.Context, in []catalog.CrosswalkInput) ([]catalog.ItemResult, error) {
	m.links = append(m.links, in...)
	return created(len(in)), nil
}

// created says that everything was.
func created(n int) []catalog.ItemResult {
	return slices.Repeat([]catalog.ItemResult{{Outcome: catalog.OutcomeCreated}}, n)
}
