package issue

import "time"

// Endorsement is what one party says in favor of something: of an achievement, or
// of an organization.
type Endorsement struct {
	// ID is a urn:uuid, or the URL that it is served at.
	ID     string
	Name   string
	Issuer Issuer
	// SubjectID is the id of what is endorsed, as badges name it.
	SubjectID string
	// Comment is Markdown, as Open Badges has it.
	Comment    string
	ValidFrom  time.Time
	ValidUntil *time.Time
}

// EndorsementCredential is the endorsement without its proof (OB 3.0 §B.1
// EndorsementCredential).
func EndorsementCredential(e Endorsement) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextCredentials, contextBadges})
	n.id(e.ID)
	n.types("VerifiableCredential", "EndorsementCredential")
	n.must("name", e.Name)
	n.child("issuer").profile(e.Issuer)
	n.period(e.ValidFrom, e.ValidUntil)
	s := n.child("credentialSubject")
	s.id(e.SubjectID)
	s.types("EndorsementSubject")
	s.must("endorsementComment", e.Comment)
	return n.finish()
}
