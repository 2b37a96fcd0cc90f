package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
)

func TestThePublicURLIsWhereOthersFindTheDocuments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ public, addr, want, problem string }{
		{"https://portal.example.org", "", "https://portal.example.org", ""},
		{"https://portal.example.org/", "", "https://portal.example.org", ""},
		{"http://localhost:8080", "", "http://localhost:8080", ""},
		{"", "127.0.0.1:8080", "http://localhost:8080", ""},
		{"", ":8080", "http://localhost:8080", ""},
		{"", "[::1]:8080", "http://localhost:8080", ""},
		{"", "portal.internal:80", "http://portal.internal:80", ""},
		{"http://portal.example.org", "", "", "did:web"},
		{"https://portal.example.org/stackmatch", "", "", "no public URL"},
		{"https://somebody@portal.example.org", "", "", "no public URL"},
		{"portal.example.org", "", "", "no public URL"},
	} {
		got, err := app.Base(app.Config{HTTP: app.HTTP{Addr: c.addr}, Badges: app.Badges{PublicURL: c.public}})
		if c.problem != "" {
			if err == nil || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%+v: got %v", c, err)
			}
			continue
		}
		if err != nil || got.String() != c.want {
			t.Errorf("%+v: got %v (%v)", c, got, err)
		}
	}
}

func TestAVaultOpensWithItsKeyOnly(t *testing.T) {
	t.Parallel()
	key := strings.Repeat("0f", 32)
	dir := t.TempDir()
	with := func(b app.Badges) *app.App {
		return open(t, app.Config{Where: app.Where{Data: dir}, Badges: b})
	}
	sealed := with(app.Badges{VaultKey: key}).Credentials.Vault.Seal("a thing", []byte("a secret"))
	for name, c := range map[string]struct {
		badges app.Badges
		opens  bool
	}{
		"the same key": {app.Badges{VaultKey: key}, true},
		"another key":  {app.Badges{VaultKey: strings.Repeat("f0", 32)}, false},
		"the default":  {app.Badges{}, false},
		"a file":       {app.Badges{VaultKeyFile: filepath.Join(dir, "vault.secret")}, false},
	} {
		plain, err := with(c.badges).Credentials.Vault.Open("a thing", sealed)
		if (err == nil) != c.opens || (c.opens && string(plain) != "a secret") {
			t.Errorf("%s: opened %q (%v)", name, plain, err)
		}
	}
	for _, b := range []app.Badges{{VaultKey: "0f"}, {VaultKey: "no digits"}, {VaultKey: key, VaultKeyFile: "vault.secret"}} {
		if _, err := app.Open(t.Context(), app.Config{Where: app.Where{Data: t.TempDir()}, Badges: b}); err == nil ||
			(len(b.VaultKey) > 2 && strings.Contains(err.Error(), b.VaultKey)) {
			t.Errorf("%+v: %v, want a refusal that does not tell the key", b, err)
		}
	}
}

func TestWhatIsTrustedIsReadFromAFileAndItsNeighbors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("context.json", `{"@context": {"worth": "https://example.org/worth"}}`)
	write("key.json", `{"id": "did:web:issuer.example"}`)
	trust, err := app.ReadTrust(write("good.yaml", "registries:\n  - {name: Ours, url: 'https://registry.example/issuers.json'}\ncontrollers:\n  did:web:issuer.example: key.json\n"+
		"contexts:\n  https://example.org/context.json: context.json\n"))
	if err == nil && !trust.Contexts.Accepts("https://example.org/context.json") {
		t.Error("the context is not accepted")
	}
	if err != nil || len(trust.Registries) != 1 || trust.Registries[0].Name != "Ours" ||
		string(trust.Controllers["did:web:issuer.example"]) != `{"id": "did:web:issuer.example"}` {
		t.Errorf("got %+v (%v)", trust, err)
	}
	for name, content := range map[string]string{
		"a registry over http": "registries:\n  - {name: Ours, url: 'http://registry.example'}\n",
		"a nameless registry":  "registries:\n  - {url: 'https://registry.example'}\n",
		"a file that is not":   "controllers:\n  did:web:issuer.example: none.json\n",
		"an unknown member":    "registrys: []\n",
		"no YAML":              "{",
	} {
		if _, err := app.ReadTrust(write("bad.yaml", content)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
