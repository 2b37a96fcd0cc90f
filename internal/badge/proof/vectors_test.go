package proof_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// vectors is the folder of the test vectors, which is beside the repository and
// not in it.
func vectors(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		vectors := filepath.Join(dir, "..", "shared", "vectors")
		if _, err := os.Stat(vectors); err != nil {
			t.Skip("../shared/vectors is not there: the vectors are optional test data")
		}
		return vectors
	}
	t.Fatal("no go.mod above")
	return ""
}

func readObject(t testing.TB, path string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := strictjson.Object(data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc
}

// contexts are the built-in ones and those of the W3C's examples.
func contexts(t testing.TB, dir string) *jsonld.Contexts {
	t.Helper()
	c := jsonld.Builtin()
	for url, file := range map[string]string{
		"https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2.json",
	} {
		content, err := os.ReadFile(filepath.Join(dir, "contexts", file))
		if err != nil {
			t.Fatal(err)
		}
		if c, err = c.With(url, content); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// proofsOf are the proofs of a document, of which there has to be one.
func proofsOf(t testing.TB, doc map[string]any) []map[string]any {
	t.Helper()
	proofs, err := proof.Proofs(doc)
	if err != nil || len(proofs) == 0 {
		t.Fatalf("%d proofs, %v", len(proofs), err)
	}
	return proofs
}

// keyOf finds the key of a proof: of a did:key in itself, of others in the
// fixtures.
func keyOf(t testing.TB, dir string, p map[string]any) (keys.Public, error) {
	t.Helper()
	method, _ := p["verificationMethod"].(string)
	id, _, _ := strings.Cut(method, "#")
	if strings.HasPrefix(id, "did:key:") {
		d, err := keys.DIDKey(id)
		if err != nil {
			return keys.Public{}, err
		}
		return d.AssertionKey(method, now)
	}
	address := id
	if strings.HasPrefix(id, "did:web:") {
		var err error
		if address, err = keys.DIDWebURL(id); err != nil {
			return keys.Public{}, err
		}
	}
	entry, ok := readObject(t, filepath.Join(dir, "fixtures", "index.json"))[address].(map[string]any)
	if !ok {
		return keys.Public{}, errors.New("no such document")
	}
	file, _ := entry["file"].(string)
	if file == "" {
		return keys.Public{}, errors.New("no such document")
	}
	d, err := keys.ParseDocument(readObject(t, filepath.Join(dir, file)), id)
	if err != nil {
		return keys.Public{}, err
	}
	return d.AssertionKey(method, now)
}

func TestIntermediateValuesOfTheW3CAreReproduced(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	c := contexts(t, dir)
	for _, name := range []string{"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019-p256", "ecdsa-jcs-2019-p256"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := readObject(t, filepath.Join(dir, "w3c-di", name+".json"))
			want := readObject(t, filepath.Join(dir, "w3c-di", name+".intermediate.json"))
			p := proofsOf(t, doc)[0]
			key, err := keyOf(t, dir, p)
			if err != nil {
				t.Fatal(err)
			}
			steps, err := proof.StepsOf(doc, p, key, c)
			if err != nil {
				t.Fatal(err)
			}
			hash := func(text string) string {
				sum := sha256.Sum256([]byte(text))
				return hex.EncodeToString(sum[:])
			}
			got := map[string]any{
				"canonicalDocument": steps.Document, "documentHash": hash(steps.Document),
				"canonicalProofConfig": steps.Config, "proofConfigHash": hash(steps.Config),
				"hashData": hex.EncodeToString(steps.HashData), "signatureHex": hex.EncodeToString(steps.Signature),
				"signatureMultibase": p["proofValue"],
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if err := proof.Verify(doc, p, key, c); err != nil {
				t.Error(err)
			}
		})
	}
}

// codeOf is the code of an error, "" of none.
func codeOf(t testing.TB, err error) proof.Code {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *proof.Error
	if !errors.As(err, &e) {
		t.Fatalf("not an *Error: %v", err)
	}
	return e.Code
}

// row is what the manifest says of a vector.
type row struct{ file, suite, reason, proofOK string }

func manifest(t testing.TB, dir string) []row {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		rows = append(rows, row{cells[0], cells[2], cells[4], cells[5]})
	}
	return rows[1:]
}

// TestProofsOfTheVectorsVerifyAsTheirColumnsSay holds the mathematics alone to
// the column proof_ok: purpose and dates come after it. "unsafe-true" would
// verify without the checks of jsonld.
func TestProofsOfTheVectorsVerifyAsTheirColumnsSay(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	c := contexts(t, dir)
	counts := map[string]int{}
	for _, r := range manifest(t, dir) {
		if !strings.HasSuffix(r.file, ".json") || r.proofOK == "na" || strings.Contains(r.file, "/jwt/") {
			continue
		}
		doc := readObject(t, filepath.Join(dir, r.file))
		if _, ok := doc["proof"]; !ok {
			continue
		}
		good := true
		var codes []string
		for _, p := range proofsOf(t, doc) {
			code := verifyVector(t, dir, doc, p, c)
			codes = append(codes, string(code))
			switch code {
			case "", proof.ProofPurpose, proof.DateFormat:
			case proof.UnsupportedCryptosuite: // proof_ok is about the others
			default:
				good = false
			}
		}
		want := r.proofOK == "true"
		if r.reason == string(proof.UnsupportedCryptosuite) {
			continue
		}
		counts[r.suite+" "+r.proofOK]++
		if good != want {
			t.Errorf("%s: got %v, want proof_ok %s (%s)", r.file, codes, r.proofOK, r.reason)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%3d %s", counts[k], k)
	}
}

func verifyVector(t testing.TB, dir string, doc, p map[string]any, c *jsonld.Contexts) proof.Code {
	t.Helper()
	key, err := keyOf(t, dir, p)
	if err != nil {
		// The mathematics alone: who says so in the fragment proves nothing.
		method, _ := p["verificationMethod"].(string)
		_, fragment, _ := strings.Cut(method, "#")
		key, err = keys.ParseMultikey(fragment)
	}
	code := codeOf(t, proof.Verify(doc, p, key, c))
	if code == proof.SignatureInvalid && err != nil {
		return "no-key"
	}
	return code
}

func TestChangedVectorsFailForTheRightReason(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	c := contexts(t, dir)
	for file, want := range map[string]proof.Code{
		"generated/tampered/achievement-name-changed.json":     proof.SignatureInvalid,
		"generated/tampered/alignment-removed.json":            proof.SignatureInvalid,
		"generated/tampered/cryptosuite-swapped-to-jcs.json":   proof.SignatureInvalid,
		"generated/tampered/cryptosuite-unknown.json":          proof.UnsupportedCryptosuite,
		"generated/tampered/inline-context-added.json":         proof.ContextNotAllowed,
		"generated/tampered/remote-context-added.json":         proof.ContextNotAllowed,
		"generated/tampered/jcs-achievement-name-changed.json": proof.SignatureInvalid,
		"generated/tampered/proofvalue-wrong-multibase.json":   proof.SignatureInvalid,
		"generated/tampered/subject-id-changed.json":           proof.SignatureInvalid,
		"generated/tampered/undefined-term-top-level.json":     proof.UnsignedData,
		"generated/tampered/validuntil-added.json":             proof.SignatureInvalid,
		"generated/identity/proof-purpose-authentication.json": proof.ProofPurpose,
		"w3c-di/employment-authorization-unknown-context.json": proof.ContextNotAllowed,
		"ob3-1edtech/sd__derivedcredential.json":               proof.UnsupportedCryptosuite,
		"ob3-1edtech/simple-eddsa-2022.json":                   "",
		"w3c-di/ed25519signature2020.json":                     "",
		"generated/valid/ob3-ecdsa-rdfc-p384.json":             "",
	} {
		doc := readObject(t, filepath.Join(dir, file))
		if got := verifyVector(t, dir, doc, proofsOf(t, doc)[0], c); got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
	set := readObject(t, filepath.Join(dir, "generated/tampered/proof-set-one-invalid.json"))
	var codes []proof.Code
	for _, p := range proofsOf(t, set) {
		codes = append(codes, verifyVector(t, dir, set, p, c))
	}
	if len(codes) != 2 || !slices.Contains(codes, "") || !slices.Contains(codes, proof.SignatureInvalid) {
		t.Errorf("proof-set-one-invalid: got %v", codes)
	}
}
