// Package world is where tests of services take place: the services on a database
// of their own, and short ways to fill it, all through the services. It refuses
// to know what a test is about.
package world

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/blob"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/outcome"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/vault"
	"github.com/stackmatch/stackmatch/search"
)

// World is the services on a database of their own.
type World struct {
	// Ctx is the system's: it may do everything.
	Ctx     Viewer
	Store   *store.Store
	Clock   *testkit.Clock
	IDs     id.Minter
	Cursors *page.Sealer
	// Texts is empty until a test fills it.
	Texts       *search.Texts
	Catalog     *catalog.Service
	Accounts    *account.Service
	Credentials *credential.Service
	Assessments *assessment.Service
	Outcomes    *outcome.Service
	// Coaching knows no postings until a test gives it some.
	Coaching *coaching.Service
	Notify   *notify.Service
	Trail    *audit.Trail
	Links    link.Maker
	Courier  *courier.Courier
	Post     inbox.Post

	framework string
	skills    map[string]string
}

func base() string { return "https://stackmatch.example" }

// New makes an empty world, in which it is testkit.Start.
func New(t testing.TB) *World {
	t.Helper()
	clock := testkit.NewClock()
	w := &World{
		Ctx: system.Context(t.Context()), Store: testkit.StoreAt(t, clock), Clock: clock, IDs: testkit.IDs(clock),
		skills: map[string]string{},
	}
	w.Cursors = Must(page.NewSealer([]byte("a key for the tests of services")))(t)
	w.Texts = Must(search.OpenTexts(t.TempDir()))(t)
	t.Cleanup(func() { _ = w.Texts.Close() })
	w.Catalog = &catalog.Service{DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Texts: w.Texts, Cursors: w.Cursors}
	random := testkit.Random("badges")
	sealed := Must(vault.New([32]byte{31: 1}, random))(t)
	w.Links = link.Maker{Random: testkit.Random("links"), Now: clock.Now}
	w.Post = inbox.Post{IDs: w.IDs, Now: clock.Now}
	w.Courier = &courier.Courier{IDs: w.IDs, Now: clock.Now, Vault: sealed}
	w.Accounts = &account.Service{
		DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Cursors: w.Cursors, Random: testkit.Random("accounts"),
		Links: w.Links, Courier: w.Courier, Post: w.Post, Tokens: auth.NewTokens([32]byte{31: 2}, clock.Now, testkit.Random("tokens")), Base: base,
	}
	w.Notify = &notify.Service{
		DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Random: testkit.Random("notify"), Cursors: w.Cursors,
		Courier: w.Courier, Links: w.Links, Post: w.Post, Vault: sealed, Base: base, Pages: base, People: w.Accounts,
	}
	w.Credentials = &credential.Service{
		DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Catalog: w.Catalog, Cursors: w.Cursors,
		Random: random, Vault: sealed,
		Base: &url.URL{Scheme: "https", Host: "stackmatch.example"},
	}
	w.Catalog.Vault = w.Credentials.Vault
	w.Outcomes = &outcome.Service{DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Cursors: w.Cursors}
	w.Catalog.Completions = w.Credentials
	w.Assessments = &assessment.Service{
		DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Cursors: w.Cursors, Vault: w.Credentials.Vault,
		Awards: w.Credentials, Blobs: Must(blob.Open(t.TempDir()))(t), Baselines: w.Outcomes,
	}
	w.Coaching = &coaching.Service{DB: w.Store.Client, IDs: w.IDs, Now: clock.Now, Cursors: w.Cursors, Catalog: w.Catalog, Outcomes: w.Outcomes, Post: w.Post}
	w.Accounts.Holders = []account.Holder{w.Outcomes, w.Coaching, w.Assessments, w.Credentials, w.Notify}
	w.Accounts.Blobs, w.Accounts.Vault = w.Assessments.Blobs, sealed
	w.Credentials.Post, w.Assessments.Post = w.Post, w.Post
	w.Trail = &audit.Trail{DB: w.Store.Client, Cursors: w.Cursors, Submissions: w.Assessments}
	return w
}

// DB is the database's client.
func (w *World) DB() *db.Client { return w.Store.Client }

// Tx writes what no service writes.
func (w *World) Tx(t testing.TB, write func(ctx context.Context, tx *db.Client) error) {
	t.Helper()
	if err := store.InTx(w.Ctx, w.DB(), write); err != nil {
		t.Fatal(err)
	}
}

// Must gives v, or ends the test.
func Must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Ptr points to a value.
func Ptr[T any](v T) *T { return &v }

