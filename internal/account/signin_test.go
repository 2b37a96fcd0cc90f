package account_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db/message"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// sent are the messages that were queued, oldest first.
func sent(t *testing.T, w *world.World) []courier.Message {
	t.Helper()
	rows := world.Must(w.DB().Message.Query().Order(message.ByID()).All(w.Ctx))(t)
	out := make([]courier.Message, len(rows))
	for i, row := range rows {
		out[i] = world.Must(w.Courier.Open(row))(t)
	}
	return out
}

// lastLink is the token of the link in the last message to an address.
func lastLink(t *testing.T, w *world.World, to string) string {
	t.Helper()
	token := ""
	for _, m := range sent(t, w) {
		if found := regexp.MustCompile(`/links/(\S+)`).FindStringSubmatch(m.Text); m.To == to && found != nil {
			token = found[1]
		}
	}
	if token == "" {
		t.Fatalf("no link was sent to %s", to)
	}
	return token
}

func request(t *testing.T, w *world.World, address string) string {
	t.Helper()
	w.Clock.Advance(time.Millisecond) // messages are in the order of their instants
	if err := w.Accounts.RequestSignIn(t.Context(), account.RequestSignInInput{Address: address}); err != nil {
		t.Fatal(err)
	}
	return lastLink(t, w, address)
}

// registers opens an account with an address, and gives a context that acts as it.
func registers(t *testing.T, w *world.World, address string, earner bool) (context.Context, *account.SignedIn) {
	t.Helper()
	in := world.Must(w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: request(t, w, address), Name: "Averil Fernbrook", Earner: earner}))(t)
	return auth.With(t.Context(), in.Viewer), in
}

func wants(t *testing.T, err error, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, world.Problems(t, err)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestALinkSignsInOnceWithinAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	made := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Averil", Emails: []string{"averil@people.example"}}))(t)
	token := request(t, w, "averil@people.example")
	in := world.Must(w.Accounts.SignIn(t.Context(), token))(t)
	if in.Account.ID != made.ID || in.Viewer.Account != made.ID || in.Token == "" || !in.ExpiresAt.After(w.Clock.Now()) {
		t.Errorf("signed in as %+v", in)
	}
	_, err := w.Accounts.SignIn(t.Context(), token)
	wants(t, err, "NOT_FOUND token")

	late := request(t, w, "averil@people.example")
	w.Clock.Advance(15 * time.Minute)
	_, err = w.Accounts.SignIn(t.Context(), late)
	wants(t, err, "NOT_FOUND token")
}

func TestWhetherThereIsAnAccountIsNotTold(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Averil", Emails: []string{"averil@people.example"}}))(t)
	link := regexp.MustCompile(`/links/\S+`)
	var texts []string
	for _, address := range []string{"averil@people.example", "nobody@people.example"} {
		for range 7 {
			if err := w.Accounts.RequestSignIn(t.Context(), account.RequestSignInInput{Address: address}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, m := range sent(t, w) {
		texts = append(texts, m.Subject+link.ReplaceAllString(m.Text, ""))
	}
	if len(texts) != 10 { // five an hour each
		t.Fatalf("%d messages", len(texts))
	}
	for _, text := range texts {
		if text != texts[0] {
			t.Errorf("one message is another:\n%s\n%s", text, texts[0])
		}
	}
	_, err := w.Accounts.SignIn(t.Context(), lastLink(t, w, "nobody@people.example"))
	if err != nil {
		t.Errorf("an unknown address: %v", err)
	}
}

func TestWhoIsNewRegistersByTheLink(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	token := request(t, w, "+19125550123")
	if in, err := w.Accounts.SignIn(t.Context(), token); in != nil || err != nil {
		t.Fatalf("signed in as %v, %v", in, err)
	}
	spanish := "es"
	in := world.Must(w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: token, Name: " Averil ", Language: &spanish, Earner: true}))(t)
	if in.Account.DisplayName != "Averil" || in.Account.Locale != "es" || in.Viewer.Earner == "" {
		t.Errorf("registered %+v as %+v", in.Account, in.Viewer)
	}
	if row := world.Must(w.DB().Earner.Get(w.Ctx, in.Viewer.Earner))(t); row.Visibility != "HIDDEN" {
		t.Errorf("a new earner is %s", row.Visibility)
	}
	_, err := w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: token, Name: "Another"})
	wants(t, err, "NOT_FOUND token")
	_, err = w.Accounts.SelfRegister(t.Context(), account.RegisterInput{Token: request(t, w, "+19125550123"), Name: "Another"})
	wants(t, err, "CONFLICT token")
	if m := sent(t, w); m[0].Channel != enum.ChannelSMS || !strings.Contains(m[len(m)-1].Text, "Abra este enlace") {
		t.Errorf("messages: %+v", m)
	}
}

