package credential

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The media types of public documents.
const (
	mediaCredential = "application/vc"
	mediaJSONLD     = "application/ld+json"
	mediaDID        = "application/did+json"
	mediaJWT        = "application/vc+jwt"
	// The types of imported badges: other issuers' tokens may be of any kind.
	mediaJSON   = "application/json"
	mediaOldJWT = "application/jwt"
	mediaPNG    = "image/png"
	mediaSVG    = "image/svg+xml"
)

// servicePath is where the service's own keys are.
const servicePath = "/.well-known/did.json"

func issuerPath(organization string) string { return "/issuers/" + organization }
func achievementPath(version string) string { return "/achievements/" + version }
func statusPath(list string) string         { return "/status/" + list }
func awardPath(token string) string         { return "/awards/" + token }
func sheetPath(token string) string         { return "/sheets/" + token }

// classPath is a version as the BadgeClass of an issuer: in Open Badges 2.0 a
// class has one issuer, and here several may award one definition.
func classPath(version, developer, issuer string) string {
	if issuer == developer {
		return achievementPath(version) + "/ob2.json"
	}
	return achievementPath(version) + "/ob2/" + issuer + ".json"
}

// address is a public path as others ask for it.
func (s *Service) address(path string) string { return s.Base.Scheme + "://" + s.Base.Host + path }

// pathOf is the public path that an address of ours names; false for others'.
func (s *Service) pathOf(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || s.Base == nil || u.Host != s.Base.Host || u.User != nil || u.RawQuery != "" {
		return "", false
	}
	// Keys of a did:web are asked for by https, wherever one tries things out.
	if u.Scheme != s.Base.Scheme && u.Scheme != "https" {
		return "", false
	}
	return u.EscapedPath(), true
}

// didOf is the DID of an organization that issues here, or of the service itself.
func (s *Service) didOf(organization string) (string, error) {
	path := []string{"issuers", organization}
	if organization == ourselves {
		path = nil
	}
	did, err := issue.DIDWeb(s.Base, path...)
	if err != nil {
		return "", fmt.Errorf("name the issuer: %w", err)
	}
	return did, nil
}

// PublicURL is where an award's public page is; nil unless its earner has
// published it. The address is the earner's to give away.
func (s *Service) PublicURL(row *db.Award) *string {
	if row.PublicToken == nil {
		return nil
	}
	address := s.address(awardPath(*row.PublicToken))
	return &address
}

// SheetURL is where a skills sheet is.
func (s *Service) SheetURL(row *db.SkillsSheet) string { return s.address(sheetPath(row.Token)) }

// webAddress is an address if it is one of the web that a badge can name, else "".
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.Opaque != "" {
		return ""
	}
	for _, c := range []byte(address) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			return ""
		}
	}
	return address
}

// noDocument is the answer for whatever is not public.
func noDocument() error {
	return problem.New(problem.NotFound, "there is nothing here, or nothing any more").
		Spanish("aquí no hay nada, o ya no lo hay")
}
