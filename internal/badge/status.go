package badge

import (
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// maxEntries bounds the places where the status of one badge may be given.
const maxEntries = 20

// status is the STATUS check: every place in which the issuer says that the
// badge may be taken back has to say that it was not. What a place does not
// answer stays unknown; it is never "not revoked".
func (r *run) status(b *Badge) (finding, []Part) {
	entries := objects(b.doc, "credentialStatus")
	if len(entries) == 0 {
		return none(), nil
	}
	if len(entries) > maxEntries {
		return unknown(ReasonTooComplex, ""), nil
	}
	all := pass()
	var parts []Part
	for _, entry := range entries {
		f, part := r.entry(b, entry)
		all, parts = graver(all, f), append(parts, part...)
	}
	return all, parts
}

// entry looks one place up, as its type says; as each of them, should it have
// several, of which none comes first.
func (r *run) entry(b *Badge, entry map[string]any) (finding, []Part) {
	var all finding
	var parts []Part
	for _, typ := range texts(entry, "type") {
		form, known := listForms[typ]
		switch {
		case typ == "1EdTechRevocationList":
			all = graver(all, r.revocationList(b, entry))
		case known:
			f, part := r.looked(b, entry, form)
			all, parts = graver(all, f), append(parts, part...)
		}
	}
	if all.outcome == "" {
		all = unknown(ReasonStatusUnsupported, text(entry, "type"))
	}
	return all, parts
}

// graver gives the graver of two answers about a status; of two good ones, the
// one that has a message to tell; of two bad ones, the one that lasts.
func graver(a, b finding) finding {
	switch {
	case b.reason == ReasonRevoked && a.reason == ReasonSuspended, a.passed() && b.passed() && a.about == "":
		return b
	default:
		return worse(a, b)
	}
}

// retrieved fetches what a status depends on. A list that is not there is as
// little an answer as one that could not be reached.
func (r *run) retrieved(address string) (Document, finding) {
	if !isWeb(address) {
		return Document{}, unknown(ReasonStatusRetrieval, address)
	}
	d, f := r.fetched(address)
	if f.outcome == Unknown {
		f = unknown(ReasonStatusRetrieval, address)
	}
	return d, f
}

// revocationList looks the badge up in a list of 1EdTech's own kind: a plain
// document, which the issuer's signed badge names (OB 3.0 §B.12).
func (r *run) revocationList(b *Badge, entry map[string]any) finding {
	address := text(entry, "id")
	d, f := r.retrieved(address)
	if !f.passed() {
		return f
	}
	o, err := strictjson.Object(d.Body)
	if err != nil {
		return unknown(ReasonStatusMalformed, address)
	}
	if _, ok := o["revokedCredential"].([]any); !ok && o["revokedCredential"] != nil {
		return unknown(ReasonStatusMalformed, address)
	}
	for _, revoked := range objects(o, "revokedCredential") {
		if text(revoked, "id") == text(b.doc, "id") && revoked["revoked"] != false {
			return fail(ReasonRevoked, text(revoked, "revocationReason"))
		}
	}
	if issuer := idOf(o["issuer"]); issuer != b.issuer() {
		return unknown(ReasonStatusIssuer, issuer)
	}
	return pass()
}
