package notify_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// roleName is the variable that has a copy of the test binary be another program.
const roleName = "NOTIFY_TEST_ROLE"

// TestMain plays the mail server, or the sender that is killed, when a test starts
// this binary again.
func TestMain(m *testing.M) {
	switch os.Getenv(roleName) {
	case "mail server":
		if err := serveMail(); err != nil {
			log.Fatal(err)
		}
	case "sms":
		os.Exit(playSMS())
	default:
		os.Exit(m.Run())
	}
}

// letter is what the mail server tells of each attempt.
type letter struct {
	To, Data string
	TLS      bool
	User     string
}

// backend takes mail for everybody but those whose names say otherwise, and prints it.
type backend struct {
	mu  sync.Mutex
	out *json.Encoder
}

func (b *backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{backend: b, conn: c}, nil
}

type session struct {
	*backend
	conn *smtp.Conn
	to   string
	user string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "geheim" {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	switch {
	case strings.HasPrefix(to, "nobody"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user " + to}
	case strings.HasPrefix(to, "later"):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later, " + to}
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, secure := s.conn.TLSConnectionState()
	return s.out.Encode(letter{To: s.to, Data: string(text), TLS: secure, User: s.user})
}

// serveMail is the mail server's process: it prints its address, its certificate,
// and each letter, a line each. It ends with its input.
func serveMail() error {
	certificate, text, err := selfSigned()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	server := smtp.NewServer(&backend{out: out})
	server.Domain, server.AllowInsecureAuth = "mail.example", true
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if err := errors.Join(out.Encode(listener.Addr().String()), out.Encode(text)); err != nil {
		return err
	}
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	return server.Serve(listener)
}

func selfSigned() (tls.Certificate, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(text), nil
}

// postOffice is a mail server in a process of its own.
type postOffice struct {
	host    string
	port    int
	trust   *tls.Config
	letters *json.Decoder
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	program := exec.CommandContext(t.Context(), os.Args[0])
	program.Env = append(os.Environ(), roleName+"=mail server")
	program.Stderr = os.Stderr
	in := world.Must(program.StdinPipe())(t)
	out := world.Must(program.StdoutPipe())(t)
	must(t, program.Start())
	t.Cleanup(func() { _ = in.Close(); _ = program.Wait() })
	p := &postOffice{letters: json.NewDecoder(bufio.NewReader(out))}
	var address, certificate string
	must(t, p.letters.Decode(&address))
	must(t, p.letters.Decode(&certificate))
	host, port, _ := net.SplitHostPort(address)
	p.host = host
	if _, err := fmt.Sscan(port, &p.port); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(certificate))
	p.trust = &tls.Config{RootCAs: roots, ServerName: host, MinVersion: tls.VersionTLS12}
	return p
}

// carrier reaches the post office, as the edits say.
func (p *postOffice) carrier(t *testing.T, edit ...func(*notify.SMTP)) notify.Carrier {
	t.Helper()
	c := notify.SMTP{Host: p.host, Port: p.port, From: "Stackmatch <no-reply@portal.example>", Trust: p.trust}
	for _, change := range edit {
		change(&c)
	}
	return world.Must(notify.NewSMTP(c))(t)
}

// next is the next letter that was taken; who calls it has had one sent.
func (p *postOffice) next(t *testing.T) letter {
	t.Helper()
	var l letter
	must(t, p.letters.Decode(&l))
	return l
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
