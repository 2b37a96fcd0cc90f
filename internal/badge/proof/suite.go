package proof

import (
	"crypto"
	_ "crypto/sha256" // of the suites
	_ "crypto/sha512"
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// suite is a way from a document to the bytes that are signed.
type suite struct {
	jcs  bool // JSON as it is (RFC 8785); otherwise RDF (RDFC-1.0)
	keys []keys.Algorithm
}

var (
	edwards = []keys.Algorithm{keys.Ed25519}
	curves  = []keys.Algorithm{keys.P256, keys.P384}
)

// suites are the cryptosuites of a DataIntegrityProof.
var suites = map[string]suite{
	"eddsa-rdfc-2022": {false, edwards},
	"eddsa-2022":      {false, edwards}, // its name in the drafts until 2023
	"eddsa-jcs-2022":  {true, edwards},
	"ecdsa-rdfc-2019": {false, curves},
	"ecdsa-jcs-2019":  {true, curves},
}

// suiteOf reads type and cryptosuite. Ed25519Signature2020 is a type of its own,
// and does as eddsa-rdfc-2022 does; the terms of its proofs are those of its own
// context, which the document has to name (VC-DI-EdDSA §4).
func suiteOf(proof map[string]any) (suite, *Error) {
	kind, ok := proof["type"].(string)
	if !ok {
		return suite{}, fail(Malformed, "the proof has no type")
	}
	switch kind {
	case "Ed25519Signature2020":
		return suites["eddsa-rdfc-2022"], nil
	case "DataIntegrityProof":
	default:
		return suite{}, fail(UnsupportedCryptosuite, "proofs of type %.80q are not checked", kind)
	}
	name, ok := proof["cryptosuite"].(string)
	if !ok {
		return suite{}, fail(Malformed, "the proof has no cryptosuite")
	}
	s, ok := suites[name]
	if !ok {
		return suite{}, fail(UnsupportedCryptosuite, "the cryptosuite %.80q is not checked", name)
	}
	return s, nil
}

// fits refuses a key of another kind than the suite's: a signature means nothing
// under another algorithm.
func (s suite) fits(key keys.Public) *Error {
	if !slices.Contains(s.keys, key.Algorithm()) {
		return fail(SignatureInvalid, "the cryptosuite does not go with a key %s", key.Algorithm())
	}
	return nil
}

// hashOf is the hash that goes with a key (VC-DI-ECDSA §3.2.4).
func hashOf(key keys.Public) crypto.Hash {
	if key.Algorithm() == keys.P384 {
		return crypto.SHA384
	}
	return crypto.SHA256
}
