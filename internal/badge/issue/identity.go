package issue

import (
	"crypto/sha256"
	"encoding/hex"
)

// HashIdentity is the IdentityHash of Open Badges (2.0 and 3.0 §B.3): SHA-256
// over the identity and the salt. Verifiers hash the identity as their user
// spells it, so give the address as the holder does. Without a long random salt
// anybody can find an e-mail address by trying.
func HashIdentity(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}
