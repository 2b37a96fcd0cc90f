package keys

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The reasons why a document doesn't vouch for a key.
var (
	// ErrOtherDocument: the document says that it is another's.
	ErrOtherDocument = errors.New("the document has another id")
	// ErrNotInDocument: the document doesn't hold the key.
	ErrNotInDocument = errors.New("the key is not in the document")
	// ErrNotAuthorized: it is there, but not to assert with, or not as the
	// document's own.
	ErrNotAuthorized = errors.New("the key may not sign credentials")
	// ErrExpired: the document put an end to the key.
	ErrExpired = errors.New("the key has expired")
	// ErrRevoked: the document took the key back.
	ErrRevoked = errors.New("the key is revoked")
)

// maxMethods bounds the keys of a document.
const maxMethods = 256

// Document says which keys are whose: a DID document, a controller document at
// an https address, or an issuer's profile with keys.
type Document struct {
	ID           string
	Controller   []string // who may change the document; that binds no key
	AlsoKnownAs  []string
	Methods      []Method
	Assertion    []string // ids of the methods that may sign credentials
	KeyAgreement []string
	PublicKey    []string // OB 2.0: ids of the keys that a profile calls its own
}

// ParseDocument reads a document that was asked for by id (a DID, or an https
// address without a fragment). The document has to give that id itself. A key
// that can't be read is kept with its error, so that it spoils no other.
func ParseDocument(doc map[string]any, id string) (Document, error) {
	own, ok := doc["id"].(string)
	if !ok {
		return Document{}, fmt.Errorf("%w document: no id", ErrMalformed)
	}
	if own != id {
		return Document{}, fmt.Errorf("%w: %.200q, not %.200q", ErrOtherDocument, own, id)
	}
	d := Document{ID: id}
	r := reader{document: &d}
	d.Controller = r.texts(doc, "controller")
	d.AlsoKnownAs = r.texts(doc, "alsoKnownAs")
	r.methods(doc, "verificationMethod")
	d.Assertion = r.methods(doc, "assertionMethod")
	d.KeyAgreement = r.methods(doc, "keyAgreement")
	r.embedded(doc)
	d.PublicKey = r.methods(doc, "publicKey")
	if _, ok := doc["publicKeyPem"]; ok {
		r.add(doc)
	}
	if r.err != nil {
		return Document{}, r.err
	}
	return d, nil
}

// AssertionKey is the key with which the document's subject signs credentials
// under the id of the method. It has to be in the document, listed under
// assertionMethod, controlled by the subject, and neither expired nor revoked at
// the time (Controlled Identifiers 1.0 §3.3). A did:key may stand for its one
// key, as the DID is the key.
func (d Document) AssertionKey(method string, at time.Time) (Public, error) {
	if method == d.ID && strings.HasPrefix(d.ID, "did:key:") && len(d.Assertion) == 1 {
		method = d.Assertion[0]
	}
	m, err := d.method(method)
	if err != nil {
		return Public{}, err
	}
	if m.Controller != d.ID || !slices.Contains(d.Assertion, method) {
		return Public{}, ErrNotAuthorized
	}
	if m.Err != nil {
		return Public{}, m.Err
	}
	if !m.Revoked.IsZero() && !at.Before(m.Revoked) {
		return Public{}, ErrRevoked
	}
	if !m.Expires.IsZero() && !at.Before(m.Expires) {
		return Public{}, ErrExpired
	}
	return m.Key, nil
}

// method finds the one with the id. Two different ones with the same id are
// none: which of them counts would be the reader's choice.
func (d Document) method(id string) (Method, error) {
	if base, _, ok := strings.Cut(id, "#"); !ok || base != d.ID {
		return Method{}, ErrNotInDocument
	}
	var found []Method
	for _, m := range d.Methods {
		if m.ID == id {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return Method{}, ErrNotInDocument
	}
	for _, m := range found[1:] {
		if !m.same(found[0]) {
			return Method{}, fmt.Errorf("%w document: two keys with one id", ErrMalformed)
		}
	}
	return found[0], nil
}

// MethodID is the id of the method that a JOSE "kid" means: the id itself, its
// fragment with "#", or else the one method whose JWK has that kid or thumbprint
// (VC-JOSE-COSE §3.3.2 and what issuers write).
func (d Document) MethodID(kid string) (string, error) {
	if strings.HasPrefix(kid, "#") {
		kid = d.ID + kid
	}
	if base, _, ok := strings.Cut(kid, "#"); ok && base == d.ID {
		return kid, nil
	}
	found := ""
	for _, m := range d.Methods {
		if kid == "" || m.KeyID != kid && m.Key.Thumbprint() != kid {
			continue
		}
		if found != "" && found != m.ID {
			return "", fmt.Errorf("%w document: two keys with one kid", ErrMalformed)
		}
		found = m.ID
	}
	if found == "" {
		return "", ErrNotInDocument
	}
	return found, nil
}

// ParseCryptographicKey reads the key document of OB 2.0 that was asked for at
// the address: its id, its owner as controller, and the key in PEM. It proves
// nothing before the owner's profile lists the id (Document.PublicKey).
func ParseCryptographicKey(doc map[string]any, address string) (Method, error) {
	d, err := ParseDocument(doc, address)
	if err != nil {
		return Method{}, err
	}
	if _, ok := doc["publicKeyPem"]; !ok || len(d.Methods) != 1 {
		return Method{}, fmt.Errorf("%w document: not one key", ErrMalformed)
	}
	m := d.Methods[0]
	if m.Controller == "" {
		return Method{}, fmt.Errorf("%w key: no owner", ErrMalformed)
	}
	return m, m.Err
}
