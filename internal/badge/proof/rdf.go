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

// forms lists the ways to try, the likeliest first. P-384 goes with SHA-384
// throughout, but the specification only "expects" that of the
// canonicalization (VC-DI-ECDSA §3.2.3), and signers differ.
func (in *input) forms(c *jsonld.Contexts) []form {
	hashes := []rdfc.Hash{rdfc.SHA256}
	if in.hash == crypto.SHA384 {
		hashes = []rdfc.Hash{rdfc.SHA384, rdfc.SHA256}
	}
	var forms []form
	for _, contexts := range c.Variants(in.document) {
		for _, hash := range hashes {
			forms = append(forms, form{contexts, hash})
		}
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
