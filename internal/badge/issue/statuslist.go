package issue

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/status"
)

// The purposes of status lists. Revocation is for good; a suspension can be
// lifted (Bitstring Status List 1.0 §2.2).
const (
	Revocation = "revocation"
	Suspension = "suspension"
)

// List is what a status list says: the entries of one issuer for one purpose.
type List struct {
	// ID is the URL that the list is served at.
	ID string
	// Issuer has to be the issuer of the badges.
	Issuer  string
	Purpose string
	Entries *status.Builder
	// ValidFrom to ValidUntil is how long the list is good for: a verifier
	// that gets no newer one afterwards knows nothing.
	ValidFrom  time.Time
	ValidUntil time.Time
	// TTL is how long a verifier may keep it without asking again.
	TTL time.Duration
}

// StatusList is the BitstringStatusListCredential without its proof.
func StatusList(l List) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextCredentials})
	n.id(l.ID)
	n.link("id", l.ID)
	n.types("VerifiableCredential", "BitstringStatusListCredential")
	n.reference("issuer", l.Issuer)
	n.period(l.ValidFrom, &l.ValidUntil)
	s := n.child("credentialSubject")
	s.id(l.ID + "#list")
	s.members["type"] = "BitstringStatusList"
	s.purpose(l.Purpose)
	if l.TTL < time.Millisecond || l.TTL > l.ValidUntil.Sub(l.ValidFrom) {
		s.refuse("ttl", "is none, or longer than the list is valid")
	}
	s.members["ttl"] = json.Number(strconv.FormatInt(l.TTL.Milliseconds(), 10))
	if l.Entries == nil {
		s.refuse("encodedList", "is missing")
		return n.finish()
	}
	s.text("encodedList", l.Entries.Encode())
	return n.finish()
}

func (n node) purpose(purpose string) {
	if purpose != Revocation && purpose != Suspension {
		n.refuse("statusPurpose", "is neither revocation nor suspension")
	}
	n.text("statusPurpose", purpose)
}
