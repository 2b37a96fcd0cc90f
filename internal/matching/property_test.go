package matching

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// forWorlds checks a claim in random worlds: -rapid.checks says in how many.
func forWorlds(t *testing.T, claim func(t *rapid.T, w world, p *Plan)) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		claim(rt, w, w.plan(rt))
	})
}

type result struct {
	Tier    Tier
	Points  int64
	Credits []Credit
}

func resultOf(tier Tier, points int64, credits []Credit) result { return result{tier, points, credits} }

func explained(p *Plan, awards []Award) result {
	m := p.Explain(awards, asOf)
	credits := make([]Credit, len(m.Requirements))
	for i, r := range m.Requirements {
		credits[i] = r.Credit
	}
	return result{m.Tier, m.Points, credits}
}

func equal(t *rapid.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s: (-want +got)\n%s", what, diff)
	}
}

func TestScoreIsTheReferences(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			got := resultOf(p.Score(heldOf(counting(awards))))
			equal(t, "score", got, resultOf(reference{w, true}.score(awards)))
		}
	})
}

func TestExplanationIsTheReferences(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			equal(t, "explanation", explained(p, awards), resultOf(reference{w, false}.score(awards)))
		}
	})
}

func TestPossiblePointsAreTheReferences(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		possible := p.Possible()
		got := append(slices.Clone(possible.Requirements), possible.Stack, possible.Recognition, possible.Text)
		equal(t, "possible", got, reference{w, false}.possible())
	})
}

func TestCompletedStacksAreTheReferences(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, _ *Plan) {
		for _, awards := range w.earners {
			var want []string
			for _, s := range w.stacks {
				if refProgress(refEffective(s), everyPart, holds(awards)).Cmp(rat(1, 1)) == 0 {
					want = append(want, s.ID)
				}
			}
			equal(t, "completed", w.catalog(t).Completed(heldOf(awards)), want)
		}
	})
}

func TestContributionsAddUp(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			m := p.Explain(awards, asOf)
			points, possible := int64(0), int64(0)
			for _, c := range m.Contributions {
				points += c.Points
				possible += c.Possible
				if c.Points < 0 || c.Points > c.Possible {
					t.Fatalf("%s: %d of %d points", c.Part, c.Points, c.Possible)
				}
				if c.Points == 0 && len(c.Awards) > 0 && c.Part != PartRequirement {
					t.Fatalf("%s: rests on %v and gives nothing", c.Part, c.Awards)
				}
			}
			if points != m.Points || possible != TotalPoints {
				t.Fatalf("%d points of %d; contributions sum to %d of %d", m.Points, TotalPoints, points, possible)
			}
		}
	})
}

func notWorse(t *rapid.T, what string, less, more result) {
	t.Helper()
	for r := range less.Credits {
		if more.Credits[r] < less.Credits[r] {
			t.Fatalf("%s: credit of requirement %d: %d, then %d", what, r, less.Credits[r], more.Credits[r])
		}
	}
	if more.Tier < less.Tier {
		t.Fatalf("%s: tier %d, then %d", what, less.Tier, more.Tier)
	}
}

func TestAnAwardMoreNeverLowersAnything(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			before := explained(p, awards)
			after := explained(p, append(slices.Clone(awards), w.drawAward(t, "more")))
			notWorse(t, "an award more", before, after)
			if after.Points < before.Points {
				t.Fatalf("an award more: %d points, then %d", before.Points, after.Points)
			}
		}
	})
}

func TestRevokingNeverRaisesAnything(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			before := explained(p, awards)
			for i := range awards {
				revoked := slices.Clone(awards)
				revoked[i].Status = Revoked
				after := explained(p, revoked)
				notWorse(t, "before the revocation", after, before)
				if after.Points > before.Points {
					t.Fatalf("revoking raised %d points to %d", before.Points, after.Points)
				}
			}
		}
	})
}

func TestRaisingALevelAskedNeverRaisesAnyone(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		harder := w.posting
		for r := range harder.Requirements {
			if a := harder.Requirements[r]; a.Skill == "" || a.Level == MaxLevel {
				continue
			}
			harder.Requirements = slices.Clone(w.posting.Requirements)
			harder.Requirements[r].Level++
			q := mustCompile(t, harder, w.catalog(t))
			for _, awards := range w.earners {
				notWorse(t, "the lower level", explained(q, awards), explained(p, awards))
			}
		}
	})
}

func TestMultiplyingAllWeightsChangesNothing(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		heavier := w.posting
		heavier.Requirements = slices.Clone(w.posting.Requirements)
		factor := 2 + below(t, 7)
		for r := range heavier.Requirements {
			heavier.Requirements[r].Weight *= factor
		}
		q := mustCompile(t, heavier, w.catalog(t))
		equal(t, "possible", q.Possible(), p.Possible())
		for _, awards := range w.earners {
			equal(t, "match", q.Explain(awards, asOf), p.Explain(awards, asOf))
		}
	})
}

// Nothing but what awards hold enters a score: there is no argument for a name
// or demographics. What is left that could tell earners apart is ids and dates.
func TestIDsDatesAndOrderOfAwardsScoreNothing(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			other := rapid.Permutation(awards).Draw(t, "order")
			for i := range other {
				other[i].ID = fmt.Sprintf("other%d", i)
				other[i].EarnedAt = asOf.AddDate(0, -below(t, 100), 0)
			}
			equal(t, "the other's", explained(p, other), explained(p, awards))
			equal(t, "reordered", p.Explain(rapid.Permutation(other).Draw(t, "order"), asOf), p.Explain(other, asOf))
		}
	})
}

func TestWhatDoesNotCountScoresNothing(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			m, only := p.Explain(awards, asOf), p.Explain(counting(awards), asOf)
			equal(t, "contributions", m.Contributions, only.Contributions)
			equal(t, "seen by employers", m.CountingOnly(), only)
		}
	})
}

func TestAnEmptyProfileIsNobodysMatch(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		if m := p.Explain(nil, asOf); m.Tier != Unlisted || m.Points != 0 {
			t.Fatalf("an empty profile: tier %d, %d points", m.Tier, m.Points)
		}
	})
}

func TestListedMeansSomePoints(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			m := p.Explain(awards, asOf)
			none := !slices.ContainsFunc(m.Requirements, func(r RequirementMatch) bool { return r.Credit > 0 })
			if none && (m.Points != 0 || m.Tier != Unlisted) {
				t.Fatalf("no credit, but tier %d and %d points", m.Tier, m.Points)
			}
			if m.Points > TotalPoints {
				t.Fatalf("%d points", m.Points)
			}
		}
	})
}

func TestGradesFollowCredits(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			for _, r := range p.Explain(awards, asOf).Requirements {
				full := r.Grade == GradeStacked || r.Grade == GradeVerified
				if full != (r.Credit == 100) || (r.Grade == GradePartial) != (r.Credit > 0 && r.Credit < 100) {
					t.Fatalf("credit %d has grade %s", r.Credit, r.Grade)
				}
				for _, proof := range r.Proofs {
					if proof.Credit > r.Credit || proof.State != Counting && proof.Credit > 0 {
						t.Fatalf("proof %+v of credit %d", proof, r.Credit)
					}
				}
			}
		}
	})
}
