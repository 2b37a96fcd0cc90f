package credential_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestNobodyAwardsUnderAnothersDefinition(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	uri := "https://college.example/welding"
	local := world.Must(f.Catalog.PublishMicroCredential(f.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, URI: uri, Developer: college.ID, Issuers: []string{college.ID},
		Version: catalog.VersionInput{
			Title: map[string]string{"en": "Welding"}, Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryInPerson},
			Competencies: []catalog.CompetencyInput{{Skill: f.welding, Level: 3}, {Skill: f.soldering, Level: 2}},
		},
	}))(t)
	theirs := func(n int) func(*issue.Award) {
		return func(a *issue.Award) {
			a.ID = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-0000000000%02d", n)
			a.Achievement.ID = uri
		}
	}
	mallory := f.maker(t, "College")
	f.trusts(t, mallory)
	a := f.imports(t, f.asAna, mallory.badge(t, anaMail, theirs(1))).Award
	if a.MicroCredentialID == local.ID || a.IssuerID == college.ID {
		t.Fatalf("Mallory awards the college's: %v", a)
	}
	if diff := cmp.Diff(map[string]int{"weld": 1}, f.pairs(t, a.ID)); diff != "" {
		t.Errorf("Mallory's shows %s", diff)
	}
	same := f.imports(t, f.asAna, mallory.badge(t, anaMail, theirs(2))).Award
	if same.MicroCredentialID != a.MicroCredentialID {
		t.Error("two badges of one achievement are of two micro-credentials")
	}

	// The college's own badges, by the id that an admin knows as the college's.
	m := f.maker(t, "College of welding")
	world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: m.did, Organization: &college.ID}))(t)
	own := f.imports(t, f.asAna, m.badge(t, anaMail, theirs(3))).Award
	if own.MicroCredentialID != local.ID || own.IssuerID != college.ID || own.VersionID != *local.CurrentVersionID {
		t.Errorf("the college's own is %v", own)
	}
	if diff := cmp.Diff(map[string]int{"weld": 3, "solder": 2}, f.pairs(t, own.ID)); diff != "" {
		t.Errorf("the college's own shows %s", diff)
	}
}

func TestWhoComesFirstDoesNotTakeAnothersAchievementID(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	uri := "https://college.example/welding"
	named := func(a *issue.Award) { a.Achievement.ID = uri }
	mallory, college := f.maker(t, "Mallory"), f.maker(t, "College")
	squat := f.imports(t, f.asAna, mallory.badge(t, anaMail, named)).Award
	own := f.imports(t, f.asAna, college.badge(t, anaMail, named)).Award
	if squat.MicroCredentialID == own.MicroCredentialID {
		t.Fatal("two issuers share a definition")
	}
	f.trusts(t, college)
	of := world.Must(f.DB().MicroCredential.Query().Where(microcredential.URI(uri)).Only(f.Ctx))(t)
	if of.ID != own.MicroCredentialID {
		t.Errorf("the id is held by %v", of)
	}
}

func TestBadgesAreAwardsOfWhatTheirAchievementIsIdentifiedAs(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	local := f.MicroCredential(t, college, "Welding", map[string]int{"weld": 3})
	m := f.maker(t, "College of welding")
	world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: m.did, Organization: &college.ID}))(t)
	uri := "https://college.example/welding"
	badge := func(n int) credential.Imported {
		return *f.imports(t, f.asAna, m.badge(t, anaMail, func(a *issue.Award) {
			a.ID, a.Achievement.ID = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-0000000000%02d", n), uri
		}))
	}
	before := badge(1).Award
	if before.MicroCredentialID == local.ID {
		t.Fatal("nobody has said yet what it is")
	}
	other := f.Organization(t, "Other", nil, enum.OrgIssuer, enum.OrgDeveloper)
	_, err := f.Catalog.Identify(f.Member(t, auth.Developer, other), catalog.IdentifyInput{MicroCredential: local.ID, URI: &uri})
	if diff := cmp.Diff([]string{"NOT_FOUND microCredential"}, world.Problems(t, err)); diff != "" {
		t.Errorf("another developer: %s", diff)
	}
	theirs := f.MicroCredential(t, other, "Theirs", nil)
	_, err = f.Catalog.Identify(f.Member(t, auth.Developer, other), catalog.IdentifyInput{MicroCredential: theirs.ID, URI: &uri})
	if diff := cmp.Diff([]string{"CONFLICT uri"}, world.Problems(t, err)); diff != "" {
		t.Errorf("another's achievement: %s", diff)
	}
	_, err = f.Catalog.Identify(f.Member(t, auth.Developer, college), catalog.IdentifyInput{MicroCredential: local.ID, URI: world.Ptr("welding")})
	if diff := cmp.Diff([]string{"INVALID uri"}, world.Problems(t, err)); diff != "" {
		t.Errorf("no URI: %s", diff)
	}
	world.Must(f.Catalog.Identify(f.Member(t, auth.Developer, college), catalog.IdentifyInput{MicroCredential: local.ID, URI: &uri}))(t)
	if after := badge(2).Award; after.MicroCredentialID != local.ID || after.VersionID != *local.CurrentVersionID {
		t.Errorf("identified, it is %v", after)
	}
	if kept := world.Must(f.DB().Award.Get(f.Ctx, before.ID))(t); kept.MicroCredentialID != before.MicroCredentialID {
		t.Error("what was imported before is another now")
	}
}
