package credential

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The bounds of what one award rests on.
const (
	maxEvidence = 20
	maxResults  = 50
)

// check refuses what is wrong with the input in itself.
func (in IssueAwardInput) check(now time.Time) error {
	var errs []error
	if in.EarnedAt != nil && (in.EarnedAt.IsZero() || in.EarnedAt.After(now)) {
		errs = append(errs, problem.New(problem.Invalid, "an award is earned at a time that has passed").
			Spanish("un logro se obtiene en un momento ya pasado").At("earnedAt"))
	}
	if len(in.Evidence) > maxEvidence {
		errs = append(errs, tooMany(maxEvidence, len(in.Evidence)).At("evidence"))
	}
	if len(in.Results) > maxResults {
		errs = append(errs, tooMany(maxResults, len(in.Results)).At("results"))
	}
	seen := map[badge.Evidence]bool{}
	addresses := map[string]bool{}
	for i, e := range in.Evidence {
		said := e.said()
		errs = append(errs, problem.Under(e.check(), "evidence", strconv.Itoa(i)))
		if seen[said] || addresses[said.ID] {
			errs = append(errs, problem.New(problem.Invalid, "this evidence is given already").
				Spanish("esta evidencia ya se ha dado").At("evidence", strconv.Itoa(i)))
		}
		seen[said], addresses[said.ID] = true, said.ID != ""
	}
	for i, r := range in.Results {
		errs = append(errs, problem.Under(r.check(), "results", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

func tooMany(most, given int) *problem.Problem {
	return problem.New(problem.Invalid, "at most %d are kept here, not %d", most, given).
		Spanish("aquí se guardan como máximo %d, no %d", most, given)
}

func (e EvidenceInput) check() error {
	var errs []error
	if e.said() == (badge.Evidence{}) {
		errs = append(errs, problem.New(problem.Invalid, "say what the evidence is, or where").
			Spanish("diga cuál es la evidencia, o dónde está"))
	}
	if e.URL != nil && (webAddress(*e.URL) == "" || !strings.HasPrefix(*e.URL, "https://") || len(*e.URL) > maxIdentifier) {
		errs = append(errs, problem.New(problem.Invalid, "an address of evidence is an https URL").
			Spanish("la dirección de una evidencia es una URL https").At("url"))
	}
	for _, t := range []struct {
		path string
		text *string
		most int
	}{
		{"name", e.Name, maxLine},
		{"description", e.Description, maxParagraph},
		{"narrative", e.Narrative, maxParagraph},
		{"genre", e.Genre, maxLine},
		{"audience", e.Audience, maxLine},
	} {
		errs = append(errs, checkText(t.text, t.most, t.path))
	}
	return problem.Join(errs...)
}

// checkText refuses a text that is too long.
func checkText(text *string, most int, path string) error {
	if text == nil || utf8.RuneCountInString(*text) <= most {
		return nil
	}
	return problem.New(problem.Invalid, "this text has at most %d characters", most).
		Spanish("este texto tiene como máximo %d caracteres", most).At(path)
}

// said is the evidence as badges have it.
func (e EvidenceInput) said() badge.Evidence {
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return strings.TrimSpace(visible(*s))
	}
	return badge.Evidence{
		ID: text(e.URL), Name: text(e.Name), Description: text(e.Description), Narrative: text(e.Narrative),
		Genre: text(e.Genre), Audience: text(e.Audience),
	}
}

func (r ResultInput) check() error {
	skilled := r.Skill != nil && r.Level != nil && r.Name == nil && r.Value == nil
	named := r.Skill == nil && r.Level == nil && r.Name != nil && r.Value != nil
	var errs []error
	switch {
	case !skilled && !named:
		errs = append(errs, problem.New(problem.Invalid, "a result is a level in a skill, or a value under a name").
			Spanish("un resultado es un nivel en una habilidad, o un valor con un nombre"))
	case skilled && (*r.Level < 1 || *r.Level > int(matching.MaxLevel)):
		errs = append(errs, problem.New(problem.Invalid, "a level is 1 to %d, not %d", matching.MaxLevel, *r.Level).
			Spanish("un nivel va de 1 a %d, no %d", matching.MaxLevel, *r.Level).At("level"))
	case named && (strings.TrimSpace(visible(*r.Name)) == "" || strings.TrimSpace(visible(*r.Value)) == ""):
		errs = append(errs, problem.New(problem.Invalid, "say what the result is of, and what it is").
			Spanish("diga de qué es el resultado, y cuál es"))
	}
	return problem.Join(append(errs, checkText(r.Name, maxLine, "name"), checkText(r.Value, maxLine, "value"))...)
}

// checkAgainst refuses what does not fit the version that is awarded; nil where
// there is none.
func (in IssueAwardInput) checkAgainst(of *db.MicroCredentialVersion, now time.Time) error {
	if of == nil {
		return nil
	}
	var errs []error
	if earned, expires := in.dates(of, now); expires != nil && !expires.After(earned) {
		errs = append(errs, problem.New(problem.Invalid, "an award expires after it was earned").
			Spanish("un logro vence después de obtenerse").At("expiresAt"))
	}
	seen := map[string]bool{}
	for i, r := range in.Results {
		if r.Skill == nil {
			continue
		}
		known := slices.ContainsFunc(asserted(of), func(c competency) bool { return c.skill.ID == *r.Skill })
		if !known || seen[*r.Skill] {
			errs = append(errs, problem.New(problem.Invalid, "a level is of a skill that the micro-credential asserts, each once").
				Spanish("un nivel es de una habilidad que la microcredencial acredita, cada una una vez").At("results", strconv.Itoa(i), "skill"))
		}
		seen[*r.Skill] = true
	}
	return problem.Join(errs...)
}

// dates are when the award is earned, and until when it is valid, in seconds: a
// badge says them no more exactly.
func (in IssueAwardInput) dates(of *db.MicroCredentialVersion, now time.Time) (earned time.Time, expires *time.Time) {
	earned = now.UTC().Truncate(time.Second)
	if in.EarnedAt != nil {
		earned = in.EarnedAt.UTC().Truncate(time.Second)
	}
	switch {
	case in.ExpiresAt != nil:
		at := in.ExpiresAt.UTC().Truncate(time.Second)
		expires = &at
	case of.ValidityMonths != nil:
		at := earned.AddDate(0, *of.ValidityMonths, 0)
		expires = &at
	}
	return earned, expires
}

// pairs are the award's competencies where they are others than its version's; nil
// where they are not.
func (in IssueAwardInput) pairs(award string, of *db.MicroCredentialVersion) []*db.AwardPair {
	reached := map[string]int{}
	for _, r := range in.Results {
		if r.Skill != nil {
			reached[*r.Skill] = *r.Level
		}
	}
	own := false
	pairs := make([]*db.AwardPair, len(of.Edges.Competencies))
	for i, c := range of.Edges.Competencies {
		pairs[i] = &db.AwardPair{AwardID: award, SkillID: c.SkillID, Level: c.Level}
		if level, is := reached[c.SkillID]; is && uint8(level) != c.Level {
			pairs[i].Level, own = uint8(level), true
		}
	}
	if !own {
		return nil
	}
	return pairs
}

// detail is what the award rests on.
func (in IssueAwardInput) detail(of *db.MicroCredentialVersion) Detail {
	var d Detail
	for _, e := range in.Evidence {
		d.Evidence = append(d.Evidence, e.said())
	}
	for _, r := range in.Results {
		if r.Skill == nil {
			d.Results = append(d.Results, badge.Result{Name: strings.TrimSpace(visible(*r.Name)), Value: strings.TrimSpace(visible(*r.Value))})
			continue
		}
		for _, c := range asserted(of) {
			if c.skill.ID == *r.Skill {
				d.Results = append(d.Results, badge.Result{
					Name: label(c.skill, defaultLanguage), AchievedLevel: levelNames[defaultLanguage][*r.Level-1], Level: *r.Level,
					Alignments: []badge.Alignment{alignment(c.skill, defaultLanguage)},
				})
			}
		}
	}
	return d
}
