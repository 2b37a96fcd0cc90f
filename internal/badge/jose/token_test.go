package jose_test

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

var payload = []byte(`{"iss":"did:web:issuer.example"}`)

func generate(t testing.TB, algorithm keys.Algorithm) keys.Private {
	t.Helper()
	k, err := keys.Generate(algorithm, bytes.NewReader(bytes.Repeat([]byte{7}, 1<<16)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// forge puts a token together and signs it, whatever the header says.
func forge(t testing.TB, header string, payload []byte, k keys.Private) string {
	t.Helper()
	input := encode([]byte(header)) + "." + encode(payload)
	signature, err := k.SignMessage([]byte(input))
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encode(signature)
}

func TestTokensComeBack(t *testing.T) {
	t.Parallel()
	for algorithm, want := range map[keys.Algorithm]string{keys.Ed25519: "EdDSA", keys.P256: "ES256", keys.RSA: "RS256"} {
		k := generate(t, algorithm)
		header := map[string]any{"typ": "vc+jwt", "cty": "vc", "kid": "did:web:issuer.example#k", "jwk": k.PublicKey().JWK()}
		token, err := jose.Sign(payload, header, k)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := jose.Sign(payload, header, k); err != nil || again != token {
			t.Errorf("%s: two tokens differ: %v", want, err)
		}
		got, err := jose.Parse(token)
		if err != nil {
			t.Fatal(err)
		}
		if got.Algorithm != want || got.Type != "vc+jwt" || got.ContentType != "vc" || got.KeyID != "did:web:issuer.example#k" ||
			!bytes.Equal(got.Payload, payload) || got.JWK == nil || !got.JWK.Equal(k.PublicKey()) {
			t.Errorf("got %+v", got)
		}
		if err := got.Verify(k.PublicKey()); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if len(header) != 4 {
			t.Error("Sign changed the header that it was given")
		}
	}
}

func TestSignIssuesNothingThatParseRefuses(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.P256)
	for name, header := range map[string]map[string]any{
		"another algorithm": {"alg": "EdDSA"},
		"none":              {"alg": "none"},
		"critical":          {"crit": []string{"exp"}},
		"unencoded":         {"b64": false},
		"typ is a number":   {"typ": 1},
		"not JSON":          {"typ": func() {}},
	} {
		if token, err := jose.Sign(payload, header, k); err == nil {
			t.Errorf("%s: %s", name, token)
		}
	}
	if _, err := jose.Sign(payload, nil, keys.Private{}); err == nil {
		t.Error("no key signs")
	}
	if _, err := jose.Sign(payload, nil, k); err != nil {
		t.Errorf("no header: %v", err)
	}
}

func TestEveryChangedCharacterBreaksTheToken(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []keys.Algorithm{keys.Ed25519, keys.P256, keys.RSA} {
		k := generate(t, algorithm)
		token, err := jose.Sign(payload, map[string]any{"kid": "#k"}, k)
		if err != nil {
			t.Fatal(err)
		}
		for i := range token {
			for _, c := range []byte("AQgw_-.\n =") {
				changed := token[:i] + string(c) + token[i+1:]
				if changed == token {
					continue
				}
				if got, err := jose.Parse(changed); err == nil && got.Verify(k.PublicKey()) == nil {
					t.Fatalf("%s: verifies with %q for character %d of %q", algorithm, c, i, token)
				}
			}
		}
	}
}

func TestAlgorithmConfusionIsRefused(t *testing.T) {
	t.Parallel()
	modulus, curve, edwards := generate(t, keys.RSA), generate(t, keys.P256), generate(t, keys.Ed25519)
	der, err := x509.MarshalPKIXPublicKey(modulus.Public())
	if err != nil {
		t.Fatal(err)
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	input := encode([]byte(`{"alg":"HS256"}`)) + "." + encode(payload)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(input))
	tokens := map[string]string{
		"HS256 with the public key": input + "." + encode(mac.Sum(nil)),
		"none":                      encode([]byte(`{"alg":"none"}`)) + "." + encode(payload) + ".",
		"None":                      encode([]byte(`{"alg":"None"}`)) + "." + encode(payload) + ".",
		"none with a signature":     forge(t, `{"alg":"none"}`, payload, curve),
		"PS256":                     forge(t, `{"alg":"PS256"}`, payload, modulus),
		"RS1":                       forge(t, `{"alg":"RS1"}`, payload, modulus),
		"ES256K":                    forge(t, `{"alg":"ES256K"}`, payload, curve),
		"es256":                     forge(t, `{"alg":"es256"}`, payload, curve),
		"RSA-OAEP":                  forge(t, `{"alg":"RSA-OAEP"}`, payload, modulus),
	}
	for name, token := range tokens {
		got, err := jose.Parse(token)
		if !errors.Is(err, jose.ErrAlgorithm) || !bytes.Equal(got.Payload, payload) {
			t.Errorf("%s: got %q, %v", name, got.Payload, err)
		}
		for _, k := range []keys.Private{modulus, curve, edwards} {
			if err := got.Verify(k.PublicKey()); !errors.Is(err, jose.ErrAlgorithm) {
				t.Errorf("%s with %s: got %v", name, k.PublicKey().Algorithm(), err)
			}
		}
	}
	for algorithm, signer := range map[string]keys.Private{
		"RS256": curve, "ES256": edwards, "EdDSA": modulus, "ES384": curve,
	} {
		got, err := jose.Parse(forge(t, `{"alg":"`+algorithm+`"}`, payload, signer))
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []keys.Public{modulus.PublicKey(), curve.PublicKey(), edwards.PublicKey(), {}} {
			if got.Verify(k) == nil {
				t.Errorf("%s, signed by %s, verifies with %s", algorithm, signer.PublicKey().Algorithm(), k.Algorithm())
			}
		}
	}
}

// The curve has to be the algorithm's, and the hash with it.
func TestCurveFitsTheAlgorithm(t *testing.T) {
	t.Parallel()
	curve := generate(t, keys.P256)
	large, err := keys.ParseMultikey("z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54")
	if err != nil {
		t.Fatal(err)
	}
	for header, k := range map[string]keys.Public{`{"alg":"ES256"}`: large, `{"alg":"ES384"}`: curve.PublicKey()} {
		got, err := jose.Parse(forge(t, header, payload, curve))
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Verify(k); !errors.Is(err, jose.ErrAlgorithm) {
			t.Errorf("%s with %s: got %v", header, k.Algorithm(), err)
		}
	}
}

func TestKeyOfTheHeaderIsReadAndNotTrusted(t *testing.T) {
	t.Parallel()
	issuer, attacker := generate(t, keys.P256), generate(t, keys.Ed25519)
	jwk, err := json.Marshal(attacker.PublicKey().JWK())
	if err != nil {
		t.Fatal(err)
	}
	got, err := jose.Parse(forge(t, `{"alg":"EdDSA","jwk":`+string(jwk)+`}`, payload, attacker))
	if err != nil || got.JWK == nil || !got.JWK.Equal(attacker.PublicKey()) {
		t.Fatalf("got %v, %v", got.JWK, err)
	}
	if err := got.Verify(issuer.PublicKey()); !errors.Is(err, jose.ErrAlgorithm) {
		t.Errorf("the header's key verifies for the issuer's: %v", err)
	}
}

func TestRSAOf1024BitsIsNoKey(t *testing.T) {
	t.Parallel()
	n := new(big.Int).Lsh(big.NewInt(1), 1023)
	short := &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537}
	if _, err := keys.NewPublic(short); !errors.Is(err, keys.ErrWeak) {
		t.Errorf("got %v", err)
	}
	header := fmt.Sprintf(`{"alg":"RS256","jwk":{"kty":"RSA","n":%q,"e":"AQAB"}}`, encode(short.N.Bytes()))
	if _, err := jose.Parse(forge(t, header, payload, generate(t, keys.RSA))); !errors.Is(err, jose.ErrMalformed) || !errors.Is(err, keys.ErrWeak) {
		t.Errorf("got %v", err)
	}
}

func TestHeaderRefusals(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.P256)
	for header, want := range map[string]error{
		`{"alg":"ES256","crit":["exp"],"exp":1}`:         jose.ErrCritical,
		`{"alg":"ES256","crit":["b64"],"b64":false}`:     jose.ErrCritical,
		`{"alg":"ES256","crit":["b64"],"b64":true}`:      jose.ErrCritical,
		`{"alg":"ES256","crit":[]}`:                      jose.ErrCritical,
		`{"alg":"ES256","crit":null}`:                    jose.ErrCritical,
		`{"alg":"ES256","b64":false}`:                    jose.ErrCritical,
		`{"alg":"ES256","b64":true}`:                     jose.ErrCritical,
		`{"alg":"ES256","alg":"none"}`:                   jose.ErrMalformed,
		`{"alg":"none","alg":"ES256"}`:                   jose.ErrMalformed,
		`{"alg":"ES256","\u0061lg":"ES256"}`:             jose.ErrMalformed,
		`{"alg":"ES256","kid":"a","kid":"b"}`:            jose.ErrMalformed,
		`{"alg":["ES256"]}`:                              jose.ErrMalformed,
		`{"alg":null}`:                                   jose.ErrMalformed,
		`{"alg":""}`:                                     jose.ErrMalformed,
		`{"ALG":"ES256"}`:                                jose.ErrMalformed,
		`{}`:                                             jose.ErrMalformed,
		`[]`:                                             jose.ErrMalformed,
		``:                                               jose.ErrMalformed,
		`{"alg":"ES256"} ` + "\x00":                      jose.ErrMalformed,
		`{"alg":"ES256"}{}`:                              jose.ErrMalformed,
		`{"alg":"ES256","kid":1}`:                        jose.ErrMalformed,
		`{"alg":"ES256","typ":{}}`:                       jose.ErrMalformed,
		`{"alg":"ES256","cty":null}`:                     jose.ErrMalformed,
		`{"alg":"ES256","jwk":"x"}`:                      jose.ErrMalformed,
		`{"alg":"ES256","jwk":{"kty":"oct","k":"AAAA"}}`: keys.ErrPrivate,
		`{"alg":"ES256","jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"}}`:                     keys.ErrMalformed,
		`{"alg":"ES256","x5c":[` + strings.Repeat(" ", 64<<10) + `]}`:                        jose.ErrMalformed,
		`{"alg":"ES256","deep":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`: jose.ErrMalformed,
	} {
		got, err := jose.Parse(forge(t, header, payload, k))
		if !errors.Is(err, want) {
			t.Errorf("%.80s: got %v, want %v", header, err, want)
		}
		if got.Verify(k.PublicKey()) == nil {
			t.Errorf("%.80s: verifies", header)
		}
	}
}

