// Package proof verifies and makes the proofs inside a credential: Data
// Integrity 1.0 with the suites eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019
// and ecdsa-jcs-2019, and Ed25519Signature2020.
//
// It owns how a document and its proof become the bytes that are signed. It says
// whether a given key signed them; whether the key is the issuer's, and whether
// the dates are right, others say. It refuses a document of which the signature
// would leave a part uncovered.
package proof

import (
	"strings"

	"github.com/multiformats/go-multibase"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// maxProofValue bounds a proofValue, in characters: P-384 takes 133.
const maxProofValue = 200

// Verify checks one proof of a document, both as strictjson decodes them. Every
// error is an *Error. ProofPurpose and DateFormat come last: with them the
// signature is good. A proof with a previousProof counts only if those that it
// names verify too, which is the caller's to see (Proofs has checked that they
// are there).
//
// The JCS suites sign what is written, not what JSON-LD makes of it: whether the
// document's contexts are known, and its terms defined, the caller checks.
func Verify(doc, proof map[string]any, key keys.Public, c *jsonld.Contexts) error {
	if err := verify(doc, proof, key, c); err != nil {
		return err
	}
	if _, err := Dates(proof); err != nil {
		return err
	}
	if proof["proofPurpose"] != "assertionMethod" {
		return fail(ProofPurpose, "the proof is for %.80q, not for assertions", proof["proofPurpose"])
	}
	return nil
}

// verify returns a nil error, not a nil *Error.
func verify(doc, proof map[string]any, key keys.Public, c *jsonld.Contexts) error {
	s, err := check(proof)
	if err != nil {
		return err
	}
	if err := s.fits(key); err != nil {
		return err
	}
	signature, err := proofValue(proof)
	if err != nil {
		return err
	}
	input, err := newInput(doc, proof, s, key)
	if err != nil {
		return err
	}
	if err := input.try(c, func(data []byte) bool { return key.Verify(data, signature) }); err != nil {
		return err
	}
	return nil
}

// check holds a proof to the members that it must have (VC-DI §2.1, §4.4).
func check(proof map[string]any) (suite, *Error) {
	s, err := suiteOf(proof)
	if err != nil {
		return suite{}, err
	}
	for _, name := range []string{"verificationMethod", "proofPurpose"} {
		if text, ok := proof[name].(string); !ok || text == "" {
			return suite{}, fail(Malformed, "the proof has no %s", name)
		}
	}
	return s, nil
}

// proofValue is the signature: multibase base58btc, and nothing else. What is
// wrong with it is wrong with the signature.
func proofValue(proof map[string]any) ([]byte, *Error) {
	text, ok := proof["proofValue"].(string)
	if !ok {
		return nil, fail(Malformed, "the proof has no proofValue")
	}
	if !strings.HasPrefix(text, "z") || len(text) > maxProofValue {
		return nil, fail(SignatureInvalid, "the proofValue is not a signature in base58btc (z…)")
	}
	_, signature, err := multibase.Decode(text)
	if err != nil {
		return nil, fail(SignatureInvalid, "the proofValue is not base58btc")
	}
	return signature, nil
}
