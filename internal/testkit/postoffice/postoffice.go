// Package postoffice is a real mail server in a process of its own, for tests: it takes
// letters for everybody and shows them. It owns what crosses the wire and refuses to
// know who sends: the tests do.
package postoffice

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"log"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// role is the variable that has a copy of a test binary be the mail server.
const role = "STACKMATCH_TEST_POST_OFFICE"

// Play is the mail server where a test has started this binary again to be it, and
// returns at once where not. TestMain calls it first.
func Play() {
	if os.Getenv(role) == "" {
		return
	}
	if err := serve(); err != nil {
		log.Fatal(err)
	}
	os.Exit(0)
}

// Letter is what the mail server took. Recipients named nobody… are refused for good,
// those named later… for now.
type Letter struct {
	To, Data string
	TLS      bool
	User     string
}

// Header is a field of the letter's head; empty where it has none.
func (l Letter) Header(name string) string {
	read, err := mail.ReadMessage(strings.NewReader(l.Data))
	if err != nil {
		return ""
	}
	return read.Header.Get(name)
}

// Text is what the letter says, decoded.
func (l Letter) Text() string {
	read, err := mail.ReadMessage(strings.NewReader(l.Data))
	if err != nil {
		return ""
	}
	text, err := io.ReadAll(quotedprintable.NewReader(read.Body))
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// Office is a mail server that runs until its test ends.
type Office struct {
	Host string
	Port int
	// Trust is how it is known; CA is a file with its certificate.
	Trust *tls.Config
	CA    string

	letters chan Letter
}

// Open starts a mail server.
func Open(t testing.TB) *Office {
	t.Helper()
	program := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // the test itself
	program.Env = append(os.Environ(), role+"=1")
	program.Stderr = os.Stderr
	in, err := program.StdinPipe()
	must(t, err)
	out, err := program.StdoutPipe()
	must(t, err)
	must(t, program.Start())
	read := json.NewDecoder(bufio.NewReader(out))
	var address, certificate string
	must(t, read.Decode(&address))
	must(t, read.Decode(&certificate))
	o := &Office{CA: filepath.Join(t.TempDir(), "ca.pem"), letters: make(chan Letter, 1000)}
	must(t, os.WriteFile(o.CA, []byte(certificate), 0o600))
	o.address(t, address)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(certificate))
	o.Trust = &tls.Config{RootCAs: roots, ServerName: o.Host, MinVersion: tls.VersionTLS12}
	go o.read(read)
	t.Cleanup(func() {
		_ = in.Close()
		for range o.letters { // until the server's output ends
		}
		_ = program.Wait()
	})
	return o
}

func (o *Office) address(t testing.TB, text string) {
	t.Helper()
	host, port, err := net.SplitHostPort(text)
	must(t, err)
	o.Host = host
	o.Port, err = strconv.Atoi(port)
	must(t, err)
}

func (o *Office) read(from *json.Decoder) {
	defer close(o.letters)
	for {
		var l Letter
		if from.Decode(&l) != nil {
			return
		}
		o.letters <- l
	}
}

// Addr is where it listens.
func (o *Office) Addr() string { return net.JoinHostPort(o.Host, strconv.Itoa(o.Port)) }

// patience is how long a letter may take on a busy machine.
const patience = time.Minute

// Next is the next letter that was taken; who calls it has had one sent.
func (o *Office) Next(t testing.TB) Letter {
	t.Helper()
	select {
	case l, ok := <-o.letters:
		if !ok {
			t.Fatal("the mail server is gone")
		}
		return l
	case <-time.After(patience):
		t.Fatal("no letter came")
	}
	return Letter{}
}

// Taken are the letters that were taken since they were last asked for.
func (o *Office) Taken() (all []Letter) {
	for {
		select {
		case l, ok := <-o.letters:
			if !ok {
				return all
			}
			all = append(all, l)
		default:
			return all
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
