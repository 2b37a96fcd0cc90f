package roster

import (
	"bytes"
	"errors"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Type is the typ of a signed roster: a compact JWS around the bytes of a CSV file,
// signed with EdDSA. Its kid is the signing key's Multikey.
const Type = "stackmatch-roster+jws"

// MediaTypeCSV and MediaTypeSigned are those of the two forms.
const (
	MediaTypeCSV    = "text/csv"
	MediaTypeSigned = "application/jose"
)

// Signed is a signed roster. Before Verify it is what anybody may have written.
type Signed struct {
	// Key is the Multikey that it names.
	Key string
	CSV []byte

	token jose.Token
}

// signedAlphabet is base64url, and the dots between the parts.
const signedAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

// IsSigned tells whether a file is a signed roster, whether or not it is a good
// one: three parts of base64url, as no CSV is.
func IsSigned(content []byte) bool {
	content = bytes.TrimSpace(content)
	if !bytes.HasPrefix(content, []byte("ey")) || bytes.Count(content, []byte(".")) != 2 {
		return false
	}
	for _, c := range content {
		if !strings.ContainsRune(signedAlphabet, rune(c)) {
			return false
		}
	}
	return true
}

// Open reads a signed roster, without believing it. The error is a problem.
func Open(content []byte) (Signed, error) {
	if len(content) > MaxSigned {
		return Signed{}, problem.New(problem.Limit, "a signed roster has at most %d MiB", MaxSigned>>20).
			Spanish("una lista firmada tiene como máximo %d MiB", MaxSigned>>20)
	}
	token, err := jose.Parse(string(bytes.TrimSpace(content)))
	switch {
	case errors.Is(err, jose.ErrAlgorithm), err == nil && token.Algorithm != "EdDSA":
		return Signed{}, problem.New(problem.Invalid, "a roster is signed with EdDSA").Spanish("una lista se firma con EdDSA")
	case err != nil:
		return Signed{}, problem.New(problem.Invalid, "this signed roster is damaged: it cannot be read").
			Spanish("esta lista firmada está dañada: no se puede leer")
	case token.Type != Type:
		return Signed{}, problem.New(problem.Invalid, "this is signed, but is no roster: its type is not %q", Type).
			Spanish("esto está firmado, pero no es una lista: su tipo no es %q", Type)
	}
	return Signed{Key: token.KeyID, CSV: token.Payload, token: token}, nil
}

// Verify tells whether a key, as a Multikey, signed the roster. The error is a
// problem.
func (s Signed) Verify(multikey string) error {
	key, err := keys.ParseMultikey(multikey)
	if err == nil {
		err = s.token.Verify(key)
	}
	if err != nil {
		return problem.New(problem.Invalid, "the signature does not fit: the file was changed after it was signed, or another key signed it").
			Spanish("la firma no corresponde: el archivo se cambió después de firmarlo, o lo firmó otra clave")
	}
	return nil
}

// Sign signs a CSV file.
func Sign(csv []byte, key keys.Private) (string, error) {
	return jose.Sign(csv, map[string]any{"typ": Type, "cty": MediaTypeCSV, "kid": key.PublicKey().Multibase()}, key)
}

// CheckKey refuses what is no public key that signs rosters. The error is a problem.
func CheckKey(multikey string) error {
	key, err := keys.ParseMultikey(multikey)
	if err != nil || key.Algorithm() != keys.Ed25519 || key.Multibase() != multikey {
		return problem.New(problem.Invalid, "give an Ed25519 key as a Multikey (z6Mk…), as `stackmatch roster keygen` prints it").
			Spanish("dé una clave Ed25519 como Multikey (z6Mk…), como la muestra `stackmatch roster keygen`")
	}
	return nil
}
