package graph_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/outcome"
)

// world is a small portal, written through the services: two employers that are
// vouched for and one that is not, two issuers, a coach, and people whose every
// private fact is a word that must not turn up elsewhere.
type world struct {
	*api
	ctx context.Context // the system's

	// ids by name
	orgs, skills, credentials, versions, stacks, places, accounts, memberships, earners, awards, postings map[string]string

	// badges are texts by name, issuers DIDs; there are none before addBadges.
	badges, issuers   map[string]string
	college, stranger *maker
	alerts            *employer.Alerts // nil until something is told
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return fill(t, newAPI(t, 0))
}

const patience = 50 * time.Millisecond

// newPatientWorld is one whose loaders gather for so long that they ask once,
// however slow the machine is.
func newPatientWorld(t *testing.T) *world {
	t.Helper()
	return fill(t, newAPI(t, patience))
}

func fill(t *testing.T, api *api) *world {
	t.Helper()
	w := &world{api: api, ctx: system.Context(t.Context())}
	for _, m := range []*map[string]string{
		&w.orgs, &w.skills, &w.credentials, &w.versions, &w.stacks, &w.places, &w.accounts, &w.memberships, &w.earners, &w.awards, &w.postings,
		&w.badges, &w.issuers,
	} {
		*m = map[string]string{}
	}
	w.addPlaces(t)
	w.addOrganizations(t)
	w.addSkills(t)
	w.addCredentials(t)
	w.addAccounts(t)
	w.addPeople(t)
	w.addPostings(t)
	w.sync(t)
	return w
}

func (w *world) addPlaces(t *testing.T) {
	t.Helper()
	none := (*string)(nil)
	add := func(name string, kind enum.PlaceKind, code string, parent *string, lat, lon float64) {
		ids, err := w.app.Catalog.AddPlaces(w.ctx, []catalog.PlaceInput{{
			Kind: kind, Code: code, Name: name, State: "GA", FIPS: fips(kind), Latitude: lat, Longitude: lon, Parent: parent,
		}})
		must(t, err)
		w.places[name] = ids[0]
	}
	add("Georgia", enum.PlaceState, "13", none, 32.6, -83.4)
	add("Chatham County", enum.PlaceCounty, "13051", ptr(w.places["Georgia"]), 31.97, -81.09)
	add("31401", enum.PlaceZIP, "31401", ptr(w.places["Chatham County"]), 32.07, -81.09)
}

func fips(kind enum.PlaceKind) string {
	if kind == enum.PlaceState {
		return ""
	}
	return "13051"
}

func (w *world) addOrganizations(t *testing.T) {
	t.Helper()
	add := func(name string, kinds ...enum.OrganizationKind) {
		made, err := w.app.Catalog.AddOrganization(w.ctx, catalog.OrganizationInput{Name: name, Kinds: kinds, Place: ptr(w.places["31401"])})
		must(t, err)
		w.orgs[name] = made.ID
	}
	add("Board", enum.OrgWorkforceBoard)
	add("College", enum.OrgCollege, enum.OrgIssuer, enum.OrgDeveloper)
	add("Other College", enum.OrgCollege, enum.OrgIssuer)
	add("Maker", enum.OrgEmployer)
	add("Rival", enum.OrgEmployer)
	add("Blocked", enum.OrgEmployer)
	add("Unknown", enum.OrgEmployer)
	for _, employer := range []string{"Maker", "Rival", "Blocked"} {
		_, err := w.app.Catalog.Vouch(w.ctx, catalog.VouchInput{Organization: w.orgs[employer], By: w.orgs["Board"]})
		must(t, err)
	}
}

func (w *world) addSkills(t *testing.T) {
	t.Helper()
	importer := &catalog.SkillImporter{DB: w.app.Store.Client, IDs: w.app.Catalog.IDs}
	framework, err := importer.UpsertFramework(w.ctx, catalog.FrameworkInput{Code: "test", Name: "Test skills", Publisher: "Test"})
	must(t, err)
	var ins []catalog.SkillInput
	for _, s := range [][2]string{{"Drive a forklift", "Conducir una carretilla elevadora"}, {"Work safely", "Trabajar con seguridad"}, {"Give first aid", "Prestar primeros auxilios"}} {
		ins = append(ins, catalog.SkillInput{URI: "urn:test:" + s[0], Status: enum.SkillActive, Texts: []catalog.SkillText{
			{Language: "en", Label: s[0]}, {Language: "es", Label: s[1]},
		}})
	}
	_, err = importer.UpsertSkills(w.ctx, framework, ins)
	must(t, err)
	w.nameSkills(t)
}

