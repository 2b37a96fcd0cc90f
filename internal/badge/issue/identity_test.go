package issue_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
)

func TestHashIdentityIsThatOfTheSpecification(t *testing.T) {
	t.Parallel()
	// The example of OB 3.0 §B.3 IdentityHash.
	const want = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
	if got := issue.HashIdentity("a@example.com", "Kosher"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
