package seed

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/crosswalk"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func TestOccupationsOfTheDemoSayWhatTheyAreElsewhere(t *testing.T) {
	t.Parallel()
	s, _ := demo(t, Options{People: -1})
	service := &catalog.Service{DB: s.Client, Now: s.Now}
	for _, tt := range []struct {
		scheme enum.OccupationScheme
		code   string
		want   []string
	}{
		{enum.OccupationONET, "53-7051.00", []string{"CIP 49.0209 Forklift Operation/Operator", "ISCO 8344 Lifting truck operators"}},
		{enum.OccupationONET, "53-7065.00", []string{"ISCO 9334 Shelf fillers"}},
		{enum.OccupationISCO, "7543", []string{
			"CIP 15.0702 Quality Control Technology/Technician", "SOC 51-9061 Inspectors, Testers, Sorters, Samplers, and Weighers",
		}},
	} {
		row, err := s.Client.Occupation.Query().Where(occupation.SchemeEQ(tt.scheme), occupation.Code(tt.code)).Only(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := service.CodesByOccupation(t.Context(), []string{row.ID})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range found[row.ID] {
			got = append(got, strings.Join([]string{string(c.Scheme), c.Code, c.Title}, " "))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.code, diff)
		}
	}
}

func TestEveryOccupationOfTheDemoIsInACrosswalk(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	in := map[string]bool{}
	for _, link := range c.Crosswalks {
		in[link.SOC] = len(link.ISCO)+len(link.CIP) > 0
	}
	for _, o := range c.Occupations {
		if o.scheme() == enum.OccupationONET && !in[o.Code[:socLength]] {
			t.Errorf("%s is in none", o.Code)
		}
	}
}

func TestCrosswalksThatWereImportedBeforeStand(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	importer := &catalog.SkillImporter{DB: s.Client, IDs: testkit.IDs(testkit.NewClock())}
	imported := catalog.CrosswalkInput{
		From: catalog.CodeTitle{Scheme: enum.CodeCIP, Code: "49.0209", Title: "Another release"},
		To:   catalog.CodeTitle{Scheme: enum.CodeSOC, Code: "53-7051"},
	}
	if _, err := importer.AddCrosswalks(system.Context(t.Context()), []catalog.CrosswalkInput{imported}); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), s.Client, Options{Now: testNow, People: -1}); err != nil {
		t.Fatal(err)
	}
	of := crosswalk.Or(crosswalk.FromCode("53-7051"), crosswalk.ToCode("53-7051"))
	if n := count(t, s.Client.Crosswalk.Query().Where(of)); n != 1 {
		t.Errorf("%d links, want the one that was imported", n)
	}
}

// The crosswalk of NCES and BLS is optional test data: the facts are checked where it is.
func TestProgramsOfStudyAreThoseOfTheOfficialCrosswalk(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../../shared/data/crosswalks/CIP2020_SOC2018_Crosswalk.csv")
	if os.IsNotExist(err) {
		t.Skip("the crosswalk is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // read only
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	official := map[string]string{}
	for _, row := range rows {
		official[row[2]+" "+row[0]] = strings.TrimSuffix(row[1], ".")
	}
	for _, c := range loaded(t).Crosswalks {
		for code, title := range c.CIP {
			if want := official[c.SOC+" "+code]; title != want {
				t.Errorf("%s %s: %q, officially %q", c.SOC, code, title, want)
			}
		}
	}
}
