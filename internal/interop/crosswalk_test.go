package interop

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

func importCrosswalks(t *testing.T, files map[string]string) (*memory, Report) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	list, err := listFiles(fsys, "")
	if err != nil {
		t.Fatal(err)
	}
	sink := newMemory()
	report, err := importCrosswalk(t.Context(), list, Sinks{Crosswalks: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return sink, report
}

func TestCrosswalkIsReadByTheNamesOfItsColumns(t *testing.T) {
	t.Parallel()
	cip := catalog.CodeTitle{Scheme: enum.CodeCIP, Code: "01.0000", Title: "Agriculture, General"}
	soc := catalog.CodeTitle{Scheme: enum.CodeSOC, Code: "19-1011", Title: "Animal Scientists"}
	isco := catalog.CodeTitle{Scheme: enum.CodeISCO, Code: "0110", Title: "Officers"}
	for name, c := range map[string]struct {
		content string
		want    catalog.CrosswalkInput
	}{
		"as published":        {"\ufeffCIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title\r\n01.0000,\"Agriculture, General.\",19-1011,Animal Scientists\r\n", catalog.CrosswalkInput{From: cip, To: soc}},
		"the other way round": {"2018 SOC Title,2018 SOC Code,CIP Title,CIP Code\nAnimal Scientists,19-1011,\"Agriculture, General.\",\"=\"\"01.0000\"\"\"\n", catalog.CrosswalkInput{From: soc, To: cip}},
		"ISCO":                {"ISCO-08 Code;ISCO-08 Title EN;2018 SOC Code;2018 SOC Title\n0110;Officers;19-1011;Animal Scientists\n", catalog.CrosswalkInput{From: isco, To: soc}},
		"O*NET and a URI":     {"O*NET-SOC Code\tO*NET-SOC Title\tISCO URI\tISCO Title\n19-1011.00\tAnimal Scientists\thttp://data.europa.eu/esco/isco/C0110\tOfficers\n", catalog.CrosswalkInput{From: soc, To: isco}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink, report := importCrosswalks(t, map[string]string{"table.csv": c.content})
			if diff := cmp.Diff([]catalog.CrosswalkInput{c.want}, sink.links); diff != "" {
				t.Errorf("links differ (-want +got):\n%s", diff)
			}
			if !report.OK() {
				t.Errorf("not OK: %v", report.Notes)
			}
		})
	}
}

func TestNoMatchIsNeverALink(t *testing.T) {
	t.Parallel()
	sink, report := importCrosswalks(t, map[string]string{
		"table.csv": "CIP2020Code,SOC2018Code\n01.0000,99-9999\n99.9999,19-1011\n01.0000,\n",
	})
	if len(sink.links) != 0 || report.Codes["no_match"] != 3 || report.Rows.Skipped != 3 {
		t.Errorf("links %v, report %+v", sink.links, report.Rows)
	}
}

func TestCodesThatASpreadsheetDamagedAreReported(t *testing.T) {
	t.Parallel()
	sink, report := importCrosswalks(t, map[string]string{
		"table.csv": "CIP2020Code,SOC2018Code\n1.0000,19-1011\n01.0000,19-Nov\n01.0000,19-1011\n",
	})
	if len(sink.links) != 1 || report.Rows.Failed != 2 || report.Codes["bad_code"] != 2 {
		t.Errorf("links %v, report %+v", sink.links, report)
	}
}

func TestTableWithoutCodesIsRefusedWithItsColumns(t *testing.T) {
	t.Parallel()
	_, report := importCrosswalks(t, map[string]string{"table.csv": "SOC2018Code,Wage\n19-1011,3\n"})
	if report.OK() || report.Files[0].NotRead == "" {
		t.Errorf("report %+v", report)
	}
}

func TestRealCrosswalkIsReadWhole(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "..", "shared", "data", "crosswalks", "CIP2020_SOC2018_Crosswalk.csv")
	if _, err := os.Stat(file); err != nil {
		t.Skip("the public crosswalk is not beside this repository: ", file)
	}
	sink := newMemory()
	report, err := Import(t.Context(), "crosswalk", []string{file}, Sinks{Crosswalks: sink}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const rows, none = 6097, 194 + 180
	if report.Rows.Read != rows || report.Rows.Skipped != none || len(sink.links) != rows-none || !report.OK() {
		t.Errorf("%d links, rows %+v", len(sink.links), report.Rows)
	}
}
