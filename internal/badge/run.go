package badge

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
)

// The limits of one verification. What is over them is not looked at, and what
// was not looked at never passes.
const (
	maxURLs   = 40       // addresses asked for
	maxParts  = 120      // credentials, endorsements and lists inside of each other
	maxDepth  = 5        // documents inside of documents
	maxEffort = 160      // proofs altogether
	maxSigned = 12 << 20 // bytes that proofs are about, altogether
	maxValues = 200_000  // values that are brought into RDF for proofs, altogether
)

// run is one verification: what it may look at, and how much it still may do.
type run struct {
	docs   Documents
	policy Policy
	known  *jsonld.Contexts
	spent  *spent
	// depth counts the documents around the one that is verified.
	depth int
	// closed says that nothing more is fetched for this document.
	closed bool
}

// spent is shared by a verification and those of the parts in it.
type spent struct {
	urls   []string
	parts  int
	proofs int
	signed int
	values int
	lists  map[string]statusList
}

func newRun(docs Documents, p Policy) *run {
	known := p.Contexts
	if known == nil {
		known = jsonld.Builtin()
	}
	return &run{docs: docs, policy: p, known: known, spent: &spent{}}
}

// inside gives the run for a document inside of this one. Whom the badge should
// belong to and where it came from are questions about the outer one.
func (r *run) inside() *run {
	inner := *r
	inner.depth++
	inner.closed = false
	inner.policy.Recipient, inner.policy.Source = nil, ""
	return &inner
}

// take counts one more part, and tells whether it may be verified.
func (r *run) take() bool {
	r.spent.parts++
	return r.depth < maxDepth && r.spent.parts <= maxParts
}

// effort counts one more proof of so many bytes, and tells whether it may be
// verified.
func (r *run) effort(bytes int) bool {
	r.spent.proofs++
	r.spent.signed += bytes
	return r.spent.proofs <= maxEffort && r.spent.signed <= maxSigned
}

// proving counts one more proof of a document with so many values, and tells
// whether it may be verified. What is signed as RDF takes some microseconds for
// each of them, once for each set of contexts; what is signed as text, a tenth.
func (r *run) proving(b *Badge, values int, p map[string]any) bool {
	if textual(p) {
		values /= 4
	} else {
		values *= len(r.known.Variants(b.doc))
	}
	r.spent.values += values
	return r.effort(len(b.text)) && r.spent.values <= maxValues
}

// fetched gives the document at an address, as the caller fetched it. What was
// not given is remembered, for Needs.
func (r *run) fetched(address string) (Document, finding) {
	if never(address) && !r.home(address) {
		return Document{}, fail(ReasonFetchBlocked, address)
	}
	if r.closed {
		return Document{}, unknown(ReasonNotFetched, address)
	}
	if !r.ask(address) {
		return Document{}, unknown(ReasonTooComplex, "")
	}
	d, given := r.docs[address]
	switch {
	case given && d.Blocked != "":
		return d, fail(ReasonFetchBlocked, address)
	case !given && !strings.HasPrefix(address, "https:"):
		return d, fail(ReasonFetchBlocked, address)
	case !given, d.Err != "", d.Status == 0, d.Status == 429, d.Status >= 500:
		return d, unknown(ReasonNotFetched, address)
	case !d.ok():
		return d, unknown(ReasonNotFound, address)
	default:
		return d, pass()
	}
}

// home tells whether an address is the caller's own.
func (r *run) home(address string) bool {
	return r.policy.Home != "" && strings.HasPrefix(address, r.policy.Home+"/")
}

// ask remembers an address, and tells whether it is among the first few.
func (r *run) ask(address string) bool {
	for _, known := range r.spent.urls {
		if known == address {
			return true
		}
	}
	if len(r.spent.urls) >= maxURLs {
		return false
	}
	r.spent.urls = append(r.spent.urls, address)
	return true
}

// needs gives the addresses that were asked for and not given.
func (r *run) needs() []string {
	var missing []string
	for _, address := range r.spent.urls {
		if _, given := r.docs[address]; !given {
			missing = append(missing, address)
		}
	}
	return missing
}

// maxURL bounds an address, in characters.
const maxURL = 2048

// never tells of an address that no policy lets anyone open: not on the web, or
// on this machine or its network. The fetcher checks again, with what the name
// resolves to; here no name is looked up.
func never(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURL || !isWeb(address) || u.User != nil {
		return true
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.Unmap().IsGlobalUnicast() || ip.Unmap().IsPrivate()
	}
	if last := host[strings.LastIndexByte(host, '.')+1:]; last == "" || last[0] >= '0' && last[0] <= '9' {
		return true // an address in another notation: no top-level domain starts so
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || !strings.Contains(host, ".")
}
