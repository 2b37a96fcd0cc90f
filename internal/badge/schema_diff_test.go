package badge

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// TestOurRulesRefuseWhatTheSchemaRefuses changes every value of badges in every
// way and compares our rules with the JSON Schema of Open Badges 3.0: what the
// schema refuses, we refuse, but for what we are lenient in on purpose.
func TestOurRulesRefuseWhatTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	dir := vectorsDir(t)
	schema := ob3Schema(t, dir)
	doc := decoded(t, fullBadge(newMaker(t, "full", keys.Ed25519)))
	if err := schema.Validate(plain(doc)); err != nil {
		t.Fatalf("the schema refuses our own example: %v", err)
	}
	if f := credentialFlaw(doc, "OpenBadgeCredential", true); f != nil {
		t.Fatalf("we refuse our own example: %v", *f)
	}
	tried, differ := 0, map[string]bool{}
	mutate(doc, func(at string) {
		tried++
		if schema.Validate(plain(doc)) != nil && credentialFlaw(doc, "OpenBadgeCredential", true) == nil {
			differ[at] = true
		}
	})
	for _, at := range slices.Sorted(maps.Keys(differ)) {
		if !lenient.MatchString(at) {
			t.Errorf("%s: the schema refuses this, we do not", at)
		}
	}
	t.Logf("%d changes, lenient in %d", tried, len(differ))
	if tried < 500 {
		t.Errorf("only %d changes tried", tried)
	}
}

// lenient is where we let pass what the schema does not: values of lists that
// issuers extend, an id that VC Data Model 2.0 made optional, objects that other
// checks look at, one value for a list of one, and empty lists.
var lenient = regexp.MustCompile(
	`/(achievementType|targetType|identityType|identifierType|resultType|status|inLanguage|dateOfBirth) = string$` +
		`|/(credentialStatus|refreshService)(/id gone| = \[\]interface)` +
		`|/(tag|allowedValue) = string$` +
		`|/endorsement(Jwt)? = `)

func ob3Schema(t *testing.T, dir string) *jsonschema.Schema {
	t.Helper()
	text, err := jsonschema.UnmarshalJSON(strings.NewReader(string(readFile(t, dir, "schemas", "ob_v3p0_achievementcredential_schema.json"))))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	if err := c.AddResource("https://schema.test/ob3.json", text); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://schema.test/ob3.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain gives a document as the schema library reads it.
func plain(doc map[string]any) any {
	out, _ := json.Marshal(doc)
	value, _ := jsonschema.UnmarshalJSON(strings.NewReader(string(out)))
	return value
}

// mutate changes each value in a document in turn, calls try, and puts it back.
func mutate(doc map[string]any, try func(at string)) {
	var walk func(value any, at string)
	walk = func(value any, at string) {
		switch v := value.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				old := v[name]
				here := at + "/" + name
				if name == "@context" || name == "proof" {
					continue
				}
				delete(v, name)
				try(here + " gone")
				for _, other := range []any{nil, json.Number("5"), "x y", []any{}, map[string]any{}} {
					v[name] = other
					try(fmt.Sprintf("%s = %T", here, other))
				}
				v[name] = old
				walk(old, here)
			}
		case []any:
			for i, item := range v {
				walk(item, at+"/"+strconv.Itoa(i))
			}
		}
	}
	walk(doc, "")
}

