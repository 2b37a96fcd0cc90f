package proof

import (
	"encoding/json"
	"fmt"

	"github.com/multiformats/go-multibase"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// Sign adds a proof to a document and returns the whole: a copy, as strictjson
// decodes it, with a list of proofs, ours after those that are there. The options
// are the proof but for its value: type, cryptosuite, created,
// verificationMethod, proofPurpose, and id and previousProof for a chain. The
// same arguments give the same proof. What Verify would refuse is an error.
func Sign(doc, options map[string]any, key keys.Private, c *jsonld.Contexts) (map[string]any, error) {
	signed, err := decoded(doc)
	if err != nil {
		return nil, err
	}
	proof, err := decoded(options)
	if err != nil {
		return nil, err
	}
	s, problem := check(proof)
	if problem != nil {
		return nil, problem
	}
	if context, ok := signed["@context"]; ok && s.jcs {
		proof["@context"] = context // VC-DI-EdDSA §3.3.1: so that proofs may be added
	}
	if proof["proofValue"], err = signature(signed, proof, s, key, c); err != nil {
		return nil, err
	}
	proofs, problem := proofsOf(signed)
	if problem != nil {
		return nil, problem
	}
	values := make([]any, 0, len(proofs)+1)
	for _, p := range proofs {
		values = append(values, p)
	}
	signed["proof"] = append(values, proof)
	if _, err := Proofs(signed); err != nil {
		return nil, err
	}
	return signed, Verify(signed, proof, key.PublicKey(), c)
}

// signature is the value of the proof.
func signature(doc, proof map[string]any, s suite, key keys.Private, c *jsonld.Contexts) (string, error) {
	if err := s.fits(key.PublicKey()); err != nil {
		return "", err
	}
	in, problem := newInput(doc, proof, s, key.PublicKey())
	if problem != nil {
		return "", problem
	}
	var data []byte
	// The first form is ours.
	if problem := in.try(c, func(form []byte) bool { data = form; return true }); problem != nil {
		return "", problem
	}
	value, err := key.SignMessage(data)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return multibase.Encode(multibase.Base58BTC, value)
}

// decoded is a document as it is read from JSON: what is signed is what a reader
// will see.
func decoded(doc map[string]any) (map[string]any, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	read, err := strictjson.Object(text)
	if err != nil {
		return nil, fmt.Errorf("read JSON back: %w", err)
	}
	return read, nil
}
