package skillindex

// Language is a language that has its own analysis.
type Language string

// The languages. Of a text in an unknown one it is guessed.
const (
	UnknownLanguage Language = ""
	English         Language = "en"
	Spanish         Language = "es"
)

// LabelKind says what a label is to its skill.
type LabelKind uint8

// The kinds of labels.
const (
	Preferred LabelKind = iota
	Alternative
	// Hidden labels are found by and never shown: misspellings, old names.
	Hidden
)

// Label is a name of a skill.
type Label struct {
	Text     string
	Language Language
	Kind     LabelKind
}

// Description says in sentences what a skill is.
type Description struct {
	Text     string
	Language Language
}

// Skill is a skill to be found.
type Skill struct {
	ID           string
	Framework    string
	Labels       []Label
	Descriptions []Description
}

// Query asks for skills.
type Query struct {
	Text string
	// Language is the text's, if it is known.
	Language Language
	// Frameworks keeps skills of any of these; empty keeps all.
	Frameworks []string
	// Begun says that the text is being typed into a search box: its last word may
	// be the beginning of another, and what fits little is left out.
	Begun bool
	Limit int
}

// Hit is a skill that was found.
type Hit struct {
	ID string
	// Score is higher for what fits better; it is comparable within one search.
	Score float64
	// Coverage is how much of the label's weight the query has in words, Likeness
	// how alike some part of the query means: both from 0 to 1, comparable between
	// searches.
	Coverage, Likeness float64
	// Label is the one that fits best, of those that may be shown.
	Label Label
	// Marks are the parts of the label's text that the query has in words, in
	// order, none overlapping.
	Marks []Mark
}

// Mark is a part of a text, in bytes.
type Mark struct{ Start, End int }
