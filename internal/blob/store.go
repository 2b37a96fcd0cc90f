// Package blob keeps the files that people upload: encrypted, each under a key of
// its own that the earner's vault seals, and never whole in memory. It owns the
// directory in which they are, and decides by their bytes what they are. It refuses
// to know whose they are, or who may see them: that is in the rows that name them.
package blob

import (
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/minio/sio"

	"github.com/stackmatch/stackmatch/internal/vault"
)

// Store is a directory of files. The name of each is its id; a directory for every
// two characters that ids begin with keeps them short.
type Store struct {
	// Scanner is asked of every file before it is kept; nil asks nobody.
	Scanner Scanner
	// Log receives what the scanner found; nil drops it.
	Log *slog.Logger

	dir string
}

// Blob is what is kept of a file beside its content. Who keeps it in a row can
// open the file; the name that it had is none of it.
type Blob struct {
	// ID is random, and tells nothing.
	ID string
	// Size and SHA256, in hexadecimal, are of the file as it came. Two files of one
	// earner with one hash are the same: the hash is as private as the file.
	Size   int64
	SHA256 string
	// MediaType is by the file's bytes, one of Terms.Types.
	MediaType string
	// Sealed is the file's key, sealed by the earner's vault. Once that vault's key is
	// destroyed, nobody opens the file again.
	Sealed []byte
}

// The modes of what is kept, which is for nobody else on the machine.
const (
	dirMode  = 0o700
	fileMode = 0o600
)

// idBytes is how many random bytes an id has.
const idBytes = 16

// partial ends the names of files that are being written.
const partial = ".part"

// Open makes the directory where it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, fmt.Errorf("directory of files: %w", err)
	}
	return &Store{dir: dir}, nil
}

func (s *Store) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}

// place is where a file is; false for what is no id, such as a path.
func (s *Store) place(id string) (string, bool) {
	if !isID(id) {
		return "", false
	}
	return filepath.Join(s.dir, id[:2], id), true
}

func isID(text string) bool {
	if len(text) != 2*idBytes {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// cipher is how a file is encrypted: DARE 2.0, which notices what is changed, put in
// another order or cut off.
func cipher(key [32]byte) sio.Config {
	return sio.Config{MinVersion: sio.Version20, MaxVersion: sio.Version20, Key: key[:]}
}

func sealKey(v *vault.Vault, id string, key [32]byte) []byte { return v.Seal(boundToFile(id), key[:]) }

func openKey(v *vault.Vault, id string, sealed []byte) (key [32]byte, err error) {
	plain, err := v.Open(boundToFile(id), sealed)
	if err != nil {
		return key, err
	}
	if copy(key[:], plain) != len(key) {
		return key, fmt.Errorf("the key of file %s has %d bytes", id, len(plain))
	}
	return key, nil
}

func boundToFile(id string) string { return "key of file " + id }

func idOf(random [idBytes]byte) string { return hex.EncodeToString(random[:]) }
