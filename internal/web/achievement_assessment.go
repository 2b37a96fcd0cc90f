package web

import (
	"strings"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// assessed is how a micro-credential is assessed, for a page.
type assessed struct {
	// Ways say it in a sentence each.
	Ways []string
	// Two judge evidence, each without knowing of the other.
	Two      bool
	Parts    []partLine
	Criteria []criterionLine
	// Columns is how many levels the longest line of the rubric has.
	Columns int
}

// partLine is evidence that is asked for.
type partLine struct {
	Title, Prompt said
	Required      bool
	Kinds         string
}

// criterionLine is a line of the rubric.
type criterionLine struct {
	Title, About said
	Required     bool
	Levels       []levelCell
	// Rest is how many columns it leaves empty.
	Rest int
}

// levelCell is a level of a criterion.
type levelCell struct {
	Title, About said
	// Meets the criterion, from here on.
	Meets bool
}

func assessedOf(d *submission.Definition, language string) *assessed {
	if d == nil {
		return nil
	}
	a := &assessed{Two: d.Assessors == 2}
	for _, mode := range d.Modes {
		way := modeWords[mode].in(language)
		if mode == submission.Exam && d.Exam != nil {
			way += ": " + examOf(d.Exam, language)
		}
		a.Ways = append(a.Ways, way)
	}
	for _, p := range d.Parts {
		a.Parts = append(a.Parts, partLine{
			Title: saidIn(text.Localized(p.Title), language), Prompt: saidIn(text.Localized(p.Prompt), language),
			Required: p.Required, Kinds: kindsOf(p, language),
		})
	}
	for _, c := range d.Criteria {
		a.Columns = max(a.Columns, len(c.Levels))
	}
	for _, c := range d.Criteria {
		line := criterionLine{
			Title: saidIn(text.Localized(c.Title), language), About: saidIn(text.Localized(c.Description), language),
			Required: c.Required, Rest: a.Columns - len(c.Levels),
		}
		for i, l := range c.Levels {
			line.Levels = append(line.Levels, levelCell{
				Title: saidIn(text.Localized(l.Title), language), About: saidIn(text.Localized(l.Description), language), Meets: i+1 >= c.Meets,
			})
		}
		a.Criteria = append(a.Criteria, line)
	}
	return a
}

func examOf(e *submission.Examination, language string) string {
	switch {
	case e.PassScore == "":
		return e.Name
	case e.MaxScore == "":
		return e.Name + ", " + phrases["passes from"].in(language) + " " + e.PassScore
	}
	return e.Name + ", " + phrases["passes from"].in(language) + " " + e.PassScore + "/" + e.MaxScore
}

func kindsOf(p submission.Part, language string) string {
	kinds := p.Kinds
	if len(kinds) == 0 {
		kinds = submission.EvidenceKinds()
	}
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = evidenceWords[k].in(language)
	}
	return strings.Join(words, ", ")
}

var modeWords = map[submission.Mode]phrase{
	submission.Portfolio: {"Evidence, judged without knowing whose it is", "Evidencia, evaluada sin saber de quién es"},
	submission.Observed:  {"Work done before the eyes of an observer", "Trabajo hecho ante una persona que observa"},
	submission.Exam:      {"An exam", "Un examen"},
	submission.Prior:     {"Evidence of experience, without taking a course", "Evidencia de experiencia, sin tomar un curso"},
}

var evidenceWords = map[submission.EvidenceKind]phrase{
	submission.TextEvidence: {"text", "texto"},
	submission.LinkEvidence: {"link", "enlace"},
	submission.FileEvidence: {"file", "archivo"},
}
