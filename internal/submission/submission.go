package submission

// State is where a submission stands.
type State string

// The states. A decided submission is final, but for Returned, which can be
// submitted once more.
const (
	// Draft is being written by the earner.
	Draft State = "DRAFT"
	// Submitted waits in the queue: an assessor can claim it.
	Submitted State = "SUBMITTED"
	// Claimed has as many assessors as it needs for now, and one of them has yet
	// to decide.
	Claimed State = "CLAIMED"
	// Returned went back to the earner with feedback.
	Returned State = "RETURNED"
	// Accepted meets the rubric: it can be awarded, once.
	Accepted State = "ACCEPTED"
	// Rejected is refused for good.
	Rejected State = "REJECTED"
	// Withdrawn was taken back by the earner.
	Withdrawn State = "WITHDRAWN"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, Claimed, Returned, Accepted, Rejected, Withdrawn}
}

// Final says that nothing more is decided in this state.
func (s State) Final() bool { return s == Accepted || s == Rejected || s == Withdrawn }

// Decision is what an assessor decides.
type Decision string

// The decisions. An empty one is a claim that is still open.
const (
	// Return asks the earner for a better attempt.
	Return Decision = "RETURN"
	// Reject refuses for good.
	Reject Decision = "REJECT"
	// Accept says that the rubric is met.
	Accept Decision = "ACCEPT"
)

// Decisions lists every decision.
func Decisions() []Decision { return []Decision{Return, Reject, Accept} }

// state is where a standing decision leads.
func (d Decision) state() State {
	switch d {
	case Accept:
		return Accepted
	case Reject:
		return Rejected
	default:
		return Returned
	}
}

// Submission is where one earner's evidence for one version stands. The zero
// value with a mode is a fresh draft.
type Submission struct {
	// State is Draft where it is empty.
	State State
	Mode  Mode
	// Attempt counts from 1: the one that a draft will be, that is assessed, or
	// that was returned. What is submitted once more is the next.
	Attempt int
	// Needed is how many assessors judge this attempt, 1 or 2; a referee is not
	// counted.
	Needed int
	// Work is of this attempt, in the order of the claims.
	Work []Work
	// Awarded says that the award was made.
	Awarded bool
}

// Work is one assessor's part in an attempt.
type Work struct {
	Assessor string
	// Decision is empty while the claim is open.
	Decision Decision
	// Scores map the key of a criterion to the key of a level.
	Scores map[string]string
	// Referee marks the third assessor, who decides where two have differed.
	Referee bool
}

// Outcome gives the decision that stands, with the work that it rests upon; false
// while there is none. One assessor's decision stands, two stand when they are
// the same, and where they differ the referee's does.
func (s Submission) Outcome() (Decision, []Work, bool) {
	if n := len(s.Work); n > s.needed() {
		last := s.Work[n-1]
		return last.Decision, s.Work[n-1:], last.Decision != ""
	}
	if len(s.Work) < s.needed() {
		return "", nil, false
	}
	for _, w := range s.Work {
		if w.Decision == "" || w.Decision != s.Work[0].Decision {
			return "", nil, false
		}
	}
	return s.Work[0].Decision, s.Work, true
}

// Places is how many more assessors can claim this attempt now.
func (s Submission) Places() int {
	if s.State != Submitted && s.State != Claimed {
		return 0
	}
	return s.places() - len(s.Work)
}

// places counts the assessors that the attempt has room for: a referee only when
// all others have decided, and differ.
func (s Submission) places() int {
	n := s.needed()
	if len(s.Work) < n {
		return n
	}
	for _, w := range s.Work[:n] {
		if w.Decision == "" {
			return n
		}
	}
	for _, w := range s.Work[1:n] {
		if w.Decision != s.Work[0].Decision {
			return n + 1
		}
	}
	return n
}

// needed reads Needed as 1 or 2, whatever was loaded.
func (s Submission) needed() int {
	if s.Needed == 2 {
		return 2
	}
	return 1
}

// Scores are those that the standing decision rests upon: where two assessors
// agree, the lower level of each criterion. They are nil while nothing stands.
func (s Submission) Scores(d Definition) map[string]string {
	_, works, ok := s.Outcome()
	if !ok {
		return nil
	}
	scores := map[string]string{}
	for _, c := range d.For(s.Mode).Rubric() {
		lowest := 0
		for i, w := range works {
			at := c.position(w.Scores[c.Key])
			if i == 0 || at < lowest {
				lowest = at
			}
		}
		if lowest > 0 {
			scores[c.Key] = c.Levels[lowest-1].Key
		}
	}
	return scores
}
