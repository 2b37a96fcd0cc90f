package catalog_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/search/skillindex"
)

func TestSkillsAreFoundInWordsAsTheyStandNow(t *testing.T) {
	t.Parallel()
	k := newSkillKit(t)
	service := &catalog.Service{DB: k.db}
	found := func(words string) int {
		t.Helper()
		named := 0
		for _, h := range must(service.FindSkills(k.ctx, []skillindex.Query{{Text: words, Language: "en", Limit: 5}}))(t)[0] {
			if h.Coverage == 1 && h.Label.Text == words {
				named++
			}
		}
		return named
	}
	weld := catalog.SkillInput{URI: "https://skills.example/weld", Texts: []catalog.SkillText{{Language: "en", Label: "weld metal"}}}
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{weld}))(t)
	if got := found("weld metal"); got != 1 {
		t.Fatalf("it is found %d times", got)
	}
	grind := catalog.SkillInput{URI: "https://skills.example/grind", Texts: []catalog.SkillText{{Language: "en", Label: "grind stone"}}}
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{grind}))(t)
	if got := found("grind stone"); got != 1 {
		t.Errorf("one that came later is found %d times", got)
	}
	weld.Status = enum.SkillDeprecated
	must(k.importer.UpsertSkills(k.ctx, k.framework, []catalog.SkillInput{weld}))(t)
	if got := found("weld metal"); got != 0 {
		t.Errorf("one that nobody is to ask for any more is found %d times", got)
	}
}
