package matching

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// forKept checks a claim in random worlds whose stacks have former rules, of which
// some earners completed one: awards has theirs, and what is kept of them.
func forKept(t *testing.T, claim func(t *rapid.T, w world, p *Plan, done []Completion, own, kept []Award)) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		for i := range w.stacks {
			w.stacks[i].Version, w.stacks[i].Keeps = "now", below(rt, 3) == 0
			w.stacks[i].Former = map[string]Rule{"old": drawRule(rt, 1)}
		}
		c := w.catalog(rt)
		p := mustCompile(rt, w.posting, c)
		for _, own := range w.earners {
			for i := range own {
				if own[i].Status == Revoked {
					own[i].RevokedAt = asOf.AddDate(0, 0, -below(rt, 20))
				}
			}
			var done []Completion
			for _, s := range w.stacks {
				if below(rt, 2) == 1 {
					done = append(done, Completion{s.ID, oneOf(rt, []string{"old", "now"}), asOf.AddDate(0, 0, -10)})
				}
			}
			claim(rt, w, p, done, own, c.Kept(done, own))
		}
	})
}

func TestACompletionIsKeptWhileItsOwnRuleHolds(t *testing.T) {
	t.Parallel()
	forKept(t, func(t *rapid.T, w world, _ *Plan, done []Completion, own, kept []Award) {
		times := []time.Time{asOf}
		for _, a := range own {
			times = append(times, a.ExpiresAt, a.ExpiresAt.Add(-1))
		}
		for _, at := range times {
			for _, s := range w.stacks {
				got := slices.ContainsFunc(kept, func(a Award) bool { return a.Credential == s.ID && a.State(at) == Counting })
				equal(t, "kept "+s.ID, got, keptAt(s, done, own, at))
			}
		}
	})
}

// keptAt says straight from the rules whether a completion stands at a time.
func keptAt(s Stack, done []Completion, own []Award, at time.Time) bool {
	return slices.ContainsFunc(done, func(d Completion) bool {
		if d.Stack != s.ID || d.Version == "now" && !s.Keeps {
			return false
		}
		rule := map[string]Rule{"old": s.Former["old"], "now": s.Rule}[d.Version]
		parts := slices.DeleteFunc(slices.Clone(own), func(a Award) bool {
			gone := a.Status != Active && !s.Keeps || a.Status == Revoked && a.RevokedAt.Before(d.At)
			return gone || a.Claimed || !a.Verified || !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(at)
		})
		return refProgress(rule, everyPart, holds(parts)).Cmp(rat(1, 1)) == 0
	})
}

func TestWhatIsKeptScoresAlikeInIndexExplanationAndReference(t *testing.T) {
	t.Parallel()
	forKept(t, func(t *rapid.T, w world, p *Plan, _ []Completion, own, kept []Award) {
		c := p.catalog
		all := slices.Concat(own, kept)
		e := index(t, p, c, [][]string{terms(c, all)})
		want := resultOf(reference{w, false}.score(all))
		equal(t, "explanation", explained(p, all), want)
		equal(t, "index", e.score(t, c, all), want)
		var completed []string
		for _, s := range w.stacks {
			if refProgress(refEffective(s), everyPart, holds(counting(all))).Cmp(rat(1, 1)) == 0 {
				completed = append(completed, s.ID)
			}
		}
		equal(t, "completed", p.Explain(all, asOf).Stacks, completed)
		notWorse(t, "kept", explained(p, own), explained(p, all))
	})
}

func TestWhatIsKeptNamesOnlyAwardsThatCount(t *testing.T) {
	t.Parallel()
	forKept(t, func(t *rapid.T, _ world, p *Plan, _ []Completion, own, kept []Award) {
		counts := map[string]bool{}
		for _, a := range counting(own) {
			counts[a.ID] = true
		}
		m := p.Explain(slices.Concat(own, kept), asOf)
		for _, c := range m.Contributions {
			for _, id := range c.Awards {
				if !counts[id] {
					t.Fatalf("%s rests on %q", c.Part, id)
				}
			}
		}
		for _, r := range m.Requirements {
			for i, proof := range r.Proofs {
				if proof.Award == "" || proof.State == Counting && !counts[proof.Award] {
					t.Fatalf("proof %+v", proof)
				}
				if slices.ContainsFunc(r.Proofs[:i], func(x Proof) bool { return x.Award == proof.Award }) {
					t.Fatalf("%q proves twice", proof.Award)
				}
			}
			if end := r.ExpiresAt; r.Credit > 0 && !end.IsZero() {
				if at := p.Explain(slices.Concat(own, kept), end).Requirements[r.Requirement]; at.Credit >= r.Credit {
					t.Fatalf("credit %d until %s, then %d", r.Credit, end, at.Credit)
				}
			}
		}
	})
}

func TestAKeptStackIsATermThatReadsBack(t *testing.T) {
	t.Parallel()
	forKept(t, func(t *rapid.T, _ world, p *Plan, _ []Completion, _, kept []Award) {
		for _, a := range kept {
			h, err := p.catalog.ParseTerm(p.catalog.Term(a.Held))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "term", h, a.Held)
			if !p.catalog.IsKept(h.Credential) {
				t.Fatalf("%q is taken for a micro-credential", h.Credential)
			}
		}
	})
}
