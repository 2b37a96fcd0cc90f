package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/stackmatch/stackmatch/internal/testkit/postoffice"
)

// asProgram has the test's own binary be the program, so that tests start, stop
// and kill the real process without another build.
const asProgram = "STACKMATCH_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	postoffice.Play()
	program := func() { os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr})) }
	if os.Getenv(asProgram) != "" {
		program()
	}
	testscript.Main(m, map[string]func(){"stackmatch": program})
}

// process is a server that runs.
type process struct {
	url string
	cmd *exec.Cmd
	log *bytes.Buffer
	// done is closed when the process has ended, with err.
	done chan struct{}
	err  error
	// ready receives the ready line's address, or is closed without.
	ready chan string
}

// startServer starts "stackmatch serve" with arguments, without waiting.
func startServer(args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{log: &bytes.Buffer{}, done: make(chan struct{}), ready: make(chan string, 1)}
	p.cmd = exec.Command(self, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...) //nolint:noctx // a signal ends it
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.read(out)
	return p, nil
}

func (p *process) read(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			p.ready <- address
		}
	}
	close(p.ready)
	p.err = p.cmd.Wait()
	close(p.done)
}

// readyWithin is how long a start may take on a busy machine.
const readyWithin = time.Minute

func (p *process) waitReady() error {
	select {
	case address, ok := <-p.ready:
		if !ok {
			<-p.done
			return fmt.Errorf("the server ended before it was ready: %w\n%s", p.err, p.log)
		}
		p.url = address
		return nil
	case <-time.After(readyWithin):
		p.kill()
		return fmt.Errorf("not ready after %s\n%s", readyWithin, p.log)
	}
}

// stop asks the server to end, as an operator does.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if <-p.done; p.err != nil {
		return fmt.Errorf("the server did not end well: %w\n%s", p.err, p.log)
	}
	return nil
}

// kill ends the server as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.done
}

// client asks a server as one viewer.
type client struct {
	url, token string
	// handler answers instead of a server at url, when set.
	handler http.Handler
}

// reply is a GraphQL response.
type reply struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message string `json:"message"`
	} `json:"errors"`
}

// errCutOff means that nobody knows whether a mutation was done.
var errCutOff = errors.New("the connection was cut off")

// ask runs an operation and decodes its data.
func (c client) ask(ctx context.Context, query string, variables map[string]any, into any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	text, err := c.send(request)
	if err != nil {
		return err
	}
	var got reply
	if err := json.Unmarshal(text, &got); err != nil {
		return fmt.Errorf("response %.200q: %w", text, err)
	}
	if len(got.Errors) > 0 {
		return fmt.Errorf("errors: %s", text)
	}
	return json.Unmarshal(got.Data, into)
}

func (c client) send(request *http.Request) ([]byte, error) {
	if c.handler != nil {
		return serveInProcess(c.handler, request), nil
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCutOff, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCutOff, err)
	}
	return text, nil
}
