package issue_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// One core makes this many badges with everything in them, and tokens.
func BenchmarkIssue(b *testing.B) {
	k, jwt, c := private(b, keys.Ed25519, 1), private(b, keys.P256, 2), jsonld.Builtin()
	document := must[map[string]any](b)(issue.Credential(suspendable()))
	b.Run("badge", func(b *testing.B) {
		for b.Loop() {
			if _, err := issue.Sign(document, proofMethod, k, issued, c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("token", func(b *testing.B) {
		for b.Loop() {
			if _, err := issue.JWT(document, jwtMethod, jwt); err != nil {
				b.Fatal(err)
			}
		}
	})
}
