package badge_test

import (
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/internal/badge"
)

// A verifier asks for documents until it needs no more, and then decides. What
// fetches them is the caller's; here nothing is ever found.
func Example() {
	content := []byte(`{
		"@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
		"id": "https://college.example/awards/1", "badge": "https://college.example/classes/1",
		"recipient": {"type": "email", "hashed": false, "identity": "earner@example.org"},
		"issuedOn": "2026-01-10T09:00:00Z", "verification": {"type": "hosted"}
	}`)
	policy := badge.Policy{Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
	b, docs := badge.Parse(content), badge.Documents{}
	for urls := b.Needs(docs, policy); len(urls) > 0; urls = b.Needs(docs, policy) {
		for _, url := range urls {
			fmt.Println("fetch", url)
			docs[url] = badge.Document{Status: 404}
		}
	}
	report := badge.Verify(b, docs, policy)
	fmt.Println(report.Format, report.Verdict)
	for _, c := range report.Deciding() {
		fmt.Println(c.Name, c.Outcome, c.Reason)
		fmt.Println(c.Detail)
		fmt.Println(c.DetailES)
	}
	// Output:
	// fetch https://college.example/awards/1
	// OPEN_BADGE_2 INVALID
	// PROOF FAIL not-found
	// Its issuer does not publish it at its address: https://college.example/awards/1.
	// Su emisor no la publica en su dirección: https://college.example/awards/1.
}
