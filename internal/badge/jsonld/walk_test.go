package jsonld_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// terms is a context with what the built-in ones have little of.
const terms = `{"@context": {
  "id": "@id", "type": "@type", "xsd": "http://www.w3.org/2001/XMLSchema#", "ex": "urn:ex:",
  "plain": "ex:plain", "spanish": {"@id": "ex:spanish", "@language": "ES"}, "texts": {"@id": "ex:texts", "@container": ["@language", "@set"]},
  "list": {"@id": "ex:list", "@container": "@list"}, "set": {"@id": "ex:set", "@container": "@set"},
  "graph": {"@id": "ex:graph", "@container": ["@graph", "@set"], "@type": "@id"},
  "json": {"@id": "ex:json", "@type": "@json"}, "ref": {"@id": "ex:ref", "@type": "@id"}, "term": {"@id": "ex:term", "@type": "@vocab"},
  "none": {"@id": "ex:none", "@type": "@none"}, "date": {"@id": "ex:date", "@type": "xsd:date"},
  "double": {"@id": "ex:double", "@type": "xsd:double"}, "decimal": {"@id": "ex:decimal", "@type": "xsd:decimal"},
  "truth": {"@id": "ex:truth", "@type": "xsd:boolean"},
  "Scoped": {"@id": "ex:Scoped", "@context": {"inner": "ex:inner", "plain": "ex:scopedPlain"}},
  "holder": {"@id": "ex:holder", "@context": {"held": "ex:held", "plain": "ex:heldPlain"}},
  "Kind": "ex:Kind"
}}`

func termContexts(t testing.TB) *jsonld.Contexts {
	t.Helper()
	contexts, err := new(jsonld.Contexts).With("https://a.example/c", []byte(terms))
	if err != nil {
		t.Fatal(err)
	}
	return contexts
}

