package submission

import (
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Step is a kind of event.
type Step string

// The steps.
const (
	// Submit puts a draft, or a returned submission, into the queue.
	Submit Step = "SUBMIT"
	// Claim takes a place among the assessors of this attempt.
	Claim Step = "CLAIM"
	// Release gives an undecided claim back, as though it had never been.
	Release Step = "RELEASE"
	// Decide records an assessor's scores and decision.
	Decide Step = "DECIDE"
	// Withdraw takes the submission back, at any time before it is decided.
	Withdraw Step = "WITHDRAW"
	// Award marks an accepted submission as awarded.
	Award Step = "AWARD"
)

// Steps lists every step.
func Steps() []Step { return []Step{Submit, Claim, Release, Decide, Withdraw, Award} }

// Event is a step with what belongs to it.
type Event struct {
	Step Step
	// Assessor is who claims or decides, or whose claim is released.
	Assessor string
	// Decision and Scores belong to Decide.
	Decision Decision
	Scores   map[string]string
}

// Apply gives the submission after an event; the one that it is called on stays
// as it is. An event that the state does not allow is a Conflict.
func (s Submission) Apply(e Event, d Definition) (Submission, error) {
	next := s
	next.Work = slices.Clone(s.Work)
	if next.State == "" {
		next.State = Draft
	}
	next, err := next.apply(e, d)
	if err != nil {
		return s, err
	}
	return next, nil
}

func (s Submission) apply(e Event, d Definition) (Submission, error) {
	switch e.Step {
	case Submit:
		return s.submit(d)
	case Claim:
		return s.claim(e.Assessor)
	case Release:
		return s.release(e.Assessor)
	case Decide:
		return s.decide(e, d.For(s.Mode))
	case Withdraw:
		return s.withdraw()
	case Award:
		return s.award(d.For(s.Mode))
	}
	return s, problem.New(problem.Invalid, "there is no such step").Spanish("no existe ese paso")
}

func (s Submission) submit(d Definition) (Submission, error) {
	if s.State != Draft && s.State != Returned {
		return s, conflict("only a draft, or what was returned, can be submitted",
			"solo se presenta un borrador o lo que fue devuelto")
	}
	if !slices.Contains(d.Modes, s.Mode) {
		return s, problem.New(problem.Invalid, "this is not assessed in that way").
			Spanish("esto no se evalúa de esa manera").At("mode")
	}
	if s.State == Returned {
		s.Attempt++
	}
	s.Attempt = max(s.Attempt, 1)
	s.State, s.Work = Submitted, nil
	s.Needed = d.Needed(s.Mode)
	return s, nil
}

func (s Submission) claim(assessor string) (Submission, error) {
	if err := checkAssessor(assessor); err != nil {
		return s, err
	}
	if s.find(assessor) >= 0 {
		return s, conflict("you have claimed this attempt already", "usted ya tomó este intento")
	}
	if s.Places() < 1 {
		return s, conflict("nobody can claim this now", "nadie puede tomar esto ahora")
	}
	s.Work = append(s.Work, Work{Assessor: assessor, Referee: len(s.Work) >= s.needed()})
	return s.settle(), nil
}

func (s Submission) release(assessor string) (Submission, error) {
	at, err := s.open(assessor)
	if err != nil {
		return s, err
	}
	s.Work = slices.Delete(s.Work, at, at+1)
	return s.settle(), nil
}

func (s Submission) decide(e Event, d Definition) (Submission, error) {
	at, err := s.open(e.Assessor)
	if err != nil {
		return s, err
	}
	if !slices.Contains(Decisions(), e.Decision) {
		return s, problem.New(problem.Invalid, "a decision is RETURN, REJECT or ACCEPT").
			Spanish("una decisión es RETURN, REJECT o ACCEPT").At("decision")
	}
	if err := d.CheckScores(e.Scores); err != nil {
		return s, err
	}
	s.Work[at].Decision, s.Work[at].Scores = e.Decision, maps.Clone(e.Scores)
	judged := s.Work[at : at+1]
	if _, works, ok := s.Outcome(); ok {
		judged = works // the earlier of two that agree as well
	}
	if err := d.checkAcceptance(judged); err != nil {
		return s, err
	}
	return s.settle(), nil
}

func (s Submission) withdraw() (Submission, error) {
	if s.State.Final() {
		return s, conflict("this is decided already", "esto ya está decidido")
	}
	s.State = Withdrawn
	return s, nil
}

func (s Submission) award(d Definition) (Submission, error) {
	decision, works, ok := s.Outcome()
	if s.State != Accepted || s.Awarded || !ok || decision != Accept {
		return s, conflict("only what was accepted is awarded, and once", "solo se otorga lo aceptado, y una vez")
	}
	if err := d.checkAcceptance(works); err != nil {
		return s, err
	}
	s.Awarded = true
	return s, nil
}

// checkAcceptance holds the acceptances among works to the rubric.
func (d Definition) checkAcceptance(works []Work) error {
	for _, w := range works {
		if w.Decision != Accept {
			continue
		}
		v := d.Judge(w.Scores)
		if v.Met {
			continue
		}
		keys := strings.Join(slices.Concat(v.Unmet, v.Missing), ", ")
		return problem.New(problem.Conflict, "evidence is accepted when every criterion is scored and every required one met; look at: %s", keys).
			Spanish("la evidencia se acepta con todos los criterios puntuados y los obligatorios cumplidos; revise: %s", keys).At("scores")
	}
	return nil
}

// settle moves to the state that the work makes.
func (s Submission) settle() Submission {
	switch decision, _, ok := s.Outcome(); {
	case ok:
		s.State = decision.state()
	case s.places() > len(s.Work):
		s.State = Submitted
	default:
		s.State = Claimed
	}
	return s
}

// open finds the undecided claim of an assessor.
func (s Submission) open(assessor string) (int, error) {
	if err := checkAssessor(assessor); err != nil {
		return 0, err
	}
	at := s.find(assessor)
	if at < 0 || (s.State != Submitted && s.State != Claimed) {
		return 0, conflict("you have no claim on this attempt", "usted no ha tomado este intento")
	}
	if s.Work[at].Decision != "" {
		return 0, conflict("you have decided this attempt already", "usted ya decidió este intento")
	}
	return at, nil
}

func (s Submission) find(assessor string) int {
	return slices.IndexFunc(s.Work, func(w Work) bool { return w.Assessor == assessor })
}

func checkAssessor(assessor string) error {
	if assessor == "" {
		return problem.New(problem.Invalid, "name the assessor").Spanish("nombre a quien evalúa").At("assessor")
	}
	return nil
}

func conflict(en, es string) error {
	return problem.New(problem.Conflict, "%s", en).Spanish("%s", es)
}
