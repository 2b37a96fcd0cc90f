package planner

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStepsComeInAnOrderThatOneCanFollow(t *testing.T) {
	t.Parallel()
	worlds(t, 300, func(t *testing.T, _ *rand.Rand, p Problem) {
		a, err := Alternatives(p, 3, Budget{})
		if err != nil {
			t.Error(err)
		}
		for _, plan := range a.Plans {
			walkThrough(t, p, plan)
		}
	})
}

// walkThrough takes a plan's steps one by one.
func walkThrough(t *testing.T, p Problem, plan Plan) {
	t.Helper()
	got := map[string]bool{}
	var finish Day
	met := make([]bool, len(p.Demands))
	before := func(c string) bool { return got[c] || slices.Contains(p.Held, c) }
	meets := func(d Demand) bool {
		if d.Rule != nil {
			return bruteHolds(*d.Rule, before)
		}
		return slices.ContainsFunc(d.Any, func(c string) bool { return got[c] || !d.Fresh && before(c) })
	}
	for i, d := range p.Demands {
		met[i] = meets(d)
	}
	for _, s := range plan.Steps {
		item := p.Items[slices.IndexFunc(p.Items, func(it Item) bool { return it.Credential == s.Credential })]
		switch {
		case s.Start < p.Today || s.Start > s.Finish:
			t.Errorf("%s from %d to %d", s.Credential, s.Start, s.Finish)
		case s.Option == nil && !bruteHolds(*item.By, before):
			t.Errorf("%s is not awarded yet", s.Credential)
		case s.Option != nil && slices.ContainsFunc(item.Needs, func(n string) bool { return !before(n) }):
			t.Errorf("%s comes before what it needs", s.Credential)
		}
		if got[s.Credential] = true; s.Option != nil {
			finish = max(finish, s.Finish)
		}
		var first []int
		for i, d := range p.Demands {
			if !met[i] && meets(d) {
				met[i], first = true, append(first, i)
			}
		}
		if !slices.Equal(first, s.First) {
			t.Errorf("%s: first closes %v, got %v", s.Credential, first, s.First)
		}
	}
	if slices.Contains(met, false) || finish != plan.Finish {
		t.Errorf("met %v, finish %d: got %d", met, finish, plan.Finish)
	}
}

func TestAStackAwardsByItselfWhatAnotherStepNeeds(t *testing.T) {
	t.Parallel()
	own := func(id string, minutes int64) []Option {
		return []Option{{ID: id + ".own", Minutes: Exactly(minutes), Cents: Exactly(0)}}
	}
	p := Problem{
		Today: today, Weights: LeastMinutes, Pace: 70, Held: []string{"safety"},
		Items: []Item{
			{Credential: "forklift", Options: own("forklift", 60)},
			{Credential: "crane", Options: own("crane", 90)},
			{Credential: "operator", By: new(all(part("safety"), anyOf(part("forklift"), part("crane"))))},
			{Credential: "lead", Needs: []string{"operator"}, Options: []Option{
				{ID: "lead.spring", Minutes: Exactly(40), Cents: Exactly(0), Starts: today + 5, Ends: today + 8},
				{ID: "lead.summer", Minutes: Exactly(40), Cents: Exactly(0), Starts: today + 30, Ends: today + 33},
			}},
		},
		Demands: []Demand{{Any: []string{"lead"}}, {Any: []string{"forklift"}}},
	}
	a, err := Best(p, Budget{})
	if err != nil || len(a.Plans) != 1 {
		t.Fatal(a, err)
	}
	type row struct {
		Credential, Option string
		Start, Finish      Day
		Closes, First      []int
	}
	var got []row
	for _, s := range a.Plans[0].Steps {
		r := row{s.Credential, "", s.Start - today, s.Finish - today, s.Closes, s.First}
		if s.Option != nil {
			r.Option = s.Option.ID
		}
		got = append(got, r)
	}
	// Sixty minutes at ten a day; the spring begins the day before that is done.
	want := []row{
		{"forklift", "forklift.own", 0, 5, []int{1}, []int{1}},
		{"operator", "", 5, 5, nil, nil},
		{"lead", "lead.summer", 30, 33, []int{0}, []int{0}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	p.Weights, p.Limits.Finish = LeastCount, today+20
	if late, _ := Best(p, Budget{}); late.Infeasible == nil || late.Infeasible.Limits[0].Needed != Exactly(int64(today+33)) {
		t.Errorf("%+v", late.Infeasible)
	}
}
