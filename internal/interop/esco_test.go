package interop

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// u is the URI of an invented skill.
func u(n int) string { return fmt.Sprintf("http://example.org/skill/00000000-0000-4000-8000-%012d", n) }

// importFixture imports a folder of testdata and fails on errors.
func importFixture(t *testing.T, sink SkillSink, dir string) Report {
	t.Helper()
	report, err := Import(t.Context(), "esco", []string{filepath.Join("testdata/esco", dir)}, Sinks{Skills: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestSkillIsJoinedFromEveryLanguage(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	importFixture(t, sink, "v1.0")
	want := catalog.SkillInput{
		URI: u(1), Type: typeSkill,
		Texts: []catalog.SkillText{
			{
				Language: "en", Label: "drive a forklift",
				Alternative: []string{"operate lift truck", "forklift, driving"},
				Description: "Move loads with a forklift.\nKeep the load low.",
			},
			{Language: "es", Label: "conducir una carretilla elevadora", Alternative: []string{"manejar carretilla"}},
		},
	}
	if diff := cmp.Diff(want, sink.skills[u(1)]); diff != "" {
		t.Errorf("skill differs (-want +got):\n%s", diff)
	}
}

func TestSkillWithoutLabelInOneLanguageIsKeptByTheOther(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	report := importFixture(t, sink, "v1.0")
	got := sink.skills[u(4)].Texts
	want := []catalog.SkillText{{Language: "es", Label: "inspeccionar la carretilla"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts differ (-want +got):\n%s", diff)
	}
	if _, ok := sink.skills[u(5)]; ok {
		t.Error("a skill without any label was imported")
	}
	if report.Codes["no_label"] != 2 {
		t.Errorf("no_label noted %d times, want 2", report.Codes["no_label"])
	}
}

func TestTypeFollowsSkillTypeAndFile(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	importFixture(t, sink, "v1.0")
	for uri, want := range map[string]string{
		u(1): typeSkill, u(2): typeKnowledge, u(3): typeSkill, u(90): catalog.SkillTypeGroup,
	} {
		if got := sink.skills[uri].Type; got != want {
			t.Errorf("type of %s: got %s, want %s", uri, got, want)
		}
	}
}

func TestObsoleteSkillIsDeprecated(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	importFixture(t, sink, "v1.1")
	if got := sink.skills[u(6)].Status; got != enum.SkillDeprecated {
		t.Errorf("got %q", got)
	}
}

func TestRowsAreReportedWithPlaceAndReason(t *testing.T) {
	t.Parallel()
	report := importFixture(t, newMemory(), "v1.0")
	var got []string
	for _, n := range report.Notes {
		got = append(got, fmt.Sprintf("%s %s:%d %s %s", n.Severity, filepath.Base(n.File), n.Line, n.Column, n.Code))
	}
	slices.Sort(got)
	const skills, broader = "skills_en-us.csv", "broaderRelationsSkillPillar.csv"
	want := []string{
		"ERROR " + skills + ":12 conceptUri missing_value",
		"INFO " + broader + ":4  repeated_relation",
		"INFO " + skills + ":9 skillType skill_type",
		"WARNING " + broader + ":5  circle",
		"WARNING " + broader + ":7  self_relation",
		"WARNING " + broader + ":8  missing_skill",
		"WARNING " + skills + ":10  no_label",
		"WARNING " + skills + ":11  no_label",
		"WARNING " + skills + ":13  repeated",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
	if report.OK() {
		t.Error("OK with a failed row")
	}
}

func TestCountsOfEveryFileAddUp(t *testing.T) {
	t.Parallel()
	report := importFixture(t, newMemory(), ".")
	for _, f := range report.Files {
		c := f.Counts
		if sum := c.Created + c.Updated + c.Unchanged + c.Skipped + c.Failed; sum != c.Read {
			t.Errorf("%s: read %d, accounted for %d", f.Name, c.Read, sum)
		}
	}
	want := Counts{Read: 10, Created: 10}
	if diff := cmp.Diff(want, report.Skills); diff != "" {
		t.Errorf("skills differ (-want +got):\n%s", diff)
	}
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"v1.0", "v1.1", "."} {
		sink := newMemory()
		first := importFixture(t, sink, dir)
		second := importFixture(t, sink, dir)
		if n := second.Skills.Created + second.Skills.Updated + second.Relations.Created; n != 0 {
			t.Errorf("%s: %d records changed the second time", dir, n)
		}
		if second.Skills.Unchanged != first.Skills.Created {
			t.Errorf("%s: %d unchanged, want %d", dir, second.Skills.Unchanged, first.Skills.Created)
		}
	}
}

func TestNewerReleaseSpeaksForASkill(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	report := importFixture(t, sink, ".")
	want := catalog.SkillInput{
		URI: u(1), Type: typeSkill, Status: enum.SkillActive,
		Texts: []catalog.SkillText{
			{
				Language: "en", Label: "drive forklifts", Alternative: []string{"operate lift truck"},
				Hidden: []string{"forklifter"}, Description: "Drive a truck that lifts.",
			},
			{Language: "es", Label: "conducir una carretilla elevadora", Alternative: []string{"manejar carretilla"}},
		},
	}
	if diff := cmp.Diff(want, sink.skills[u(1)]); diff != "" {
		t.Errorf("skill differs (-want +got):\n%s", diff)
	}
	if report.Framework.Version != "1.1" || sink.framework.Version != "1.1" {
		t.Errorf("release %q stored as %q, want 1.1", report.Framework.Version, sink.framework.Version)
	}
}

func TestGroupsAndHierarchyBecomeBroaderSkills(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	importFixture(t, sink, "v1.1")
	const base = "http://example.org/skill/"
	if got := sink.skills[base+"S6"]; got.Type != catalog.SkillTypeGroup ||
		got.Texts[0].Description != "Sorting, lifting and moving." {
		t.Errorf("group S6: %+v", got)
	}
	if got := sink.skills["http://example.org/isced-f/1041"].Type; got != catalog.SkillTypeGroup {
		t.Errorf("type of an ISCED-F group: %q", got)
	}
	for _, r := range []catalog.RelationInput{
		{From: base + "S6", To: base + "S", Kind: taxonomy.Broader},
		{From: base + "S6.2", To: base + "S6", Kind: taxonomy.Broader},
		{From: u(2), To: u(90), Kind: taxonomy.Broader},
		{From: u(2), To: base + "S6.2", Kind: taxonomy.Broader},
		{From: u(1), To: u(2), Kind: taxonomy.Related},
	} {
		if !sink.relations[r] {
			t.Errorf("missing relation %+v", r)
		}
	}
	if len(sink.relations) != 5 {
		t.Errorf("%d relations, want 5", len(sink.relations))
	}
}

func TestCollectionLabelsArePartedByBars(t *testing.T) {
	t.Parallel()
	sink := newMemory()
	importFixture(t, sink, "v1.1")
	got := sink.skills[u(2)].Texts[0].Alternative
	if diff := cmp.Diff([]string{"capacity plates", "rating plates"}, got); diff != "" {
		t.Errorf("labels differ (-want +got):\n%s", diff)
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// realESCO is the folder of public ESCO data, or skips the test.
func realESCO(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "esco")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public ESCO files are not beside this repository: ", dir)
	}
	return dir
}
