package submission_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// node is a submission with what has happened to it in this attempt, which the
// submission itself might forget.
type node struct {
	s       submission.Submission
	decided map[string]int // how often each assessor has decided
}

// key is equal for nodes that behave the same. The scores of what was returned or
// rejected are left out: nothing looks at them any more.
func (n node) key() string {
	var b strings.Builder
	fmt.Fprint(&b, n.s.State, n.s.Attempt, n.s.Needed, n.s.Awarded, n.decided)
	for _, w := range n.s.Work {
		fmt.Fprint(&b, "|", w.Assessor, w.Decision, w.Referee)
		if w.Decision == submission.Accept {
			fmt.Fprint(&b, w.Scores)
		}
	}
	return b.String()
}

// TestNoPathLeadsPastAnUnmetCriterion walks every path of small submissions: three
// assessors, two attempts, every score and decision, whether it makes sense or not.
func TestNoPathLeadsPastAnUnmetCriterion(t *testing.T) {
	t.Parallel()
	for _, m := range models() {
		t.Run(m.name(), func(t *testing.T) {
			t.Parallel()
			w := walk{t: t, m: m, d: m.definition(), lines: m.lines(), seen: map[string]submission.Submission{}, back: map[string][]string{}}
			if err := submission.Validate(w.d); err != nil {
				t.Fatal(err)
			}
			w.all()
			w.checkReached()
			w.checkEnds()
		})
	}
}

type walk struct {
	t     *testing.T
	m     model
	d     submission.Definition
	lines map[string]line
	seen  map[string]submission.Submission
	// back leads from a node to those before it, but for withdrawals.
	back    map[string][]string
	referee bool
}

// all walks breadth first from a draft.
func (w *walk) all() {
	start := node{s: submission.Submission{Mode: w.m.mode}, decided: map[string]int{}}
	w.seen[start.key()] = start.s
	events := w.m.events()
	for queue := []node{start}; len(queue) > 0; queue = queue[1:] {
		from, before := queue[0].key(), deepCopy(queue[0].s)
		for _, e := range events {
			next, ok := w.step(queue[0], e)
			if !ok {
				continue
			}
			to := next.key()
			if e.Step != submission.Withdraw {
				w.back[to] = append(w.back[to], from)
			}
			if _, known := w.seen[to]; !known && next.s.Attempt <= modelAttempts {
				w.seen[to] = next.s
				queue = append(queue, next)
			}
		}
		if diff := cmp.Diff(before, queue[0].s); diff != "" {
			w.t.Errorf("a step changed what it was called on (-before +after):\n%s", diff)
		}
		if w.t.Failed() {
			w.t.FailNow()
		}
	}
}

// step applies one event and holds the result against what must be true of every
// step, and of every submission.
func (w *walk) step(n node, e submission.Event) (node, bool) {
	s, err := n.s.Apply(e, w.d)
	if err != nil {
		if !problem.Is(err, problem.Conflict) && !problem.Is(err, problem.Invalid) {
			w.t.Errorf("%+v on %+v: got %v, want a problem", e, n.s, err)
		}
		if !same(n.s, s) {
			w.t.Errorf("refused %+v changed something (-before +after):\n%s", e, cmp.Diff(n.s, s))
		}
		w.checkRefusal(n.s, e, err)
		return n, false
	}
	next := node{s: s, decided: maps.Clone(n.decided)}
	if e.Step == submission.Submit {
		clear(next.decided)
	}
	if e.Step == submission.Decide {
		next.decided[e.Assessor]++
	}
	w.checkStep(n.s, e, s)
	w.checkNode(next)
	return next, true
}

// checkRefusal holds that no more is refused than must be.
func (w *walk) checkRefusal(s submission.Submission, e submission.Event, err error) {
	open := (s.State == submission.Submitted || s.State == submission.Claimed) &&
		slices.ContainsFunc(s.Work, func(x submission.Work) bool { return x.Assessor == e.Assessor && x.Decision == "" })
	known := func(x submission.Work) bool { return x.Assessor == e.Assessor }
	var allowed bool
	switch e.Step {
	case submission.Submit:
		allowed = s.State == "" || s.State == submission.Returned
	case submission.Withdraw:
		allowed = !s.State.Final()
	case submission.Claim:
		allowed = e.Assessor != "" && s.State == submission.Submitted && !slices.ContainsFunc(s.Work, known)
	case submission.Release:
		allowed = open
	case submission.Decide:
		allowed = open && w.fits(e.Scores) && (e.Decision == submission.Return || e.Decision == submission.Reject ||
			e.Decision == submission.Accept && acceptable(w.lines, e.Scores))
	case submission.Award:
		allowed = s.State == submission.Accepted && !s.Awarded
	}
	if allowed {
		w.t.Errorf("%+v on %+v is refused: %v", e, s, err)
	}
}

// fits says whether all of the scores are levels of criteria.
func (w *walk) fits(scores map[string]string) bool {
	for key, level := range scores {
		if l := w.lines[key]; level != l.low && level != l.met {
			return false
		}
	}
	return true
}

