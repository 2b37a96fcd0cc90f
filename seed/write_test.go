package seed

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/draft"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/framework"
	"github.com/stackmatch/stackmatch/ent/db/grant"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/place"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/postingcondition"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	accounts "github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// demo is a database that holds the demo.
func demo(t *testing.T, o Options) (*store.Store, Report) {
	t.Helper()
	s := testkit.Store(t)
	if o.Now.IsZero() {
		o.Now = testNow
	}
	var err error
	if o.Vault, err = vault.New([32]byte{31: 1}, testkit.Random("seed")); err != nil {
		t.Fatal(err)
	}
	report, err := Write(t.Context(), s.Client, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, report
}

// counter is an ent query.
type counter interface {
	Count(ctx context.Context) (int, error)
}

func count(t *testing.T, q counter) int {
	t.Helper()
	n, err := q.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEverythingInTheFilesIsWritten(t *testing.T) {
	t.Parallel()
	c := loaded(t)
	s, report := demo(t, Options{})
	client := s.Client
	earners := len(c.Earners) + DemoPeople
	for what, n := range map[string][3]int{
		"organizations":     {len(c.Organizations), report.Organizations, count(t, client.Organization.Query())},
		"places":            {len(c.Places), report.Places, count(t, client.Place.Query())},
		"skills":            {len(c.Skills), report.Skills, count(t, client.Skill.Query())},
		"micro-credentials": {len(c.MicroCredentials), report.MicroCredentials, count(t, client.MicroCredential.Query())},
		"drafts":            {drafts(c), drafts(c), count(t, client.Draft.Query())},
		"versions":          {versions(c), report.Versions, count(t, client.MicroCredentialVersion.Query())},
		"stacks":            {len(c.Stacks), report.Stacks, count(t, client.Stack.Query())},
		"pathways":          {len(c.Pathways), report.Pathways, count(t, client.Pathway.Query())},
		"recognitions":      {len(c.Recognitions), report.Recognitions, count(t, client.Recognition.Query())},
		"offerings":         {len(c.Offerings), report.Offerings, count(t, client.Offering.Query())},
		"accounts":          {len(c.Accounts), report.Accounts, count(t, client.Account.Query())},
		"postings":          {len(c.Postings), report.Postings, count(t, client.Posting.Query())},
		"earners":           {earners, report.Earners, count(t, client.Earner.Query())},
		"awards":            {report.Awards, report.Awards, count(t, client.Award.Query())},
		"submissions":       {len(c.Submissions), report.Submissions, count(t, client.Submission.Query())},
		"protected":         {earners, earners, count(t, client.ProtectedAttributes.Query())},
	} {
		if n[0] != n[1] || n[1] != n[2] {
			t.Errorf("%s: %d in the files, %d reported, %d written", what, n[0], n[1], n[2])
		}
	}
	if report.Awards < 2*earners || report.Unchanged {
		t.Errorf("report %+v", report)
	}
}

// versions counts those that are published.
func versions(c *Catalog) (n int) {
	for _, m := range c.MicroCredentials {
		if m.Status != enum.Draft {
			n += len(m.Versions)
		}
	}
	return n
}

func drafts(c *Catalog) (n int) {
	for _, m := range c.MicroCredentials {
		if m.Status == enum.Draft {
			n++
		}
	}
	return n
}

func TestWritingTheDemoAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s, _ := demo(t, Options{People: -1})
	before := [2]int{count(t, s.Client.Change.Query()), count(t, s.Client.AuditEntry.Query())}
	report, err := Write(t.Context(), s.Client, Options{Now: testNow.AddDate(0, 1, 0), People: 20})
	if err != nil || !report.Unchanged {
		t.Errorf("got %+v, %v; want it unchanged", report, err)
	}
	after := [2]int{count(t, s.Client.Change.Query()), count(t, s.Client.AuditEntry.Query())}
	if before != after {
		t.Errorf("changes and audit: %v before, %v after", before, after)
	}
}

// ids lists the ids of what the demo wrote.
func ids(t *testing.T, client *db.Client) []string {
	t.Helper()
	var all []string
	for _, list := range []func(context.Context) ([]string, error){
		client.Organization.Query().IDs, client.Place.Query().IDs, client.Framework.Query().IDs, client.Skill.Query().IDs,
		client.MicroCredential.Query().IDs, client.MicroCredentialVersion.Query().IDs, client.Stack.Query().IDs,
		client.StackVersion.Query().IDs, client.Pathway.Query().IDs, client.Recognition.Query().IDs, client.Offering.Query().IDs,
		client.Account.Query().IDs, client.Membership.Query().IDs, client.Posting.Query().IDs, client.Requirement.Query().IDs,
		client.Earner.Query().IDs, client.Award.Query().IDs,
	} {
		some, err := list(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	slices.Sort(all)
	return all
}

func TestIdsAreTheSameOnEveryDay(t *testing.T) {
	t.Parallel()
	today, _ := demo(t, Options{People: 40})
	later, _ := demo(t, Options{People: 40, Now: testNow.AddDate(0, 0, 40)})
	if diff := cmp.Diff(ids(t, today.Client), ids(t, later.Client)); diff != "" {
		t.Errorf("ids (-today +later):\n%s", diff)
	}
}

func TestADemoThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	taken := &accounts.Service{DB: s.Client, IDs: testkit.IDs(testkit.NewClock()), Now: testkit.NewClock().Now}
	_, err := taken.Open(system.Context(t.Context()), accounts.NewAccount{Name: "Somebody", Language: "en", Emails: []string{"coach@example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), s.Client, Options{Now: testNow}); err == nil {
		t.Error("wrote over an address that is taken")
	}
	if n := count(t, s.Client.Organization.Query()); n != 0 {
		t.Errorf("%d organizations are left", n)
	}
}

func TestEveryAwardsVersionWasPublishedBefore(t *testing.T) {
	t.Parallel()
	s, _ := demo(t, Options{})
	awards, err := s.Client.Award.Query().WithVersion().WithMicroCredential(func(q *db.MicroCredentialQuery) { q.WithIssuers() }).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	older := 0
	for _, a := range awards {
		if a.EarnedAt.Before(a.Edges.Version.PublishedAt) {
			t.Errorf("%s: earned %s, its version is of %s", a.ID, a.EarnedAt, a.Edges.Version.PublishedAt)
		}
		if a.Edges.Version.MicroCredentialID != a.MicroCredentialID {
			t.Errorf("%s: a version of another micro-credential", a.ID)
		}
		if *a.Edges.MicroCredential.CurrentVersionID != a.VersionID {
			older++
		}
		may := func(o *db.Organization) bool { return o.ID == a.IssuerID }
		if !slices.ContainsFunc(a.Edges.MicroCredential.Edges.Issuers, may) {
			t.Errorf("%s: %s may not issue it", a.ID, a.IssuerID)
		}
	}
	if older == 0 {
		t.Error("no award is of an earlier version")
	}
}

func TestEverythingThatHappensToPeopleIsThere(t *testing.T) {
	t.Parallel()
	s, report := demo(t, Options{})
	c := s.Client
	for what, q := range map[string]counter{
		"revoked":        c.Award.Query().Where(award.StatusEQ(enum.AwardRevoked), award.RevokedAtNotNil(), award.RevokedReasonNEQ("")),
		"suspended":      c.Award.Query().Where(award.StatusEQ(enum.AwardSuspended)),
		"unverified":     c.Award.Query().Where(award.VerificationEQ(enum.Unverified)),
		"failed":         c.Award.Query().Where(award.VerificationEQ(enum.VerificationFailed)),
		"claimed":        c.Award.Query().Where(award.SourceEQ(enum.SourceClaimed)),
		"expired":        c.Award.Query().Where(award.ExpiresAtLT(testNow)),
		"withheld":       c.Award.Query().Where(award.Shown(false)),
		"own levels":     c.Award.Query().Where(award.OwnPairs(true), award.HasPairs()),
		"hidden":         c.Earner.Query().Where(earner.VisibilityEQ(consent.Hidden)),
		"of age later":   c.Earner.Query().Where(earner.GuardianUntilGT(testNow)),
		"Spanish":        c.Earner.Query().Where(earner.Language("es")),
		"rural":          c.Earner.Query().Where(earner.HasPlaceWith(place.RuccGTE(4))),
		"on paper":       c.Earner.Query().Where(earner.ClaimCodeHashNotNil(), earner.PaperConsentAtNotNil(), earner.AccountIDIsNil(), earner.OpenedByIDNotNil()),
		"withdrawn":      c.Grant.Query().Where(grant.PurposeEQ(consent.Matching), grant.WithdrawnAtLT(testNow), grant.HasEarnerWith(earner.ReachEQ(consent.Granted))),
		"coached":        c.Grant.Query().Where(grant.PurposeEQ(consent.Coaching), grant.AccountID(mint(id.Account, "demo-coach"))),
		"blocks":         c.Block.Query(),
		"terms":          c.EarnerCondition.Query(),
		"baselines":      c.ProtectedEnrollment.Query(),
		"demo accounts":  c.Account.Query().Where(account.DemoRole(string(enum.RoleCoach)), account.HasMemberships()),
		"signs in":       c.Earner.Query().Where(earner.AccountID(mint(id.Account, "demo-earner")), earner.ID(mint(id.Earner, "averil"))),
		"drafts":         c.Draft.Query().Where(draft.AuthorID(mint(id.Account, "savannah-developer")), draft.HasMicroCredentialWith(microcredential.StatusEQ(enum.Draft))),
		"closed":         c.Posting.Query().Where(posting.StatusEQ(enum.PostingClosed), posting.ClosedAtLT(testNow.AddDate(0, 0, -100)), posting.Revision(2)),
		"occupations":    c.Posting.Query().Where(posting.OccupationTitle("Industrial Truck and Tractor Operators")),
		"hourly pay":     c.PostingCondition.Query().Where(postingcondition.Unit("USD per hour"), postingcondition.MinimumNotNil()),
		"yearly pay":     c.PostingCondition.Query().Where(postingcondition.Unit("USD per year")),
		"state by FIPS":  c.Place.Query().Where(place.KindEQ(enum.PlaceState), place.Code("13"), place.State("GA")),
		"legal minimums": c.PostingCondition.Query().Where(postingcondition.KindEQ(enum.ConditionMinimumAge), postingcondition.LegalRuleNotNil()),
	} {
		if count(t, q) == 0 {
			t.Errorf("nobody and nothing is %q", what)
		}
	}
	if n := count(t, c.Posting.Query().Where(posting.OpenedAtGT(testNow))); n > 0 {
		t.Errorf("%d postings are opened in the future", n)
	}
	if len(report.Claims) != 1 {
		t.Fatalf("claims %v, want one", report.Claims)
	}
	claimed, err := c.Earner.Query().Where(earner.ClaimCodeHash(accounts.HashClaimCode(report.Claims[0].Code))).Only(t.Context())
	if err != nil || claimed.Name != report.Claims[0].Name {
		t.Errorf("the code of %s claims %v, %v", report.Claims[0].Name, claimed, err)
	}
}

func TestWhatWasImportedBeforeStands(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	ctx := system.Context(t.Context())
	importer := &catalog.SkillImporter{DB: s.Client, IDs: testkit.IDs(testkit.NewClock())}
	esco, err := importer.UpsertFramework(ctx, catalog.FrameworkInput{Code: "esco", Name: "ESCO", Version: "1.1"})
	if err != nil {
		t.Fatal(err)
	}
	c := loaded(t)
	i := slices.IndexFunc(c.Skills, func(s Skill) bool { return s.Framework == "esco" })
	imported := c.Skills[i].input()
	imported.Texts[0].Alternative = append(imported.Texts[0].Alternative, "a name that the seed does not have")
	if _, err := importer.UpsertSkills(ctx, esco, []catalog.SkillInput{imported}); err != nil {
		t.Fatal(err)
	}
	before, err := s.Client.Skill.Query().Where(skill.URI(imported.URI)).WithLabels().Only(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), s.Client, Options{Now: testNow, People: 10}); err != nil {
		t.Fatal(err)
	}
	after, err := s.Client.Skill.Query().Where(skill.URI(imported.URI)).WithLabels().Only(t.Context())
	if err != nil || after.ID != before.ID || len(after.Edges.Labels) != len(before.Edges.Labels) {
		t.Errorf("got %v with %d labels, %v; want it as it was imported", after, len(after.Edges.Labels), err)
	}
	if got, err := s.Client.Framework.Query().Where(framework.Code("esco")).Only(t.Context()); err != nil || got.Version != "1.1" {
		t.Errorf("the framework is %v, %v; want the release that was imported", got, err)
	}
}

func TestTheDemoTakesSeconds(t *testing.T) {
	t.Parallel()
	start := time.Now()
	demo(t, Options{})
	// A loaded machine takes several times the second that it takes alone.
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}
