package skillindex

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkSearch asks 60,000 skills for what sentences of advertisements say.
func BenchmarkSearch(b *testing.B) {
	verbs := []string{"manage", "plan", "operate", "assess", "repair", "design", "teach", "inspect", "document", "sell"}
	things := []string{"budgets", "welding robots", "patient records", "web applications", "supply chains", "school lessons", "crop yields", "fire alarms", "legal contracts", "musical scores"}
	places := []string{"in hospitals", "for customers", "under supervision", "at sea", "in the public sector", "with suppliers", "on construction sites", "in laboratories", "for children", "abroad"}
	var skills []Skill
	for i := range 60_000 {
		text := fmt.Sprintf("%s %s %s %s%d", verbs[i%10], things[i/10%10], places[i/100%10], verbs[i/1000%10], i/1000)
		skills = append(skills, Skill{ID: fmt.Sprint(i), Labels: []Label{{Text: text}}})
	}
	start := time.Now()
	x := Build(skills)
	built := time.Since(start)
	queries := []string{
		"budgets", "repair fire alarms", "welding robots in hospitals",
		"You will plan and document supply chains with our suppliers, and manage the budgets of several web applications in the public sector.",
	}
	var took []time.Duration
	for b.Loop() {
		for _, q := range queries {
			start = time.Now()
			if _, err := x.Search(b.Context(), Query{Text: q, Limit: 20}); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(built.Seconds(), "build-s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
