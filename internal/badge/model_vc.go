package badge

import "maps"

// openClasses take any type: the specification asks that there is one, and the
// contexts say which.
var openClasses = map[string]bool{"Typed": true, "TypedWithID": true, "Proof": true, "Criteria": true}

// otherNames are the further names of a class.
var otherNames = map[string][]string{
	"OpenBadgeCredential": {"AchievementCredential"},
	"Owner":               {"Issuer", "Profile"},
}

// vcClasses are the rules for Verifiable Credentials (VC Data Model 1.1 and 2.0
// §4), Open Badges 3.0 (Appendix B) and CLR 2.0. They are ours: where the JSON
// schemas of 1EdTech ask for an array, one value will do, as JSON-LD reads both
// alike, and what they enumerate stays open, as extensions are allowed.
var vcClasses = readRules(map[string]class{
	"VerifiableCredential": {
		"id": "uri", "type": "types!", "name": "prose", "description": "prose",
		"issuer": "Issuer@!", "credentialSubject": "Subject*!",
		"validFrom": "date", "validUntil": "date", "issuanceDate": "date", "expirationDate": "date",
		"credentialStatus": "Typed*", "credentialSchema": "TypedWithID*", "refreshService": "Typed*",
		"termsOfUse": "Typed*", "evidence": "Typed*", "proof": "Proof*",
	},
	"Issuer":  {"id": "uri!", "name": "prose", "description": "prose"},
	"Subject": {"id": "uri"},
	"Proof": {
		"id": "uri", "type": "types!", "created": "text", "expires": "text", "cryptosuite": "text",
		"verificationMethod": "text", "proofPurpose": "text", "proofValue": "text",
	},
	"Typed":       {"id": "uri", "type": "types!"},
	"TypedWithID": {"id": "uri!", "type": "types!"},

	"AchievementSubject": {
		"id": "uri", "type": "types!", "achievement": "Achievement!", "identifier": "IdentityObject*",
		"activityStartDate": "date", "activityEndDate": "date", "creditsEarned": "number", "image": "Image@",
		"licenseNumber": "text", "narrative": "text", "result": "Result*", "role": "text",
		"source": "Profile@", "term": "text",
	},
	"Achievement": {
		"id": "uri!", "type": "types!", "name": "prose!", "description": "prose!", "criteria": "Criteria!",
		"achievementType": "text", "alignment": "Alignment*", "creator": "Profile@", "creditsAvailable": "number",
		"endorsement": "any*", "endorsementJwt": "text*", "fieldOfStudy": "text", "humanCode": "text",
		"image": "Image@", "inLanguage": "text", "otherIdentifier": "IdentifierEntry*", "related": "Related*",
		"resultDescription": "ResultDescription*", "specialization": "text", "tag": "text*", "version": "text",
	},
	"Alignment": {
		"type": "types!", "targetName": "text!", "targetUrl": "text!", "targetCode": "text",
		"targetDescription": "text", "targetFramework": "text", "targetType": "text",
	},
	"Criteria": {"id": "uri", "type": "types", "narrative": "text"},
	"Evidence": {
		"id": "uri", "type": "types!", "name": "text", "description": "text", "narrative": "text",
		"genre": "text", "audience": "text",
	},
	"Image": {"id": "uri!", "type": "types!", "caption": "text"},
	"IdentityObject": {
		"type": "types!", "hashed": "flag!", "identityHash": "text!", "identityType": "text!", "salt": "text",
	},
	"IdentifierEntry": {"type": "types!", "identifier": "text!", "identifierType": "text!"},
	"Related":         {"id": "uri!", "type": "types!", "inLanguage": "text", "version": "text"},
	"Result": {
		"type": "types!", "achievedLevel": "uri", "alignment": "Alignment*", "resultDescription": "uri",
		"status": "text", "value": "text",
	},
	"ResultDescription": {
		"id": "uri!", "type": "types!", "name": "text!", "resultType": "text!", "alignment": "Alignment*",
		"allowedValue": "text*", "requiredLevel": "uri", "requiredValue": "text",
		"rubricCriterionLevel": "RubricCriterionLevel*", "valueMax": "text", "valueMin": "text",
	},
	"RubricCriterionLevel": {
		"id": "uri!", "type": "types!", "name": "text!", "alignment": "Alignment*", "description": "text",
		"level": "text", "points": "text",
	},
	"Profile": {
		"id": "uri!", "type": "types!", "name": "prose", "description": "prose", "url": "text", "phone": "text",
		"email": "text", "endorsement": "any*", "endorsementJwt": "text*", "image": "Image@", "address": "Address",
		"otherIdentifier": "IdentifierEntry*", "official": "text", "parentOrg": "Profile@", "familyName": "text",
		"givenName": "text", "additionalName": "text", "patronymicName": "text", "honorificPrefix": "text",
		"honorificSuffix": "text", "familyNamePrefix": "text", "dateOfBirth": "text",
	},
	"Address": {
		"type": "types!", "addressCountry": "text", "addressCountryCode": "text", "addressRegion": "text",
		"addressLocality": "text", "streetAddress": "text", "postOfficeBoxNumber": "text", "postalCode": "text",
		"geo": "GeoCoordinates",
	},
	"GeoCoordinates": {"type": "types!", "latitude": "number!", "longitude": "number!"},

	"EndorsementSubject": {"id": "uri!", "type": "types!", "endorsementComment": "text"},
	"ClrSubject": {
		"id": "uri", "type": "types!", "verifiableCredential": "any*!", "achievement": "Achievement*",
		"association": "Association*", "identifier": "IdentityObject*",
	},
	"Association": {"type": "types!", "associationType": "text!", "sourceId": "uri!", "targetId": "uri!"},

	"VerifiablePresentation": {
		"id": "uri", "type": "types!", "holder": "Holder@", "verifiableCredential": "any*", "proof": "Proof*",
	},
	"Holder": {"id": "uri!"},
	// Its id is the credential itself, in a data: address with line breaks for some.
	"EnvelopedVerifiableCredential": {"id": "text!", "type": "types!"},

	"OpenBadgeCredential": badgeClass(class{
		"credentialSubject": "AchievementSubject!", "awardedDate": "date", "image": "Image@",
		"evidence": "Evidence*", "endorsement": "any*", "endorsementJwt": "text*",
	}),
	"EndorsementCredential": badgeClass(class{"credentialSubject": "EndorsementSubject!", "awardedDate": "date"}),
	"ClrCredential": badgeClass(class{
		"credentialSubject": "ClrSubject!", "awardedDate": "date", "image": "Image@", "evidence": "Evidence*",
		"endorsement": "any*", "endorsementJwt": "text*", "partial": "flag",
	}),
})

// badgeClass adds what every credential of 1EdTech has to the rules of one: an
// identifier, and an issuer with a profile.
func badgeClass(own class) class {
	all := class{
		"id": "uri!", "type": "types!", "name": "prose", "description": "prose", "issuer": "Profile@!",
		"validFrom": "date", "validUntil": "date", "issuanceDate": "date", "expirationDate": "date",
		"credentialStatus": "Typed*", "credentialSchema": "TypedWithID*", "refreshService": "Typed*",
		"termsOfUse": "Typed*", "proof": "Proof*",
	}
	maps.Copy(all, own)
	return all
}
