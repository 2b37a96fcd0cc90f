package text_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/text"
)

func TestTextIsGivenInTheNearestLanguageHeld(t *testing.T) {
	t.Parallel()
	both := text.EnEs("forklift", "montacargas")
	for _, c := range []struct {
		held           text.Localized
		asked          []string
		text, language string
	}{
		{both, nil, "forklift", "en"},
		{both, []string{"es"}, "montacargas", "es"},
		{both, []string{"ES-mx", "en"}, "montacargas", "es"},
		{both, []string{"fr", "es"}, "montacargas", "es"},
		{both, []string{"fr"}, "forklift", "en"},
		{text.Localized{"es": "soldar", "fr": "souder"}, []string{"de"}, "soldar", "es"},
		{nil, []string{"es"}, "", ""},
	} {
		if got, language := c.held.In(c.asked...); got != c.text || language != c.language {
			t.Errorf("%v in %v: got %q in %q, want %q in %q", c.held, c.asked, got, language, c.text, c.language)
		}
	}
}
