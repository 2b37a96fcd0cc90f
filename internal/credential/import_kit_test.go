package credential_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// web is the network, as far as there is one: documents by URL.
type web struct {
	mu    sync.Mutex
	docs  map[string]badge.Document
	down  bool
	asked []string
	// meanwhile runs while the network is asked.
	meanwhile func()
	// fresh tells whether the last answer had to be a new one.
	fresh bool
}

// All answers as the fetcher does.
func (w *web) All(ctx context.Context, urls []string, want fetch.Want) map[string]badge.Document {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fresh = want.Fresh
	if ctx.Err() != nil {
		return nil
	}
	if w.meanwhile != nil {
		w.meanwhile()
	}
	out := map[string]badge.Document{}
	for _, url := range urls {
		w.asked = append(w.asked, url)
		doc, there := w.docs[url]
		switch {
		case w.down:
			doc = badge.Document{Err: "nothing answers"}
		case !there:
			doc = badge.Document{Status: http.StatusNotFound}
		}
		out[url] = doc
	}
	return out
}

func (w *web) serve(url string, content []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.docs[url] = badge.Document{Status: http.StatusOK, ContentType: "application/json", Body: content}
}

func (w *web) turnOff(down bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = down
}

// fair is a world with a network, two people and those who make badges elsewhere.
type fair struct {
	*world.World
	web *web
	// ana and ben are earners with e-mail addresses of their own; admin runs the
	// service.
	ana, ben           string
	asAna, asBen       world.Viewer
	admin              world.Viewer
	contexts           *jsonld.Contexts
	welding, soldering string // skills
}

func newFair(t *testing.T) *fair {
	t.Helper()
	f := &fair{World: world.New(t), web: &web{docs: map[string]badge.Document{}}, contexts: jsonld.Builtin()}
	f.Credentials.Documents = f.web
	f.ana, f.asAna = f.person(t, "ana@people.example")
	f.ben, f.asBen = f.person(t, "ben@people.example")
	f.admin = f.Member(t, auth.Admin, f.Organization(t, "Service", nil, enum.OrgService))
	f.welding, f.soldering = f.Skill(t, "weld"), f.Skill(t, "solder")
	return f
}

// person is an earner with an account and a verified address.
func (f *fair) person(t *testing.T, email string) (string, world.Viewer) {
	t.Helper()
	made := world.Must(f.Accounts.Open(f.Ctx, account.NewAccount{Name: "Somebody", Emails: []string{email}}))(t)
	earner := f.Earner(t, func(e *account.NewEarner) { e.Account = made.ID })
	return earner, auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: earner})
}

// maker makes badges elsewhere: an issuer with a DID and a key.
type maker struct {
	f    *fair
	did  string
	name string
	key  keys.Private
	// method is the id of its key.
	method string
}

// maker makes one with a did:key, which needs no network.
func (f *fair) maker(t *testing.T, name string) *maker {
	t.Helper()
	key := world.Must(keys.Generate(keys.Ed25519, testkit.Random("key of "+name)))(t)
	did := key.PublicKey().DIDOf()
	return &maker{f: f, did: did, name: name, key: key, method: did + "#" + strings.TrimPrefix(did, "did:key:")}
}

// webMaker makes one with a did:web, whose document is served.
func (f *fair) webMaker(t *testing.T, name, host string) *maker {
	t.Helper()
	m := f.maker(t, name)
	m.did = "did:web:" + host
	m.method = m.did + "#key-1"
	m.publish(t)
	return m
}

// publish serves the maker's key.
func (m *maker) publish(t *testing.T) {
	t.Helper()
	doc := world.Must(issue.Controller(m.did, []issue.MethodKey{{Fragment: "key-1", Public: m.key.PublicKey()}}, nil))(t)
	m.f.web.serve(world.Must(keys.DIDWebURL(m.did))(t), world.Must(issue.Encode(doc))(t))
}

// award is a badge that is to be made: of welding, for somebody with an address.
func (m *maker) award(email string, edit ...func(*issue.Award)) issue.Award {
	host := strings.TrimPrefix(m.did, "did:web:")
	if strings.HasPrefix(m.did, "did:key:") {
		host = "achievements.example"
	}
	a := issue.Award{
		ID:     "urn:uuid:00000000-0000-4000-8000-000000000001",
		Issuer: issue.Issuer{ID: m.did, Name: m.name},
		Achievement: issue.Achievement{
			ID: "https://" + host + "/welding", Type: "Certification", Name: "Welding", Description: "Joins steel.", Criteria: "Weld a plate.",
			Alignments: []issue.Alignment{
				{TargetType: "ceasn:Competency", Name: "weld", URL: "https://skills.example/weld"},
				{TargetType: "ceasn:Competency", Name: "grind", Framework: "Their own", URL: "https://their.example/skills/grind"},
			},
		},
		Identifiers: []issue.Identifier{{Type: "emailAddress", Value: issue.HashIdentity(email, "salt"), Salt: "salt", Hashed: true}},
		ValidFrom:   m.f.Clock.Now().AddDate(0, -1, 0),
		Evidence:    []issue.Evidence{{Name: "A plate", Narrative: "It held."}},
	}
	for _, change := range edit {
		change(&a)
	}
	return a
}

