package interop

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// joined feeds rows to a join of the given limit, files taking turns, and
// returns what a sink then holds.
func joined(t *rapid.T, files [][]part, limit int) map[string]catalog.SkillInput {
	sink := newMemory()
	j := newJoin(limit, func(parts []part) error {
		_, err := sink.UpsertSkills(t.Context(), "", []catalog.SkillInput{merge(parts)})
		return err
	})
	j.active = len(files)
	for turn, left := 0, len(files); left > 0; turn++ {
		for _, rows := range files {
			switch {
			case turn < len(rows):
				if err := j.add(rows[turn]); err != nil {
					t.Fatal(err)
				}
			case turn == len(rows):
				left--
				if len(rows) > 0 {
					if err := j.finish(rows[0].from); err != nil {
						t.Fatal(err)
					}
				} else if err := j.finish(nil); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := j.flush(); err != nil {
		t.Fatal(err)
	}
	if j.size != 0 || len(j.waiting) != 0 {
		t.Fatalf("%d bytes and %d skills are left in the join", j.size, len(j.waiting))
	}
	return sink.skills
}

func TestJoinGivesTheSameInAnyOrderAndUnderAnyLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var files [][]part
		for n := range rapid.IntRange(1, 5).Draw(t, "files") {
			f := &escoFile{number: n, rank: n, file: &FileReport{Language: rapid.SampledFrom([]string{"en", "es", "fr"}).Draw(t, "language")}}
			var rows []part
			for _, id := range rapid.SliceOfNDistinct(rapid.Int32Range(0, 12), 0, 12, rapid.ID[int32]).Draw(t, "ids") {
				rows = append(rows, part{id: id, from: f, skill: catalog.SkillInput{
					URI: fmt.Sprint("x:", id), Type: typeSkill,
					Texts: []catalog.SkillText{{Language: f.file.Language, Label: fmt.Sprint("label of file ", n)}},
				}})
			}
			files = append(files, rows)
		}
		want := joined(t, files, 1<<30)
		shuffled := slices.Clone(files)
		for i := range shuffled {
			shuffled[i] = rapid.Permutation(shuffled[i]).Draw(t, "order")
		}
		got := joined(t, shuffled, rapid.SampledFrom([]int{0, 500, 2000}).Draw(t, "limit"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("skills differ (-want +got):\n%s", diff)
		}
	})
}

func TestClosingEdgesAreAllThatKeepsAGraphFromBeingOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const nodes = 8
		var edges []edge
		for range rapid.IntRange(0, 20).Draw(t, "edges") {
			edges = append(edges, edge{
				from: rapid.Int32Range(0, nodes-1).Draw(t, "from"), to: rapid.Int32Range(0, nodes-1).Draw(t, "to"),
				kind: taxonomy.Broader,
			})
		}
		closing := closingEdges(edges, nodes)
		var kept []edge
		for i, e := range edges {
			if !closing[i] {
				kept = append(kept, e)
			}
		}
		if circular(kept, nodes) {
			t.Fatal("a circle is left")
		}
		if !circular(edges, nodes) && len(closing) > 0 {
			t.Fatalf("%d edges dropped from a graph without circles", len(closing))
		}
	})
}

// circular multiplies reachability out: the slow and obvious way.
func circular(edges []edge, nodes int) bool {
	reach := make([][]bool, nodes)
	for i := range reach {
		reach[i] = make([]bool, nodes)
	}
	for _, e := range edges {
		if e.from != e.to {
			reach[e.from][e.to] = true
		}
	}
	for via := range nodes {
		for a := range nodes {
			for b := range nodes {
				reach[a][b] = reach[a][b] || (reach[a][via] && reach[via][b])
			}
		}
	}
	for n := range nodes {
		if reach[n][n] {
			return true
		}
	}
	return false
}
