package jsonld_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// addition is something that could be added to a signed badge, and would not be
// among the statements that are signed.
type addition struct {
	pointer string
	add     func(t *testing.T, doc map[string]any)
}

var additions = map[string]addition{
	"a term that no context defines": {"/salary", func(_ *testing.T, doc map[string]any) {
		doc["salary"] = json.Number("1000000")
	}},
	"one further in": {"/credentialSubject/achievement/salary", func(t *testing.T, doc map[string]any) {
		achievement(t, doc)["salary"] = "high"
	}},
	"one in an array": {"/credentialSubject/achievement/alignment/0/salary", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "alignment", 0)["salary"] = "high"
	}},
	"one with an object": {"/more", func(_ *testing.T, doc map[string]any) {
		doc["more"] = map[string]any{"name": "More"}
	}},
	"one with nothing in it": {"/more", func(_ *testing.T, doc map[string]any) {
		doc["more"] = []any{}
	}},
	"a term of another type": {"/issuer/achievement", func(t *testing.T, doc map[string]any) {
		at(t, doc, "issuer")["achievement"] = "https://issuer.example/achievements/1"
	}},
	"a term of the credential in its subject": {"/credentialSubject/validUntil", func(t *testing.T, doc map[string]any) {
		subject(t, doc)["validUntil"] = "2030-01-01T00:00:00Z"
	}},
	"a name with a slash": {"/a~1b~0", func(_ *testing.T, doc map[string]any) { doc["a/b~"] = "x" }},
	"an empty name":       {"/", func(_ *testing.T, doc map[string]any) { doc[""] = "x" }},
	"a name that looks like a keyword": {"/@salary", func(_ *testing.T, doc map[string]any) {
		doc["@salary"] = json.Number("1000000")
	}},
	"an index": {"/credentialSubject/@index", func(t *testing.T, doc map[string]any) {
		subject(t, doc)["@index"] = "salary 1000000"
	}},
	"a type that no context defines": {"/type/2", func(_ *testing.T, doc map[string]any) {
		doc["type"] = append(doc["type"].([]any), "MastersDegree")
	}},
	"a type in an object without one": {"/credentialSubject/achievement/criteria/type", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["type"] = "MastersDegree"
	}},
	"a type with a slash": {"/type/2", func(_ *testing.T, doc map[string]any) {
		doc["type"] = append(doc["type"].([]any), "../types/Degree")
	}},
	"a type that looks like a keyword": {"/type/2", func(_ *testing.T, doc map[string]any) {
		doc["type"] = append(doc["type"].([]any), "@Degree")
	}},
	"an empty type": {"/type/2", func(_ *testing.T, doc map[string]any) {
		doc["type"] = append(doc["type"].([]any), "")
	}},
	"no type at all": {"/credentialSubject/achievement/criteria/type", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["type"] = []any{}
	}},
	"a relative identifier": {"/credentialSubject/achievement/criteria/id", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["id"] = "criteria/7"
	}},
	"an empty identifier": {"/credentialSubject/achievement/criteria/id", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["id"] = ""
	}},
	"an identifier with a space": {"/credentialSubject/achievement/criteria/id", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["id"] = "https://a.example/ b"
	}},
	"an identifier that looks like a keyword": {"/credentialSubject/achievement/criteria/id", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["id"] = "@criteria"
	}},
	"an identifier that ends a statement": {"/credentialSubject/achievement/criteria/id", func(t *testing.T, doc map[string]any) {
		at(t, doc, "credentialSubject", "achievement", "criteria")["id"] = "urn:a> <urn:b> <urn:c> .\n<urn:d"
	}},
	"a relative reference": {"/evidence", func(_ *testing.T, doc map[string]any) { doc["evidence"] = "evidence/7" }},
	"a relative reference in an array": {"/evidence/1", func(_ *testing.T, doc map[string]any) {
		doc["evidence"] = []any{"https://issuer.example/evidence/1", "2"}
	}},
	"null":                    {"/evidence", func(_ *testing.T, doc map[string]any) { doc["evidence"] = nil }},
	"null in an array":        {"/evidence/0", func(_ *testing.T, doc map[string]any) { doc["evidence"] = []any{nil} }},
	"null for an identifier":  {"/credentialSubject/id", func(t *testing.T, doc map[string]any) { subject(t, doc)["id"] = nil }},
	"null under an unknown":   {"/salary", func(_ *testing.T, doc map[string]any) { doc["salary"] = nil }},
	"a proof that is not one": {"/proof", func(_ *testing.T, doc map[string]any) { doc["proof"] = map[string]any{} }},
	"a proof by its name":     {"/proof", func(_ *testing.T, doc map[string]any) { doc["proof"] = "https://issuer.example/proof" }},
	"a proof by its id":       {"/proof", func(_ *testing.T, doc map[string]any) { doc["proof"] = map[string]any{"id": "urn:a:b"} }},
	"a direction":             {"/name", func(t *testing.T, doc map[string]any) { at(t, doc, "name")["@direction"] = "rtl" }},
	"digits that a double does not have": {"/credentialSubject/creditsEarned", func(t *testing.T, doc map[string]any) {
		subject(t, doc)["creditsEarned"] = json.Number("9007199254740993")
	}},
	"digits after the point": {"/credentialSubject/creditsEarned", func(t *testing.T, doc map[string]any) {
		subject(t, doc)["creditsEarned"] = json.Number("0.30000000000000004")
	}},
}

