package matching

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// asOf is the instant of every test.
var asOf = time.Date(2026, 3, 2, 15, 4, 5, 0, time.UTC)

// world is a random catalog with a posting and some earners.
type world struct {
	relations []taxonomy.Relation
	versions  []Version
	stacks    []Stack
	posting   Posting
	earners   [][]Award
}

func (w world) catalog(t fataler) *Catalog {
	t.Helper()
	c, err := NewCatalog(w.versions, w.stacks, taxonomy.New(w.relations))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w world) plan(t fataler) *Plan {
	t.Helper()
	return mustCompile(t, w.posting, w.catalog(t))
}

type fataler interface {
	Helper()
	Fatal(args ...any)
}

func mustCompile(t fataler, p Posting, c *Catalog) *Plan {
	t.Helper()
	plan, err := Compile(p, c)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// What is drawn most often comes first: small numbers are drawn more often. The
// worlds are small, so that everything meets everything.
const (
	worldSkills      = 8
	worldCredentials = 7
	worldWords       = 6
)

func skillName(i int) string      { return fmt.Sprintf("skill%d", i) }
func credentialName(i int) string { return fmt.Sprintf("cred%d", i) }
func wordName(i int) string       { return fmt.Sprintf("word%d", i) }

func drawWorld(t *rapid.T) world {
	w := world{}
	kinds := []taxonomy.RelationKind{taxonomy.Broader, taxonomy.Broader, taxonomy.Related, taxonomy.Exact}
	for range oneOf(t, []int{6, 3, 9, 11, 0}) {
		w.relations = append(w.relations, taxonomy.Relation{
			From: skillName(below(t, worldSkills)), To: skillName(below(t, worldSkills)), Kind: oneOf(t, kinds),
		})
	}
	for c := range worldCredentials {
		n := 1 + below(t, 2)
		for i := range n {
			w.versions = append(w.versions, Version{
				ID: fmt.Sprintf("%s.v%d", credentialName(c), i+1), Credential: credentialName(c), Current: i == n-1,
				Pairs: drawPairs(t), Words: drawWordCounts(t),
			})
		}
	}
	for i := range oneOf(t, []int{2, 3, 1, 0}) {
		s := Stack{ID: fmt.Sprintf("stack%d", i), Rule: drawRule(t, 1)}
		if below(t, 3) == 0 {
			s.Certifies = credentialName(below(t, worldCredentials))
		}
		w.stacks = append(w.stacks, s)
	}
	w.posting = drawPosting(t, len(w.stacks))
	for i := range 4 {
		w.earners = append(w.earners, w.drawAwards(t, i))
	}
	return w
}

func drawPairs(t *rapid.T) []Pair {
	var pairs []Pair
	for range oneOf(t, []int{2, 1, 3, 0}) {
		pairs = append(pairs, Pair{skillName(below(t, worldSkills)), Level(below(t, 5))})
	}
	return pairs
}

func drawWordCounts(t *rapid.T) map[string]int {
	words := map[string]int{}
	for range below(t, 4) {
		words[wordName(below(t, worldWords))] += 1 + below(t, 3)
	}
	return words
}

func drawRule(t *rapid.T, depth int) Rule {
	if depth > 1 && (depth > 3 || below(t, 3) > 0) {
		return Rule{Op: OpPart, Credential: credentialName(below(t, worldCredentials))}
	}
	r := Rule{Op: oneOf(t, []Op{OpAllOf, OpAnyOf, OpKOf})}
	for range 1 + below(t, 4) {
		r.Of = append(r.Of, drawRule(t, depth+1))
	}
	if r.Op == OpKOf {
		r.K = 1 + below(t, len(r.Of))
	}
	return r
}

func drawPosting(t *rapid.T, stacks int) Posting {
	p := Posting{ID: "posting"}
	asked := map[string]bool{}
	for i := range oneOf(t, []int{3, 2, 4, 1, 6, 5}) {
		r := Requirement{ID: fmt.Sprintf("r%d", i), Importance: oneOf(t, []Importance{Required, Required, Preferred}), Weight: 1 + below(t, 12)}
		switch below(t, 6) {
		case 1:
			for range 1 + below(t, 2) {
				r.AnyOf = append(r.AnyOf, credentialName(below(t, worldCredentials)))
			}
		case 2:
			r.Stack = fmt.Sprintf("stack%d", below(t, stacks+1)) // the last one is unknown
		default:
			r.Skill = skillName(below(t, worldSkills))
			r.Level = Level(below(t, 5))
			if asked[r.Skill] {
				continue
			}
			asked[r.Skill] = true
		}
		r.Legal = r.Skill == "" && r.Importance == Required && below(t, 3) == 0
		p.Requirements = append(p.Requirements, r)
	}
	for range below(t, 3) {
		p.Recognized = append(p.Recognized, credentialName(below(t, worldCredentials)))
	}
	for range below(t, 4) {
		p.Words = append(p.Words, wordName(below(t, worldWords+1))) // the last one is unknown
	}
	if below(t, 2) == 0 {
		p.NeededOn = asOf.AddDate(0, 0, below(t, 60))
	}
	return p
}

func (w world) drawAwards(t *rapid.T, earner int) []Award {
	var awards []Award
	for i := range oneOf(t, []int{3, 4, 2, 1, 5, 6, 0}) {
		awards = append(awards, w.drawAward(t, fmt.Sprintf("award%d.%d", earner, i)))
	}
	return awards
}

func (w world) drawAward(t *rapid.T, id string) Award {
	v := oneOf(t, w.versions)
	a := Award{ID: id, Held: Held{Version: v.ID, Credential: v.Credential, Pairs: v.Pairs}, Status: Active, Verified: true, EarnedAt: asOf.AddDate(-1, 0, 0)}
	if below(t, 4) == 3 {
		a.Pairs = drawPairs(t)
	}
	if below(t, 2) == 1 {
		a.ExpiresAt = asOf.Add(time.Duration(below(t, 80)-10) * 24 * time.Hour)
	}
	switch below(t, 14) {
	case 4:
		a.Status = Revoked
	case 6:
		a.Status = Suspended
	case 8:
		a.Verified = false
	case 10:
		a.Claimed = true
	}
	return a
}

func below(t *rapid.T, n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }

func oneOf[V any](t *rapid.T, list []V) V { return list[below(t, len(list))] }

// counting are the awards that count, without the package's own State.
func counting(awards []Award) []Award {
	return slices.DeleteFunc(slices.Clone(awards), func(a Award) bool {
		expired := !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(asOf)
		return a.Status != Active || !a.Verified || a.Claimed || expired
	})
}

func heldOf(awards []Award) []Held {
	var held []Held
	for _, a := range awards {
		held = append(held, a.Held)
	}
	return held
}