// Organization adds one, vouched for.
func (w *World) Organization(t testing.TB, name string, place *string, kinds ...enum.OrganizationKind) *db.Organization {
	t.Helper()
	added := Must(w.Catalog.AddOrganization(w.Ctx, catalog.OrganizationInput{Name: name, Kinds: kinds, Place: place}))(t)
	board := Must(w.Catalog.AddOrganization(w.Ctx, catalog.OrganizationInput{
		Name: "Board for " + name, Kinds: []enum.OrganizationKind{enum.OrgWorkforceBoard},
	}))(t)
	return Must(w.Catalog.Vouch(w.Ctx, catalog.VouchInput{Organization: added.ID, By: board.ID}))(t)
}

// Skill is the id of a skill with a label, which is added where it is missing.
func (w *World) Skill(t testing.TB, label string) string {
	t.Helper()
	if known := w.skills[label]; known != "" {
		return known
	}
	importer := &catalog.SkillImporter{DB: w.DB(), IDs: w.IDs}
	if w.framework == "" {
		w.framework = Must(importer.UpsertFramework(w.Ctx, catalog.FrameworkInput{Code: "work", Name: "Work"}))(t)
	}
	in := catalog.SkillInput{URI: "https://skills.example/" + label, Texts: []catalog.SkillText{
		{Language: "en", Label: label}, {Language: "es", Label: label + " (es)"},
	}}
	Must(importer.UpsertSkills(w.Ctx, w.framework, []catalog.SkillInput{in}))(t)
	w.skills[label] = Must(w.DB().Skill.Query().Where(skill.URI(in.URI)).OnlyID(w.Ctx))(t)
	return w.skills[label]
}

// MicroCredential publishes one, which asserts skills, by label and in its order, at
// levels.
func (w *World) MicroCredential(t testing.TB, by *db.Organization, title string, asserts map[string]int) *db.MicroCredential {
	t.Helper()
	version := catalog.VersionInput{
		Title: text.EnEs(title, title+" (es)"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
	}
	for _, label := range slices.Sorted(maps.Keys(asserts)) {
		version.Competencies = append(version.Competencies, catalog.CompetencyInput{Skill: w.Skill(t, label), Level: asserts[label]})
	}
	return Must(w.Catalog.PublishMicroCredential(w.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: by.ID, Issuers: []string{by.ID}, Version: version,
	}))(t)
}

// Stack publishes one of all the parts.
func (w *World) Stack(t testing.TB, by *db.Organization, title string, parts ...*db.MicroCredential) *db.Stack {
	t.Helper()
	rule := matching.Rule{Op: matching.OpAllOf}
	for _, p := range parts {
		rule.Of = append(rule.Of, matching.Rule{Op: matching.OpPart, Credential: p.ID})
	}
	return Must(w.Catalog.PublishStack(w.Ctx, catalog.StackInput{
		Owner: by.ID, Version: catalog.StackVersionInput{Title: text.EnEs(title, title+" (es)"), Rule: rule},
	}))(t)
}

// Place adds a place, in a wider one or in none, and gives its id.
func (w *World) Place(t testing.TB, kind enum.PlaceKind, code string, lat, lon float64, parent string) string {
	t.Helper()
	in := catalog.PlaceInput{Kind: kind, Code: code, Name: "Place " + code, State: "GA", Latitude: lat, Longitude: lon}
	if parent != "" {
		in.Parent = &parent
	}
	if kind == enum.PlaceCounty {
		in.FIPS = code
	}
	return Must(w.Catalog.AddPlaces(w.Ctx, []catalog.PlaceInput{in}))(t)[0]
}

// Earner registers somebody, by default as found by everyone, without a name.
func (w *World) Earner(t testing.TB, edit ...func(*account.NewEarner)) string {
	t.Helper()
	e := account.NewEarner{
		ID: w.IDs.Mint(id.Earner), CreatedAt: w.Clock.Now(), Name: "Somebody", Visibility: consent.Anonymous,
	}
	for _, change := range edit {
		change(&e)
	}
	if err := w.Accounts.Register(w.Ctx, []account.NewEarner{e}); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

// Award gives an earner a micro-credential, by default a month ago and for good.
func (w *World) Award(t testing.TB, earner string, of *db.MicroCredential, edit ...func(*credential.NewAward)) string {
	t.Helper()
	in := credential.NewAward{
		ID: w.IDs.Mint(id.Award), Earner: earner, Version: *of.CurrentVersionID, Issuer: of.DeveloperID,
		Source: enum.SourceIssued, Verified: enum.Verified, EarnedAt: w.Clock.Now().AddDate(0, -1, 0),
	}
	for _, change := range edit {
		change(&in)
	}
	refused := Must(w.Credentials.Record(w.Ctx, []credential.NewAward{in}))(t)
	if len(refused) > 0 {
		t.Fatal(refused[0].Err)
	}
	return in.ID
}