func TestSigningOutEverywhereRefusesOlderTokens(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ctx, in := registers(t, w, "averil@people.example", false)
	login := world.Must(auth.NewAuthenticator(w.Accounts, w.Accounts.Tokens.(*auth.Tokens)))(t)
	signs := func(token string) error {
		_, err := login.Authenticate(t.Context(), "Bearer "+token, "")
		return err
	}
	if err := signs(in.Token); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(time.Minute)
	if err := w.Accounts.SignOutEverywhere(ctx); err != nil {
		t.Fatal(err)
	}
	if err := signs(in.Token); !problem.Is(err, problem.Unauthenticated) {
		t.Errorf("the old token: %v", err)
	}
	w.Clock.Advance(time.Minute)
	again := world.Must(w.Accounts.SignIn(t.Context(), request(t, w, "averil@people.example")))(t)
	if err := signs(again.Token); err != nil {
		t.Errorf("a new token: %v", err)
	}
}

func TestACollegesAddressLapsesUnlessItIsConfirmed(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ctx, _ := registers(t, w, "averil@college.edu", true)
	_ = world.Must(w.Accounts.AddAddress(ctx, account.AddAddressInput{Address: "averil@people.example"}))(t)
	_ = world.Must(w.Accounts.VerifyAddress(t.Context(), lastLink(t, w, "averil@people.example")))(t)
	all := world.Must(w.Accounts.Addresses(ctx))(t)
	if len(all) != 2 || all[0].LapsesAt == nil || all[1].LapsesAt != nil || !all[0].Preferred {
		t.Fatalf("addresses %v", all)
	}
	w.Clock.Advance(340 * 24 * time.Hour)
	for i, want := range []int{1, 0} {
		if n := world.Must(w.Accounts.RemindOfLapsing(w.Ctx, 10))(t); n != want {
			t.Errorf("round %d: %d reminders, want %d", i, n, want)
		}
	}
	reminder := lastLink(t, w, "averil@college.edu")
	w.Clock.Advance(26 * 24 * time.Hour)
	if err := w.Accounts.RequestSignIn(t.Context(), account.RequestSignInInput{Address: "averil@college.edu"}); err != nil {
		t.Fatal(err)
	}
	if m := sent(t, w); !strings.Contains(m[len(m)-1].Text, "no longer signs anybody in") {
		t.Errorf("the message says %q", m[len(m)-1].Text)
	}
	_, err := w.Accounts.ResolveAccount(t.Context(), auth.Subject{Issuer: "https://login.example", ID: "1", Email: "averil@college.edu"})
	if !problem.Is(err, problem.NotFound) {
		t.Errorf("a provider's lapsed address leads to an account: %v", err)
	}
	_, err = w.Accounts.VerifyAddress(t.Context(), reminder)
	wants(t, err, "NOT_FOUND token")
}

func TestAnAddressBelongsToOneAccount(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	_, _ = registers(t, w, "averil@college.edu", false)
	other, in := registers(t, w, "bertrand@people.example", false)
	pending := world.Must(w.Accounts.AddAddress(other, account.AddAddressInput{Address: "averil@college.edu"}))(t)
	if pending.Value != "averil@college.edu" {
		t.Errorf("pending %+v", pending)
	}
	_, err := w.Accounts.VerifyAddress(t.Context(), lastLink(t, w, "averil@college.edu"))
	wants(t, err, "CONFLICT token")
	// Once it has lapsed, whoever reads it has it.
	w.Clock.Advance(366 * 24 * time.Hour)
	_ = world.Must(w.Accounts.AddAddress(other, account.AddAddressInput{Address: "averil@college.edu"}))(t)
	got := world.Must(w.Accounts.VerifyAddress(t.Context(), lastLink(t, w, "averil@college.edu")))(t)
	if got.AccountID != in.Account.ID {
		t.Errorf("the address is %s's", got.AccountID)
	}
}

func TestTheLastAddressThatSignsInStays(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	ctx, _ := registers(t, w, "averil@people.example", false)
	_, err := w.Accounts.RemoveAddress(ctx, "Averil@People.example")
	wants(t, err, "CONFLICT address")
	_ = world.Must(w.Accounts.AddAddress(ctx, account.AddAddressInput{Address: "(912) 555-0123"}))(t)
	_ = world.Must(w.Accounts.VerifyAddress(t.Context(), lastLink(t, w, "+19125550123")))(t)
	left := world.Must(w.Accounts.RemoveAddress(ctx, "averil@people.example"))(t)
	if len(left) != 1 || left[0].Value != "+19125550123" || !left[0].Preferred {
		t.Errorf("left: %v", left)
	}
	_, err = w.Accounts.RemoveAddress(ctx, "somebody@people.example")
	wants(t, err, "NOT_FOUND address")
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	for _, typed := range []string{"", "averil", "averil@", "a b@people.example", "Averil <averil@people.example>", "averil@localhost", "12", "ävéril@people.example", "averil@people.example\r\nBcc: x@y.example"} {
		err := w.Accounts.RequestSignIn(t.Context(), account.RequestSignInInput{Address: typed})
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if n := world.Must(w.DB().Message.Query().Count(w.Ctx))(t); n != 0 {
		t.Errorf("%d messages", n)
	}
}
