package auth_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// realProvider is a running process of npm's oidc-provider: see
// oidctest/server.mjs for what it knows.
type realProvider struct {
	issuer string
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stop   func()
}

// startProvider starts one, or skips the test where it is not installed.
func startProvider(t *testing.T) *realProvider {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("a real OpenID Connect provider needs Node: node is not installed")
	}
	if _, err := os.Stat(filepath.Join("oidctest", "node_modules", "oidc-provider")); err != nil {
		t.Skip("the OpenID Connect provider is not installed: run make internal/auth/oidctest/node_modules")
	}
	ctx, cancel := context.WithCancel(context.Background())
	process := exec.CommandContext(ctx, node, "server.mjs")
	process.Dir = "oidctest"
	var complaints bytes.Buffer
	process.Stderr = &complaints
	in, err1 := process.StdinPipe()
	out, err2 := process.StdoutPipe()
	if err := errors.Join(err1, err2, process.Start()); err != nil {
		t.Fatal(err)
	}
	p := &realProvider{stdin: in, stdout: bufio.NewReader(out)}
	p.stop = func() {
		cancel()
		_ = process.Wait()
	}
	t.Cleanup(p.stop)
	issuer, err := p.stdout.ReadString('\n')
	if err != nil {
		p.stop()
		t.Fatalf("the provider does not start: %v\n%s", err, complaints.String())
	}
	p.issuer = strings.TrimSpace(issuer)
	return p
}

// tell gives the provider an order and waits until it is carried out.
func (p *realProvider) tell(t *testing.T, word string) {
	t.Helper()
	if _, err := fmt.Fprintln(p.stdin, word); err != nil {
		t.Fatal(err)
	}
	if answer, err := p.stdout.ReadString('\n'); err != nil || answer != "done\n" {
		t.Fatalf("%s: %q (%v)", word, answer, err)
	}
}

// accessToken gets a token for a resource by the client credentials grant.
func (p *realProvider) accessToken(t *testing.T, resource, scope string) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {resource}, "scope": {scope}}
	return p.token(t, "robot", form).Access
}

type tokenAnswer struct {
	Access string `json:"access_token"`
	ID     string `json:"id_token"`
}

func (p *realProvider) token(t *testing.T, client string, form url.Values) (answer tokenAnswer) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(client, "secret")
	body := p.send(t, http.DefaultClient, request, http.StatusOK)
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return answer
}

// signIn signs a person in like their browser would (the code flow with PKCE, RFC
// 7636), and returns the portal's ID token.
func (p *realProvider) signIn(t *testing.T, person string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	landing := p.issuer + "/landing"
	browser := &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/landing" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	secret := strings.Repeat("v", 43)
	digest := sha256.Sum256([]byte(secret))
	page := p.visit(t, browser, http.MethodGet, p.issuer+"/auth?"+url.Values{
		"client_id": {"portal"}, "response_type": {"code"}, "redirect_uri": {landing}, "scope": {"openid email"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(digest[:])}, "code_challenge_method": {"S256"},
	}.Encode(), nil)
	page = p.visit(t, browser, http.MethodPost, page.String(), url.Values{"prompt": {"login"}, "login": {person}, "password": {"any"}})
	page = p.visit(t, browser, http.MethodPost, page.String(), url.Values{"prompt": {"consent"}})
	code := page.Query().Get("code")
	if code == "" {
		t.Fatalf("signing in ended at %s", page)
	}
	return p.token(t, "portal", url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {landing}, "code_verifier": {secret},
	}).ID
}

// visit returns where the browser ends up.
func (p *realProvider) visit(t *testing.T, browser *http.Client, method, address string, form url.Values) *url.URL {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if to := answer.Header.Get("Location"); to != "" {
		landed, err := request.URL.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		return landed
	}
	if answer.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(answer.Body)
		t.Fatalf("%s %s: %s\n%s", method, address, answer.Status, body)
	}
	return answer.Request.URL
}

// publishedKey returns the provider's public key for an algorithm, as published.
func (p *realProvider) publishedKey(t *testing.T, algorithm string) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.issuer+"/jwks", nil)
	if err != nil {
		t.Fatal(err)
	}
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal(p.send(t, http.DefaultClient, request, http.StatusOK), &set); err != nil {
		t.Fatal(err)
	}
	for _, key := range set.Keys {
		if key["alg"] == algorithm {
			return key
		}
	}
	t.Fatalf("no key for %s in %v", algorithm, set.Keys)
	return nil
}

func (p *realProvider) send(t *testing.T, client *http.Client, request *http.Request, status int) []byte {
	t.Helper()
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != status {
		t.Fatalf("%s %s: %s (%v)\n%s", request.Method, request.URL.Path, answer.Status, err, body)
	}
	return body
}
