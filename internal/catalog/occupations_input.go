package catalog

import "github.com/stackmatch/stackmatch/ent/enum"

// OccupationRecord is an occupation as a source states it. Scheme and Code
// identify it. What is blank or nil says nothing, and so changes nothing.
type OccupationRecord struct {
	Scheme enum.OccupationScheme
	Code   string
	// Texts holds one entry per language; other languages stay as they are.
	Texts     []OccupationText
	SOC, ISCO string
	JobZone   *int
	Regulated *bool
	Active    *bool
}

// OccupationText is the title by which an occupation is shown in a language (BCP
// 47, lower case), and what people do in it. A blank one says nothing.
type OccupationText struct{ Language, Title, Description string }

// TitleInput is one more title by which an occupation is found.
type TitleInput struct {
	Code     string
	Language string
	Kind     enum.LabelKind
	Text     string
}

// TaskInput is what people do in an occupation.
type TaskInput struct {
	Code string
	// Task is the source's own code of it.
	Task string
	Text string
	Core bool
}

// TieInput ties a skill, by its URI, to an occupation.
type TieInput struct {
	Code     string
	Skill    string
	Relation enum.OccupationRelation
	Tasks    int
	InDemand bool
}

// CrosswalkInput ties a code of one classification to one of another.
type CrosswalkInput struct {
	From, To CodeTitle
}

// CodeTitle is a code of a classification, with its title there.
type CodeTitle struct {
	Scheme      enum.CodeScheme
	Code, Title string
}
