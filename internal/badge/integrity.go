package badge

import (
	"errors"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
)

// signature is what was found out about whoever vouches for a document.
type signature struct {
	proof   finding
	binding finding
	// intact speaks of the mathematics alone, bound of whose key it is.
	intact Tri
	bound  Tri
}

// proven tells whether the document is its issuer's, unchanged.
func (s signature) proven() bool { return s.proof.passed() && s.binding.passed() }

// unsigned is the signature of what nobody signed.
func unsigned() signature {
	return signature{proof: fail(ReasonNoProof, ""), binding: because(noteUnsigned)}
}

// integrity checks every proof of a document (VC Data Integrity §4.2 and §4.5).
// All of them have to verify; one of them has to be the issuer's.
func (r *run) integrity(b *Badge) signature {
	proofs, err := proof.Proofs(b.doc)
	if err != nil {
		return signature{proof: fail(ReasonMalformed, err.Error()), binding: because(noteNotAsked)}
	}
	all := signature{proof: pass()}
	values := count(b.doc)
	for _, p := range proofs {
		s, key := r.maker(b, p)
		switch {
		case all.proof.failed(): // which no further proof makes up for
		case r.proving(b, values, p):
			r.oneProof(b, p, key, &s)
		default:
			s.proof = unknown(ReasonTooComplex, "")
		}
		all = all.with(s)
	}
	return all
}

// with adds a further signature of the same document.
func (s signature) with(o signature) signature {
	s.proof = worse(s.proof, o.proof)
	s.binding = better(s.binding, o.binding)
	if s.intact == Unset || o.intact == No {
		s.intact = o.intact
	}
	s.bound = max(s.bound, o.bound)
	return s
}

// better gives the binding that says more for the document: one signature of
// the issuer's is enough, whoever else signed.
func better(a, b finding) finding {
	if a.outcome == "" || b.passed() || a.failed() && b.outcome == Unknown {
		return b
	}
	return a
}

// unfit are the reasons after which the signature itself is good.
var unfit = map[proof.Code]bool{proof.ProofPurpose: true, proof.DateFormat: true}

// maker finds whose key made a proof, whether or not it verifies, as that is a
// question of its own. Without a proven key, proof says why.
func (r *run) maker(b *Badge, p map[string]any) (s signature, key keys.Public) {
	method := text(p, "verificationMethod")
	who := unfound(unknown(ReasonKeyNotResolvable, method))
	if method != "" {
		who = r.method(method, b.issuer())
	}
	s = signature{proof: who.found, binding: who.bound, bound: tri(who.bound.passed())}
	if key = who.key; !key.Valid() {
		key = spelled(method)
	}
	return s, key
}

// oneProof checks one proof with the key that should have made it.
func (r *run) oneProof(b *Badge, p map[string]any, key keys.Public, s *signature) {
	found, intact := proofFinding(proof.Verify(b.doc, p, key, r.known))
	if key.Valid() {
		s.intact = intact
	}
	if b.format == Presentation && found.reason == ReasonProofPurpose && p["proofPurpose"] == "authentication" {
		found = pass()
	}
	if found.passed() {
		found = r.withinDates(p)
	}
	switch {
	case found.reason == ReasonUnsupportedSuite:
		// Whoever made it, nothing can be said of it.
		s.proof, s.binding = found, better(found, s.binding)
	case s.proof.passed():
		// Otherwise what was tried was a key that anyone could have written there.
		s.proof = found
	}
}

// proofFinding puts an error of package proof into a finding, and tells what it
// says of the signature itself.
func proofFinding(err error) (finding, Tri) {
	var problem *proof.Error
	switch {
	case err == nil:
		return pass(), Yes
	case !errors.As(err, &problem):
		return fail(ReasonMalformed, err.Error()), Unset
	case problem.Code == proof.UnsupportedCryptosuite:
		return unknown(ReasonUnsupportedSuite, problem.Detail), Unset
	case problem.Code == proof.TooComplex:
		return fail(ReasonTooComplex, problem.Detail), Unset
	default:
		return fail(Reason(problem.Code), problem.Detail), tri(unfit[problem.Code])
	}
}

// withinDates checks the dates of a proof that verified: it may say how long it
// counts (VC Data Integrity §2.1).
func (r *run) withinDates(p map[string]any) finding {
	dates, err := proof.Dates(p)
	if err != nil {
		return fail(ReasonDateFormat, err.Error())
	}
	if !dates.Expires.IsZero() && !r.policy.Now.Before(dates.Expires) {
		return fail(ReasonExpired, text(p, "expires"))
	}
	return pass()
}
