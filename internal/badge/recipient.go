package badge

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
)

// kinds of identifiers that a person can be compared by.
type identity int

const (
	byEmail identity = iota
	byDID
	byPhone
	byURL
)

// identityKinds sorts the names that Open Badges 3.0 and 2.0 have for kinds of
// identifiers. Others, a student's number say, are known to the issuer alone.
var identityKinds = map[string]identity{
	"emailAddress": byEmail, "email": byEmail,
	"did": byDID, "id": byDID,
	"phone": byPhone, "telephone": byPhone,
	"url": byURL,
}

// identities are what is known of the person, by kind.
func (p *Recipient) identities() map[identity][]string {
	return map[identity][]string{byEmail: p.Emails, byDID: p.DIDs, byPhone: p.Phones, byURL: p.URLs}
}

// recipient is the RECIPIENT check. A person is somebody else if something is
// known of them that the badge also names, and none of it is the same.
func (r *run) recipient(c Credential) finding {
	person := r.policy.Recipient
	if person == nil {
		return none()
	}
	comparable := false
	for _, id := range c.identifiers() {
		kind, ok := identityKinds[id.Type]
		if !ok {
			continue
		}
		known := person.identities()[kind]
		if slices.ContainsFunc(known, func(own string) bool { return id.names(kind, own) }) {
			return pass()
		}
		comparable = comparable || len(known) > 0 && id.readable()
	}
	if comparable {
		return fail(ReasonRecipientMismatch, "")
	}
	return unknown(ReasonRecipientUnknown, "")
}

// identifiers are all that the badge names its holder by, the subject's own
// identifier among them.
func (c Credential) identifiers() []Identifier {
	scheme, rest, _ := strings.Cut(c.SubjectID, ":")
	switch strings.ToLower(scheme) {
	case "":
		return c.Identifiers
	case "mailto":
		return append([]Identifier{{Type: "email", Value: rest}}, c.Identifiers...)
	case "tel":
		return append([]Identifier{{Type: "telephone", Value: rest}}, c.Identifiers...)
	case "http", "https":
		return append([]Identifier{{Type: "url", Value: c.SubjectID}}, c.Identifiers...)
	case "did":
		return append([]Identifier{{Type: "did", Value: c.SubjectID}}, c.Identifiers...)
	default:
		return c.Identifiers
	}
}

// hashes are the algorithms of hashed identities. MD5, which Open Badges 2.0
// also allows, is not among them: who made the badge could have made two.
var hashes = map[string]func() hash.Hash{
	"sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

// readable tells whether an identifier can be compared at all.
func (id Identifier) readable() bool {
	algorithm, _, found := strings.Cut(id.Value, "$")
	return !id.Hashed || found && hashes[strings.ToLower(algorithm)] != nil
}

// names tells whether an identifier is the given one. Addresses are compared
// without case, as mail is delivered, hashed ones in both spellings that issuers
// hash.
func (id Identifier) names(kind identity, own string) bool {
	if id.Hashed {
		return id.hashes(own) || kind == byEmail && id.hashes(lower(own))
	}
	switch kind {
	case byEmail:
		return lower(strings.TrimPrefix(id.Value, "mailto:")) == lower(own)
	case byPhone:
		return digits(id.Value) == digits(own) && digits(own) != ""
	default:
		return id.Value == own
	}
}

// hashes tells whether the hash of the identity, with the salt behind it, is the
// identifier's (OB 2.0 §IdentityHash, OB 3.0 §B.6.3).
func (id Identifier) hashes(own string) bool {
	algorithm, digest, found := strings.Cut(id.Value, "$")
	start := hashes[strings.ToLower(algorithm)]
	if !found || start == nil {
		return false
	}
	h := start()
	h.Write([]byte(own + id.Salt))
	return strings.EqualFold(hex.EncodeToString(h.Sum(nil)), digest)
}

// lower writes an address in small letters, those of ASCII alone: Unicode has
// others that it folds into them, the sign of kelvins into a k, and the mail goes
// to somebody else.
func lower(address string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' {
			return c - 'A' + 'a'
		}
		return c
	}, address)
}

// digits keeps what tells telephone numbers apart.
func digits(number string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c == '+' {
			return c
		}
		return -1
	}, number)
}
