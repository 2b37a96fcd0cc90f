package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Scope names a viewer's query, for the cursors of its list: equal for equal
// questions, and a cursor of one is refused by every other. The question is plain
// values, and names the list.
func Scope(viewer string, question ...any) (string, error) {
	raw, err := json.Marshal(question)
	if err != nil {
		return "", fmt.Errorf("page: name a query: %w", err)
	}
	sum := sha256.Sum256(append([]byte(viewer+"\x00"), raw...))
	return base64.RawURLEncoding.EncodeToString(sum[:]), nil
}
