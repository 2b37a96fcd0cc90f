package interop

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

func TestFilesThatAreNotReadAreListed(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{
		"skills_en.csv":                file("conceptUri,preferredLabel\nx:1,one\n"),
		"occupations_en.csv":           file("conceptUri\n"),
		"notes.txt":                    file("hello"),
		"derived_isco_skills_flat.csv": file("isco08_code\n"),
	}
	report, err := Esco(t.Context(), dir, newMemory(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range report.Files {
		got[f.Name] = f.NotRead
	}
	want := map[string]string{
		"skills_en.csv": "", "occupations_en.csv": "holds no skills",
		"notes.txt": "not a CSV file", "derived_isco_skills_flat.csv": "holds no skills",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestFileWithoutARequiredColumnIsRefusedAndTheRestRead(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{
		"skills_en.csv": file("conceptUri,label\nx:1,one\n"),
		"skills_es.csv": file("conceptUri,preferredLabel\nx:1,uno\n"),
	}
	sink := newMemory()
	report, err := Esco(t.Context(), dir, sink, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := report.Files[0].NotRead, "the file lacks the column preferredLabel; its columns are: conceptUri, label"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if report.OK() || len(sink.skills) != 1 {
		t.Errorf("OK %v with %d skills; want an error and the Spanish skill", report.OK(), len(sink.skills))
	}
}

func TestOtherToolsColumnsAreRead(t *testing.T) {
	t.Parallel()
	dir := fstest.MapFS{"skills_en.csv": file("Concept_URI;Title;alt_labels;extra\nx:1;one;uno;?\n")}
	sink := newMemory()
	_, err := Esco(t.Context(), dir, sink, Options{Columns: map[string]string{"title": "preferredLabel"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []catalog.SkillText{{Language: "en", Label: "one", Alternative: []string{"uno"}}}
	if diff := cmp.Diff(want, sink.skills["x:1"].Texts); diff != "" {
		t.Errorf("texts differ (-want +got):\n%s", diff)
	}
}

func TestRegionalFileSpeaksForItsLanguageWhenAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ names, want string }{
		{"skills_en-us.csv", "en"},
		{"skills_EN.csv", "en"},
		{"skills_en-us.csv skills_en.csv", "en en-us"},
		{"skills_en-us.csv skills_en-gb.csv", "en-gb en-us"},
		{"skills_sr-latn.csv", "sr-latn"},
		{"skills.csv", "en"},
	} {
		dir := fstest.MapFS{}
		for _, name := range strings.Fields(c.names) {
			dir[name] = file("conceptUri,preferredLabel\nx:1,one\n")
		}
		sink := newMemory()
		if _, err := Esco(t.Context(), dir, sink, Options{}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, text := range sink.skills["x:1"].Texts {
			got = append(got, text.Language)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.names, got, c.want)
		}
	}
}

func TestReleaseComesFromTheNearestFolder(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"esco/v1.0/skills_en.csv": "1.0",
		"ESCO dataset - v1.2.0 - classification - en - csv/skills_en.csv": "1.2.0",
		"esco_v1.1.1.zip/skills_en.csv":                                   "1.1.1",
		"v1.0/1.1/skills_en.csv":                                          "1.1",
		"downloads/skills_en.csv":                                         "9",
	} {
		if got := releaseOf(name, Options{Release: "9"}); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestNothingToImportIsAnError(t *testing.T) {
	t.Parallel()
	_, err := Esco(t.Context(), fstest.MapFS{"readme.txt": file("")}, newMemory(), Options{})
	if err == nil || !strings.Contains(err.Error(), "skills_<language>.csv") {
		t.Errorf("got %v, want an error that names the files expected", err)
	}
	_, err = Import(t.Context(), "excel", nil, Sinks{}, Options{})
	if err == nil || !strings.Contains(err.Error(), "esco") {
		t.Errorf("got %v, want an error that lists the formats", err)
	}
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	t.Parallel()
	var last, total int64
	_, err := Import(t.Context(), "esco", []string{"testdata/esco"}, Sinks{Skills: newMemory()}, Options{
		Now:      time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Progress: func(done, all int64) { last, total = done, all },
	})
	if err != nil || last != total || total == 0 {
		t.Errorf("ended at %d of %d, error %v", last, total, err)
	}
}
