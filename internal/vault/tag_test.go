package vault_test

import (
	"bytes"
	"testing"

	"github.com/stackmatch/stackmatch/internal/testkit"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
	"github.com/stackmatch/stackmatch/internal/vault"
)

func TestATagIsTheSameForTheSameThingUnderTheSameKeyOnly(t *testing.T) {
	t.Parallel()
	random := testkit.Random("vault")
	mine, other := world.Must(vault.New([32]byte{1}, random))(t), world.Must(vault.New([32]byte{2}, random))(t)
	tag := mine.Tag("row", []byte("Ana"))
	if !bytes.Equal(tag, mine.Tag("row", []byte("Ana"))) || len(tag) != 32 {
		t.Errorf("the same has another tag: %x", tag)
	}
	for name, got := range map[string][]byte{
		"another thing": mine.Tag("row", []byte("Ben")), "bound otherwise": mine.Tag("roster", []byte("Ana")), "another key": other.Tag("row", []byte("Ana")),
	} {
		if bytes.Equal(tag, got) {
			t.Errorf("%s: the same tag", name)
		}
	}
}
