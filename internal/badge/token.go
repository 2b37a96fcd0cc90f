package badge

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// maxKeys bounds the keys that a token without a key's name is tried with.
const maxKeys = 8

// tokenSignature checks the JWS around a credential (OB 3.0 §8.2, VC-JOSE-COSE
// §3): its algorithm, its type, the signature, and that its claims say what the
// credential says.
func (r *run) tokenSignature(b *Badge) signature {
	if b.refused != nil {
		return signature{proof: fail(ReasonAlgNotAllowed, b.refused.Error()), binding: because(noteNotAsked), intact: No, bound: No}
	}
	who := r.tokenSigner(b)
	s := signature{binding: who.bound, bound: tri(who.bound.passed())}
	switch {
	case !who.key.Valid():
		s.proof = who.found
		return s
	case !r.effort(len(b.text)):
		s.proof = unknown(ReasonTooComplex, "")
		return s
	}
	err := b.token.Verify(who.key)
	s.intact = tri(err == nil)
	switch {
	case errors.Is(err, jose.ErrAlgorithm):
		s.proof, s.bound = fail(ReasonAlgNotAllowed, b.token.Algorithm), No
	case err != nil:
		s.proof = fail(ReasonSignatureInvalid, "")
	case !who.found.passed():
		s.proof = who.found
	default:
		s.proof = worse(tokenType(b), r.claimsAgree(b))
	}
	return s
}

// tokenTypes are the media types that a token may name as its own, by what is
// in it (VC-JOSE-COSE §6.1; its drafts; OB 3.0 §8.2.4.1).
var tokenTypes = map[bool][]string{
	false: {"", "jwt", "vc+jwt", "vc+ld+jwt", "vc-ld+jwt"},
	true:  {"", "jwt", "vp+jwt", "vp+ld+jwt", "vp-ld+jwt"},
}

// contentTypes are those of what is in it.
var contentTypes = map[bool][]string{
	false: {"", "vc", "vc+ld+json", "jwt", "json", "ld+json"},
	true:  {"", "vp", "vp+ld+json", "jwt", "json", "ld+json"},
}

// tokenType refuses a token that says that it is something else: what was
// signed as one thing must not be shown as another.
func tokenType(b *Badge) finding {
	presentation := b.format == Presentation
	short := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "application/") }
	if !slices.Contains(tokenTypes[presentation], short(b.token.Type)) {
		return fail(ReasonWrongTokenType, b.token.Type)
	}
	if !slices.Contains(contentTypes[presentation], short(b.token.ContentType)) {
		return fail(ReasonWrongTokenType, b.token.ContentType)
	}
	return pass()
}

// claimsAgree compares the registered claims with what the credential says in
// members of its own (OB 3.0 §8.2.4.1). Claims that are absent say nothing;
// dates count in whole seconds, as tokens have no smaller ones.
func (r *run) claimsAgree(b *Badge) finding {
	claims := b.claims
	if _, whole := claims["@context"]; whole && (claims["vc"] != nil || claims["vp"] != nil) {
		// VC-JOSE-COSE §3.1.3: which of the two was signed would be anyone's guess.
		return fail(ReasonClaimMismatch, "vc")
	}
	subject := object(b.doc, "credentialSubject")
	for _, c := range []struct {
		claim string
		says  string
		skip  bool
	}{
		{"iss", b.issuer(), b.format == Presentation && b.issuer() == ""},
		{"jti", text(b.doc, "id"), b.format == Presentation && text(b.doc, "id") == ""},
		{"sub", text(subject, "id"), b.format == Presentation},
	} {
		value, found := claims[c.claim]
		if found && !c.skip && value != c.says {
			return fail(ReasonClaimMismatch, c.claim)
		}
	}
	if b.format == Presentation {
		return pass()
	}
	return worse(datesAgree(b, "nbf", notBefore), datesAgree(b, "exp", notAfter))
}

