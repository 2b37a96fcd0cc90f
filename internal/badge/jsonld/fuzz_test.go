package jsonld_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// FuzzDataset holds, for whatever JSON: the error is of the kinds that there
// are; what is accepted can be written as N-Quads; the same comes out twice; nothing
// can be added and no value changed without a change of what is signed.
func FuzzDataset(f *testing.F) {
	f.Add(badge, uint(3))
	f.Add(`{"@context": "https://a.example/c", "list": ["x", {"plain": 1.5}], "json": {"a": [1]}, "texts": {"en": "x"}}`, uint(0))
	f.Add(`{"@context": ["`+credentialV1+`", "https://w3id.org/security/suites/ed25519-2020/v1"], "type": "Ed25519Signature2020", "proofPurpose": "assertionMethod"}`, uint(1))
	f.Add(`{"@context": "`+credentials+`", "type": "VerifiablePresentation", "verifiableCredential": {"@context": "`+credentials+`", "type": "VerifiableCredential", "issuer": "a:b"}}`, uint(2))
	contexts, err := jsonld.Builtin().With("https://a.example/c", []byte(terms))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, seed uint) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var doc map[string]any
		if decoder.Decode(&doc) != nil || doc == nil {
			return
		}
		quads, err := contexts.Dataset(doc)
		if err != nil {
			if failed := new(*jsonld.Error); !errors.As(err, failed) || (*failed).Code == "" {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		if _, err := contexts.Expand(doc); err != nil {
			t.Fatalf("it has quads and no expanded form: %v", err)
		}
		o := rdfc.Options{Budget: 5_000}
		before, err := rdfc.Canonicalize(quads, o)
		if err != nil {
			if !errors.Is(err, rdfc.ErrTooComplex) {
				t.Fatalf("it cannot be written: %v", err)
			}
			return
		}
		if again, err := canonical(contexts, doc); err != nil || again != before {
			t.Fatalf("another time it is\n%s\nnot\n%s\n%v", again, before, err)
		}
		spoil(t, contexts, doc, before, seed)
	})
}

// spoil adds a name, which is a language in a map of texts and must count there,
// and then changes a value.
func spoil(t *testing.T, contexts *jsonld.Contexts, doc map[string]any, before string, seed uint) {
	t.Helper()
	places := objects(doc)
	object := places[seed%uint(len(places))]
	if _, there := object["salary"]; !there {
		object["salary"] = "high"
		if after, err := canonical(contexts, doc); err == nil && after == before {
			t.Fatal("a name can be added")
		}
		delete(object, "salary")
	}
	all := changes(doc, "")
	if len(all) == 0 {
		return
	}
	pointers := slices.Sorted(maps.Keys(all))
	pointer := pointers[seed%uint(len(pointers))]
	all[pointer]()
	if after, err := canonical(contexts, doc); err == nil && after == before {
		t.Fatalf("the value at %s can be changed", pointer)
	}
}
