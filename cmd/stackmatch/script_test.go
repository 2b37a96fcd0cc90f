package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the manual: testdata/script shows what commands print and do.
// Beyond testscript's own commands there are
//
//	serve ARGS…       starts a server, waits until it is ready and sets $URL
//	stop              ends it, as an operator does
//	as ROLE           takes the demo's bearer token for a role into $TOKEN
//	graphql FILE      asks it, with the bearer token in $TOKEN; prints the data
//	graphql-soon FILE WANT   asks until the data has WANT
//	get PATH [ACCEPT]  asks for a public path; prints what it gets
//	set NAME FILE     has $NAME be what a file says
//	readme FILE       writes the README's commands for a terminal, for $URL
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": scriptServe, "stop": scriptStop, "graphql": scriptGraphQL, "graphql-soon": scriptGraphQLSoon,
			"as": scriptAs, "get": scriptGet, "set": scriptSet, "readme": scriptReadme,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = &running{}
			env.Defer(func() {
				if p := env.Values[serverKey{}].(*running).process; p != nil {
					p.kill()
				}
			})
			return nil
		},
	})
}

type serverKey struct{}

// running is the script's server.
type running struct{ process *process }

func scriptServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("to see it fail: ! exec stackmatch serve")
	}
	for i, arg := range args {
		if i > 0 && args[i-1] == "--data" {
			args[i] = ts.MkAbs(arg)
		}
	}
	p, err := startServer(args...)
	ts.Check(err)
	ts.Value(serverKey{}).(*running).process = p
	ts.Check(p.waitReady())
	ts.Setenv("URL", p.url)
}

func scriptStop(ts *testscript.TestScript, _ bool, _ []string) {
	server := ts.Value(serverKey{}).(*running)
	ts.Check(server.process.stop())
	server.process = nil
}

func scriptGraphQL(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: graphql FILE")
	}
	var data any
	err := client{url: ts.Getenv("URL"), token: strings.TrimSpace(ts.Getenv("TOKEN"))}.
		ask(context.Background(), ts.ReadFile(args[0]), nil, &data)
	if neg != (err != nil) {
		ts.Fatalf("graphql: %v", err)
	}
	text, err := json.MarshalIndent(data, "", "  ")
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%s\n", text)
}

// soon is how often a script asks again, and for how long.
const (
	soonEvery = 50 * time.Millisecond
	soonTries = 200
)

func scriptGraphQLSoon(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: graphql-soon FILE WANT")
	}
	tick := time.NewTicker(soonEvery)
	defer tick.Stop()
	var text []byte
	for range soonTries {
		var data any
		ts.Check(client{url: ts.Getenv("URL"), token: ts.Getenv("TOKEN")}.
			ask(context.Background(), ts.ReadFile(args[0]), nil, &data))
		var err error
		text, err = json.MarshalIndent(data, "", "  ")
		ts.Check(err)
		if strings.Contains(string(text), args[1]) {
			return
		}
		<-tick.C
	}
	ts.Fatalf("never %s:\n%s", args[1], text)
}

func scriptAs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: as ROLE")
	}
	response := scriptAsk(ts, "/demo/accounts", "")
	defer response.Body.Close()
	var accounts []struct{ Role, Token string }
	ts.Check(json.NewDecoder(response.Body).Decode(&accounts))
	for _, account := range accounts {
		if account.Role == args[0] {
			ts.Setenv("TOKEN", account.Token)
			return
		}
	}
	ts.Fatalf("the demo has nobody in the role %s", args[0])
}

func scriptGet(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: get PATH [ACCEPT]")
	}
	response := scriptAsk(ts, args[0], strings.Join(args[1:], ""))
	defer response.Body.Close()
	_, err := io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
	if failed := response.StatusCode >= http.StatusBadRequest; failed != neg {
		ts.Fatalf("%s: %s", args[0], response.Status)
	}
}

func scriptSet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: set NAME FILE")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}

func scriptAsk(ts *testscript.TestScript, path, accept string) *http.Response {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, ts.Getenv("URL")+path, nil)
	ts.Check(err)
	if accept != "" {
		request.Header.Set("Accept", accept)
	}
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	return response
}

// commandsBlock is the README's block that asks from a terminal.
var commandsBlock = regexp.MustCompile("(?s)```\n(token=.*?)```")

func scriptReadme(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(filepath.Join(repository, "README.md"))
	ts.Check(err)
	block := commandsBlock.FindSubmatch(text)
	if block == nil {
		ts.Fatalf("the README says nowhere how to ask from a terminal")
	}
	commands := strings.NewReplacer(
		"go run ./cmd/stackmatch", "stackmatch", "http://127.0.0.1:8080", ts.Getenv("URL"),
	).Replace(string(block[1]))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(commands), 0o600))
}

// repository is where the README is.
var repository = func() string {
	here, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return filepath.Join(here, "..", "..")
}()

func serveInProcess(handler http.Handler, request *http.Request) []byte {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder.Body.Bytes()
}
