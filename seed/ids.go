package seed

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/stackmatch/stackmatch/internal/id"
)

// born is the instant that the seed's ids are minted for. It is the same on every
// day, so that an id that a document names is found on every day's demo.
var born = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// mint makes the id of a record from its key.
func mint(prefix, key string) string {
	random := randomness(prefix + "/" + key)
	return id.New(prefix, born, bytes.NewReader(random[:]))
}

func randomness(key string) [32]byte { return sha256.Sum256([]byte("stackmatch seed/" + key)) }

// versionKey names a version of a micro-credential or a stack.
func versionKey(key string, number int) string { return fmt.Sprintf("%s/%d", key, number) }

// stranger makes an id of the i-th of a population, or of their n-th award. They
// sort by i: a database writes rows fastest in the order of their ids.
func stranger(prefix string, seed uint64, i, n int) string {
	random := randomness(fmt.Sprintf("%s/population/%d/%d/%d", prefix, seed, i, n))
	return id.New(prefix, born.Add(time.Duration(i)*time.Millisecond), bytes.NewReader(random[:]))
}

// stream is randomness for the ids that services mint: it follows from the key
// that it was set to last.
type stream struct{ *rand.ChaCha8 }

var _ io.Reader = stream{}

func newStream() stream { return stream{rand.NewChaCha8([32]byte{})} }

func (s stream) set(key string) { s.Seed(randomness(key)) }

// claimCode is what a demo earner without an account claims their record with.
func claimCode(key string) string {
	minted := mint("claim", key)
	digits := minted[len(minted)-12:]
	return digits[:4] + "-" + digits[4:8] + "-" + digits[8:]
}
