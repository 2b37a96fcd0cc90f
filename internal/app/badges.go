package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/stackmatch/stackmatch/internal/auth/keyring"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/vault"
	"github.com/stackmatch/stackmatch/internal/web"
)

// Badges is how badges are signed and verified.
type Badges struct {
	// PublicURL is where others find the public documents: issuers' ids and keys
	// are named by it, so it must outlast every badge.
	PublicURL string `name:"public-url" env:"STACKMATCH_PUBLIC_URL" placeholder:"URL" help:"Where the public documents are found, such as https://portal.example.org. Issuers and their badges are named by it for ever. Default: the address on http://localhost, for trying out."`

	VaultKey     string `env:"STACKMATCH_VAULT_KEY" placeholder:"HEX" help:"Key that encrypts signing keys and what is kept of earners: 64 hexadecimal digits. Default: one derived from master.secret in the data directory."`
	VaultKeyFile string `env:"STACKMATCH_VAULT_KEY_FILE" placeholder:"FILE" help:"File that holds the key instead; made, for its owner only, where it does not exist."`

	Trust string `name:"badge-trust" env:"STACKMATCH_BADGE_TRUST" type:"existingfile" placeholder:"FILE" help:"YAML with the registries of issuers to ask, further contexts to accept, and key documents of issuers that cannot be reached (docs/badges.md)."`
}

// errVaultKey says what a key looks like, and nothing of the one given.
var errVaultKey = errors.New("the vault's key is 64 hexadecimal digits")

// credentials builds the service of awards and badges.
func (a *App) credentials(ids id.Minter, cursors *page.Sealer) (*credential.Service, error) {
	keys, err := a.vault()
	if err != nil {
		return nil, err
	}
	trust, err := a.config.trust()
	if err != nil {
		return nil, err
	}
	base, err := a.config.base()
	if err != nil {
		return nil, err
	}
	documents := a.config.Documents
	if documents == nil {
		documents = fetch.New(fetch.Config{Now: a.Store.Now, UserAgent: "stackmatch/" + a.config.Version, Log: a.config.Log})
	}
	return &credential.Service{
		DB: a.Store.Client, IDs: ids, Now: a.Store.Now, Catalog: a.Catalog, Cursors: cursors,
		Random: a.config.Random, Vault: keys, Documents: documents, Trust: trust, Base: base,
	}, nil
}

// site is what is public of badges, as pages and documents.
func (a *App) site() *web.Site {
	return &web.Site{Credentials: a.Credentials, Catalog: a.Catalog, Log: a.config.Log}
}

// errNoPublicURL is why nothing is published that would lead to this machine only.
var errNoPublicURL = errors.New("what is published names its own address: give it by --public-url, the one that serve has")

// Publish writes what is public as files. A server may run beside.
func (a *App) Publish(ctx context.Context, dir string) (web.Published, error) {
	if a.config.Badges.PublicURL == "" {
		return web.Published{}, errNoPublicURL
	}
	return a.site().Publish(a.System(ctx), dir)
}

// vault is the one of the configured key.
func (a *App) vault() (*vault.Vault, error) {
	key := a.keys.Key("vault")
	c := a.config.Badges
	switch {
	case c.VaultKey != "" && c.VaultKeyFile != "":
		return nil, errors.New("give the vault's key or its file, not both")
	case c.VaultKey != "":
		raw, err := hex.DecodeString(strings.TrimSpace(c.VaultKey))
		if err != nil || len(raw) != len(key) {
			return nil, errVaultKey
		}
		copy(key[:], raw)
	case c.VaultKeyFile != "":
		var err error
		if key, err = keyring.Secret(c.VaultKeyFile, a.config.Random); err != nil {
			return nil, err
		}
	}
	return vault.New(key, a.config.Random)
}

// base is where the public documents are found.
func (c Config) base() (*url.URL, error) {
	if c.Badges.PublicURL == "" {
		return local(c.HTTP.Addr), nil
	}
	base, err := url.Parse(strings.TrimSuffix(c.Badges.PublicURL, "/"))
	if err != nil || base.Host == "" || base.Path != "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil ||
		(base.Scheme != "https" && base.Scheme != "http") {
		return nil, fmt.Errorf("%q is no public URL such as https://portal.example.org", c.Badges.PublicURL)
	}
	if base.Scheme == "http" && base.Hostname() != "localhost" {
		return nil, fmt.Errorf("%s: the public URL is https, for did:web is", c.Badges.PublicURL)
	}
	return base, nil
}

// local is an address of this machine as a URL. It is named localhost: a did:web
// has no IP address in it.
func local(addr string) *url.URL {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return &url.URL{Scheme: "http", Host: "localhost"}
	}
	if ip, err := netip.ParseAddr(host); host == "" || (err == nil && (ip.IsLoopback() || ip.IsUnspecified())) {
		host = "localhost"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
}

// trustFile is the file of Badges.Trust.
type trustFile struct {
	Registries []struct {
		Name string `yaml:"name"`
		URL  string `yaml:"url"`
	} `yaml:"registries"`
	// Contexts and Controllers have files by URL or DID, relative to this one.
	Contexts    map[string]string `yaml:"contexts"`
	Controllers map[string]string `yaml:"controllers"`
}

// trust reads what the operator has configured about verifying.
func (c Config) trust() (credential.Trust, error) {
	var trust credential.Trust
	path := c.Badges.Trust
	if path == "" {
		return trust, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return trust, fmt.Errorf("read what is trusted: %w", err)
	}
	var file trustFile
	if err := yaml.UnmarshalWithOptions(content, &file, yaml.Strict()); err != nil {
		return trust, fmt.Errorf("%s: %w", path, err)
	}
	contexts, err := filesBy(path, file.Contexts)
	if err != nil {
		return trust, err
	}
	trust.Contexts = jsonld.Builtin()
	for url, content := range contexts {
		if trust.Contexts, err = trust.Contexts.With(url, content); err != nil {
			return trust, fmt.Errorf("%s: context %s: %w", path, url, err)
		}
	}
	for _, r := range file.Registries {
		if r.Name == "" || !strings.HasPrefix(r.URL, "https://") {
			return trust, fmt.Errorf("%s: a registry has a name and an https URL, not %q %q", path, r.Name, r.URL)
		}
		trust.Registries = append(trust.Registries, badge.Registry{Name: r.Name, URL: r.URL})
	}
	if trust.Controllers, err = filesBy(path, file.Controllers); err != nil {
		return trust, err
	}
	return trust, nil
}

// filesBy reads files that are named relative to another.
func filesBy(path string, names map[string]string) (map[string][]byte, error) {
	contents := make(map[string][]byte, len(names))
	for key, name := range names {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), name)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", key, err)
		}
		contents[key] = content
	}
	return contents, nil
}

// How often badges that are due are looked for, and how many at once.
const (
	recheckEvery = time.Minute
	recheckBatch = 100
)

// recheck verifies imported badges again when they are due, until the context
// ends.
func (a *App) recheck(ctx context.Context) error {
	return a.every(ctx, recheckEvery, "verify badges again", func(ctx context.Context) error {
		for {
			n, err := a.Credentials.RecheckDue(a.System(ctx), recheckBatch)
			if n < recheckBatch || err != nil {
				return err
			}
		}
	})
}

// CTDLPathway writes a published pathway in CTDL.
func (a *App) CTDLPathway(ctx context.Context, id string) ([]byte, error) {
	p, err := a.Catalog.PublicPathway(ctx, id)
	if err != nil {
		return nil, err
	}
	return p.CTDL(a.Credentials.Base.String())
}
