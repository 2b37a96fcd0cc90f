package enum

// OutcomeKind is what happened to an earner after an award.
type OutcomeKind string

// The kinds of outcome.
const (
	OutcomeInterviewed    OutcomeKind = "INTERVIEWED"
	OutcomeOffered        OutcomeKind = "OFFERED"
	OutcomeHired          OutcomeKind = "HIRED"
	OutcomePromoted       OutcomeKind = "PROMOTED"
	OutcomeWageRaised     OutcomeKind = "WAGE_RAISED"
	OutcomeBenefitGained  OutcomeKind = "BENEFIT_GAINED"
	OutcomeEnteredDegree  OutcomeKind = "ENTERED_DEGREE"
	OutcomeEnteredProgram OutcomeKind = "ENTERED_PROGRAM"
)

// Values lists every kind.
func (OutcomeKind) Values() []string {
	return texts(OutcomeInterviewed, OutcomeOffered, OutcomeHired, OutcomePromoted,
		OutcomeWageRaised, OutcomeBenefitGained, OutcomeEnteredDegree, OutcomeEnteredProgram)
}
