package interop

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

func TestRealESCOIsReadWhole(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	report, err := Import(t.Context(), "esco", []string{filepath.Join(realESCO(t), "v1.0")}, Sinks{Skills: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// 13 rows of the English file have no label: their skills are Spanish only.
	languages := map[string]int{}
	types := map[string]int{}
	for _, s := range sink.skills {
		types[s.Type]++
		if s.Type == catalog.SkillTypeGroup {
			continue
		}
		for _, text := range s.Texts {
			languages[text.Language]++
		}
	}
	if diff := cmp.Diff(map[string]int{"en": 13485 - 13, "es": 13485}, languages); diff != "" {
		t.Errorf("labels per language differ (-want +got):\n%s", diff)
	}
	if got := types[typeSkill] + types[typeKnowledge]; got != 13485 || types[catalog.SkillTypeGroup] != 17 {
		t.Errorf("%d skills and %d groups, want 13485 and 17", got, types[catalog.SkillTypeGroup])
	}
	if report.Codes["no_label"] != 13 {
		t.Errorf("no_label noted %d times, want 13", report.Codes["no_label"])
	}
	// Of 7,161 rows, 155 state once more what another says, with another type.
	if diff := cmp.Diff(Counts{Read: 7161, Created: 7161 - 155, Skipped: 155}, report.Relations); diff != "" {
		t.Errorf("relations differ (-want +got):\n%s", diff)
	}
	if !report.OK() {
		t.Error("not OK")
	}
}

func TestRealSpanishLabelsAreAllThere(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	if _, err := Import(t.Context(), "esco", []string{filepath.Join(realESCO(t), "v1.0")}, Sinks{Skills: sink}, Options{}); err != nil {
		t.Fatal(err)
	}
	with := 0
	for _, s := range sink.skills {
		for _, text := range s.Texts {
			if s.Type == catalog.SkillTypeGroup || text.Language != "es" {
				continue
			}
			if len(text.Alternative) > 0 {
				with++
			}
			if slices.Contains(text.Alternative, text.Label) {
				t.Errorf("%s: an alternative label repeats %q", s.URI, text.Label)
			}
		}
	}
	// 8,795 rows have alternative labels; some only repeat the preferred one.
	if with < 8780 || with > 8795 {
		t.Errorf("%d skills have alternative labels", with)
	}
}

func TestRealReleasesTogetherFormOneGraph(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	report, err := Import(t.Context(), "esco", []string{realESCO(t)}, Sinks{Skills: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// v1.1 has 673 groups, 17 of which v1.0 has too.
	if got := len(sink.skills); got != 13485+673 {
		t.Errorf("%d skills and groups, want %d", got, 13485+673)
	}
	if n := report.Codes["missing_skill"] + report.Codes["circle"]; n != 0 {
		t.Errorf("%d relations fell out", n)
	}
	const base = "http://data.europa.eu/esco/skill/"
	if !sink.relations[catalog.RelationInput{From: base + "S6.2", To: base + "S6", Kind: taxonomy.Broader}] {
		t.Error("group S6 is not broader than S6.2")
	}
}
