package keys_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

func rsaOf(bits int) *rsa.PublicKey {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537}
}

func TestRSAKeysAreLongEnoughAndNotTooLong(t *testing.T) {
	t.Parallel()
	for bits, want := range map[int]error{
		1024: keys.ErrWeak, 2047: keys.ErrWeak, 2048: nil, 4096: nil, 8192: nil, 8193: keys.ErrUnsupported, 16384: keys.ErrUnsupported,
	} {
		if _, err := keys.NewPublic(rsaOf(bits)); !errors.Is(err, want) {
			t.Errorf("%d bits: got %v, want %v", bits, err, want)
		}
		block := &pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(rsaOf(bits))}
		if _, err := keys.ParsePEM(string(pem.EncodeToMemory(block))); !errors.Is(err, want) {
			t.Errorf("PEM of %d bits: got %v, want %v", bits, err, want)
		}
	}
	even := rsaOf(2048)
	even.N.Add(even.N, big.NewInt(1))
	if _, err := keys.NewPublic(even); !errors.Is(err, keys.ErrMalformed) {
		t.Errorf("even modulus: got %v", err)
	}
}

func TestPEMRefusals(t *testing.T) {
	t.Parallel()
	k := generate(t, keys.P256)
	private, err := k.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":       {"", keys.ErrMalformed},
		"no PEM":        {"MIIB", keys.ErrMalformed},
		"private":       {block("PRIVATE KEY", private), keys.ErrPrivate},
		"certificate":   {block("CERTIFICATE", public), keys.ErrUnsupported},
		"two":           {block("PUBLIC KEY", public) + block("PUBLIC KEY", public), keys.ErrMalformed},
		"text after it": {block("PUBLIC KEY", public) + "x", keys.ErrMalformed},
		"bytes after":   {block("PUBLIC KEY", append(slices.Clone(public), 0)), keys.ErrMalformed},
		"not a key":     {block("PUBLIC KEY", []byte("key")), keys.ErrMalformed},
		"too long":      {strings.Repeat(" ", 9000) + block("PUBLIC KEY", public), keys.ErrMalformed},
	} {
		if _, err := keys.ParsePEM(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if _, err := keys.ParsePEM(block("PUBLIC KEY", public)); err != nil {
		t.Error(err)
	}
}
