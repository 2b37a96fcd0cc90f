package enum

// PlanGoal is what a plan leads to.
type PlanGoal string

// The goals of a plan.
const (
	PlanToPosting      PlanGoal = "POSTING"
	PlanToOccupation   PlanGoal = "OCCUPATION"
	PlanToStack        PlanGoal = "STACK"
	PlanToPathway      PlanGoal = "PATHWAY"
	PlanToCompetencies PlanGoal = "COMPETENCIES"
)

// Values lists every goal.
func (PlanGoal) Values() []string {
	return texts(PlanToPosting, PlanToOccupation, PlanToStack, PlanToPathway, PlanToCompetencies)
}

// PlanStatus says whether a saved plan is followed.
type PlanStatus string

// The statuses of a plan.
const (
	PlanActive  PlanStatus = "ACTIVE"
	PlanDone    PlanStatus = "DONE"
	PlanDropped PlanStatus = "DROPPED"
)

// Values lists every status.
func (PlanStatus) Values() []string { return texts(PlanActive, PlanDone, PlanDropped) }

// ReadinessKind is what one needs before one begins.
type ReadinessKind string

// The kinds of readiness.
const (
	ReadyDevice          ReadinessKind = "DEVICE"
	ReadyInternet        ReadinessKind = "INTERNET"
	ReadyTransport       ReadinessKind = "TRANSPORT"
	ReadyChildCare       ReadinessKind = "CHILD_CARE"
	ReadyLanguageLevel   ReadinessKind = "LANGUAGE_LEVEL"
	ReadyBackgroundCheck ReadinessKind = "BACKGROUND_CHECK"
	ReadyMinimumAge      ReadinessKind = "MINIMUM_AGE"
	ReadyDrivingLicense  ReadinessKind = "DRIVING_LICENSE"
	ReadyOther           ReadinessKind = "OTHER"
)

// Values lists every kind.
func (ReadinessKind) Values() []string {
	return texts(ReadyDevice, ReadyInternet, ReadyTransport, ReadyChildCare, ReadyLanguageLevel,
		ReadyBackgroundCheck, ReadyMinimumAge, ReadyDrivingLicense, ReadyOther)
}

// CaseStage says how far an earner is on the way that a coach follows.
type CaseStage string

// The stages of a case.
const (
	CaseNew       CaseStage = "NEW"
	CaseExploring CaseStage = "EXPLORING"
	CasePlanning  CaseStage = "PLANNING"
	CaseLearning  CaseStage = "LEARNING"
	CaseApplying  CaseStage = "APPLYING"
	CasePlaced    CaseStage = "PLACED"
	CasePaused    CaseStage = "PAUSED"
)

// Values lists every stage.
func (CaseStage) Values() []string {
	return texts(CaseNew, CaseExploring, CasePlanning, CaseLearning, CaseApplying, CasePlaced, CasePaused)
}

// TaskDoer is who is to do a task.
type TaskDoer string

// Who does tasks.
const (
	TaskOfCoach  TaskDoer = "COACH"
	TaskOfEarner TaskDoer = "EARNER"
)

// Values lists both.
func (TaskDoer) Values() []string { return texts(TaskOfCoach, TaskOfEarner) }

// NoteReaders says who may read a coach's note.
type NoteReaders string

// The readers of a note.
const (
	NoteForAuthor NoteReaders = "AUTHOR"
	// NoteForTeam is for the coaches of the organization.
	NoteForTeam NoteReaders = "TEAM"
	// NoteForEarner is for the team, and the earner.
	NoteForEarner NoteReaders = "EARNER"
)

// Values lists every one.
func (NoteReaders) Values() []string { return texts(NoteForAuthor, NoteForTeam, NoteForEarner) }
