package proof

import (
	"crypto"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// form is one way to bring a document into its canonical form.
type form struct {
	contexts *jsonld.Contexts
	hash     rdfc.Hash
}

// forms lists the ways to try, ours first. P-384 takes SHA-384 to label blank
// nodes too (VC-DI-ECDSA §3.2.3).
func (in *input) forms(c *jsonld.Contexts) []form {
	hash := rdfc.SHA256
	if in.hash == crypto.SHA384 {
		hash = rdfc.SHA384
	}
	var forms []form
	for _, contexts := range c.Variants(in.document) {
		forms = append(forms, form{contexts, hash})
	}
	return forms
}

// rdfData is what an RDF suite signs.
func (in *input) rdfData(f form) ([]byte, *Error) {
	config, err := f.canonical(in.config)
	if err != nil {
		return nil, err
	}
	document, err := f.canonical(in.document)
	if err != nil {
		return nil, err
	}
	return in.joined([]byte(config), []byte(document)), nil
}

func (f form) canonical(doc map[string]any) (string, *Error) {
	quads, err := f.contexts.Dataset(doc)
	if err != nil {
		return "", refused(err)
	}
	canonical, err := rdfc.Canonicalize(quads, rdfc.Options{Hash: f.hash})
	if err != nil {
		return "", refused(err)
	}
	return canonical, nil
}
