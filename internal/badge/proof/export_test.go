package proof

import (
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// Steps are what the specifications print between a document and its signature.
type Steps struct {
	Document, Config string // canonical
	HashData         []byte
	Signature        []byte
}

// StepsOf takes a proof of a document apart.
func StepsOf(doc, proof map[string]any, key keys.Public, c *jsonld.Contexts) (Steps, error) {
	s, err := check(proof)
	if err != nil {
		return Steps{}, err
	}
	in, err := newInput(doc, proof, s, key)
	if err != nil {
		return Steps{}, err
	}
	steps := Steps{}
	if steps.Signature, err = proofValue(proof); err != nil {
		return Steps{}, err
	}
	if s.jcs {
		document, err := canonicalJSON(in.document)
		if err != nil {
			return Steps{}, err
		}
		config, err := canonicalJSON(in.config)
		if err != nil {
			return Steps{}, err
		}
		steps.Document, steps.Config = string(document), string(config)
	} else {
		f := in.forms(c)[0]
		if steps.Document, err = f.canonical(in.document); err != nil {
			return Steps{}, err
		}
		if steps.Config, err = f.canonical(in.config); err != nil {
			return Steps{}, err
		}
	}
	steps.HashData = in.joined([]byte(steps.Config), []byte(steps.Document))
	return steps, nil
}

// CanonicalJSON is what the JCS suites hash.
func CanonicalJSON(doc map[string]any) (string, error) {
	text, err := canonicalJSON(doc)
	if err != nil {
		return "", err
	}
	return string(text), nil
}

// Refused is how an error of the packages below is told.
func Refused(err error) error { return refused(err) }
