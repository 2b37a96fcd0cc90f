package graph_test

import (
	"strings"
	"testing"
)

const inboxQuery = `{ notifications { unreadCount nodes { id kind createdAt readAt text es: text(language: "es") subject about } } }`

func TestOnlyTheEarnerIsToldOfTheirAward(t *testing.T) {
	t.Parallel()
	w := newBadgeWorld(t)
	made := w.get(t, "issuer", `mutation($earner: ID!, $of: ID!) { issueAward(input: {earner: $earner, microCredential: $of}) { award { id } problems { message } } }`,
		map[string]any{"earner": w.earners["Privata"], "of": w.credentials["First Aid"]})
	award := made.text("issueAward", "award", "id")
	for viewer, account := range viewers {
		out := w.ask(t, account, inboxQuery, nil)
		if got, want := strings.Contains(out.raw, award), viewer == "self"; got != want {
			t.Errorf("%s is told of the award: %v, want %v: %s", viewer, got, want, out.raw)
		}
		if viewer == "anonymous" && out.code() != "UNAUTHENTICATED" {
			t.Errorf("nobody reads an inbox: %s", out.raw)
		}
	}
	mine := w.get(t, "self", inboxQuery, nil)
	if got := mine.text("notifications", "nodes", 0, "text"); got != "You have received “First Aid”." {
		t.Errorf("got %q", got)
	}
	marked := w.get(t, "self", `mutation($ids: [ID!]) { markNotificationsRead(input: {ids: $ids}) { unreadCount problems { message } } }`,
		map[string]any{"ids": []string{mine.text("notifications", "nodes", 0, "id")}})
	if got, before := marked.number("markNotificationsRead", "unreadCount"), mine.number("notifications", "unreadCount"); got != before-1 {
		t.Errorf("%d unread after %d", got, before)
	}
	set := w.get(t, "self", `mutation { updateNotificationSettings(input: {settings: [{kind: AWARD_RECEIVED, inbox: false, email: WEEKLY}]}) { settings { kind inbox email } problems { message } } }`, nil)
	if !strings.Contains(set.raw, "WEEKLY") || strings.Contains(w.get(t, "self", inboxQuery, nil).raw, award) {
		t.Errorf("a kind that is not wanted is listed: %s", set.raw)
	}
}

func TestAWebhooksSecretIsToldOnceAndToItsOrganizationOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.get(t, "employer", `mutation { addWebhook(input: {url: "https://hooks.example.com/in", events: [POSTING_CHANGED]}) { webhook { id events } secret problems { message } } }`, nil)
	secret := made.text("addWebhook", "secret")
	if !strings.HasPrefix(secret, "whsec_") {
		t.Fatal(made.raw)
	}
	vars := map[string]any{"id": made.text("addWebhook", "webhook", "id")}
	list := `query($id: ID!) { webhooks { id url events disabledAt } webhookDeliveries(webhook: $id) { nodes { id event subject status nextAt failure } } }`
	for viewer, account := range viewers {
		out := w.ask(t, account, list, vars)
		if got, want := strings.Contains(out.raw, "hooks.example.com"), viewer == "employer"; got != want || strings.Contains(out.raw, secret) {
			t.Errorf("%s sees the webhook: %v, want %v: %s", viewer, got, want, out.raw)
		}
	}
	refused := w.get(t, "rival", `mutation($id: ID!) { removeWebhook(input: {id: $id}) { problems { code } } }`, vars)
	if got := refused.text("removeWebhook", "problems", 0, "code"); got != "NOT_FOUND" {
		t.Errorf("the rival removes it: %s", refused.raw)
	}
	for _, ask := range []string{`rotateWebhookSecret(input: {id: $id}) { secret problems { message } }`, `updateWebhook(input: {id: $id, enabled: false}) { webhook { disabledAt } problems { message } }`, `removeWebhook(input: {id: $id}) { problems { message } }`} {
		if out := w.get(t, "employer", `mutation($id: ID!) { `+ask+` }`, vars); strings.Contains(out.raw, "message") || strings.Contains(out.raw, secret) {
			t.Errorf("%s: %s", ask, out.raw)
		}
	}
}
