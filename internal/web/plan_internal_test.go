package web

import (
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/matching"
)

func TestAPlanIsPrintedInBothLanguages(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	minutes, cents := int64(90), int64(20_00)
	step := coaching.SavedStep{
		SavedPlanStep: &db.SavedPlanStep{Position: 1, Minutes: &minutes, PriceCents: &cents, PriceCurrency: "USD", StartsOn: &now},
		Progress:      coaching.StepOpen,
	}
	sheet := &coaching.PlanSheet{
		SavedPlan:    &coaching.SavedPlan{SavedPlan: &db.SavedPlan{ID: "pln_1", Name: "To <weld>"}, Steps: []coaching.SavedStep{step}},
		Whose:        "Ada",
		Goal:         text.EnEs("Welder", "Soldadora"),
		HoursPerWeek: 8,
		Lines: []coaching.SheetLine{{
			SavedStep: step, Title: text.EnEs("Welding", "Soldadura"),
			Needs: []*db.ReadinessNote{{Kind: enum.ReadyDevice, Note: text.EnEs("A computer.", "Una computadora.")}},
		}, {
			SavedStep: step, Title: text.EnEs("Certificate", "Certificado"), Completes: true,
		}},
	}
	for language, wanted := range map[string][]string{
		"en": {"The plan of Ada", "Welder", "Welding", "1.5 h", "at 8 hours a week", "A computer.", "at your own pace", "earned by completing the stack", "To &lt;weld&gt;", `href="?lang=es"`},
		"es": {"El plan de Ada", "Soldadora", "Soldadura", "1.5 h", "a 8 horas por semana", "Una computadora.", "a su propio ritmo", "se obtiene al completar la serie"},
	} {
		page, err := fitted(sheet, now, language)
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range wanted {
			if !strings.Contains(string(page), words) {
				t.Errorf("%s: lacks %q:\n%s", language, words, page)
			}
		}
	}
}

func TestAPathwayIsAPageInBothLanguages(t *testing.T) {
	t.Parallel()
	minutes := 120
	row := &db.Pathway{ID: "pth_1", Title: text.EnEs("Way", "Ruta"), Description: text.EnEs("About it.", "De qué trata.")}
	row.Edges.Owner = &db.Organization{Name: "College"}
	p := &catalog.PathwayWithSteps{Row: row, Goal: text.En("Welder"), Steps: []catalog.PathwayPart{
		{Row: &db.PathwayStep{Optional: true}, Title: text.EnEs("First", "Primero"), Version: &db.MicroCredentialVersion{ID: "ver_1", EffortMinutes: &minutes}},
		{Row: &db.PathwayStep{}, Title: text.EnEs("Both", "Ambos"), Rule: &matching.Rule{}},
	}}
	for language, wanted := range map[string][]string{
		"en": {"Way", "College", "About it.", "First", "optional", "2 h", "a stack", "/achievements/ver_1", "/pathways/pth_1.jsonld"},
		"es": {"Ruta", "Primero", "opcional", "una serie", "Ambos"},
	} {
		page, err := render("pathway", language, pathwayView(p, language))
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range wanted {
			if !strings.Contains(string(page), words) {
				t.Errorf("%s: lacks %q:\n%s", language, words, page)
			}
		}
	}
}
