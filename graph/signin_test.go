package graph_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/message"
)

// linkTo is the path of the last link that was sent to an address.
func (w *world) linkTo(t *testing.T, address string) string {
	t.Helper()
	rows, err := w.app.Store.Client.Message.Query().Order(message.ByID()).All(w.ctx)
	must(t, err)
	path := ""
	for _, row := range rows {
		m, err := w.app.Accounts.Courier.Open(row)
		must(t, err)
		if found := regexp.MustCompile(`/links/\S+`).FindString(m.Text); m.To == address && found != "" {
			path = found
		}
	}
	if path == "" {
		t.Fatalf("no link was sent to %s", address)
	}
	return path
}

// askWith asks with a bearer token.
func (w *world) askWith(t *testing.T, bearer, query string, variables map[string]any, headers ...string) answer {
	t.Helper()
	if bearer != "" {
		headers = append(headers, "Authorization", "Bearer "+bearer)
	}
	return w.askIn(context.WithoutCancel(t.Context()), t, "", query, variables, headers...)
}

// tokenFor is the token of the last link that was sent to an address.
func (w *world) tokenFor(t *testing.T, address string) string {
	t.Helper()
	return strings.TrimPrefix(w.linkTo(t, address), "/links/")
}

func (w *world) requestsLink(t *testing.T, address string) string {
	t.Helper()
	out := w.get(t, "", `mutation($a: String!) { requestSignIn(input: {address: $a}) { requested problems { message } } }`, map[string]any{"a": address})
	if out.at("requestSignIn", "requested") != true {
		t.Fatalf("not requested: %s", out.raw)
	}
	return w.tokenFor(t, address)
}

const signIn = `mutation($t: String!) { signIn(input: {token: $t}) { bearer { token expiresAt } viewer { name role } registers problems { code message } } }`

func TestSomebodyRegistersSignsInAndOutOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.requestsLink(t, "new@people.example")
	if out := w.get(t, "", signIn, map[string]any{"t": token}); out.at("signIn", "registers") != true || out.at("signIn", "bearer") != nil {
		t.Fatalf("signed in: %s", out.raw)
	}
	out := w.get(t, "", `mutation($t: String!) { register(input: {token: $t, name: "Newcomer", language: "es"}) { bearer { token } viewer { name role language addresses { value preferred } } problems { message } } }`, map[string]any{"t": token})
	bearer := out.text("register", "bearer", "token")
	if bearer == "" || out.text("register", "viewer", "role") != "EARNER" || out.text("register", "viewer", "addresses", 0, "value") != "new@people.example" {
		t.Fatalf("registered: %s", out.raw)
	}
	if out := w.askWith(t, bearer, `{ viewer { earner { id visibility } } }`, nil); out.text("viewer", "earner", "visibility") != "HIDDEN" {
		t.Errorf("the new earner: %s", out.raw)
	}
	w.clock.Advance(time.Minute)
	if out := w.askWith(t, bearer, `mutation { signOutEverywhere(input: {}) { signedOut problems { message } } }`, nil); out.at("signOutEverywhere", "signedOut") != true {
		t.Errorf("signed out: %s", out.raw)
	}
	if out := w.askWith(t, bearer, `{ viewer { name } }`, nil); out.code() != "UNAUTHENTICATED" {
		t.Errorf("the old token: %s", out.raw)
	}
}

func TestALinksPageSignsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.requestsLink(t, "employer@example.org")
	path := w.linkTo(t, "employer@example.org")
	page := func(method, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		return answer
	}
	for range 2 { // opening it does nothing
		if got := page(http.MethodGet, ""); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Sign in") {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
	}
	got := page(http.MethodPost, url.Values{"answer": {"do"}}.Encode())
	bearer := regexp.MustCompile(`class="token">([^<]+)<`).FindStringSubmatch(got.Body.String())
	if bearer == nil {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if out := w.askWith(t, bearer[1], `{ viewer { name role } }`, nil); out.text("viewer", "role") != "EMPLOYER" {
		t.Errorf("signed in as %s", out.raw)
	}
	if got := page(http.MethodPost, "answer=do"); got.Code != http.StatusNotFound {
		t.Errorf("a second time: %d", got.Code)
	}
}

