package jsonld_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// TestValidDocumentsAreAccepted goes through every vector that is a valid
// credential. Those without a proof that define types of their own, or give a
// text a direction, are judged by their data model alone: an RDF signature
// could not cover that.
func TestValidDocumentsAreAccepted(t *testing.T) {
	t.Parallel()
	contexts := withExamples(t)
	counts := map[string]int{}
	for _, v := range documents(t) {
		if v.expected != "valid" {
			continue
		}
		_, err := contexts.Dataset(v.doc)
		if err != nil && strings.HasSuffix(v.format, "-unsigned") {
			_, err = contexts.WithInlineTypes().Expand(v.doc)
			counts["by the data model"]++
		}
		if err != nil {
			t.Errorf("%s: %v", v.file, err)
		}
		counts[v.format]++
	}
	for _, format := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%3d %s", counts[format], format)
	}
	if n := counts["by the data model"]; n > 11 {
		t.Errorf("%d documents are judged by their data model alone", n)
	}
}

// TestTamperedDocumentsAreRefused has the vectors whose signature would be good
// if only what survives were looked at.
func TestTamperedDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	contexts := withExamples(t)
	for _, v := range documents(t) {
		code := jsonld.Code(v.reason)
		if code != jsonld.UnsignedData && code != jsonld.ContextNotAllowed {
			continue
		}
		_, err := contexts.Dataset(v.doc)
		wantCode(t, err, code, "*")
	}
}

// TestSpecificationsDocumentsAreCanonicalized compares what the W3C's
// specifications of the cryptosuites print on the way to a signature.
func TestSpecificationsDocumentsAreCanonicalized(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(vectors(t), "w3c-di")
	contexts := withExamples(t)
	for _, name := range []string{"eddsa-rdfc-2022", "ecdsa-rdfc-2019-p256"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want struct{ CanonicalDocument, CanonicalProofConfig string }
			if err := json.Unmarshal(read(t, folder, name+".intermediate.json"), &want); err != nil {
				t.Fatal(err)
			}
			doc := decode(t, string(read(t, folder, name+".json")))
			proof := at(t, doc, "proof")
			delete(doc, "proof")
			delete(proof, "proofValue")
			proof["@context"] = doc["@context"]
			if diff := cmp.Diff(want.CanonicalDocument, mustCanonical(t, contexts, doc)); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want.CanonicalProofConfig, mustCanonical(t, contexts, proof)); diff != "" {
				t.Errorf("proof (-want +got):\n%s", diff)
			}
		})
	}
}

// BenchmarkDataset says what a verification spends on a document.
func BenchmarkDataset(b *testing.B) {
	for name, file := range map[string]string{
		"simple":   "generated/valid/ob3-eddsa-rdfc-didkey.json",
		"complete": "ob3-spec-examples/full_achievement_credential.json",
		"record":   "clr2-1edtech/simple.json",
	} {
		doc := decode(b, string(read(b, vectors(b), file)))
		delete(doc, "proof")
		quads, err := jsonld.Builtin().Dataset(doc)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/dataset", func(b *testing.B) {
			for b.Loop() {
				_, _ = jsonld.Builtin().Dataset(doc)
			}
		})
		b.Run(name+"/canonicalize", func(b *testing.B) {
			for b.Loop() {
				_, _ = rdfc.Canonicalize(quads, rdfc.Options{})
			}
		})
	}
}
