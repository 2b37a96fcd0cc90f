// Package text is text that is held in several languages.
package text

import (
	"maps"
	"slices"
	"strings"
)

// Localized maps a language (BCP 47, lower case: "en", "es") to a text in it.
type Localized map[string]string

// En is a text in English alone.
func En(s string) Localized { return Localized{"en": s} }

// EnEs is a text in English and Spanish.
func EnEs(en, es string) Localized { return Localized{"en": en, "es": es} }

// In gives the text in the first of the languages that it is held in ("es-MX"
// takes "es" too), else in English, else in any: the result says which. Both are
// empty when there is no text.
func (l Localized) In(languages ...string) (text, language string) {
	for _, want := range append(slices.Clone(languages), "en") {
		want = strings.ToLower(want)
		base, _, _ := strings.Cut(want, "-")
		for _, tag := range []string{want, base} {
			if s, ok := l[tag]; ok {
				return s, tag
			}
		}
	}
	for _, tag := range l.Languages() {
		return l[tag], tag
	}
	return "", ""
}

// Languages lists the languages held, sorted.
func (l Localized) Languages() []string {
	return slices.Sorted(maps.Keys(l))
}
