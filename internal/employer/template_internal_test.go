package employer

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestEveryTemplateIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	all, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 12 {
		t.Errorf("there are %d templates", len(all))
	}
	for _, one := range all {
		texts := map[string]text.Localized{"title": one.Title, "description": one.Description, "occupation": one.Occupation.Title}
		if n := len(one.MustHaves); n < 3 || n > 6 {
			t.Errorf("%s has %d must-haves", one.Key, n)
		}
		for _, m := range one.MustHaves {
			texts[m.Words["en"]] = m.Words
			if (m.Skill == "") == (m.AnyOf == nil) || checkWeight(m.Weight) != nil {
				t.Errorf("%s asks %+v", one.Key, m)
			}
			if m.Legal != nil {
				texts[m.Legal.URL] = m.Legal.Text
			}
		}
		if len(one.Conditions) == 0 {
			t.Errorf("%s has no conditions", one.Key)
		}
		for _, c := range one.Conditions {
			texts[string(c.Kind)] = c.Text
			if c.Legal != nil {
				texts[c.Legal.URL] = c.Legal.Text
				if !strings.HasPrefix(c.Legal.URL, "https://") {
					t.Errorf("%s names a law without its page: %s", one.Key, c.Legal.URL)
				}
			}
		}
		for what, said := range texts {
			if blank(said["en"]) || blank(said["es"]) {
				t.Errorf("%s does not say its %s in both languages: %v", one.Key, what, said)
			}
		}
		for _, language := range languages {
			if err := problem.Join(checkOccupation(&one.Occupation.Code), checkConditions(one.conditions(string(language))), checkTitle(one.Title[string(language)])); err != nil {
				t.Errorf("%s is no posting: %v", one.Key, err)
			}
		}
	}
}

func TestTemplatesAreFoundByTheWordsOfAnOwner(t *testing.T) {
	t.Parallel()
	all, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{
		"forklift": "forklift-operator", "MONTACARGAS": "forklift-operator", "cuidado niños": "childcare-assistant", "guarderia": "childcare-assistant",
		"cna": "nursing-assistant", "truck driver": "truck-driver", "hojas calculo": "office-assistant", "welding": "welder", "obra": "construction-laborer",
	} {
		var found []string
		for _, one := range all {
			if one.found(words) {
				found = append(found, one.Key)
			}
		}
		if !strings.Contains(strings.Join(found, " "), want) {
			t.Errorf("%q finds %v, want %s", words, found, want)
		}
	}
}
