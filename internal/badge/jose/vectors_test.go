package jose_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

var now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// vectors is the folder of the test vectors, which is beside the repository and
// not in it.
func vectors(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		vectors := filepath.Join(dir, "..", "shared", "vectors")
		if _, err := os.Stat(vectors); err != nil {
			t.Skip("../shared/vectors is not there: the vectors are optional test data")
		}
		return vectors
	}
	t.Fatal("no go.mod above")
	return ""
}

// wrapped is a token in the files of the vectors.
type wrapped struct {
	Format, Token string
}

func readToken(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var w wrapped
	if err := json.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	return w.Token
}

// controller reads the document of a did:web or an https id from the fixtures.
func controller(t *testing.T, dir, id, address string) keys.Document {
	t.Helper()
	read := func(path string, v any) {
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, v); err != nil {
			t.Fatal(err)
		}
	}
	index := map[string]struct{ File string }{}
	read(filepath.Join("fixtures", "index.json"), &index)
	doc := map[string]any{}
	read(index[address].File, &doc)
	d, err := keys.ParseDocument(doc, id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTokensOfTheVectorsVerifyAsTheirColumnsSay(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	issuer := controller(t, dir, "did:web:issuer.example.edu", "https://issuer.example.edu/.well-known/did.json")
	evil := controller(t, dir, "did:web:evil.example", "https://evil.example/.well-known/did.json")
	w3c := controller(t, dir, "https://example.issuer/vc-jose-cose", "https://example.issuer/vc-jose-cose")
	didKey, err := keys.DIDKey("did:key:zDnaeVPnJUD8c6SZ9JVm1qGYDVEQooUc1zxSLLZAsEeUmgS7W")
	if err != nil {
		t.Fatal(err)
	}
	for file, c := range map[string]struct {
		document keys.Document
		want     error
	}{
		"generated/jwt/alg-hs256-with-public-key.json":   {issuer, jose.ErrAlgorithm},
		"generated/jwt/alg-none.json":                    {issuer, jose.ErrAlgorithm},
		"generated/jwt/iss-differs-from-issuer.json":     {issuer, nil},
		"generated/jwt/jti-differs-from-id.json":         {issuer, nil},
		"generated/jwt/kid-of-other-did.json":            {evil, nil},
		"generated/jwt/nbf-differs-from-validfrom.json":  {issuer, nil},
		"generated/jwt/ob3-eddsa.json":                   {issuer, nil},
		"generated/jwt/ob3-es256-didkey.json":            {didKey, nil},
		"generated/jwt/ob3-es256.json":                   {issuer, nil},
		"generated/jwt/ob3-rs256.json":                   {issuer, nil},
		"generated/jwt/payload-changed.json":             {issuer, jose.ErrSignature},
		"generated/jwt/typ-is-vp.json":                   {issuer, nil},
		"w3c-jose/credential-jose-bad-signature.json":    {w3c, jose.ErrSignature},
		"w3c-jose/credential-jose-minimal.json":          {w3c, nil},
		"w3c-jose/credential-jose-vc-vp-claims.json":     {w3c, nil},
		"w3c-jose/presentation-jose-bad-media-type.json": {w3c, nil},
		"w3c-jose/presentation-jose-multiple.json":       {w3c, nil},
	} {
		token, err := jose.Parse(readToken(t, filepath.Join(dir, file)))
		if err != nil {
			if !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", file, err, c.want)
			}
			continue
		}
		id, err := c.document.MethodID(token.KeyID)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		key, err := c.document.AssertionKey(id, now)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if err := token.Verify(key); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", file, err, c.want)
		}
	}
}

func TestSignedOpenBadges2OfTheVectorsVerify(t *testing.T) {
	t.Parallel()
	dir := vectors(t)
	keyOf := func(path string) keys.Public {
		data, err := os.ReadFile(filepath.Join(dir, "fixtures", path))
		if err != nil {
			t.Fatal(err)
		}
		doc := map[string]any{}
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		address, _ := doc["id"].(string)
		m, err := keys.ParseCryptographicKey(doc, address)
		if err != nil {
			t.Fatal(err)
		}
		return m.Key
	}
	ours, evil := keyOf("badges_example_edu_key-f03d9043.json"), keyOf("badges_example_edu_evil_key-2e9f719b.json")
	for file, c := range map[string]struct {
		key  keys.Public
		want error
	}{
		"generated/ob2/signed.json":                          {ours, nil},
		"generated/ob2/signed-expired.json":                  {ours, nil},
		"generated/ob2/signed-future.json":                   {ours, nil},
		"generated/ob2/signed-revoked.json":                  {ours, nil},
		"generated/ob2/signed-wrong-key.json":                {ours, jose.ErrSignature},
		"generated/ob2/signed-key-not-listed-by-issuer.json": {evil, nil},
		"ob2-1edtech/signed-simple.json":                     {keyOf("example_org_key1-b2923537.json"), nil},
		"ob2-1edtech/signed-simple-revoked.json":             {keyOf("example_org_key3-858274e6.json"), nil},
	} {
		token, err := jose.Parse(readToken(t, filepath.Join(dir, file)))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if err := token.Verify(c.key); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", file, err, c.want)
		}
	}
}

// RFC 7515 A.3 (ES256) and RFC 8037 A.4 (EdDSA).
func TestExamplesOfTheRFCsVerify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ token, jwk string }{
		{
			"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
			`{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`,
		},
		{
			"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
			`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`,
		},
	} {
		jwk := map[string]any{}
		if err := json.Unmarshal([]byte(c.jwk), &jwk); err != nil {
			t.Fatal(err)
		}
		key, err := keys.ParseJWK(jwk)
		if err != nil {
			t.Fatal(err)
		}
		token, err := jose.Parse(c.token)
		if err != nil {
			t.Fatal(err)
		}
		if err := token.Verify(key); err != nil {
			t.Error(err)
		}
	}
}
