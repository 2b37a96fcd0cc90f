package issue

import "strings"

// Hosted2 is where the documents of Open Badges 2.0 are served. A verifier fetches
// each from its id, and that is all that proves it: the assertion has to be on
// the issuer's own host.
type Hosted2 struct {
	Assertion, BadgeClass, Issuer string
	// RevocationList is empty where there is none.
	RevocationList string
}

// Assertion2 is an award for backpacks that read Open Badges 2.0. They know people
// by e-mail address, so the award has to have one among its identifiers.
func Assertion2(a Award, at Hosted2) (map[string]any, error) {
	n := open2("Assertion", at.Assertion)
	n.recipient2(a.Identifiers)
	n.reference("badge", at.BadgeClass)
	n.child("verification").members["type"] = "HostedBadge"
	if hostOf(at.Assertion) != hostOf(at.Issuer) {
		n.refuse("id", "is not on the issuer's host")
	}
	n.link("image", a.Image)
	earned := a.AwardedAt
	if earned.IsZero() {
		earned = a.ValidFrom
	}
	n.moment("issuedOn", earned)
	if a.ValidUntil != nil {
		n.moment("expires", *a.ValidUntil)
	}
	n.evidence(a.Evidence)
	return n.finish()
}

// Revoked2 is what is served in place of a revoked assertion, with 410 Gone.
func Revoked2(assertion, reason string) (map[string]any, error) {
	n := open2("Assertion", assertion)
	n.members["revoked"] = true
	n.text("revocationReason", reason)
	return n.finish()
}

// BadgeClass2 is an achievement in Open Badges 2.0, which asks for an image.
func BadgeClass2(a Achievement, at Hosted2) (map[string]any, error) {
	n := open2("BadgeClass", at.BadgeClass)
	n.must("name", a.Name)
	n.must("description", a.Description)
	n.must("image", a.Image)
	n.link("image", a.Image)
	n.criteria(a)
	n.texts("tags", a.Tags)
	n.text("version", a.Version)
	n.reference("issuer", at.Issuer)
	seen := map[string]bool{}
	for _, alignment := range a.Alignments {
		if seen[alignment.URL] {
			continue
		}
		seen[alignment.URL] = true
		e := n.element("alignment")
		e.members["type"] = "AlignmentObject"
		e.must("targetName", alignment.Name)
		e.text("targetDescription", alignment.Description)
		e.text("targetFramework", alignment.Framework)
		e.text("targetCode", alignment.Code)
		e.must("targetUrl", alignment.URL)
		e.link("targetUrl", alignment.URL)
	}
	return n.finish()
}

// Issuer2 is an issuer's profile in Open Badges 2.0, which asks for a web address
// and an e-mail address.
func Issuer2(i Issuer, at Hosted2) (map[string]any, error) {
	n := open2("Issuer", at.Issuer)
	n.must("name", i.Name)
	n.must("url", i.URL)
	n.link("url", i.URL)
	n.must("email", i.Email)
	n.text("description", i.Description)
	n.link("image", i.Image)
	n.link("revocationList", at.RevocationList)
	return n.finish()
}

// Revoked is an entry of a RevocationList2.
type Revoked struct{ Assertion, Reason string }

// RevocationList2 lists the revoked assertions of an issuer, in the order given.
func RevocationList2(list []Revoked, at Hosted2) (map[string]any, error) {
	n := open2("RevocationList", at.RevocationList)
	n.reference("issuer", at.Issuer)
	n.members["revokedAssertions"] = []any{}
	for _, r := range list {
		e := n.element("revokedAssertions")
		e.id(r.Assertion)
		e.text("revocationReason", r.Reason)
	}
	return n.finish()
}

// open2 starts a document of Open Badges 2.0, which names one type.
func open2(kind, id string) node {
	n := newDraft().root()
	n.members["@context"] = contextBadges2
	n.id(id)
	n.link("id", id)
	n.members["type"] = kind
	return n
}

func (n node) recipient2(identifiers []Identifier) {
	r := n.child("recipient")
	for _, i := range identifiers {
		if i.Type != "emailAddress" {
			continue
		}
		r.members["type"] = "email"
		r.members["hashed"] = i.Hashed
		r.must("identity", i.Value)
		r.text("salt", i.Salt)
		return
	}
	r.refuse("identity", "is empty: there is no e-mail address among the identifiers")
}

// hostOf is the origin of a web address, as it is written.
func hostOf(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}
