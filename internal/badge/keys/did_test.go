package keys_test

import (
	"errors"
	"maps"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

var now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

func TestDIDKeyGivesTheDocumentOfTheVectors(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		DIDDocument map[string]any `json:"didDocument"`
	}{}
	readJSON(t, filepath.Join(vectors(t), "did", "did-key-ed25519-x25519.json"), &cases)
	if len(cases) != 5 {
		t.Fatalf("%d vectors, want 5", len(cases))
	}
	for did, c := range cases {
		d, err := keys.DIDKey(did)
		if err != nil {
			t.Fatalf("%s: %v", did, err)
		}
		want, err := keys.ParseDocument(c.DIDDocument, did)
		if err != nil {
			t.Fatalf("%s: %v", did, err)
		}
		if !slices.Equal(d.Assertion, want.Assertion) || !slices.Equal(d.KeyAgreement, want.KeyAgreement) {
			t.Errorf("%s: got %v, %v, want %v, %v", did, d.Assertion, d.KeyAgreement, want.Assertion, want.KeyAgreement)
		}
		got, err := d.AssertionKey(d.Assertion[0], now)
		if err != nil {
			t.Fatalf("%s: %v", did, err)
		}
		// The dialects of the vectors: base58 of 2018, JWK of 2020.
		written, err := want.AssertionKey(d.Assertion[0], now)
		if err != nil || !got.Equal(written) {
			t.Errorf("%s: the derived key is not the written one: %v", did, err)
		}
		if got.DIDOf() != did {
			t.Errorf("%s: the key's DID is %s", did, got.DIDOf())
		}
	}
}

func TestDIDWebMapsAsTheVectorsSay(t *testing.T) {
	t.Parallel()
	var cases []struct {
		DID string  `json:"did"`
		URL *string `json:"url"`
	}
	readJSON(t, filepath.Join(vectors(t), "did", "did-web-url-mapping.json"), &cases)
	if len(cases) != 16 {
		t.Fatalf("%d vectors, want 16", len(cases))
	}
	for _, c := range cases {
		got, err := keys.DIDWebURL(c.DID)
		if c.URL == nil {
			if err == nil {
				t.Errorf("%s: got %s, want it refused", c.DID, got)
			}
			continue
		}
		if err != nil || got != *c.URL {
			t.Errorf("%s: got %q, %v, want %s", c.DID, got, err, *c.URL)
		}
	}
}

func TestDIDWebOfNoPublicHostIsBlocked(t *testing.T) {
	t.Parallel()
	for did, want := range map[string]error{
		"did:web:localhost":                    keys.ErrBlocked,
		"did:web:LOCALHOST":                    keys.ErrBlocked,
		"did:web:a.localhost":                  keys.ErrBlocked,
		"did:web:printer.local":                keys.ErrBlocked,
		"did:web:intranet":                     keys.ErrBlocked,
		"did:web:0x7f000001":                   keys.ErrBlocked,
		"did:web:0177.0.0.1":                   keys.ErrBlocked,
		"did:web:127.1":                        keys.ErrBlocked,
		"did:web:10.0.0.1%3A8080:x":            keys.ErrBlocked,
		"did:web:%5B%3A%3Affff%3A127.0.0.1%5D": keys.ErrBlocked,
		"did:web:hidden.onion":                 keys.ErrBlocked,
		"did:web:example.com.":                 keys.ErrMalformed,
		"did:web:.example.com":                 keys.ErrMalformed,
		"did:web:-a.example.com":               keys.ErrMalformed,
		"did:web:a_b.example.com":              keys.ErrMalformed,
		"did:web:ex%61mple.com%2Fx":            keys.ErrMalformed,
		"did:web:example.com%3A0":              keys.ErrMalformed,
		"did:web:example.com%3A65536":          keys.ErrMalformed,
		"did:web:example.com%3A080":            keys.ErrMalformed,
		"did:web:example.com%3A":               keys.ErrMalformed,
		"did:web:example.com%3A1%3A2":          keys.ErrMalformed,
		"did:web:example.com:":                 keys.ErrMalformed,
		"did:web:example.com::x":               keys.ErrMalformed,
		"did:web:example.com:a%2Fb":            keys.ErrMalformed,
		"did:web:example.com:a%5Cb":            keys.ErrMalformed,
		"did:web:example.com:a%00":             keys.ErrMalformed,
		"did:web:example.com:a%zz":             keys.ErrMalformed,
		"did:web:example.com:...":              keys.ErrMalformed,
		"did:web:example.com:%252e%252e":       keys.ErrMalformed,
		"did:web:example.com?x":                keys.ErrMalformed,
		"did:web:example.com#key":              keys.ErrMalformed,
		"did:web:пример.example":               keys.ErrMalformed,
		"did:web:" + strings.Repeat("a.", 600): keys.ErrMalformed,
		"did:key:z6Mk":                         keys.ErrUnsupported,
		"DID:WEB:example.com":                  keys.ErrUnsupported,
	} {
		if got, err := keys.DIDWebURL(did); !errors.Is(err, want) {
			t.Errorf("%s: got %q, %v, want %v", did, got, err, want)
		}
	}
}

