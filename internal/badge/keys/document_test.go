package keys_test

import (
	"encoding/asn1"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// fixedLength is r and s of a DER signature, of size bytes each.
func fixedLength(t *testing.T, der []byte, size int) []byte {
	t.Helper()
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, 2*size)
	pair.R.FillBytes(signature[:size])
	pair.S.FillBytes(signature[size:])
	return signature
}

const (
	issuer  = "did:web:issuer.example"
	edKey   = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	edOther = "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"
	method  = `{"id":"did:web:issuer.example#k","type":"Multikey","controller":"did:web:issuer.example","publicKeyMultibase":"` + edKey + `"`
)

func document(t *testing.T, text string) (keys.Document, error) {
	t.Helper()
	doc := map[string]any{}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return keys.ParseDocument(doc, issuer)
}

func TestKeyBindsOnlyAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	const lists = `,"assertionMethod":["did:web:issuer.example#k"]}`
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"listed":                   {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `}]` + lists, nil},
		"one, not in a list":       {`{"id":"did:web:issuer.example","verificationMethod":` + method + `},"assertionMethod":"did:web:issuer.example#k"}`, nil},
		"listed by fragment":       {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `}],"assertionMethod":["#k"]}`, nil},
		"only embedded":            {`{"id":"did:web:issuer.example","assertionMethod":[` + method + `}]}`, nil},
		"in both places, the same": {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `}],"assertionMethod":[` + method + `}]}`, nil},
		"beside one without id":    {`{"id":"did:web:issuer.example","verificationMethod":[{"type":"Multikey"},` + method + `}]` + lists, nil},
		"embedded elsewhere":       {`{"id":"did:web:issuer.example","authentication":[` + method + `}]` + lists, nil},
		"not listed":               {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `}]}`, keys.ErrNotAuthorized},
		"listed for log-in":        {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `}],"authentication":["did:web:issuer.example#k"]}`, keys.ErrNotAuthorized},
		"listed, not there":        {`{"id":"did:web:issuer.example"` + lists, keys.ErrNotInDocument},
		"another's controller": {`{"id":"did:web:issuer.example","verificationMethod":[{"id":"did:web:issuer.example#k","type":"Multikey",` +
			`"controller":"did:web:other.example","publicKeyMultibase":"` + edKey + `"}]` + lists, keys.ErrNotAuthorized},
		"no controller": {`{"id":"did:web:issuer.example","verificationMethod":[{"id":"did:web:issuer.example#k","type":"Multikey",` +
			`"publicKeyMultibase":"` + edKey + `"}]` + lists, keys.ErrNotAuthorized},
		"two with one id": {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `},` +
			strings.Replace(method, edKey, edOther, 1) + `}]` + lists, keys.ErrMalformed},
		"expired":               {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"expires":"2026-11-21T00:00:00Z"}]` + lists, keys.ErrExpired},
		"expires later":         {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"expires":"2026-11-21T00:00:01Z"}]` + lists, nil},
		"expires some day":      {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"expires":"some day"}]` + lists, keys.ErrMalformed},
		"revoked":               {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"revoked":"2026-01-01T00:00:00Z"}]` + lists, keys.ErrRevoked},
		"revoked, no date":      {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"revoked":true}]` + lists, keys.ErrMalformed},
		"two keys in one":       {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"publicKeyBase58":"x"}]` + lists, keys.ErrMalformed},
		"its secret beside it":  {`{"id":"did:web:issuer.example","verificationMethod":[` + method + `,"secretKeyMultibase":"z"}]` + lists, keys.ErrPrivate},
		"a type of another key": {`{"id":"did:web:issuer.example","verificationMethod":[` + strings.Replace(method, "Multikey", "JsonWebKey", 1) + `}]` + lists, keys.ErrMalformed},
		"P-256 by its type":     {`{"id":"did:web:issuer.example","verificationMethod":[` + strings.Replace(method, "Multikey", "EcdsaSecp256r1VerificationKey2019", 1) + `}]` + lists, keys.ErrMalformed},
		"an unknown type":       {`{"id":"did:web:issuer.example","verificationMethod":[` + strings.Replace(method, "Multikey", "Bls12381G2Key2020", 1) + `}]` + lists, keys.ErrUnsupported},
		"a JWK with its secret": {`{"id":"did:web:issuer.example","verificationMethod":[{"id":"#k","type":"JsonWebKey","controller":"did:web:issuer.example","publicKeyJwk":` +
			`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}}]` + lists, keys.ErrPrivate},
	} {
		d, err := document(t, c.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := d.AssertionKey("did:web:issuer.example#k", now); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestKeyOfAnotherSubjectIsNotInTheDocument(t *testing.T) {
	t.Parallel()
	d, err := document(t, `{"id":"did:web:issuer.example","assertionMethod":["did:web:other.example#k",`+
		strings.ReplaceAll(method, "issuer", "third")+`}],"verificationMethod":[`+
		`{"id":"did:web:other.example#k","type":"Multikey","controller":"did:web:issuer.example","publicKeyMultibase":"`+edKey+`"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{
		"did:web:other.example#k", "did:web:third.example#k", "did:web:issuer.example#k", "did:web:issuer.example",
		"did:web:issuer.example#" + edKey, "#k", "k", "",
	} {
		if _, err := d.AssertionKey(id, now); !errors.Is(err, keys.ErrNotInDocument) {
			t.Errorf("%q: got %v", id, err)
		}
	}
}

func TestDocumentOfAnotherIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		`{"id":"did:web:other.example"}`:                           keys.ErrOtherDocument,
		`{"id":"did:web:Issuer.example"}`:                          keys.ErrOtherDocument,
		`{"id":"did:web:issuer.example#"}`:                         keys.ErrOtherDocument,
		`{}`:                                                       keys.ErrMalformed,
		`{"id":["did:web:issuer.example"]}`:                        keys.ErrMalformed,
		`{"id":"did:web:issuer.example","assertionMethod":7}`:      keys.ErrMalformed,
		`{"id":"did:web:issuer.example","assertionMethod":[null]}`: keys.ErrMalformed,
		`{"id":"did:web:issuer.example","controller":{}}`:          keys.ErrMalformed,
		`{"id":"did:web:issuer.example","verificationMethod":[` + flood(`{"id":"#k"}`) + `]}`: keys.ErrMalformed,
		`{"id":"did:web:issuer.example","assertionMethod":[` + flood(`"#k"`) + `]}`:           keys.ErrMalformed,
	} {
		if _, err := document(t, text); !errors.Is(err, want) {
			t.Errorf("%.80s: got %v, want %v", text, err, want)
		}
	}
}

// flood is more of them than a document may have.
func flood(value string) string { return strings.TrimSuffix(strings.Repeat(value+",", 257), ",") }

func TestKidIsFoundByIDFragmentKidAndThumbprint(t *testing.T) {
	t.Parallel()
	jwk := `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"mine"}`
	d, err := document(t, `{"id":"did:web:issuer.example","verificationMethod":[`+method+`},`+
		`{"id":"#j","type":"JsonWebKey","controller":"did:web:issuer.example","publicKeyJwk":`+jwk+`},`+
		`{"id":"#a","type":"JsonWebKey","controller":"did:web:issuer.example","publicKeyJwk":`+strings.Replace(jwk, "mine", "twice", 1)+`},`+
		`{"id":"#b","type":"JsonWebKey","controller":"did:web:issuer.example","publicKeyJwk":{"kty":"EC","kid":"twice"}}]}`)
	if err != nil {
		t.Fatal(err)
	}
	k, err := keys.ParseMultikey(edKey)
	if err != nil {
		t.Fatal(err)
	}
	for kid, want := range map[string]string{
		issuer + "#k": issuer + "#k", "#k": issuer + "#k", "mine": issuer + "#j", k.Thumbprint(): issuer + "#k",
		issuer + "#gone": issuer + "#gone", // AssertionKey says that it isn't there
	} {
		if got, err := d.MethodID(kid); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", kid, got, err, want)
		}
	}
	for kid, want := range map[string]error{
		"": keys.ErrNotInDocument, "k": keys.ErrNotInDocument, "did:web:other.example#k": keys.ErrNotInDocument,
		"twice": keys.ErrMalformed, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k": keys.ErrMalformed,
	} {
		if got, err := d.MethodID(kid); !errors.Is(err, want) {
			t.Errorf("%q: got %s, %v, want %v", kid, got, err, want)
		}
	}
}

func TestCryptographicKeySaysWhoseItIs(t *testing.T) {
	t.Parallel()
	const address = "https://badges.example/key"
	const text = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
	good := map[string]any{"id": address, "type": "CryptographicKey", "owner": "https://badges.example/issuer", "publicKeyPem": text}
	m, err := keys.ParseCryptographicKey(good, address)
	if err != nil || m.ID != address || m.Controller != "https://badges.example/issuer" || m.Key.Algorithm() != keys.Ed25519 {
		t.Errorf("got %+v, %v", m, err)
	}
	for name, c := range map[string]struct {
		doc  map[string]any
		want error
	}{
		"another's": {map[string]any{"id": address + "2", "owner": "o", "publicKeyPem": text}, keys.ErrOtherDocument},
		"no owner":  {map[string]any{"id": address, "publicKeyPem": text}, keys.ErrMalformed},
		"no key":    {map[string]any{"id": address, "owner": "o"}, keys.ErrMalformed},
		"bad key":   {map[string]any{"id": address, "owner": "o", "publicKeyPem": "x"}, keys.ErrMalformed},
		"secret":    {map[string]any{"id": address, "owner": "o", "publicKeyPem": text, "privateKeyPem": "x"}, keys.ErrPrivate},
		"two keys":  {map[string]any{"id": address, "owner": "o", "publicKeyPem": text, "publicKey": []any{good}}, keys.ErrMalformed},
	} {
		if _, err := keys.ParseCryptographicKey(c.doc, address); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	profile := map[string]any{"id": "https://badges.example/issuer", "type": "Issuer", "publicKey": address}
	d, err := keys.ParseDocument(profile, "https://badges.example/issuer")
	if err != nil || len(d.PublicKey) != 1 || d.PublicKey[0] != address {
		t.Errorf("got %v, %v", d.PublicKey, err)
	}
	if _, err := d.AssertionKey(address, time.Time{}); !errors.Is(err, keys.ErrNotInDocument) {
		t.Errorf("a profile's list of keys binds a credential: %v", err)
	}
}
