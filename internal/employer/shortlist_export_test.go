package employer_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestAnExportShowsWhomTheEmployerMaySeeAndIsNoted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 3)
	entries := d.add(t, d.candidates...)
	world.Must(d.NoteOnShortlist(d.miller, employer.NoteOnShortlistInput{Entry: entries[0], Text: "A secret note."}))(t)
	d.withViewLog(t, t.TempDir())
	first := d.World.DB().ShortlistEntry.GetX(d.Ctx, entries[0]).EarnerID
	second := d.World.DB().ShortlistEntry.GetX(d.Ctx, entries[1]).EarnerID
	d.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(second).SetVisibility(consent.Hidden).Exec(ctx)
	})
	out := world.Must(d.ExportShortlist(d.miller, d.posting.ID, "en"))(t)
	text := string(world.Must(out.Write(employer.FormatCSV))(t))
	rows := world.Must(csv.NewReader(strings.NewReader(text)).ReadAll())(t)
	if len(rows) != 4 || rows[1][0] != d.candidates[0] || rows[2][0] != "" || rows[2][3] != "NEW" || rows[3][1] == "" {
		t.Errorf("the file says\n%s", text)
	}
	var document struct {
		PositionOpening struct {
			PositionProfiles []struct{ PositionTitle string }
		}
		Candidates []struct {
			DocumentID struct{ Value string }
			Person     struct {
				Name struct{ FormattedName string }
			}
			Profiles []struct{ Certifications []struct{ Name string } }
		}
	}
	hr := world.Must(out.Write(employer.FormatJSON))(t)
	if err := json.Unmarshal(hr, &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Candidates) != 2 || document.Candidates[0].DocumentID.Value != d.candidates[0] ||
		len(document.Candidates[0].Profiles[0].Certifications) == 0 || document.PositionOpening.PositionProfiles[0].PositionTitle != "Driver" {
		t.Errorf("the document says\n%s", hr)
	}
	for _, secret := range []string{"A secret note.", first, second, "Somebody"} {
		if strings.Contains(text+string(hr), secret) {
			t.Errorf("an export says %q", secret)
		}
	}
	if got := d.viewsOf(t, first); len(got) != 1 || got[0].Times != 1 || len(got[0].Fields) == 0 {
		t.Errorf("whom it shows reads %v", got)
	}
	if got := d.viewsOf(t, second); got != nil {
		t.Errorf("whom it does not show reads %v", got)
	}
	if _, err := d.ExportShortlist(d.stranger, d.posting.ID, "en"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a stranger exports it: %v", err)
	}
}

func TestNoCellOfAnExportIsAFormula(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 0)
	name := "=HYPERLINK(\"http://evil.example\")"
	crew := d.town.crew(t, 1, func(e *account.NewEarner) { e.Name, e.Visibility = name, consent.Open })
	d.index(t)
	d.add(t, idsOf(d.page(d.miller, t, d.posting.ID, 5, "").Nodes)...)
	out := world.Must(d.ExportShortlist(d.miller, d.posting.ID, "es"))(t)
	rows := world.Must(csv.NewReader(strings.NewReader(string(world.Must(out.Write(employer.FormatCSV))(t)))).ReadAll())(t)
	if rows[1][2] != "'"+name || len(crew) != 1 {
		t.Errorf("the name is written as %q", rows[1][2])
	}
}

// TestAnExportHasWhatIsOpenToItsEmployerAndNothingElse: what the earner chose when
// they accepted, until they withdraw it.
func TestAnExportHasWhatIsOpenToItsEmployerAndNothingElse(t *testing.T) {
	t.Parallel()
	name, email, phone, exact, month := "Wanda Wanted", "wanda@example.org", "+1912555wanda", "2024-03-15", "2024-03"
	for choice, c := range map[string]struct {
		fields []consent.Field
		want   []string
	}{
		"a name":  {[]consent.Field{consent.Name}, []string{name}},
		"contact": {[]consent.Field{consent.Name, consent.Addresses}, []string{name, email, phone}},
		"dates":   {[]consent.Field{consent.Name, consent.Dates}, []string{name, exact}},
		"all":     {[]consent.Field{consent.Name, consent.Addresses, consent.Dates}, []string{name, email, phone, exact}},
	} {
		t.Run(choice, func(t *testing.T) {
			t.Parallel()
			v := newFair(t)
			v.Tx(t, func(ctx context.Context, tx *db.Client) error {
				day := time.Date(2024, 3, 15, 9, 30, 0, 0, time.UTC)
				return tx.Award.UpdateOneID(v.award).SetEarnedAt(day).Exec(ctx)
			})
			asked := v.ask(t)
			world.Must(v.AddToShortlist(v.miller, employer.AddToShortlistInput{Posting: v.posting.ID, Candidates: []string{v.cnd(t)}}))(t)
			says := func(want []string, when string) {
				t.Helper()
				out := world.Must(v.ExportShortlist(v.miller, v.posting.ID, "en"))(t)
				for _, format := range []string{employer.FormatCSV, employer.FormatJSON} {
					text := string(world.Must(out.Write(format))(t))
					for _, secret := range []string{name, email, phone, exact} {
						if got := strings.Contains(text, secret); got != slices.Contains(want, secret) {
							t.Errorf("%s, the %s has %q: %v\n%s", when, format, secret, got, text)
						}
					}
					if !strings.Contains(text, month) {
						t.Errorf("%s, the %s does not say when it was earned:\n%s", when, format, text)
					}
				}
			}
			says(nil, "before the answer")
			v.accept(t, asked.ID, c.fields...)
			says(c.want, "accepted")
			world.Must(v.WithdrawContact(v.self, employer.WithdrawContactInput{ID: asked.ID}))(t)
			says(nil, "withdrawn")
		})
	}
}
