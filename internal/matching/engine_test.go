package matching

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// engine does with a Bound what an index does: credits from the groups of
// holdings, then tier, points and extras, with ids only.
type engine struct {
	bound *Bound
	vocab *Vocabulary
}

func index(t fataler, p *Plan, c *Catalog, batches [][]string) engine {
	t.Helper()
	v := NewVocabulary()
	for _, batch := range batches {
		longer, _, err := v.Extend(batch, c)
		if err != nil {
			t.Fatal(err)
		}
		v = longer
	}
	return engine{p.Bind(v), v}
}

func (e engine) score(t fataler, c *Catalog, awards []Award) result {
	t.Helper()
	awards = counting(awards)
	ids := e.ids(t, c, awards)
	p := e.bound.Plan()
	credits := make([]Credit, len(p.Possible().Requirements))
	for r := range credits {
		for _, g := range e.bound.Groups(r) {
			if slices.ContainsFunc(ids, func(id uint32) bool { return slices.Contains(g.IDs, id) }) {
				credits[r] = max(credits[r], g.Credit)
			}
		}
		switch needed := e.bound.CredentialsNeeded(r); {
		case e.bound.IsStackAsk(r):
			credits[r] = e.bound.StackCredit(r, ids)
		case needed != nil:
			credits[r] = e.validCredit(p, needed, awards)
		}
	}
	all := true
	for r, credit := range credits {
		all = all && (p.Musts()&(1<<r) == 0 || credit == 100)
	}
	extras := e.bound.Extras(ids, all)
	if extras > e.bound.MaxExtras() {
		t.Fatal("extras", extras, "are more than the most", e.bound.MaxExtras())
	}
	return result{p.Tier(credits), p.Points(credits, extras), credits}
}

// validCredit subtracts those whose best award ends before the day needed.
func (e engine) validCredit(p *Plan, needed []string, awards []Award) Credit {
	for _, credential := range needed {
		until, held := "", false
		for _, a := range awards {
			if a.Credential != credential {
				continue
			}
			if a.Until() == "" {
				until = "9999"
			}
			until, held = max(until, a.Until()), true
		}
		if held && until >= p.NeededOn() {
			return 100
		}
	}
	return 0
}

func (e engine) ids(t fataler, c *Catalog, awards []Award) []uint32 {
	t.Helper()
	_, ids, err := e.vocab.Extend(terms(c, awards), c)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func terms(c *Catalog, awards []Award) []string {
	var list []string
	for _, a := range awards {
		list = append(list, c.Term(a.Held))
	}
	return list
}

func (w world) terms(c *Catalog) []string {
	var list []string
	for _, awards := range w.earners {
		list = append(list, terms(c, awards)...)
	}
	return list
}

func TestTheIndexScoresWhatIsExplained(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		c := w.catalog(t)
		e := index(t, p, c, [][]string{w.terms(c)})
		for _, awards := range w.earners {
			equal(t, "index", e.score(t, c, awards), explained(p, awards))
		}
	})
}

func TestScoresDoNotDependOnTheVocabularysOrderOrBatches(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		c := w.catalog(t)
		one := index(t, p, c, [][]string{w.terms(c)})
		shuffled := rapid.Permutation(w.terms(c)).Draw(t, "order")
		cut := below(t, len(shuffled)+1)
		other := index(t, p, c, [][]string{shuffled[:cut], shuffled[cut:]})
		for _, awards := range w.earners {
			equal(t, "the other index", other.score(t, c, awards), one.score(t, c, awards))
		}
	})
}

func TestGroupsHoldEachTermOnceAscending(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		c := w.catalog(t)
		e := index(t, p, c, [][]string{w.terms(c)})
		for r := range w.posting.Requirements {
			seen := map[uint32]bool{}
			last := -1
			for _, g := range e.bound.Groups(r) {
				if int(g.Credit) <= last || !slices.IsSorted(g.IDs) {
					t.Fatalf("groups of requirement %d: %v", r, e.bound.Groups(r))
				}
				last = int(g.Credit)
				for _, id := range g.IDs {
					if seen[id] {
						t.Fatalf("requirement %d: id %d is in two groups", r, id)
					}
					seen[id] = true
				}
			}
		}
	})
}

func TestTermsReadBack(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, _ *Plan) {
		c := w.catalog(t)
		for _, awards := range w.earners {
			for _, a := range awards {
				h, err := c.ParseTerm(c.Term(a.Held))
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "term", h, Held{a.Version, a.Credential, sortedPairs(a.Pairs)})
			}
		}
	})
}

func TestAStepGivesWhatTheAwardWould(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		c := w.catalog(t)
		e := index(t, p, c, [][]string{w.terms(c)})
		steps := map[string]Step{}
		for _, s := range p.Steps() {
			steps[s.Credential] = s
		}
		for _, awards := range w.earners {
			awards = counting(awards)
			_, _, credits := p.Score(heldOf(awards))
			ids := e.ids(t, c, awards)
			for _, v := range w.versions {
				if !v.Current {
					continue
				}
				next := append(heldOf(awards), Held{v.ID, v.Credential, v.Pairs})
				got := e.qualifies(steps[v.Credential], p, credits, ids)
				if tier, _, _ := p.Score(next); (tier == Qualified) != got {
					t.Fatalf("with %s: tier %d, but the step says %v", v.Credential, tier, got)
				}
			}
		}
	})
}

// qualifies says whether a step makes credits QUALIFIED.
func (e engine) qualifies(s Step, p *Plan, credits []Credit, ids []uint32) bool {
	for r, credit := range credits {
		bit := uint32(1) << r
		met := credit == 100 || s.Full&bit != 0 || s.Stacks&bit != 0 && e.bound.StackCreditWith(r, ids, s.Credential) == 100
		if p.Musts()&bit != 0 && !met {
			return false
		}
	}
	return true
}

func TestARelaxationIsThePostingAskedThatWay(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		required := 0
		for _, r := range w.posting.Requirements {
			if r.Importance == Required {
				required++
			}
		}
		for r, a := range w.posting.Requirements {
			for _, change := range []RelaxationChange{MakePreferred, OneLevelLower} {
				relaxed, ok := p.Relaxed(r, change)
				applies := a.Importance == Required && !a.Legal && (change == MakePreferred && required > 1 || change == OneLevelLower && a.Level > 1)
				if ok != applies {
					t.Fatalf("%s of %+v applies: %v", change, a, ok)
				}
				if !ok {
					continue
				}
				want := w.posting
				want.Requirements = slices.Clone(w.posting.Requirements)
				if change == MakePreferred {
					want.Requirements[r].Importance = Preferred
				} else {
					want.Requirements[r].Level = a.Level - 1
				}
				equal(t, "posting", relaxed.Posting(), want)
				w.relaxesOnly(t, p, relaxed)
			}
		}
	})
}

func (w world) relaxesOnly(t *rapid.T, p, relaxed *Plan) {
	t.Helper()
	easier := w
	easier.posting = relaxed.Posting()
	for _, awards := range w.earners {
		before, after := explained(p, awards), explained(relaxed, awards)
		equal(t, "relaxed", after, resultOf(reference{easier, false}.score(awards)))
		if before.Tier == Qualified && after.Tier != Qualified {
			t.Fatal("a relaxation disqualifies")
		}
	}
}
