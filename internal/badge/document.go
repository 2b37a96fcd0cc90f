package badge

// Documents are what the caller fetched, by the URL that Needs asked for. A URL
// that is absent was not tried: what depends on it stays unknown.
type Documents map[string]Document

// Document is one answer of the network, or why there was none.
type Document struct {
	// Status is the HTTP status, 0 if nothing answered.
	Status      int
	ContentType string
	Body        []byte
	// FinalURL is where redirects led, empty if there were none.
	FinalURL string
	// Blocked says why the fetcher refused the URL (a private address, plain
	// HTTP), empty if it did not. A blocked URL makes a badge invalid.
	Blocked string
	// Err says why nothing answered. What could not be reached stays unknown.
	Err string
}

// ok tells whether the document was served.
func (d Document) ok() bool {
	return d.Blocked == "" && d.Err == "" && d.Status >= 200 && d.Status < 300
}
