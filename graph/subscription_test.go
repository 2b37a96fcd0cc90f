package graph_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/store"
)

// listener is a client that subscribes over a socket.
type listener struct {
	*websocket.Conn
	ctx context.Context
}

// listened is the world on a port of its own, whose changes are told.
func (w *world) listened(t *testing.T) (address string) {
	t.Helper()
	web := httptest.NewServer(w.handler)
	t.Cleanup(web.Close)
	ctx, cancel := context.WithCancel(t.Context())
	changed, stop := w.app.Store.Notify()
	done := make(chan error, 1)
	go func() { done <- w.app.Live.Run(ctx, changed) }()
	t.Cleanup(func() {
		cancel()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return strings.Replace(web.URL, "http", "ws", 1) + "/graphql"
}

// listen opens a socket as a viewer and subscribes; it returns once the subscription
// has begun.
func (w *world) listen(t *testing.T, address, viewer, query string, variables map[string]any) *listener {
	t.Helper()
	token, err := w.app.Tokens.Mint(auth.TokenRequest{Account: w.accounts[viewer]})
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	//nolint:bodyclose // the library closes it
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	must(t, err)
	t.Cleanup(func() { _ = conn.CloseNow() })
	l := &listener{conn, ctx}
	before := w.app.Live.Len()
	l.say(t, map[string]any{"type": "connection_init", "payload": map[string]any{"Authorization": "Bearer " + token}})
	if kind, _ := l.hear(t); kind != "connection_ack" {
		t.Fatalf("introduced, got %s", kind)
	}
	l.say(t, map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{"query": query, "variables": variables}})
	for deadline := time.Now().Add(5 * time.Second); w.app.Live.Len() == before && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	return l
}

func (l *listener) say(t *testing.T, message map[string]any) {
	t.Helper()
	text, err := json.Marshal(message)
	must(t, err)
	must(t, l.Write(l.ctx, websocket.MessageText, text))
}

// hear reads a message: its kind, and its payload as an answer.
func (l *listener) hear(t *testing.T) (string, answer) {
	t.Helper()
	_, text, err := l.Read(l.ctx)
	if err != nil {
		return "closed", answer{raw: err.Error()}
	}
	var m struct {
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}
	must(t, json.Unmarshal(text, &m))
	out := answer{raw: string(m.Payload)}
	switch m.Type {
	case "next":
		must(t, json.Unmarshal(m.Payload, &out))
	case "error":
		must(t, json.Unmarshal(m.Payload, &out.Errors))
	}
	return m.Type, out
}

// event reads an event, which must be one.
func (l *listener) event(t *testing.T) answer {
	t.Helper()
	kind, out := l.hear(t)
	if kind != "next" || len(out.Errors) > 0 {
		t.Fatalf("got %s %s, want an event", kind, out.raw)
	}
	return out
}

const (
	onCandidates = `subscription ($posting: ID!, $after: String) { candidatesChanged(posting: $posting, resumeAfter: $after) {
		cursor tierCounts { qualified near partial } posting { candidates(first: 50) { totalCount nodes { name alias } } } } }`
	onAwards = `subscription ($after: String) { awardChanged(resumeAfter: $after) { cursor award { id status earner { name } } } }`
	hide     = `mutation { setVisibility(input: {visibility: HIDDEN}) { problems { message } } }`
	show     = `mutation { setVisibility(input: {visibility: ANONYMOUS}) { problems { message } } }`
	revoke   = `mutation ($id: ID!) { revokeAward(input: {id: $id, reason: "a mistake"}) { problems { message } } }`
)

func total(a answer) int {
	return a.number("candidatesChanged", "posting", "candidates", "totalCount")
}

func TestAnEmployerIsToldThatTheListIsAnotherOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	posting := map[string]any{"posting": w.postings["Maker"]}
	before := w.get(t, "employer", `query ($posting: ID!) { posting(id: $posting) { candidates { totalCount } } }`, posting).
		number("posting", "candidates", "totalCount")
	l := w.listen(t, address, "employer", onCandidates, posting)
	w.hideSomebodyHidden(t)
	w.get(t, "other_earner", hide, nil)
	gone := l.event(t)
	if total(gone) != before-1 {
		t.Errorf("hidden: got %d candidates, want %d: %s", total(gone), before-1, gone.raw)
	}
	w.get(t, "other_earner", show, nil)
	if back := l.event(t); total(back) != before {
		t.Errorf("shown again: got %d candidates, want %d", total(back), before)
	}
	posting["after"] = gone.text("candidatesChanged", "cursor")
	again := w.listen(t, address, "colleague", onCandidates, posting)
	if kind, out := again.hear(t); kind != "error" || out.code() != "BAD_USER_INPUT" {
		t.Errorf("another's cursor: got %s %s", kind, out.raw)
	}
	resumed := w.listen(t, address, "employer", onCandidates, posting)
	if back := resumed.event(t); total(back) != before {
		t.Errorf("resumed: got %d candidates, want %d", total(back), before)
	}
}

// hideSomebodyHidden changes a person whom nobody is shown.
func (w *world) hideSomebodyHidden(t *testing.T) {
	t.Helper()
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Earner.UpdateOneID(w.earners["Hiding"]).SetRemote(true).Exec(ctx)
	})
}

func (w *world) write(t *testing.T, do func(ctx context.Context, tx *db.Client) error) {
	t.Helper()
	must(t, store.InTx(w.ctx, w.app.Store.Client, do))
}

