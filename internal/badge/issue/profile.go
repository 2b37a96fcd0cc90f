package issue

import "github.com/stackmatch/stackmatch/internal/badge"

// Issuer says who issues. Its ID is a did:web, or the https URL of its profile.
type Issuer = badge.Profile

// Profile is the issuer's profile as a document of its own (OB 3.0 §B.1 Profile).
// With keys, it is the controller document of an issuer whose ID is the URL that
// it is served at; the profile of a DID has none, for those are in the DID's own
// document.
func Profile(i Issuer, methods ...MethodKey) (map[string]any, error) {
	n := newDraft().root()
	n.members["@context"] = texts([]string{contextCredentials, contextBadges})
	n.profile(i)
	n.must("name", i.Name)
	if len(methods) > 0 {
		n.members["@context"] = texts([]string{
			contextCredentials, contextBadges, contextDID, contextMultikey, contextJWK,
		})
		n.methods(i.ID, methods)
	}
	return n.finish()
}

// profile fills a node with what a party says of itself.
func (n node) profile(p badge.Profile) {
	n.id(p.ID)
	n.types("Profile")
	n.text("name", p.Name)
	n.link("url", p.URL)
	n.text("email", p.Email)
	n.text("description", p.Description)
	n.image(p.Image)
}
