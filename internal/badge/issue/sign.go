package issue

import (
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/proof"
)

// Sign adds a Data Integrity proof (eddsa-rdfc-2022, an Ed25519 key) and writes the
// document. The method is the id of the key in the issuer's document. The same
// arguments give the same bytes. What would not verify, such as a member that no
// context defines, is an error.
func Sign(document map[string]any, method string, k keys.Private, created time.Time, c *jsonld.Contexts) ([]byte, error) {
	signed, err := proof.Sign(document, map[string]any{
		"type":               "DataIntegrityProof",
		"cryptosuite":        "eddsa-rdfc-2022",
		"created":            timestamp(created),
		"verificationMethod": method,
		"proofPurpose":       "assertionMethod",
	}, k, c)
	if err != nil {
		return nil, fmt.Errorf("sign with %s: %w", method, err)
	}
	return Encode(signed)
}
