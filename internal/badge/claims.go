package badge

import (
	"encoding/json"
	"maps"
	"time"
)

// fromClaims completes the credential in a "vc" claim: what the token says in a
// registered claim may be left out of it (VC Data Model 1.1 §6.3.1).
func fromClaims(vc, claims map[string]any) map[string]any {
	doc := maps.Clone(vc)
	adopt(doc, "issuer", claims["iss"])
	adopt(doc, "id", claims["jti"])
	if _, dated := doc["validFrom"]; !dated {
		adopt(doc, "issuanceDate", dateClaim(claims["nbf"]))
	}
	if _, dated := doc["validUntil"]; !dated {
		adopt(doc, "expirationDate", dateClaim(claims["exp"]))
	}
	if subject, ok := doc["credentialSubject"].(map[string]any); ok {
		subject = maps.Clone(subject)
		adopt(subject, "id", claims["sub"])
		doc["credentialSubject"] = subject
	}
	return doc
}

// presentationFromClaims does the same for a "vp" claim.
func presentationFromClaims(vp, claims map[string]any) map[string]any {
	doc := maps.Clone(vp)
	adopt(doc, "holder", claims["iss"])
	adopt(doc, "id", claims["jti"])
	return doc
}

// adopt sets a member that is missing, if there is a value for it.
func adopt(doc map[string]any, name string, value any) {
	if _, found := doc[name]; found {
		return
	}
	if s, ok := value.(string); ok && s != "" {
		doc[name] = s
	}
}

// dateClaim writes a NumericDate as a credential writes a date.
func dateClaim(value any) any {
	if t, ok := numericDate(value); ok {
		return t.Format(time.RFC3339)
	}
	return nil
}

// numericDate reads the seconds of a JWT claim (RFC 7519 §2), whole or not.
func numericDate(value any) (time.Time, bool) {
	n, ok := value.(json.Number)
	if !ok {
		return time.Time{}, false
	}
	seconds, err := n.Float64()
	if err != nil || seconds < 0 || seconds >= maxUnix {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}
