package credential_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestAnIssuerMayBeTrustedBeforeItsFirstBadge(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	identity := world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: " " + m.did, Name: "Trade School of the Valley", Note: "we know them"}))(t)
	org := world.Must(f.DB().Organization.Get(f.Ctx, identity.OrganizationID))(t)
	if org.Name != "Trade School of the Valley" || !org.Listed || identity.TrustedByID == nil || identity.Note != "we know them" {
		t.Errorf("it is %v, %v", identity, org)
	}
	if a := f.imports(t, f.asAna, m.badge(t, anaMail)).Award; a.IssuerID != org.ID || !f.Credentials.Counts(a) {
		t.Errorf("its badge is %v", a)
	}
	trail := world.Must(audit.Of(f.Ctx, f.DB(), enum.SubjectOrganization, org.ID, 0, 10))(t)
	if len(trail) != 2 || trail[0].Action != "issuer.trust" {
		t.Errorf("the trail is %v", trail)
	}
	f.Clock.Advance(time.Hour)
	again := world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: m.did, Note: "still"}))(t)
	if again.ID != identity.ID || !again.TrustedAt.Equal(*identity.TrustedAt) || again.Note != "still" || again.Name != identity.Name {
		t.Errorf("again, it is %v", again)
	}
}

func TestTrustIsByIDAndNeverByName(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	known, namesake := f.maker(t, "Trade school"), f.maker(t, "Another")
	namesake.name = known.name
	identity := f.trusts(t, known)
	a := f.imports(t, f.asAna, namesake.badge(t, anaMail)).Award
	if a.IssuerID == identity.OrganizationID || f.Credentials.Counts(a) {
		t.Errorf("the namesake's badge is %v", a)
	}
}

func TestTwoIDsOfOneOrganizationAreTrustedOneByOne(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	college := f.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgCollege)
	one, two := f.maker(t, "One"), f.maker(t, "Two")
	for _, m := range []*maker{one, two} {
		world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: m.did, Organization: &college.ID}))(t)
	}
	a := f.imports(t, f.asAna, one.badge(t, anaMail, numbered(1))).Award
	b := f.imports(t, f.asAna, two.badge(t, anaMail, numbered(2))).Award
	if a.IssuerID != college.ID || b.IssuerID != college.ID {
		t.Fatalf("they are by %s and %s", a.IssuerID, b.IssuerID)
	}
	world.Must(f.Credentials.DistrustIssuer(f.admin, credential.DistrustIssuerInput{URI: one.did}))(t)
	if f.Credentials.Counts(f.award(t, a.ID)) || !f.Credentials.Counts(f.award(t, b.ID)) {
		t.Error("distrusting one id moved the other's")
	}
	world.Must(f.Credentials.DistrustIssuer(f.admin, credential.DistrustIssuerInput{URI: two.did}))(t)
	// The college did not come with badges, and does not leave with them.
	if org := world.Must(f.DB().Organization.Get(f.Ctx, college.ID))(t); !org.Listed {
		t.Error("the college was taken from the lists")
	}
}

func TestTrustIsForWhoRunsTheService(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	college := f.Organization(t, "College", nil, enum.OrgIssuer)
	own := "https://stackmatch.example/issuers/" + college.ID
	none := "org_none"
	f.trusts(t, m)
	for name, c := range map[string]struct {
		as   world.Viewer
		in   credential.TrustIssuerInput
		want string
	}{
		"an earner":          {f.asAna, credential.TrustIssuerInput{URI: m.did}, "FORBIDDEN"},
		"nobody":             {t.Context(), credential.TrustIssuerInput{URI: m.did}, "UNAUTHENTICATED"},
		"a name":             {f.admin, credential.TrustIssuerInput{URI: "Trade school"}, "INVALID uri"},
		"a URI with a space": {f.admin, credential.TrustIssuerInput{URI: "https://a.example/ b"}, "INVALID uri"},
		"too long a name":    {f.admin, credential.TrustIssuerInput{URI: "did:web:a.example", Name: strings.Repeat("x", 201)}, "INVALID name"},
		"too long a note":    {f.admin, credential.TrustIssuerInput{URI: "did:web:a.example", Note: strings.Repeat("x", 1001)}, "INVALID note"},
		"our own":            {f.admin, credential.TrustIssuerInput{URI: own}, "CONFLICT uri"},
		"no organization":    {f.admin, credential.TrustIssuerInput{URI: "did:web:a.example", Organization: &none}, "NOT_FOUND organization"},
		"another's already":  {f.admin, credential.TrustIssuerInput{URI: m.did, Organization: &college.ID}, "CONFLICT organization"},
		"what is not proven": {f.admin, credential.TrustIssuerInput{URI: "unproven " + f.ana + " did:web:a.example"}, "INVALID uri"},
	} {
		_, err := f.Credentials.TrustIssuer(c.as, c.in)
		if diff := cmp.Diff([]string{c.want}, world.Problems(t, err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := f.Credentials.DistrustIssuer(f.asAna, credential.DistrustIssuerInput{URI: m.did}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an earner distrusts: %v", err)
	}
	_, err := f.Credentials.DistrustIssuer(f.admin, credential.DistrustIssuerInput{URI: "did:web:nobody.example"})
	if diff := cmp.Diff([]string{"NOT_FOUND uri"}, world.Problems(t, err)); diff != "" {
		t.Error(diff)
	}
	if _, err := f.Credentials.KnownIssuers(f.asAna, credential.IssuerFilter{}, page.Args{First: 1}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an earner lists issuers: %v", err)
	}
}

func TestKnownIssuersAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	var dids []string
	for _, name := range []string{"C", "B", "A"} {
		m := f.maker(t, name)
		if name == "B" {
			f.trusts(t, m)
		} else {
			f.imports(t, f.asAna, m.badge(t, anaMail))
		}
		dids = append([]string{m.did}, dids...)
		f.Clock.Advance(time.Minute)
	}
	list := func(filter credential.IssuerFilter) []string {
		var uris []string
		args := page.Args{First: 2}
		for {
			p := world.Must(f.Credentials.KnownIssuers(f.admin, filter, args))(t)
			for _, row := range p.Items {
				uris = append(uris, row.URI)
			}
			if !p.HasNext {
				return uris
			}
			args.After = p.Cursors[len(p.Cursors)-1]
		}
	}
	if diff := cmp.Diff(dids, list(credential.IssuerFilter{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(dids[1:2], list(credential.IssuerFilter{Trusted: world.Ptr(true)})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{dids[0], dids[2]}, list(credential.IssuerFilter{Trusted: world.Ptr(false)})); diff != "" {
		t.Error(diff)
	}
	org := world.Must(f.DB().IssuerIdentity.Query().First(f.Ctx))(t)
	if got := list(credential.IssuerFilter{Organization: &org.OrganizationID}); len(got) != 1 || got[0] != org.URI {
		t.Errorf("of one organization: %v", got)
	}
}

// Distrust and trust reach as many awards as there are.
func TestTrustReachesEveryAwardOfTheIssuer(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	m := f.maker(t, "Trade school")
	var held []*db.Award
	for i := range 7 {
		held = append(held, f.imports(t, f.asAna, m.badge(t, anaMail, numbered(i))).Award)
	}
	f.trusts(t, m)
	for _, a := range held {
		if !f.Credentials.Counts(f.award(t, a.ID)) {
			t.Errorf("%s does not count", a.ID)
		}
	}
}
