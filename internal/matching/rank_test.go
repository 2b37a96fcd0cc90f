package matching

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestRankings reads testdata/rank: a catalog, a posting, people, and the order
// that they are wanted in with every reason. Points wanted are arithmetic: terms
// like 80000000*42/100, each rounded down, joined by plus signs.
func TestRankings(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/rank/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no rankings in testdata/rank", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := readRanking(t, archive)
			if diff := gocmp.Diff(r.want, r.rank(t)); diff != "" {
				t.Errorf("ranking (-want +got):\n%s", diff)
			}
		})
	}
}

// ranking is one file.
type ranking struct {
	catalog *Catalog
	posting Posting
	people  []person
	want    []string
}

type person struct {
	name   string
	awards []Award
}

type rankedPerson struct {
	Key
	match Match
}

// rank lists people in their order, each with the grades, credits and reasons of
// the requirements, the same from the records and from an index.
func (r ranking) rank(t *testing.T) []string {
	t.Helper()
	plan := mustCompile(t, r.posting, r.catalog)
	var all []string
	for _, p := range r.people {
		all = append(all, terms(r.catalog, counting(p.awards))...)
	}
	e := index(t, plan, r.catalog, [][]string{all})
	draw := NewDrawKey([]byte("secret"), r.posting.ID, "employer", asOf)
	var listed []rankedPerson
	for _, p := range r.people {
		m := plan.Explain(p.awards, asOf)
		if diff := gocmp.Diff(e.score(t, r.catalog, p.awards), explained(plan, p.awards)); diff != "" {
			t.Errorf("%s: index and explanation differ: %s", p.name, diff)
		}
		if m.Tier != Unlisted {
			listed = append(listed, rankedPerson{Key{m.Tier, m.Points, Draw(draw, p.name), p.name}, m})
		}
	}
	slices.SortFunc(listed, func(a, b rankedPerson) int {
		if a.Before(b.Key) {
			return -1
		}
		return cmp.Compare(1, 0)
	})
	var lines []string
	for _, p := range listed {
		lines = append(lines, r.describe(p)...)
	}
	return lines
}

func (r ranking) describe(p rankedPerson) []string {
	tier := map[Tier]string{Qualified: "QUALIFIED", Near: "NEAR", Partial: "PARTIAL"}[p.Tier]
	lines := []string{fmt.Sprintf("%s %s = %d", tier, p.Earner, p.Points)}
	for i, req := range p.match.Requirements {
		line := fmt.Sprintf("  %s: %s %d %s", r.posting.Requirements[i].ID, req.Grade, req.Credit, req.Reason)
		if req.LevelHeld > 0 {
			line += fmt.Sprintf(" level %d", req.LevelHeld)
		}
		lines = append(lines, line)
	}
	for _, c := range p.match.Contributions {
		if c.Requirement < 0 && c.Points > 0 {
			lines = append(lines, fmt.Sprintf("  %s of %d = %d", strings.TrimSpace(string(c.Part)+" "+c.Stack), c.Possible, c.Points))
		}
	}
	var labels []string
	for _, req := range r.posting.Requirements {
		labels = append(labels, req.ID)
	}
	return append(lines, "  "+p.match.Summary(English, labels, asOf))
}
