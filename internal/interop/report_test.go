package interop

import (
	"archive/zip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

func TestReportReadsWellForPeople(t *testing.T) {
	t.Parallel()
	report := importFixture(t, newMemory(), "v1.0")
	var out strings.Builder
	if err := report.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/report.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

func TestReportKeepsErrorsAndCountsTheRest(t *testing.T) {
	t.Parallel()
	var r Report
	for range maxNotes + 5 {
		r.note(Note{Severity: Info, Code: "chatter"})
	}
	r.note(Note{Severity: Error, Code: "serious", Value: strings.Repeat("ñ", 500)})
	if got := r.Codes["chatter"]; got != maxNotes+5 {
		t.Errorf("counted %d, want %d", got, maxNotes+5)
	}
	last := r.Notes[len(r.Notes)-1]
	if len(r.Notes) != maxNotes || last.Code != "serious" {
		t.Errorf("%d notes, the last is %q", len(r.Notes), last.Code)
	}
	if want := strings.Repeat("ñ", maxValue) + "…"; last.Value != want {
		t.Errorf("value %q is not cut to %d characters", last.Value, maxValue)
	}
	if r.OK() {
		t.Error("OK with an error")
	}
}

func TestReportIsJSON(t *testing.T) {
	t.Parallel()
	report := importFixture(t, newMemory(), "v1.0")
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, got); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
	for _, f := range report.Files {
		if f.NotRead == "" && len(f.SHA256) != 64 {
			t.Errorf("%s has no hash", f.Name)
		}
	}
}

func TestArchiveAndSingleFilesReadLikeTheFolder(t *testing.T) {
	t.Parallel()
	want := newMemory()
	importFixture(t, want, "v1.0")
	files, err := filepath.Glob("testdata/esco/v1.0/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, paths := range map[string][]string{"files": files, "archive": {zipped(t, files)}} {
		got := newMemory()
		if _, err := Import(t.Context(), "esco", paths, Sinks{Skills: got}, Options{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.skills, got.skills); diff != "" {
			t.Errorf("%s: skills differ (-want +got):\n%s", name, diff)
		}
		if got.framework.Version != "1.0" {
			t.Errorf("%s: release %q, want 1.0", name, got.framework.Version)
		}
	}
}

// zipped packs files into an archive whose name says the release.
func zipped(t *testing.T, files []string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "classification v1.0.zip")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	archive := zip.NewWriter(out)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		w, err := archive.Create(filepath.Base(f))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSinkThatBreaksItsContractIsAnError(t *testing.T) {
	t.Parallel()
	_, err := Import(t.Context(), "esco", []string{"testdata/esco/v1.0"}, Sinks{Skills: forgetful{newMemory()}}, Options{})
	if err == nil || !strings.Contains(err.Error(), "0 results") {
		t.Errorf("got %v", err)
	}
}

// forgetful answers for none of its skills.
type forgetful struct{ *memory }

func (forgetful) UpsertSkills(_ context.Context, _ string, _ []catalog.SkillInput) ([]catalog.ItemResult, error) {
	return nil, nil
}
