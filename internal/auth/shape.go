package auth

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// maxToken bounds a token's length: providers that put groups into tokens reach
// some 8 KiB.
const maxToken = 16 << 10

// shape is what can be read off a token before it is checked. It is believed for
// nothing but to pick a verifier and a key: the verifier reads again what it
// checked.
type shape struct {
	Algorithm string
	KeyID     string
	Issuer    string
}

// tokenTypes are the values of typ that bearer tokens have (RFC 7519 §5.1, RFC
// 9068 §2.1), in lower case. Others, such as logout tokens, are signed by the
// same keys and sign nobody in.
var tokenTypes = []string{"", "jwt", "at+jwt", "application/at+jwt"}

// inspect reads a token's shape. It refuses what no later check could make good.
func inspect(token string) (shape, error) {
	if len(token) > maxToken {
		return shape{}, malformed("longer than %d bytes", maxToken)
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return shape{}, malformed("not three parts")
	}
	var header struct {
		Algorithm string           `json:"alg"`
		KeyID     string           `json:"kid"`
		Type      string           `json:"typ"`
		Critical  *json.RawMessage `json:"crit"`
	}
	var claims struct {
		Issuer string `json:"iss"`
	}
	if !decode(parts[0], &header) || !decode(parts[1], &claims) {
		return shape{}, malformed("its parts are not base64url of JSON objects")
	}
	switch {
	case header.Critical != nil:
		// RFC 7515 §4.1.11: what is critical and not understood is refused. We
		// understand none.
		return shape{}, malformed("it has critical extensions")
	case !slices.Contains(tokenTypes, strings.ToLower(header.Type)):
		return shape{}, malformed("its type is not that of a bearer token")
	}
	return shape{header.Algorithm, header.KeyID, claims.Issuer}, nil
}

func decode(part string, into any) bool {
	text, err := base64.RawURLEncoding.Strict().DecodeString(part)
	return err == nil && len(text) > 0 && text[0] == '{' && json.Unmarshal(text, into) == nil
}

func malformed(format string, args ...any) error {
	return problem.New(problem.Unauthenticated, "the bearer token is not one: "+format, args...)
}

func refused(format string, args ...any) error {
	return problem.New(problem.Unauthenticated, "the bearer token is refused: "+format, args...)
}
