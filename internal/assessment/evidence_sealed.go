package assessment

import (
	"encoding/json"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// What is sealed under an earner's key is bound to what it is, so that it opens
// nowhere else: a text of feedback is none of evidence.
func boundEvidence(evidence string) string { return "evidence " + evidence }

func boundFeedback(submission string, attempt int) string {
	return fmt.Sprintf("feedback %s %d", submission, attempt)
}

// content is what evidence says. It is kept sealed.
type content struct {
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
	Link  string `json:"link,omitempty"`
	// FileName is as its sender called the file.
	FileName string `json:"fileName,omitempty"`
}

func (c content) seal(v *vault.Vault, evidence string) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write evidence: %w", err)
	}
	return v.Seal(boundEvidence(evidence), plain), nil
}

func contentOf(v *vault.Vault, row *db.Evidence) (c content, err error) {
	plain, err := v.Open(boundEvidence(row.ID), row.Content)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(plain, &c); err != nil {
		return c, fmt.Errorf("read evidence %s: %w", row.ID, errUnreadable)
	}
	return c, nil
}
