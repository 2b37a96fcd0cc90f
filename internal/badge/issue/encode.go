package issue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// order is how members follow each other, for the people who read them: what it
// is, who says so and when, what is said, and the proof. What is not listed
// follows by name, before the proof.
var order = places(
	"@context", "id", "type", "achievementType", "controller", "alsoKnownAs",
	"statusPurpose", "statusListIndex", "statusListCredential",
	"hashed", "identityHash", "identityType", "identity",
	"targetType", "targetName", "targetDescription", "targetFramework", "targetCode", "targetUrl",
	"associationType", "sourceId", "targetId",
	"name", "resultType", "level", "points", "url", "email", "description", "image",
	"issuer", "awardedDate", "issuedOn", "validFrom", "validUntil", "expires", "partial",
	"criteria", "narrative", "genre", "audience",
	"inLanguage", "version", "tag", "tags", "alignment",
	"allowedValue", "requiredLevel", "requiredValue", "valueMin", "valueMax",
	"rubricCriterionLevel", "resultDescription", "creator",
	"recipient", "badge", "credentialSubject", "identifier",
	"achievement", "achievedLevel", "status", "value", "result", "verifiableCredential", "association",
	"evidence", "ttl", "encodedList", "credentialStatus", "credentialSchema",
	"cryptosuite", "created", "verificationMethod", "assertionMethod",
	"iss", "sub", "jti", "nbf", "exp", "verification", "proofPurpose", "proofValue",
	"revoked", "revocationReason",
)

func places(names ...string) map[string]int {
	m := make(map[string]int, len(names)+1)
	for i, name := range names {
		m[name] = i + 1
	}
	m["proof"] = len(names) + 2
	return m
}

// Encode writes a document as JSON, its members in the order in which a person
// wants to read them. Equal documents give equal bytes.
func Encode(document map[string]any) ([]byte, error) {
	var b bytes.Buffer
	if err := encode(&b, document); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), nil
}

func encode(b *bytes.Buffer, value any) error {
	switch value := value.(type) {
	case map[string]any:
		return encodeObject(b, value)
	case []any:
		b.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := encode(b, element); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	default:
		return encodeScalar(b, value)
	}
}

func encodeObject(b *bytes.Buffer, members map[string]any) error {
	place := func(name string) int {
		if at := order[name]; at > 0 {
			return at
		}
		return order["proof"] - 1
	}
	names := slices.Sorted(maps.Keys(members))
	slices.SortStableFunc(names, func(x, y string) int { return place(x) - place(y) })
	b.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encodeScalar(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := encode(b, members[name]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// encodeScalar writes < and & as they are: nobody reads this as HTML.
func encodeScalar(b *bytes.Buffer, value any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("a value of type %T: %w", value, err)
	}
	b.Truncate(b.Len() - 1) // the line break that Encode adds
	return nil
}
