package fetch_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/fetch"
)

// chain answers each URL with a document that names another.
type chain struct{ asked int }

func (c *chain) All(_ context.Context, urls []string, _ fetch.Want) map[string]badge.Document {
	documents := map[string]badge.Document{}
	for _, url := range urls {
		c.asked++
		documents[url] = badge.Document{Status: 200, ContentType: "application/json", Body: fmt.Appendf(nil,
			`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": %q, "badge": "https://badges.example.net/%d"}`, url, c.asked)}
	}
	return documents
}

func TestABadgeThatNamesDocumentsWithoutEndIsGivenUp(t *testing.T) {
	t.Parallel()
	from := &chain{}
	b := badge.Parse([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://badges.example.net/a",
		"badge": "https://badges.example.net/b", "issuedOn": "2020-01-01T00:00:00Z", "verification": {"type": "hosted"},
		"recipient": {"type": "email", "hashed": false, "identity": "somebody@example.org"}}`))
	report := fetch.Verify(t.Context(), from, b, badge.Documents{}, fetch.Want{}, badge.Policy{})
	if report.Verdict == badge.Valid || from.asked == 0 || from.asked > 40 {
		t.Errorf("%s after %d documents", report.Verdict, from.asked)
	}
}

func TestDocumentsThatAreThereAreNotFetched(t *testing.T) {
	t.Parallel()
	from := &chain{}
	b := badge.Parse([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://badges.example.net/a",
		"verification": {"type": "hosted"}}`))
	docs := badge.Documents{"https://badges.example.net/a": {Status: 404}}
	if report := fetch.Verify(t.Context(), from, b, docs, fetch.Want{}, badge.Policy{}); report.Verdict != badge.Invalid || from.asked > 0 {
		t.Errorf("%s after %d documents", report.Verdict, from.asked)
	}
}
