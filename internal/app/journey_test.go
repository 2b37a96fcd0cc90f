package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/status"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// guild is an issuer elsewhere: a key, and a status list at an address of its own.
type guild struct {
	t      *testing.T
	key    keys.Private
	did    string
	now    func() time.Time
	mu     sync.Mutex
	listed bool // the badge is in the list
}

const guildList = "https://guild.example.net/status/1"

func newGuild(t *testing.T, now func() time.Time) *guild {
	t.Helper()
	key, err := keys.Generate(keys.Ed25519, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	return &guild{t: t, key: key, did: key.PublicKey().DIDOf(), now: now}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// All answers for the guild's host, and for no other.
func (g *guild) All(_ context.Context, urls []string, _ fetch.Want) map[string]badge.Document {
	documents := map[string]badge.Document{}
	for _, url := range urls {
		documents[url] = badge.Document{Status: http.StatusNotFound}
		if url == guildList {
			documents[url] = badge.Document{Status: http.StatusOK, ContentType: "application/vc+ld+json", Body: g.list()}
		}
	}
	return documents
}

func (g *guild) list() []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	entries := status.New(status.MinEntries)
	if err := entries.Set(7, g.listed); err != nil {
		g.t.Error(err)
	}
	return g.signed(issue.StatusList(issue.List{
		ID: guildList, Issuer: g.did, Purpose: issue.Revocation, Entries: entries,
		ValidFrom: g.now().Add(-time.Hour), ValidUntil: g.now().Add(24 * time.Hour), TTL: time.Minute,
	}))
}

func (g *guild) revoke() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.listed = true
}

// badge is one for the demo's earner, about a skill.
func (g *guild) badge(proves *db.Skill) []byte {
	return g.signed(issue.Credential(issue.Award{
		ID: "urn:uuid:3f0e8f0a-6f4f-4f5e-8b8e-1d3c9a5b7e11", Issuer: issue.Issuer{ID: g.did, Name: "A guild"},
		Achievement: issue.Achievement{
			ID: "urn:uuid:3f0e8f0a-6f4f-4f5e-8b8e-1d3c9a5b7e12", Name: "Journeyman", Description: "Invented.", Criteria: "Shown.",
			Alignments: []badge.Alignment{{TargetType: "CFItem", Name: proves.Name, URL: proves.URI}},
		},
		Identifiers: []badge.Identifier{{Type: "emailAddress", Hashed: true, Salt: "s", Value: issue.HashIdentity("earner@example.org", "s")}},
		ValidFrom:   g.now().Add(-time.Hour),
		Status:      []issue.StatusEntry{{ID: guildList + "#7", List: guildList, Index: 7, Purpose: issue.Revocation}},
	}))
}

func (g *guild) signed(document map[string]any, err error) []byte {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
	text, err := issue.Sign(document, g.did+"#"+g.key.PublicKey().Multibase(), g.key, g.now().Add(-time.Hour), jsonld.Builtin())
	if err != nil {
		g.t.Fatal(err)
	}
	return text
}

// TestABadgeCountsUntilItsIssuerRevokesIt is the journey of a badge, by GraphQL:
// imported it ranks, once its issuer is trusted; revoked at its issuer's end it is
// gone with the next verification.
func TestABadgeCountsUntilItsIssuerRevokesIt(t *testing.T) {
	t.Parallel()
	var ahead time.Duration
	now := func() time.Time { return time.Now().Add(ahead) }
	elsewhere := newGuild(t, now)
	a := open(t, app.Config{
		Where: app.Where{Data: copyOfDemo(t), Demo: true}, Index: app.OwnIndex, Now: now, Documents: elsewhere,
	})
	h := handler(t, a)
	rare, err := a.Store.Client.Skill.Query().Where(skill.URIHasPrefix("http")).Order(db.Desc(skill.FieldID)).First(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	qualified := func() int {
		t.Helper()
		catchUp(t, a)
		got := ask(t, h, token(t, a, auth.Employer), `query ($skill: ID!) {
			candidates(requirements: [{ask: {skill: {skill: $skill}}}], filter: {tier: [QUALIFIED]}) { totalCount } }`, map[string]any{"skill": rare.ID})
		return int(path[float64](t, got, "candidates", "totalCount"))
	}
	// A question that is no posting's promises no pay: who asks for some is in no answer.
	ask(t, h, token(t, a, auth.Earner), `mutation { setWorkConditions(input: {}) { problems { message } } }`, nil)
	before := qualified()
	imported := ask(t, h, token(t, a, auth.Earner), `mutation ($badge: String!) { importBadge(input: {text: $badge}) {
		award { id verification counts } report { verdict checks { name outcome reason } } unmapped { id } problems { message } } }`,
		map[string]any{"badge": string(elsewhere.badge(rare))})
	if verdict, counts := path[string](t, imported, "importBadge", "report", "verdict"), path[bool](t, imported, "importBadge", "award", "counts"); verdict != "VALID" || counts {
		t.Fatalf("imported: %s, counts %t, before anybody trusts its issuer: %v", verdict, counts, imported)
	}
	if got := qualified(); got != before {
		t.Fatalf("a stranger's badge qualifies: %d, then %d", before, got)
	}
	trusted := ask(t, h, token(t, a, auth.Admin), `mutation ($uri: String!) { trustIssuer(input: {uri: $uri, note: "known in town"}) {
		issuer { trustedAt } problems { message } } }`, map[string]any{"uri": elsewhere.did})
	if path[string](t, trusted, "trustIssuer", "issuer", "trustedAt") == "" {
		t.Fatalf("trusted: %v", trusted)
	}
	if got := qualified(); got != before+1 {
		t.Fatalf("%d qualify, then %d, want one more", before, got)
	}
	elsewhere.revoke()
	ahead = 25 * time.Hour
	if n, err := a.Credentials.RecheckDue(a.System(t.Context()), 10); n != 1 || err != nil {
		t.Fatalf("verified %d again: %v", n, err)
	}
	if got := qualified(); got != before {
		t.Errorf("%d qualify after the revocation, want %d", got, before)
	}
	own := ask(t, h, token(t, a, auth.Earner), `query ($id: ID!) { award(id: $id) { status revocationReason counts
		checks(first: 5) { nodes { cause report { verdict } } } } }`, map[string]any{"id": path[string](t, imported, "importBadge", "award", "id")})
	if got := path[string](t, own, "award", "status"); got != "REVOKED" {
		t.Errorf("the award is %s", got)
	}
	history, _ := json.Marshal(path[[]any](t, own, "award", "checks", "nodes"))
	if want := `[{"cause":"SCHEDULE","report":{"verdict":"INVALID"}},{"cause":"IMPORT","report":{"verdict":"VALID"}}]`; string(history) != want {
		t.Errorf("its history is %s, want %s", history, want)
	}
}

// path digs in an answer.
func path[T any](t *testing.T, got answer, names ...string) T {
	t.Helper()
	var value any = got.Data
	for _, name := range names {
		members, ok := value.(map[string]any)
		if !ok {
			t.Fatalf("no %v in %+v", names, got)
		}
		value = members[name]
	}
	found, ok := value.(T)
	if !ok {
		t.Fatalf("%v is %T in %+v", names, value, got)
	}
	return found
}
