package jose

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// Sign writes a token: EdDSA, ES256 or RS256, as the key is. The header may leave
// out alg. The same arguments give the same token.
func Sign(payload []byte, header map[string]any, k keys.Private) (string, error) {
	complete := maps.Clone(header)
	if complete == nil {
		complete = map[string]any{}
	}
	if _, ok := complete["alg"]; !ok {
		complete["alg"] = algorithmOf(k)
	}
	text, err := json.Marshal(complete)
	if err != nil {
		return "", fmt.Errorf("write header: %w", err)
	}
	input := base64.RawURLEncoding.EncodeToString(text) + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature, err := k.SignMessage([]byte(input))
	if err != nil {
		return "", err
	}
	token := input + "." + base64.RawURLEncoding.EncodeToString(signature)
	// What we would refuse we don't issue.
	t, err := Parse(token)
	if err != nil {
		return "", fmt.Errorf("read the token back: %w", err)
	}
	if err := t.Verify(k.PublicKey()); err != nil {
		return "", fmt.Errorf("read the token back: %w", err)
	}
	return token, nil
}

func algorithmOf(k keys.Private) string {
	for name, algorithm := range algorithms {
		if algorithm == k.PublicKey().Algorithm() {
			return name
		}
	}
	return ""
}
