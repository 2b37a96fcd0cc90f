package jsonld_test

import (
	"encoding/json"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// respellings write the badge in ways that JSON-LD reads as the badge, so that
// its signature would still be good, and in which whoever looks for a member by
// its name does not find it; and a few more that have no place in a credential.
var respellings = map[string]func(t *testing.T, doc map[string]any){
	"the end as an IRI": func(_ *testing.T, doc map[string]any) {
		rename(doc, "validUntil", "https://www.w3.org/2018/credentials#validUntil")
		doc["https://www.w3.org/2018/credentials#validUntil"] = map[string]any{
			"@value": "2028-01-01T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
		}
	},
	"the end as a typed value": func(_ *testing.T, doc map[string]any) {
		doc["validUntil"] = map[string]any{"@value": "2028-01-01T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
	},
	"the status as an IRI": func(_ *testing.T, doc map[string]any) {
		rename(doc, "credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus")
	},
	"the status in a set": func(_ *testing.T, doc map[string]any) {
		doc["credentialStatus"] = map[string]any{"@set": []any{doc["credentialStatus"]}}
	},
	"the status in a list of lists": func(_ *testing.T, doc map[string]any) {
		doc["credentialStatus"] = []any{[]any{doc["credentialStatus"]}}
	},
	"the status in a graph": func(_ *testing.T, doc map[string]any) {
		doc["credentialStatus"] = map[string]any{"@graph": []any{doc["credentialStatus"]}}
	},
	"the status in a nest": func(_ *testing.T, doc map[string]any) {
		doc["@nest"] = map[string]any{"credentialStatus": doc["credentialStatus"]}
		delete(doc, "credentialStatus")
	},
	"the end in another place": func(_ *testing.T, doc map[string]any) {
		doc["evidence"] = map[string]any{
			"id": doc["id"], "type": []any{"VerifiableCredential"}, "validUntil": doc["validUntil"],
		}
		delete(doc, "validUntil")
	},
	"the type in another place": func(_ *testing.T, doc map[string]any) {
		doc["evidence"] = map[string]any{"id": doc["id"], "type": "OpenBadgeCredential"}
		doc["type"] = "VerifiableCredential"
	},
	"the end in an included thing": func(_ *testing.T, doc map[string]any) {
		doc["@included"] = []any{map[string]any{
			"id": doc["id"], "type": []any{"VerifiableCredential"}, "validUntil": doc["validUntil"],
		}}
		delete(doc, "validUntil")
	},
	"the document in a graph": func(_ *testing.T, doc map[string]any) {
		inner := map[string]any{}
		for name, content := range doc {
			if name != "@context" {
				inner[name] = content
				delete(doc, name)
			}
		}
		doc["@graph"] = []any{inner}
	},
	"the achievement reversed": func(t *testing.T, doc map[string]any) {
		a := achievement(t, doc)
		delete(subject(t, doc), "achievement")
		a["@reverse"] = map[string]any{"https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement": map[string]any{"id": "did:example:earner"}}
		doc["evidence"] = a
	},
	"the subject by @id": func(t *testing.T, doc map[string]any) { rename(subject(t, doc), "id", "@id") },
	"the type by @type":  func(_ *testing.T, doc map[string]any) { rename(doc, "type", "@type") },
	"the criteria by the name of their class": func(t *testing.T, doc map[string]any) {
		rename(achievement(t, doc), "criteria", "Criteria")
	},
	"the type as an IRI": func(_ *testing.T, doc map[string]any) {
		doc["type"] = []any{"VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"}
	},
	"a plain text as a value": func(t *testing.T, doc map[string]any) {
		achievement(t, doc)["name"] = map[string]any{"@value": "Welding"}
	},
	"a type on a plain text": func(t *testing.T, doc map[string]any) {
		achievement(t, doc)["name"] = map[string]any{"@value": "Welding", "@type": "http://www.w3.org/2001/XMLSchema#string"}
	},
	"a truth value as text": func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "identifier", 0)["hashed"] = "true"
	},
	"a number as text": func(t *testing.T, doc map[string]any) { subject(t, doc)["creditsEarned"] = "2.5E0" },
	"a date as a number": func(_ *testing.T, doc map[string]any) {
		doc["validUntil"] = json.Number("2028")
	},
	"one thing in two parts, by a label": func(_ *testing.T, doc map[string]any) {
		doc["evidence"] = []any{
			map[string]any{"id": "_:e", "type": "Evidence", "name": "Part"},
			map[string]any{"id": "_:e", "description": "Other part"},
		}
	},
	"a reference to a label":          func(_ *testing.T, doc map[string]any) { doc["evidence"] = "_:e" },
	"a type that is a label":          func(_ *testing.T, doc map[string]any) { doc["type"] = []any{"VerifiableCredential", "_:t"} },
	"a member that is a label":        func(_ *testing.T, doc map[string]any) { doc["_:p"] = "x" },
	"a member with an unknown prefix": func(_ *testing.T, doc map[string]any) { doc["more:salary"] = "high" },
	"a member under two names": func(t *testing.T, doc map[string]any) {
		achievement(t, doc)["Criteria"] = map[string]any{"narrative": "x"}
	},
	"an object for a name": func(t *testing.T, doc map[string]any) {
		subject(t, doc)["id"] = map[string]any{"id": "did:example:earner"}
	},
	"a list for a name":   func(t *testing.T, doc map[string]any) { subject(t, doc)["id"] = []any{"did:example:earner"} },
	"a number for a type": func(_ *testing.T, doc map[string]any) { doc["type"] = append(doc["type"].([]any), json.Number("1")) },
	"a language without a text": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@language": "es"}
	},
	"a text with an index": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": "x", "@language": "es", "@index": "salary"}
	},
	"a text in no language": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": "x", "@language": "no language"}
	},
	"a text in a language with too long a name": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": "x", "@language": "en-salarymillion"}
	},
	"a text in a direction that is none": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": "x", "@language": "es", "@direction": "salary"}
	},
	"a number in a language": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": json.Number("1"), "@language": "es"}
	},
	"JSON as a value": func(_ *testing.T, doc map[string]any) {
		doc["name"] = map[string]any{"@value": []any{"x"}, "@type": "@json"}
	},
}

