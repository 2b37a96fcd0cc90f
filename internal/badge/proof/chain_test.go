package proof_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// chained signs a credential three times: the third proof follows both others.
func chained(t testing.TB, suite string) (doc map[string]any, ks []keys.Private) {
	t.Helper()
	doc = object(t, credential)
	for i := range 3 {
		k := generate(t, pairs[suite], byte(i+1))
		o := options(suite, k)
		o["id"] = fmt.Sprintf("urn:uuid:%d", i)
		if i == 2 {
			o["previousProof"] = []any{"urn:uuid:1", "urn:uuid:0"}
		}
		var err error
		if doc, err = proof.Sign(doc, o, k, jsonld.Builtin()); err != nil {
			t.Fatalf("%s: proof %d: %v", suite, i, err)
		}
		ks = append(ks, k)
	}
	return doc, ks
}

// verifyAll gives the code of each proof.
func verifyAll(t testing.TB, doc map[string]any, ks []keys.Private) []proof.Code {
	t.Helper()
	var codes []proof.Code
	for i, p := range proofsOf(t, doc) {
		codes = append(codes, codeOf(t, proof.Verify(doc, p, ks[i].PublicKey(), jsonld.Builtin())))
	}
	return codes
}

func TestChainSignsTheProofsThatItFollows(t *testing.T) {
	t.Parallel()
	for suite := range pairs {
		doc, ks := chained(t, suite)
		if got := verifyAll(t, doc, ks); !slices.Equal(got, []proof.Code{"", "", ""}) {
			t.Errorf("%s: got %q", suite, got)
		}
		proofs := proofsOf(t, doc)
		value, _ := proofs[0]["proofValue"].(string)
		// Another good signature in place of one that is followed breaks the chain.
		proofs[0]["proofValue"] = proofs[1]["proofValue"]
		if got := verifyAll(t, doc, ks); !slices.Equal(got, []proof.Code{proof.SignatureInvalid, "", proof.SignatureInvalid}) {
			t.Errorf("%s, first value changed: got %q", suite, got)
		}
		proofs[0]["proofValue"] = value
		// So does following fewer, or none.
		for _, previous := range []any{"urn:uuid:0", []any{"urn:uuid:1"}} {
			proofs[2]["previousProof"] = previous
			if got := verifyAll(t, doc, ks); !slices.Equal(got, []proof.Code{"", "", proof.SignatureInvalid}) {
				t.Errorf("%s, following %v: got %q", suite, previous, got)
			}
		}
		delete(proofs[2], "previousProof")
		if got := verifyAll(t, doc, ks); !slices.Equal(got, []proof.Code{"", "", proof.SignatureInvalid}) {
			t.Errorf("%s, following none: got %q", suite, got)
		}
	}
}

func TestSetOfDifferentSuitesVerifiesProofByProof(t *testing.T) {
	t.Parallel()
	doc := object(t, credential)
	var ks []keys.Private
	for _, suite := range []string{"ecdsa-jcs-2019", "eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022"} {
		k := generate(t, pairs[suite], 1)
		var err error
		if doc, err = proof.Sign(doc, options(suite, k), k, jsonld.Builtin()); err != nil {
			t.Fatalf("%s: %v", suite, err)
		}
		ks = append(ks, k)
	}
	if got := verifyAll(t, doc, ks); !slices.Equal(got, []proof.Code{"", "", "", ""}) {
		t.Errorf("got %q", got)
	}
	slices.Reverse(ks)
	if got := verifyAll(t, doc, ks); slices.Contains(got, "") {
		t.Errorf("with the keys in another order: got %q", got)
	}
}

func TestChainsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"null":               `null`,
		"text":               `"proof"`,
		"a list in a list":   `[[{}]]`,
		"a null among them":  `[{},null]`,
		"too many":           `[` + strings.Repeat(`{},`, 8) + `{}]`,
		"two with one id":    `[{"id":"urn:a"},{"id":"urn:a"}]`,
		"an id that is none": `[{"id":7}]`,
		"follows itself":     `[{"id":"urn:a","previousProof":"urn:a"}]`,
		"a circle of two":    `[{"id":"urn:a","previousProof":"urn:b"},{"id":"urn:b","previousProof":"urn:a"}]`,
		"a circle of three":  `[{"id":"urn:a","previousProof":"urn:b"},{"id":"urn:b","previousProof":["urn:c"]},{"id":"urn:c","previousProof":"urn:a"},{}]`,
		"follows nobody":     `[{"id":"urn:a"},{"previousProof":"urn:b"}]`,
		"follows one twice":  `[{"id":"urn:a"},{"previousProof":["urn:a","urn:a"]}]`,
		"follows an object":  `[{"id":"urn:a"},{"previousProof":{"id":"urn:a"}}]`,
		"follows null":       `[{"id":"urn:a"},{"previousProof":null}]`,
		"follows an empty":   `[{"id":""},{"previousProof":""}]`,
	} {
		if _, err := proof.Proofs(object(t, `{"proof":`+text+`}`)); codeOf(t, err) != proof.Malformed {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for text, want := range map[string]int{
		`{}`: 0, `{"proof":[]}`: 0, `{"proof":{}}`: 1, `{"proof":[{},{}]}`: 2,
		`{"proof":[{"id":"urn:c","previousProof":["urn:a","urn:b"]},{"id":"urn:b","previousProof":"urn:a"},{"id":"urn:a"},{"previousProof":"urn:c"}]}`: 4,
	} {
		if got, err := proof.Proofs(object(t, text)); err != nil || len(got) != want {
			t.Errorf("%s: got %d, %v", text, len(got), err)
		}
	}
}

func TestChainOfTheW3CVerifiesAndHolds(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	c := contexts(t, dir)
	doc := readObject(t, filepath.Join(dir, "w3c-di", "proof-chain-1.json"))
	proofs := proofsOf(t, doc)
	verify := func(i int) proof.Code {
		key, err := keyOf(t, dir, proofs[i])
		if err != nil {
			t.Fatal(err)
		}
		return codeOf(t, proof.Verify(doc, proofs[i], key, c))
	}
	for i := range 3 {
		if got := verify(i); got != "" {
			t.Errorf("proof %d: %q", i, got)
		}
	}
	proofs[0]["created"] = "2023-02-24T23:36:39Z"
	if verify(0) != proof.SignatureInvalid || verify(1) != "" || verify(2) != proof.SignatureInvalid {
		t.Error("a changed proof does not break what follows it")
	}
}

func TestContextsAddedAfterAJCSSignature(t *testing.T) {
	t.Parallel()
	const (
		security = "https://w3id.org/security/data-integrity/v2"
		badges   = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	)
	k := generate(t, keys.Ed25519, 1)
	for name, c := range map[string]struct {
		document, own any
		want          proof.Code
	}{
		"the same":              {[]any{v2, badges}, []any{v2, badges}, ""},
		"one that defines keys": {[]any{v2, badges, security}, []any{v2, badges}, ""},
		"one that does more":    {[]any{v2, badges, "https://www.w3.org/ns/credentials/examples/v2"}, []any{v2, badges}, proof.UnsignedData},
		"one inline":            {[]any{v2, badges, map[string]any{"name": "urn:x"}}, []any{v2, badges}, proof.UnsignedData},
		"one before":            {[]any{security, v2, badges}, []any{v2, badges}, proof.SignatureInvalid},
		"another order":         {[]any{badges, v2}, []any{v2, badges}, proof.SignatureInvalid},
		"one fewer":             {[]any{v2}, []any{v2, badges}, proof.SignatureInvalid},
		"none":                  {nil, []any{v2, badges}, proof.SignatureInvalid},
		"the proof's changed":   {[]any{v2, badges}, []any{v2}, proof.UnsignedData},
		"the proof's gone":      {[]any{v2, badges}, nil, proof.SignatureInvalid},
	} {
		doc, err := proof.Sign(object(t, strings.Replace(credential, `["`+v2+`"]`, `["`+v2+`","`+badges+`"]`, 1)), options("eddsa-jcs-2022", k), k, jsonld.Builtin())
		if err != nil {
			t.Fatal(err)
		}
		p := proofsOf(t, doc)[0]
		doc["@context"], p["@context"] = c.document, c.own
		if c.own == nil {
			delete(p, "@context")
		}
		if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestContextOfAnRDFProofOnlyRepeatsTheDocuments(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.Ed25519, 1)
	for name, c := range map[string]struct {
		own  any
		want proof.Code
	}{
		"the same":    {[]any{v2}, ""},
		"as text":     {v2, ""},
		"empty":       {[]any{}, ""},
		"another":     {[]any{v2, "https://w3id.org/security/data-integrity/v2"}, proof.ContextNotAllowed},
		"an inline":   {map[string]any{"proofPurpose": "urn:x"}, proof.ContextNotAllowed},
		"an unknown":  {"https://other.example/context", proof.ContextNotAllowed},
		"null inside": {[]any{nil}, proof.ContextNotAllowed},
	} {
		doc, p := sign(t, "eddsa-rdfc-2022", k)
		p["@context"] = c.own
		if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestEd25519Signature2020NeedsItsContext(t *testing.T) {
	t.Parallel()
	const own = "https://w3id.org/security/suites/ed25519-2020/v1"
	k := generate(t, keys.Ed25519, 1)
	o := options("", k)
	o["type"] = "Ed25519Signature2020"
	delete(o, "cryptosuite")
	with := strings.Replace(credential, `["`+v2+`"]`, `["`+v2+`","`+own+`"]`, 1)
	doc, err := proof.Sign(object(t, with), o, k, jsonld.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	p := proofsOf(t, doc)[0]
	if err := proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin()); err != nil {
		t.Error(err)
	}
	if got := codeOf(t, proof.Verify(doc, p, generate(t, keys.P256, 1).PublicKey(), jsonld.Builtin())); got != proof.SignatureInvalid {
		t.Errorf("with P-256: got %q", got)
	}
	doc["@context"] = []any{v2}
	if got := codeOf(t, proof.Verify(doc, p, k.PublicKey(), jsonld.Builtin())); got != proof.UnsignedData {
		t.Errorf("without its context: got %q", got)
	}
	if _, err := proof.Sign(object(t, credential), o, k, jsonld.Builtin()); codeOf(t, err) != proof.UnsignedData {
		t.Errorf("signed without its context: %v", err)
	}
}

// RFC 8785 §3.2.3 and appendix B.
func TestCanonicalJSONIsThatOfTheRFC(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"numbers":[4.50,2e-3,1e-27,1E30,333333333.333333300,0,-0,-0.0e5,1e21,123456789012345680000],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`: `{"literals":[null,true,false],"numbers":[4.5,0.002,1e-27,1e+30,333333333.3333333,0,0,0,1e+21,123456789012345680000],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		`{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smiley","\u0080":"Control","\u00f6":"O"}`:                                                                      "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"O\",\"€\":\"Euro\",\"😀\":\"Smiley\",\"\ufb33\":\"Dalet\"}",
		`{"a":"<>&\u2028\u2029\u007f","peach":1}`: "{\"a\":\"<>&\u2028\u2029\u007f\",\"peach\":1}",
	} {
		if got, err := proof.CanonicalJSON(object(t, text)); err != nil || got != want {
			t.Errorf("%s:\n got %s, %v\nwant %s", text, got, err, want)
		}
	}
}

func TestDigitsThatNoDoubleHoldsAreUnsignedData(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]proof.Code{
		"9007199254740993": proof.UnsignedData, "9007199254740992": "", "0.1": "", "0.10000000000000000": "", "0.10000000000000001": proof.UnsignedData,
		"1e400": proof.UnsignedData, "1e-400": proof.UnsignedData, "0e-400": "", "-0": "", "5e-324": "", "1.7976931348623157e308": "",
		"100e-2": "", "3.14159265358979323846": proof.UnsignedData, "1e99999999999999999999": proof.UnsignedData,
	} {
		_, err := proof.CanonicalJSON(map[string]any{"list": []any{map[string]any{"n": json.Number(number)}}})
		if got := codeOf(t, err); got != want {
			t.Errorf("%s: got %q, want %q", number, got, want)
		}
	}
}

func TestErrorsOfOtherPackagesKeepTheirCode(t *testing.T) {
	t.Parallel()
	cause := &jsonld.Error{Code: jsonld.DataModel, Detail: "x"}
	err := proof.Refused(fmt.Errorf("expand: %w", cause))
	var found *jsonld.Error
	if codeOf(t, err) != "data-model" || !errors.As(err, &found) || found != cause {
		t.Errorf("got %v", err)
	}
	if got := codeOf(t, proof.Refused(fmt.Errorf("hash: %w", rdfc.ErrTooComplex))); got != proof.TooComplex {
		t.Errorf("got %q", got)
	}
	if got := codeOf(t, proof.Refused(errors.New("other"))); got != proof.Malformed {
		t.Errorf("got %q", got)
	}
}
