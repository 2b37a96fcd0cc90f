package notify_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/testkit/postoffice"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// sends has what is due sent, and wants a number to be.
func sends(t *testing.T, w *world.World, want int) {
	t.Helper()
	if sent, err := w.Notify.SendOnce(w.Ctx); err != nil || sent != want {
		t.Fatalf("sent %d, %v; want %d", sent, err, want)
	}
}

func row(t *testing.T, w *world.World, id string) *db.Message {
	t.Helper()
	return world.Must(w.DB().Message.Get(w.Ctx, id))(t)
}

func TestAMessageReachesARealMailServerByTLSOnce(t *testing.T) {
	t.Parallel()
	w, office := world.New(t), postoffice.Open(t)
	w.Notify.Mail = carrier(t, office, func(c *notify.SMTP) { c.User, c.Password = "portal", postoffice.Password })
	m := email("ana@people.example")
	m.Unsubscribe = "https://portal.example/links/stop"
	id := queue(t, w, m)
	sends(t, w, 1)
	got := office.Next(t)
	if !got.TLS || got.User != "portal" || got.To != "ana@people.example" {
		t.Errorf("got %+v, want it for Ana, encrypted, and signed in", got)
	}
	for _, want := range []string{
		"Message-ID: <" + id + "@portal.example>", "List-Unsubscribe: <https://portal.example/links/stop>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
		"Auto-Submitted: auto-generated", "Subject: Hello Bcc: x@y.example", "https://portal.example/links/abc",
	} {
		if !strings.Contains(got.Data, want) {
			t.Errorf("%q is missing in:\n%s", want, got.Data)
		}
	}
	w.Clock.Advance(24 * time.Hour)
	sends(t, w, 0)
	if kept := row(t, w, id); kept.SentAt == nil || len(kept.Content) > 0 {
		t.Errorf("kept %v, content of %d bytes; want it noted and wiped", kept.SentAt, len(kept.Content))
	}
}

func TestAServerWithoutEncryptionOrWithAnotherPasswordIsToldNothing(t *testing.T) {
	t.Parallel()
	office := postoffice.Open(t)
	for name, edit := range map[string]func(*notify.SMTP){
		"unknown authority":  func(c *notify.SMTP) { c.Trust = nil },
		"wrong password":     func(c *notify.SMTP) { c.User, c.Password = "portal", "wrong" },
		"nobody listens":     func(c *notify.SMTP) { c.Port = 1 },
		"TLS from the start": func(c *notify.SMTP) { c.TLS = notify.TLSFromStart },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world.New(t)
			w.Notify.Mail = carrier(t, office, edit)
			id := queue(t, w, email("ana@people.example"))
			sends(t, w, 0)
			kept := row(t, w, id)
			if kept.DeadAt != nil || kept.Failure == "" || !kept.NextAt.After(w.Clock.Now()) || len(kept.Content) == 0 {
				t.Errorf("got %+v, want it kept for another try", kept)
			}
		})
	}
}

func TestARefusedRecipientIsWrittenToNoMoreAndNoAddressIsKept(t *testing.T) {
	t.Parallel()
	w, office := world.New(t), postoffice.Open(t)
	w.Notify.Mail = carrier(t, office)
	id := queue(t, w, email("nobody@people.example"))
	sends(t, w, 0)
	kept := row(t, w, id)
	if kept.DeadAt == nil || len(kept.Content) > 0 || strings.Contains(kept.Failure, "people.example") {
		t.Errorf("got %+v; want it dead, wiped, and no address in the reason", kept)
	}
	waiting, dead, err := w.Notify.Waiting(w.Ctx)
	if waiting != 0 || dead != 1 || err != nil {
		t.Errorf("got %d waiting, %d dead, %v", waiting, dead, err)
	}
}

func TestATemporaryFailureIsTriedAgainInGrowingIntervalsAndGivenUp(t *testing.T) {
	t.Parallel()
	w, office := world.New(t), postoffice.Open(t)
	w.Notify.Mail = carrier(t, office)
	id := queue(t, w, email("later@people.example"))
	start, last := w.Clock.Now(), time.Duration(0)
	for tries := 1; ; tries++ {
		sends(t, w, 0)
		kept := row(t, w, id)
		if kept.Tries != tries {
			t.Fatalf("tried %d times, want %d", kept.Tries, tries)
		}
		if kept.DeadAt != nil {
			break
		}
		wait := kept.NextAt.Sub(w.Clock.Now())
		if wait <= last || strings.Contains(kept.Failure, "people.example") {
			t.Errorf("waits %v after %v, as %q", wait, last, kept.Failure)
		}
		last = wait
		sends(t, w, 0) // not before it is due
		w.Clock.Advance(wait)
	}
	if took := w.Clock.Now().Sub(start); took < 12*time.Hour || took > 48*time.Hour {
		t.Errorf("given up after %v, want about a day", took)
	}
	if kept := row(t, w, id); len(kept.Content) > 0 {
		t.Error("its content is kept")
	}
}

