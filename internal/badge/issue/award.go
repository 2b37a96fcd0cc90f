package issue

import (
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// The parts of an award, as badge reads them.
type (
	// Identifier names the holder in words, which may be hashed (HashIdentity).
	Identifier = badge.Identifier
	// Evidence is what the award rests on.
	Evidence = badge.Evidence
)

// Award is what one badge says.
type Award struct {
	// ID is a urn:uuid, or a URL.
	ID          string
	Issuer      Issuer
	Achievement Achievement
	// SubjectID is the holder's DID, URL or urn. VC-JWT needs it; JSON does
	// with Identifiers alone.
	SubjectID   string
	Identifiers []Identifier
	Results     []Result
	Evidence    []Evidence
	// AwardedAt is when it was earned, and stays so when the badge is issued
	// anew; zero where that is not known.
	AwardedAt time.Time
	// ValidFrom decides which of two badges with one ID is the newer.
	ValidFrom  time.Time
	ValidUntil *time.Time
	// Status says where revocation and suspension are looked up. Open Badges'
	// JSON Schema takes one entry; the data model underneath takes several
	// (VC Data Model 2.0 §4.10), and so do the verifiers that we know.
	Status []StatusEntry
	// Image is the badge's picture; that of the achievement is Achievement.Image.
	Image string
	// Schema is the URL of a JSON Schema that verifiers hold the badge to.
	Schema string
}

// Result is what the holder reached.
type Result struct {
	// Description is the id of one of the achievement's result descriptions.
	Description string
	// AchievedLevel is the id of one of that description's levels.
	AchievedLevel string
	Value         string
	Status        string
	Alignments    []Alignment
}

// StatusEntry is a place in a status list (Bitstring Status List 1.0 §2.1).
type StatusEntry struct {
	ID      string
	List    string
	Index   int
	Purpose string
}

// Credential is the badge without its proof: an OpenBadgeCredential of Open
// Badges 3.0 on the VC Data Model 2.0.
func Credential(a Award) (map[string]any, error) {
	n := newDraft().root()
	contexts := []string{contextCredentials, contextBadges}
	n.id(a.ID)
	n.types("VerifiableCredential", "OpenBadgeCredential")
	n.must("name", a.Achievement.Name)
	n.image(a.Image)
	n.child("issuer").profile(a.Issuer)
	if !a.AwardedAt.IsZero() {
		n.moment("awardedDate", a.AwardedAt)
	}
	n.period(a.ValidFrom, a.ValidUntil)
	n.subject(a)
	n.evidence(a.Evidence)
	n.status(a.Status)
	if a.Schema != "" {
		contexts = append(contexts, contextExtensions)
		s := n.element("credentialSchema")
		s.id(a.Schema)
		s.link("id", a.Schema)
		s.members["type"] = "1EdTechJsonSchemaValidator2019"
	}
	n.members["@context"] = texts(contexts)
	return n.finish()
}

func (n node) subject(a Award) {
	s := n.child("credentialSubject")
	s.types("AchievementSubject")
	s.holder(a.SubjectID, a.Identifiers)
	s.child("achievement").achievement(a.Achievement, a.Issuer.ID)
	for _, r := range a.Results {
		s.element("result").result(r, a.Achievement.ResultDescriptions)
	}
}

// holder names the person (OB 3.0 §B.1 AchievementSubject: by id or identifier).
func (n node) holder(id string, identifiers []Identifier) {
	if id == "" && len(identifiers) == 0 {
		n.refuse("id", "is empty, and there is no identifier")
	}
	n.optionalID(id)
	seen := map[Identifier]bool{}
	for _, i := range identifiers {
		if seen[i] {
			continue
		}
		seen[i] = true
		e := n.element("identifier")
		e.members["type"] = "IdentityObject"
		e.members["hashed"] = i.Hashed
		e.must("identityHash", i.Value)
		e.must("identityType", i.Type)
		e.word("identityType", i.Type, identityTypes)
		e.text("salt", i.Salt)
	}
}

func (n node) result(r Result, descriptions []ResultDescription) {
	n.types("Result")
	n.closedWord("status", r.Status, resultStatuses)
	n.text("value", r.Value)
	n.alignments(r.Alignments)
	var of ResultDescription
	if r.Description != "" {
		n.reference("resultDescription", r.Description)
		at := slices.IndexFunc(descriptions, func(d ResultDescription) bool { return d.ID == r.Description })
		if at < 0 {
			n.refuse("resultDescription", "is none of the achievement's")
			return
		}
		of = descriptions[at]
	}
	if !hasLevel(of, r.AchievedLevel) {
		n.refuse("achievedLevel", "is no level of the result's description")
	}
	n.text("achievedLevel", r.AchievedLevel)
	if len(n.members) == 1 {
		n.refuse("value", "and everything else is empty")
	}
}

// evidence says each once, in the order given.
func (n node) evidence(list []Evidence) {
	seen := map[Evidence]bool{{}: true}
	for _, e := range list {
		if seen[e] {
			continue
		}
		seen[e] = true
		v := n.element("evidence")
		v.optionalID(e.ID)
		v.types("Evidence")
		v.text("name", e.Name)
		v.text("description", e.Description)
		v.text("narrative", e.Narrative)
		v.text("genre", e.Genre)
		v.text("audience", e.Audience)
	}
}

// status is one object for one entry, as Open Badges' schema has it, and an
// array for several.
func (n node) status(entries []StatusEntry) {
	for _, entry := range entries {
		e := n.element("credentialStatus")
		e.id(entry.ID)
		e.members["type"] = "BitstringStatusListEntry"
		e.purpose(entry.Purpose)
		if entry.Index < 0 {
			e.refuse("statusListIndex", "is negative")
		}
		e.text("statusListIndex", strconv.Itoa(entry.Index))
		e.must("statusListCredential", entry.List)
		e.link("statusListCredential", entry.List)
	}
	if len(entries) == 1 {
		n.members["credentialStatus"] = n.members["credentialStatus"].([]any)[0]
	}
}