func (w *world) nameSkills(t *testing.T) {
	t.Helper()
	rows, err := w.app.Store.Client.Skill.Query().All(w.ctx)
	must(t, err)
	for _, row := range rows {
		w.skills[row.Name] = row.ID
	}
}

func (w *world) addCredentials(t *testing.T) {
	t.Helper()
	add := func(name string, kind enum.CredentialKind, months *int, pairs ...catalog.CompetencyInput) {
		made, err := w.app.Catalog.PublishMicroCredential(w.ctx, catalog.MicroCredentialInput{
			Kind: kind, Developer: w.orgs["College"], Issuers: []string{w.orgs["College"], w.orgs["Other College"]},
			Version: catalog.VersionInput{
				Title: text.EnEs(name, name+" (es)"), Description: text.En("About " + name), Criteria: text.En("Show it."), HolderCan: text.En("Can do it."),
				Competencies: pairs, Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}, ValidityMonths: months,
				EffortMinutes: ptr(240), PublishedAt: w.now().AddDate(-4, 0, 0),
			},
		})
		must(t, err)
		w.credentials[name], w.versions[name] = made.ID, *made.CurrentVersionID
	}
	add("Forklift", enum.KindMicroCredential, nil, catalog.CompetencyInput{Skill: w.skills["Drive a forklift"], Level: 2})
	add("Safety", enum.KindMicroCredential, nil, catalog.CompetencyInput{Skill: w.skills["Work safely"], Level: 3})
	add("First Aid", enum.KindCertification, ptr(24), catalog.CompetencyInput{Skill: w.skills["Give first aid"]})
	stack, err := w.app.Catalog.PublishStack(w.ctx, catalog.StackInput{Owner: w.orgs["College"], Version: catalog.StackVersionInput{
		Title: text.EnEs("Ready", "Preparado"), PublishedAt: w.now().AddDate(-4, 0, 0),
		Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: w.credentials["Forklift"]}, {Op: matching.OpPart, Credential: w.credentials["Safety"]},
		}},
	}})
	must(t, err)
	w.stacks["Ready"] = stack.ID
}

func (w *world) addAccounts(t *testing.T) {
	t.Helper()
	add := func(name, organization string, role enum.Role) {
		in := account.NewAccount{Name: "Account " + name, Language: "en", Emails: []string{name + "@example.org"}}
		if organization != "" {
			in.Memberships = []account.NewMembership{{Organization: w.orgs[organization], Role: role}}
		}
		made, err := w.app.Accounts.Open(w.ctx, in)
		must(t, err)
		w.accounts[name] = made.ID
	}
	add("employer", "Maker", enum.RoleEmployer)
	add("colleague", "Maker", enum.RoleEmployer)
	add("rival", "Rival", enum.RoleEmployer)
	add("blocked", "Blocked", enum.RoleEmployer)
	add("unvouched", "Unknown", enum.RoleEmployer)
	add("issuer", "College", enum.RoleIssuer)
	add("other_issuer", "Other College", enum.RoleIssuer)
	add("coach", "Board", enum.RoleCoach)
	add("stranger_coach", "Other College", enum.RoleCoach)
	add("assessor", "College", enum.RoleAssessor)
	add("recognizer", "College", enum.RoleRecognizer)
	add("developer", "College", enum.RoleDeveloper)
	add("analyst", "Board", enum.RoleAnalyst)
	add("admin", "Board", enum.RoleAdmin)
	add("self", "", "")
	add("other_earner", "", "")
}

// person is an earner of the world: what differs from one who holds Forklift
// since long ago and is found by everyone under an alias.
type person struct {
	name    string
	change  func(*account.NewEarner)
	holds   []credential.NewAward
	account string
}

