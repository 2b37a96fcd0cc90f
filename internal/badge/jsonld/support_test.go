package jsonld_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

const (
	credentials  = "https://www.w3.org/ns/credentials/v2"
	openBadges   = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	examples     = "https://www.w3.org/ns/credentials/examples/v2"
	credentialV1 = "https://www.w3.org/2018/credentials/v1"
)

// badge is a badge with something of everything.
const badge = `{
  "@context": ["` + credentials + `", "` + openBadges + `"],
  "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": {"@value": "Soldadura", "@language": "es"},
  "issuer": {"id": "did:web:issuer.example", "type": ["Profile"], "name": "Example College"},
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2028-01-01T00:00:00Z",
  "credentialStatus": {"id": "https://issuer.example/status#7", "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://issuer.example/status"},
  "credentialSubject": {
    "id": "did:example:earner", "type": ["AchievementSubject"],
    "identifier": [{"type": "IdentityObject", "hashed": true, "identityHash": "sha256$00", "identityType": "emailAddress"}],
    "creditsEarned": 2.5,
    "achievement": {
      "id": "https://issuer.example/achievements/1", "type": ["Achievement"], "name": "Welding",
      "description": "Level 2", "criteria": {"narrative": "Pass the test"}, "tag": ["metal", "fire"],
      "alignment": [{"type": ["Alignment"], "targetName": "Welder", "targetUrl": "https://jobs.example/welder"}]
    }
  }
}`

func decode(t testing.TB, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var doc map[string]any
	if err := decoder.Decode(&doc); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return doc
}

// at returns the object that a path of names and indexes leads to.
func at(t testing.TB, doc map[string]any, path ...any) map[string]any {
	t.Helper()
	var here any = doc
	for _, step := range path {
		switch step := step.(type) {
		case string:
			here = here.(map[string]any)[step]
		case int:
			here = here.([]any)[step]
		}
	}
	object, ok := here.(map[string]any)
	if !ok {
		t.Fatalf("%v is no object", path)
	}
	return object
}

func subject(t testing.TB, doc map[string]any) map[string]any {
	t.Helper()
	return at(t, doc, "credentialSubject")
}

func achievement(t testing.TB, doc map[string]any) map[string]any {
	t.Helper()
	return at(t, doc, "credentialSubject", "achievement")
}

// canonical is what a signature over the document is about.
func canonical(contexts *jsonld.Contexts, doc map[string]any) (string, error) {
	quads, err := contexts.Dataset(doc)
	if err != nil {
		return "", err
	}
	return rdfc.Canonicalize(quads, rdfc.Options{})
}

func mustCanonical(t testing.TB, contexts *jsonld.Contexts, doc map[string]any) string {
	t.Helper()
	text, err := canonical(contexts, doc)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// wantCode fails unless the error is one of jsonld's, with the code, and at the
// place if one is given.
func wantCode(t testing.TB, err error, code jsonld.Code, pointer string) {
	t.Helper()
	var failed *jsonld.Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if failed.Code != code || pointer != "*" && failed.Pointer != pointer {
		t.Errorf("got %v, want %s at %q", failed, code, pointer)
	}
}

// vectors finds the test vectors, which lie beside the repository.
func vectors(t testing.TB) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "..", "shared", "vectors")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the vectors are not there: %v", err)
	}
	return folder
}

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// vector is a row of the manifest, with its document.
type vector struct {
	file, format, expected, reason string
	doc                            map[string]any
}

// documents are the vectors that are JSON-LD credentials.
func documents(t testing.TB) []vector {
	t.Helper()
	formats := []string{
		"ob3-json", "ob3-unsigned", "clr2-json", "endorsement-json", "vc-json", "vc-unsigned", "vp-unsigned",
	}
	folder := vectors(t)
	var found []vector
	for line := range strings.Lines(string(read(t, folder, "MANIFEST.tsv"))) {
		cells := strings.Split(line, "\t")
		if !slices.Contains(formats, cells[1]) {
			continue
		}
		content := read(t, folder, cells[0])
		v := vector{file: cells[0], format: cells[1], expected: cells[3], reason: cells[4]}
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.UseNumber()
		if err := decoder.Decode(&v.doc); err == nil {
			found = append(found, v)
		}
	}
	return found
}

// withExamples is the built-in set with the context of the specifications'
// examples, which has a vocabulary and therefore a meaning for every name.
func withExamples(t testing.TB) *jsonld.Contexts {
	t.Helper()
	contexts, err := jsonld.Builtin().With(examples, []byte(`{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}`))
	if err != nil {
		t.Fatal(err)
	}
	return contexts
}
