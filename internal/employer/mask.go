// Package employer owns postings and what employers see of earners: ranked
// candidates under an alias, with the reasons. It refuses to show anyone who did
// not agree, and to tell two employers that they see the same person.
package employer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/id"
)

// Prefixes of the ids that only one employer can resolve.
const (
	candidatePrefix      = "cnd"
	candidateAwardPrefix = "cda"
)

// mask gives earners and awards the ids and aliases that one employer knows
// them by. An id is the record's id under a permutation of 128 bits keyed by
// the employer: stable, unsortable, and another record's or nobody's under any
// other employer's key.
type mask struct {
	earner, award cipher.Block
	alias         []byte
}

func newMask(secret [32]byte, organization string) (mask, error) {
	earner, err := blockFor(secret, "candidate", organization)
	if err != nil {
		return mask{}, err
	}
	award, err := blockFor(secret, "candidate award", organization)
	if err != nil {
		return mask{}, err
	}
	return mask{earner: earner, award: award, alias: derive(secret, "alias", organization)}, nil
}

// candidate is the id by which the employer knows the earner.
func (m mask) candidate(earner string) (string, error) {
	return permute(m.earner, earner, "ern", candidatePrefix)
}

// candidateAward is the id by which the employer knows the award.
func (m mask) candidateAward(award string) (string, error) {
	return permute(m.award, award, "awd", candidateAwardPrefix)
}

// CandidateOf is the id by which an organization knows an earner: for who acts for both,
// as what writes the demo does. It tells them to nobody else.
func (s *Service) CandidateOf(organization, earner string) (string, error) {
	m, err := newMask(s.MaskKey, organization)
	if err != nil {
		return "", err
	}
	return m.candidate(earner)
}

// earnerOf is the earner that the employer means by a candidate's id. It is
// well-formed for any such id, another employer's too, but then nobody's.
func (m mask) earnerOf(candidate string) (string, error) {
	raw, err := id.Parse(candidate, candidatePrefix)
	if err != nil {
		return "", err
	}
	m.earner.Decrypt(raw[:], raw[:])
	return id.Encode("ern", raw), nil
}

// name is the alias that the employer reads: "Amber Heron 274".
func (m mask) name(earner string) string {
	h := hmac.New(sha256.New, m.alias)
	h.Write([]byte(earner))
	n := binary.BigEndian.Uint64(h.Sum(nil))
	color := colors[n%uint64(len(colors))]
	n /= uint64(len(colors))
	bird := birds[n%uint64(len(birds))]
	n /= uint64(len(birds))
	return fmt.Sprintf("%s %s %03d", color, bird, n%1000)
}

func permute(b cipher.Block, record, from, to string) (string, error) {
	raw, err := id.Parse(record, from)
	if err != nil {
		return "", fmt.Errorf("mask %s: %w", from, err)
	}
	b.Encrypt(raw[:], raw[:])
	return id.Encode(to, raw), nil
}

func blockFor(secret [32]byte, purpose, organization string) (cipher.Block, error) {
	b, err := aes.NewCipher(derive(secret, purpose, organization))
	if err != nil {
		return nil, fmt.Errorf("key for %s: %w", purpose, err)
	}
	return b, nil
}

func derive(secret [32]byte, purpose, organization string) []byte {
	h := hmac.New(sha256.New, secret[:])
	h.Write([]byte(purpose + "\x00" + organization))
	return h.Sum(nil)
}

var (
	colors = []string{
		"Amber", "Ash", "Azure", "Birch", "Bronze", "Cedar", "Cobalt", "Copper", "Coral", "Crimson", "Ebony", "Emerald",
		"Flint", "Golden", "Granite", "Hazel", "Indigo", "Ivory", "Jade", "Lilac", "Maple", "Marble", "Olive", "Onyx",
		"Pearl", "Pine", "Plum", "Ruby", "Russet", "Sable", "Silver", "Teal",
	}
	birds = []string{
		"Bluebird", "Bunting", "Cardinal", "Catbird", "Crane", "Curlew", "Dove", "Dunlin", "Egret", "Falcon", "Finch",
		"Flicker", "Grebe", "Heron", "Ibis", "Jay", "Kestrel", "Kite", "Lark", "Loon", "Martin", "Merlin", "Oriole",
		"Osprey", "Owl", "Pelican", "Plover", "Quail", "Robin", "Sparrow", "Swift", "Tern", "Thrush", "Veery",
		"Warbler", "Wren",
	}
)
