package keys

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
)

// maxPEM bounds what is read, in bytes: the longest key takes 1.5 kB.
const maxPEM = 8 << 10

// ParsePEM reads a publicKeyPem as OB 2.0 has it: one block, PKIX or PKCS #1.
func ParsePEM(text string) (Public, error) {
	if len(text) > maxPEM {
		return Public{}, fmt.Errorf("%w PEM: %d bytes", ErrMalformed, len(text))
	}
	block, rest := pem.Decode([]byte(text))
	if block == nil {
		return Public{}, fmt.Errorf("%w PEM: no block", ErrMalformed)
	}
	if strings.TrimSpace(string(rest)) != "" {
		return Public{}, fmt.Errorf("%w PEM: more than one block", ErrMalformed)
	}
	if strings.Contains(block.Type, "PRIVATE") {
		return Public{}, fmt.Errorf("%w: PEM is %q", ErrPrivate, block.Type)
	}
	var key crypto.PublicKey
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	default:
		return Public{}, fmt.Errorf("%w PEM: %.40q", ErrUnsupported, block.Type)
	}
	if err != nil {
		return Public{}, fmt.Errorf("%w PEM: %w", ErrMalformed, err)
	}
	return NewPublic(key)
}
