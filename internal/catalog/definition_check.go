package catalog

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// How much a version may hold.
const (
	maxPrerequisites = 20
	maxAlignments    = 50
	maxURL           = 2_000
	// maxContent is in bytes, encoded: a rubric of forty criteria in several
	// languages takes a tenth of it.
	maxContent = 1 << 20
)

// check says what is wrong with a version that is to be published.
func (in *VersionInput) check(now time.Time) error {
	errs := []error{in.checkBounds(), checkID(in.ID, id.Version), checkPublished(in.PublishedAt, now)}
	if len(in.Title) == 0 {
		errs = append(errs, checkTitle(in.Title))
	}
	if len(in.Languages) == 0 {
		errs = append(errs, checkEach(in.Languages, "languages", checkLanguage))
	}
	if len(in.Delivery) == 0 {
		errs = append(errs, checkEach(in.Delivery, "delivery", nil))
	}
	for i, a := range in.Alignments {
		errs = append(errs, problem.Under(a.checkWhole(), "alignments", strconv.Itoa(i)))
	}
	if in.Assessment != nil {
		errs = append(errs, problem.Under(submission.Validate(*in.Assessment), "assessment"), in.checkAsserted())
	}
	return problem.Join(errs...)
}

// checkBounds says what is wrong however little is written: what is left out may
// follow.
func (in *VersionInput) checkBounds() error {
	errs := []error{
		in.checkSize(), checkPositive(in.EffortMinutes, "effortMinutes"), checkPositive(in.PriorMinutes, "priorMinutes"), checkPositive(in.ValidityMonths, "validityMonths"),
		checkPrice(in.Price), in.checkLists(),
	}
	for _, t := range in.texts() {
		errs = append(errs, checkTexts(*t.text, t.most, t.name))
	}
	if len(in.Languages) > 0 {
		errs = append(errs, checkEach(in.Languages, "languages", checkLanguage))
	}
	if len(in.Delivery) > 0 {
		errs = append(errs, checkEach(in.Delivery, "delivery", func(d enum.Delivery) error { return checkOneOf(d) }))
	}
	return problem.Join(errs...)
}

// checkSize keeps what nobody reads from being kept.
func (in *VersionInput) checkSize() error {
	raw, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("measure a version: %w", err)
	}
	if len(raw) > maxContent {
		return problem.New(problem.Limit, "all of it together has at most %d bytes", maxContent).
			Spanish("todo junto tiene como máximo %d bytes", maxContent)
	}
	return nil
}

// checkLists looks into no list that is too long.
func (in *VersionInput) checkLists() error {
	errs := []error{
		checkMost(len(in.Prerequisites), maxPrerequisites, "prerequisites"), checkMost(len(in.Alignments), maxAlignments, "alignments"),
	}
	if len(in.Competencies) > maxMembers {
		errs = append(errs, problem.New(problem.Invalid, "a version asserts at most %d competencies", maxMembers).
			Spanish("una versión afirma como máximo %d competencias", maxMembers).At("competencies"))
	}
	seen := map[string]bool{}
	for i, c := range in.Competencies[:min(len(in.Competencies), maxMembers)] {
		errs = append(errs, problem.Under(c.check(seen), "competencies", strconv.Itoa(i)))
	}
	before := map[string]bool{}
	for i, p := range in.Prerequisites[:min(len(in.Prerequisites), maxPrerequisites)] {
		if before[p.MicroCredential] {
			errs = append(errs, namedTwice().At("prerequisites", strconv.Itoa(i), "microCredential"))
		}
		before[p.MicroCredential] = true
	}
	for i, a := range in.Alignments[:min(len(in.Alignments), maxAlignments)] {
		errs = append(errs, problem.Under(a.check(), "alignments", strconv.Itoa(i)))
	}
	if in.Assessment != nil {
		errs = append(errs, problem.Under(checkShape(*in.Assessment), "assessment"))
	}
	return problem.Join(errs...)
}

// checkShape bounds the lists of an assessment that is still written.
func checkShape(d submission.Definition) error {
	errs := []error{
		checkMost(len(d.Modes), maxMembers, "modes"), checkMost(len(d.Parts), maxMembers, "parts"), checkMost(len(d.Criteria), maxMembers, "criteria"),
	}
	for i, c := range d.Criteria[:min(len(d.Criteria), maxMembers)] {
		errs = append(errs, checkMost(len(c.Levels), maxMembers, "criteria", strconv.Itoa(i), "levels"))
	}
	return problem.Join(errs...)
}

// checkAsserted holds that what the rubric measures is what is asserted.
func (in *VersionInput) checkAsserted() error {
	asserted := map[string]bool{}
	for _, c := range in.Competencies {
		asserted[c.Skill] = true
	}
	var errs []error
	for i, c := range in.Assessment.Criteria {
		if c.Skill != "" && !asserted[c.Skill] {
			errs = append(errs, problem.New(problem.Invalid, "this skill is none of the competencies that are asserted").
				Spanish("esta habilidad no es ninguna de las competencias que se afirman").At("assessment", "criteria", strconv.Itoa(i), "skill"))
		}
	}
	return problem.Join(errs...)
}

func (c CompetencyInput) check(seen map[string]bool) error {
	var errs []error
	if seen[c.Skill] {
		errs = append(errs, problem.New(problem.Invalid, "this skill is asserted already, each at one level").
			Spanish("esta habilidad ya se afirma, cada una a un nivel").At("skill"))
	}
	seen[c.Skill] = true
	if c.Level < 0 || c.Level > int(matching.MaxLevel) {
		errs = append(errs, problem.New(problem.Invalid, "a level is 1 to 4, or 0 where none is stated, not %d", c.Level).
			Spanish("un nivel va de 1 a 4, o es 0 si no se indica, no %d", c.Level).At("level"))
	}
	return problem.Join(errs...)
}

func (a FrameworkAlignment) check() error {
	return problem.Join(
		checkOneOf(a.Kind, "kind"), checkURL(a.URL, "url"), checkLength(a.URL, maxURL, "url"), checkLength(a.Name, maxName, "name"),
		checkLength(a.Framework, maxName, "framework"), checkLength(a.Code, maxName, "code"), checkLength(a.Description, maxText, "description"),
	)
}

// checkWhole asks for what an alignment is nothing without.
func (a FrameworkAlignment) checkWhole() error {
	var errs []error
	if blank(a.Name) {
		errs = append(errs, checkName(a.Name))
	}
	if a.URL == "" {
		errs = append(errs, problem.New(problem.Invalid, "give the address of the entry").Spanish("dé la dirección de la entrada").At("url"))
	}
	return problem.Join(errs...)
}

// checkLength bounds a text that may be left out.
func checkLength(s string, most int, path ...string) error {
	if n := utf8.RuneCountInString(s); n > most || !utf8.ValidString(s) {
		return problem.New(problem.Invalid, "this has at most %d characters", most).
			Spanish("esto tiene como máximo %d caracteres", most).At(path...)
	}
	return nil
}

// checkMost bounds a list that may be empty.
func checkMost(n, most int, path ...string) error {
	if n > most {
		return problem.New(problem.Invalid, "there are at most %d of these, not %d", most, n).
			Spanish("hay como máximo %d de estos, no %d", most, n).At(path...)
	}
	return nil
}

func namedTwice() *problem.Problem {
	return problem.New(problem.Invalid, "this is named already").Spanish("esto ya se nombra")
}
