package badge

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func TestTheContentIsWhatTheBadgeSays(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "full", keys.Ed25519)
	c := Parse(bytesOf(t, fullBadge(school))).Content()
	day := time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)
	end := day.AddDate(10, 0, 0)
	alignment := []Alignment{{
		TargetType: "CFItem", Name: "Sawing", Description: "Sawing", Framework: "Skills", Code: "S1",
		URL: "https://skills.example/s1", Kind: AlignsSkill,
	}}
	profile := Profile{
		ID: school.id, Name: "Forest School", URL: "https://forest.example", Email: "office@forest.example",
		Description: "A school", Image: "https://forest.example/saw.png",
	}
	want := Credential{
		ID: "urn:uuid:11111111-2222-4333-8444-555555555555", Name: "Chainsaw Safety", Description: "D",
		Types: []string{"VerifiableCredential", "OpenBadgeCredential"}, Issuer: profile,
		ValidFrom: &day, ValidUntil: &end, AwardedAt: &day, SubjectID: "did:example:holder",
		Identifiers: []Identifier{{Type: "emailAddress", Value: "a@example.org", Salt: "s"}},
		Results:     []Result{{Name: "Grade", Value: "B", Status: "Completed", AchievedLevel: "urn:level:2", Level: 2, Alignments: alignment}},
		Evidence:    []Evidence{{ID: "urn:evidence:1", Name: "N", Description: "D", Narrative: "N", Genre: "G", Audience: "A"}},
		RefreshURL:  "https://forest.example/refresh", Image: "https://forest.example/saw.png",
		Achievement: Achievement{
			ID: "https://forest.example/achievements/saw", Type: "Certificate", Name: "Chainsaw Safety",
			Description: "Works safely with a chainsaw.", Criteria: "A practical test.",
			CriteriaURL: "https://forest.example/criteria", Image: "https://forest.example/saw.png", Tags: []string{"saw"},
			Language: "en", Version: "1", Alignments: alignment, Creator: profile,
			ResultDescriptions: []ResultDescription{{
				ID: "urn:result:1", Name: "Grade", Type: "LetterGrade", RequiredLevel: "urn:level:1", RequiredValue: "B",
				ValueMin: "B", ValueMax: "A", AllowedValues: []string{"A", "B"}, Alignments: alignment,
				Levels: []RubricLevel{
					{ID: "urn:level:1", Name: "Low", Level: "1", Description: "D", Points: "1", Alignments: alignment},
					{ID: "urn:level:2", Name: "High", Level: "2", Points: "2"},
				},
			}},
		},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

func TestNothingUnprovenIsShownAsTheBadges(t *testing.T) {
	t.Parallel()
	school := newMaker(t, "school", keys.Ed25519)
	signed := school.sign(t, school.award())
	r := Verify(Parse(bytesOf(t, signed)), nil, Policy{Now: testClock})
	if r.Credential.Name != "Chainsaw Safety" {
		t.Errorf("shows %q", r.Credential.Name)
	}
	changed := retold(t, signed, setting("Doctor", "credentialSubject", "achievement", "name"))
	if r := Verify(Parse(changed), nil, Policy{Now: testClock}); r.Credential.Achievement.Name != "" {
		t.Errorf("shows %q", r.Credential.Achievement.Name)
	}
	forged := bytesOf(t, newMaker(t, "mallory", keys.Ed25519).sign(t, school.award()))
	if r := Verify(Parse(forged), nil, Policy{Now: testClock}); r.Credential.Achievement.Name != "" {
		t.Errorf("shows %q in the name of another", r.Credential.Achievement.Name)
	}
}

func TestAlignmentsAreSortedByWhatTheyPointAt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		targetType, framework, url string
		want                       AlignmentKind
	}{
		{"CFItem", "Example occupations", "https://frameworks.example.org/occupation/welder", AlignsOccupation},
		{"CFItem", "", "http://data.europa.eu/esco/skill/1", AlignsSkill},
		{"CFItem", "ESCO", "http://data.europa.eu/esco/occupation/1", AlignsOccupation},
		{"CFItem", "ESCO", "https://x.example/1", AlignsSkill},
		{"CFItem", "ISCO-08", "https://x.example/1", AlignsOccupation},
		{"CFItem", "Cisco Networking Academy", "https://x.example/1", AlignsFrameworkItem},
		{"CFItem", "University of San Francisco", "https://x.example/1", AlignsFrameworkItem},
		{"", "", "https://www.onetonline.org/link/summary/51-4121.00", AlignsOccupation},
		{"ceasn:Competency", "Program", "https://credentialengineregistry.org/resources/ce-1", AlignsSkill},
		{"ceterms:Credential", "", "https://credentialengineregistry.org/resources/ce-1", AlignsCredential},
		{"CTDL", "", "https://credentialengineregistry.org/resources/ce-1", AlignsCredential},
		{"CFRubricCriterionLevel", "", "https://x.example/1", AlignsFrameworkItem},
		{"", "Open Skills", "https://x.example/1", AlignsSkill},
		{"ext:other", "", "https://x.example/1", AlignsOther},
		{"", "", "", AlignsOther},
	} {
		a := alignment(map[string]any{"targetType": c.targetType, "targetFramework": c.framework, "targetUrl": c.url})
		if a.Kind != c.want {
			t.Errorf("%s %q %q is %s, want %s", c.targetType, c.framework, c.url, a.Kind, c.want)
		}
	}
}

func TestARubricIsStretchedOntoFourLevels(t *testing.T) {
	t.Parallel()
	for of, want := range map[int][]int{1: {1}, 2: {1, 2}, 4: {1, 2, 3, 4}, 5: {1, 1, 2, 3, 4}, 8: {1, 1, 2, 2, 3, 3, 4, 4}} {
		for place := range of {
			if got := scaled(place, of); got != want[place] {
				t.Errorf("place %d of %d is %d, want %d", place, of, got, want[place])
			}
		}
	}
}

func TestTextComesInEnglishIfItCan(t *testing.T) {
	t.Parallel()
	dog := func(word, language string) map[string]any {
		return map[string]any{"@value": word, "@language": language}
	}
	for _, c := range []struct {
		value any
		want  string
	}{
		{"Dog", "Dog"}, {dog("Perro", "es"), "Perro"}, {[]any{dog("Perro", "es"), dog("Dog", "en")}, "Dog"}, {nil, ""}, {true, ""},
	} {
		if got := prose(c.value); got != c.want {
			t.Errorf("%v is %q, want %q", c.value, got, c.want)
		}
	}
}
