package search

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAnalysisBringsInflectionsTogether(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"Welding", "weldings", "welds"},
		{"NIÑOS", "nino", "niño"},
		{"Trabajadores", "trabajador", "trabajadora"},
		{"operación", "operaciones", "Operacion"},
		{"child's", "child"},
		{"C++", "the c++", "C++,"},
	} {
		for _, text := range same[1:] {
			if diff := cmp.Diff(Analyze(same[0]), Analyze(text)); diff != "" {
				t.Errorf("%q and %q:\n%s", same[0], text, diff)
			}
		}
	}
	for _, pair := range [][2]string{{"C", "C++"}, {"weld", "wild"}} {
		if cmp.Equal(Analyze(pair[0]), Analyze(pair[1])) {
			t.Errorf("%q and %q are one: %v", pair[0], pair[1], Analyze(pair[0]))
		}
	}
	if got := Analyze("the of y los"); got != nil {
		t.Errorf("stop words leave %v", got)
	}
}

// someTexts is a small catalog of skills and two other texts.
func someTexts() []Text {
	skill := func(id, scope string, labels ...Label) Text { return Text{id, TextOccupation, scope, labels} }
	p := func(text string) Label { return Label{LabelPreferred, text} }
	return []Text{
		skill("s1", "esco", p("operate forklift"), p("manejar carretillas elevadoras"), Label{LabelAlternative, "drive forklift"}, Label{LabelHidden, "forkliftt driving"}),
		skill("s2", "esco", p("forklift"), Label{LabelDescription, "A truck that lifts."}),
		skill("s3", "nace", p("forklift safety rules")),
		skill("s4", "esco", p("weld metal"), p("soldar metales"), Label{LabelDescription, "Join pieces, never near a forklift."}),
		skill("s5", "esco", p("metal")),
		skill("s6", "nace", p("comunicación"), p("communication")),
		{"p1", TextPosting, "", []Label{p("Forklift operator")}},
	}
}

func textIndex(t *testing.T, texts []Text, perPage int) *Texts {
	t.Helper()
	x, err := OpenTexts(t.TempDir())
	check(t, err)
	t.Cleanup(func() { check(t, x.Close()) })
	check(t, x.Rebuild(t.Context(), func(context.Context) ([]Text, error) {
		n := min(perPage, len(texts))
		page := texts[:n]
		texts = texts[n:]
		return page, nil
	}, Position{"e", 1}))
	return x
}

func TestTextsAreFoundBestFirst(t *testing.T) {
	t.Parallel()
	x := textIndex(t, someTexts(), 2)
	for _, c := range []struct {
		search string
		scopes []string
		want   string
	}{
		{"forklift", nil, "s2 s3 s1 s4"},           // the name, its beginning, the word, a description's word
		{"FORKLIFTS", nil, "s2 s1 s3 s4"},          // another inflection is no longer the name
		{"forkl", nil, "s2 s3 s1"},                 // typed so far
		{"operate fork", nil, "s1"},                // the last word begun
		{"drive forklift", nil, "s1"},              // another name
		{"forkliftt driving", nil, "s1"},           // a hidden one
		{"forklfit", nil, "s2 s1 s3"},              // misspelled
		{"carretilla", nil, "s1"},                  // Spanish, inflected
		{"comunicacion", nil, "s6"},                // no accent typed
		{"metal", nil, "s5 s4"},                    // exact first
		{"welding metals", nil, "s4"},              // all words; those with some are left out
		{"weld forklift", nil, "s4"},               // name and description
		{"forklift safety", nil, "s3"},             // the beginning of a name
		{"forklift", []string{"nace"}, "s3"},       // a framework
		{"forklift", []string{"none"}, ""},         // an unknown one
		{"zebra", nil, ""},                         // nothing
		{"", nil, ""},                              // nothing asked
		{"the", nil, ""},                           // a stop word that begins nothing
		{"metal zebra lion giraffe", nil, "s5 s4"}, // a long search takes some of its words
	} {
		got, err := x.Search(t.Context(), TextQuery{Search: c.search, Kind: TextOccupation, Scopes: c.scopes, First: 10})
		check(t, err)
		if diff := cmp.Diff(c.want, ids(got)); diff != "" {
			t.Errorf("%q: found (-want +got):\n%s\n%+v", c.search, diff, got.Hits)
		}
		if got.Total != len(got.Hits) {
			t.Errorf("%q: total %d of %d hits", c.search, got.Total, len(got.Hits))
		}
	}
}

