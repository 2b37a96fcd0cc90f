package jose_test

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// FuzzParse: what parses has one spelling and an algorithm of the list, and
// verifies only with a key of the kind that the algorithm is for.
func FuzzParse(f *testing.F) {
	k := generate(f, keys.P256)
	f.Add(forge(f, `{"alg":"ES256"}`, payload, k))
	f.Add(forge(f, `{"alg":"EdDSA","kid":"#k","typ":"JWT","jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}`, payload, k))
	f.Add(forge(f, `{"alg":"RS256","crit":["b64"],"b64":false}`, payload, k))
	f.Add(encode([]byte(`{"alg":"none"}`)) + "." + encode(payload) + ".")
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		got, err := jose.Parse(token)
		if err != nil {
			if got.Verify(k.PublicKey()) == nil {
				t.Fatal("a refused token verifies")
			}
			return
		}
		if parts := strings.Split(token, "."); encode(got.Payload) != parts[1] {
			t.Fatal("the payload has a second spelling")
		}
		if err := got.Verify(k.PublicKey()); err == nil && got.Algorithm != "ES256" {
			t.Fatalf("%s verifies with P-256", got.Algorithm)
		}
	})
}
