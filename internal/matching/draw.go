package matching

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/dchest/siphash"
)

// DrawKey keys a fair draw among equals.
type DrawKey [16]byte

// NewDrawKey is the key of a posting, an employer and the ISO week of asOf. Without the secret
// nobody can tell an earner's lot, and no two employers' orders have anything in common.
func NewDrawKey(secret []byte, posting, employer string, asOf time.Time) DrawKey {
	year, week := asOf.UTC().ISOWeek()
	mac := hmac.New(sha256.New, secret)
	// Quoted, so that no two triples read the same.
	fmt.Fprintf(mac, "draw %q %q %d-%d", posting, employer, year, week)
	return DrawKey(mac.Sum(nil)[:16])
}

// Draw is an earner's lot; the lowest comes first.
func Draw(key DrawKey, earner string) uint64 {
	return siphash.Hash(binary.LittleEndian.Uint64(key[:8]), binary.LittleEndian.Uint64(key[8:]), []byte(earner))
}

// Key orders candidates.
type Key struct {
	Tier   Tier
	Points int64
	Draw   uint64
	Earner string
}

// Before says whether k is listed before o: by tier, then points, then the
// draw. The earner's id breaks the tie of two equal lots only.
func (k Key) Before(o Key) bool {
	switch {
	case k.Tier != o.Tier:
		return k.Tier > o.Tier
	case k.Points != o.Points:
		return k.Points > o.Points
	case k.Draw != o.Draw:
		return k.Draw < o.Draw
	}
	return k.Earner < o.Earner
}