func ids(r *TextResult) string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.ID)
	}
	return strings.Join(all, " ")
}

func TestTextPagesFollowOneAnother(t *testing.T) {
	t.Parallel()
	x := textIndex(t, someTexts(), 3)
	q := TextQuery{Search: "forklift", Kind: TextOccupation, First: 1}
	var paged []string
	for {
		page, err := x.Search(t.Context(), q)
		check(t, err)
		if page.Total != 4 {
			t.Errorf("total %d after %v, want 4", page.Total, q.After)
		}
		if len(page.Hits) == 0 {
			break
		}
		paged = append(paged, page.Hits[0].ID)
		q.After = &page.Hits[0]
	}
	if got := strings.Join(paged, " "); got != "s2 s3 s1 s4" {
		t.Errorf("pages: %s", got)
	}
}

// TestTextOrderDoesNotDependOnLayout compares a rebuilt index with one of many
// segments, updates and deletions.
func TestTextOrderDoesNotDependOnLayout(t *testing.T) {
	t.Parallel()
	rebuilt := textIndex(t, someTexts(), 100)
	live := textIndex(t, nil, 1)
	gone := Text{ID: "s0", Kind: TextOccupation, Labels: []Label{{LabelPreferred, "forklift forklift metal"}}}
	check(t, live.Apply(t.Context(), append(someTexts(), gone), nil, Position{"e", 2}))
	for i, text := range someTexts() {
		check(t, live.Apply(t.Context(), []Text{text}, []string{"s0"}, Position{"e", int64(3 + i)}))
	}
	for _, search := range []string{"forklift", "metal", "operate", "f", "wald"} {
		q := TextQuery{Search: search, Kind: TextOccupation, First: 10}
		want, err := rebuilt.Search(t.Context(), q)
		check(t, err)
		got, err := live.Search(t.Context(), q)
		check(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-rebuilt +live):\n%s", search, diff)
		}
	}
}

// TestEscoIsFoundAsPeopleTypeIt indexes the 13,485 skills in both languages.
func TestEscoIsFoundAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	if raceDetected {
		t.Skip("the race detector makes it slow, and nothing is shared")
	}
	texts := readEsco(t)
	started := time.Now()
	x := textIndex(t, texts, rebuildPage)
	t.Logf("%d skills indexed in %v", len(texts), time.Since(started))
	for search, want := range map[string]string{
		"operate forklift":    "operate forklift",
		"soldar":              "solder",
		"comunicacion":        "communication",
		"javascr":             "JavaScript",
		"manage musical staf": "manage musical staff",
		"custmer service":     "customer service",
	} {
		started := time.Now()
		found, err := x.Search(t.Context(), TextQuery{Search: search, Kind: TextOccupation, First: 10})
		check(t, err)
		took := time.Since(started)
		var names []string
		for _, h := range found.Hits {
			names = append(names, nameOf(texts, h.ID))
		}
		t.Logf("%q: %d in %v: %q", search, found.Total, took, names)
		if !strings.Contains(strings.ToLower(strings.Join(names, "|")), strings.ToLower(want)) {
			t.Errorf("%q does not find %q among its first ten: %q", search, want, names)
		}
	}
}

func nameOf(texts []Text, id string) string {
	for _, t := range texts {
		if t.ID == id {
			return t.Labels[0].Text
		}
	}
	return ""
}

func readEsco(t *testing.T) []Text {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "data", "esco", "v1.0")
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		t.Skip("ESCO's files are not beside the repository")
	}
	at := map[string]int{}
	var texts []Text
	for _, name := range []string{"skills_en-us.csv", "skills_es.csv"} {
		file, err := os.Open(filepath.Join(dir, name))
		check(t, err)
		rows := csv.NewReader(file)
		for {
			row, err := rows.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			check(t, err)
			if row[0] == "conceptType" {
				continue
			}
			if _, ok := at[row[1]]; !ok {
				at[row[1]] = len(texts)
				texts = append(texts, Text{ID: row[1], Kind: TextOccupation, Scope: "esco"})
			}
			text := &texts[at[row[1]]]
			text.Labels = append(text.Labels, Label{LabelPreferred, row[4]}, Label{LabelDescription, row[6]})
			for alternative := range strings.Lines(row[5]) {
				text.Labels = append(text.Labels, Label{LabelAlternative, strings.TrimSpace(alternative)})
			}
		}
		check(t, file.Close())
	}
	return texts
}
