package matching

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestGradesAreTheReferences(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			for i, r := range p.Explain(awards, asOf).Requirements {
				equal(t, "grade", r.Grade, reference{w, false}.grade(w.posting.Requirements[i], awards))
			}
		}
	})
}

// grade is the best that some award gives.
func (w reference) grade(r Requirement, awards []Award) Grade {
	counts := counting(awards)
	switch credit := w.credit(r, counts); {
	case credit.Cmp(rat(1, 1)) == 0:
		if r.Stack != "" || slices.ContainsFunc(counts, func(a Award) bool {
			return w.credit(r, []Award{a}).Cmp(rat(1, 1)) == 0 && w.partOfCompleted(a.Credential, counts)
		}) {
			return GradeStacked
		}
		return GradeVerified
	case credit.Sign() > 0:
		return GradePartial
	}
	for _, g := range []struct {
		grade Grade
		of    func(Award) bool
	}{
		{GradeExpired, func(a Award) bool {
			return a.Status == Active && a.Verified && !a.Claimed && (len(counting([]Award{a})) == 0 || r.Skill == "" && r.Stack == "")
		}},
		{GradeSuspended, func(a Award) bool { return a.Status == Suspended && a.Verified && !a.Claimed }},
		{GradeUnverified, func(a Award) bool { return !a.Verified && a.Status != Revoked && !a.Claimed }},
		{GradeRevoked, func(a Award) bool { return a.Status == Revoked && !a.Claimed }},
		{GradeClaimed, func(a Award) bool { return a.Claimed }},
	} {
		if slices.ContainsFunc(awards, func(a Award) bool { return g.of(a) && w.bears(r, a) }) {
			return g.grade
		}
	}
	return GradeMissing
}

// bears says whether an award would be evidence if it counted.
func (w reference) bears(r Requirement, a Award) bool {
	if r.Skill != "" {
		return w.provesSkill(a.Pairs, r)
	}
	return w.canProve(a.Credential, r)
}

func (w reference) partOfCompleted(credential string, awards []Award) bool {
	return slices.ContainsFunc(w.stacks, func(s Stack) bool {
		rule := refEffective(s)
		return slices.Contains(refParts(rule), credential) && refProgress(rule, everyPart, holds(awards)).Cmp(rat(1, 1)) == 0
	})
}

func TestACreditFallsWhenItIsSaidTo(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			for i, r := range p.Explain(awards, asOf).Requirements {
				if r.Credit == 0 {
					continue
				}
				at := func(when time.Time) Credit { return p.Explain(awards, when).Requirements[i].Credit }
				switch end := r.ExpiresAt; {
				case end.IsZero():
					equal(t, "in a hundred years", at(asOf.AddDate(100, 0, 0)), r.Credit)
				case at(end.Add(-1)) != r.Credit || at(end) >= r.Credit:
					t.Fatalf("credit %d until %s, before it %d, then %d", r.Credit, end, at(end.Add(-1)), at(end))
				}
			}
		}
	})
}

func TestContributionsRestOnTheirAwards(t *testing.T) {
	t.Parallel()
	forWorlds(t, func(t *rapid.T, w world, p *Plan) {
		for _, awards := range w.earners {
			m := p.Explain(awards, asOf)
			for _, c := range m.Contributions {
				if c.Points == 0 || c.Part == PartStack && m.Tier == Qualified {
					continue // that one rests on meeting every must
				}
				own := slices.DeleteFunc(slices.Clone(awards), func(a Award) bool { return !slices.Contains(c.Awards, a.ID) })
				e := p.gather(own, asOf)
				got := map[Part]func() int64{
					PartRequirement: func() int64 { return p.RequirementPoints(c.Requirement, e.requirement(c.Requirement).Credit) },
					PartStack:       func() int64 { return e.stackPart(false).Points },
					PartRecognition: func() int64 { return e.recognitionPart().Points },
					PartText:        func() int64 { return e.textPart().Points },
				}[c.Part]()
				if got != c.Points {
					t.Fatalf("%+v: its awards alone give %d", c, got)
				}
			}
		}
	})
}

func TestAnExpiryBeforeTheDayNeededIsToldWithItsDate(t *testing.T) {
	t.Parallel()
	w := world{versions: []Version{{ID: "v", Credential: "cpr"}}}
	w.posting = Posting{
		Requirements: []Requirement{{AnyOf: []string{"cpr"}, Importance: Required, Weight: 1, Legal: true}},
		NeededOn:     date(t, "2026-04-01"),
	}
	award := func(id, until string) Award {
		return Award{ID: id, Held: Held{Version: "v", Credential: "cpr"}, Status: Active, Verified: true, ExpiresAt: date(t, until)}
	}
	m := w.plan(t).Explain([]Award{award("one", "2026-03-10"), award("two", "2026-03-21")}, asOf)
	r := m.Requirements[0]
	if r.Reason != ReasonExpiresBefore || r.Grade != GradeExpired || !r.ExpiresAt.Equal(date(t, "2026-03-21")) || r.Credit != 0 {
		t.Errorf("got %+v", r)
	}
	// It counts today, so employers see it.
	if masked := m.CountingOnly().Requirements[0]; masked.Reason != ReasonExpiresBefore || len(masked.Proofs) != 2 {
		t.Errorf("employers see %+v", masked)
	}
}
