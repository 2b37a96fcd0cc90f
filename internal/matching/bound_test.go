package matching

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// shelf is a catalog of a real one's size: 600 micro-credentials over 2,000 skills,
// stacks of four over them, and words, with one posting.
func shelf() world {
	w := world{}
	for i := range 2000 {
		w.relations = append(w.relations, taxonomy.Relation{From: fmt.Sprint("s", i), To: fmt.Sprint("s", i/8), Kind: taxonomy.Broader})
	}
	for i := range 600 {
		v := Version{ID: fmt.Sprint("v", i), Credential: fmt.Sprint("c", i), Current: true, Words: map[string]int{}}
		for j := range 4 {
			v.Pairs = append(v.Pairs, Pair{fmt.Sprint("s", (i*31+j*j*17)%2000), Level(j)})
			v.Words[fmt.Sprint("w", (i*7+j*13)%300)] = j + 1
		}
		w.versions = append(w.versions, v)
	}
	for i := range 150 {
		group := func(n int) []Rule {
			return []Rule{part(fmt.Sprint("c", (i*4+n)%600)), part(fmt.Sprint("c", (i*4+n+1)%600))}
		}
		w.stacks = append(w.stacks, Stack{ID: fmt.Sprint("stack", i), Rule: all(anyOf(group(0)...), kOf(1, group(2)...))})
	}
	for i := range 6 {
		w.posting.Requirements = append(w.posting.Requirements, Requirement{Skill: fmt.Sprint("s", i*7), Level: 2, Importance: Required, Weight: 10})
	}
	w.posting.Requirements = append(w.posting.Requirements, Requirement{Stack: "stack3", Importance: Preferred, Weight: 10})
	w.posting.Recognized = []string{"c1", "c2", "c3"}
	w.posting.Words = []string{"w1", "w2", "w3"}
	return w
}

func (w world) bind(t fataler) (*Plan, *Vocabulary, *Bound) {
	t.Helper()
	c := w.catalog(t)
	v := NewVocabulary()
	for _, version := range w.versions {
		v, _ = mustExtend(t, v, c, version.ID)
	}
	p := mustCompile(t, w.posting, c)
	return p, v, p.Bind(v)
}

//nolint:paralleltest // AllocsPerRun counts the allocations of the whole process
func TestExtrasAllocateNothing(t *testing.T) {
	_, v, b := shelf().bind(t)
	held := []uint32{1, 13, 14, 15, 400}
	if b.Extras(held, false) == 0 || b.StackCredit(6, held) == 0 {
		t.Fatal("the holdings say nothing")
	}
	for name, call := range map[string]func(){
		"Extras":          func() { b.Extras(held, false) },
		"StackCredit":     func() { b.StackCredit(6, held) },
		"StackCreditWith": func() { b.StackCreditWith(6, held, "c12") },
	} {
		if n := testing.AllocsPerRun(100, call); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	if n := v.Len(); b.Extras([]uint32{uint32(n), 1 << 30}, false) != 0 {
		t.Error("ids past the vocabulary say something")
	}
}

func TestADocumentOfManyHoldingsIsScoredToo(t *testing.T) {
	t.Parallel()
	w := shelf()
	p, v, b := w.bind(t)
	var held []Held
	ids := make([]uint32, v.Len())
	for i := range ids {
		ids[i] = uint32(i)
		held = append(held, v.Held(uint32(i)))
	}
	tier, points, credits := p.Score(held)
	if got := p.Points(credits, b.Extras(ids, p.allMusts(credits))); got != points || tier != p.Tier(credits) {
		t.Errorf("%d points from the index, %d from the holdings", got, points)
	}
}

func TestACredentialAskNamesWhatHasToLast(t *testing.T) {
	t.Parallel()
	w := shelf()
	w.posting.Requirements[0] = Requirement{AnyOf: []string{"c2", "c1", "c2"}, Importance: Required, Weight: 1, Legal: true}
	_, v, today := w.bind(t)
	if got := today.CredentialsNeeded(0); got != nil || today.Plan().NeededOn() != "" {
		t.Errorf("without a day: %v", got)
	}
	w.posting.NeededOn = date(t, "2026-04-01")
	p, _, later := w.bind(t)
	if got := later.CredentialsNeeded(0); !slices.Equal(got, []string{"c1", "c2"}) || p.NeededOn() != "2026-04-01" {
		t.Errorf("needed on %s: %v", p.NeededOn(), got)
	}
	if got := later.CredentialsNeeded(1); got != nil {
		t.Errorf("a skill needs %v", got)
	}
	if got := later.Groups(0); len(got) != 1 || got[0].Credit != 100 || !slices.Equal(got[0].IDs, slices.Concat(v.OfCredential("c1"), v.OfCredential("c2"))) {
		t.Errorf("groups %v", got)
	}
	if p.Legal() != 1 || p.Musts() != 1<<6-1 || !slices.Equal(p.Weights(), []int64{1, 10, 10, 10, 10, 10, 10}) {
		t.Errorf("legal %b, musts %b, weights %v", p.Legal(), p.Musts(), p.Weights())
	}
}

func BenchmarkCompile(b *testing.B) {
	w := shelf()
	c := w.catalog(b)
	for b.Loop() {
		mustCompile(b, w.posting, c)
	}
}

func BenchmarkBind(b *testing.B) {
	p, v, _ := shelf().bind(b)
	for b.Loop() {
		p.Bind(v)
	}
}

func BenchmarkExtras(b *testing.B) {
	_, _, bound := shelf().bind(b)
	held := []uint32{1, 13, 14, 15, 400}
	for b.Loop() {
		bound.Extras(held, false)
	}
}

func BenchmarkExplain(b *testing.B) {
	w := shelf()
	p, v, _ := w.bind(b)
	var awards []Award
	for _, id := range []uint32{1, 13, 14, 15, 400} {
		awards = append(awards, Award{ID: fmt.Sprint("a", id), Held: v.Held(id), Status: Active, Verified: true})
	}
	for b.Loop() {
		p.Explain(awards, asOf)
	}
}