// fullBadge has every member that Open Badges 3.0 knows.
func fullBadge(m maker) map[string]any {
	doc := m.award()
	image := map[string]any{"id": "https://forest.example/saw.png", "type": "Image", "caption": "A saw"}
	alignment := map[string]any{
		"type": []any{"Alignment"}, "targetCode": "S1", "targetDescription": "Sawing", "targetName": "Sawing",
		"targetFramework": "Skills", "targetType": "CFItem", "targetUrl": "https://skills.example/s1",
	}
	entry := map[string]any{"type": "IdentifierEntry", "identifier": "17", "identifierType": "sourcedId"}
	profile := map[string]any{
		"id": m.id, "type": []any{"Profile"}, "name": "Forest School", "url": "https://forest.example",
		"phone": "1", "description": "A school", "image": image, "email": "office@forest.example",
		"address": map[string]any{
			"type": []any{"Address"}, "addressCountry": "Norway", "addressCountryCode": "NO", "addressRegion": "R",
			"addressLocality": "L", "streetAddress": "1 Road", "postOfficeBoxNumber": "2", "postalCode": "3",
			"geo": map[string]any{"type": "GeoCoordinates", "latitude": 1.5, "longitude": 2.5},
		},
		"otherIdentifier": []any{entry}, "official": "A", "parentOrg": map[string]any{"id": "urn:parent:1", "type": []any{"Profile"}},
		"familyName": "F", "givenName": "G", "additionalName": "A", "patronymicName": "P", "honorificPrefix": "H",
		"honorificSuffix": "S", "familyNamePrefix": "x", "dateOfBirth": "2000-01-01",
	}
	doc["issuer"], doc["image"], doc["description"], doc["awardedDate"] = profile, image, "D", "2026-01-10T09:00:00Z"
	doc["validUntil"] = "2036-01-10T09:00:00Z"
	doc["evidence"] = []any{map[string]any{
		"id": "urn:evidence:1", "type": []any{"Evidence"}, "narrative": "N", "name": "N", "description": "D",
		"genre": "G", "audience": "A",
	}}
	doc["credentialSchema"] = []any{map[string]any{"id": "https://forest.example/schema", "type": "1EdTechJsonSchemaValidator2019"}}
	doc["credentialStatus"] = map[string]any{"id": "https://forest.example/revoked", "type": "1EdTechRevocationList"}
	doc["refreshService"] = map[string]any{"id": "https://forest.example/refresh", "type": "1EdTechCredentialRefresh"}
	doc["termsOfUse"] = []any{map[string]any{"id": "https://forest.example/terms", "type": "Terms"}}
	subject := doc["credentialSubject"].(map[string]any)
	maps.Copy(subject, map[string]any{
		"activityEndDate": "2026-01-10T09:00:00Z", "activityStartDate": "2026-01-09T09:00:00Z", "creditsEarned": 4,
		"identifier": []any{map[string]any{
			"type": "IdentityObject", "hashed": false, "identityHash": "a@example.org", "identityType": "emailAddress", "salt": "s",
		}},
		"image": image, "licenseNumber": "L", "narrative": "N", "role": "R", "source": profile, "term": "T",
		"result": []any{map[string]any{
			"type": []any{"Result"}, "achievedLevel": "urn:level:2", "alignment": []any{alignment},
			"resultDescription": "urn:result:1", "status": "Completed", "value": "B",
		}},
	})
	maps.Copy(subject["achievement"].(map[string]any), map[string]any{
		"alignment": []any{alignment}, "achievementType": "Certificate", "creator": profile, "creditsAvailable": 4,
		"criteria":     map[string]any{"id": "https://forest.example/criteria", "narrative": "A practical test."},
		"fieldOfStudy": "F", "humanCode": "H", "image": image, "inLanguage": "en", "otherIdentifier": []any{entry},
		"related":        []any{map[string]any{"id": "urn:related:1", "type": []any{"Related"}, "inLanguage": "en", "version": "1"}},
		"specialization": "S", "tag": []any{"saw"}, "version": "1",
		"resultDescription": []any{map[string]any{
			"id": "urn:result:1", "type": []any{"ResultDescription"}, "alignment": []any{alignment},
			"allowedValue": []any{"A", "B"}, "name": "Grade", "requiredLevel": "urn:level:1", "requiredValue": "B",
			"resultType": "LetterGrade", "valueMax": "A", "valueMin": "B",
			"rubricCriterionLevel": []any{
				map[string]any{"id": "urn:level:1", "type": []any{"RubricCriterionLevel"}, "name": "Low", "level": "1", "points": "1", "description": "D", "alignment": []any{alignment}},
				map[string]any{"id": "urn:level:2", "type": []any{"RubricCriterionLevel"}, "name": "High", "level": "2", "points": "2"},
			},
		}},
	})
	return doc
}