// The members that say since when and until when a credential is valid, those
// of VC Data Model 2.0 and of 1.1. Where a document has both, either may be the
// one that a claim repeats.
var (
	notBefore = []string{"validFrom", "issuanceDate"}
	notAfter  = []string{"validUntil", "expirationDate"}
)

func datesAgree(b *Badge, claim string, members []string) finding {
	value, found := b.claims[claim]
	if !found {
		return pass()
	}
	at, ok := numericDate(value)
	if !ok {
		return fail(ReasonClaimMismatch, claim)
	}
	says := false
	for _, name := range members {
		t, ok := parseTime(text(b.doc, name))
		says = says || ok
		if ok && t.Truncate(time.Second).Equal(at.Truncate(time.Second)) {
			return pass()
		}
	}
	if says {
		return fail(ReasonClaimMismatch, claim)
	}
	return pass()
}

// tokenSigner finds the key that a token names, and whether it is the issuer's.
func (r *run) tokenSigner(b *Badge) signer {
	kid, issuer := b.token.KeyID, makerOf(b)
	switch {
	case strings.Contains(kid, "#") && isURI(kid), strings.HasPrefix(kid, "did:"):
		return r.method(kid, issuer)
	case isWeb(kid):
		return r.remoteKey(kid, issuer)
	}
	d, f := r.controller(issuer)
	if !f.passed() {
		s := unfound(f)
		if b.token.JWK != nil {
			s.key = *b.token.JWK
		}
		return s
	}
	if kid != "" {
		name, err := d.MethodID(kid)
		if err != nil {
			return signer{found: unknown(ReasonKeyNotResolvable, kid), bound: fail(ReasonKeyNotInDocument, kid)}
		}
		return r.assertionKey(d, name)
	}
	if b.token.JWK != nil {
		return r.listed(d, *b.token.JWK)
	}
	return r.guessed(b, d)
}

// makerOf is the issuer of a token's credential: of a presentation without a
// holder, who the token says made it.
func makerOf(b *Badge) string {
	if issuer := b.issuer(); issuer != "" {
		return issuer
	}
	return text(b.claims, "iss")
}

// remoteKey fetches a key that a token points at. It counts as the issuer's if
// the issuer's own document lists the same key, else it is somebody's.
func (r *run) remoteKey(address, issuer string) signer {
	d, f := r.controller(issuer)
	if f.passed() {
		if name, err := d.MethodID(address); err == nil {
			return r.assertionKey(d, name)
		}
	}
	answer, fetched := r.fetched(address)
	if fetched.failed() {
		return unfound(fetched)
	}
	key, err := readJWK(answer.Body)
	if !fetched.passed() || err != nil {
		return unfound(unknown(ReasonKeyNotResolvable, address))
	}
	if !f.passed() {
		return signer{key: key, found: pass(), bound: f}
	}
	return r.listed(d, key)
}

func readJWK(body []byte) (keys.Public, error) {
	o, err := strictjson.Object(body)
	if err != nil {
		return keys.Public{}, err
	}
	return keys.ParseJWK(o)
}

// listed asks an issuer's document for a key that came from elsewhere: the same
// key has to be there, to sign with.
func (r *run) listed(d keys.Document, key keys.Public) signer {
	for _, m := range d.Methods {
		if m.Key.Valid() && m.Key.Equal(key) {
			return r.assertionKey(d, m.ID)
		}
	}
	return signer{key: key, found: pass(), bound: fail(ReasonIssuerMismatch, "")}
}

// guessed tries the issuer's keys with a token that names none.
func (r *run) guessed(b *Badge, d keys.Document) signer {
	last := signer{found: unknown(ReasonKeyNotResolvable, d.ID), bound: fail(ReasonKeyNotInDocument, d.ID)}
	for _, name := range d.Assertion[:min(len(d.Assertion), maxKeys)] {
		s := r.assertionKey(d, name)
		if s.key.Valid() && b.token.Verify(s.key) == nil {
			return s
		}
		if s.bound.passed() {
			last = s
		}
	}
	return last
}