func TestNothingCanBeAddedThatIsNotSigned(t *testing.T) {
	t.Parallel()
	for name, a := range additions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, badge)
			a.add(t, doc)
			_, err := jsonld.Builtin().Dataset(doc)
			wantCode(t, err, jsonld.UnsignedData, a.pointer)
		})
	}
}

func TestDocumentThatOnlyNamesSomethingSaysNothing(t *testing.T) {
	t.Parallel()
	for _, rest := range []string{``, `, "id": "urn:a:b"`} {
		_, err := jsonld.Builtin().Dataset(decode(t, `{"@context": "`+credentials+`"`+rest+`}`))
		wantCode(t, err, jsonld.UnsignedData, "")
	}
}

// TestContextsOfOthersCanHideNothing has what the built-in contexts do not, and
// configured ones may.
func TestContextsOfOthersCanHideNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		context, members, pointer string
		code                      jsonld.Code
	}{
		"a term for nothing":              {`{"salary": null}`, `"salary": 1`, "/salary", jsonld.UnsignedData},
		"a term for nothing, spelled out": {`{"salary": {"@id": null}}`, `"salary": 1`, "/salary", jsonld.UnsignedData},
		"a term for nothing in a scope":   {`{"T": {"@id": "urn:a:T", "@context": {"name": null}}, "name": "urn:a:n"}`, `"x": {"type": "T", "name": "n"}`, "/x/name", jsonld.UnsignedData},
		"a type for nothing":              {`{"Degree": null}`, `"type": "Degree"`, "/type", jsonld.UnsignedData},
		"a text that is not one":          {`{"m": {"@id": "urn:a:m", "@container": "@language"}}`, `"m": {"en": 1}`, "/m/en", jsonld.UnsignedData},
		"a text that is null":             {`{"m": {"@id": "urn:a:m", "@container": "@language"}}`, `"m": {"en": null}`, "/m/en", jsonld.UnsignedData},
		"a language that is none":         {`{"m": {"@id": "urn:a:m", "@container": "@language"}}`, `"m": {"not one": "x"}`, "/m/not one", jsonld.UnsignedData},
		"a text under no language":        {`{"m": {"@id": "urn:a:m", "@container": "@language"}}`, `"m": {"@none": "x"}`, "/m/@none", jsonld.UnsignedData},
		"null in a list":                  {`{"l": {"@id": "urn:a:l", "@container": "@list"}}`, `"l": ["x", null]`, "/l/1", jsonld.UnsignedData},
		"a relative reference in a list":  {`{"l": {"@id": "urn:a:l", "@container": "@list", "@type": "@id"}}`, `"l": ["x"]`, "/l/0", jsonld.UnsignedData},
		"a list in a list":                {`{"l": {"@id": "urn:a:l", "@container": "@list"}}`, `"l": [["x"]]`, "/l/0", jsonld.DataModel},
		"a term that is no term":          {`{"v": {"@id": "urn:a:v", "@type": "@vocab"}}`, `"v": "unknown"`, "/v", jsonld.UnsignedData},
		"a number where a term belongs":   {`{"v": {"@id": "urn:a:v", "@type": "@vocab"}}`, `"v": 1`, "/v", jsonld.DataModel},
		"a number where a name belongs":   {`{"i": {"@id": "urn:a:i", "@type": "@id"}}`, `"i": 1`, "/i", jsonld.DataModel},
		"null as JSON":                    {`{"j": {"@id": "urn:a:j", "@type": "@json"}}`, `"j": null`, "/j", jsonld.UnsignedData},
		"digits in JSON":                  {`{"j": {"@id": "urn:a:j", "@type": "@json"}}`, `"j": {"a": [9007199254740993]}`, "/j/a/0", jsonld.UnsignedData},
		"an index":                        {`{"i": {"@id": "urn:a:i", "@container": "@index"}}`, `"i": {"hidden": "x"}`, "/i", jsonld.DataModel},
		"a map by identifier":             {`{"i": {"@id": "urn:a:i", "@container": "@id"}}`, `"i": {"hidden": {}}`, "/i", jsonld.DataModel},
		"a reversed term":                 {`{"r": {"@reverse": "urn:a:r"}}`, `"r": {"name": "x"}`, "/r", jsonld.DataModel},
		"a nesting term":                  {`{"n": "@nest"}`, `"n": {"name": "x"}`, "/n", jsonld.DataModel},
		"a term in a nest":                {`{"n": {"@id": "urn:a:n", "@nest": "@nest"}}`, `"n": "x"`, "/n", jsonld.DataModel},
		"another name for @graph":         {`{"g": "@graph"}`, `"g": {"name": "x"}`, "/g", jsonld.DataModel},
		"another name for @included":      {`{"g": "@included"}`, `"g": {"name": "x"}`, "/g", jsonld.DataModel},
		"a reference in a graph":          {`{"g": {"@id": "urn:a:g", "@container": "@graph", "@type": "@id"}}`, `"g": "urn:a:b"`, "/g", jsonld.UnsignedData},
		"a number in a graph":             {`{"g": {"@id": "urn:a:g", "@container": "@graph"}}`, `"g": 1`, "/g", jsonld.UnsignedData},
		"a vocabulary that is no IRI":     {`{"@vocab": "urn:a:b:"}`, `"a b": 1`, "/a b", jsonld.UnsignedData},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const base = `{"@context": {"id": "@id", "type": "@type", "x": "urn:a:x"}}`
			contexts, err := new(jsonld.Contexts).With("https://a.example/base", []byte(base))
			if err == nil {
				contexts, err = contexts.With("https://a.example/more", []byte(`{"@context": `+test.context+`}`))
			}
			if err != nil {
				t.Fatal(err)
			}
			doc := decode(t, `{"@context": ["https://a.example/base", "https://a.example/more"], "id": "urn:a:1", `+test.members+`}`)
			_, err = contexts.Dataset(doc)
			wantCode(t, err, test.code, test.pointer)
		})
	}
}

