package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// imports has her import a badge by an issuer that is a key; it gives the award and
// the issuer's DID.
func (o *town) imports(t *testing.T) (award, did, original string) {
	t.Helper()
	key := world.Must(keys.Generate(keys.Ed25519, testkit.Random("elsewhere")))(t)
	did = key.PublicKey().DIDOf()
	document := world.Must(issue.Credential(issue.Award{
		ID: "urn:uuid:7d1f7c5e-3c0b-4b8e-9d43-5a7e1b0c2f64", Issuer: issue.Issuer{ID: did, Name: "School Elsewhere"},
		Achievement: issue.Achievement{
			ID: "https://elsewhere.example/welding", Type: "MicroCredential", Name: "Welding", Description: "Welds steel.", Criteria: "Weld a seam.",
		},
		Identifiers: []badge.Identifier{{
			Type: "emailAddress", Hashed: true, Salt: "salt", Value: issue.HashIdentity("averil@people.example", "salt"),
		}},
		AwardedAt: o.Clock.Now().AddDate(0, -1, 0), ValidFrom: o.Clock.Now().AddDate(0, -1, 0),
	}))(t)
	signed := world.Must(issue.Sign(document, did+"#"+key.PublicKey().Multibase(), key, o.Clock.Now().AddDate(0, -1, 0), jsonld.Builtin()))(t)
	original = string(signed)
	got := world.Must(o.Credentials.ImportBadge(o.asHer, credential.BadgeSource{Text: &original}))(t)
	return got.Award.ID, did, original
}

func TestAnImportedAwardsPageSaysWhoIssuedItAndWhetherThatIsKnown(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award, did, original := o.imports(t)
	path := o.publishes(t, award, func(in *credential.PublishAwardInput) { in.ShowName = true })
	unknown := o.page(t, path)
	has(t, unknown, "Welding", "Welds steel.", "Weld a seam.", "School Elsewhere", "Not known here", ">Valid, from an issuer not known here</h2>", path+"/badge.json")
	lacks(t, unknown, `href="/issuers/`, `src="/achievements/`, path+"/badge.png", "averil@people.example")
	has(t, o.page(t, path, "Accept-Language", "es"), "Válido, de un emisor no conocido aquí")
	if got := o.get(t, path, "Accept", "application/vc").Body.String(); got != original {
		t.Errorf("programs get %s", got)
	}
	admin := o.Member(t, auth.Admin, o.Organization(t, "Service", nil, enum.OrgService))
	world.Must(o.Credentials.TrustIssuer(admin, credential.TrustIssuerInput{URI: did, Name: "School Elsewhere", Note: "we visited it"}))(t)
	known := o.page(t, path)
	has(t, known, ">Valid</h2>", "Known here: ")
	lacks(t, known, "Not known here")
}

func TestAnImportedBadgeIsHandedOutOnlyWhereItsEarnerShowsAllOfIt(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	award, _, _ := o.imports(t)
	path := o.publishes(t, award)
	lacks(t, o.page(t, path), "badge.json", herName)
	for _, file := range []string{"badge.json", "badge.jwt", "badge.png", "badge.svg", "ob2.json"} {
		if got := o.get(t, path+"/"+file); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", file, got.Code)
		}
	}
	if got := o.get(t, path, "Accept", "application/json"); got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") {
		t.Errorf("a program gets %d %s, want the page, which is all there is", got.Code, got.Header().Get("Content-Type"))
	}
}