// dying takes a message over, and then the process is gone.
type dying struct{ notify.Carrier }

type killed struct{}

func (d dying) Carry(ctx context.Context, key string, m courier.Message) error {
	if err := d.Carrier.Carry(ctx, key, m); err != nil {
		return err
	}
	panic(killed{})
}

func TestAKillBetweenSendingAndNotingSendsTheSameMessageAgainLaterOnly(t *testing.T) {
	t.Parallel()
	w, office := world.New(t), postoffice.Open(t)
	w.Notify.Mail = dying{carrier(t, office)}
	id := queue(t, w, email("ana@people.example"))
	func() {
		defer func() {
			if _, ok := recover().(killed); !ok {
				t.Fatal("it was not killed")
			}
		}()
		_, _ = w.Notify.SendOnce(w.Ctx)
	}()
	first := office.Next(t)
	w.Notify.Mail = carrier(t, office)
	sends(t, w, 0) // whoever starts again does not send it at once: another may be at it
	w.Clock.Advance(time.Hour)
	sends(t, w, 1)
	second := office.Next(t)
	for _, l := range []postoffice.Letter{first, second} {
		if !strings.Contains(l.Data, "Message-ID: <"+id+"@") {
			t.Errorf("%q has another Message-ID", l.Data)
		}
	}
	w.Clock.Advance(24 * time.Hour)
	sends(t, w, 0)
}

// counting counts what it takes.
type counting struct {
	taken chan string
	fail  error
}

func (c counting) Carry(_ context.Context, key string, _ courier.Message) error {
	c.taken <- key
	return c.fail
}

func TestTwoProcessesSendAMessageOnce(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	carrier := counting{taken: make(chan string, 100)}
	w.Notify.Mail = carrier
	for range 10 {
		queue(t, w, email("ana@people.example"))
	}
	done := make(chan error, 4)
	for range 4 {
		go func() { _, err := w.Notify.SendOnce(w.Ctx); done <- err }()
	}
	for range 4 {
		must(t, <-done)
	}
	close(carrier.taken)
	seen := map[string]int{}
	for key := range carrier.taken {
		seen[key]++
	}
	if len(seen) != 10 {
		t.Errorf("sent %d messages, want 10", len(seen))
	}
	for key, n := range seen {
		if n != 1 {
			t.Errorf("%s was sent %d times", key, n)
		}
	}
}

func TestWithoutAServerMessagesWaitAndAreWipedInTheEnd(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	id := queue(t, w, email("ana@people.example"))
	sends(t, w, 0)
	queued := world.Must(w.Notify.Queued(w.Ctx))(t)
	if len(queued) != 1 || queued[0].To != "ana@people.example" {
		t.Errorf("got %+v, want the message", queued)
	}
	w.Clock.Advance(4 * 24 * time.Hour)
	w.Notify.Mail = counting{taken: make(chan string, 1), fail: errors.New("must not be asked")}
	sends(t, w, 0)
	if kept := row(t, w, id); kept.DeadAt == nil || len(kept.Content) > 0 {
		t.Errorf("got %+v, want it wiped", kept)
	}
}

// playSMS is a program that sends text messages: it writes what it was given beside
// itself, and refuses numbers that end with 1.
func playSMS() int {
	number := os.Args[len(os.Args)-1]
	if strings.HasSuffix(number, "1") {
		return 1
	}
	var text [100]byte
	n, _ := os.Stdin.Read(text[:])
	if os.Getenv("STACKMATCH_SECRET_OF_TEST") != "" {
		return 3
	}
	if err := os.WriteFile(filepath.Join(os.Args[1], number), text[:n], 0o600); err != nil {
		return 2
	}
	return 0
}

func TestATextMessageGoesThroughTheOperatorsProgram(t *testing.T) {
	t.Setenv(roleName, "sms")
	t.Setenv("STACKMATCH_SECRET_OF_TEST", "x")
	w, dir := world.New(t), t.TempDir()
	w.Notify.SMS = world.Must(notify.NewSMSCommand(os.Args[0] + " " + dir))(t)
	good := queue(t, w, courier.Message{Channel: enum.ChannelSMS, To: "+19125550142", Text: "Hola"})
	bad := queue(t, w, courier.Message{Channel: enum.ChannelSMS, To: "+19125550141", Text: "Hola"})
	option := queue(t, w, courier.Message{Channel: enum.ChannelSMS, To: "--help", Text: "Hola"})
	sends(t, w, 1)
	if text, err := os.ReadFile(filepath.Join(dir, "+19125550142")); string(text) != "Hola" {
		t.Errorf("got %q, %v", text, err)
	}
	if row(t, w, good).SentAt == nil || row(t, w, bad).DeadAt == nil || row(t, w, option).DeadAt == nil {
		t.Error("want one sent, and two given up")
	}
}
