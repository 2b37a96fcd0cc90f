package vault_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

func TestWhatIsSealedOpensForTheSameThingUnderTheSameKeyOnly(t *testing.T) {
	t.Parallel()
	random := testkit.Random("vault")
	mine, other := world.Must(vault.New([32]byte{1}, random))(t), world.Must(vault.New([32]byte{2}, random))(t)
	secret := []byte("a secret")
	sealed := mine.Seal("note 1", secret)
	if bytes.Contains(sealed, secret) {
		t.Error("it is in the open")
	}
	if bytes.Equal(sealed, mine.Seal("note 1", secret)) {
		t.Error("the same is sealed twice into the same: who sees both knows that they are")
	}
	damaged := bytes.Clone(sealed)
	damaged[len(damaged)-1] ^= 1
	for name, c := range map[string]struct {
		vault  *vault.Vault
		bound  string
		sealed []byte
		opens  bool
	}{
		"as it was":     {mine, "note 1", sealed, true},
		"another thing": {mine, "note 2", sealed, false},
		"another key":   {other, "note 1", sealed, false},
		"damaged":       {mine, "note 1", damaged, false},
		"cut short":     {mine, "note 1", sealed[:8], false},
		"nothing":       {mine, "note 1", nil, false},
	} {
		plain, err := c.vault.Open(c.bound, c.sealed)
		if opens := err == nil && bytes.Equal(plain, secret); opens != c.opens {
			t.Errorf("%s: opens %v, want %v: %v", name, opens, c.opens, err)
		}
		if err != nil && strings.Contains(err.Error(), string(secret)) {
			t.Errorf("%s: %v tells the secret", name, err)
		}
	}
}