func TestOnlyWhoMayRankIsToldOfCandidates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	for viewer, want := range map[string]string{
		"rival": "BAD_USER_INPUT", "unvouched": "FORBIDDEN", "self": "FORBIDDEN", "coach": "FORBIDDEN", "issuer": "FORBIDDEN",
	} {
		l := w.listen(t, address, viewer, onCandidates, map[string]any{"posting": w.postings["Maker"]})
		if kind, out := l.hear(t); kind != "error" || out.code() != want {
			t.Errorf("%s: got %s %s, want %s", viewer, kind, out.raw, want)
		}
	}
}

func TestWhoMayRankNoLongerIsToldNothingMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	posting := map[string]any{"posting": w.postings["Maker"]}
	l := w.listen(t, address, "employer", onCandidates, posting)
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Organization.UpdateOneID(w.orgs["Maker"]).ClearVouchedByID().Exec(ctx)
	})
	w.get(t, "other_earner", hide, nil)
	if kind, out := l.hear(t); kind != "error" || out.code() != "FORBIDDEN" {
		t.Errorf("got %s %s, want FORBIDDEN", kind, out.raw)
	}
}

func TestAwardsAreToldToTheirEarnerAndTheirIssuer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	self, issuer := w.listen(t, address, "self", onAwards, nil), w.listen(t, address, "issuer", onAwards, nil)
	other, stranger := w.listen(t, address, "other_earner", onAwards, nil), w.listen(t, address, "other_issuer", onAwards, nil)
	w.get(t, "issuer", revoke, map[string]any{"id": w.awards["Privata/1"]})
	w.get(t, "issuer", revoke, map[string]any{"id": w.awards["Plain/0"]})
	own := self.event(t)
	if own.text("awardChanged", "award", "id") != w.awards["Privata/1"] || own.text("awardChanged", "award", "status") != "REVOKED" {
		t.Errorf("the earner is told %s", own.raw)
	}
	if got := other.event(t); got.text("awardChanged", "award", "id") != w.awards["Plain/0"] {
		t.Errorf("another earner is told %s", got.raw)
	}
	for _, want := range []string{"Privata/1", "Plain/0"} {
		got := issuer.event(t)
		if got.text("awardChanged", "award", "id") != w.awards[want] || got.at("awardChanged", "award", "earner") != nil {
			t.Errorf("the issuer is told %s, want %s and nobody's name", got.raw, want)
		}
	}
	w.nothing(t, stranger)
	_ = self.Close(websocket.StatusNormalClosure, "")
	w.get(t, "issuer", revoke, map[string]any{"id": w.awards["Privata/2"]})
	again := w.listen(t, address, "self", onAwards, map[string]any{"after": own.text("awardChanged", "cursor")})
	if got := again.event(t); got.text("awardChanged", "award", "id") != w.awards["Privata/2"] {
		t.Errorf("resumed, they are told %s", got.raw)
	}
}

// TestAnAwardThatTimeAloneEndsIsTold: to its earner and its issuer.
func TestAnAwardThatTimeAloneEndsIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Award.UpdateOneID(w.awards["Privata/1"]).SetExpiresAt(w.now().Add(time.Hour)).Exec(ctx)
	})
	counting := `subscription { awardChanged { cursor award { id counts } } }`
	self, issuer := w.listen(t, address, "self", counting, nil), w.listen(t, address, "issuer", counting, nil)
	w.clock.Advance(61 * time.Minute)
	if _, err := w.app.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]*listener{"the earner": self, "the issuer": issuer} {
		got := l.event(t)
		if got.text("awardChanged", "award", "id") != w.awards["Privata/1"] || got.at("awardChanged", "award", "counts") != false {
			t.Errorf("%s is told %s", name, got.raw)
		}
	}
}

// nothing makes sure that a listener was told nothing: what they ask now is answered first.
func (w *world) nothing(t *testing.T, l *listener) {
	t.Helper()
	l.say(t, map[string]any{"type": "ping"})
	if kind, out := l.hear(t); kind != "pong" {
		t.Errorf("told %s %s, want nothing", kind, out.raw)
	}
}

func TestACursorThatIsTooOldSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	l := w.listen(t, address, "self", onAwards, nil)
	w.get(t, "issuer", revoke, map[string]any{"id": w.awards["Privata/1"]})
	cursor := l.event(t).text("awardChanged", "cursor")
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.FeedState.UpdateOneID(1).SetEpoch("another").Exec(ctx)
	})
	if kind, out := l.hear(t); kind != "error" || out.code() != "TOO_OLD" {
		t.Errorf("while it was open: got %s %s", kind, out.raw)
	}
	again := w.listen(t, address, "self", onAwards, map[string]any{"after": cursor})
	if kind, out := again.hear(t); kind != "error" || out.code() != "TOO_OLD" {
		t.Errorf("resumed: got %s %s", kind, out.raw)
	}
}

func TestALeftMembershipEndsTheSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := w.listened(t)
	l := w.listen(t, address, "issuer", onAwards, nil)
	w.write(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Account.DeleteOneID(w.accounts["issuer"]).Exec(ctx)
	})
	w.get(t, "self", `mutation ($id: ID!) { publishAward(input: {id: $id}) { problems { message } } }`, map[string]any{"id": w.awards["Privata/0"]})
	if kind, out := l.hear(t); kind != "closed" || !strings.Contains(out.raw, "4403") {
		t.Errorf("got %s %s, want 4403", kind, out.raw)
	}
}