// sign makes the badge.
func (m *maker) sign(t *testing.T, a issue.Award) []byte {
	t.Helper()
	doc := world.Must(issue.Credential(a))(t)
	return world.Must(issue.Sign(doc, m.method, m.key, m.f.Clock.Now(), m.f.contexts))(t)
}

// badge makes a badge for an address.
func (m *maker) badge(t *testing.T, email string, edit ...func(*issue.Award)) []byte {
	t.Helper()
	return m.sign(t, m.award(email, edit...))
}

// listAt is where the maker's status list of a purpose is.
func (m *maker) listAt(purpose string) string {
	return "https://lists.example/" + strings.ReplaceAll(m.name, " ", "-") + "/" + purpose
}

// withStatus gives a badge its place in the maker's lists.
func (m *maker) withStatus(index int) func(*issue.Award) {
	return func(a *issue.Award) {
		for _, purpose := range []string{issue.Revocation, issue.Suspension} {
			a.Status = append(a.Status, issue.StatusEntry{
				ID: fmt.Sprintf("%s#%d", m.listAt(purpose), index), List: m.listAt(purpose), Index: index, Purpose: purpose,
			})
		}
	}
}

// serveLists serves the maker's lists, with the entries that are set.
func (m *maker) serveLists(t *testing.T, revoked, suspended []int) {
	t.Helper()
	for purpose, set := range map[string][]int{issue.Revocation: revoked, issue.Suspension: suspended} {
		entries := status.New(status.MinEntries)
		for _, i := range set {
			if err := entries.Set(i, true); err != nil {
				t.Fatal(err)
			}
		}
		now := m.f.Clock.Now()
		doc := world.Must(issue.StatusList(issue.List{
			ID: m.listAt(purpose), Issuer: m.did, Purpose: purpose, Entries: entries,
			ValidFrom: now.Add(-time.Hour), ValidUntil: now.AddDate(0, 1, 0), TTL: 5 * time.Minute,
		}))(t)
		m.f.web.serve(m.listAt(purpose), world.Must(issue.Sign(doc, m.method, m.key, now, m.f.contexts))(t))
	}
}

// given is a badge as a client hands it over.
func given(content []byte) credential.BadgeSource {
	text := string(content)
	return credential.BadgeSource{Text: &text}
}

// imports has somebody import a badge, which must work.
func (f *fair) imports(t *testing.T, as world.Viewer, content []byte) *credential.Imported {
	t.Helper()
	return world.Must(f.Credentials.ImportBadge(as, given(content)))(t)
}

// trusts has the admin trust a maker.
func (f *fair) trusts(t *testing.T, m *maker) *db.IssuerIdentity {
	t.Helper()
	return world.Must(f.Credentials.TrustIssuer(f.admin, credential.TrustIssuerInput{URI: m.did, Note: "known to us"}))(t)
}

// award reads an award as it stands.
func (f *fair) award(t *testing.T, id string) *db.Award {
	t.Helper()
	return world.Must(f.Credentials.Award(f.Ctx, id))(t)
}

// pairs are an award's competencies by the names of their skills.
func (f *fair) pairs(t *testing.T, id string) map[string]int {
	t.Helper()
	names := map[string]string{}
	for _, row := range world.Must(f.DB().Skill.Query().All(f.Ctx))(t) {
		names[row.ID] = row.Name
	}
	out := map[string]int{}
	for _, p := range f.award(t, id).Edges.Pairs {
		out[names[p.SkillID]] = int(p.Level)
	}
	return out
}

// records counts what is stored, by kind.
func (f *fair) records(t *testing.T) map[string]int {
	t.Helper()
	c := f.DB()
	out := map[string]int{}
	for name, count := range map[string]func(context.Context) (int, error){
		"awards": c.Award.Query().Count, "organizations": c.Organization.Query().Count, "identities": c.IssuerIdentity.Query().Count,
		"micro-credentials": c.MicroCredential.Query().Count, "versions": c.MicroCredentialVersion.Query().Count,
		"alignments": c.Alignment.Query().Count, "links": c.AwardAlignment.Query().Count, "pairs": c.AwardPair.Query().Count,
		"originals": c.ImportOriginal.Query().Count, "details": c.AwardDetail.Query().Count, "checks": c.AwardCheck.Query().Count,
		"keys": c.EarnerKey.Query().Count, "trail": c.AuditEntry.Query().Count,
	} {
		out[name] = world.Must(count(f.Ctx))(t)
	}
	return out
}

// outcome is a check of a report as "OUTCOME reason".
func outcome(r badge.Report, name badge.CheckName) string {
	c := r.Check(name)
	return strings.TrimSpace(fmt.Sprint(c.Outcome, " ", c.Reason))
}

// tampered changes a member of a signed badge.
func tampered(t *testing.T, content []byte, member string, value any) []byte {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	doc = maps.Clone(doc)
	doc[member] = value
	return world.Must(json.Marshal(doc))(t)
}