func (w *world) addPeople(t *testing.T) {
	t.Helper()
	old := w.now().AddDate(-2, 0, -3)
	forklift := w.award("Forklift", old)
	grant := func(org string, purpose consent.Purpose, fields ...consent.Field) consent.Grant {
		return consent.Grant{Organization: w.orgs[org], Purpose: purpose, Fields: fields}
	}
	people := []person{
		{
			name: "Privata", account: "self", holds: []credential.NewAward{w.award("Forklift", old), w.award("Safety", old.AddDate(0, 1, 4)), w.award("First Aid", w.now().AddDate(0, -20, -5))},
			change: func(e *account.NewEarner) {
				e.Grants = []consent.Grant{grant("Board", consent.Coaching, consent.Name, consent.Awards, consent.Place)}
				e.Blocked = []string{w.orgs["Blocked"]}
			},
		},
		{name: "Plain", account: "other_earner", holds: []credential.NewAward{forklift}},
		{name: "Openly", holds: []credential.NewAward{forklift, w.award("Safety", old)}, change: func(e *account.NewEarner) { e.Visibility = consent.Open }},
		{name: "Hiding", holds: []credential.NewAward{forklift}, change: func(e *account.NewEarner) { e.Visibility = consent.Hidden }},
		{name: "Onlymaker", holds: []credential.NewAward{forklift}, change: func(e *account.NewEarner) {
			e.Reach, e.Grants = consent.Granted, []consent.Grant{grant("Maker", consent.Matching)}
		}},
		{name: "Withdrawn", holds: []credential.NewAward{forklift}, change: func(e *account.NewEarner) {
			g := grant("Maker", consent.Matching)
			g.WithdrawnAt = w.now().AddDate(0, 0, -1)
			e.Reach, e.Grants = consent.Granted, []consent.Grant{g}
		}},
		{name: "Minor", holds: []credential.NewAward{forklift}, change: func(e *account.NewEarner) { e.GuardianUntil = ptr(w.now().AddDate(1, 0, 0)) }},
		{name: "Contacted", holds: []credential.NewAward{forklift}, change: func(e *account.NewEarner) {
			e.Grants = []consent.Grant{grant("Maker", consent.Contact, consent.Name)}
		}},
		{name: "Empty"},
	}
	for i := range 5 {
		people = append(people, person{name: fmt.Sprintf("Neighbor%d", i), holds: []credential.NewAward{forklift}})
	}
	for i, p := range people {
		w.addPerson(t, i, p)
	}
}

func (w *world) award(name string, at time.Time) credential.NewAward {
	a := credential.NewAward{
		Version: w.versions[name], Issuer: w.orgs["College"], Source: enum.SourceIssued,
		Status: enum.AwardActive, Verified: enum.Verified, EarnedAt: at,
	}
	if name == "First Aid" {
		a.ExpiresAt = ptr(at.AddDate(0, 24, 0))
	}
	return a
}

func (w *world) addPerson(t *testing.T, i int, p person) {
	t.Helper()
	earner := account.NewEarner{
		ID: w.app.Accounts.IDs.Mint("ern"), Account: w.accounts[p.account], Name: p.name + " Geheim", Language: "en",
		CreatedAt: w.now().AddDate(-3, 0, i), Place: w.places["31401"], Precision: enum.PrecisionZIP,
		Visibility: consent.Anonymous, Reach: consent.Everyone, Remote: i%2 == 0,
	}
	if p.change != nil {
		p.change(&earner)
	}
	must(t, w.app.Accounts.Register(w.ctx, []account.NewEarner{earner}))
	w.earners[p.name] = earner.ID
	for j := range p.holds {
		p.holds[j].Earner, p.holds[j].ID = earner.ID, w.app.Accounts.IDs.Mint("awd")
		w.awards[fmt.Sprintf("%s/%d", p.name, j)] = p.holds[j].ID
	}
	refused, err := w.app.Credentials.Record(w.ctx, p.holds)
	must(t, err)
	if len(refused) > 0 {
		t.Fatalf("awards of %s: %v", p.name, refused)
	}
	year := 1971
	must(t, w.app.Outcomes.Record(w.ctx, []outcome.Attributes{{Earner: earner.ID, BirthYear: &year, Gender: "GeheimGender", EthnicityRace: "GeheimRace"}}))
}

func (w *world) addPostings(t *testing.T) {
	t.Helper()
	for _, p := range []struct{ org, title string }{{"Maker", "Forklift operator"}, {"Rival", "Forklift driver"}, {"Blocked", "Loader"}, {"Unknown", "Loader (unknown)"}} {
		made, err := w.app.Employers.OpenPosting(w.ctx, employer.NewPosting{Organization: w.orgs[p.org], OpenedAt: w.now().AddDate(0, 0, -3), CreatePostingInput: employer.CreatePostingInput{
			Title: p.title, Description: "Move pallets.", Language: "en",
			Requirements: []employer.RequirementInput{
				{Ask: employer.AskInput{Skill: &employer.SkillAskInput{Skill: w.skills["Drive a forklift"], Level: ptr(2)}}, Importance: enum.Required, Weight: 20},
				{Ask: employer.AskInput{Skill: &employer.SkillAskInput{Skill: w.skills["Work safely"]}}, Importance: enum.Required, Weight: 10},
				{Ask: employer.AskInput{AnyOf: []string{w.credentials["First Aid"]}}, Importance: enum.Preferred, Weight: 10},
			},
		}})
		must(t, err)
		w.postings[p.org] = made.ID
	}
}

func ptr[T any](v T) *T { return &v }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
