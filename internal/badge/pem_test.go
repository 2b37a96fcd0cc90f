package badge

import (
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// pemOf writes the public part of a key as Open Badges 2.0 does.
func pemOf(t testing.TB, key keys.Private) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}
