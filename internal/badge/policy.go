package badge

import (
	"time"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// Policy is what the caller decides: the clock, whom the badge should belong
// to, and whom to trust.
type Policy struct {
	// Now is the time that validity is judged at.
	Now time.Time
	// Contexts are the JSON-LD contexts that are known; nil means those built in.
	Contexts *jsonld.Contexts
	// Recipient is the person the badge should belong to; nil leaves the
	// check out.
	Recipient *Recipient
	// Trusted tells whether the administrator lists an issuer; nil lists none.
	Trusted func(issuer string) bool
	// Registries are lists of known issuers. Their documents are among those
	// that Needs asks for.
	Registries []Registry
	// Controllers are key documents that are pinned, by the identifier of
	// their subject: they are used before any that was fetched.
	Controllers map[string][]byte
	// Source is the URL that the badge was fetched from, empty if it came as a
	// file.
	Source string
	// Home is the caller's own origin, as "http://localhost:8080", empty for none.
	// What is there is the caller's to give from wherever it is kept, so that one
	// can try things out on a machine that nobody may look up.
	Home string
}

// Recipient is how the person is known to us, with everything verified.
type Recipient struct {
	Emails, DIDs, Phones, URLs []string
}

// Registry is a list of issuers that somebody publishes.
type Registry struct {
	Name, URL string
}
