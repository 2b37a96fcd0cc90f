// Package badge reads and verifies credentials: Open Badges 3.0, 2.0 and 1.x,
// Comprehensive Learner Records, endorsements and other Verifiable Credentials.
//
// It owns the answer to "is this badge what it says it is", as one report of
// named checks. It refuses to fetch anything: Needs names the documents that a
// badge depends on, the caller fetches them, and Verify decides on what came.
// It reads no clock and keeps no state.
package badge
