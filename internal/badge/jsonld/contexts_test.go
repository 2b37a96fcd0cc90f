package jsonld_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

const extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

// TestEveryContextIsPinnedAndAttributed holds the files, the hashes in the code
// and the notice together.
func TestEveryContextIsPinnedAndAttributed(t *testing.T) {
	t.Parallel()
	code, notice := string(read(t, "builtin.go")), string(read(t, "contexts", "NOTICE"))
	files, err := filepath.Glob("contexts/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d contexts, %v", len(files), err)
	}
	for _, file := range files {
		sum := sha256.Sum256(read(t, file))
		hash, name := hex.EncodeToString(sum[:]), filepath.Base(file)
		if !strings.Contains(code, `"`+name+`", "`+hash+`"`) {
			t.Errorf("%s is not pinned as %s", name, hash)
		}
		if !strings.Contains(notice, name+"\n  "+hash+"\n") {
			t.Errorf("%s is not in the notice as %s", name, hash)
		}
	}
	for _, url := range []string{credentials, credentialV1, openBadges} {
		if !jsonld.Builtin().Accepts(url) {
			t.Errorf("%s is not accepted: the contexts were not read", url)
		}
	}
}

// TestContextsSayWhatThePublishersDo compares them with the vectors' copies,
// which come from other sources.
func TestContextsSayWhatThePublishersDo(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(vectors(t), "contexts")
	files, err := filepath.Glob("contexts/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		var got, want any
		if err := json.Unmarshal(read(t, file), &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(read(t, folder, filepath.Base(file)), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// TestNoTwoMembersAreOne looks for two names of one IRI in all contexts that are
// built in: whoever can write a @context could rename a member with it, and the
// signature would still be good. A class and a property may be one, as they are
// told apart.
func TestNoTwoMembersAreOne(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("contexts/*.json")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]map[string]bool{}
	for _, file := range files {
		var document map[string]any
		if err := json.Unmarshal(read(t, file), &document); err != nil {
			t.Fatal(err)
		}
		collectTerms(document["@context"], map[string]string{}, names)
	}
	if len(names) < 200 {
		t.Fatalf("only %d IRIs", len(names))
	}
	// In the first context of OB 3.0, the property creator is the class Profile.
	delete(names, "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile")
	for iri, terms := range names {
		lower := 0
		for term := range terms {
			if strings.ToLower(term[:1]) == term[:1] {
				lower++
			}
		}
		if lower > 1 && !strings.HasPrefix(iri, "@") {
			t.Errorf("%s has the names %v", iri, terms)
		}
	}
}

// collectTerms adds the terms of a context to those of each IRI; a reversed one
// is another than the plain one.
func collectTerms(context any, prefixes map[string]string, names map[string]map[string]bool) {
	terms, _ := context.(map[string]any)
	known := map[string]string{}
	for prefix, iri := range prefixes {
		known[prefix] = iri
	}
	for term, definition := range terms {
		if iri, ok := definition.(string); ok {
			known[term] = iri
		}
	}
	for term, definition := range terms {
		entry, isMap := definition.(map[string]any)
		iri, isText := definition.(string)
		if isMap {
			iri, isText = entry["@id"].(string)
			collectTerms(entry["@context"], known, names)
		}
		if !isText || strings.HasPrefix(term, "@") {
			continue
		}
		if prefix, suffix, found := strings.Cut(iri, ":"); found && known[prefix] != "" {
			iri = known[prefix] + suffix
		}
		if names[iri] == nil {
			names[iri] = map[string]bool{}
		}
		names[iri][term] = true
	}
}

func TestOtherContextsAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ context, pointer string }{
		"a URL that is not known":      {`["` + credentials + `", "https://evil.example/context.jsonld"]`, "/@context/1"},
		"the only one":                 {`"https://evil.example/context.jsonld"`, "/@context"},
		"a file":                       {`["` + credentials + `", "file:///etc/passwd"]`, "/@context/1"},
		"a relative one":               {`["` + credentials + `", "context"]`, "/@context/1"},
		"one in the document":          {`["` + credentials + `", {"nm": "https://schema.org/name"}]`, "/@context/1"},
		"an empty one in the document": {`["` + credentials + `", {}]`, "/@context/1"},
		"null":                         {`["` + credentials + `", null]`, "/@context/1"},
		"a list of lists":              {`["` + credentials + `", ["` + openBadges + `"]]`, "/@context/1"},
		"a number":                     {`1`, "/@context"},
		"a URL with a query":           {`"` + credentials + `?"`, "/@context"},
		"a URL in capitals":            {`"` + strings.ToUpper(credentials) + `"`, "/@context"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := jsonld.Builtin().Dataset(decode(t, `{"@context": `+test.context+`, "type": "VerifiableCredential"}`))
			wantCode(t, err, jsonld.ContextNotAllowed, test.pointer)
		})
	}
}

