package badge

import (
	"bytes"
	"errors"
	"slices"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// signed checks the signature of an assertion (OB 2.0 §Signed Badges), whose key
// has to be one that the issuer's own profile lists, and the issuer's list of
// what it revoked. A key that only says whose it is proves nothing.
func (l *legacy) signed() {
	s := &l.signature
	if l.badge.refused != nil {
		*s = signature{proof: fail(ReasonAlgNotAllowed, ""), binding: because(noteNotAsked), intact: No, bound: No}
		return
	}
	who := l.signer()
	s.binding, s.bound = who.bound, No
	if !who.key.Valid() {
		s.proof = who.found
		return
	}
	err := l.badge.token.Verify(who.key)
	s.intact = tri(err == nil)
	switch {
	case errors.Is(err, jose.ErrAlgorithm):
		s.proof = fail(ReasonAlgNotAllowed, l.badge.token.Algorithm)
	case err != nil:
		s.proof = fail(ReasonSignatureInvalid, "")
	default:
		s.proof, s.bound = pass(), tri(who.bound.passed())
	}
	l.all[CheckStatus] = because(noteUnproven)
	if s.proven() {
		l.all[CheckStatus] = l.revocations()
	}
}

// signer finds the key that the assertion names as its creator's; without a name
// it is the one key that the issuer has.
func (l *legacy) signer() signer {
	creator := idOf(object(l.doc, "verification")["creator"])
	if f := l.established(); !f.passed() {
		// The issuer cannot be asked; the signature itself still can be tried.
		s := unfound(f)
		if m, found := l.key(creator); creator != "" && found.passed() {
			s.key, s.found = m.Key, pass()
		}
		return s
	}
	own := idsOf(l.issuer.doc["publicKey"])
	if creator == "" && len(own) == 1 {
		creator = own[0]
	}
	if creator == "" {
		return unfound(unknown(ReasonKeyNotResolvable, home(l.issuer.doc)))
	}
	m, found := l.key(creator)
	if !found.passed() {
		return unfound(found)
	}
	s := signer{key: m.Key, found: pass(), bound: pass()}
	// A key of version 1.0 has no owner; it is wherever the issuer is. One that has
	// named its keys since has no others.
	bare := l.badge.format == OpenBadge1 && m.Controller == ""
	listed := slices.Contains(own, creator) || bare && len(own) == 0 && sameHost(creator, home(l.issuer.doc))
	if !listed || !bare && m.Controller != text(l.issuer.doc, "id") {
		s.bound = fail(ReasonKeyNotAuthorized, creator)
	}
	return s
}

// key fetches a key: a CryptographicKey, one inside the issuer's profile, or the
// bare PEM of version 1.0.
func (l *legacy) key(address string) (keys.Method, finding) {
	for _, o := range objects(l.issuer.doc, "publicKey") {
		if text(o, "id") == address {
			return cryptographicKey(o, address)
		}
	}
	d, f := l.fetched(address)
	switch {
	case f.failed():
		return keys.Method{}, f
	case !f.passed():
		return keys.Method{}, unknown(ReasonKeyNotResolvable, address)
	}
	if pem := bytes.TrimSpace(d.Body); bytes.HasPrefix(pem, []byte("-----BEGIN ")) && l.badge.format == OpenBadge1 {
		key, err := keys.ParsePEM(string(pem))
		if err != nil || strayed(address, d.FinalURL) {
			return keys.Method{}, unknown(ReasonKeyNotResolvable, address)
		}
		return keys.Method{ID: address, Key: key}, pass()
	}
	o, err := strictjson.Object(d.Body)
	if err != nil {
		return keys.Method{}, unknown(ReasonKeyNotResolvable, address)
	}
	return cryptographicKey(o, address)
}

func cryptographicKey(o map[string]any, address string) (keys.Method, finding) {
	m, err := keys.ParseCryptographicKey(o, address)
	if err != nil {
		return m, unknown(ReasonKeyNotResolvable, address)
	}
	return m, pass()
}

func idsOf(value any) []string {
	var ids []string
	for _, v := range list(value) {
		if id := idOf(v); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// revocations looks the assertion up in the list that its issuer's profile
// names (OB 2.0 §RevocationList; before 2.0 an object by identifier).
func (l *legacy) revocations() finding {
	address := idOf(l.issuer.doc["revocationList"])
	if address == "" {
		return none()
	}
	d, f := l.retrieved(address)
	if !f.passed() {
		return f
	}
	o, err := strictjson.Object(d.Body)
	if err != nil {
		return unknown(ReasonStatusMalformed, address)
	}
	id, uid := text(l.doc, "id"), text(l.doc, "uid")
	if l.badge.format == OpenBadge1 {
		if _, found := o[uid]; found && uid != "" {
			return fail(ReasonRevoked, text(o, uid))
		}
	}
	return listedAsRevoked(o, id, uid, text(l.issuer.doc, "id"), l.badge.format)
}

func listedAsRevoked(o map[string]any, id, uid, issuer string, format Format) finding {
	entries, ok := o["revokedAssertions"].([]any)
	if !ok && (format != OpenBadge1 || o["revokedAssertions"] != nil) {
		return unknown(ReasonStatusMalformed, "revokedAssertions")
	}
	for _, v := range entries {
		entry, _ := v.(map[string]any)
		if idOf(v) == id || uid != "" && text(entry, "uid") == uid {
			return fail(ReasonRevoked, text(entry, "revocationReason"))
		}
	}
	if owner := idOf(o["issuer"]); owner != "" && owner != issuer {
		return unknown(ReasonStatusIssuer, owner)
	}
	return pass()
}
