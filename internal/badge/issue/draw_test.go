package issue_test

import (
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

// traps are texts that mean something to JSON, JSON-LD or N-Quads, and are only
// texts here.
var traps = []string{
	"@id", "_:b0", "https://example.org/", "id", "null", "\"", "\\u0000", "\x00\x08\x0b\x1f\x7f", "\r\n\t", "<a&b>", "a\\b",
	"\u2028\u2029", "\uFEFF", "\uFFFE", "\u0600\u202E", "e\u0301", "\U0001F600", "{\"@context\":{}}", "\xff\xfe", " ",
}

// someText draws a text that is not blank.
func someText(t *rapid.T, label string) string {
	text := rapid.OneOf(rapid.SampledFrom(traps), rapid.String()).Draw(t, label)
	if rapid.Bool().Draw(t, label+" has a letter") || len(text) < 2 {
		text += "x"
	}
	return text + "."
}

func maybe[T any](t *rapid.T, label string, draw func(*rapid.T, string) T) T {
	if rapid.Bool().Draw(t, label+"?") {
		return draw(t, label)
	}
	var none T
	return none
}

func several[T any](t *rapid.T, label string, draw func(*rapid.T, string) T) []T {
	var list []T
	for range rapid.IntRange(0, 3).Draw(t, "count of "+label) {
		list = append(list, draw(t, label+"["+strconv.Itoa(len(list))+"]"))
	}
	return list
}

// slug is the label as a part of a URL.
func slug(label string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '[' || r == ']' {
			return '-'
		}
		return r
	}, label)
}

// address draws a web address; no two labels give the same one.
func address(t *rapid.T, label string) string {
	rest := rapid.StringMatching(`([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2}){0,12}(\?[a-z=&%?/]{0,5})?(#[a-z]{0,3})?`)
	return "https://drawn.example/" + slug(label) + "/" + rest.Draw(t, label)
}

// unique draws an identifier that no other label gives.
func unique(t *rapid.T, label string) string {
	return "urn:example:" + slug(label) + ":" + rapid.StringMatching(`[a-z0-9:]{1,5}`).Draw(t, label)
}

func drawAlignment(t *rapid.T, label string) issue.Alignment {
	return issue.Alignment{
		TargetType:  rapid.SampledFrom([]string{"", "CFItem", "CTDL", "ceasn:Competency", "ext:Own_word-1"}).Draw(t, label),
		Name:        someText(t, label+" name"),
		Description: maybe(t, label+" description", someText),
		Framework:   maybe(t, label+" framework", someText),
		Code:        maybe(t, label+" code", someText),
		URL:         address(t, label+" URL"),
	}
}

func drawEvidence(t *rapid.T, label string) issue.Evidence {
	return issue.Evidence{
		ID:          maybe(t, label, address),
		Name:        maybe(t, label+" name", someText),
		Description: maybe(t, label+" description", someText),
		Narrative:   maybe(t, label+" narrative", someText),
		Genre:       maybe(t, label+" genre", someText),
		Audience:    maybe(t, label+" audience", someText),
	}
}

func drawIdentifier(t *rapid.T, label string) issue.Identifier {
	return issue.Identifier{
		Type:   rapid.SampledFrom([]string{"emailAddress", "name", "ext:own"}).Draw(t, label),
		Value:  someText(t, label+" value"),
		Salt:   maybe(t, label+" salt", someText),
		Hashed: rapid.Bool().Draw(t, label+" hashed"),
	}
}

func drawProfile(t *rapid.T, label string) badge.Profile {
	return badge.Profile{
		ID:          unique(t, label),
		Name:        maybe(t, label+" name", someText),
		URL:         maybe(t, label+" URL", address),
		Email:       maybe(t, label+" email", someText),
		Description: maybe(t, label+" description", someText),
		Image:       maybe(t, label+" image", address),
	}
}

func drawAchievement(t *rapid.T) issue.Achievement {
	a := issue.Achievement{
		ID:          unique(t, "achievement"),
		Type:        rapid.SampledFrom([]string{"", "MicroCredential", "ext:Own.word"}).Draw(t, "achievement type"),
		Name:        someText(t, "achievement name"),
		Description: someText(t, "achievement description"),
		Criteria:    someText(t, "criteria"),
		CriteriaURL: maybe(t, "criteria URL", address),
		Image:       maybe(t, "achievement image", address),
		Tags:        several(t, "tag", someText),
		Language:    rapid.SampledFrom([]string{"", "es", "pt-BR", "zh-Hant-TW"}).Draw(t, "language"),
		Version:     maybe(t, "version", someText),
		Alignments:  several(t, "alignment", drawAlignment),
		Creator:     maybe(t, "creator", drawProfile),
	}
	a.ResultDescriptions = several(t, "result description", func(t *rapid.T, label string) issue.ResultDescription {
		return issue.ResultDescription{
			ID: unique(t, label), Name: someText(t, label+" name"), Type: "LetterGrade",
			ValueMin: maybe(t, label+" minimum", someText), ValueMax: maybe(t, label+" maximum", someText),
			RequiredValue: maybe(t, label+" required", someText),
			AllowedValues: several(t, label+" allowed", someText),
			Alignments:    several(t, label+" alignment", drawAlignment),
			Levels: several(t, label+" level", func(t *rapid.T, l string) issue.RubricLevel {
				return issue.RubricLevel{ID: unique(t, l), Name: someText(t, l+" name"), Level: maybe(t, l+" number", someText)}
			}),
		}
	})
	return a
}

// drawAward draws an award that can be issued, by the college.
func drawAward(t *rapid.T) issue.Award {
	a := issue.Award{
		ID:          unique(t, "award"),
		Issuer:      drawProfile(t, "issuer"),
		Achievement: drawAchievement(t),
		SubjectID:   unique(t, "subject"),
		Identifiers: several(t, "identifier", drawIdentifier),
		Evidence:    several(t, "evidence", drawEvidence),
		ValidFrom:   issued.Add(-time.Duration(rapid.Int64Range(0, 1e17).Draw(t, "age"))),
		Image:       maybe(t, "image", address),
	}
	a.Issuer.ID = issuerDID
	if rapid.Bool().Draw(t, "expires") {
		a.ValidUntil = &expires
	}
	if rapid.Bool().Draw(t, "awarded") {
		a.AwardedAt = earned
	}
	for i, d := range a.Achievement.ResultDescriptions {
		r := issue.Result{Description: d.ID, Value: someText(t, "value "+strconv.Itoa(i)), Status: "Completed"}
		if len(d.Levels) > 0 {
			r.AchievedLevel = d.Levels[0].ID
		}
		r.Alignments = several(t, "result alignment", drawAlignment)
		a.Results = append(a.Results, r)
	}
	return a
}
