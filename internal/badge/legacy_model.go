package badge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gowebpki/jcs"
)

// legacyClasses are the rules of Open Badges 2.0, which 1.x is compared with
// after it was brought into that shape.
var legacyClasses = readRules(map[string]class{
	"Assertion": {
		"id": "uri!", "type": "types!", "recipient": "Recipient!", "badge": "BadgeClass@!",
		"verification": "Verification!", "issuedOn": "when!", "expires": "when", "narrative": "text",
		"revoked": "flag", "revocationReason": "text",
	},
	"BadgeClass": {
		"id": "uri", "type": "types", "name": "text!", "description": "text!", "criteria": "any*!",
		"issuer": "Owner@!", "alignment": "Alignment*", "tags": "text*",
	},
	"Profile": {"id": "uri", "type": "types", "name": "text!", "url": "text!", "email": "text"},
	// An issuer inside of another document, where it is only a copy.
	"Owner": {"id": "uri", "type": "types", "name": "text!"},
	// What an Issuer asks for beyond a Profile.
	"Issuer": {"id": "uri!", "type": "types!", "name": "text!", "url": "text!", "email": "text!"},
	"Endorsement": {
		"id": "uri!", "type": "types!", "claim": "any!", "issuer": "Owner@!", "issuedOn": "when!",
		"verification": "Verification!",
	},
	"CryptographicKey": {"id": "uri!", "owner": "uri!", "publicKeyPem": "text!"},
	"RevocationList":   {"id": "uri!", "type": "types!", "revokedAssertions": "any*!"},

	"Recipient":    {"type": "text*!", "identity": "text!", "hashed": "flag!", "salt": "text"},
	"Verification": {"type": "text*!", "creator": "any"},
	"Alignment":    {"targetName": "text!", "targetUrl": "text!"},
})

// ob2Classes are the classes that a document may be of, the most telling first.
var ob2Classes = []string{
	"Assertion", "BadgeClass", "Issuer", "Profile", "Endorsement", "CryptographicKey", "RevocationList",
}

// ob2Types are all types of the specification, which may be on any of them.
var ob2Types = append([]string{
	"AlignmentObject", "Criteria", "Evidence", "Extension", "FrameValidation", "HostedBadge", "IdentityObject",
	"Image", "SignedBadge", "TypeValidation", "VerificationObject",
}, ob2Classes...)

func isOB2Class(typ string) bool { return slices.Contains(ob2Classes, typ) }

// classOf gives the class of an Open Badges 2.0 document, "" if it is of none.
func classOf(doc map[string]any) string {
	types := texts(doc, "type")
	for _, class := range ob2Classes {
		if slices.Contains(types, class) {
			return class
		}
	}
	return ""
}

// legacySchema is the SCHEMA check of an Open Badges 2.0 document.
func legacySchema(doc map[string]any) finding {
	if f := legacyTypes(doc); f.failed() {
		return f
	}
	if class := classOf(doc); class != "" {
		if f := conforms(legacyClasses, class, doc); f != nil {
			return fail(f.reason, f.at)
		}
	}
	return extensions(doc, "")
}

// legacyTypes asks for types that are the specification's, or whose names say
// whose they are.
func legacyTypes(doc map[string]any) finding {
	values := list(doc["type"])
	for _, v := range values {
		s, ok := v.(string)
		if !ok || !slices.Contains(ob2Types, s) && !isURI(s) {
			return fail(ReasonDataModel, "/type")
		}
	}
	if len(values) == 0 {
		return fail(ReasonDataModel, "/type")
	}
	return pass()
}

// extensions looks at the extensions in a document (OB 2.0 §Extensions): objects
// that say that they are one, and of which kind.
func extensions(value any, at string) finding {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if f := extensions(item, at); f.failed() {
				return f
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			here := at + pointer(name)
			if strings.HasPrefix(name, "extensions:") && !isExtension(v[name]) {
				return fail(ReasonDataModel, here)
			}
			if name == "@context" {
				continue
			}
			if f := extensions(v[name], here); f.failed() {
				return f
			}
		}
	}
	return pass()
}

// extensionText names, by kind, the member of a well-known extension that has to
// be a text.
var extensionText = map[string][]string{
	"ExampleExtension": {"exampleProperty", "http://schema.org/text"},
	"ApplyLink":        {"url", "http://schema.org/url"},
}

var localName = regexp.MustCompile(`[^#/:]+$`)

func isExtension(value any) bool {
	o, ok := value.(map[string]any)
	types := texts(o, "type")
	if !ok || !slices.Contains(types, "Extension") || len(types) < 2 {
		return false
	}
	for _, typ := range types {
		for _, name := range extensionText[localName.FindString(typ)] {
			if _, isText := o[name].(string); o[name] != nil && !isText {
				return false
			}
		}
	}
	return true
}

// ob2Context is the SHA-256 of the Open Badges 2.0 context in its canonical form
// (RFC 8785), for documents that spell it out.
const ob2Context = "f0e3d4893d6d879fa78b384d58ead36bfc38a6891ff224efb410f59eb484f8df"

// spellsOutOB2 tells whether a document has the whole context in place of its
// address.
func spellsOutOB2(doc map[string]any) bool {
	for _, v := range list(doc["@context"]) {
		o, ok := v.(map[string]any)
		if !ok || o["Assertion"] != "obi:Assertion" {
			continue
		}
		plain, err := json.Marshal(o)
		if err != nil {
			continue
		}
		canonical, err := jcs.Transform(plain)
		if err != nil {
			continue
		}
		if sum := sha256.Sum256(canonical); hex.EncodeToString(sum[:]) == ob2Context {
			return true
		}
	}
	return false
}

// legacyContext is the CONTEXT check of Open Badges 2.0 and 1.1: the context of
// the version has to be there. Members are read by their names, and nothing is
// signed under the meaning of others.
func (b *Badge) legacyContext() finding {
	contexts := texts(b.doc, "@context")
	switch {
	case slices.Contains(contexts, contextOB2), spellsOutOB2(b.doc):
		return pass()
	case b.format == OpenBadge1 && (slices.Contains(contexts, contextOB1) || b.doc["@context"] == nil):
		return pass()
	default:
		return fail(ReasonContextMissing, contextOB2)
	}
}
