package planner

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// relaxed has one limit set to another value.
func relaxed(p Problem, measure Measure, to int64) Problem {
	switch measure {
	case Minutes:
		p.Limits.Minutes = Exactly(to)
	case Cents:
		p.Limits.Cents = Exactly(to)
	case Finish:
		p.Limits.Finish = Day(to)
	case Pace:
		p.Pace = to
	}
	return p
}

func feasible(p Problem) bool {
	b := newBrute(p)
	for set := range 1 << len(b.items) {
		if len(b.lean(set)) > 0 {
			return true
		}
	}
	return false
}

func TestWhatStopsAPlanIsWhatWouldDo(t *testing.T) {
	t.Parallel()
	worlds(t, 300, func(t *testing.T, _ *rand.Rand, p Problem) {
		got, err := Best(p, Budget{})
		if err != nil || (got.Infeasible == nil) != feasible(p) {
			t.Errorf("%v %+v", err, got)
			return
		}
		if got.Infeasible == nil {
			return
		}
		unmet := bruteUnmet(p)
		if len(unmet) > 0 || len(got.Infeasible.Demands) > 0 {
			checkUnmet(t, p, unmet, got.Infeasible)
			return
		}
		if len(got.Infeasible.Limits) == 0 {
			t.Error("no reason")
		}
		for _, s := range got.Infeasible.Limits {
			if !s.Alone || !s.Needed.Known {
				continue
			}
			if !feasible(relaxed(p, s.Measure, s.Needed.N)) {
				t.Errorf("%+v does not do", s)
			}
			if s.Measure != Pace && feasible(relaxed(p, s.Measure, s.Needed.N-1)) {
				t.Errorf("less than %+v does", s)
			}
		}
	})
}

// bruteUnmet are the demands that everything together does not meet.
func bruteUnmet(p Problem) []int {
	p.Limits = Limits{}
	b := newBrute(p)
	b.items = slices.DeleteFunc(b.items, func(it bruteItem) bool {
		return !slices.ContainsFunc(it.usable, func(o Option) bool {
			each, _, _ := b.spread(o)
			return o.Starts == 0 || b.open || each <= b.p.Pace
		})
	})
	had := b.has(1<<len(b.items) - 1)
	var list []int
	for i, d := range p.Demands {
		ok := d.Rule != nil && bruteHolds(*d.Rule, func(c string) bool { return had[c] || b.held[c] })
		for _, c := range d.Any {
			ok = ok || had[c] || b.held[c] && !d.Fresh
		}
		if !ok {
			list = append(list, i)
		}
	}
	return list
}

func checkUnmet(t *testing.T, p Problem, unmet []int, why *Infeasible) {
	t.Helper()
	var got []int
	unknown := false
	for _, u := range why.Demands {
		got = append(got, u.Demand)
		for _, b := range u.Blocked {
			unknown = unknown || b.Cause == ValueUnknown
		}
		if d := p.Demands[u.Demand]; len(u.Blocked) == 0 && len(d.Any) > 0 && !d.Fresh {
			t.Errorf("nothing stands in the way of demand %d", u.Demand)
		}
	}
	if !slices.Equal(got, unmet) && !unknown {
		t.Errorf("unmet %v, want %v", got, unmet)
	}
}

func TestWhatIsMissingSaysWhy(t *testing.T) {
	t.Parallel()
	own := func(id string) []Option {
		return []Option{{ID: id + "-1", Minutes: Exactly(60), Cents: Exactly(0)}}
	}
	p := Problem{
		Today: today, Weights: LeastMinutes,
		Items: []Item{
			{Credential: "english only", Removed: []Removed{{"language", 2}}},
			{Credential: "deep", Needs: []string{"nobody's"}, Options: own("deep")},
			{Credential: "begun", Options: []Option{{ID: "x", Minutes: Exactly(60), Starts: today - 1, Ends: today + 9}}},
			{Credential: "steep", Options: []Option{{ID: "y", Minutes: Exactly(60_000), Starts: today + 1, Ends: today + 2}}},
		},
		Demands: []Demand{{Any: []string{"english only"}}, {Any: []string{"deep"}}, {Any: []string{"begun"}}, {Any: []string{"steep"}}},
	}
	a, err := Best(p, Budget{})
	if err != nil || a.Infeasible == nil {
		t.Fatal(a, err)
	}
	want := [][]Cause{{FilteredOut}, {NeedsMissing, NotOffered}, {BegunAlready}, {TooMuchAWeek}}
	for i, u := range a.Infeasible.Demands {
		var got []Cause
		for _, b := range u.Blocked {
			got = append(got, b.Cause)
		}
		if !slices.Equal(got, want[i]) {
			t.Errorf("demand %d: got %v, want %v", i, got, want[i])
		}
	}
}

func TestTooFewHoursSayHowManyWouldDo(t *testing.T) {
	t.Parallel()
	p := Problem{
		Today: today, Weights: LeastMinutes, Pace: 60, Limits: Limits{Finish: today + 13},
		Items:   []Item{{Credential: "a", Options: []Option{{ID: "o", Minutes: Exactly(600)}}}},
		Demands: []Demand{{Any: []string{"a"}}},
	}
	a, err := Best(p, Budget{})
	if err != nil || a.Infeasible == nil {
		t.Fatal(a, err)
	}
	want := []Stopped{
		{Measure: Finish, Limit: int64(today + 13), Needed: Exactly(int64(today + 69)), Alone: true},
		{Measure: Pace, Limit: 60, Needed: Exactly(300), Alone: true},
	}
	if !slices.Equal(a.Infeasible.Limits, want) {
		t.Errorf("got %+v, want %+v", a.Infeasible.Limits, want)
	}
}