// TestMembersBecomeStatements has a row for each way in which a member is read:
// the statements about <urn:a:b>, without their subject.
func TestMembersBecomeStatements(t *testing.T) {
	t.Parallel()
	const xsd = "^^<http://www.w3.org/2001/XMLSchema#"
	for members, want := range map[string][]string{
		`"plain": "x"`:                   {`<urn:ex:plain> "x"`},
		`"plain": ["x", "y"]`:            {`<urn:ex:plain> "x"`, `<urn:ex:plain> "y"`},
		`"plain": true`:                  {`<urn:ex:plain> "true"` + xsd + `boolean>`},
		`"plain": 7`:                     {`<urn:ex:plain> "7"` + xsd + `integer>`},
		`"plain": 7.0`:                   {`<urn:ex:plain> "7"` + xsd + `integer>`},
		`"plain": 70e-1`:                 {`<urn:ex:plain> "7"` + xsd + `integer>`},
		`"plain": -0`:                    {`<urn:ex:plain> "0"` + xsd + `integer>`},
		`"plain": -7.25`:                 {`<urn:ex:plain> "-7.25E0"` + xsd + `double>`},
		`"plain": 0.1`:                   {`<urn:ex:plain> "1.0E-1"` + xsd + `double>`},
		`"plain": 100000000000000000000`: {`<urn:ex:plain> "100000000000000000000"` + xsd + `integer>`},
		`"plain": 1e21`:                  {`<urn:ex:plain> "1.0E21"` + xsd + `double>`},
		`"plain": 1e-300`:                {`<urn:ex:plain> "1.0E-300"` + xsd + `double>`},
		`"double": 7`:                    {`<urn:ex:double> "7.0E0"` + xsd + `double>`},
		`"decimal": 7`:                   {`<urn:ex:decimal> "7"` + xsd + `decimal>`},
		`"decimal": 7.5`:                 {`<urn:ex:decimal> "7.5E0"` + xsd + `decimal>`},
		`"truth": false`:                 {`<urn:ex:truth> "false"` + xsd + `boolean>`},
		`"date": "2026-01-01"`:           {`<urn:ex:date> "2026-01-01"` + xsd + `date>`},
		`"none": "x"`:                    {`<urn:ex:none> "x"`},
		`"none": 1`:                      {`<urn:ex:none> "1"` + xsd + `integer>`},
		`"spanish": "x"`:                 {`<urn:ex:spanish> "x"@es`},
		`"plain": {"@value": "x", "@language": "en-GB"}`: {`<urn:ex:plain> "x"@en-gb`},
		`"texts": {"en": "x", "es-MX": ["y", "z"]}`:      {`<urn:ex:texts> "x"@en`, `<urn:ex:texts> "y"@es-mx`, `<urn:ex:texts> "z"@es-mx`},
		`"texts": "x"`:                         {`<urn:ex:texts> "x"`},
		`"ref": "did:a:b"`:                     {`<urn:ex:ref> <did:a:b>`},
		`"ref": {"id": "did:a:b"}`:             {`<urn:ex:ref> <did:a:b>`},
		`"term": "Kind"`:                       {`<urn:ex:term> <urn:ex:Kind>`},
		`"term": "urn:other:x"`:                {`<urn:ex:term> <urn:other:x>`},
		`"type": "Kind"`:                       {`<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:ex:Kind>`},
		`"json": {"b": [1.0, "x"], "a": null}`: {`<urn:ex:json> "{\"a\":null,\"b\":[1,\"x\"]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		`"json": ["x"]`:                        {`<urn:ex:json> "[\"x\"]"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		`"json": "x"`:                          {`<urn:ex:json> "\"x\""^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`},
		`"list": []`:                           {`<urn:ex:list> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>`},
		`"set": []`:                            nil,
		`"type": "Scoped", "inner": "x", "plain": "y"`: {`<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:ex:Scoped>`, `<urn:ex:inner> "x"`, `<urn:ex:scopedPlain> "y"`},
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, `{"@context": "https://a.example/c", "id": "urn:a:b", "ref": "urn:always:there", `+members+`}`)
			if strings.Contains(members, `"ref"`) {
				doc["plain"] = "always there"
			}
			var got []string
			for line := range strings.Lines(mustCanonical(t, termContexts(t), doc)) {
				if statement := strings.TrimSuffix(strings.TrimPrefix(line, "<urn:a:b> "), " .\n"); !strings.Contains(statement, "always") {
					got = append(got, statement)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestObjectsBecomeGraphs(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]string{
		`"list": ["x", {"plain": "y"}]`: `<urn:a:b> <urn:ex:list> _:c14n1 .
_:c14n0 <urn:ex:plain> "y" .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "x" .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c14n2 .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> _:c14n0 .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
`,
		`"graph": {"id": "urn:a:c", "plain": "x", "graph": [{"plain": "y"}]}`: `<urn:a:b> <urn:ex:graph> _:c14n2 .
<urn:a:c> <urn:ex:graph> _:c14n0 _:c14n2 .
<urn:a:c> <urn:ex:plain> "x" _:c14n2 .
_:c14n1 <urn:ex:plain> "y" _:c14n0 .
`,
		// What a type brings ends at the next object; what a property brings goes on.
		`"type": "Scoped", "set": {"plain": "x"}`: `<urn:a:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:ex:Scoped> .
<urn:a:b> <urn:ex:set> _:c14n0 .
_:c14n0 <urn:ex:plain> "x" .
`,
		`"holder": {"held": "x", "set": {"plain": "y"}}`: `<urn:a:b> <urn:ex:holder> _:c14n0 .
_:c14n0 <urn:ex:held> "x" .
_:c14n0 <urn:ex:set> _:c14n1 .
_:c14n1 <urn:ex:heldPlain> "y" .
`,
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			doc := decode(t, `{"@context": "https://a.example/c", "id": "urn:a:b", `+members+`}`)
			if diff := cmp.Diff(want, mustCanonical(t, termContexts(t), doc)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestScopesEnd(t *testing.T) {
	t.Parallel()
	for members, pointer := range map[string]string{
		`"type": "Scoped", "set": {"inner": "x"}`:           "/set/inner",
		`"holder": "x", "held": "y"`:                        "/held",
		`"set": {"type": "Scoped", "list": [{"inner": 1}]}`: "/set/list/0/inner",
	} {
		_, err := termContexts(t).Dataset(decode(t, `{"@context": "https://a.example/c", "id": "urn:a:b", `+members+`}`))
		wantCode(t, err, jsonld.UnsignedData, pointer)
	}
}

func TestExpandedFormHasEverything(t *testing.T) {
	t.Parallel()
	doc := decode(t, `{"@context": "https://a.example/c", "id": "urn:a:b", "type": "Kind", "plain": ["x", 1.5, true],
		"list": ["x"], "ref": "urn:a:c", "json": {"a": 1}, "date": "2026-01-01", "set": [], "graph": {"plain": "y"},
		"spanish": {"@value": "z", "@language": "EN", "@direction": "ltr"}}`)
	got, err := termContexts(t).Expand(doc)
	if err != nil {
		t.Fatal(err)
	}
	want := []any{map[string]any{
		"@id": "urn:a:b", "@type": []any{"urn:ex:Kind"},
		"urn:ex:plain": []any{
			map[string]any{"@value": "x"}, map[string]any{"@value": json.Number("1.5")}, map[string]any{"@value": true},
		},
		"urn:ex:list":    []any{map[string]any{"@list": []any{map[string]any{"@value": "x"}}}},
		"urn:ex:ref":     []any{map[string]any{"@id": "urn:a:c"}},
		"urn:ex:json":    []any{map[string]any{"@type": "@json", "@value": map[string]any{"a": json.Number("1")}}},
		"urn:ex:date":    []any{map[string]any{"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "2026-01-01"}},
		"urn:ex:set":     []any{},
		"urn:ex:graph":   []any{map[string]any{"@graph": []any{map[string]any{"urn:ex:plain": []any{map[string]any{"@value": "y"}}}}}},
		"urn:ex:spanish": []any{map[string]any{"@value": "z", "@language": "en", "@direction": "ltr"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestGoNumbersAreNumbers: documents that the program writes itself may have
// them.
func TestGoNumbersAreNumbers(t *testing.T) {
	t.Parallel()
	contexts := termContexts(t)
	doc := func(number any) map[string]any {
		return map[string]any{"@context": "https://a.example/c", "plain": number}
	}
	want := mustCanonical(t, contexts, doc(json.Number("7")))
	for _, number := range []any{7, 7.0} {
		if got := mustCanonical(t, contexts, doc(number)); got != want {
			t.Errorf("%T: got %s want %s", number, got, want)
		}
	}
	for _, other := range []any{[]string{"x"}, struct{}{}, json.Number("1e999"), json.Number("NaN"), json.Number("")} {
		_, err := contexts.Dataset(doc(other))
		wantCode(t, err, jsonld.DataModel, "/plain")
	}
}

func TestLargeAndDeepDocumentsAreRefusedQuickly(t *testing.T) {
	t.Parallel()
	deep := map[string]any{"plain": "x"}
	for range 10_000 {
		deep = map[string]any{"set": deep}
	}
	deepJSON := any("x")
	for range 10_000 {
		deepJSON = []any{deepJSON}
	}
	for name, member := range map[string]map[string]any{
		"ten thousand objects deep": {"set": deep},
		"ten thousand arrays deep":  {"json": deepJSON},
		"a million values":          {"plain": many(1_000_000, func(int) any { return "x" })},
		"a million values in JSON":  {"json": many(1_000_000, func(int) any { return "x" })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			member["@context"] = "https://a.example/c"
			_, err := termContexts(t).Dataset(member)
			wantCode(t, err, jsonld.TooComplex, "*")
		})
	}
}

// TestContextsCannotBeMadeToMultiply has a document whose every object asks for
// another combination of types, each of which brings a context.
func TestContextsCannotBeMadeToMultiply(t *testing.T) {
	t.Parallel()
	types := []string{
		"Achievement", "AchievementSubject", "Address", "Alignment", "Criteria", "EndorsementSubject", "Evidence",
		"GeoCoordinates", "IdentifierEntry", "IdentityObject", "Image", "Profile", "Related", "Result",
	}
	doc := decode(t, badge)
	doc["evidence"] = many(16_000, func(i int) any {
		var some []any
		for bit, name := range types {
			if i>>bit&1 == 1 {
				some = append(some, name)
			}
		}
		return map[string]any{"type": append(some, "Evidence")}
	})
	start := time.Now()
	_, err := jsonld.Builtin().Dataset(doc)
	wantCode(t, err, jsonld.TooComplex, "*")
	t.Logf("stopped after %v", time.Since(start))
}

func many(n int, item func(i int) any) []any {
	items := make([]any, n)
	for i := range items {
		items[i] = item(i)
	}
	return items
}

func TestContextsAreShared(t *testing.T) {
	t.Parallel()
	contexts, err := jsonld.Builtin().With("https://a.example/c", []byte(terms))
	if err != nil {
		t.Fatal(err)
	}
	doc := decode(t, badge)
	want := mustCanonical(t, contexts, doc)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			for range 10 {
				other := decode(t, fmt.Sprintf(`{"@context": "https://a.example/c", "plain": "%d"}`, i))
				if _, err := contexts.Variants(doc)[1].Dataset(other); err != nil {
					t.Error(err)
				}
				if got, err := canonical(contexts, doc); err != nil || got != want {
					t.Errorf("got %s, %v", got, err)
				}
			}
		})
	}
	group.Wait()
}
