package issue

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// JWT signs a credential as a VC-JWT of Open Badges 3.0 (§8.2): the claims repeat
// what the credential says, and the method is the id of the key in the issuer's
// document. The holder must have an id, for such a token has to have a subject.
func JWT(document map[string]any, method string, k keys.Private) (string, error) {
	d := newDraft()
	claims := node{draft: d, members: maps.Clone(document)}
	d.claim(claims, "iss", "issuer", idOf(document["issuer"]))
	d.claim(claims, "sub", "credentialSubject.id", idOf(document["credentialSubject"]))
	d.claim(claims, "jti", "id", document["id"])
	d.date(claims, "nbf", "validFrom")
	if document["validUntil"] != nil {
		d.date(claims, "exp", "validUntil")
	}
	payload, err := claims.finish()
	if err != nil {
		return "", err
	}
	text, err := Encode(payload)
	if err != nil {
		return "", err
	}
	// Nothing else is allowed in the header (§8.2.3); JWT is the type that
	// Open Badges names, and readers of vc+jwt take it too.
	token, err := jose.Sign(text, map[string]any{"kid": method, "typ": "JWT"}, k)
	if err != nil {
		return "", fmt.Errorf("sign %s: %w", method, err)
	}
	return token, nil
}

// claim repeats what the credential says elsewhere.
func (d *draft) claim(claims node, name, member string, value any) {
	text, _ := value.(string)
	if reason := checkIdentifier(text); reason != "" {
		d.refuse(member, reason)
		return
	}
	claims.members[name] = text
}

// date writes a time of the credential in seconds since 1970 (RFC 7519 §2).
func (d *draft) date(claims node, name, member string) {
	text, _ := claims.members[member].(string)
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || t.Nanosecond() != 0 {
		d.refuse(member, "is no time in seconds")
		return
	}
	claims.members[name] = json.Number(strconv.FormatInt(t.Unix(), 10))
}

// idOf is the id of an object, or the text that stands for it.
func idOf(value any) any {
	if members, ok := value.(map[string]any); ok {
		return members["id"]
	}
	return value
}
