package taxonomy

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAlignments(t *testing.T) {
	t.Parallel()
	graph := New([]Relation{
		{From: "reach truck", To: "forklift", Kind: Broader},
		{From: "narrow-aisle reach truck", To: "reach truck", Kind: Broader},
		{From: "electric narrow-aisle reach truck", To: "narrow-aisle reach truck", Kind: Broader},
		{From: "forklift", To: "industrial vehicles", Kind: Broader},
		{From: "industrial vehicles", To: "vehicles", Kind: Broader},
		{From: "forklift", To: "pallets", Kind: Related},
		{From: "pallets", To: "packing", Kind: Related},
		{From: "lift truck", To: "forklift", Kind: Exact},
		{From: "carretilla", To: "lift truck", Kind: Exact},
	})
	for _, test := range []struct {
		asked string
		want  []Aligned
	}{
		{"forklift", []Aligned{
			{"carretilla", AlignedExact, 100},
			{"forklift", AlignedSame, 100},
			{"industrial vehicles", AlignedBroader, 40},
			{"lift truck", AlignedExact, 100},
			{"narrow-aisle reach truck", AlignedNarrower, 40},
			{"pallets", AlignedRelated, 20},
			{"reach truck", AlignedNarrower, 60},
		}},
		{"vehicles", []Aligned{
			{"carretilla", AlignedNarrower, 40},
			{"forklift", AlignedNarrower, 40},
			{"industrial vehicles", AlignedNarrower, 60},
			{"lift truck", AlignedNarrower, 40},
			{"vehicles", AlignedSame, 100},
		}},
		{"packing", []Aligned{{"packing", AlignedSame, 100}, {"pallets", AlignedRelated, 20}}},
		{"unheard of", []Aligned{{"unheard of", AlignedSame, 100}}},
	} {
		if diff := cmp.Diff(test.want, graph.Aligned(test.asked)); diff != "" {
			t.Errorf("aligned with %q (-want +got):\n%s", test.asked, diff)
		}
	}
}

func TestTheBestAlignmentWins(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		relations []Relation
		want      []Aligned
	}{
		{"a cycle is narrower both ways", []Relation{{"a", "b", Broader}, {"b", "a", Broader}}, []Aligned{{"a", AlignedSame, 100}, {"b", AlignedNarrower, 60}}},
		{"related and broader", []Relation{{"a", "b", Related}, {"a", "b", Broader}}, []Aligned{{"a", AlignedSame, 100}, {"b", AlignedBroader, 40}}},
		{"broader and exact", []Relation{{"a", "b", Broader}, {"b", "a", Exact}}, []Aligned{{"a", AlignedSame, 100}, {"b", AlignedExact, 100}}},
		{"one step and two", []Relation{{"b", "a", Broader}, {"c", "a", Broader}, {"b", "c", Broader}}, []Aligned{{"a", AlignedSame, 100}, {"b", AlignedNarrower, 60}, {"c", AlignedNarrower, 60}}},
		{"itself", []Relation{{"a", "a", Broader}, {"a", "a", Related}, {"a", "a", Exact}}, []Aligned{{"a", AlignedSame, 100}}},
		{"no ends, no kind", []Relation{{"a", "", Broader}, {"", "a", Exact}, {"a", "b", "NEAR"}}, []Aligned{{"a", AlignedSame, 100}}},
		{"through an equal", []Relation{{"a", "a2", Exact}, {"b", "a2", Broader}, {"b", "b2", Exact}}, []Aligned{
			{"a", AlignedSame, 100}, {"a2", AlignedExact, 100}, {"b", AlignedNarrower, 60}, {"b2", AlignedNarrower, 60},
		}},
	} {
		if diff := cmp.Diff(test.want, New(test.relations).Aligned("a")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestNoGraphKnowsEverySkillAsItself(t *testing.T) {
	t.Parallel()
	var graph *Graph
	if got := graph.Aligned("a"); len(got) != 1 || got[0].Factor != 100 {
		t.Errorf("aligned: %v", got)
	}
	if got := graph.Broader("a"); got != nil {
		t.Errorf("broader: %v", got)
	}
}

func TestBroaderIsOneStepThroughEquals(t *testing.T) {
	t.Parallel()
	graph := New([]Relation{
		{"a", "b", Broader},
		{"a2", "c", Broader},
		{"a", "a2", Exact},
		{"b", "b2", Exact},
		{"a", "a2", Broader},
		{"b", "d", Broader},
		{"a2", "b2", Broader},
	})
	if diff := cmp.Diff([]string{"b", "b2", "c"}, graph.Broader("a")); diff != "" {
		t.Errorf("broader (-want +got):\n%s", diff)
	}
}

func TestTheOrderOfRelationsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		relations := rapid.SliceOf(rapid.Custom(drawRelation)).Draw(t, "relations")
		shuffled := rapid.Permutation(relations).Draw(t, "shuffled")
		for i, r := range shuffled {
			if r.Kind != Broader {
				shuffled[i].From, shuffled[i].To = r.To, r.From // these hold both ways
			}
		}
		one, other := New(relations), New(shuffled)
		for i := range 8 {
			skill := fmt.Sprint("s", i)
			if diff := cmp.Diff(one.Aligned(skill), other.Aligned(skill)); diff != "" {
				t.Fatalf("aligned with %s: %s", skill, diff)
			}
		}
	})
}

func TestEqualSkillsAlignWithTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		graph := New(rapid.SliceOf(rapid.Custom(drawRelation)).Draw(t, "relations"))
		for i := range 8 {
			all := graph.Aligned(fmt.Sprint("s", i))
			if !slices.IsSortedFunc(all, func(a, b Aligned) int { return cmpNames(a.Skill, b.Skill) }) {
				t.Fatalf("not sorted, or twice: %v", all)
			}
			for _, equal := range all {
				if equal.Factor == 100 {
					sameFactors(t, all, graph.Aligned(equal.Skill))
				}
			}
		}
	})
}

func sameFactors(t *rapid.T, a, b []Aligned) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%v, but %v", a, b)
	}
	for i := range a {
		if a[i].Skill != b[i].Skill || a[i].Factor != b[i].Factor {
			t.Fatalf("%v, but %v", a[i], b[i])
		}
	}
}

// cmpNames takes equals for disorder.
func cmpNames(a, b string) int {
	if a <= b {
		return -1
	}
	return 1
}

func drawRelation(t *rapid.T) Relation {
	name := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("s", rapid.IntRange(0, 7).Draw(t, "n")) })
	return Relation{name.Draw(t, "from"), name.Draw(t, "to"), rapid.SampledFrom([]RelationKind{Broader, Related, Exact}).Draw(t, "kind")}
}

// large has the size of the largest taxonomy that we hold.
func large() []Relation {
	var relations []Relation
	for i := range 60_000 {
		kind := []RelationKind{Broader, Broader, Related, Broader, Related, Exact}[i%6]
		to := (i*7919 + i/6) % 20_000
		if kind == Broader {
			to /= 10 // few broad ones, with many below
		}
		relations = append(relations, Relation{fmt.Sprint("skill-", i%20_000), fmt.Sprint("skill-", to), kind})
	}
	return relations
}

func BenchmarkNew(b *testing.B) {
	relations := large()
	for b.Loop() {
		New(relations)
	}
}

func BenchmarkAligned(b *testing.B) {
	graph := New(large())
	for i := 0; b.Loop(); i++ {
		graph.Aligned(fmt.Sprint("skill-", i%20_000))
	}
}
