package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

// web is the network: documents by URL. What it has not is not found; a host
// named silent.example never answers, and one named inside.example is ours.
type web struct {
	mu   sync.Mutex
	docs map[string][]byte
}

// All answers as the fetcher does.
func (w *web) All(_ context.Context, urls []string, _ fetch.Want) map[string]badge.Document {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]badge.Document{}
	for _, url := range urls {
		content, there := w.docs[url]
		switch {
		case strings.HasPrefix(url, "https://silent.example/"):
			out[url] = badge.Document{Err: "nothing answers"}
		case strings.HasPrefix(url, "https://inside.example/"), !strings.HasPrefix(url, "https://"):
			out[url] = badge.Document{Blocked: "it is not a public address"}
		case !there:
			out[url] = badge.Document{Status: http.StatusNotFound}
		default:
			out[url] = badge.Document{Status: http.StatusOK, ContentType: "application/json", Body: content}
		}
	}
	return out
}

func (w *web) serve(url string, content []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.docs == nil {
		w.docs = map[string][]byte{}
	}
	w.docs[url] = content
}

// maker makes badges elsewhere, with a DID that needs no network.
type maker struct {
	name, did, method string
	key               keys.Private
	now               time.Time
}

func (w *world) maker(t *testing.T, name string) *maker {
	t.Helper()
	key, err := keys.Generate(keys.Ed25519, testkit.Random("key of "+name))
	must(t, err)
	did := key.PublicKey().DIDOf()
	w.issuers[name] = did
	return &maker{name: name, did: did, key: key, method: did + "#" + strings.TrimPrefix(did, "did:key:"), now: w.now()}
}

// award is a badge that is to be made, for who has an address.
func (m *maker) award(number int, title, email string) issue.Award {
	return issue.Award{
		ID: fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", number), Issuer: issue.Issuer{ID: m.did, Name: m.name},
		Achievement: issue.Achievement{
			ID: "https://achievements.example/" + title, Type: "Certification", Name: title, Description: "About " + title + ".", Criteria: "Show it.",
			Alignments: []issue.Alignment{
				{TargetType: "ceasn:Competency", Name: "weld", URL: "https://skills.example/weld"},
				{TargetType: "ceasn:Competency", Name: "grind", Framework: "Theirs", Code: "G1", URL: "https://their.example/grind"},
			},
		},
		Identifiers: []issue.Identifier{{Type: "emailAddress", Value: issue.HashIdentity(email, "salt"), Salt: "salt", Hashed: true}},
		ValidFrom:   m.now.AddDate(0, -1, 0),
		Evidence:    []issue.Evidence{{ID: "https://work.example/" + title, Name: "A plate", Narrative: "It held."}, {Narrative: "Told."}},
	}
}

func (m *maker) sign(t *testing.T, document map[string]any, err error) string {
	t.Helper()
	must(t, err)
	content, err := issue.Sign(document, m.method, m.key, m.now, jsonld.Builtin())
	must(t, err)
	return string(content)
}

func (m *maker) badge(t *testing.T, number int, title, email string) string {
	t.Helper()
	document, err := issue.Credential(m.award(number, title, email))
	return m.sign(t, document, err)
}

// listed is a badge whose revocation is looked up at an address.
func (m *maker) listed(t *testing.T, number int, title, email, list string) string {
	t.Helper()
	a := m.award(number, title, email)
	a.Status = []issue.StatusEntry{{ID: fmt.Sprint(list, "#", number), List: list, Index: number, Purpose: issue.Revocation}}
	document, err := issue.Credential(a)
	return m.sign(t, document, err)
}

// list is the maker's status list at an address, with the badges that it revoked.
func (m *maker) list(t *testing.T, at string, revoked ...int) []byte {
	t.Helper()
	entries := status.New(status.MinEntries)
	for _, number := range revoked {
		must(t, entries.Set(number, true))
	}
	document, err := issue.StatusList(issue.List{
		ID: at, Issuer: m.did, Purpose: issue.Revocation, Entries: entries,
		ValidFrom: m.now.Add(-time.Hour), ValidUntil: m.now.AddDate(0, 1, 0), TTL: 5 * time.Minute,
	})
	return []byte(m.sign(t, document, err))
}

// record is a learner record around badges.
func (m *maker) record(t *testing.T, email string, badges ...string) string {
	t.Helper()
	r := issue.CLRRecord{
		ID: "urn:uuid:00000000-0000-4000-8000-0000000000c1", Name: "Record", Issuer: issue.Issuer{ID: m.did, Name: m.name},
		Identifiers: m.award(0, "x", email).Identifiers, ValidFrom: m.now.AddDate(0, 0, -1),
	}
	for _, content := range badges {
		object, err := strictjson.Object([]byte(content))
		must(t, err)
		r.Credentials = append(r.Credentials, object)
	}
	document, err := issue.CLR(r)
	return m.sign(t, document, err)
}

