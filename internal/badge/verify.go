package badge

// Verify checks a badge and everything in it, with the documents that the caller
// fetched, and says what it found. It asks the network for nothing: Needs says
// what should be fetched before. Whatever is missing leaves its check unknown.
func Verify(b *Badge, docs Documents, p Policy) Report {
	return newRun(docs, p).verify(b)
}

// Needs gives the addresses of documents that Verify could still use. It is
// asked again with what was fetched, until it needs nothing more: a document may
// name others. It never names more than a few dozen, whatever a badge says.
func (b *Badge) Needs(docs Documents, p Policy) []string {
	r := newRun(docs, p)
	r.verify(b)
	return r.needs()
}

// verify checks one document by the rules of its format.
func (r *run) verify(b *Badge) Report {
	switch {
	case b.trouble.outcome != Pass:
		return b.unread()
	case b.legacy():
		return r.verifyLegacy(b)
	default:
		return r.verifyCredential(b)
	}
}

// unread is the report of what could not be read.
func (b *Badge) unread() Report {
	all := findings{CheckFormat: b.trouble}
	for _, name := range checkOrder[1:] {
		all[name] = because(noteUnreadable)
	}
	return b.report(all, signature{})
}

func (b *Badge) report(all findings, s signature) Report {
	return Report{
		Verdict: all.verdict(), Format: b.format, Container: b.container, Checks: all.checks(),
		ProofOK: s.intact, IssuerBound: s.bound,
	}
}

// own checks what a credential says by itself: its form, its signature, its
// dates. It is all that a status list is asked for.
func (r *run) own(b *Badge) (findings, Report) {
	if b.trouble.outcome != Pass {
		all := findings{CheckFormat: b.trouble}
		return all, b.unread()
	}
	all := findings{
		CheckFormat:  pass(),
		CheckContext: b.contexts(r.known),
		CheckSchema:  b.schema(r.known),
	}
	s := unsigned()
	all[CheckValidity] = because(noteUnsigned)
	if b.signed() {
		// Nothing is fetched for a document of which it is not known what it
		// means.
		at := *r
		at.closed = r.closed || all[CheckContext].failed()
		s = at.signature(b)
		all[CheckValidity] = r.validity(b)
	}
	all[CheckProof], all[CheckIssuerBinding] = s.proof, s.binding
	return all, b.report(all, s)
}

func (r *run) signature(b *Badge) signature {
	if b.token != nil {
		return r.tokenSignature(b)
	}
	return r.integrity(b)
}

// later are the checks that only mean something of what somebody signed.
var later = []CheckName{
	CheckStatus, CheckValidity, CheckRecipient, CheckEndorsement, CheckEmbedded, CheckIssuerTrust,
}

// verifyCredential checks a Verifiable Credential or Presentation. What it
// points at outside of itself is only asked once it is proven whose it is:
// before, its addresses could be anybody's.
func (r *run) verifyCredential(b *Badge) Report {
	all, report := r.own(b)
	if !b.signed() {
		for _, name := range later {
			all[name] = because(noteUnsigned)
		}
		return b.report(all, unsigned())
	}
	var parts [3][]Part
	all[CheckStatus], all[CheckIssuerTrust] = because(noteUnproven), because(noteUnproven)
	if all[CheckProof].passed() && !all[CheckIssuerBinding].failed() && all[CheckIssuerBinding].outcome != Unknown {
		all[CheckStatus], parts[2] = r.status(b)
		all[CheckIssuerTrust], report.Registries = r.trust(b.issuer())
	}
	credential := b.Content()
	all[CheckRecipient] = none()
	if b.format != Presentation {
		all[CheckRecipient] = r.recipient(credential)
	}
	all[CheckEndorsement], parts[0] = r.endorsed(b)
	all[CheckEmbedded], parts[1] = r.embedded(b)
	report.Verdict, report.Checks = all.verdict(), all.checks()
	for _, p := range parts {
		report.Parts = append(report.Parts, p...)
	}
	if all[CheckProof].passed() && !all[CheckIssuerBinding].failed() {
		report.Credential = credential
	}
	return report
}