func TestTokenHasOneSpelling(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.P256)
	good := forge(t, `{"alg":"ES256"}`, payload, k)
	parts := strings.Split(good, ".")
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	head := parts[0] + "." + parts[1] + "."
	for name, token := range map[string]string{
		"empty":             "",
		"two parts":         parts[0] + "." + parts[1],
		"four parts":        good + ".",
		"five parts, a JWE": good + ".x.y",
		"JSON":              `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
		"a space before":    " " + good,
		"a line at the end": good + "\n",
		"a broken line":     head + parts[2][:10] + "\n" + parts[2][10:],
		"padding":           head + parts[2] + "==",
		"base64":            head + base64.RawStdEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 64)),
		"stray bits":        head + parts[2][:85] + string(parts[2][85]+1),
		"too long":          strings.Repeat("A", 8<<20) + good,
	} {
		if _, err := jose.Parse(token); !errors.Is(err, jose.ErrMalformed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, other := range map[string][]byte{
		"no signature":  nil,
		"a byte short":  signature[:63],
		"a leading 0":   slices.Concat([]byte{0}, signature),
		"a 0 after":     slices.Concat(signature, []byte{0}),
		"r and s of 33": slices.Concat([]byte{0}, signature[:32], []byte{0}, signature[32:]),
		"zero":          make([]byte, 64),
		"DER":           derOf(t, k, head[:len(head)-1]),
	} {
		got, err := jose.Parse(head + encode(other))
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Verify(k.PublicKey()); !errors.Is(err, jose.ErrSignature) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// derOf is a good signature in the wrong form.
func derOf(t *testing.T, k keys.Private, input string) []byte {
	t.Helper()
	sum := sha256.Sum256([]byte(input))
	der, err := k.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return der
}