// TestNothingCanBeHiddenByItsSpelling tries them.
func TestNothingCanBeHiddenByItsSpelling(t *testing.T) {
	t.Parallel()
	for name, respell := range respellings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, badge)
			respell(t, doc)
			_, err := jsonld.Builtin().Dataset(doc)
			wantCode(t, err, jsonld.DataModel, "*")
		})
	}
}

// TestShortIdentifiersAreRefused has a context with a prefix, as the contexts
// of others may.
func TestShortIdentifiersAreRefused(t *testing.T) {
	t.Parallel()
	contexts, err := jsonld.Builtin().With("https://a.example/c", []byte(`{"@context": {"ex": "https://issuer.example/"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, respell := range map[string]func(doc map[string]any){
		"an issuer":    func(doc map[string]any) { doc["issuer"] = "ex:me" },
		"a type":       func(doc map[string]any) { doc["type"] = []any{"VerifiableCredential", "ex:Type"} },
		"a member":     func(doc map[string]any) { doc["ex:member"] = "x" },
		"the document": func(doc map[string]any) { doc["id"] = "ex:badge" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, badge)
			doc["@context"] = append(doc["@context"].([]any), "https://a.example/c")
			respell(doc)
			_, err := contexts.Dataset(doc)
			wantCode(t, err, jsonld.DataModel, "*")
		})
	}
}

// TestNameThatIsOnlyReusedMayStay has what an example in the specification of
// OB 3.0 does: another thing is called like the credential.
func TestNameThatIsOnlyReusedMayStay(t *testing.T) {
	t.Parallel()
	doc := decode(t, badge)
	doc["refreshService"] = map[string]any{"id": doc["id"], "type": "1EdTechCredentialRefresh"}
	doc["@context"] = append(doc["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
	if _, err := jsonld.Builtin().Dataset(doc); err != nil {
		t.Error(err)
	}
}

// TestWhatSaysTheSameMayBeSpelledSo has the freedom that is left, and harmless:
// nobody who reads the document can overlook anything.
func TestWhatSaysTheSameMayBeSpelledSo(t *testing.T) {
	t.Parallel()
	want := mustCanonical(t, jsonld.Builtin(), decode(t, badge))
	for name, respell := range map[string]func(t *testing.T, doc map[string]any){
		"one in an array":        func(_ *testing.T, doc map[string]any) { doc["credentialStatus"] = []any{doc["credentialStatus"]} },
		"one out of an array":    func(t *testing.T, doc map[string]any) { subject(t, doc)["type"] = "AchievementSubject" },
		"an empty array":         func(_ *testing.T, doc map[string]any) { doc["evidence"] = []any{} },
		"another order":          func(t *testing.T, doc map[string]any) { achievement(t, doc)["tag"] = []any{"fire", "metal"} },
		"a language in capitals": func(t *testing.T, doc map[string]any) { at(t, doc, "name")["@language"] = "ES" },
		"a number with a nought": func(t *testing.T, doc map[string]any) { subject(t, doc)["creditsEarned"] = json.Number("2.50") },
		"a context twice":        func(_ *testing.T, doc map[string]any) { doc["@context"] = append(doc["@context"].([]any), credentials) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, badge)
			respell(t, doc)
			if got := mustCanonical(t, jsonld.Builtin(), doc); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func rename(object map[string]any, from, to string) {
	object[to] = object[from]
	delete(object, from)
}
