// Package submission is the rules by which evidence is assessed: what a version
// asks for and its rubric, the states and steps of a submission, the clock in
// business days, how far assessors agree, and which words of a text unmask the
// earner. It owns no record and refuses to know who may do what: a step's
// permission, and that nobody assesses their own evidence, is the service's.
package submission

// Mode is how a version is assessed.
type Mode string

// The modes.
const (
	// Portfolio is evidence that the earner submits, judged blind.
	Portfolio Mode = "PORTFOLIO"
	// Observed is work done before the eyes of an observer, who records it.
	Observed Mode = "OBSERVED"
	// Exam is a test, whose result an observer records.
	Exam Mode = "EXAM"
	// Prior is earlier learning that the earner gives evidence of, judged blind.
	Prior Mode = "PRIOR"
)

// Modes lists every mode, in the order in which they are offered.
func Modes() []Mode { return []Mode{Portfolio, Observed, Exam, Prior} }

// Blind says whether the assessors must not learn who the earner is. Where they
// may, an observer records what came of it at once.
func (m Mode) Blind() bool { return m == Portfolio || m == Prior }

// EvidenceKind is the form of a piece of evidence.
type EvidenceKind string

// The kinds of evidence.
const (
	// TextEvidence is written into the submission itself.
	TextEvidence EvidenceKind = "TEXT"
	// LinkEvidence is a web address.
	LinkEvidence EvidenceKind = "LINK"
	// FileEvidence is an uploaded file.
	FileEvidence EvidenceKind = "FILE"
)

// EvidenceKinds lists every kind of evidence.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{TextEvidence, LinkEvidence, FileEvidence}
}

// Text maps a language (BCP 47, lower case) to a text in it. It is stored as
// texts are elsewhere.
type Text map[string]string

// Definition is what a version asks for, as it is stored with the version. The
// modes are alternatives: a submission is assessed in one of them.
type Definition struct {
	// Modes is never empty.
	Modes []Mode `json:"modes"`
	// Parts is the evidence asked for.
	Parts []Part `json:"parts,omitempty"`
	// Criteria is the public rubric.
	Criteria []Criterion `json:"criteria,omitempty"`
	// Assessors is how many judge evidence independently: 1, where it is 0, or 2.
	Assessors int `json:"assessors,omitempty"`
	// Exam is there exactly where Modes has it.
	Exam *Examination `json:"exam,omitempty"`
}

// Part is a piece of evidence that is asked for, such as an overview, examples
// of work or a reflection.
type Part struct {
	Key      string `json:"key"`
	Title    Text   `json:"title"`
	Prompt   Text   `json:"prompt,omitempty"`
	Required bool   `json:"required,omitempty"`
	// Kinds are those accepted; every kind where it is empty.
	Kinds []EvidenceKind `json:"kinds,omitempty"`
	// Most is how many items the part may have; DefaultMost where it is 0.
	Most int `json:"most,omitempty"`
}

// DefaultMost is how many items a part may have that says nothing of it.
const DefaultMost = 10

// Limit is how many items the part may have.
func (p Part) Limit() int {
	if p.Most == 0 {
		return DefaultMost
	}
	return p.Most
}

// Criterion is one line of the rubric.
type Criterion struct {
	Key         string `json:"key"`
	Title       Text   `json:"title"`
	Description Text   `json:"description,omitempty"`
	// Required criteria must be met for an award; the others are scored as well.
	Required bool `json:"required,omitempty"`
	// Levels are two or more, lowest first.
	Levels []Level `json:"levels"`
	// Meets counts from 1: the lowest level that meets the criterion.
	Meets int `json:"meets"`
	// Skill is the id of the skill that the criterion is evidence of; optional.
	Skill string `json:"skill,omitempty"`
	// Part is the key of the part that the criterion is judged by; optional.
	Part string `json:"part,omitempty"`
}

// Level is one step of a criterion.
type Level struct {
	Key         string `json:"key"`
	Title       Text   `json:"title"`
	Description Text   `json:"description,omitempty"`
	// SkillLevel is the level, 1 to 4, in the criterion's skill that is shown
	// here; 0 is none.
	SkillLevel int `json:"skillLevel,omitempty"`
}

// The exam's line of the rubric: its key is reserved.
const (
	// ExamKey is the key of the criterion that an exam adds to the rubric.
	ExamKey = "exam"
	// ExamFailed and ExamPassed are the keys of its levels.
	ExamFailed = "failed"
	ExamPassed = "passed"
)

// For is the definition as far as it concerns a submission in one mode: an exam
// is a line of the rubric where the submission is one, and nowhere else.
func (d Definition) For(mode Mode) Definition {
	switch {
	case mode != Exam:
		d.Exam = nil
	case d.Exam == nil: // no valid definition; nothing passes without an exam
		d.Exam = &Examination{}
	}
	return d
}

// Needed is how many assessors judge a submission in that mode. What somebody
// watched is recorded by that one person.
func (d Definition) Needed(mode Mode) int {
	if mode.Blind() && d.Assessors == 2 {
		return 2
	}
	return 1
}

// Rubric lists the criteria by which evidence is judged: those written down and,
// last, the exam's own, which is required.
func (d Definition) Rubric() []Criterion {
	if d.Exam == nil {
		return d.Criteria
	}
	exam := Criterion{
		Key: ExamKey, Title: Text{"en": "Exam", "es": "Examen"}, Required: true, Meets: 2,
		Levels: []Level{
			{Key: ExamFailed, Title: Text{"en": "Failed", "es": "No aprobado"}},
			{Key: ExamPassed, Title: Text{"en": "Passed", "es": "Aprobado"}},
		},
	}
	return append(d.Criteria[:len(d.Criteria):len(d.Criteria)], exam)
}
