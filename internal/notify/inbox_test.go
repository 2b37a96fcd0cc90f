package notify_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/inbox"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// person opens an account with an address, and gives a context in which it asks.
func person(t *testing.T, w *world.World, email string) (ctx context.Context, key string) {
	t.Helper()
	key = world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Somebody", Emails: []string{email}}))(t).ID
	return auth.With(t.Context(), auth.Viewer{Account: key}), key
}

// tells tells an account something.
func tells(t *testing.T, w *world.World, account, membership string, notices ...inbox.Notice) {
	t.Helper()
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return w.Post.Tell(ctx, tx, account, membership, notices...)
	})
}

func inboxOf(ctx context.Context, t *testing.T, w *world.World, first int, after string) notify.NotificationPage {
	t.Helper()
	return world.Must(w.Notify.Notifications(ctx, notify.NotificationFilter{}, page.Args{First: first, After: after}))(t)
}

func TestEverybodyReadsTheirOwnInboxInTheirLanguage(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	college := w.Organization(t, "North College", nil, enum.OrgCollege)
	ana, key := person(t, w, "ana@people.example")
	ben, _ := person(t, w, "ben@people.example")
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeInvited, Subject: college.ID}, inbox.Notice{Kind: enum.NoticeDataReady, Subject: "job_1"})
	tells(t, w, key, "mem_other", inbox.Notice{Kind: enum.NoticeAssigned, Subject: "sle_1"})
	all := inboxOf(ana, t, w, 10, "")
	if len(all.Items) != 2 || all.Unread != 2 {
		t.Fatalf("got %d, %d unread; want two, and nothing of another membership", len(all.Items), all.Unread)
	}
	invited := all.Items[1]
	if invited.Kind != enum.NoticeInvited {
		invited = all.Items[0]
	}
	if got := invited.Text("en"); got != "North College invites you to take a role there." {
		t.Errorf("got %q", got)
	}
	if got := invited.Text("es-MX"); got != "North College le invita a asumir una función." {
		t.Errorf("got %q", got)
	}
	one := inboxOf(ana, t, w, 1, "")
	two := inboxOf(ana, t, w, 1, one.Cursors[0])
	if one.Items[0].ID == two.Items[0].ID || two.HasNext {
		t.Errorf("pages %v and %v", one.Items[0].ID, two.Items[0].ID)
	}
	if got := inboxOf(ben, t, w, 10, ""); len(got.Items) != 0 || got.Unread != 0 {
		t.Errorf("another reads %d", len(got.Items))
	}
	if _, err := w.Notify.MarkRead(ben, notify.MarkReadInput{IDs: []string{one.Items[0].ID}}); !problem.Is(err, problem.NotFound) {
		t.Errorf("another marks it: %v", err)
	}
	if unread := world.Must(w.Notify.MarkRead(ana, notify.MarkReadInput{IDs: []string{one.Items[0].ID}}))(t); unread != 1 {
		t.Errorf("%d unread, want 1", unread)
	}
	if unread := world.Must(w.Notify.MarkRead(ana, notify.MarkReadInput{All: world.Ptr(true)}))(t); unread != 0 {
		t.Errorf("%d unread, want none", unread)
	}
	if _, err := w.Notify.Notifications(t.Context(), notify.NotificationFilter{}, page.Args{First: 1}); !problem.Is(err, problem.Unauthenticated) {
		t.Errorf("nobody: got %v", err)
	}
}

func TestEveryKindIsWordedTwiceAndHasAPace(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ana, key := person(t, w, "ana@people.example")
	for _, kind := range enum.NoticeKind("").Values() {
		tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeKind(kind), Subject: "none_1"})
	}
	for _, n := range inboxOf(ana, t, w, 100, "").Items {
		en, es := n.Text("en"), n.Text("es")
		if en == "" || es == "" || en == es || strings.ContainsAny(en+es, "{}") {
			t.Errorf("%s: %q, %q", n.Kind, en, es)
		}
	}
	for _, s := range world.Must(w.Notify.Settings(ana))(t) {
		if s.Email == "" || !s.Inbox {
			t.Errorf("%+v", s)
		}
	}
}

// mails lets time pass, has people written to, and gives what is queued.
func mails(t *testing.T, w *world.World, m *notify.Mailer, wait time.Duration) []notify.Queued {
	t.Helper()
	w.Clock.Advance(wait)
	must(t, m.Once(w.Ctx))
	return world.Must(w.Notify.Queued(w.Ctx))(t)
}

