package interop_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/db/occupationskill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/interop"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// shelf is where imports go: the catalog on a database of its own.
type shelf struct {
	*store.Store
	ctx   context.Context
	sinks interop.Sinks
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	s := testkit.Store(t)
	clock := testkit.NewClock()
	ids := testkit.IDs(clock)
	sink := &catalog.SkillImporter{DB: s.Client, IDs: ids}
	service := &catalog.Service{DB: s.Client, IDs: ids, Now: clock.Now}
	return &shelf{Store: s, ctx: system.Context(t.Context()), sinks: interop.Sinks{
		Skills: sink, Occupations: sink, Crosswalks: sink, Places: service, Originals: sink,
	}}
}

// load imports files that it writes first.
func (s *shelf) load(t *testing.T, format string, files map[string]string) interop.Report {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "db_30_1_text")
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report, err := interop.Import(s.ctx, format, []string{dir}, s.sinks, interop.Options{Now: testkit.NewClock().Now()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// aRelease is a small release of O*NET, as it is published.
var aRelease = map[string]string{
	"Occupation Data.txt":           "O*NET-SOC Code\tTitle\tDescription\r\n53-7051.00\tTruck \"and\" Tractor Operators\tMove \"things\".\r\n51-4121.06\tWelders\tWeld.\r\n",
	"Alternate Titles.txt":          "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\r\n53-7051.00\tForklift Driver\tn/a\t02,08\r\n53-7051.00\tCertified Forklift Operator\tCFO\t02\r\n",
	"Sample of Reported Titles.txt": "O*NET-SOC Code\tReported Job Title\tShown in My Next Move\r\n53-7051.00\tFork Jockey\tY\r\n",
	"Task Statements.txt":           "O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source\r\n53-7051.00\t1\tMove levers.\tCore\t95\t08/2023\tIncumbent\r\n53-7051.00\t2\tWeigh loads.\tn/a\tn/a\t08/2023\tAnalyst\r\n",
	"Tasks to DWAs.txt":             "O*NET-SOC Code\tTask ID\tDWA ID\tDate\tDomain Source\r\n53-7051.00\t1\t4.A.3.a.1.I01.D01\t07/2014\tAnalyst\r\n53-7051.00\t2\t4.A.3.a.1.I01.D01\t07/2014\tAnalyst\r\n53-7051.00\t2\t4.A.3.a.1.I01.D99\t07/2014\tAnalyst\r\n",
	"DWA Reference.txt":             "Element ID\tIWA ID\tDWA ID\tDWA Title\r\n4.A.3.a.1\t4.A.3.a.1.I01\t4.A.3.a.1.I01.D01\tOperate lifting vehicles.\r\n",
	"IWA Reference.txt":             "Element ID\tIWA ID\tIWA Title\r\n4.A.3.a.1\t4.A.3.a.1.I01\tOperate vehicles.\r\n",
	"Technology Skills.txt":         "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\r\n53-7051.00\tMicrosoft Excel\t43232110\tSpreadsheet software\tY\tN\r\n51-4121.06\tMicrosoft Excel\t43232110\tSpreadsheet software\tY\tY\r\n",
	"Job Zones.txt":                 "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\r\n53-7051.00\t2\t08/2023\tAnalyst\r\n",
	"Work Styles.txt":               "O*NET-SOC Code\tElement ID\r\n53-7051.00\t1.C.1.a\r\n",
}

func TestOccupationsOfONETAreImported(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "onet", aRelease)
	if report.Framework.Version != "30.1" || report.Codes["missing_skill"] != 1 || report.Rows.Failed != 0 {
		t.Errorf("release %s, notes %v", report.Framework.Version, report.Notes)
	}
	o := s.Client.Occupation.Query().Where(occupation.Code("53-7051.00")).WithTitles().WithTasks().
		WithSkills(func(q *db.OccupationSkillQuery) { q.WithSkill() }).OnlyX(s.ctx)
	if o.Name != `Truck "and" Tractor Operators` || o.Description["en"] != `Move "things".` || o.Soc != "53-7051" || *o.JobZone != 2 {
		t.Errorf("occupation %+v", o)
	}
	var titles, skills []string
	for _, row := range o.Edges.Titles {
		titles = append(titles, string(row.Kind)+" "+row.Text)
	}
	for _, row := range o.Edges.Skills {
		skills = append(skills, string(row.Relation)+" "+row.Edges.Skill.Name)
	}
	slices.Sort(titles)
	slices.Sort(skills)
	if diff := cmp.Diff([]string{
		"ALTERNATIVE CFO", "ALTERNATIVE Certified Forklift Operator", "ALTERNATIVE Forklift Driver", "HIDDEN Fork Jockey",
		`PREFERRED Truck "and" Tractor Operators`,
	}, titles); diff != "" {
		t.Errorf("titles differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"ACTIVITY Operate lifting vehicles", "TECHNOLOGY Microsoft Excel"}, skills); diff != "" {
		t.Errorf("skills differ (-want +got):\n%s", diff)
	}
	if tie := s.Client.OccupationSkill.Query().Where(occupationskill.RelationEQ(enum.RelationActivity)).OnlyX(s.ctx); tie.Tasks != 2 {
		t.Errorf("the activity is a part of %d tasks", tie.Tasks)
	}
	if n := s.Client.SkillRelation.Query().CountX(s.ctx); n != 2 {
		t.Errorf("%d skills are broader than others, want the activity's and the technology's", n)
	}
	if n := s.Client.OccupationSkill.Query().Where(occupationskill.InDemand(true)).CountX(s.ctx); n != 1 {
		t.Errorf("%d technologies are in demand", n)
	}
	if len(o.Edges.Tasks) != 2 {
		t.Errorf("tasks %v", o.Edges.Tasks)
	}
	if n := s.Client.ImportOriginal.Query().CountX(s.ctx); n != 9 {
		t.Errorf("%d originals are kept, want those of the 9 tables that are read", n)
	}
}

func TestONETAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "onet", aRelease)
	again := s.load(t, "onet", aRelease)
	if r := again.Rows; r.Created != 0 || r.Updated != 0 || r.Unchanged+r.Skipped != r.Read {
		t.Errorf("rows %+v", r)
	}
}

