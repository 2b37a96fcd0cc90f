package badge

import (
	"errors"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// controller finds the document that says which keys are an identifier's own:
// pinned, spelled in the identifier itself, or published where it says.
func (r *run) controller(id string) (keys.Document, finding) {
	if pinned, ok := r.policy.Controllers[id]; ok {
		return readController(pinned, id)
	}
	switch {
	case strings.HasPrefix(id, "did:key:"):
		d, err := keys.DIDKey(id)
		if err != nil {
			return d, unknown(ReasonKeyNotResolvable, id)
		}
		return d, pass()
	case strings.HasPrefix(id, "did:web:"):
		address, err := keys.DIDWebURL(id)
		if err != nil {
			return keys.Document{}, fail(ReasonFetchBlocked, id)
		}
		return r.publishedController(address, id)
	case strings.HasPrefix(id, "did:"):
		return keys.Document{}, unknown(ReasonUnsupportedDIDMethod, id)
	case isWeb(id):
		return r.publishedController(id, id)
	default:
		return keys.Document{}, unknown(ReasonKeyNotResolvable, id)
	}
}

func (r *run) publishedController(address, id string) (keys.Document, finding) {
	d, f := r.fetched(address)
	switch {
	case f.failed():
		return keys.Document{}, f
	case !f.passed():
		return keys.Document{}, unknown(ReasonKeyNotResolvable, id)
	}
	return readController(d.Body, id)
}

// readController reads a document about an identifier. One that cannot be read,
// or is about another, says nothing about this one's keys.
func readController(body []byte, id string) (keys.Document, finding) {
	o, err := strictjson.Object(body)
	if err != nil {
		return keys.Document{}, unknown(ReasonKeyNotResolvable, id)
	}
	d, err := keys.ParseDocument(o, id)
	if err != nil {
		return keys.Document{}, unknown(ReasonKeyNotResolvable, id)
	}
	return d, pass()
}

// signer is what is known about who made a signature.
type signer struct {
	// key is the one that should have made it; found says why there is none.
	key   keys.Public
	found finding
	// bound says whether the key is proven to be the issuer's.
	bound finding
}

// unfound is a signer whose key could not be had: then it is not bound either.
func unfound(f finding) signer { return signer{found: f, bound: f} }

// method finds the key that a verification method names, in the document of
// whoever it says controls it, and tells whether that is the issuer. A key in
// the name itself, or next to it, proves nothing.
func (r *run) method(name, issuer string) signer {
	owner := withoutFragment(name)
	d, f := r.controller(owner)
	if !f.passed() {
		return unfound(f)
	}
	s := r.assertionKey(d, name)
	if s.bound.passed() {
		s.bound = binding(owner, issuer)
	}
	return s
}

// refusals tells why a document does not vouch for a key.
var refusals = []struct {
	err    error
	reason Reason
}{
	{keys.ErrNotInDocument, ReasonKeyNotInDocument},
	{keys.ErrNotAuthorized, ReasonKeyNotAuthorized},
	{keys.ErrExpired, ReasonKeyExpired},
	{keys.ErrRevoked, ReasonKeyRevoked},
}

// assertionKey finds a key in a document. One that is there, but may not sign
// credentials, is still the one that the signature can be tried with.
func (r *run) assertionKey(d keys.Document, name string) signer {
	key, err := d.AssertionKey(name, r.policy.Now)
	if err == nil {
		return signer{key: key, found: pass(), bound: pass()}
	}
	for _, refusal := range refusals {
		if !errors.Is(err, refusal.err) {
			continue
		}
		s := signer{found: unknown(ReasonKeyNotResolvable, name), bound: fail(refusal.reason, name)}
		for _, m := range d.Methods {
			if m.ID == name && m.Key.Valid() {
				s.key, s.found = m.Key, pass()
			}
		}
		return s
	}
	return unfound(unknown(ReasonKeyNotResolvable, name))
}

// binding compares the owner of a proven key with the issuer that is named.
func binding(owner, issuer string) finding {
	switch {
	case issuer == "":
		return none()
	case owner == issuer:
		return pass()
	case !strings.HasPrefix(issuer, "did:") && !isWeb(issuer):
		// A urn:uuid is nobody's: no document could say whose key it is.
		return unknown(ReasonIssuerNotProven, issuer)
	default:
		return fail(ReasonIssuerMismatch, owner)
	}
}

// spelled reads the key that a verification method's name spells out, if it
// does. It is good for one thing: to tell whether the signature is intact while
// whose it is remains open.
func spelled(name string) keys.Public {
	if i := strings.LastIndexAny(name, "#:"); i >= 0 {
		name = name[i+1:]
	}
	key, err := keys.ParseMultikey(name)
	if err != nil {
		return keys.Public{}
	}
	return key
}
