package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/message"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit/postoffice"
)

// mailing is people who ask for links while the server that sends them is killed.
type mailing struct {
	dir    string
	office *postoffice.Office
	// asked are the addresses whose request was acknowledged, tried counts all.
	asked map[string]bool
	tried int
	// links are the tokens that arrived, by address.
	links map[string][]string
}

// TestWhatIsToBeToldIsMailedWhereverTheServerIsKilled kills the real process while it
// writes and sends. Whatever was acknowledged is mailed at least once; nothing is mailed
// of what was not written.
func TestWhatIsToBeToldIsMailedWhereverTheServerIsKilled(t *testing.T) {
	t.Parallel()
	m := &mailing{dir: filepath.Join(t.TempDir(), "data"), office: postoffice.Open(t), asked: map[string]bool{}, links: map[string][]string{}}
	for range 3 {
		m.askAndKill(t)
	}
	if len(m.asked) == 0 {
		t.Fatal("nothing was acknowledged")
	}
	m.letTimePass(t)
	p := m.start(t)
	for deadline := time.Now().Add(readyWithin); m.missing() != "" && time.Now().Before(deadline); {
		m.reads(m.office.Next(t))
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	m.compare(t)
}

func (m *mailing) start(t *testing.T) *process {
	t.Helper()
	p, err := startServer("--data", m.dir, "--smtp", m.office.Addr(), "--smtp-ca", m.office.CA, "--mail-from", "no-reply@portal.example", "--rate", "10000000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	if err := p.waitReady(); err != nil {
		t.Fatal(err)
	}
	return p
}

// askAndKill has people ask until the server is gone, which it is while it sends.
func (m *mailing) askAndKill(t *testing.T) {
	t.Helper()
	p := m.start(t)
	done := make(chan error)
	go func() { done <- m.ask(client{url: p.url}) }()
	m.reads(m.office.Next(t))
	wait(time.Duration(rand.IntN(200)) * time.Millisecond)
	p.kill()
	if err := <-done; !errors.Is(err, errCutOff) {
		t.Fatal(err)
	}
}

func (m *mailing) ask(c client) error {
	for {
		wait(50 * time.Millisecond) // the mail server takes some dozens in a round
		m.tried++
		var got struct {
			RequestSignIn struct{ Requested bool }
		}
		address := fmt.Sprintf("somebody%d@people.example", m.tried)
		err := c.ask(context.Background(), `mutation ($to: String!) { requestSignIn(input: {address: $to}) { requested } }`, map[string]any{"to": address}, &got)
		if err != nil {
			return err
		}
		m.asked[address] = got.RequestSignIn.Requested
	}
}

// letTimePass has what was put off, as it was being sent when the server was killed, be
// due now.
func (m *mailing) letTimePass(t *testing.T) {
	t.Helper()
	m.inRecords(t, func(a *app.App) error {
		return store.InTx(t.Context(), a.Store.Client, func(ctx context.Context, tx *db.Client) error {
			return tx.Message.Update().Where(message.SentAtIsNil(), message.DeadAtIsNil()).SetNextAt(time.Now()).Exec(ctx)
		})
	})
}

func (m *mailing) inRecords(t *testing.T, do func(a *app.App) error) {
	t.Helper()
	if err := with(t.Context(), app.Config{Where: app.Where{Data: m.dir}, Careless: true}, do); err != nil {
		t.Fatal(err)
	}
}

var linkInLetter = regexp.MustCompile(`/links/(\S+)`)

func (m *mailing) reads(l postoffice.Letter) {
	token := ""
	if found := linkInLetter.FindStringSubmatch(l.Text()); found != nil {
		token = found[1]
	}
	m.links[l.To] = append(m.links[l.To], token)
}

// missing is somebody who was told that a link is on its way, and has none.
func (m *mailing) missing() string {
	for address := range m.asked {
		if len(m.links[address]) == 0 {
			return address
		}
	}
	return ""
}

// compare holds the letters against what was acknowledged, and against what is written.
func (m *mailing) compare(t *testing.T) {
	t.Helper()
	for _, l := range m.office.Taken() {
		m.reads(l)
	}
	if address := m.missing(); address != "" {
		t.Errorf("%s was never written to", address)
	}
	twice := 0
	m.inRecords(t, func(a *app.App) error {
		for address, tokens := range m.links {
			twice += len(tokens) - 1
			for _, token := range tokens {
				if _, err := a.Accounts.Links.Find(t.Context(), a.Store.Client, token, enum.LinkSignIn); err != nil || token != tokens[0] {
					t.Errorf("%s got a link of which nothing is written: %v", address, err)
				}
			}
		}
		return nil
	})
	t.Logf("%d asked, %d acknowledged, %d written to, %d letters twice", m.tried, len(m.asked), len(m.links), twice)
}
