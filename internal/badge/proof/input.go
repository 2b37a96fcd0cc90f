package proof

import (
	"crypto"
	"maps"
	"reflect"
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// input is what a proof is over: the document without its proofs, but with those
// that this one follows, and the proof without its value.
type input struct {
	suite    suite
	hash     crypto.Hash
	document map[string]any
	config   map[string]any
}

func newInput(doc, proof map[string]any, s suite, key keys.Public) (input, *Error) {
	previous, err := previousProofs(doc, proof)
	if err != nil {
		return input{}, err
	}
	in := input{suite: s, hash: hashOf(key), document: maps.Clone(doc), config: maps.Clone(proof)}
	delete(in.config, "proofValue")
	delete(in.document, "proof")
	if len(previous) > 0 {
		// VC-DI §4.6: it signs the proofs that it follows, value and all.
		in.document["proof"] = previous
	}
	if s.jcs {
		return in, in.signedContext()
	}
	return in, in.documentContext()
}

// signedContext heeds the contexts that a JCS proof names: they are what was
// signed, and the document starts with them (VC-DI-EdDSA §3.3.2). What the
// document names after them could give the signed terms another meaning, and
// anybody may have added it, unless it only defines proofs.
func (in *input) signedContext() *Error {
	own, ok := in.config["@context"]
	if !ok {
		return nil
	}
	signed, all := list(own), list(in.document["@context"])
	if len(all) < len(signed) || !reflect.DeepEqual(all[:len(signed)], signed) {
		return fail(SignatureInvalid, "the document does not start with the contexts that were signed")
	}
	for _, added := range all[len(signed):] {
		if url, ok := added.(string); !ok || !slices.Contains(proofContexts, url) {
			return fail(UnsignedData, "the context %.200q was added after the signature", added)
		}
	}
	in.document["@context"] = own
	return nil
}

// proofContexts define proofs and keys, and nothing that a credential says.
var proofContexts = []string{
	"https://w3id.org/security/data-integrity/v1",
	"https://w3id.org/security/data-integrity/v2",
	"https://w3id.org/security/suites/ed25519-2020/v1",
	"https://w3id.org/security/multikey/v1",
}

// documentContext gives the proof the contexts of the document, which is what
// the RDF suites sign (VC-DI-EdDSA §3.2.5). Any of its own is not signed, so that
// it may only repeat some of them.
func (in *input) documentContext() *Error {
	all := list(in.document["@context"])
	if own, ok := in.config["@context"]; ok {
		for _, named := range list(own) {
			if !slices.ContainsFunc(all, func(known any) bool { return reflect.DeepEqual(known, named) }) {
				return fail(ContextNotAllowed, "the proof names the context %.200q, its document doesn't", named)
			}
		}
	}
	delete(in.config, "@context")
	if context, ok := in.document["@context"]; ok {
		in.config["@context"] = context
	}
	return nil
}

// try looks for a canonical form that was signed: there is one, but for contexts
// that were published with several contents under one URL.
func (in *input) try(c *jsonld.Contexts, signed func(data []byte) bool) *Error {
	if in.suite.jcs {
		data, err := in.jcsData()
		if err != nil {
			return err
		}
		if !signed(data) {
			return unsigned()
		}
		return nil
	}
	var first *Error
	reached := false
	for _, form := range in.forms(c) {
		data, err := in.rdfData(form)
		switch {
		case err == nil && signed(data):
			return nil
		case err == nil:
			reached = true
		case first == nil:
			first = err
		}
	}
	if !reached && first != nil {
		return first
	}
	return unsigned()
}

func unsigned() *Error {
	return fail(SignatureInvalid, "the key did not sign this document")
}

// joined is the hash of the proof followed by that of the document
// (VC-DI-EdDSA §3.2.4).
func (in *input) joined(config, document []byte) []byte {
	data := make([]byte, 0, 2*in.hash.Size())
	for _, canonical := range [][]byte{config, document} {
		h := in.hash.New()
		h.Write(canonical)
		data = h.Sum(data)
	}
	return data
}

// list is a value as JSON-LD sees it: one value is a list of one, none is an
// empty one.
func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	default:
		return []any{value}
	}
}
