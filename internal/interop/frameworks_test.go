package interop_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/framework"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/db/skilllabel"
	"github.com/stackmatch/stackmatch/internal/interop"
)

// told is a skill as a test compares it.
type told struct {
	Name, Status, Description string
	Labels, Related           []string
}

// skillsOf are the skills of a framework, by URI.
func (s *shelf) skillsOf(t *testing.T, code string) map[string]told {
	t.Helper()
	rows := s.Client.Skill.Query().Where(skill.HasFrameworkWith(framework.Code(code))).WithLabels().AllX(s.ctx)
	relations := s.Client.SkillRelation.Query().WithTo().AllX(s.ctx)
	out := map[string]told{}
	for _, row := range rows {
		one := told{Name: row.Name, Status: string(row.Status), Description: row.Description["en"]}
		for _, l := range row.Edges.Labels {
			one.Labels = append(one.Labels, string(l.Kind)+" "+l.Text)
		}
		slices.Sort(one.Labels)
		for _, r := range relations {
			if r.FromID == row.ID {
				one.Related = append(one.Related, string(r.Kind)+" "+r.Edges.To.URI)
			}
		}
		out[row.URI] = one
	}
	return out
}

const osmtLibrary = `[
 {"id":"https://skills.lift.example/api/skills/1f0c","uuid":"1f0c","status":"published","skillName":"Pallet  Stacking","skillStatement":"Stack pallets so that they stand.","keywords":["Lift","WGUSID: 7"]},
 {"id":"http://localhost:8080/api/skills/2AB0","uuid":"2AB0","status":"archived","skillName":"Cart Pulling","skillStatement":""},
 {"id":"https://skills.lift.example/api/skills/3","uuid":"3","status":"draft","skillName":"Not Yet"},
 {"id":"https://skills.lift.example/api/skills/4","uuid":"4","status":"published","skillName":""}
]
{"type":"RichSkillCollection","name":"Yard","skills":[{"id":"https://skills.lift.example/api/skills/5","status":"published","skillName":"Gate Keeping","skillStatement":"Keep the gate."}]}
{"type": broken
{"skillName":"Yard Sweeping","id":"https://skills.lift.example/api/skills/6","status":"Published"}
`

func TestRichSkillsAreRead(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	files := map[string]string{"lib.json": osmtLibrary, "other.json": `{"jobs":[]}`}
	report := s.load(t, "osmt", files)
	want := map[string]told{
		"https://skills.lift.example/api/skills/1f0c": {Name: "Pallet Stacking", Status: "ACTIVE", Labels: []string{"PREFERRED Pallet Stacking"}, Description: "Stack pallets so that they stand."},
		"https://skills.lift.example/api/skills/5":    {Name: "Gate Keeping", Status: "ACTIVE", Labels: []string{"PREFERRED Gate Keeping"}, Description: "Keep the gate."},
		"https://skills.lift.example/api/skills/6":    {Name: "Yard Sweeping", Status: "ACTIVE", Labels: []string{"PREFERRED Yard Sweeping"}},
	}
	if diff := cmp.Diff(want, s.skillsOf(t, "osmt-skills.lift.example")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	alone := map[string]told{"urn:uuid:2ab0": {Name: "Cart Pulling", Status: "DEPRECATED", Labels: []string{"PREFERRED Cart Pulling"}}}
	if diff := cmp.Diff(alone, s.skillsOf(t, "osmt")); diff != "" {
		t.Errorf("of a library that nobody reaches (-want +got):\n%s", diff)
	}
	codes := map[string]int{"draft": 1, "no_label": 1, "broken_json": 1, "not_read": 1}
	if diff := cmp.Diff(codes, report.Codes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if got := s.load(t, "osmt", files); got.Rows.Created+got.Rows.Updated != 0 || got.Rows.Unchanged != 4 {
		t.Errorf("a second time: %+v", got.Rows)
	}
}

func TestRichSkillsWithoutAnIdAreToldApartByWhatTheySay(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "osmt", map[string]string{
		"lib.json": `[{"skillName":"Crane Signals","skillStatement":"Signal."},{"skillName":"Rope Splicing","skillStatement":"Splice."},{"skillName":"Crane Signals","skillStatement":"Signal."}]`,
		"new.csv":  "RSD Name,Skill Statement\nRope Splicing,Splice.\n",
	})
	var names []string
	for _, one := range s.skillsOf(t, "osmt") {
		names = append(names, one.Name)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"Crane Signals", "Rope Splicing"}, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if report.Rows.Created != 2 {
		t.Errorf("%+v", report.Rows)
	}
}

func TestBothTablesOfRichSkillsAreRead(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "osmt", map[string]string{
		"new.csv": "\"RSD Name\",\"Authors\",\"Skill Statement\"\nDock Loading,Lift,Load docks.\n,Lift,Nothing.\n",
		"old.csv": "Collection,Skill Name,Skill Category,Contextualized Skill Statement\n,Dock Clearing,Docks,Clear docks.\n,Dock Loading,Docks,Load docks.\n",
	})
	var names []string
	for _, one := range s.skillsOf(t, "osmt") {
		names = append(names, one.Name+": "+one.Description)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"Dock Clearing: Clear docks.", "Dock Loading: Load docks."}, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSkillsWithoutALanguageOrWithNoTextAreNotStored(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "case", map[string]string{"yard.json": `{"CFDocument":{"identifier":"D0","title":"Yard Work","language":"English"},"CFItems":[
		{"identifier":"A1","fullStatement":"Runs a yard","language":"es-MX"}, {"identifier":"B2","fullStatement":"Loads trucks"}, {"identifier":"C3","fullStatement":"Nul\u0000s"}]}`})
	var languages []string
	for _, l := range s.Client.SkillLabel.Query().Where(skilllabel.HasSkillWith(skill.HasFrameworkWith(framework.Code("case-d0")))).AllX(s.ctx) {
		languages = append(languages, l.Text+" "+l.Language)
	}
	slices.Sort(languages)
	if diff := cmp.Diff([]string{"Loads trucks en", "Runs a yard es-mx"}, languages); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if report.Codes["bad_text"] != 1 {
		t.Errorf("notes: %v", report.Codes)
	}
}