const privata = "self@example.org"

// newBadgeWorld is a world with badges from elsewhere, and who runs the service.
func newBadgeWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.addBadges(t)
	return w
}

// addBadges makes badges of two issuers: the College, which signs elsewhere too,
// and one that nobody here knows.
func (w *world) addBadges(t *testing.T) {
	t.Helper()
	service, err := w.app.Catalog.AddOrganization(w.ctx, catalog.OrganizationInput{Name: "Service", Kinds: []enum.OrganizationKind{enum.OrgService}})
	must(t, err)
	w.orgs["Service"] = service.ID
	operator, err := w.app.Accounts.Open(w.ctx, account.NewAccount{
		Name: "Account operator", Language: "en", Emails: []string{"operator@example.org"},
		Memberships: []account.NewMembership{{Organization: service.ID, Role: enum.RoleAdmin}},
	})
	must(t, err)
	w.accounts["operator"] = operator.ID
	importer := &catalog.SkillImporter{DB: w.app.Store.Client, IDs: w.app.Catalog.IDs}
	framework, err := importer.UpsertFramework(w.ctx, catalog.FrameworkInput{Code: "trades", Name: "Trades", Publisher: "Test"})
	must(t, err)
	_, err = importer.UpsertSkills(w.ctx, framework, []catalog.SkillInput{
		{URI: "https://skills.example/weld", Status: enum.SkillActive, Texts: []catalog.SkillText{{Language: "en", Label: "Weld"}}},
		{URI: "https://skills.example/grind", Status: enum.SkillActive, Texts: []catalog.SkillText{{Language: "en", Label: "Grind"}}},
	})
	must(t, err)
	w.nameSkills(t)

	w.college, w.stranger = w.maker(t, "College elsewhere"), w.maker(t, "Stranger")
	college := w.orgs["College"]
	_, err = w.app.Credentials.TrustIssuer(w.ctx, credential.TrustIssuerInput{URI: w.college.did, Organization: &college})
	must(t, err)
	w.badges["Welding"] = w.college.badge(t, 1, "Welding", privata)
	newer := w.college.award(1, "Welding", privata)
	newer.ValidFrom = w.now().AddDate(0, 0, -1)
	document, err := issue.Credential(newer)
	w.badges["Welding renewed"] = w.college.sign(t, document, err)
	w.badges["Plain's"] = w.college.badge(t, 2, "Welding", "other_earner@example.org")
	w.badges["Forged"] = strings.Replace(w.badges["Welding"], "It held.", "It sang.", 1)
	w.badges["Stranger's"] = w.stranger.badge(t, 3, "Juggling", privata)
	w.badges["Record"] = w.stranger.record(t, privata, w.college.badge(t, 4, "Milling", privata), w.badges["Plain's"])
	w.web.serve("https://badges.example/welding.json", []byte(w.badges["Welding"]))
}

// imports has Privata import a badge, and remembers the award under its name.
func (w *world) imports(t *testing.T, name string) string {
	t.Helper()
	out := w.get(t, "self", `mutation($text: String!) { importBadge(input: {text: $text}) { award { id } problems { message } } }`, map[string]any{"text": w.badges[name]})
	w.awards[name] = out.text("importBadge", "award", "id")
	if w.awards[name] == "" {
		t.Fatalf("%s was not imported: %s", name, out.raw)
	}
	return w.awards[name]
}

// proves has a viewer prove that a maker's DID is theirs.
func (w *world) proves(t *testing.T, viewer string, m *maker) answer {
	t.Helper()
	asked := w.get(t, viewer, `mutation($did: String!) { beginDid(input: {did: $did}) { challenge audience } }`, map[string]any{"did": m.did})
	payload, err := json.Marshal(map[string]string{"nonce": asked.text("beginDid", "challenge"), "aud": asked.text("beginDid", "audience")})
	must(t, err)
	token, err := jose.Sign(payload, map[string]any{"kid": m.method}, m.key)
	must(t, err)
	return w.get(t, viewer, `mutation($did: String!, $token: String!) { proveDid(input: {did: $did, token: $token}) { did problems { code message } } }`,
		map[string]any{"did": m.did, "token": token})
}

// upload sends an operation with a file that stands where path says.
func (w *world) upload(t *testing.T, viewer, query string, variables map[string]any, path, file string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	operations, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	must(t, err)
	must(t, form.WriteField("operations", string(operations)))
	must(t, form.WriteField("map", fmt.Sprintf(`{"0": [%q]}`, path)))
	part, err := form.CreateFormFile("0", "my badge.json")
	must(t, err)
	_, err = part.Write([]byte(file))
	must(t, err)
	must(t, form.Close())
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("GraphQL-Require-Preflight", "1")
	return w.send(t, viewer, request)
}
