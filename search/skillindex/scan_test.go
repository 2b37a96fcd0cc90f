package skillindex

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASearchLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	skills := manySkills(300)
	used := Build(skills)
	for _, text := range typed(skills, 60) {
		for _, q := range []Query{
			{Text: text, Begun: true, Limit: 5},
			{Text: text, Limit: 5, Frameworks: []string{"1", "none"}},
			{Text: text + " and " + text, Limit: 1000},
		} {
			got, err := used.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			m, _ := used.scratches.Get().(*scratch)
			for l := range m.scores {
				if m.scores[l] != 0 || m.bonus[l] != 0 {
					t.Fatalf("%+v: label %d has %g and %g left", q, l, m.scores[l], m.bonus[l])
				}
			}
			for term := range m.at {
				if m.at[term] != 0 || m.common[term] != 0 {
					t.Fatalf("%+v: term %d has %d and %d left", q, term, m.at[term], m.common[term])
				}
			}
			used.scratches.Put(m)
			again, err := used.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("%+v: the same search again, -want +got:\n%s", q, diff)
			}
		}
	}
}

func TestTheBestOfAllAreAmongThoseThatAreLookedAtClosely(t *testing.T) {
	t.Parallel()
	skills := manySkills(3000)
	all := tuned()
	all.precise = 1 << 20
	some, exact := Build(skills), build(skills, all)
	missed, n := 0, 0
	for _, text := range typed(skills, 100) {
		want := found(t, exact, Query{Text: text})
		n += len(want)
		missed += len(want)
		got := found(t, some, Query{Text: text})
		for _, id := range want {
			for _, other := range got {
				if id == other {
					missed--
				}
			}
		}
	}
	if missed*50 > n {
		t.Errorf("%d of %d were missed", missed, n)
	}
}

func TestSignsTellHowAlikeVectorsAre(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(5, 6))
	for _, size := range []int{2, 63, 64, 200, 256, 384} {
		turn := newTurn(size)
		likely := turn.likely()
		off := 0.0
		const pairs = 200
		for range pairs {
			a, b := make([]float32, size), make([]float32, size)
			for i := range a {
				// The first numbers say most, as in a real table.
				a[i] = float32(draw.NormFloat64() / float64(1+i))
				b[i] = a[i] + float32(draw.NormFloat64()/float64(1+i))
			}
			unit(a)
			unit(b)
			signs := func(v []float32) []uint64 {
				out := make([]uint64, turn.words())
				turn.signs(v, make([]float32, turn.length), out)
				return out
			}
			cosine := 0.0
			for i := range a {
				cosine += float64(a[i] * b[i])
			}
			off += math.Abs(max(0, cosine)-float64(likely[differing(signs(a), signs(b))])) / pairs
		}
		if most := 2.5 / math.Sqrt(float64(turn.length)); off > most {
			t.Errorf("%d numbers: off by %.3f, want at most %.3f", size, off, most)
		}
	}
}