const casePackages = `// exported
[{"CFDocument":{"identifier":"D0","title":"Yard Work","creator":"Lift Institute","language":"en"},
"CFItems":[
 {"identifier":"A1","uri":"https://case.lift.example/items/a1","fullStatement":"Runs a yard","CFItemType":"Domain"},
 {"identifier":"B2","fullStatement":"Loads and unloads\r\ntrucks","abbreviatedStatement":"Truck loading","humanCodingScheme":"Y.1","notes":"With a **forklift**."},
 {"identifier":"C3","fullStatement":"LONG","abbreviatedStatement":"Signals","statusEndDate":"2001-01-31"},
 {"fullStatement":"no id"}
],
"CFAssociations":[
 {"associationType":"isChildOf","originNodeURI":{"identifier":"A1"},"destinationNodeURI":{"identifier":"D0","title":"Yard Work"}},
 {"associationType":"isChildOf","originNodeURI":{"identifier":"B2"},"destinationNodeURI":{"identifier":"a1"}},
 {"associationType":"isRelatedTo","originNodeURI":{"identifier":"C3"},"destinationNodeURI":{"identifier":"B2"}},
 {"associationType":"exactMatchOf","originNodeURI":{"identifier":"B2"},"destinationNodeURI":{"identifier":"else","uri":"https://else.example/1"}},
 {"associationType":"precedes","originNodeURI":{"identifier":"A1"},"destinationNodeURI":{"identifier":"B2"}}
]}]`

func TestFrameworksOfCASEAreRead(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	long := strings.TrimSpace(strings.Repeat("shows with both hands ", 20))
	files := map[string]string{"yard.json": strings.Replace(casePackages, "LONG", long, 1), "sheet.xlsx": "PK\x03\x04"}
	report := s.load(t, "case", files)
	want := map[string]told{
		"https://case.lift.example/items/a1": {Name: "Runs a yard", Status: "ACTIVE", Labels: []string{"PREFERRED Runs a yard"}},
		"urn:uuid:b2": {
			Name: "Loads and unloads trucks", Status: "ACTIVE", Description: "With a **forklift**.",
			Labels:  []string{"ALTERNATIVE Truck loading", "HIDDEN Y.1", "PREFERRED Loads and unloads trucks"},
			Related: []string{"BROADER https://case.lift.example/items/a1"},
		},
		"urn:uuid:c3": {Name: "Signals", Status: "DEPRECATED", Labels: []string{"PREFERRED Signals"}, Description: long, Related: []string{"RELATED urn:uuid:b2"}},
	}
	if diff := cmp.Diff(want, s.skillsOf(t, "case-d0")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	codes := map[string]int{"missing_value": 1, "missing_skill": 1, "association": 1}
	if diff := cmp.Diff(codes, report.Codes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if got := report.Framework; got.Name != "Yard Work" || got.Publisher != "Lift Institute" {
		t.Errorf("framework: %+v", got)
	}
	if got := s.load(t, "case", files); got.Rows.Created+got.Rows.Updated != 0 || got.Rows.Unchanged != 3 {
		t.Errorf("a second time: %+v", got.Rows)
	}
}

func TestTheTableOfCASEIsRead(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "case", map[string]string{"Yard Work.csv": "Identifier,fullStatement,Human Coding Scheme,Is Child Of\nYard,Runs a yard,Y,\nYard.1,Loads trucks,Y.1,Y\nYard.2,Signals,Y.2,Z\n"})
	want := map[string]told{
		"case-yard-work:Yard":   {Name: "Runs a yard", Status: "ACTIVE", Labels: []string{"HIDDEN Y", "PREFERRED Runs a yard"}},
		"case-yard-work:Yard.1": {Name: "Loads trucks", Status: "ACTIVE", Labels: []string{"HIDDEN Y.1", "PREFERRED Loads trucks"}, Related: []string{"BROADER case-yard-work:Yard"}},
		"case-yard-work:Yard.2": {Name: "Signals", Status: "ACTIVE", Labels: []string{"HIDDEN Y.2", "PREFERRED Signals"}},
	}
	if diff := cmp.Diff(want, s.skillsOf(t, "case-yard-work")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What others publish, where it is beside the repository.
func TestPublishedFrameworksAreRead(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]int{"osmt": 25 + 2, "case": 2 + 14 + 16 + 10} { // one item is in two files
		dir := filepath.Join("..", "..", "..", "shared", "data", format)
		if _, err := os.Stat(dir); err != nil {
			t.Skipf("no published frameworks here: %v", err)
		}
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			report, err := interop.Import(s.ctx, format, []string{dir}, s.sinks, interop.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if report.Rows.Created != want {
				t.Errorf("made %d, want %d: %+v\n%v", report.Rows.Created, want, report.Rows, report.Codes)
			}
		})
	}
}
