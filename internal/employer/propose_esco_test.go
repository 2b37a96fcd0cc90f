package employer_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// sharedData is where ESCO and the sample ads are, on machines that have them.
var sharedData = filepath.Join("..", "..", "..", "shared", "data")

// rowsOf are those of a CSV file, by its columns.
func rowsOf(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedData, path))
	if err != nil {
		t.Skip("the sample data are not here:", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows := world.Must(r.ReadAll())(t)
	var out []map[string]string
	for _, row := range rows[1:] {
		values := map[string]string{}
		for i, name := range rows[0] {
			if i < len(row) {
				values[name] = row[i]
			}
		}
		out = append(out, values)
	}
	return out
}

// newESCO is a town whose catalog has ESCO's skills in two languages.
func newESCO(t testing.TB) *town {
	t.Helper()
	files := map[string]string{"en": "skills_en-us.csv", "es": "skills_es.csv"}
	byURI := map[string]*catalog.SkillInput{}
	var uris []string
	for _, language := range []string{"en", "es"} {
		for _, row := range rowsOf(t, filepath.Join("esco", "v1.0", files[language])) {
			uri, label := row["conceptUri"], strings.TrimSpace(row["preferredLabel"])
			if label == "" {
				continue
			}
			if byURI[uri] == nil {
				byURI[uri] = &catalog.SkillInput{URI: uri}
				uris = append(uris, uri)
			}
			text := catalog.SkillText{Language: language, Label: label}
			for _, other := range strings.Split(row["altLabels"], "\n") {
				if other = strings.TrimSpace(other); other != "" && other != label && !slices.Contains(text.Alternative, other) {
					text.Alternative = append(text.Alternative, other)
				}
			}
			byURI[uri].Texts = append(byURI[uri].Texts, text)
		}
	}
	v := newTown(t)
	importer := &catalog.SkillImporter{DB: v.World.DB(), IDs: v.World.IDs}
	framework := world.Must(importer.UpsertFramework(v.Ctx, catalog.FrameworkInput{Code: "esco", Name: "ESCO"}))(t)
	for some := range slices.Chunk(uris, 500) {
		var in []catalog.SkillInput
		for _, uri := range some {
			in = append(in, *byURI[uri])
		}
		world.Must(importer.UpsertSkills(v.Ctx, framework, in))(t)
	}
	return v
}

// longAd are real ads, one below the other, up to a number of words.
func longAd(t testing.TB, words int) string {
	t.Helper()
	var out []string
	for i, row := range rowsOf(t, filepath.Join("jobs", "emscad_postings.csv")) {
		if i%5 == 0 {
			out = append(out, "Responsibilities:\n"+row["description"]+"\nRequirements:\n"+row["requirements"])
		}
		if text := strings.Join(out, "\n"); len(strings.Fields(text)) >= words {
			fields := 0
			for at, r := range text {
				if r == ' ' || r == '\n' {
					if fields++; fields >= words {
						return text[:at]
					}
				}
			}
			return text
		}
	}
	t.Skip("there are too few ads")
	return ""
}

// BenchmarkProposeRequirements reads an ad of a thousand words over ESCO in two
// languages.
func BenchmarkProposeRequirements(b *testing.B) {
	v := newESCO(b)
	in := employer.ProposeInput{Text: longAd(b, 1000), Limit: 50}
	world.Must(v.ProposeRequirements(b.Context(), in))(b)
	var before, after syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		world.Must(v.ProposeRequirements(b.Context(), in))(b)
		n++
	}
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(after.Utime.Nano()-before.Utime.Nano()+after.Stime.Nano()-before.Stime.Nano())/float64(n)/1e6, "cpu-ms/op")
}

func TestSpanishAdsAreReadOverESCO(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("half a minute")
	}
	v := newESCO(t)
	for name, want := range map[string][]string{
		"administrativa": {"contabilidad", "utilizar hojas de cálculo"},
		"almacen":        {"emplear un sistema de gestión de almacenes"},
		"auxiliar":       {"primeros auxilios"},
		"programadora":   {"Python", "SQL", "JavaScript", "PostgreSQL", "inglés"},
		"soldador":       {"realizar soldaduras MIG", "inglés"},
	} {
		ad := world.Must(os.ReadFile(filepath.Join("..", "jobad", "testdata", "es", name+".txt")))(t)
		got := v.labels(t, string(ad))
		for _, label := range want {
			if !slices.Contains(got, label) {
				t.Errorf("%s: %q is not proposed: %q", name, label, got)
			}
		}
		if len(got) > 2*len(want)+6 {
			t.Errorf("%s: %d skills are proposed: %q", name, len(got), got)
		}
	}
}
