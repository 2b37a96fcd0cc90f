package notify_test

import (
	"context"
	"os"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/testkit/postoffice"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// roleName is the variable that has a copy of the test binary be another program.
const roleName = "NOTIFY_TEST_ROLE"

// TestMain plays the mail server, or the program that sends text messages, when a test
// starts this binary again.
func TestMain(m *testing.M) {
	postoffice.Play()
	if os.Getenv(roleName) == "sms" {
		os.Exit(playSMS())
	}
	os.Exit(m.Run())
}

// carrier reaches the post office, as the edits say.
func carrier(t *testing.T, p *postoffice.Office, edit ...func(*notify.SMTP)) notify.Carrier {
	t.Helper()
	c := notify.SMTP{Host: p.Host, Port: p.Port, From: "Stackmatch <no-reply@portal.example>", Trust: p.Trust}
	for _, change := range edit {
		change(&c)
	}
	return world.Must(notify.NewSMTP(c))(t)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// queue queues a message and gives its id.
func queue(t *testing.T, w *world.World, m courier.Message) string {
	t.Helper()
	w.Tx(t, func(ctx context.Context, tx *db.Client) error { return w.Courier.Send(ctx, tx, m) })
	rows := world.Must(w.DB().Message.Query().Order(db.Desc("id")).All(w.Ctx))(t)
	return rows[0].ID
}

func email(to string) courier.Message {
	return courier.Message{Channel: enum.ChannelEmail, To: to, Subject: "Hello\r\nBcc: x@y.example", Text: "Ábrelo: https://portal.example/links/abc"}
}