// checkStep holds what is true of a step that was taken.
func (w *walk) checkStep(from submission.Submission, e submission.Event, to submission.Submission) {
	fault := func(what string) { w.t.Errorf("%+v on %+v gives %+v: %s", e, from, to, what) }
	switch {
	case from.State.Final() && (e.Step != submission.Award || to.State != from.State):
		fault("what is decided is final")
	case to.Awarded != from.Awarded && (from.State != submission.Accepted || e.Step != submission.Award):
		fault("only what is accepted is awarded")
	case e.Step == submission.Award && from.Awarded:
		fault("it was awarded before")
	case from.State == submission.Returned && e.Step != submission.Submit && e.Step != submission.Withdraw:
		fault("what was returned waits for its earner")
	case e.Step == submission.Submit && from.State == submission.Returned && to.Attempt != from.Attempt+1:
		fault("another attempt has another number")
	case e.Step != submission.Submit && to.Attempt != from.Attempt:
		fault("only submitting begins an attempt")
	case e.Step == submission.Decide && e.Decision == submission.Accept && !acceptable(w.lines, e.Scores):
		fault("accepted past the rubric")
	}
}

// checkNode holds what is true of every submission.
func (w *walk) checkNode(n node) {
	s := n.s
	fault := func(what string) { w.t.Errorf("%+v: %s", s, what) }
	seen := map[string]bool{}
	for i, x := range s.Work {
		if seen[x.Assessor] || n.decided[x.Assessor] > 1 {
			fault("somebody assesses twice")
		}
		seen[x.Assessor] = true
		if x.Decision == submission.Accept && !acceptable(w.lines, x.Scores) {
			fault("an acceptance past the rubric")
		}
		if x.Referee != (i >= s.Needed) {
			fault("the referee is who comes after the others")
		}
	}
	if len(s.Work) > s.Needed {
		w.referee = true
		if s.Needed != 2 || len(s.Work) != 3 || s.Work[0].Decision == "" || s.Work[1].Decision == "" ||
			s.Work[0].Decision == s.Work[1].Decision {
			fault("a referee where two have not differed")
		}
	}
	if (s.State == submission.Accepted || s.Awarded) && !w.earned(s) {
		fault("accepted without what it takes")
	}
	if s.State == submission.Submitted != (s.Places() > 0) {
		fault("it stands in the queue while somebody can claim it")
	}
	if s.Needed != w.d.Needed(s.Mode) && s.Attempt > 0 {
		fault("it has another number of assessors")
	}
}

// earned says whether the acceptances are there: of all who are needed or, where
// they differ, of the referee.
func (w *walk) earned(s submission.Submission) bool {
	var accepted int
	for _, x := range s.Work {
		if x.Decision == submission.Accept && acceptable(w.lines, x.Scores) {
			accepted++
		}
	}
	last := s.Work[len(s.Work)-1]
	if len(s.Work) == 3 {
		return last.Decision == submission.Accept && acceptable(w.lines, last.Scores)
	}
	return len(s.Work) == s.Needed && accepted == s.Needed
}

// checkReached holds that the walk has been everywhere.
func (w *walk) checkReached() {
	reached := map[submission.State]bool{}
	awarded := false
	for _, s := range w.seen {
		reached[s.State] = true
		awarded = awarded || s.Awarded
	}
	for _, state := range submission.States() {
		if !reached[state] && state != submission.Draft { // a draft is the start, without a word
			w.t.Errorf("no path leads to %s", state)
		}
	}
	if want := w.d.Needed(w.m.mode) == 2; !awarded || w.referee != want {
		w.t.Errorf("got awarded %v, a referee %v; want true, %v", awarded, w.referee, want)
	}
}

// checkEnds holds that whatever is not at an end can come to one, without being
// withdrawn.
func (w *walk) checkEnds() {
	var ends []string
	for key, s := range w.seen {
		if s.Awarded || s.State == submission.Rejected || s.State == submission.Withdrawn {
			ends = append(ends, key)
		}
	}
	can := map[string]bool{}
	for len(ends) > 0 {
		key := ends[0]
		ends = ends[1:]
		if !can[key] {
			can[key] = true
			ends = append(ends, w.back[key]...)
		}
	}
	for key, s := range w.seen {
		// A third attempt is outside of the model.
		if !can[key] && (s.State != submission.Returned || s.Attempt < modelAttempts) {
			w.t.Errorf("%+v can come to no end", s)
		}
	}
}

// same compares two submissions, faster than by reflection.
func same(a, b submission.Submission) bool {
	return a.State == b.State && a.Mode == b.Mode && a.Attempt == b.Attempt && a.Needed == b.Needed && a.Awarded == b.Awarded &&
		slices.EqualFunc(a.Work, b.Work, func(x, y submission.Work) bool {
			return x.Assessor == y.Assessor && x.Decision == y.Decision && x.Referee == y.Referee && maps.Equal(x.Scores, y.Scores)
		})
}

func deepCopy(s submission.Submission) submission.Submission {
	s.Work = slices.Clone(s.Work)
	for i := range s.Work {
		s.Work[i].Scores = maps.Clone(s.Work[i].Scores)
	}
	return s
}