// registersBakery has an owner register an employer.
func (w *world) registersBakery(t *testing.T) (owner, bakery string, roles map[string]string) {
	t.Helper()
	out := w.get(t, "", `mutation($t: String!) { register(input: {token: $t, name: "Owner", earner: false}) { bearer { token } problems { message } } }`,
		map[string]any{"t": w.requestsLink(t, "owner@bakery.example")})
	owner = out.text("register", "bearer", "token")
	out = w.askWith(t, owner, `mutation($p: ID!) { registerOrganization(input: {name: "Bakery", place: $p}) { organization { id vouchedFor } memberships { id role } problems { message } } }`, map[string]any{"p": w.places["31401"]})
	bakery = out.text("registerOrganization", "organization", "id")
	roles = map[string]string{}
	for i := range out.list("registerOrganization", "memberships") {
		roles[out.text("registerOrganization", "memberships", i, "role")] = out.text("registerOrganization", "memberships", i, "id")
	}
	if bakery == "" || roles["ADMIN"] == "" || roles["EMPLOYER"] == "" {
		t.Fatalf("registered: %s", out.raw)
	}
	return owner, bakery, roles
}

// asksForVouching has an employer wait for somebody to vouch for it.
func (w *world) asksForVouching(t *testing.T) {
	t.Helper()
	owner, _, roles := w.registersBakery(t)
	w.askWith(t, owner, `mutation { askForVouching(input: {}) { problems { message } } }`, nil, "X-Acting-For", roles["ADMIN"])
}

func TestAnEmployerRegistersIsVouchedForAndSeesCandidates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	owner, bakery, roles := w.registersBakery(t)
	if out := w.get(t, "", `{ organizations(search: "Bakery") { nodes { id } } }`, nil); len(out.list("organizations", "nodes")) != 0 {
		t.Errorf("it is listed before: %s", out.raw)
	}
	w.askWith(t, owner, `mutation { askForVouching(input: {}) { problems { message } } }`, nil, "X-Acting-For", roles["ADMIN"])
	out := w.get(t, "admin", `{ organizationsToVouch { nodes { organization { id } registeredBy contact } } }`, nil)
	if out.text("organizationsToVouch", "nodes", 0, "contact") != "owner@bakery.example" {
		t.Errorf("waiting: %s", out.raw)
	}
	can := func() bool {
		out := w.askWith(t, owner, `{ viewer { permissions } }`, nil, "X-Acting-For", roles["EMPLOYER"])
		return strings.Contains(out.raw, "RANK_CANDIDATES")
	}
	if can() {
		t.Error("sees candidates before")
	}
	w.get(t, "admin", `mutation($o: ID!) { vouchForOrganization(input: {organization: $o}) { organization { vouchedFor } problems { message } } }`, map[string]any{"o": bakery})
	if !can() {
		t.Error("sees no candidates after")
	}
	w.get(t, "admin", `mutation($o: ID!) { withdrawVouching(input: {organization: $o}) { problems { message } } }`, map[string]any{"o": bakery})
	if can() {
		t.Error("sees candidates after vouching was withdrawn")
	}
}

func TestOnlyAdminsSeeMembersAndOnlyWhoVouchesSeesWhoAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for viewer, account := range viewers {
		out := w.ask(t, account, `{ members { nodes { name } } }`, nil)
		if got := out.code() == ""; got != (viewer == "admin") {
			t.Errorf("%s reads members: %s", viewer, out.raw)
		}
		out = w.ask(t, account, `{ organizationsToVouch { nodes { contact } } }`, nil)
		if got := out.code() == ""; got != (viewer == "admin") {
			t.Errorf("%s reads who asks for vouching: %s", viewer, out.raw)
		}
	}
}
