package interop_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/interop"
)

const (
	forklift = "http://data.europa.eu/esco/occupation/0001"
	crane    = "http://data.europa.eu/esco/occupation/0002"
	driving  = "http://data.europa.eu/esco/skill/0001"
)

// somePillar is a few occupations of ESCO in two languages.
var somePillar = map[string]string{
	"v1.0/occupations_en.csv":            "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\r\nOccupation," + forklift + ",8344,forklift operator,\"forklift driver\nforklift operator\",Drives forklifts.\r\nOccupation," + crane + ",,crane operator,,\r\n",
	"v1.0/occupations_es.csv":            "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\r\nOccupation," + forklift + ",8344,operario/operaria de carretilla,montacarguista,\r\n",
	"v1.1/occupations_en.csv":            "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,regulatedProfessionNote,description\nOccupation," + forklift + ",8344,forklift operator,lift truck driver,fork jockey,released,http://data.europa.eu/esco/regulated-professions/regulated,Drives forklifts.\n",
	"v1.0/ISCOGroups_en.csv":             "conceptType,conceptUri,code,preferredLabel,altLabels,description\nISCOGroup,http://data.europa.eu/esco/isco/C0110,0110,Officers,,\nISCOGroup,http://data.europa.eu/esco/isco/C8343,8343,Crane operators,,\n",
	"v1.0/broaderRelationsOccPillar.csv": "conceptType,conceptUri,broaderType,broaderUri\nOccupation," + crane + ",ISCOGroup,http://data.europa.eu/esco/isco/C8343\n",
	"v1.0/skills_en.csv":                 "conceptType,conceptUri,skillType,preferredLabel\nSkill," + driving + ",skill/competence,drive\n",
	"v1.0/occupationSkillRelations.csv":  "occupationUri,relationType,skillType,skillUri\n" + forklift + ",essential,skill/competence," + driving + "\n" + forklift + ",optional,skill/competence,http://data.europa.eu/esco/skill/0009\n" + forklift + ",maybe,skill/competence," + driving + "\n",
	"v1.0/derived_isco_skills_flat.csv":  "isco08_code,skill_uri,skill_label,skill_type\n0110," + driving + ",drive,essential\n",
}

func TestOccupationsOfESCOAreImportedWithEveryTitle(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	report := s.load(t, "esco", somePillar)
	if report.Codes["missing_skill"] != 1 || report.Codes["bad_relation"] != 1 {
		t.Errorf("codes %v, notes %v", report.Codes, report.Notes)
	}
	o := s.Client.Occupation.Query().Where(occupation.Code(forklift)).WithTitles().
		WithSkills(func(q *db.OccupationSkillQuery) { q.WithSkill() }).OnlyX(s.ctx)
	var titles []string
	for _, row := range o.Edges.Titles {
		titles = append(titles, row.Language+" "+string(row.Kind)+" "+row.Text)
	}
	slices.Sort(titles)
	if diff := cmp.Diff([]string{
		"en ALTERNATIVE lift truck driver", "en HIDDEN fork jockey", "en PREFERRED forklift operator",
		"es ALTERNATIVE montacarguista", "es ALTERNATIVE operaria de carretilla", "es ALTERNATIVE operario de carretilla",
		"es PREFERRED operario/operaria de carretilla",
	}, titles); diff != "" {
		t.Errorf("titles differ (-want +got):\n%s", diff)
	}
	if o.Scheme != enum.OccupationESCO || o.Isco != "8344" || !o.Regulated || len(o.Edges.Skills) != 1 || o.Edges.Skills[0].Relation != enum.RelationEssential {
		t.Errorf("occupation %+v", o)
	}
	if o := s.Client.Occupation.Query().Where(occupation.Code(crane)).OnlyX(s.ctx); o.Isco != "8343" {
		t.Errorf("the tree puts %s into group %q, want 8343", o.Name, o.Isco)
	}
	group := s.Client.Occupation.Query().Where(occupation.SchemeEQ(enum.OccupationISCO), occupation.Code("0110")).WithSkills().OnlyX(s.ctx)
	if group.Name != "Officers" || len(group.Edges.Skills) != 1 {
		t.Errorf("group %+v", group)
	}
	again := s.load(t, "esco", somePillar)
	if again.Rows.Created+again.Rows.Updated != 0 {
		t.Errorf("importing again changes %+v", again.Rows)
	}
}

func TestRealOccupationsOfESCOAreStoredOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "data", "esco")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public ESCO files are not beside this repository: ", dir)
	}
	s := newShelf(t)
	for _, round := range []string{"stored", "compared"} {
		start := time.Now()
		report, err := interop.Import(s.ctx, "esco", []string{dir}, s.sinks, interop.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s in %s: %+v %v", round, time.Since(start).Round(time.Millisecond), report.Records, report.Codes)
		if round == "compared" && report.Rows.Created+report.Rows.Updated != 0 {
			t.Errorf("importing again changes %+v", report.Rows)
		}
	}
	of := func(scheme enum.OccupationScheme) int {
		return s.Client.Occupation.Query().Where(occupation.SchemeEQ(scheme)).CountX(s.ctx)
	}
	if n := of(enum.OccupationESCO); n < 2942 {
		t.Errorf("%d occupations", n)
	}
	if n := of(enum.OccupationISCO); n < 600 {
		t.Errorf("%d groups", n)
	}
	if n := s.Client.OccupationSkill.Query().CountX(s.ctx); n < 1000 {
		t.Errorf("%d skills of occupations", n)
	}
	if n := s.Client.Occupation.Query().Where(occupation.SchemeEQ(enum.OccupationESCO), occupation.Isco("")).CountX(s.ctx); n > 0 {
		t.Errorf("%d occupations are in no group", n)
	}
}
