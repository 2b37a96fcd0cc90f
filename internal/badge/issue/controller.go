package issue

import (
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// MethodKey is a key in an issuer's document. A key that signs no more stays as
// it is, or the badges that it signed would not verify any longer.
type MethodKey struct {
	// Fragment follows the # in the method's id.
	Fragment string
	Public   keys.Public
	// Revoked is when somebody else may have got hold of the key; zero where
	// nobody has. Nothing that it ever signed verifies afterwards.
	Revoked time.Time
}

// Controller is the document that says which keys may sign for a DID (DID Core
// 1.0, Controlled Identifiers 1.0).
func Controller(did string, methods []MethodKey, alsoKnownAs []string) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextDID, contextMultikey, contextJWK})
	n.reference("id", did)
	for _, name := range alsoKnownAs {
		if reason := checkIdentifier(name); reason != "" {
			n.refuse("alsoKnownAs", reason)
		}
	}
	n.texts("alsoKnownAs", alsoKnownAs)
	n.methods(did, methods)
	return n.finish()
}

// methods lists the keys, and under assertionMethod the good ones: a verifier
// that doesn't heed "revoked" heeds that.
func (n node) methods(controller string, methods []MethodKey) {
	var good []any
	for i, m := range methods {
		e := n.element("verificationMethod")
		if !plain(m.Fragment) || slices.ContainsFunc(methods[:i], func(o MethodKey) bool { return o.Fragment == m.Fragment }) {
			e.refuse("id", "needs a fragment of its own, of letters, digits, '-', '.' and '_'")
		}
		id := MethodID(controller, m)
		e.members["id"] = id
		e.key(m.Public)
		e.reference("controller", controller)
		if m.Revoked.IsZero() {
			good = append(good, id)
		} else {
			e.moment("revoked", m.Revoked)
		}
	}
	if good != nil {
		n.members["assertionMethod"] = good
	}
}

// MethodID is the id under which the controller's document has the key.
func MethodID(controller string, m MethodKey) string { return controller + "#" + m.Fragment }

// key writes Ed25519 as a Multikey, which is what verifiers of embedded proofs
// read, and the others as a JWK, for those of tokens.
func (n node) key(k keys.Public) {
	switch {
	case !k.Valid():
		n.refuse("type", "has no key")
	case k.Algorithm() == keys.Ed25519:
		n.members["type"] = "Multikey"
		n.members["publicKeyMultibase"] = k.Multibase()
	default:
		n.members["type"] = "JsonWebKey"
		n.members["publicKeyJwk"] = k.JWK()
	}
}