// TestEveryValueCounts changes every value of many documents, one at a time: either that
// is refused, or what is signed changes too.
func TestEveryValueCounts(t *testing.T) {
	t.Parallel()
	changed := 0
	contexts := withExamples(t)
	for i, v := range documents(t) {
		before, err := canonical(contexts, v.doc)
		if err != nil || i%4 != 0 { // a quarter has every kind of document
			continue
		}
		for pointer, change := range changes(v.doc, "") {
			undo := change()
			if after, err := canonical(contexts, v.doc); err == nil && after == before {
				t.Errorf("%s: the value at %s does not count", v.file, pointer)
			}
			undo()
			changed++
		}
	}
	t.Logf("%d values changed", changed)
	if changed < 800 {
		t.Errorf("only %d", changed)
	}
}

// changes lists a change of every value below a place. Each returns its undoing.
func changes(value any, pointer string) map[string]func() func() {
	found := map[string]func() func(){}
	add := func(place string, content any, set func(any)) {
		if other := another(content); other != nil {
			found[place] = func() func() {
				set(other)
				return func() { set(content) }
			}
		}
		for below, change := range changes(content, place) {
			found[below] = change
		}
	}
	switch value := value.(type) {
	case map[string]any:
		for name, content := range value {
			if name != "@context" {
				add(pointer+"/"+name, content, func(x any) { value[name] = x })
			}
		}
	case []any:
		for i, item := range value {
			add(pointer+"/"+strconv.Itoa(i), item, func(x any) { value[i] = x })
		}
	}
	return found
}

func another(value any) any {
	switch value := value.(type) {
	case string:
		return value + "-changed"
	case bool:
		return "changed"
	case json.Number:
		return value + "73519"
	default:
		return nil
	}
}

// TestNoMemberCanBeAddedUnseen adds members under every name that there is to
// every object of some documents: either that is refused, or what is signed
// changes too.
func TestNoMemberCanBeAddedUnseen(t *testing.T) {
	t.Parallel()
	names := map[string]bool{"@id": true, "@type": true, "@graph": true, "@set": true, "@list": true, "@value": true, "@included": true, "@nest": true, "@reverse": true, "salary": true}
	docs := documents(t)
	for _, v := range docs {
		collectNames(v.doc, names)
	}
	contexts := withExamples(t)
	tried := 0
	for i, v := range docs {
		before, err := canonical(contexts, v.doc)
		if err != nil || i%16 != 0 || strings.Contains(before, "credentials/examples") {
			continue
		}
		for _, object := range objects(v.doc) {
			for name := range names {
				if _, there := object[name]; there {
					continue
				}
				for _, content := range []any{"https://added.example/", json.Number("7"), map[string]any{}} {
					object[name] = content
					if after, err := canonical(contexts, v.doc); err == nil && after == before {
						t.Errorf("%s: %q: %v can be added", v.file, name, content)
					}
					tried++
				}
				delete(object, name)
			}
		}
	}
	t.Logf("%d additions", tried)
}

func collectNames(value any, names map[string]bool) {
	for _, object := range objects(value) {
		for name := range object {
			if name != "@context" {
				names[name] = true
			}
		}
	}
}

func objects(value any) []map[string]any {
	var found []map[string]any
	switch value := value.(type) {
	case map[string]any:
		found = append(found, value)
		for name, content := range value {
			if name != "@context" {
				found = append(found, objects(content)...)
			}
		}
	case []any:
		for _, item := range value {
			found = append(found, objects(item)...)
		}
	}
	return found
}
