package catalog

import (
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// employerLanguages are those in which employers read what a holder can do.
var employerLanguages = []string{"en", "es"}

// checkFit says what a definition lacks that its developer publishes: every text
// that an earner or an assessor works by, in every language in which it is
// offered, and what a holder can do, in plain words.
func (in *VersionInput) checkFit() error {
	errs := []error{needed(in.HolderCan, employerLanguages, "holderCan")}
	for _, t := range []struct {
		name string
		text text.Localized
	}{{"title", in.Title}, {"competency", in.Competency}, {"criteria", in.Criteria}} {
		errs = append(errs, needed(t.text, in.Languages, t.name))
	}
	errs = append(errs, translated(in.Description, in.Languages, "description"))
	if in.Assessment != nil {
		errs = append(errs, problem.Under(fitAssessment(*in.Assessment, in.Languages), "assessment"))
	}
	return problem.Join(errs...)
}

func fitAssessment(d submission.Definition, languages []string) error {
	var errs []error
	for i, p := range d.Parts {
		errs = append(errs, problem.Under(problem.Join(
			translated(text.Localized(p.Title), languages, "title"), needed(text.Localized(p.Prompt), languages, "prompt"),
		), "parts", strconv.Itoa(i)))
	}
	for i, c := range d.Criteria {
		line := []error{
			translated(text.Localized(c.Title), languages, "title"), translated(text.Localized(c.Description), languages, "description"),
		}
		for j, l := range c.Levels {
			line = append(line, problem.Under(problem.Join(
				translated(text.Localized(l.Title), languages, "title"), translated(text.Localized(l.Description), languages, "description"),
			), "levels", strconv.Itoa(j)))
		}
		errs = append(errs, problem.Under(problem.Join(line...), "criteria", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

// needed asks for a text in each of the languages.
func needed(t text.Localized, languages []string, path string) error {
	var errs []error
	for _, language := range languages {
		if !heldIn(t, language) {
			errs = append(errs, problem.New(problem.Invalid, "say this in %q", language).
				Spanish("diga esto en %q", language).At(path, language))
		}
	}
	return problem.Join(errs...)
}

// translated asks for what is said at all in each of the languages.
func translated(t text.Localized, languages []string, path string) error {
	if len(t) == 0 {
		return nil
	}
	return needed(t, languages, path)
}

// heldIn tells whether a text is in a language: what is in Spanish serves Mexico.
func heldIn(t text.Localized, language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return t[language] != "" || t[base] != ""
}
