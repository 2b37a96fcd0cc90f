package search

import (
	"hash/fnv"
	"strconv"
)

// TextKind is what a text is about.
type TextKind string

// The kinds of texts.
const (
	TextPosting         TextKind = "POSTING"
	TextMicroCredential TextKind = "MICRO_CREDENTIAL"
	TextStack           TextKind = "STACK"
	TextPathway         TextKind = "PATHWAY"
	TextOrganization    TextKind = "ORGANIZATION"
	TextOccupation      TextKind = "OCCUPATION"
)

// Text is something that people find by its words, in all its languages.
type Text struct {
	ID   string
	Kind TextKind
	// Scope narrows within a kind: an occupation's classification. It may be empty.
	Scope  string
	Labels []Label
}

// LabelKind says how a label counts.
type LabelKind string

// The kinds of labels. Hidden ones (misspellings, old names) are found like
// alternative ones; a search returns ids, so they never show.
const (
	LabelPreferred   LabelKind = "PREFERRED"
	LabelAlternative LabelKind = "ALTERNATIVE"
	LabelHidden      LabelKind = "HIDDEN"
	LabelDescription LabelKind = "DESCRIPTION"
)

// Label is a name or description in one language.
type Label struct {
	Kind LabelKind
	Text string
}

// TextQuery searches texts.
type TextQuery struct {
	Search string
	Kind   TextKind
	// Kinds searches several kinds together, in place of one.
	Kinds []TextKind
	// Scopes keeps texts of any of these; empty keeps all.
	Scopes []string
	First  int
	// After is the key of the last hit seen; nil for the first page.
	After *TextKey
}

// TextKey orders hits: best first.
type TextKey struct {
	Grade TextGrade
	// Score is the share of the search's weight that the text has, in ten-thousandths.
	Score int
	// Length is the words of the shortest preferred label: of equals, the shorter
	// name is the closer one.
	Length int
	ID     string
}

// TextGrade says how a text was found, best last.
type TextGrade int

// The grades.
const (
	// GradeSome has some of the words.
	GradeSome TextGrade = iota + 1
	// GradeFuzzy has all of the words, one misspelled.
	GradeFuzzy
	// GradeWords has all of the words.
	GradeWords
	// GradePrefix has a name that starts with the search.
	GradePrefix
	// GradeAlternative has another name that is the search.
	GradeAlternative
	// GradeExact has a preferred name that is the search.
	GradeExact
)

// Before says whether k is listed before o.
func (k TextKey) Before(o TextKey) bool {
	switch {
	case k.Grade != o.Grade:
		return k.Grade > o.Grade
	case k.Score != o.Score:
		return k.Score > o.Score
	case k.Length != o.Length:
		return k.Length < o.Length
	}
	return k.ID < o.ID
}

// TextResult is what a search finds.
type TextResult struct {
	Hits  []TextKey
	Total int
}

// The fields of a text's document. A field of names exists for each class.
const (
	textSchema  = "texts 2: kind scope length label word form by class"
	fieldKind   = "kind"
	fieldScope  = "scope"
	fieldLength = "length"
	fieldLabel  = "label" // whole names
	fieldWord   = "word"  // analyzed words
	fieldForm   = "form"  // words as they stand, to be begun or misspelled
)

// nameClass is how names of one label kind count in a score, in hundredths.
type nameClass struct {
	kind                LabelKind
	suffix              string
	word, prefix, fuzzy int
}

// A description's words count for little, and nobody types its beginning.
//
//nolint:gochecknoglobals // a table
var nameClasses = []nameClass{
	{LabelPreferred, ".p", 100, 75, 50},
	{LabelAlternative, ".a", 85, 60, 40},
	{LabelHidden, ".h", 80, 55, 40},
	{LabelDescription, ".d", 30, 0, 0},
}

// maxLength is the longest name told apart, in words.
const maxLength = 40

func (t *Text) terms() map[string][]string {
	terms := map[string][]string{fieldKind: {string(t.Kind)}}
	if t.Scope != "" {
		terms[fieldScope] = []string{t.Scope}
	}
	shortest := maxLength
	for _, l := range t.Labels {
		c := classOf(l.Kind)
		forms := Forms(l.Text)
		terms[fieldWord+c.suffix] = append(terms[fieldWord+c.suffix], Analyze(l.Text)...)
		if l.Kind == LabelDescription {
			continue
		}
		terms[fieldForm+c.suffix] = append(terms[fieldForm+c.suffix], forms...)
		terms[fieldLabel+c.suffix] = append(terms[fieldLabel+c.suffix], labelTerm(normal(l.Text)))
		if l.Kind == LabelPreferred {
			shortest = min(shortest, len(forms))
		}
	}
	terms[fieldLength] = []string{strconv.Itoa(shortest)}
	return terms
}

// labelBytes is how much of a name the dictionary spells out: building it is most
// of what an index of names costs.
const labelBytes = 24

// labelTerm is a whole name: its beginning, and a hash of it when there is more.
func labelTerm(name string) string {
	if len(name) <= labelBytes {
		return name
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	return name[:labelBytes] + string(h.Sum(nil))
}

func classOf(k LabelKind) nameClass {
	for _, c := range nameClasses {
		if c.kind == k {
			return c
		}
	}
	return nameClasses[len(nameClasses)-1]
}
