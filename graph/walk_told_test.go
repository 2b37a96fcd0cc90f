package graph_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/testkit/postoffice"
)

func TestMain(m *testing.M) {
	postoffice.Play()
	os.Exit(m.Run())
}

// namedPublicly has every name be at an address of the public internet.
type namedPublicly struct{}

func (namedPublicly) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
}

func TestAWebhookReachesAReceiverThatComputesItsSignature(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type call struct {
		header http.Header
		body   []byte
	}
	calls := make(chan call, 10)
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls <- call{r.Header, body}
		rw.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(receiver.Close)
	roots := x509.NewCertPool()
	roots.AddCert(receiver.Certificate())
	w.app.Notify.Poster = fetch.New(fetch.Config{
		Now: w.now, Roots: roots, Resolver: namedPublicly{},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, receiver.Listener.Addr().String())
		},
	})
	made := w.done(t, "employer", `mutation { addWebhook(input: {url: "https://example.com/in", events: [POSTING_CHANGED]}) { webhook { id } secret problems { message code } } }`, nil)
	w.tells(t) // from where the feed ends
	posting := w.posts(t, nil)
	w.tells(t)
	must(t, w.app.Notify.DeliverOnce(w.ctx))
	var got call
	select {
	case got = <-calls:
	default:
		t.Fatalf("nothing was delivered: %s", w.get(t, "employer", `query($id: ID!) { webhookDeliveries(webhook: $id) { nodes { event status failure } } }`,
			map[string]any{"id": made.text("addWebhook", "webhook", "id")}).raw)
	}
	// Standard Webhooks, "Signature scheme": HMAC-SHA256 of id.timestamp.body.
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(made.text("addWebhook", "secret"), "whsec_"))
	must(t, err)
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(got.header.Get("webhook-id") + "." + got.header.Get("webhook-timestamp") + "." + string(got.body)))
	if want := "v1," + base64.StdEncoding.EncodeToString(sum.Sum(nil)); got.header.Get("webhook-signature") != want {
		t.Errorf("signed %q, want %q", got.header.Get("webhook-signature"), want)
	}
	if !strings.Contains(string(got.body), `"posting.changed"`) || !strings.Contains(string(got.body), posting) {
		t.Errorf("told %s", got.body)
	}
	if err := w.app.Notify.DeliverOnce(w.ctx); err != nil || len(calls) != 0 {
		t.Errorf("told %d times more, %v", len(calls), err)
	}
}

// letters has everybody be written to who is to be, and gives what the mail server took
// for an address.
func (w *world) letters(t *testing.T, office *postoffice.Office, to string) (all []postoffice.Letter) {
	t.Helper()
	must(t, (&notify.Mailer{Service: w.app.Notify}).Once(w.ctx))
	sent, err := w.app.Notify.SendOnce(w.ctx)
	must(t, err)
	for range sent {
		if l := office.Next(t); l.To == to {
			all = append(all, l)
		}
	}
	return all
}

func TestADigestTellsOfANewMatchAndIsEndedByTheMailProgramsOwnButton(t *testing.T) {
	t.Parallel()
	w, office := newWorld(t), postoffice.Open(t)
	mail, err := notify.NewSMTP(notify.SMTP{Host: office.Host, Port: office.Port, From: "Stackmatch <no-reply@portal.example>", Trust: office.Trust})
	must(t, err)
	w.app.Notify.Mail = mail
	w.tells(t) // from where the feed ends
	w.done(t, "employer", `mutation($id: ID!) { saveSearch(input: {name: "Good ones", posting: $id, tier: QUALIFIED}) { savedSearch { id } problems { message code } } }`, map[string]any{"id": w.postings["Maker"]})
	w.reaches(t)
	if got := w.letters(t, office, "employer@example.org"); len(got) != 0 {
		t.Errorf("written to at once: %+v", got)
	}
	w.clock.Advance(25 * time.Hour)
	got := w.letters(t, office, "employer@example.org")
	if len(got) != 1 || !got[0].TLS {
		t.Fatalf("%d letters a day later: %+v", len(got), got)
	}
	if text := got[0].Text(); !strings.Contains(text, "Somebody new matches the search “Good ones”.") || strings.Contains(text, "Plain") {
		t.Errorf("it says %q", text)
	}
	address, err := url.Parse(strings.Trim(got[0].Header("List-Unsubscribe"), "<>"))
	must(t, err)
	if address.Scheme != "https" || got[0].Header("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatalf("its head is %s", got[0].Data)
	}
	for _, want := range []int{http.StatusOK, http.StatusNotFound} { // once
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address.Path, strings.NewReader("List-Unsubscribe=One-Click"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, r)
		if answer.Code != want {
			t.Errorf("the button: %d, want %d: %s", answer.Code, want, answer.Body)
		}
	}
	settings := w.get(t, "employer", `{ notificationSettings { kind inbox email } }`, nil).raw
	if !strings.Contains(settings, `{"kind":"SEARCH_MATCHED","inbox":true,"email":"NEVER"}`) || strings.Count(settings, "NEVER") != 2 { // INVITED is the other
		t.Errorf("the settings are %s", settings)
	}
}
