package badge

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// modelOf names the class that a format's documents are of.
var modelOf = map[Format]string{
	OpenBadge3: "OpenBadgeCredential", OpenBadge3JWT: "OpenBadgeCredential",
	Endorsement: "EndorsementCredential", CLR2: "ClrCredential", Presentation: "VerifiablePresentation",
	StatusList: "VerifiableCredential", OtherCredential: "VerifiableCredential",
}

// schema is the SCHEMA check of a Verifiable Credential or Presentation.
func (b *Badge) schema(contexts *jsonld.Contexts) finding {
	f := b.vcFlaw(contexts)
	switch {
	case f == nil:
		return pass()
	case b.signed():
		return fail(f.reason, f.at)
	default:
		// Of a document that nobody signed nothing but its form can be told:
		// a date without a zone is a flaw of the form there.
		return fail(ReasonDataModel, f.at)
	}
}

func (b *Badge) vcFlaw(contexts *jsonld.Contexts) *flaw {
	if !b.signed() {
		if f := unsignedContextFlaw(b.doc, contexts); f != nil {
			return f
		}
	}
	if b.format == Presentation {
		return presentationFlaw(b.doc)
	}
	return credentialFlaw(b.doc, modelOf[b.format], b.signed())
}

// credentialFlaw applies the class's rules, and those that speak of more than
// one member.
func credentialFlaw(doc map[string]any, class string, signed bool) *flaw {
	if !signed && class == "VerifiableCredential" {
		doc = withSomeIssuer(doc)
	}
	if f := conforms(vcClasses, class, doc); f != nil {
		return f
	}
	subjects := objects(doc, "credentialSubject")
	empty := func(s map[string]any) bool { return len(s) == 0 }
	switch {
	case !slices.Contains(texts(doc, "type"), "VerifiableCredential"):
		return &flaw{"/type", ReasonDataModel}
	case slices.ContainsFunc(subjects, empty):
		return &flaw{"/credentialSubject", ReasonDataModel}
	case mustBeDated(doc, class) && !dated(doc):
		return &flaw{"/validFrom", ReasonDataModel}
	case class == "VerifiableCredential" && slices.ContainsFunc(subjects, isAchievementSubject):
		// OB 3.0 §B.1.1: such a subject is an AchievementCredential's.
		return &flaw{"/type", ReasonDataModel}
	default:
		return nil
	}
}

// withSomeIssuer stands in for the issuer of a credential that nobody issued
// yet: the issuer is who signs it.
func withSomeIssuer(doc map[string]any) map[string]any {
	issuer, found := doc["issuer"]
	o, isObject := issuer.(map[string]any)
	if found && !isObject {
		return doc
	}
	doc, o = maps.Clone(doc), maps.Clone(o)
	if o == nil {
		o = map[string]any{}
	}
	if _, named := o["id"]; !named {
		o["id"] = "urn:nobody:yet"
	}
	doc["issuer"] = o
	return doc
}

// mustBeDated tells whether the credential's specification asks since when it
// is valid: VC Data Model 1.1 §4.6 of all, 1EdTech of its own.
func mustBeDated(doc map[string]any, class string) bool {
	return class != "VerifiableCredential" || slices.Contains(texts(doc, "@context"), contextVC1)
}

func dated(doc map[string]any) bool {
	return text(doc, "validFrom") != "" || text(doc, "issuanceDate") != ""
}

func isAchievementSubject(subject map[string]any) bool {
	return slices.Contains(texts(subject, "type"), "AchievementSubject")
}

// presentationFlaw applies the rules for presentations (VC Data Model 2.0
// §4.13) and, to what they hold, those for credentials.
func presentationFlaw(doc map[string]any) *flaw {
	if f := conforms(vcClasses, "VerifiablePresentation", doc); f != nil {
		return f
	}
	if slices.Contains(texts(doc, "type"), "VerifiableCredential") {
		// It would be its holder's to one reader, and its issuer's to another.
		return &flaw{"/type", ReasonDataModel}
	}
	tokens := slices.Contains(texts(doc, "@context"), contextVC1)
	for i, v := range list(doc["verifiableCredential"]) {
		at := pointer("verifiableCredential", strconv.Itoa(i))
		credential, ok := v.(map[string]any)
		if !ok {
			if _, isToken := v.(string); isToken && tokens {
				continue
			}
			return &flaw{at, ReasonDataModel}
		}
		if f := presentedFlaw(credential); f != nil {
			return &flaw{at + f.at, f.reason}
		}
	}
	return nil
}

func presentedFlaw(credential map[string]any) *flaw {
	if !isEnveloped(credential) {
		return credentialFlaw(credential, "VerifiableCredential", len(list(credential["proof"])) > 0)
	}
	if f := conforms(vcClasses, "EnvelopedVerifiableCredential", credential); f != nil {
		return f
	}
	if !strings.HasPrefix(text(credential, "id"), "data:") {
		return &flaw{"/id", ReasonDataModel}
	}
	return nil
}

func isEnveloped(credential map[string]any) bool {
	return slices.Contains(texts(credential, "type"), "EnvelopedVerifiableCredential")
}