func TestNextReleaseRetiresWhatItNoLongerHas(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.load(t, "onet", aRelease)
	s.load(t, "onet", map[string]string{"Occupation Data.txt": "Description\tTitle\tNew\tO*NET-SOC Code\nDrive.\tOperators\tx\t53-7051.00\n"})
	for code, want := range map[string]bool{"53-7051.00": true, "51-4121.06": false} {
		if o := s.Client.Occupation.Query().Where(occupation.Code(code)).OnlyX(s.ctx); o.Active != want {
			t.Errorf("%s is active: %t", code, o.Active)
		}
	}
	if n := s.Client.OccupationTitle.Query().CountX(s.ctx); n != 6 {
		t.Errorf("%d titles, want those that no file of this release spoke of, too", n)
	}
}

func TestONETInOtherFormsIsRecognizedByItsColumns(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "onet", map[string]string{
		"jobs.csv":    "onetsoc_code,title,description\n53-7051.00,\"Truck, Tractor Operators\",\"Move\nthings.\"\n",
		"names.csv":   "O*NET-SOC Code,Title,Alternate Title\n53-7051.00,x,\"Driver, Forklift\"\n1051,x,Nobody\n",
		"ratings.txt": "O*NET-SOC Code\tTask ID\tTask\tTask Type\tScale ID\n53-7051.00\t1\tx\tCore\tFT\n",
	})
	o := s.Client.Occupation.Query().WithTitles().OnlyX(s.ctx)
	if o.Name != "Truck, Tractor Operators" || len(o.Edges.Titles) != 2 {
		t.Errorf("occupation %+v", o)
	}
	if report.Codes["bad_code"] != 1 || report.Rows.Failed != 1 || report.Files[2].NotRead == "" {
		t.Errorf("notes %v", report.Notes)
	}
}

func TestTableWithoutAColumnIsRefusedByName(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "onet", map[string]string{
		"Occupation Data.txt": "O*NET-SOC Code\tTitle\n53-7051.00\tOperators\n",
		"Job Zones.txt":       "O*NET-SOC Code\tZone\n53-7051.00\t2\n",
	})
	if report.OK() || report.Codes["missing_column"] != 1 {
		t.Errorf("notes %v", report.Notes)
	}
}

func TestRealONETIsStoredOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "onet", "db_29_2_text")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public O*NET files are not beside this repository: ", dir)
	}
	s := newShelf(t)
	for _, round := range []string{"stored", "compared"} {
		start := time.Now()
		report, err := interop.Import(s.ctx, "onet", []string{dir}, s.sinks, interop.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s in %s: %+v", round, time.Since(start).Round(time.Millisecond), report.Rows)
		if report.Rows.Failed != 0 || report.Framework.Version != "29.2" {
			t.Errorf("release %s, notes %v", report.Framework.Version, report.Notes[:min(5, len(report.Notes))])
		}
		if round == "compared" && (report.Rows.Created != 0 || report.Rows.Updated != 0) {
			t.Errorf("importing again changes %+v", report.Rows)
		}
	}
	for what, c := range map[string]struct{ got, want int }{
		"occupations": {s.Client.Occupation.Query().CountX(s.ctx), 1016},
		"zones":       {s.Client.Occupation.Query().Where(occupation.JobZoneNotNil()).CountX(s.ctx), 923},
		"tasks":       {s.Client.OccupationTask.Query().CountX(s.ctx), 18796},
		"technology":  {s.Client.OccupationSkill.Query().Where(occupationskill.RelationEQ(enum.RelationTechnology)).CountX(s.ctx), 32627},
	} {
		if c.got != c.want {
			t.Errorf("%d %s, want %d", c.got, what, c.want)
		}
	}
}