func TestDocumentNamesAContext(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{}`, `{"@context": null}`, `{"@context": []}`, `{"context": "` + credentials + `"}`} {
		_, err := jsonld.Builtin().Dataset(decode(t, text))
		wantCode(t, err, jsonld.ContextMissing, "/@context")
	}
	var none *jsonld.Contexts
	_, err := none.Dataset(decode(t, badge))
	wantCode(t, err, jsonld.ContextNotAllowed, "/@context/0")
}

func TestOnlyCredentialsHaveContextsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		nest    func(t *testing.T, doc map[string]any)
		pointer string
	}{
		"a subject": {func(t *testing.T, doc map[string]any) { subject(t, doc)["@context"] = credentials }, "/credentialSubject/@context"},
		"an achievement": {func(t *testing.T, doc map[string]any) {
			achievement(t, doc)["@context"] = []any{openBadges}
		}, "/credentialSubject/achievement/@context"},
		"with null": {func(t *testing.T, doc map[string]any) { subject(t, doc)["@context"] = nil }, "/credentialSubject/@context"},
		"a credential, with one that is not known": {func(_ *testing.T, doc map[string]any) {
			doc["endorsement"] = endorsement("https://evil.example/")
		}, "/endorsement/@context/1"},
		"a credential, with its own": {func(_ *testing.T, doc map[string]any) {
			doc["endorsement"] = endorsement(map[string]any{"nm": "https://schema.org/name"})
		}, "/endorsement/@context/1"},
		"a credential, with null": {func(_ *testing.T, doc map[string]any) {
			doc["endorsement"] = map[string]any{"@context": nil, "type": "VerifiableCredential"}
		}, "/endorsement/@context"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, badge)
			test.nest(t, doc)
			_, err := jsonld.Builtin().Dataset(doc)
			wantCode(t, err, jsonld.ContextNotAllowed, test.pointer)
		})
	}
	doc := decode(t, badge)
	doc["endorsement"] = endorsement(extensions)
	if _, err := jsonld.Builtin().Dataset(doc); err != nil {
		t.Error(err)
	}
}

func endorsement(context any) map[string]any {
	return map[string]any{
		"@context": []any{credentials, context}, "id": "urn:example:endorsement",
		"type": []any{"VerifiableCredential"}, "issuer": "did:example:endorser",
		"credentialSubject": map[string]any{"id": "urn:example:endorsed"},
	}
}

// TestOpenBadgesContextHasTwoContents names a term that only the second has.
func TestOpenBadgesContextHasTwoContents(t *testing.T) {
	t.Parallel()
	doc := decode(t, badge)
	doc["endorsementJwt"] = []any{"eyJ.eyJ.sig"}
	variants := jsonld.Builtin().Variants(doc)
	if len(variants) != 2 || variants[0] != jsonld.Builtin() {
		t.Fatalf("%d variants", len(variants))
	}
	_, err := variants[0].Dataset(doc)
	wantCode(t, err, jsonld.UnsignedData, "/endorsementJwt")
	if _, err := variants[1].Dataset(doc); err != nil {
		t.Error(err)
	}
	if again := jsonld.Builtin().Variants(doc); again[1] != variants[1] {
		t.Error("the variant was made twice")
	}
	inner := map[string]any{"@context": credentials, "verifiableCredential": []any{doc}}
	if n := len(jsonld.Builtin().Variants(inner)); n != 2 {
		t.Errorf("%d variants for an embedded badge, want 2", n)
	}
	if n := len(jsonld.Builtin().Variants(map[string]any{"@context": credentials})); n != 1 {
		t.Errorf("%d variants for another document, want 1", n)
	}
}

func TestContextsAreAddedToACopy(t *testing.T) {
	t.Parallel()
	const url = "https://a.example/context"
	more, err := jsonld.Builtin().With(url, []byte(`{"@context": {"salary": "urn:a:salary"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if !more.Accepts(url) || jsonld.Builtin().Accepts(url) {
		t.Errorf("the copy: %v, the original: %v", more.Accepts(url), jsonld.Builtin().Accepts(url))
	}
	doc := decode(t, badge)
	doc["@context"] = append(doc["@context"].([]any), url)
	doc["salary"] = "high"
	if got := mustCanonical(t, more, doc); !strings.Contains(got, `<urn:a:salary> "high"`) {
		t.Error(got)
	}
}

// TestSameContentInAnotherNotationIsOne: configuration may bring the publisher's
// own bytes of a context that is built in.
func TestSameContentInAnotherNotationIsOne(t *testing.T) {
	t.Parallel()
	var compact any
	if err := json.Unmarshal(read(t, "contexts", "credentials-v2.json"), &compact); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(compact)
	if err != nil {
		t.Fatal(err)
	}
	more, err := jsonld.Builtin().With(credentials, text)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(more.Variants(map[string]any{"@context": credentials})); n != 1 {
		t.Errorf("%d variants, want 1", n)
	}
}

func TestContextsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `[]`, `{}`, `{"@context": `, `"x"`} {
		if _, err := jsonld.Builtin().With("https://a.example/", []byte(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

// TestContextsThatAreNotUnderstoodAreNotUsed has what JSON-LD knows, and
// credentials do without, and what is wrong.
func TestContextsThatAreNotUnderstoodAreNotUsed(t *testing.T) {
	t.Parallel()
	for _, context := range []string{
		`1`, `{"@import": "https://a.example/"}`, `{"@base": "https://a.example/"}`, `{"@language": "en"}`, `{"@direction": "ltr"}`,
		`{"@propagate": false}`, `{"@version": 1.0}`, `{"@protected": "yes"}`, `{"@vocab": "relative"}`, `{"@vocab": 1}`,
		`{"a": 1}`, `{"a": "relative"}`, `{"a": "b", "b": "a"}`, `{"a": "@context"}`, `{"a": {"@id": 1}}`, `{"a": {"@type": 1, "@id": "urn:a:a"}}`,
		`{"a": {"@type": "relative", "@id": "urn:a:a"}}`, `{"a": {"@container": "@other", "@id": "urn:a:a"}}`, `{"a": {"@container": ["@list", "@graph"], "@id": "urn:a:a"}}`,
		`{"a": {"@id": "urn:a:a", "@other": 1}}`, `{"a": {"@id": "urn:a:a", "@prefix": 1}}`, `{"a": {"@id": "urn:a:a", "@language": 1}}`,
		`{"a": {"@id": "urn:a:a", "@protected": 1}}`, `{"@id": "urn:a:a"}`, `{"a": "_:b"}`, `"https://a.example/other"`, `"https://a.example/c"`,
		`{"type": "urn:a:other"}`,
	} {
		contexts, err := jsonld.Builtin().With("https://a.example/c", []byte(`{"@context": `+context+`}`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = contexts.Dataset(decode(t, `{"@context": ["`+credentials+`", "https://a.example/c"], "name": "x"}`))
		if err == nil {
			t.Errorf("%s is used", context)
			continue
		}
		wantCode(t, err, jsonld.DataModel, "*")
	}
}

// TestInlineTypesAreForUnsignedDocuments has the documents of the W3C's suite
// that define a type themselves.
func TestInlineTypesAreForUnsignedDocuments(t *testing.T) {
	t.Parallel()
	contexts := jsonld.Builtin().WithInlineTypes()
	doc := decode(t, `{"@context": ["`+credentials+`", {"ExampleStatus": "https://a.example/Status"}],
		"type": "VerifiableCredential", "credentialStatus": {"type": "ExampleStatus"}}`)
	if _, err := contexts.Expand(doc); err != nil {
		t.Error(err)
	}
	_, err := contexts.Dataset(doc)
	wantCode(t, err, jsonld.ContextNotAllowed, "/@context/1")
	doc["@context"] = []any{credentials, map[string]any{"ExampleStatus": "https ://no"}}
	_, err = contexts.Expand(doc)
	wantCode(t, err, jsonld.DataModel, "/@context")
	doc["@context"] = []any{credentials, map[string]any{"issuer": "urn:a:other", "VerifiableCredential": "urn:a:other"}}
	_, err = contexts.Expand(doc)
	wantCode(t, err, jsonld.DataModel, "/@context")
	doc["@context"] = []any{credentials, map[string]any{}, "https://evil.example/"}
	_, err = contexts.Expand(doc)
	wantCode(t, err, jsonld.ContextNotAllowed, "/@context/2")
}