func TestDIDKeyRefusesWhatIsNoKey(t *testing.T) {
	t.Parallel()
	good := "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	for did, want := range map[string]error{
		good + "#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp": keys.ErrMalformed,
		good + "?x":        keys.ErrMalformed,
		good + " ":         keys.ErrMalformed,
		good[:len(good)-1]: keys.ErrUnsupported,
		"did:key:":         keys.ErrMalformed,
		"did:key:z":        keys.ErrMalformed,
		"did:key:u7QEu":    keys.ErrMalformed,
		"did:key:1.1:" + strings.TrimPrefix(good, "did:key:"): keys.ErrMalformed,
		"did:key:z" + strings.Repeat("1", 5000):               keys.ErrMalformed,
		"did:web:example.com":                                 keys.ErrUnsupported,
		// X25519 agrees on keys, secp256k1 is another curve.
		"did:key:z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW":  keys.ErrUnsupported,
		"did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme": keys.ErrUnsupported,
	} {
		if _, err := keys.DIDKey(did); !errors.Is(err, want) {
			t.Errorf("%.80s: got %v, want %v", did, err, want)
		}
	}
}

func TestDIDKeyMayStandForItsOneKey(t *testing.T) {
	t.Parallel()
	did := "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	d, err := keys.DIDKey(did)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.AssertionKey(did, now); err != nil {
		t.Errorf("without a fragment: %v", err)
	}
	for _, method := range []string{
		did + "#z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG", // another's
		did + "#",
		"#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
		"",
		d.KeyAgreement[0],
	} {
		if _, err := d.AssertionKey(method, now); !errors.Is(err, keys.ErrNotInDocument) {
			t.Errorf("%q: got %v, want %v", method, err, keys.ErrNotInDocument)
		}
	}
}

func TestEveryFixtureDocumentVouchesForItsReadableKeys(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	index := map[string]struct {
		File string `json:"file"`
	}{}
	readJSON(t, filepath.Join(dir, "fixtures", "index.json"), &index)
	documents, readable := 0, 0
	for _, address := range slices.Sorted(maps.Keys(index)) {
		if !strings.HasSuffix(index[address].File, ".json") {
			continue
		}
		doc := map[string]any{}
		readJSON(t, filepath.Join(dir, index[address].File), &doc)
		id, _ := doc["id"].(string)
		if doc["assertionMethod"] == nil || id == "" {
			continue
		}
		documents++
		d, err := keys.ParseDocument(doc, id)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		for _, m := range d.Assertion {
			_, err := d.AssertionKey(m, now)
			switch {
			case err == nil:
				readable++
			case strings.HasSuffix(m, "#claims-issuer") && errors.Is(err, keys.ErrNotAuthorized):
			case strings.HasSuffix(m, "#key-3") && errors.Is(err, keys.ErrUnsupported): // P-521
			case strings.HasSuffix(m, "#z6MkjZRsdasZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"): // a misspelled key
			default:
				t.Errorf("%s: %v", m, err)
			}
		}
	}
	t.Logf("%d documents, %d keys", documents, readable)
	if documents < 9 || readable < 20 {
		t.Errorf("%d documents with %d keys", documents, readable)
	}
}

// checkAddress holds an address of a did:web to what may be fetched at all.
func checkAddress(t *testing.T, did, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		t.Fatalf("%q leads to %q: %v", did, address, err)
	}
	if !strings.Contains(u.Hostname(), ".") || strings.HasSuffix(u.Hostname(), "localhost") {
		t.Fatalf("%q leads to the host %q", did, u.Hostname())
	}
	if path.Clean(u.Path) != u.Path || !strings.HasSuffix(u.Path, "/did.json") {
		t.Fatalf("%q leads to the path %q", did, u.Path)
	}
}
