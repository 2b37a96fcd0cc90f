package web

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/coaching"
)

func TestThePageOfAPlanIsSmallWhateverThePlanSays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	for name, words := range map[string]func(int) string{"English": common, "any characters": anything} {
		for _, steps := range []int{1, 12, 100} {
			content, err := fitted(longPlan(steps, words), now, spanish)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := packed(content); err != nil || n > mostPacked {
				t.Errorf("%d steps of %s: %d bytes compressed (%v), want at most %d", steps, name, n, err, mostPacked)
			}
			if n := strings.Count(string(content), "<li class"); n != steps {
				t.Errorf("%d steps of %s: %d are shown", steps, name, n)
			}
			if !strings.Contains(string(content), phrases["plan cut"].es) {
				t.Errorf("%d steps of %s: what was cut is not said to be", steps, name)
			}
		}
	}
}

func TestAPlanOfUsualTextsIsNotCut(t *testing.T) {
	t.Parallel()
	sheet := longPlan(12, func(n int) string { return common(min(n, 60)) })
	for i := range sheet.Lines {
		sheet.Lines[i].Needs = sheet.Lines[i].Needs[:3]
	}
	content, err := fitted(sheet, time.Now(), english)
	if err != nil || strings.Contains(string(content), "…") || strings.Contains(string(content), phrases["plan cut"].en) {
		t.Errorf("cut (%v):\n%s", err, content)
	}
}

// longPlan has steps of which every text is as long as it may be.
func longPlan(steps int, words func(int) string) *coaching.PlanSheet {
	sheet := &coaching.PlanSheet{
		SavedPlan: &coaching.SavedPlan{SavedPlan: &db.SavedPlan{ID: "pln_1", Name: words(200)}, Outdated: []coaching.OutdatedReason{{}}},
		Whose:     words(200), Goal: text.En(words(200)), HoursPerWeek: 8,
	}
	for i := range steps {
		minutes, cents, from := rand.Int64N(90_000), rand.Int64N(900_000), time.Date(2026, 3, 2+i*5, 0, 0, 0, 0, time.UTC)
		until := from.AddDate(0, 1, i)
		row := &db.SavedPlanStep{Position: i + 1, Minutes: &minutes, PriceCents: &cents, PriceCurrency: "USD", StartsOn: &from, FinishesOn: &until}
		row.Edges.Offering = &db.Offering{Delivery: enum.DeliveryInPerson, Language: "en", Schedule: text.En(words(10_000))}
		line := coaching.SheetLine{
			SavedStep: coaching.SavedStep{SavedPlanStep: row, Progress: coaching.StepOpen},
			Title:     text.EnEs(words(200), words(200)), Provider: words(200), Place: words(200),
		}
		for range 40 {
			line.Needs = append(line.Needs, &db.ReadinessNote{Kind: enum.ReadyDevice, Note: text.En(words(2_000))})
		}
		sheet.Steps, sheet.Lines = append(sheet.Steps, line.SavedStep), append(sheet.Lines, line)
	}
	return sheet
}

// common is a text of common words.
func common(n int) string {
	var out strings.Builder
	for all := strings.Fields(commonWords); out.Len() < n; {
		out.WriteString(all[rand.IntN(len(all))] + " ")
	}
	return out.String()[:n]
}

// anything is a text that no compression makes much shorter.
func anything(n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = 0x20000 + rand.Int32N(0xa000)
	}
	return string(out)
}

const commonWords = `the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all
were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him
into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made
may part bring forklift welding safety online college computer ride bus child care english level spanish background check evening weekend`
