package interop_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/interop"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestARosterIsImportedWithItsReportAndItsCodes(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "College", nil, enum.OrgIssuer)
	w.MicroCredential(t, college, "Forklift", map[string]int{"driving": 2})
	day := w.Clock.Now().AddDate(0, 0, -20).Format(time.DateOnly)
	file := filepath.Join(t.TempDir(), "roster.csv")
	text := "micro_credential,name,reference,earned_on\nForklift,=Ana,17," + day + "\nForklift,Ben,," + day + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sinks := interop.Sinks{Rosters: w.Credentials}
	report := world.Must(interop.Import(w.Ctx, "roster", []string{file}, sinks, interop.Options{Issuer: college.ID}))(t)
	if diff := cmp.Diff(interop.Counts{Read: 2, Created: 1, Failed: 1}, report.Rows); diff != "" || report.OK() {
		t.Error(diff)
	}
	if len(report.Notes) != 1 || report.Notes[0].Line != 3 || report.Notes[0].Code != "RECIPIENT_MISSING" || report.Notes[0].Value != "" {
		t.Errorf("notes are %+v", report.Notes)
	}
	var out bytes.Buffer
	if err := report.WriteCodes(&out); err != nil {
		t.Fatal(err)
	}
	codes := world.Must(csv.NewReader(&out).ReadAll())(t)
	if len(codes) != 2 || codes[1][0] != "'=Ana" || codes[1][1] != "17" || len(codes[1][2]) != 14 {
		t.Errorf("codes are %q", codes)
	}
	again := world.Must(interop.Import(w.Ctx, "roster", []string{file}, sinks, interop.Options{Issuer: college.ID}))(t)
	if diff := cmp.Diff(interop.Counts{Read: 2, Unchanged: 1, Failed: 1}, again.Rows); diff != "" || len(again.ClaimCodes) != 0 {
		t.Error(diff)
	}
	if _, err := interop.Import(w.Ctx, "roster", []string{file}, sinks, interop.Options{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("nobody's: %v", err)
	}
	if err := os.WriteFile(file, []byte("name\nAna\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := world.Must(interop.Import(w.Ctx, "roster", []string{file}, sinks, interop.Options{Issuer: college.ID}))(t)
	if bad.OK() || len(bad.Files) != 1 || bad.Files[0].NotRead == "" {
		t.Errorf("what is no roster: %+v", bad)
	}
}
