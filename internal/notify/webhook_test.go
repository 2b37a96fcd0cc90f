package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/outbox"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// hooked is a request that a webhook got.
type hooked struct {
	address string
	header  http.Header
	body    []byte
}

// receiver takes what webhooks are told, and answers as it is told to.
type receiver struct {
	mu     sync.Mutex
	got    []hooked
	status int
	fail   error
}

func (r *receiver) Post(_ context.Context, address string, header http.Header, body []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, hooked{address, header, body})
	return r.status, r.fail
}

// hooks is a world with an employer whose webhook is told everything.
type hooks struct {
	*world.World
	as       context.Context
	employer *db.Organization
	receiver *receiver
	told     *notify.Told
}

func newHooks(t *testing.T) *hooks {
	t.Helper()
	w := world.New(t)
	h := &hooks{World: w, receiver: &receiver{status: 204}}
	h.employer = w.Organization(t, "Maker", nil, enum.OrgEmployer)
	h.as = w.Member(t, auth.Employer, h.employer)
	w.Notify.Poster, w.Notify.Feed = h.receiver, outbox.New(w.Store)
	h.told = world.Must(w.Notify.AddWebhook(h.as, notify.AddWebhookInput{URL: "https://hooks.example/in"}))(t)
	h.runs(t)
	return h
}

// runs has everything be told that is due.
func (h *hooks) runs(t *testing.T) {
	t.Helper()
	for more := true; more; {
		var err error
		more, err = h.Notify.FanOutOnce(h.Ctx)
		must(t, err)
	}
	must(t, h.Notify.DeliverOnce(h.Ctx))
}

// changes has a posting of an employer's change.
func (h *hooks) changes(t *testing.T, of *db.Organization, key string) {
	t.Helper()
	h.Tx(t, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Posting.Update().Where(posting.ID(key)).SetTitle("Anew").Save(ctx)
		if err != nil || n > 0 {
			return err
		}
		return tx.Posting.Create().SetID(key).SetCreatedAt(h.Clock.Now()).SetEmployerID(of.ID).SetTitle("Welder").SetDescription("Welds.").SetUpdatedAt(h.Clock.Now()).
			SetOpenedAt(h.Clock.Now()).SetLanguage("en").Exec(ctx)
	})
}

func TestAWebhookIsToldOfItsOrganizationsOwnSigned(t *testing.T) {
	t.Parallel()
	h := newHooks(t)
	rival := h.Organization(t, "Rival", nil, enum.OrgEmployer)
	h.changes(t, rival, "pst_rival")
	h.changes(t, h.employer, "pst_own")
	h.runs(t)
	h.runs(t)
	if len(h.receiver.got) != 1 {
		t.Fatalf("told %d times, want once", len(h.receiver.got))
	}
	got := h.receiver.got[0]
	verifier := world.Must(standardwebhooks.NewWebhook(h.told.Secret))(t)
	if err := verifier.VerifyIgnoringTimestamp(got.body, got.header); err != nil {
		t.Errorf("the signature: %v", err)
	}
	var body struct {
		Type string
		Data struct{ ID, Organization string }
	}
	must(t, json.Unmarshal(got.body, &body))
	if body.Type != "posting.changed" || body.Data.ID != "pst_own" || body.Data.Organization != h.employer.ID {
		t.Errorf("got %s", got.body)
	}
}

func TestAFailedDeliveryIsTriedAgainUnderTheSameIDAndGivenUpAndToldOf(t *testing.T) {
	t.Parallel()
	h := newHooks(t)
	h.receiver.fail = errors.New("it did not answer in time")
	h.changes(t, h.employer, "pst_own")
	for range 200 {
		h.runs(t)
		h.Clock.Advance(time.Hour)
	}
	ids := map[string]bool{}
	for _, got := range h.receiver.got {
		ids[got.header.Get("Webhook-Id")] = true
	}
	if len(ids) != 1 || len(h.receiver.got) != 10 {
		t.Errorf("tried %d times under %d ids, want 10 under one", len(h.receiver.got), len(ids))
	}
	dead := world.Must(h.Notify.Deliveries(h.as, h.told.Webhook.ID, world.Ptr(true), page.Args{First: 10}))(t)
	if len(dead.Items) != 1 || dead.Items[0].Failure != "it did not answer in time" {
		t.Fatalf("dead: %+v", dead.Items)
	}
	if got := inboxOf(h.as, t, h.World, 10, ""); len(got.Items) != 1 || got.Items[0].Kind != enum.NoticeWebhookDead {
		t.Errorf("told %+v", got.Items)
	}
	if row := world.Must(h.Notify.Webhooks(h.as))(t)[0]; row.DisabledAt == nil {
		t.Error("it is tried for ever")
	}
	h.receiver.fail = nil
	world.Must(h.Notify.UpdateWebhook(h.as, notify.UpdateWebhookInput{ID: h.told.Webhook.ID, Enabled: world.Ptr(true)}))(t)
	world.Must(h.Notify.Redeliver(h.as, dead.Items[0].ID))(t)
	h.runs(t)
	again := world.Must(h.Notify.Deliveries(h.as, h.told.Webhook.ID, nil, page.Args{First: 10}))(t)
	if again.Items[0].DeliveredAt == nil || *again.Items[0].Status != 204 {
		t.Errorf("got %+v", again.Items[0])
	}
}

func TestWhatAMembershipMayNotKnowAnyMoreIsNotDelivered(t *testing.T) {
	t.Parallel()
	h := newHooks(t)
	h.changes(t, h.employer, "pst_own")
	h.Tx(t, func(ctx context.Context, tx *db.Client) error {
		_, err := tx.Membership.Delete().Exec(ctx)
		return err
	})
	h.runs(t)
	if len(h.receiver.got) != 0 {
		t.Errorf("told %s", h.receiver.got[0].body)
	}
}

func TestWebhooksAreTheOrganizationsOwn(t *testing.T) {
	t.Parallel()
	h := newHooks(t)
	rival := h.Member(t, auth.Employer, h.Organization(t, "Rival", nil, enum.OrgEmployer))
	for name, err := range map[string]error{
		"remove":    h.Notify.RemoveWebhook(rival, h.told.Webhook.ID),
		"rotate":    second(h.Notify.RotateWebhookSecret(rival, h.told.Webhook.ID)),
		"update":    second(h.Notify.UpdateWebhook(rival, notify.UpdateWebhookInput{ID: h.told.Webhook.ID})),
		"redeliver": second(h.Notify.Redeliver(rival, "whd_1")),
	} {
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if rows := world.Must(h.Notify.Webhooks(rival))(t); len(rows) != 0 {
		t.Errorf("the rival sees %d", len(rows))
	}
	for _, bad := range []string{"http://hooks.example/", "https://127.0.0.1/", "https://localhost/x", "nonsense"} {
		if _, err := h.Notify.AddWebhook(h.as, notify.AddWebhookInput{URL: bad}); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: got %v", bad, err)
		}
	}
	if _, err := h.Notify.AddWebhook(h.as, notify.AddWebhookInput{URL: "https://hooks.example/", Events: []notify.WebhookEvent{notify.AwardChanged}}); !problem.Is(err, problem.Invalid) {
		t.Errorf("an issuer's event: got %v", err)
	}
	must(t, h.Notify.RemoveWebhook(h.as, h.told.Webhook.ID))
}

func second[T any](_ T, err error) error { return err }
