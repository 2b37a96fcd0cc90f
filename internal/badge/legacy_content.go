package badge

import (
	"cmp"
	"time"
)

// legacyContent is what an Open Badges 2.0 or 1.x document says of itself, with
// the copies of badge class and issuer that are in it.
func (b *Badge) legacyContent() Credential {
	doc := upgraded(b.doc, b.format)
	class := doc
	if classOf(doc) == "Assertion" {
		class = object(doc, "badge")
	}
	return legacyCredential(doc, class, class["issuer"])
}

// content is what the badge says once it is known what its host, its class and
// its issuer say.
func (l *legacy) content() Credential {
	c := legacyCredential(l.doc, l.class.doc, l.issuer.doc)
	c.Achievement.ID = cmp.Or(c.Achievement.ID, idOf(l.doc["badge"]))
	c.Issuer.ID = cmp.Or(c.Issuer.ID, idOf(l.class.doc["issuer"]))
	return c
}

func legacyCredential(doc, class map[string]any, issuer any) Credential {
	c := Credential{
		ID: text(doc, "id"), Types: texts(doc, "type"), Name: text(class, "name"),
		Description: text(class, "description"), Issuer: profile(issuer),
		ValidFrom: looseMoment(doc["issuedOn"]), ValidUntil: looseMoment(doc["expires"]),
		AwardedAt: looseMoment(doc["issuedOn"]), Image: idOf(doc["image"]), Evidence: legacyEvidence(doc),
		Endorsements: len(list(doc["endorsement"])), SubjectID: idOf(doc["claim"]),
		Achievement: Achievement{
			ID: text(class, "id"), Name: text(class, "name"), Description: text(class, "description"),
			Image: idOf(class["image"]), Tags: texts(class, "tags"), Alignments: alignments(class),
			Language: text(class, "@language"), Version: text(class, "version"), Creator: profile(issuer),
		},
	}
	for _, v := range list(class["criteria"]) {
		c.Achievement.CriteriaURL = cmp.Or(c.Achievement.CriteriaURL, idOf(v))
		if o, ok := v.(map[string]any); ok {
			c.Achievement.Criteria = cmp.Or(c.Achievement.Criteria, text(o, "narrative"))
		}
	}
	if recipient := object(doc, "recipient"); recipient != nil {
		hashed, _ := recipient["hashed"].(bool)
		for _, typ := range texts(recipient, "type") {
			c.Identifiers = append(c.Identifiers, Identifier{
				Type: typ, Value: text(recipient, "identity"), Salt: text(recipient, "salt"), Hashed: hashed,
			})
		}
	}
	return c
}

// legacyEvidence reads evidence as an address, an object, or several.
func legacyEvidence(doc map[string]any) []Evidence {
	found := evidence(doc)
	for _, address := range texts(doc, "evidence") {
		found = append(found, Evidence{ID: address})
	}
	if narrative := text(doc, "narrative"); narrative != "" {
		found = append(found, Evidence{Narrative: narrative})
	}
	return found
}

func looseMoment(value any) *time.Time {
	if t, ok := parseLooseTime(value); ok {
		return &t
	}
	return nil
}
