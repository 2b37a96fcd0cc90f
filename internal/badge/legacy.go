package badge

import (
	"slices"
	"strings"
)

// legacy is one verification of an Open Badges 2.0 or 1.x document.
type legacy struct {
	*run
	badge *Badge
	// doc is the document in the shape of 2.0: as given, and as its host
	// serves it once that is known.
	doc map[string]any
	// class and issuer were fetched from their own identifiers.
	class, issuer linked
	// final is where redirects led from the document's own address, if they did.
	final     string
	all       findings
	signature signature
}

// verifyLegacy checks an Open Badges 2.0 or 1.x document. What is embedded in it
// is only a copy: badge class and issuer are fetched again, and of a hosted
// assertion the assertion itself (OB 2.0 §Verification).
func (r *run) verifyLegacy(b *Badge) Report {
	own := *r // whose source may become the address inside the badge
	l := &legacy{run: &own, badge: b, doc: upgraded(b.doc, b.format), all: findings{CheckFormat: pass()}}
	if b.address != "" && !l.open() {
		return b.report(l.all, l.signature)
	}
	l.all[CheckContext] = l.badge.legacyContext()
	if l.all[CheckRecipient] = l.recipient(Credential{}); l.vouches() {
		l.statement()
	} else {
		l.all[CheckSchema] = legacySchema(l.doc)
		l.hosted()
	}
	l.all[CheckProof], l.all[CheckIssuerBinding] = l.signature.proof, l.signature.binding
	report := b.report(l.all, l.signature)
	report.Format = l.badge.format
	l.finish(&report)
	return report
}

// open fetches a badge that was baked as nothing but its address.
func (l *legacy) open() bool {
	d, f := l.fetched(l.badge.address)
	if !f.passed() {
		l.signature.proof = absent(d, f, l.badge.address)
		l.all[CheckProof] = l.signature.proof
		return false
	}
	served := Parse(d.Body)
	if !served.readable() || !served.legacy() || served.address != "" || served.token != nil {
		l.all[CheckFormat] = fail(ReasonMalformed, l.badge.address)
		return false
	}
	l.policy.Source, l.final = l.badge.address, d.FinalURL
	l.badge, l.doc = served, upgraded(served.doc, served.format)
	return true
}

// vouches tells whether the document is somebody's statement about another, and
// not only the description of something.
func (l *legacy) vouches() bool {
	class := classOf(l.doc)
	return class == "Assertion" || class == "Endorsement"
}

// statement checks an assertion or an endorsement.
func (l *legacy) statement() {
	if revoked(l.doc) {
		l.all[CheckStatus] = fail(ReasonRevoked, text(l.doc, "revocationReason"))
		l.signature.proof = because(noteHosted)
		return
	}
	if l.all[CheckSchema] = legacySchema(l.doc); l.all[CheckSchema].failed() {
		l.signature.proof, l.signature.binding = because(noteNotAsked), because(noteNotAsked)
		return
	}
	switch {
	case l.badge.token != nil:
		l.resolve()
		l.signed()
	case l.saysSigned():
		l.signature = unsigned()
	default:
		l.signature.binding = because(noteUnproven)
		if l.hosted(); l.signature.proof.passed() {
			l.resolve()
			l.scope()
		}
	}
	l.all[CheckValidity] = l.period()
	if classOf(l.doc) == "Assertion" {
		l.all[CheckRecipient] = l.recipient(l.content())
	}
}

// saysSigned tells whether an assertion names itself signed: as plain JSON it
// then lost its signature.
func (l *legacy) saysSigned() bool {
	types := texts(object(l.doc, "verification"), "type")
	return slices.Contains(types, "signed") || slices.Contains(types, "SignedBadge")
}

// revoked tells of what a host serves in place of an assertion that it took
// back (OB 2.0 §Revocation).
func revoked(doc map[string]any) bool { return doc["revoked"] == true }

// resolve fetches the badge class and the issuer from their own identifiers,
// and compares them with the rules of their classes.
func (l *legacy) resolve() {
	l.class = linked{doc: l.doc, found: pass(), schema: pass()}
	if classOf(l.doc) == "Assertion" {
		l.class = l.linked(l.doc["badge"], "BadgeClass", l.badge.format)
	}
	if l.issuer = l.class; !l.class.found.passed() {
		return
	}
	l.issuer = l.linked(l.class.doc["issuer"], "Profile", l.badge.format)
	for _, found := range []linked{l.class, l.issuer} {
		l.all[CheckSchema] = worse(l.all[CheckSchema], found.schema)
	}
}

// established tells why it is not known who issued the badge, if it is not.
func (l *legacy) established() finding {
	return worse(l.class.found, l.issuer.found)
}

// period is the VALIDITY_PERIOD check.
func (l *legacy) period() finding {
	from, _ := parseLooseTime(l.doc["issuedOn"])
	until, _ := parseLooseTime(l.doc["expires"])
	return l.within(from, until)
}

// finish adds what does not decide, and what the badge says.
func (l *legacy) finish(report *Report) {
	if !l.vouches() || !l.signature.proof.passed() || l.signature.binding.failed() {
		return
	}
	report.Credential = l.content()
	if report.Verdict == Invalid {
		return
	}
	l.all[CheckEndorsement], report.Parts = l.endorsed()
	if l.signature.binding.passed() {
		l.all[CheckIssuerTrust], report.Registries = l.trust(text(l.issuer.doc, "id"))
	}
	report.Checks = l.all.checks()
}

// endorsed verifies the endorsements that the badge, its class and its issuer
// point at. They are documents of their own, so that they decide nothing about
// the badge.
func (l *legacy) endorsed() (finding, []Part) {
	var all []embedded
	for _, of := range []struct {
		path string
		doc  map[string]any
	}{{"", l.doc}, {"/badge", l.class.doc}, {"/badge/issuer", l.issuer.doc}} {
		values := list(of.doc["endorsement"])
		for _, v := range values[:min(len(values), maxParts)] {
			all = append(all, embedded{path: of.path + "/endorsement", kind: PartEndorsement, value: l.published(idOf(v))})
		}
	}
	f, parts := l.endorse(all, l.doc, l.class.doc, l.issuer.doc)
	if f.failed() {
		f = unknown(ReasonEndorsementUnknown, f.about)
	}
	return f.advise(), parts
}

// published reads a document at its address.
func (l *legacy) published(address string) *Badge {
	d, f := l.fetched(address)
	if !f.passed() {
		return &Badge{container: NoContainer, format: UnknownFormat, trouble: f}
	}
	return Parse(d.Body)
}

// absent says what it means that a host does not serve what it should: gone is
// revoked (OB 2.0 §Hosted Badges), not there is not issued, and whatever else
// came is no answer.
func absent(d Document, f finding, address string) finding {
	switch {
	case f.failed():
		return f
	case d.Status == 410:
		return fail(ReasonRevoked, address)
	case d.Status == 404:
		return fail(ReasonNotFound, address)
	default:
		return unknown(ReasonNotFetched, address)
	}
}

// strayed tells whether redirects led from an address to another site. Many a
// host sends visitors wherever its address says, so that what is found there is
// anybody's. A host and those below it are one site.
func strayed(address, final string) bool {
	from, to := hostOf(address), hostOf(final)
	within := func(host, site string) bool { return host == site || strings.HasSuffix(host, "."+site) }
	return final != "" && !within(from, to) && !within(to, from)
}

// sameHost tells whether two addresses are on one host.
func sameHost(a, b string) bool {
	return hostOf(a) != "" && strings.EqualFold(hostOf(a), hostOf(b))
}