func TestEachIsWrittenToAsSoonAsTheyWantAndOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ana, key := person(t, w, "ana@people.example")
	change := func(kind enum.NoticeKind, pace enum.EmailPace) {
		world.Must(w.Notify.UpdateSettings(ana, notify.UpdateSettingsInput{Settings: []notify.SettingInput{{Kind: kind, Email: &pace}}}))(t)
	}
	change(enum.NoticeAssigned, enum.EmailDaily)
	change(enum.NoticeVouched, enum.EmailWeekly)
	change(enum.NoticeReportFiled, enum.EmailNever)
	mailer := &notify.Mailer{Service: w.Notify}
	for _, kind := range []enum.NoticeKind{enum.NoticeDataReady, enum.NoticeAssigned, enum.NoticeAssigned, enum.NoticeVouched, enum.NoticeReportFiled} {
		tells(t, w, key, "", inbox.Notice{Kind: kind, Subject: "x_1"})
	}
	got := mails(t, w, mailer, time.Second)
	if len(got) != 1 || !strings.Contains(got[0].Text, "The data that you asked for is ready.") || got[0].To != "ana@people.example" {
		t.Fatalf("at once: %+v", got)
	}
	if strings.Contains(got[0].Text, "shortlist") || strings.Contains(got[0].Subject, "data") || got[0].Unsubscribe == "" {
		t.Errorf("got %+v", got[0])
	}
	if got := mails(t, w, mailer, time.Minute); len(got) != 1 {
		t.Errorf("again: %d messages", len(got))
	}
	if got := mails(t, w, mailer, 24*time.Hour); len(got) != 2 || strings.Count(got[0].Text, "was assigned to you") != 1 {
		t.Errorf("a day later: %d messages: %+v", len(got), got)
	}
	w.Notify.Mail = counting{taken: make(chan string, 10)} // nothing goes stale
	sends(t, w, 2)
	if got := mails(t, w, mailer, 7*24*time.Hour); len(got) != 1 || !strings.Contains(got[0].Text, "vouched") {
		t.Errorf("a week later: %+v", got)
	}
}

func TestAnEmailSaysTheSameOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	_, key := person(t, w, "ana@people.example")
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeVouched, Subject: "org_1"}, inbox.Notice{Kind: enum.NoticeVouched, Subject: "org_2"})
	got := mails(t, w, &notify.Mailer{Service: w.Notify}, time.Second)
	if len(got) != 1 || strings.Count(got[0].Text, "An organization was vouched for: its employers may now see candidates.") != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestTheLinkInAnEmailEndsEmailsLikeIt(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ana, key := person(t, w, "ana@people.example")
	mailer := &notify.Mailer{Service: w.Notify}
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeDataReady, Subject: "job_1"})
	sent := mails(t, w, mailer, time.Second)
	address := world.Must(url.Parse(sent[0].Unsubscribe))(t)
	token := address.Path[strings.LastIndexByte(address.Path, '/')+1:]
	journey := notify.Unsubscribing{Service: w.Notify}
	if q := world.Must(journey.Ask(t.Context(), token, "es"))(t); len(q.Answers) != 2 || q.Title != "Recibir menos correos" {
		t.Errorf("asked %+v", q)
	}
	if _, err := journey.Do(t.Context(), token, link.Given{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("no answer: got %v", err)
	}
	world.Must(journey.Do(t.Context(), token, link.Given{Answer: "these"}))(t)
	for _, s := range world.Must(w.Notify.Settings(ana))(t) {
		if (s.Kind == enum.NoticeDataReady) != (s.Email == enum.EmailNever) && s.Kind != enum.NoticeInvited {
			t.Errorf("%+v", s)
		}
	}
	if _, err := journey.Do(t.Context(), token, link.Given{Answer: "all"}); !problem.Is(err, problem.NotFound) {
		t.Errorf("used twice: %v", err)
	}
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeDataReady, Subject: "job_2"})
	if got := mails(t, w, mailer, time.Minute); len(got) != 1 {
		t.Errorf("written to all the same: %d messages", len(got))
	}
	if got := inboxOf(ana, t, w, 10, ""); len(got.Items) != 2 {
		t.Errorf("the inbox has %d, want 2", len(got.Items))
	}
}

func TestAMailProgramsOwnButtonEndsEmailsLikeItOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ana, key := person(t, w, "ana@people.example")
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeDataReady, Subject: "job_1"})
	sent := mails(t, w, &notify.Mailer{Service: w.Notify}, time.Second)
	token := sent[0].Unsubscribe[strings.LastIndexByte(sent[0].Unsubscribe, '/')+1:]
	click := link.Given{Fields: url.Values{"List-Unsubscribe": {"One-Click"}}}
	world.Must(notify.Unsubscribing{Service: w.Notify}.Do(t.Context(), token, click))(t)
	pace := func() enum.EmailPace {
		for _, s := range world.Must(w.Notify.Settings(ana))(t) {
			if s.Kind == enum.NoticeDataReady {
				return s.Email
			}
		}
		return ""
	}
	if got := pace(); got != enum.EmailNever {
		t.Errorf("written to %s", got)
	}
	again := enum.EmailAtOnce
	world.Must(w.Notify.UpdateSettings(ana, notify.UpdateSettingsInput{Settings: []notify.SettingInput{{Kind: enum.NoticeDataReady, Email: &again}}}))(t)
	_, err := notify.Unsubscribing{Service: w.Notify}.Do(t.Context(), token, click)
	if got := pace(); !problem.Is(err, problem.NotFound) || got != enum.EmailAtOnce {
		t.Errorf("a second time: %v, written to %s", err, got)
	}
}

func TestNobodyIsWrittenToAtAnAddressThatLapsedOrIsNotTheirs(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	_, key := person(t, w, "student@college.example")
	w.Tx(t, func(ctx context.Context, tx *db.Client) error {
		if err := tx.Address.Update().SetLapsesAt(w.Clock.Now()).Exec(ctx); err != nil {
			return err
		}
		return tx.Address.Create().SetAccountID(key).SetKind(enum.AddressEmail).SetValue("unverified@people.example").Exec(ctx)
	})
	mailer := &notify.Mailer{Service: w.Notify}
	tells(t, w, key, "", inbox.Notice{Kind: enum.NoticeDataReady, Subject: "job_1"})
	if got := mails(t, w, mailer, time.Minute); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
