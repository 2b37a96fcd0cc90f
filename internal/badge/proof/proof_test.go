package proof_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

var now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

func generate(t testing.TB, algorithm keys.Algorithm, seed byte) keys.Private {
	t.Helper()
	k, err := keys.Generate(algorithm, bytes.NewReader(bytes.Repeat([]byte{seed}, 1<<10)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func object(t testing.TB, text string) map[string]any {
	t.Helper()
	doc, err := strictjson.Object([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return doc
}

const (
	v2         = "https://www.w3.org/ns/credentials/v2"
	credential = `{
		"@context": ["https://www.w3.org/ns/credentials/v2"],
		"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
		"type": ["VerifiableCredential"],
		"issuer": "https://issuer.example/",
		"name": "A credential",
		"validFrom": "2026-01-01T00:00:00Z",
		"credentialSubject": {"id": "did:example:subject", "name": "A subject"}
	}`
)

// options is a proof without its value.
func options(suite string, k keys.Private) map[string]any {
	did := k.PublicKey().DIDOf()
	return map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": suite, "created": "2026-01-02T00:00:00Z",
		"verificationMethod": did + "#" + strings.TrimPrefix(did, "did:key:"), "proofPurpose": "assertionMethod",
	}
}

// pairs are the suites, each with the algorithm that we sign it with.
var pairs = map[string]keys.Algorithm{
	"eddsa-rdfc-2022": keys.Ed25519, "eddsa-jcs-2022": keys.Ed25519, "ecdsa-rdfc-2019": keys.P256, "ecdsa-jcs-2019": keys.P256,
}

// sign signs the credential and gives it with its last proof.
func sign(t testing.TB, suite string, k keys.Private) (doc, p map[string]any) {
	t.Helper()
	doc, err := proof.Sign(object(t, credential), options(suite, k), k, jsonld.Builtin())
	if err != nil {
		t.Fatalf("%s: %v", suite, err)
	}
	proofs := proofsOf(t, doc)
	return doc, proofs[len(proofs)-1]
}

func TestWhatIsSignedVerifies(t *testing.T) {
	t.Parallel()
	for suite, algorithm := range pairs {
		k := generate(t, algorithm, 1)
		doc, p := sign(t, suite, k)
		if err := proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin()); err != nil {
			t.Errorf("%s: %v", suite, err)
		}
		again, _ := sign(t, suite, k)
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Errorf("%s: two signatures differ: %s", suite, diff)
		}
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		read := object(t, string(text))
		if err := proof.Verify(read, proofsOf(t, read)[0], k.PublicKey(), jsonld.Builtin()); err != nil {
			t.Errorf("%s: read back: %v", suite, err)
		}
		other := generate(t, algorithm, 2)
		if got := codeOf(t, proof.Verify(doc, p, other.PublicKey(), jsonld.Builtin())); got != proof.SignatureInvalid {
			t.Errorf("%s with another key: got %q", suite, got)
		}
	}
}

func TestSignNeitherChangesItsArgumentsNorSignsWhatIsRefused(t *testing.T) {
	t.Parallel()
	ed, curve := generate(t, keys.Ed25519, 1), generate(t, keys.P256, 1)
	doc, opts := object(t, credential), options("eddsa-jcs-2022", ed)
	if _, err := proof.Sign(doc, opts, ed, jsonld.Builtin()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(object(t, credential), doc); diff != "" || len(opts) != 5 {
		t.Errorf("the arguments changed: %s %v", diff, opts)
	}
	with := func(name string, value any) map[string]any {
		changed := options("eddsa-rdfc-2022", ed)
		changed[name] = value
		return changed
	}
	for name, c := range map[string]struct {
		options map[string]any
		key     keys.Private
	}{
		"no options":        {nil, ed},
		"an unknown suite":  {with("cryptosuite", "eddsa-2030"), ed},
		"another key":       {options("eddsa-rdfc-2022", ed), curve},
		"no key":            {options("eddsa-rdfc-2022", ed), keys.Private{}},
		"another purpose":   {with("proofPurpose", "authentication"), ed},
		"no date":           {with("created", "yesterday"), ed},
		"an unknown member": {with("remark", "unsigned"), ed},
		"follows no proof":  {with("previousProof", "urn:uuid:1"), ed},
	} {
		if _, err := proof.Sign(doc, c.options, c.key, jsonld.Builtin()); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
	for name, text := range map[string]string{
		"an unknown term":    strings.Replace(credential, `"name": "A cred`, `"salary": 1, "name": "A cred`, 1),
		"an unknown context": strings.Replace(credential, v2, "https://other.example/context", 1),
	} {
		if _, err := proof.Sign(object(t, text), options("eddsa-rdfc-2022", ed), ed, jsonld.Builtin()); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
}

func TestEveryChangeOfProofOrDocumentFails(t *testing.T) {
	t.Parallel()
	for suite, algorithm := range pairs {
		k := generate(t, algorithm, 1)
		doc, _ := sign(t, suite, k)
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		for from, to := range map[string]string{
			"A credential": "B credential", "did:example:subject": "did:example:other", "2026-01-01": "2025-01-01",
			"2026-01-02": "2026-01-03", "issuer.example": "other.example", `"name":"A cred`: `"description":"A cred`,
			`"validFrom"`: `"validUntil"`, `"name":"A subject"`: `"name":"A subject","description":"x"`,
			`"proofPurpose":"assertionMethod"`:  `"proofPurpose":"authentication"`,
			`"type":["VerifiableCredential"]`:   `"type":["VerifiableCredential","VerifiablePresentation"]`,
			`"created":"2026-01-02T00:00:00Z",`: ``, `#z`: `#y`,
			`"proofPurpose"`:  `"expires":"2030-01-01T00:00:00Z","proofPurpose"`,
			`"proofPurpose":`: `"id":"urn:uuid:1","proofPurpose":`,
		} {
			changed := strings.ReplaceAll(string(text), from, to)
			if changed == string(text) {
				t.Fatalf("%q is not in %s", from, text)
			}
			read := object(t, changed)
			if got := codeOf(t, proof.Verify(read, proofsOf(t, read)[0], k.PublicKey(), jsonld.Builtin())); got != proof.SignatureInvalid {
				t.Errorf("%s, %s for %s: got %q", suite, to, from, got)
			}
		}
	}
}

func TestSuiteConfusionIsRefused(t *testing.T) {
	t.Parallel()
	names := []string{"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"}
	for suite, algorithm := range pairs {
		k := generate(t, algorithm, 1)
		doc, p := sign(t, suite, k)
		for _, name := range names {
			if name == suite {
				continue
			}
			p["cryptosuite"] = name
			for _, key := range []keys.Public{k.PublicKey(), generate(t, keys.Ed25519, 1).PublicKey(), generate(t, keys.P256, 1).PublicKey(), {}} {
				if got := codeOf(t, proof.Verify(doc, p, key, jsonld.Builtin())); got != proof.SignatureInvalid {
					t.Errorf("%s as %s with %s: got %q", suite, name, key.Algorithm(), got)
				}
			}
		}
		p["type"] = "Ed25519Signature2020"
		if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got == "" {
			t.Errorf("%s verifies as Ed25519Signature2020", suite)
		}
	}
}

func TestProofIsReadStrictly(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.Ed25519, 1)
	for name, c := range map[string]struct {
		member string
		value  any
		want   proof.Code
	}{
		"no type":                   {"type", nil, proof.Malformed},
		"type in a list":            {"type", []any{"DataIntegrityProof"}, proof.Malformed},
		"another type":              {"type", "SomeProof", proof.UnsupportedCryptosuite},
		"no suite":                  {"cryptosuite", nil, proof.Malformed},
		"another suite":             {"cryptosuite", "bbs-2023", proof.UnsupportedCryptosuite},
		"the suite in capitals":     {"cryptosuite", "EDDSA-JCS-2022", proof.UnsupportedCryptosuite},
		"no method":                 {"verificationMethod", "", proof.Malformed},
		"method as an object":       {"verificationMethod", map[string]any{"id": "x"}, proof.Malformed},
		"no purpose":                {"proofPurpose", 7, proof.Malformed},
		"no value":                  {"proofValue", nil, proof.Malformed},
		"an empty value":            {"proofValue", "", proof.SignatureInvalid},
		"base64url":                 {"proofValue", "u" + strings.Repeat("A", 86), proof.SignatureInvalid},
		"hex":                       {"proofValue", "f" + strings.Repeat("00", 64), proof.SignatureInvalid},
		"Flickr's base58":           {"proofValue", "Z" + strings.Repeat("2", 87), proof.SignatureInvalid},
		"a letter outside":          {"proofValue", "z0OIl", proof.SignatureInvalid},
		"too long":                  {"proofValue", "z" + strings.Repeat("2", 5000), proof.SignatureInvalid},
		"zero":                      {"proofValue", "z" + strings.Repeat("1", 64), proof.SignatureInvalid},
		"follows an empty list":     {"previousProof", []any{}, proof.Malformed},
		"follows a number":          {"previousProof", 7, proof.Malformed},
		"follows what is not there": {"previousProof", "urn:uuid:1", proof.Malformed},
	} {
		doc, p := sign(t, "eddsa-jcs-2022", k)
		p[c.member] = c.value
		if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestProofValueHasOneSpelling(t *testing.T) {
	t.Parallel()
	for suite, algorithm := range pairs {
		k := generate(t, algorithm, 1)
		doc, p := sign(t, suite, k)
		good, _ := p["proofValue"].(string)
		for name, value := range map[string]string{
			"without z": good[1:], "base64url": "u" + good[1:], "a leading zero": "z1" + good[1:], "a space": good + " ",
			"cut": good[:len(good)-1], "longer": good + "1", "a letter changed": good[:40] + swapped(good[40]) + good[41:],
		} {
			p["proofValue"] = value
			if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got != proof.SignatureInvalid {
				t.Errorf("%s, %s: got %q", suite, name, got)
			}
		}
	}
}

func swapped(c byte) string {
	if c == 'a' {
		return "b"
	}
	return "a"
}

func TestPurposeAndDatesAreJudgedAfterTheSignature(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.Ed25519, 1)
	for name, c := range map[string]struct {
		member, value string
		want          proof.Code
	}{
		"authentication":    {"proofPurpose", "authentication", proof.ProofPurpose},
		"no date":           {"created", "2026-01-02", proof.DateFormat},
		"a comma":           {"created", "2026-01-02T00:00:00,5Z", proof.DateFormat},
		"an hour of one":    {"created", "2026-01-02T1:00:00Z", proof.DateFormat},
		"month 13":          {"created", "2026-13-02T00:00:00Z", proof.DateFormat},
		"expires some day":  {"expires", "some day", proof.DateFormat},
		"without a zone":    {"created", "2026-01-02T00:00:00", ""},
		"with a zone":       {"created", "2026-01-02T00:00:00.123-05:00", ""},
		"expires in a year": {"expires", "2027-01-02T00:00:00Z", ""},
	} {
		o := options("eddsa-jcs-2022", k)
		o[c.member] = c.value
		doc, err := proof.Sign(object(t, credential), o, k, jsonld.Builtin())
		if got := codeOf(t, err); got != c.want {
			t.Errorf("%s: signing: got %q, want %q", name, got, c.want)
		}
		if doc == nil {
			continue
		}
		if got := codeOf(t, proof.Verify(doc, proofsOf(t, doc)[0], k.PublicKey(), jsonld.Builtin())); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	dates, err := proof.Dates(map[string]any{"created": "2026-01-02T01:02:03", "expires": "2026-01-02T01:02:03.5+01:00"})
	if err != nil || fmt.Sprint(dates.Created, dates.Expires.UTC()) != "2026-01-02 01:02:03 +0000 UTC 2026-01-02 00:02:03.5 +0000 UTC" {
		t.Errorf("got %v, %v", dates, err)
	}
}
