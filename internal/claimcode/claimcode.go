// Package claimcode makes the codes by which people claim what is theirs: short
// enough to be copied from paper, and too many to be guessed. It refuses to know
// what is claimed.
package claimcode

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// alphabet has no two characters that are taken for one another.
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// A code has length characters, in groups: 58 bits.
const (
	length = 12
	group  = 4
)

// Make makes a code: "PDG8-C5PJ-75VE".
func Make(random io.Reader) (string, error) {
	// Bytes from even on would make some characters likelier.
	const even = 256 - 256%len(alphabet)
	var code strings.Builder
	var one [1]byte
	for n := 0; n < length; {
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return "", fmt.Errorf("make a claim code: %w", err)
		}
		if int(one[0]) >= even {
			continue
		}
		if n > 0 && n%group == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(alphabet[int(one[0])%len(alphabet)])
		n++
	}
	return code.String(), nil
}

// Hash is how a code is stored: as it is typed, whatever its case, spaces and
// hyphens.
func Hash(code string) string {
	plain := strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(code))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}

// TooMany is what who has given so many wrong codes is told, whatever the next one is.
func TooMany(wrong int) *problem.Problem {
	return problem.New(problem.Limit, "%d codes were wrong within an hour: try again later", wrong).
		Spanish("%d códigos fueron incorrectos en una hora: inténtelo más tarde", wrong)
}
