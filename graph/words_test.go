package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// wordsAsked are what reads where the words of a search stand.
const wordsAsked = `totalCount nodes { awards { id } match { contributions { part points words { award { id } texts { field text language marks { start end words } } } } } }`

// markedOf is where words stand in what the candidates are shown to hold, each place
// once; awards that no row shows are told as such.
func markedOf(out answer, path ...any) []string {
	var all []string
	for i := range out.list(append(slices.Clone(path), "nodes")...) {
		at := func(more ...any) []any { return append(append(slices.Clone(path), "nodes", i), more...) }
		shown := map[string]bool{}
		for j := range out.list(at("awards")...) {
			shown[out.text(at("awards", j, "id")...)] = true
		}
		for c := range out.list(at("match", "contributions")...) {
			for a := range out.list(at("match", "contributions", c, "words")...) {
				words := func(more ...any) []any { return at(append([]any{"match", "contributions", c, "words", a}, more...)...) }
				if !shown[out.text(words("award", "id")...)] {
					all = append(all, "an award that is not shown")
				}
				for x := range out.list(words("texts")...) {
					said := fmt.Sprintf("%s %s:", out.text(words("texts", x, "field")...), out.text(words("texts", x, "text")...))
					for m := range out.list(words("texts", x, "marks")...) {
						said += " " + out.text(words("texts", x, "marks", m, "words")...)
					}
					all = append(all, said)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestWordsAboutCandidatesAreForWhomCandidatesAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := []string{
		"CRITERIA About Forklift: Forklift", "NAME Forklift: Forklift", "SKILL Conducir una carretilla elevadora: carretilla", "SKILL Drive a forklift: forklift",
	}
	for viewer, account := range viewers {
		mine := viewer == "employer"
		for search, kept := range map[string]string{"forklft": "orklift", "carretilla": "carretilla", "Geheim somebody": "-"} {
			var wanted []string
			for _, s := range want {
				if mine && strings.HasSuffix(s, kept) {
					wanted = append(wanted, s)
				}
			}
			out := w.ask(t, account, `query($id: ID!, $search: String) { posting(id: $id) { candidates(search: $search) { `+wordsAsked+` } } }`,
				map[string]any{"id": w.postings["Maker"], "search": search})
			if diff := cmp.Diff(wanted, markedOf(out, "posting", "candidates")); diff != "" {
				t.Errorf("%s reads, of %q about a posting's candidates (-want +got):\n%s", viewer, search, diff)
			}
			if !mine {
				continue
			}
			out = w.get(t, account, `query($asks: [RequirementInput!]!, $search: String) { candidates(requirements: $asks, search: $search) { `+wordsAsked+` } }`,
				map[string]any{"asks": []any{w.asksSkill("Drive a forklift", 1)}, "search": search})
			if diff := cmp.Diff(wanted, markedOf(out, "candidates")); diff != "" {
				t.Errorf("%s reads, of %q asked without a posting (-want +got):\n%s", viewer, search, diff)
			}
		}
	}
}

func TestASearchBoxReadsSkillsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	importer := &catalog.SkillImporter{DB: w.app.Store.Client, IDs: w.app.Catalog.IDs}
	framework := w.app.Store.Client.Framework.Query().FirstIDX(w.ctx)
	_, err := importer.UpsertSkills(w.ctx, framework, []catalog.SkillInput{{
		URI: "urn:test:group", Type: catalog.SkillTypeGroup, Texts: []catalog.SkillText{{Language: "en", Label: "Logistics"}, {Language: "es", Label: "Logística"}},
	}})
	must(t, err)
	_, err = importer.RelateSkills(w.ctx, framework, []catalog.RelationInput{{From: "urn:test:Drive a forklift", To: "urn:test:group", Kind: taxonomy.Broader}})
	must(t, err)
	const ask = `query($s: String, $l: LanguageCode) { skills(search: $s, language: $l, first: 1) { totalCount
		edges { match { label language marks { start end words } } node { label path { label } } } } }`
	for _, c := range []struct{ viewer, search, language, label, path, match, marks string }{
		{"", "Drive a fork", "es", "Conducir una carretilla elevadora", "Logística", "Drive a forklift", "0-5 Drive, 8-12 fork"},
		{"employer", "carret", "en", "Drive a forklift", "Logistics", "Conducir una carretilla elevadora", "13-19 carret"},
		{"self", "primeros áux", "es", "Prestar primeros auxilios", "", "Prestar primeros auxilios", "8-16 primeros, 17-20 aux"},
	} {
		out := w.get(t, c.viewer, ask, map[string]any{"s": c.search, "l": c.language})
		at := func(more ...any) []any { return append([]any{"skills", "edges", 0}, more...) }
		var path, marks []string
		for i := range out.list(at("node", "path")...) {
			path = append(path, out.text(at("node", "path", i, "label")...))
		}
		for i := range out.list(at("match", "marks")...) {
			marks = append(marks, fmt.Sprintf("%d-%d %s", out.number(at("match", "marks", i, "start")...), out.number(at("match", "marks", i, "end")...), out.text(at("match", "marks", i, "words")...)))
		}
		got := [...]string{out.text(at("node", "label")...), strings.Join(path, " › "), out.text(at("match", "label")...), strings.Join(marks, ", ")}
		if diff := cmp.Diff([...]string{c.label, c.path, c.match, c.marks}, got); diff != "" {
			t.Errorf("%q in %s (-want +got):\n%s", c.search, c.language, diff)
		}
	}
	out := w.get(t, "", `{ skills(first: 1) { edges { match { label } } } }`, nil)
	if out.at("skills", "edges", 0, "match") != nil {
		t.Errorf("a list has matches: %s", out.raw)
	}
}
