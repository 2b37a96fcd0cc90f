package issue

import (
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// Association ties two achievements of a record, by their ids: a badge isPartOf
// a stack, a prerequisite precedes what it is one of.
type Association = badge.Association

// CLRRecord is a learner's record: signed badges, and how they belong together.
type CLRRecord struct {
	ID          string
	Name        string
	Description string
	Issuer      Issuer
	SubjectID   string
	Identifiers []Identifier
	// Credentials are signed, and go in as they are.
	Credentials []map[string]any
	// Achievements are those that no credential has, such as a stack.
	Achievements []Achievement
	Associations []Association
	// Partial says that the learner has more than this.
	Partial    bool
	ValidFrom  time.Time
	ValidUntil *time.Time
	Status     []StatusEntry
}

// CLR is the record without its proof: a ClrCredential of CLR 2.0.
func CLR(r CLRRecord) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextCredentials, contextRecords, contextBadges})
	n.id(r.ID)
	n.types("VerifiableCredential", "ClrCredential")
	n.must("name", r.Name)
	n.text("description", r.Description)
	n.child("issuer").profile(r.Issuer)
	n.period(r.ValidFrom, r.ValidUntil)
	if r.Partial {
		n.members["partial"] = true
	}
	s := n.child("credentialSubject")
	s.types("ClrSubject")
	s.holder(r.SubjectID, r.Identifiers)
	s.credentials(r.Credentials)
	for _, a := range r.Achievements {
		s.element("achievement").achievement(a, r.Issuer.ID)
	}
	s.associations(r.Associations)
	n.status(r.Status)
	return n.finish()
}

func (n node) credentials(list []map[string]any) {
	if len(list) == 0 {
		n.refuse("verifiableCredential", "is empty")
	}
	var all []any
	seen := map[string]bool{}
	for _, credential := range list {
		id, _ := credential["id"].(string)
		if credential["proof"] == nil || id == "" || seen[id] {
			n.refuse("verifiableCredential", "has one without a proof or an id of its own")
		}
		seen[id] = true
		all = append(all, credential)
	}
	n.members["verifiableCredential"] = all
}

func (n node) associations(list []Association) {
	seen := map[Association]bool{}
	for _, a := range list {
		if seen[a] {
			continue
		}
		seen[a] = true
		e := n.element("association")
		e.members["type"] = "Association"
		e.must("associationType", a.Type)
		e.closedWord("associationType", a.Type, associationTypes)
		e.reference("sourceId", a.Source)
		e.reference("targetId", a.Target)
	}
}

// Embeddable says why a signed credential can't be a part of a record, if so. One
// of the VC Data Model 1.1 can't: its context and ours define the same words in
// two ways.
func Embeddable(credential map[string]any, c *jsonld.Contexts) error {
	_, err := c.Dataset(map[string]any{
		"@context": texts([]string{contextCredentials, contextRecords, contextBadges}),
		"type":     texts([]string{"VerifiableCredential", "ClrCredential"}),
		"credentialSubject": map[string]any{
			"type":                 texts([]string{"ClrSubject"}),
			"verifiableCredential": []any{credential},
		},
	})
	if err != nil {
		return fmt.Errorf("put into a record: %w", err)
	}
	return nil
}
