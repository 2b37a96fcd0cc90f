package badge

import (
	"cmp"
	"maps"
	"strings"
)

// upgraded gives a document of Open Badges 1.x in the shape of 2.0; one of 2.0
// stays as it is. Version 1.1 has types, 1.0 has verify, 0.5 has neither.
func upgraded(doc map[string]any, format Format) map[string]any {
	if format != OpenBadge1 {
		return doc
	}
	_, assertion := doc["badge"]
	_, verify := doc["verify"]
	_, class := doc["criteria"]
	switch {
	case assertion, verify:
		return upgradedAssertion(doc)
	case class:
		return upgradedClass(doc)
	default:
		return upgradedIssuer(doc)
	}
}

// typed sets the type of a document of which the shape tells it.
func typed(doc map[string]any, class string) map[string]any {
	doc = maps.Clone(doc)
	doc["type"] = class
	return doc
}

func upgradedAssertion(old map[string]any) map[string]any {
	doc := typed(old, "Assertion")
	verify := object(old, "verify")
	verification := map[string]any{"type": cmp.Or(text(verify, "type"), "hosted")}
	if verification["type"] == "signed" {
		verification["creator"] = text(verify, "url")
	}
	doc["verification"] = verification
	if text(doc, "id") == "" {
		doc["id"] = oldID(old, verification["type"] == "hosted")
	}
	if issued, found := old["issued_on"]; found {
		doc["issuedOn"] = issued
	}
	if _, dated := doc["issuedOn"]; !dated && verify == nil {
		delete(doc, "issuedOn")
	}
	// In version 0.5 the recipient was nothing but the hash.
	if recipient, ok := old["recipient"].(string); ok && verify == nil {
		doc["recipient"] = map[string]any{
			"type": "email", "identity": recipient, "hashed": strings.Contains(recipient, "$"), "salt": text(old, "salt"),
		}
	}
	if class, ok := old["badge"].(map[string]any); ok {
		doc["badge"] = upgradedClass(class)
	}
	return doc
}

// oldID makes an identifier of what versions before 1.1 had: the address where
// an assertion is published, else a number that only its issuer knows.
func oldID(old map[string]any, hosted bool) string {
	if address := text(object(old, "verify"), "url"); hosted && address != "" {
		return address
	}
	return "urn:openbadges:uid:" + cmp.Or(text(old, "uid"), "none")
}

func upgradedClass(old map[string]any) map[string]any {
	doc := typed(old, "BadgeClass")
	if issuer, ok := old["issuer"].(map[string]any); ok {
		doc["issuer"] = upgradedIssuer(issuer)
	}
	return doc
}

func upgradedIssuer(old map[string]any) map[string]any {
	doc := typed(old, "Profile")
	if origin := text(old, "origin"); origin != "" && text(doc, "url") == "" {
		doc["url"] = origin
	}
	if contact := text(old, "contact"); contact != "" && text(doc, "email") == "" {
		doc["email"] = contact
	}
	return doc
}
