package graph_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// opens asks for a page as a browser does, and for nothing that a script would fetch.
func (w *world) opens(t *testing.T, path string) string {
	t.Helper()
	return w.walks(t, http.MethodGet, path, nil, http.StatusOK)
}

// presses sends a page's form with what was typed.
func (w *world) presses(t *testing.T, path string, typed url.Values) string {
	t.Helper()
	return w.walks(t, http.MethodPost, path, typed, http.StatusOK)
}

func (w *world) walks(t *testing.T, method, path string, typed url.Values, want int) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(typed.Encode()))
	r.Header.Set("Accept", "text/html")
	if typed != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	if answer.Code != want {
		t.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// bearerOn is the token that a page shows to who has signed in.
func bearerOn(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`class="token">([^<]+)<`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no token on %s", page)
	}
	return found[1]
}

func TestWhoIsInvitedAcceptsByTheLinkAndWorksAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.done(t, "admin", `mutation { inviteMember(input: {address: "new@people.example", role: COACH}) { invitation { id } problems { message code } } }`, nil)
	path := w.linkTo(t, "new@people.example")
	for range 2 { // mail programs open it, too
		if page := w.opens(t, path); !strings.Contains(page, "Board invites you to work with it here as: coach.") {
			t.Fatalf("the page says %s", page)
		}
	}
	coach := bearerOn(t, w.presses(t, path, url.Values{"answer": {"do"}, "name": {"Newcomer"}}))
	out := w.askWith(t, coach, `{ viewer { name role organization { name } addresses { value } } }`, nil)
	if out.text("viewer", "name") != "Newcomer" || out.text("viewer", "role") != "COACH" || out.text("viewer", "organization", "name") != "Board" ||
		out.text("viewer", "addresses", 0, "value") != "new@people.example" {
		t.Errorf("who accepted is %s", out.raw)
	}
	if out := w.get(t, "admin", `{ members { nodes { name role } } invitations { nodes { id } } }`, nil); !strings.Contains(out.raw, `"Newcomer"`) || len(out.list("invitations", "nodes")) != 0 {
		t.Errorf("the admin reads %s", out.raw)
	}
	w.walks(t, http.MethodPost, path, url.Values{"answer": {"do"}, "name": {"Another"}}, http.StatusNotFound)
	// Whoever has an address already is a member by what they have.
	w.done(t, "admin", `mutation { inviteMember(input: {address: "rival@example.org", role: ANALYST}) { invitation { id } problems { message code } } }`, nil)
	known := bearerOn(t, w.presses(t, w.linkTo(t, "rival@example.org"), url.Values{"answer": {"do"}}))
	if out := w.askWith(t, known, `{ viewer { name memberships { role } } }`, nil); out.text("viewer", "name") != "Account rival" || len(out.list("viewer", "memberships")) != 2 {
		t.Errorf("who was known is %s", out.raw)
	}
}

func TestASecondAddressIsConfirmedByItsLinkAndSignsInToTheSameAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.done(t, "self", `mutation { addAddress(input: {address: "Second@People.example"}) { address problems { message code } } }`, nil)
	if out.text("addAddress", "address") != "second@people.example" {
		t.Fatalf("added: %s", out.raw)
	}
	addresses := func() string { return w.get(t, "self", `{ viewer { addresses { value } } }`, nil).raw }
	path := w.linkTo(t, "second@people.example")
	if page := w.opens(t, path); !strings.Contains(page, "second@people.example will sign you in") || strings.Contains(addresses(), "second@") {
		t.Fatalf("opened: %s, %s", page, addresses())
	}
	w.presses(t, path, url.Values{"answer": {"do"}})
	if !strings.Contains(addresses(), "second@people.example") {
		t.Errorf("the addresses are %s", addresses())
	}
	w.clock.Advance(time.Minute)
	w.requestsLink(t, "second@people.example")
	bearer := bearerOn(t, w.presses(t, w.linkTo(t, "second@people.example"), url.Values{"answer": {"do"}}))
	out = w.askWith(t, bearer, `{ viewer { name earner { id } } }`, nil)
	if out.text("viewer", "earner", "id") != w.earners["Privata"] {
		t.Errorf("signed in as %s", out.raw)
	}
	w.done(t, "self", `mutation { removeAddress(input: {address: "second@people.example"}) { problems { message code } } }`, nil)
	w.clock.Advance(time.Minute)
	w.requestsLink(t, "second@people.example")
	if page := w.opens(t, w.linkTo(t, "second@people.example")); !strings.Contains(page, "There is no account with this address yet") {
		t.Errorf("the address that was removed leads to %s", page)
	}
}

func TestASheetOfPaperLeadsToItsRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened := w.get(t, "coach", `mutation { openEarnerAccount(input: {name: "Averil Fernbrook", language: "es", paperConsent: true}) {
		earner { id } sheet { code title lines url } problems { message code } } }`, nil)
	sheet := func(field string) string { return opened.text("openEarnerAccount", "sheet", field) }
	if !strings.Contains(opened.raw, "Su código: "+sheet("code")) || !strings.Contains(opened.text("openEarnerAccount", "sheet", "lines", 1), sheet("url")) {
		t.Fatalf("the sheet says %s", opened.raw)
	}
	place, err := url.Parse(sheet("url"))
	must(t, err)
	if page := w.opens(t, place.Path+"?lang=es"); !strings.Contains(page, "un código en papel") || !strings.Contains(page, `name="address"`) {
		t.Fatalf("the sheet leads to %s", page)
	}
	if page := w.walks(t, http.MethodPost, place.Path, url.Values{"address": {"averil"}, "answer": {"do"}}, http.StatusUnprocessableEntity); !strings.Contains(page, `value="averil"`) {
		t.Errorf("what is no address leads to %s", page)
	}
	known := w.presses(t, place.Path, url.Values{"address": {"self@example.org"}, "answer": {"do"}})
	fresh := w.presses(t, place.Path, url.Values{"address": {"averil@people.example"}, "answer": {"do"}})
	if known != fresh {
		t.Errorf("the page tells who has an account:\n%s\n%s", known, fresh)
	}
	path := w.linkTo(t, "averil@people.example")
	w.opens(t, path)
	bearer := bearerOn(t, w.presses(t, path, url.Values{"answer": {"do"}, "name": {"Averil"}, "code": {strings.ToLower(sheet("code"))}}))
	out := w.askWith(t, bearer, `{ viewer { earner { id name visibility } } }`, nil)
	if out.text("viewer", "earner", "id") != opened.text("openEarnerAccount", "earner", "id") || out.text("viewer", "earner", "visibility") != "HIDDEN" {
		t.Errorf("the record claimed is %s", out.raw)
	}
}

func TestAConsentThatIsNarrowedOpensLessToTheNextRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contacts(t)
	w.accepts(t, contact)
	reads := func() answer {
		t.Helper()
		return w.get(t, "employer", `query($id: ID!) { node(id: $id) { ... on ContactRequest { opened candidate { name email place { name } awards { earnedOn } } } } }`, map[string]any{"id": contact})
	}
	if out := reads(); out.text("node", "candidate", "name") == "" || out.text("node", "candidate", "email") == "" || out.text("node", "candidate", "awards", 0, "earnedOn") == "" {
		t.Fatalf("before, the employer reads %s", out.raw)
	}
	mine := w.get(t, "self", `{ viewer { earner { consents { nodes { id purpose fields } } } } }`, nil)
	narrowed := ""
	for i := range mine.list("viewer", "earner", "consents", "nodes") {
		if mine.text("viewer", "earner", "consents", "nodes", i, "purpose") == "CONTACT" {
			narrowed = mine.text("viewer", "earner", "consents", "nodes", i, "id")
		}
	}
	w.done(t, "self", `mutation($id: ID!) { narrowConsent(input: {id: $id, fields: [NAME]}) { consent { fields } problems { message code } } }`, map[string]any{"id": narrowed})
	out := reads()
	if out.text("node", "candidate", "name") == "" || out.at("node", "candidate", "email") != nil || out.at("node", "candidate", "awards", 0, "earnedOn") != nil {
		t.Errorf("after, the employer reads %s", out.raw)
	}
	if got := out.list("node", "opened"); len(got) != 1 || got[0] != "NAME" {
		t.Errorf("opened: %v", got)
	}
	wider := w.get(t, "self", `mutation($id: ID!) { narrowConsent(input: {id: $id, fields: [NAME, CONTACT]}) { problems { code } } }`, map[string]any{"id": narrowed})
	if wider.text("narrowConsent", "problems", 0, "code") != "INVALID" {
		t.Errorf("wider: %s", wider.raw)
	}
}
