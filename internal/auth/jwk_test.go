package auth

import (
	"encoding/json"
	"strings"
	"testing"
)

// rsaModulus is 2048 bits long; nobody has its factors.
var rsaModulus = "v" + strings.Repeat("7", 341)

// The keys of RFC 7515 appendix A.3 and RFC 8037 appendix A.2.
const (
	goodEC = `{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`
	goodEd = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
)

func goodRSA() string { return `{"kty":"RSA","n":"` + rsaModulus + `","e":"AQAB"}` }

func TestAPublishedKeyIsGoodForItsOwnAlgorithms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, key, want string }{
		{"RSA", goodRSA(), "RS256 RS384 RS512 PS256 PS384 PS512"},
		{"RSA for one", strings.Replace(goodRSA(), "{", `{"alg":"PS256",`, 1), "PS256"},
		{"P-256", goodEC, "ES256"},
		{"Ed25519", goodEd, "EdDSA"},
		{"to verify", strings.Replace(goodEd, "{", `{"use":"sig","key_ops":["verify"],`, 1), "EdDSA"},
	} {
		keys, err := parseKeys([]byte(`{"keys":[` + c.key + `]}`))
		if err != nil || len(keys) != 1 {
			t.Errorf("%s: got %v (%v)", c.name, keys, err)
			continue
		}
		if got := strings.Join(keys[0].algorithms, " "); got != c.want {
			t.Errorf("%s: for %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAKeyThatCannotBeTrustedIsPassedOver(t *testing.T) {
	t.Parallel()
	change := func(key, from, to string) string {
		if !strings.Contains(key, from) {
			t.Fatalf("%q is not in %s", from, key)
		}
		return strings.Replace(key, from, to, 1)
	}
	for name, key := range map[string]string{
		"a secret":                     `{"kty":"oct","k":"AAAA","alg":"HS256"}`,
		"an unknown kind":              `{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA"}`,
		"a short RSA key":              change(goodRSA(), rsaModulus, rsaModulus[:171]),
		"an endless RSA key":           change(goodRSA(), rsaModulus, strings.Repeat(rsaModulus, 5)),
		"an exponent of one":           change(goodRSA(), "AQAB", "AQ"),
		"an even exponent":             change(goodRSA(), "AQAB", "AQAA"),
		"an exponent beyond 31 bits":   change(goodRSA(), "AQAB", "AQABAQAB"),
		"no exponent":                  change(goodRSA(), "AQAB", ""),
		"a modulus that is no base64":  change(goodRSA(), "777", "!!!"),
		"a point off the curve":        change(goodEC, `"x":"f83`, `"x":"f84`),
		"a short coordinate":           change(goodEC, "f83O", ""),
		"an unknown curve":             change(goodEC, "P-256", "secp256k1"),
		"another curve's coordinates":  change(goodEC, "P-256", "P-384"),
		"Ed448":                        change(goodEd, "Ed25519", "Ed448"),
		"a short Ed25519 key":          change(goodEd, "11qY", ""),
		"a key to encrypt":             change(goodEd, "{", `{"use":"enc",`),
		"a key to sign only":           change(goodEd, "{", `{"key_ops":["sign"],`),
		"an algorithm of another kind": change(goodEd, "{", `{"alg":"RS256",`),
		"no object":                    `7`,
		"a kind that is no text":       `{"kty":7}`,
	} {
		keys, err := parseKeys([]byte(`{"keys":[` + key + `]}`))
		if err == nil {
			t.Errorf("%s: got %v", name, keys)
		}
		if keys, err = parseKeys([]byte(`{"keys":[` + key + `,` + goodEd + `]}`)); err != nil || len(keys) != 1 {
			t.Errorf("%s, beside a good one: got %v (%v)", name, keys, err)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	for _, key := range []string{goodRSA(), goodEC, goodEd, `{}`} {
		f.Add([]byte(`{"keys":[` + key + `]}`))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		keys, err := parseKeys(document)
		if err != nil {
			return
		}
		if !json.Valid(document) || len(keys) == 0 {
			t.Errorf("%d keys of %q", len(keys), document)
		}
		for _, key := range keys {
			if key.public == nil || len(key.algorithms) == 0 || key.algorithms[0] == "" {
				t.Errorf("a key without %+v", key)
			}
		}
	})
}
