package issue_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func TestDIDWebIsFoundWhereItsDocumentIsServed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base string
		path []string
		did  string
		at   string
	}{
		{"https://badges.example.edu", nil, serviceDID, "https://badges.example.edu/.well-known/did.json"},
		{"https://badges.example.edu/", nil, serviceDID, "https://badges.example.edu/.well-known/did.json"},
		{"https://Badges.Example.EDU:443/", nil, serviceDID, "https://badges.example.edu/.well-known/did.json"},
		{
			"https://badges.example.edu",
			[]string{"issuers", "org_welding"},
			issuerDID, "https://badges.example.edu/issuers/org_welding/did.json",
		},
		{
			"https://badges.example.edu:8443",
			[]string{"issuers", "org_1"},
			"did:web:badges.example.edu%3A8443:issuers:org_1", "https://badges.example.edu:8443/issuers/org_1/did.json",
		},
		{
			"https://example.edu/badges//",
			[]string{"issuers", "org_1"},
			"did:web:example.edu:badges:issuers:org_1", "https://example.edu/badges/issuers/org_1/did.json",
		},
		{
			"https://xn--caf-dma.example.edu", nil,
			"did:web:xn--caf-dma.example.edu", "https://xn--caf-dma.example.edu/.well-known/did.json",
		},
	} {
		base := must[*url.URL](t)(url.Parse(c.base))
		got, err := issue.DIDWeb(base, c.path...)
		if err != nil || got != c.did {
			t.Errorf("%s %v: got %q, %v; want %q", c.base, c.path, got, err, c.did)
			continue
		}
		if at, err := keys.DIDWebURL(got); err != nil || at != c.at {
			t.Errorf("%s: served at %q, %v; want %q", got, at, err, c.at)
		}
	}
}

func TestLocalhostHasADIDThatNobodyElseCanLookUp(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"http://localhost:8080":     "did:web:localhost%3A8080",
		"https://localhost":         "did:web:localhost",
		"http://a.localhost:80/app": "did:web:a.localhost%3A80:app",
	} {
		got, err := issue.DIDWeb(must[*url.URL](t)(url.Parse(base)))
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", base, got, err, want)
		}
		if at, err := keys.DIDWebURL(got); !errors.Is(err, keys.ErrBlocked) {
			t.Errorf("%s: looked up at %q, %v", got, at, err)
		}
	}
}

func TestWhatCannotBeADIDWebIsRefused(t *testing.T) {
	t.Parallel()
	for _, base := range []string{
		"http://badges.example.edu", "ftp://badges.example.edu", "badges.example.edu", "https://", "https:///x",
		"mailto:badges@example.edu", "https://127.0.0.1", "https://[::1]:8443", "https://2130706433", "https://0x7f.1",
		"https://someone:secret@badges.example.edu", "https://badges.example.edu?a=b", "https://badges.example.edu#a",
		"https://stackmatch", "https://badges.internal", "https://badges.example.edu.", "https://café.example.edu",
		"https://bad_host.example.edu", "https://badges.example.edu/a%2Fb", "https://badges.example.edu/../x",
		"https://badges.example.edu/a:b", "https://badges.example.edu:0", "https://badges.example.edu:65536",
		"http://localhost.example.edu", "http://localhost:65536",
	} {
		u, err := url.Parse(base)
		if err != nil {
			continue // no URL is no did:web either
		}
		if did, err := issue.DIDWeb(u); err == nil {
			t.Errorf("%s: got %s", base, did)
		}
	}
	base := must[*url.URL](t)(url.Parse("https://badges.example.edu"))
	for _, segment := range []string{"", ".", "..", "...", "a/b", "a:b", "a%41", "a b", "ñ", "a#b", "a?b", "a\x00"} {
		if did, err := issue.DIDWeb(base, "issuers", segment); err == nil {
			t.Errorf("%q: got %s", segment, did)
		}
	}
}
