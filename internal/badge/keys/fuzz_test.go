package keys_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// FuzzMultikey: what is read is written back as it was.
func FuzzMultikey(f *testing.F) {
	for _, k := range publics(f) {
		f.Add(k.Multibase())
	}
	f.Add("z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW")
	f.Fuzz(func(t *testing.T, s string) {
		k, err := keys.ParseMultikey(s)
		if err != nil {
			if k.Valid() {
				t.Fatal("a key and an error")
			}
			return
		}
		if got := k.Multibase(); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
	})
}

// FuzzDocument: whatever a document says, its key is one that it lists as its
// own.
func FuzzDocument(f *testing.F) {
	f.Add(`{"id":"did:web:issuer.example","assertionMethod":[`+method+`}]}`, "did:web:issuer.example#k")
	f.Add(`{"id":"did:web:issuer.example","verificationMethod":[`+method+`,"expires":"2026-11-21T00:00:00Z"}],"assertionMethod":["#k"]}`, "#k")
	f.Add(`{"id":"x","publicKeyPem":"-----BEGIN PUBLIC KEY-----\n","owner":"y"}`, "x")
	f.Add(`{"id":"x","verificationMethod":{"id":"#j","type":"JsonWebKey","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qY"}}}`, "x#j")
	f.Fuzz(func(t *testing.T, text, id string) {
		doc := map[string]any{}
		if json.Unmarshal([]byte(text), &doc) != nil {
			return
		}
		own, _ := doc["id"].(string)
		d, err := keys.ParseDocument(doc, own)
		if err != nil {
			return
		}
		if found, err := d.MethodID(id); err == nil {
			id = found
		}
		k, err := d.AssertionKey(id, now)
		if err != nil {
			return
		}
		if base, _, _ := strings.Cut(id, "#"); !k.Valid() || base != d.ID {
			t.Fatalf("%q binds a key of %q", d.ID, id)
		}
	})
}

// FuzzDIDWebURL: whatever is asked for is https, at a host with a dot, without
// user, query or fragment.
func FuzzDIDWebURL(f *testing.F) {
	for _, did := range []string{"did:web:example.com", "did:web:example.com%3A3000:user:alice", "did:web:%5B%3A%3A1%5D", "did:web:example.com:%2e%2e:x"} {
		f.Add(did)
	}
	f.Fuzz(func(t *testing.T, did string) {
		address, err := keys.DIDWebURL(did)
		if err != nil {
			return
		}
		checkAddress(t, did, address)
	})
}
