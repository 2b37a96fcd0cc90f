package keys_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/multiformats/go-multibase"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// fixed is randomness that isn't.
func fixed(b byte) *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte{b}, 1<<16)) }

func generate(t testing.TB, algorithm keys.Algorithm) keys.Private {
	t.Helper()
	k, err := keys.Generate(algorithm, fixed(7))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func p384(t testing.TB) (*ecdsa.PrivateKey, keys.Public) {
	t.Helper()
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P384(), bytes.Repeat([]byte{7}, 48))
	if err != nil {
		t.Fatal(err)
	}
	public, err := keys.NewPublic(&k.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return k, public
}

// publics are one key of each algorithm.
func publics(t testing.TB) []keys.Public {
	t.Helper()
	_, large := p384(t)
	return []keys.Public{
		generate(t, keys.Ed25519).PublicKey(), generate(t, keys.P256).PublicKey(), large, generate(t, keys.RSA).PublicKey(),
	}
}

func TestKeysSurviveEveryForm(t *testing.T) {
	t.Parallel()
	for _, k := range publics(t) {
		forms := map[string]func() (keys.Public, error){
			"JWK":       func() (keys.Public, error) { return keys.ParseJWK(k.JWK()) },
			"multibase": func() (keys.Public, error) { return keys.ParseMultikey(k.Multibase()) },
			"PEM": func() (keys.Public, error) {
				der, err := x509.MarshalPKIXPublicKey(k.Key())
				if err != nil {
					t.Fatal(err)
				}
				return keys.ParsePEM(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
			},
		}
		if k.Algorithm() == keys.RSA {
			delete(forms, "multibase")
			if k.Multibase() != "" || k.DIDOf() != "" {
				t.Error("an RSA key has a Multikey")
			}
		}
		for name, form := range forms {
			got, err := form()
			if err != nil || !got.Equal(k) || got.Thumbprint() != k.Thumbprint() || got.Algorithm() != k.Algorithm() {
				t.Errorf("%s of %s: got %v, %v", name, k.Algorithm(), got.JWK(), err)
			}
		}
	}
}

func TestThumbprintIsThatOfTheRFCs(t *testing.T) {
	t.Parallel()
	rfc7638 := map[string]any{
		"kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
		"n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
	}
	rfc8037 := map[string]any{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
	for want, jwk := range map[string]map[string]any{
		"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs": rfc7638,
		"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k": rfc8037,
	} {
		k, err := keys.ParseJWK(jwk)
		if err != nil || k.Thumbprint() != want {
			t.Errorf("got %s, %v, want %s", k.Thumbprint(), err, want)
		}
	}
	if got := (keys.Public{}).Thumbprint(); got != "" {
		t.Errorf("no key has the thumbprint %q", got)
	}
}

// multikey spells any bytes as a Multikey.
func multikey(t testing.TB, codec string, key []byte) string {
	t.Helper()
	prefix, err := hex.DecodeString(codec)
	if err != nil {
		t.Fatal(err)
	}
	s, err := multibase.Encode(multibase.Base58BTC, slices.Concat(prefix, key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEd25519KeysThatVerifyAnythingAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key  string
		want error
	}{
		"order 1":                   {"01" + strings.Repeat("00", 31), keys.ErrWeak},
		"order 1, sign of x":        {"01" + strings.Repeat("00", 30) + "80", keys.ErrWeak},
		"order 2":                   {"ec" + strings.Repeat("ff", 30) + "7f", keys.ErrWeak},
		"order 4":                   {strings.Repeat("00", 32), keys.ErrWeak},
		"order 8":                   {"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", keys.ErrWeak},
		"order 8, other sign":       {"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", keys.ErrWeak},
		"order 4, not canonical":    {"ed" + strings.Repeat("ff", 30) + "7f", keys.ErrMalformed},
		"order 1, not canonical":    {"ee" + strings.Repeat("ff", 30) + "ff", keys.ErrMalformed},
		"large order, noncanonical": {"f0" + strings.Repeat("ff", 30) + "7f", keys.ErrMalformed},
		"not on the curve":          {"02" + strings.Repeat("00", 31), keys.ErrMalformed},
		"31 bytes":                  {strings.Repeat("58", 31), keys.ErrMalformed},
		"33 bytes":                  {strings.Repeat("58", 33), keys.ErrMalformed},
	} {
		raw, err := hex.DecodeString(c.key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := keys.ParseMultikey(multikey(t, "ed01", raw)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestMultikeyRefusesOtherSpellings(t *testing.T) {
	t.Parallel()
	ed := generate(t, keys.Ed25519).PublicKey()
	raw, _ := ed.Key().(ed25519.PublicKey)
	point, err := generate(t, keys.P256).PublicKey().Key().(*ecdsa.PublicKey).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	compressed := slices.Concat([]byte{2 + point[64]&1}, point[1:33])
	base64url, err := multibase.Encode(multibase.Base64url, slices.Concat([]byte{0xed, 1}, raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"":                      "",
		"base64url":             base64url,
		"no base":               ed.Multibase()[1:],
		"a leading zero":        "z1" + ed.Multibase()[1:],
		"a space":               ed.Multibase() + " ",
		"no codec":              multikey(t, "", raw),
		"X25519":                multikey(t, "ec01", raw),
		"secret Ed25519":        multikey(t, "8026", raw),
		"P-256 as Ed25519":      multikey(t, "ed01", compressed),
		"P-256, uncompressed":   multikey(t, "8024", point),
		"P-256, x alone":        multikey(t, "8024", point[1:33]),
		"P-256 as P-384":        multikey(t, "8124", compressed),
		"P-256, prefix 4":       multikey(t, "8024", slices.Concat([]byte{4}, compressed[1:])),
		"P-256, infinity":       multikey(t, "8024", []byte{0}),
		"P-256, off the curve":  multikey(t, "8024", slices.Concat([]byte{2}, bytes.Repeat([]byte{0xff}, 32))),
		"P-521":                 multikey(t, "8224", bytes.Repeat([]byte{2}, 67)),
		"a codec and no key":    multikey(t, "ed01", nil),
		"five thousand letters": "z" + strings.Repeat("2", 5000),
	} {
		if k, err := keys.ParseMultikey(s); !errors.Is(err, keys.ErrMalformed) && !errors.Is(err, keys.ErrUnsupported) {
			t.Errorf("%s: got %v, %v", name, k.JWK(), err)
		}
	}
}

func TestJWKRefusals(t *testing.T) {
	t.Parallel()
	ec := generate(t, keys.P256).PublicKey().JWK()
	okp := generate(t, keys.Ed25519).PublicKey().JWK()
	modulus := generate(t, keys.RSA).PublicKey().JWK()
	with := func(jwk map[string]any, name string, value any) map[string]any {
		changed := map[string]any{name: value}
		for k, v := range jwk {
			if _, ok := changed[k]; !ok {
				changed[k] = v
			}
		}
		return changed
	}
	short, _ := ec["x"].(string)
	for name, c := range map[string]struct {
		jwk  map[string]any
		want error
	}{
		"private EC":            {with(ec, "d", short), keys.ErrPrivate},
		"private OKP":           {with(okp, "d", nil), keys.ErrPrivate},
		"private RSA":           {with(modulus, "p", "AQAB"), keys.ErrPrivate},
		"symmetric":             {map[string]any{"kty": "oct", "k": "AAAA"}, keys.ErrPrivate},
		"no type":               {with(ec, "kty", nil), keys.ErrUnsupported},
		"OKP of a curve of EC":  {with(okp, "crv", "P-256"), keys.ErrUnsupported},
		"X25519":                {with(okp, "crv", "X25519"), keys.ErrUnsupported},
		"P-521":                 {with(ec, "crv", "P-521"), keys.ErrUnsupported},
		"secp256k1":             {with(ec, "crv", "secp256k1"), keys.ErrUnsupported},
		"P-256 as P-384":        {with(ec, "crv", "P-384"), keys.ErrMalformed},
		"x is y":                {with(ec, "x", ec["y"]), keys.ErrMalformed},
		"x too short":           {with(ec, "x", short[:len(short)-3]), keys.ErrMalformed},
		"x with a leading zero": {with(ec, "x", "AAAA"+short), keys.ErrMalformed},
		"x padded":              {with(ec, "x", short+"="), keys.ErrMalformed},
		"x with a line break":   {with(ec, "x", short[:9]+"\n"+short[9:]), keys.ErrMalformed},
		"x in base64":           {with(ec, "x", "++++"+short[4:]), keys.ErrMalformed},
		"x no text":             {with(ec, "x", 7), keys.ErrMalformed},
		"infinity":              {with(with(ec, "x", strings.Repeat("A", 43)), "y", strings.Repeat("A", 43)), keys.ErrMalformed},
		"for encryption":        {with(ec, "use", "enc"), keys.ErrUnsupported},
		"for signing alone":     {with(ec, "key_ops", []any{"sign"}), keys.ErrUnsupported},
		"alg of another":        {with(ec, "alg", "ES384"), keys.ErrUnsupported},
		"alg is HMAC":           {with(modulus, "alg", "HS256"), keys.ErrUnsupported},
		"alg no text":           {with(ec, "alg", 1), keys.ErrUnsupported},
		"RSA exponent 1":        {with(modulus, "e", "AQ"), keys.ErrWeak},
		"RSA exponent even":     {with(modulus, "e", "Ag"), keys.ErrWeak},
		"RSA exponent huge":     {with(modulus, "e", "AQAAAAAAAAAB"), keys.ErrUnsupported},
		"RSA without n":         {with(modulus, "n", ""), keys.ErrMalformed},
		"RSA of 24 bits":        {with(modulus, "n", "AQAB"), keys.ErrWeak},
	} {
		if k, err := keys.ParseJWK(c.jwk); !errors.Is(err, c.want) || k.Valid() {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	for name, jwk := range map[string]map[string]any{
		"for signatures":        with(ec, "use", "sig"),
		"for verifying":         with(ec, "key_ops", []any{"verify"}),
		"alg EdDSA":             with(okp, "alg", "EdDSA"),
		"RSA with leading zero": with(modulus, "n", "AAAA"+modulus["n"].(string)),
	} {
		if _, err := keys.ParseJWK(jwk); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSignaturesVerifyAndNothingElseDoes(t *testing.T) {
	t.Parallel()
	message := []byte("what was said")
	for _, algorithm := range []keys.Algorithm{keys.Ed25519, keys.P256, keys.RSA} {
		k := generate(t, algorithm)
		signature, err := k.SignMessage(message)
		if err != nil {
			t.Fatal(err)
		}
		again, err := k.SignMessage(message)
		if err != nil || !bytes.Equal(signature, again) {
			t.Errorf("%s: two signatures differ: %v", algorithm, err)
		}
		if !k.PublicKey().Verify(message, signature) {
			t.Errorf("%s: does not verify", algorithm)
		}
		for i := range signature {
			changed := slices.Clone(signature)
			changed[i] ^= 1
			if k.PublicKey().Verify(message, changed) {
				t.Errorf("%s: verifies with byte %d changed", algorithm, i)
			}
		}
		for name, wrong := range map[string][]byte{
			"empty": nil, "short": signature[1:], "long": append(slices.Clone(signature), 0), "zero": make([]byte, len(signature)),
			"leading zero": slices.Concat([]byte{0}, signature),
		} {
			if k.PublicKey().Verify(message, wrong) {
				t.Errorf("%s: %s verifies", algorithm, name)
			}
		}
		if k.PublicKey().Verify([]byte("what was not said"), signature) || (keys.Public{}).Verify(message, signature) {
			t.Errorf("%s: verifies another message, or without a key", algorithm)
		}
	}
}

func TestECDSASignaturesHaveOneLength(t *testing.T) {
	t.Parallel()
	message := []byte("what was said")
	k, public := p384(t)
	for hash, want := range map[crypto.Hash]bool{crypto.SHA384: true, crypto.SHA256: false} {
		digest := hash.New()
		digest.Write(message)
		der, err := k.Sign(nil, digest.Sum(nil), hash)
		if err != nil {
			t.Fatal(err)
		}
		if public.Verify(message, der) {
			t.Error("P-384: DER verifies")
		}
		if got := public.Verify(message, fixedLength(t, der, 48)); got != want {
			t.Errorf("P-384 with %s: got %t, want %t", hash, got, want)
		}
		if hash == crypto.SHA384 && public.Verify(message, fixedLength(t, der, 49)) {
			t.Error("P-384: 98 bytes verify")
		}
	}
}

// Ed25519 signatures are malleable where s is not reduced (RFC 8032 §5.1.7).
func TestEd25519SignatureWithUnreducedScalarIsRefused(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.Ed25519)
	message := []byte("what was said")
	signature, err := k.SignMessage(message)
	if err != nil {
		t.Fatal(err)
	}
	order, _ := new(big.Int).SetString("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16)
	scalar := slices.Clone(signature[32:])
	slices.Reverse(scalar)
	sum := new(big.Int).Add(new(big.Int).SetBytes(scalar), order).FillBytes(make([]byte, 32))
	slices.Reverse(sum)
	if k.PublicKey().Verify(message, slices.Concat(signature[:32], sum)) {
		t.Error("s + L verifies")
	}
}

func TestPrivateKeysSurviveAndStaySecret(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []keys.Algorithm{keys.Ed25519, keys.P256, keys.RSA} {
		k := generate(t, algorithm)
		der, err := k.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		again, err := keys.Unmarshal(der)
		if err != nil || !again.PublicKey().Equal(k.PublicKey()) {
			t.Errorf("%s: %v", algorithm, err)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if got := fmt.Sprintf(verb, k); got != "private key of "+k.PublicKey().Thumbprint() {
				t.Errorf("%s of %s shows %s", verb, algorithm, got)
			}
		}
	}
	for _, der := range [][]byte{nil, []byte("key")} {
		if _, err := keys.Unmarshal(der); !errors.Is(err, keys.ErrMalformed) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := keys.Generate(keys.P384, fixed(1)); !errors.Is(err, keys.ErrUnsupported) {
		t.Errorf("P-384: got %v", err)
	}
	for _, algorithm := range []keys.Algorithm{keys.Ed25519, keys.P256} {
		if _, err := keys.Generate(algorithm, bytes.NewReader([]byte{1, 2})); err == nil {
			t.Errorf("%s of two bytes of randomness", algorithm)
		}
	}
	if _, err := keys.Generate(keys.P256, fixed(0xff)); err == nil {
		t.Error("P-256 of a number that is no scalar")
	}
	if _, err := (keys.Private{}).SignMessage(nil); !errors.Is(err, keys.ErrUnsupported) {
		t.Errorf("no key signs: %v", err)
	}
}

func TestGeneratedKeysAreDecidedByTheRandomness(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []keys.Algorithm{keys.Ed25519, keys.P256} {
		if diff := cmp.Diff(generate(t, algorithm).PublicKey().JWK(), generate(t, algorithm).PublicKey().JWK()); diff != "" {
			t.Errorf("%s: %s", algorithm, diff)
		}
	}
}
