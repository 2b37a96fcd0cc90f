// Package id makes and reads the ids of records: a prefix that names the kind
// of record, and a time-ordered random number. Clock and randomness are
// arguments, so that tests and seeds mint the same ids again. It refuses to
// know what a prefix stands for elsewhere.
package id

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// ID is an opaque, global id: a prefix, an underscore, and the 26 characters of
// a UUIDv7 in lower-case Crockford base32. Ids of one prefix sort by time.
type ID = string

// The prefixes, one per kind of record that has an id of its own.
const (
	Organization    = "org"
	Account         = "acc"
	Membership      = "mem"
	Earner          = "ern"
	Place           = "plc"
	Offering        = "off"
	Posting         = "pst"
	Requirement     = "req"
	Framework       = "frm"
	Skill           = "skl"
	MicroCredential = "mcr"
	Version         = "ver"
	Stack           = "stk"
	StackVersion    = "stv"
	Pathway         = "pth"
	Award           = "awd"
	AwardCheck      = "chk"
	Alignment       = "aln"
	IssuerIdentity  = "isi"
	IssuerKey       = "key"
	StatusList      = "stl"
	IssuedBadge     = "bdg"
	SkillsSheet     = "sht"
	Recognition     = "rec"
	Grant           = "grt"
	Block           = "blk"
	Draft           = "dft"
	Picture         = "pic"
	Enrollment      = "enr"
	Submission      = "sub"
	Evidence        = "evd"
	Assessment      = "asm"
	SavedComment    = "cmt"
	Conflict        = "cfl"
	Cohort          = "coh"
	Delegation      = "dlg"
	Roster          = "ros"
	OfflineKey      = "ofk"
	StackCompletion = "scm"
	Endorsement     = "end"
	Outcome         = "oco"
	Invitation      = "inv"
	DataJob         = "job"
	ContactRequest  = "ctr"
	Report          = "rpt"
	HiringEvent     = "hev"
	Employment      = "emp"
	ShortlistEntry  = "sle"
	ShortlistNote   = "sln"
	SavedSearch     = "svs"
	SearchMatch     = "svm"
	Notification    = "ntf"
	Message         = "msg"
	Webhook         = "whk"
	WebhookDelivery = "whd"
	Occupation      = "occ"
	Plan            = "pln"
	Case            = "cas"
	CaseTask        = "tsk"
	CaseNote        = "cnt"
	CaseGroup       = "cgr"
	ProposalAnswer  = "pan"
)

// alphabet is Crockford's, in lower case; it is in ASCII order, so that text
// order is number order.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// encodedLen is how many characters of 5 bits hold 128 bits.
const encodedLen = 26

// New mints an id for an instant. Within a millisecond ids still sort by time,
// in steps of about 250 ns (RFC 9562 §6.2, method 3).
func New(prefix string, now time.Time, rand io.Reader) ID {
	var u [16]byte
	if _, err := io.ReadFull(rand, u[:]); err != nil {
		// An id without randomness would collide later, far from the cause.
		// crypto/rand never fails; a test's reader that runs dry is a bug.
		panic(fmt.Sprintf("id: read randomness: %v", err))
	}
	ms := uint64(now.UnixMilli())
	fraction := uint64(now.Nanosecond()%int(time.Millisecond)) * 4096 / uint64(time.Millisecond)
	binary.BigEndian.PutUint64(u[:8], ms<<16|0x7000|fraction)
	u[8] = u[8]&0x3f | 0x80
	return Encode(prefix, u)
}

// Minter mints ids from a clock and a source of randomness, which must be safe
// for concurrent use if the minter is used so (crypto/rand.Reader is).
type Minter struct {
	Now  func() time.Time
	Rand io.Reader
}

// Mint makes the next id with that prefix.
func (m Minter) Mint(prefix string) ID {
	return New(prefix, m.Now(), m.Rand)
}

// At makes an id for an instant that is not now: a seed's event, an import's date.
func (m Minter) At(prefix string, at time.Time) ID {
	return New(prefix, at, m.Rand)
}

// Prefix gives what stands before the underscore; empty if there is none.
func Prefix(s string) string {
	prefix, _, found := strings.Cut(s, "_")
	if !found {
		return ""
	}
	return prefix
}

// Encode writes 128 bits as an id.
func Encode(prefix string, u [16]byte) ID {
	hi, lo := binary.BigEndian.Uint64(u[:8]), binary.BigEndian.Uint64(u[8:])
	buf := make([]byte, len(prefix)+1+encodedLen)
	copy(buf, prefix)
	buf[len(prefix)] = '_'
	for i := len(buf) - 1; i > len(prefix); i-- {
		buf[i] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(buf)
}

// Parse reads an id that must have that prefix. Only the form that Encode
// writes is accepted: one record has one id.
func Parse(s, prefix string) ([16]byte, error) {
	var u [16]byte
	digits, found := strings.CutPrefix(s, prefix+"_")
	if !found || len(digits) != encodedLen || digits[0] > '7' {
		return u, malformed(s)
	}
	var hi, lo uint64
	for i := range len(digits) {
		v := strings.IndexByte(alphabet, digits[i])
		if v < 0 {
			return u, malformed(s)
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(v)
	}
	binary.BigEndian.PutUint64(u[:8], hi)
	binary.BigEndian.PutUint64(u[8:], lo)
	return u, nil
}

// malformed is NotFound: what has no well-formed id does not exist.
func malformed(s string) error {
	const most = 40
	if len(s) > most {
		s = s[:most] + "…"
	}
	return problem.New(problem.NotFound, "there is nothing with the id %q", s).
		Spanish("no existe nada con el id %q", s)
}
