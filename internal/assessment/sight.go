package assessment

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// Sight is as what a viewer sees a submission; it says what they see of it.
type Sight string

// The sights, from the widest to the narrowest.
const (
	// SightEarner sees all but who assesses.
	SightEarner Sight = "EARNER"
	// SightIssuer sees whose it is and how it stands, and no evidence.
	SightIssuer Sight = "ISSUER"
	// SightCoach sees how it stands.
	SightCoach Sight = "COACH"
	// SightAssessor sees what is to be judged and, of what is judged blind, nothing
	// that tells whose it is.
	SightAssessor Sight = "ASSESSOR"
)

// Submission is a submission as one viewer sees it. What is read of Row is the
// reader's to hold against Sight.
type Submission struct {
	// ID is the one under which the viewer knows it. For who judges blind it is
	// their organization's own: the record's is known to others who know the
	// earner, and tells when it was begun.
	ID    string
	Sight Sight
	Row   *db.Submission
	// Holds tells that the viewer, an assessor, holds it or has decided it: only
	// then do they see evidence. It is not asked for the rows of a queue: what rests
	// on it is loaded by id.
	Holds bool
}

// Blind tells that the viewer must not learn whose it is.
func (s *Submission) Blind() bool {
	return s.Sight == SightAssessor && submission.Mode(s.Row.Mode).Blind()
}

// IsNode marks what node(id:) finds.
func (*Submission) IsNode() {}

// sealedID is the id that an organization's assessors know instead of a record's:
// of a submission or of its evidence. It has the same prefix, is the same each
// time, and orders and dates nothing.
func (s *Service) sealedID(organization, record string) string {
	return id.Prefix(record) + "_" + s.Cursors.Seal(sealedFor(organization), []byte(record))
}

// unsealedID gives the record's id; false for what sealedID did not give for the
// same organization.
func (s *Service) unsealedID(organization, shown string) (string, bool) {
	prefix := id.Prefix(shown)
	if len(shown) < len(prefix)+1 {
		return "", false
	}
	record, err := s.Cursors.Open(sealedFor(organization), shown[len(prefix)+1:])
	if err != nil || id.Prefix(string(record)) != prefix {
		return "", false
	}
	return string(record), true
}

func sealedFor(organization string) string { return "blind ids of " + organization }

// aliasLength makes a chance of one in twenty that two of ten thousand share one.
const aliasLength = 6

// aliasOf is the name under which an organization's assessors speak of a
// submission: "7F3K9Q".
func (s *Service) aliasOf(organization, submission string) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's: nothing is misread
	sealed, err := base64.RawURLEncoding.DecodeString(s.Cursors.Seal("aliases of "+organization, []byte(submission)))
	if err != nil || len(sealed) < 8 {
		return ""
	}
	bits := binary.BigEndian.Uint64(sealed)
	alias := make([]byte, aliasLength)
	for i := range alias {
		alias[i] = alphabet[bits&31]
		bits >>= 5
	}
	return string(alias)
}
