package interop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/interop"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestACaseloadIsImportedOfWhoAgreedAlone(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	board := w.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	coach := w.Member(t, auth.Coach, board)
	agrees := func(e *account.NewEarner) {
		e.Grants = []consent.Grant{{Organization: board.ID, Purpose: consent.Coaching, Fields: consent.Coaching.MayOpen()}}
	}
	person := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Ana", Emails: []string{"ana@people.example"}}))(t)
	w.Earner(t, agrees, func(e *account.NewEarner) { e.Account = person.ID })
	w.Earner(t, agrees, func(e *account.NewEarner) { e.ClaimCode = "PDG8-C5PJ-75VE" })
	cy, stranger := w.Earner(t, agrees), w.Earner(t)
	group := world.Must(w.Coaching.CreateCaseGroup(coach, coaching.CreateCaseGroupInput{Name: "Spring"}))(t)
	file := filepath.Join(t.TempDir(), "caseload.csv")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("Address,Claim Code,Earner,Group,Stage\nAna@people.example,,,Spring,learning\n,pdg8 c5pj 75ve,,,\n,," + cy + ",,\n" +
		",," + stranger + ",,\nsecret@people.example,,,,\n,,,,\n,," + cy + ",Nobody's,\n,," + cy + ",,ASLEEP\nana@people.example,,x,,\n")
	load := func() interop.Report {
		w.Clock.Advance(time.Second)
		return world.Must(interop.Import(coach, "caseload", []string{file}, interop.Sinks{Caseload: w.Coaching}, interop.Options{Coach: "c", Now: w.Clock.Now()}))(t)
	}
	report := load()
	if diff := cmp.Diff(interop.Counts{Read: 8, Created: 3, Failed: 5}, report.Rows); diff != "" || report.OK() {
		t.Errorf("%s, notes %+v", diff, report.Notes)
	}
	lines := map[int]string{}
	for _, n := range report.Notes {
		lines[n.Line] = n.Code
		if n.Value != "" || strings.Contains(n.Message, "secret") {
			t.Errorf("the report tells of somebody: %+v", n)
		}
	}
	if diff := cmp.Diff(map[int]string{5: "NOT_FOUND", 6: "NOT_FOUND", 8: "no_group", 9: "bad_stage", 10: "INVALID"}, lines); diff != "" {
		t.Error(diff)
	}
	if n := w.DB().ImportOriginal.Query().CountX(w.Ctx); n != 0 {
		t.Errorf("%d originals are kept", n)
	}
	found := world.Must(w.Coaching.Caseload(coach, coaching.CaseloadInput{Filter: coaching.CaseloadFilter{Group: &group.ID}}))(t)
	if found.Found != 1 {
		t.Errorf("%d are in the group", found.Found)
	}
	if again := load(); again.Rows.Created != 0 || again.Rows.Unchanged != 3 {
		t.Errorf("again: %+v", again.Rows)
	}
	write("earner\n" + strings.Repeat("ern_none\n", 450) + cy + "\n")
	if many := load(); many.Rows.Failed != 450 || many.Rows.Unchanged != 1 {
		t.Errorf("many: %+v", many.Rows)
	}
	if _, err := interop.Import(coach, "caseload", []string{file}, interop.Sinks{Caseload: w.Coaching}, interop.Options{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("nobody's: %v", err)
	}
	if _, err := interop.Import(w.Member(t, auth.Issuer, board), "caseload", []string{file}, interop.Sinks{Caseload: w.Coaching}, interop.Options{Coach: "c"}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("by who is no coach: %v", err)
	}
}
