package keys

import (
	"crypto/ed25519"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxDID bounds a DID, in characters.
const maxDID = 1024

// ErrBlocked is of a did:web whose host is no public name, so that nobody may fetch
// it: an address, a name without a dot, or one of a private domain.
var ErrBlocked = fmt.Errorf("not a public host")

// DIDKey is the document of a did:key without a fragment: the DID is the key,
// so nothing is fetched (did:key §3). The one key may sign whatever it likes.
func DIDKey(did string) (Document, error) {
	encoded, ok := strings.CutPrefix(did, "did:key:")
	if !ok {
		return Document{}, fmt.Errorf("%w: not a did:key", ErrUnsupported)
	}
	key, err := ParseMultikey(encoded)
	if err != nil {
		return Document{}, fmt.Errorf("did:key: %w", err)
	}
	id := did + "#" + encoded
	d := Document{
		ID:        did,
		Methods:   []Method{{ID: id, Type: "Multikey", Controller: did, Key: key}},
		Assertion: []string{id},
	}
	if edwards, ok := key.key.(ed25519.PublicKey); ok {
		agreement := encodeBase58(slices.Concat(codecX25519, x25519(edwards)))
		d.KeyAgreement = []string{did + "#" + agreement}
	}
	return d, nil
}

// DIDOf is the did:key of a key, "" of one that has no Multikey form.
func (p Public) DIDOf() string {
	if encoded := p.Multibase(); encoded != "" {
		return "did:key:" + encoded
	}
	return ""
}

// DIDWebURL is where the document of a did:web without a fragment is
// (did:web §2.5.2). The errors are ErrMalformed and ErrBlocked; ErrUnsupported
// for other methods. Whoever fetches still checks the address.
func DIDWebURL(did string) (string, error) {
	rest, ok := strings.CutPrefix(did, "did:web:")
	if !ok {
		return "", fmt.Errorf("%w: not a did:web", ErrUnsupported)
	}
	if len(did) > maxDID {
		return "", fmt.Errorf("%w did:web: %d characters", ErrMalformed, len(did))
	}
	segments := strings.Split(rest, ":")
	authority, err := didWebAuthority(segments[0])
	if err != nil {
		return "", err
	}
	if len(segments) == 1 {
		return "https://" + authority + "/.well-known/did.json", nil
	}
	for _, segment := range segments[1:] {
		if err := checkSegment(segment); err != nil {
			return "", err
		}
	}
	return "https://" + authority + "/" + strings.Join(segments[1:], "/") + "/did.json", nil
}

// didWebAuthority reads host and port, which are parted by an encoded colon.
func didWebAuthority(encoded string) (string, error) {
	if err := checkIDCharacters(encoded); err != nil {
		return "", err
	}
	decoded, err := url.PathUnescape(encoded)
	if err != nil {
		return "", fmt.Errorf("%w did:web: %w", ErrMalformed, err)
	}
	if strings.Contains(decoded, "[") {
		return "", fmt.Errorf("%w: did:web of an address", ErrBlocked)
	}
	host, port, hasPort := strings.Cut(decoded, ":")
	host = strings.ToLower(host)
	if err := checkHost(host); err != nil {
		return "", err
	}
	if !hasPort {
		return host, nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 || strconv.FormatUint(number, 10) != port {
		return "", fmt.Errorf("%w did:web: port", ErrMalformed)
	}
	return host + ":" + port, nil
}

// privateDomains are the last labels that lead to nobody or to ourselves
// (RFC 6761, RFC 6762, and "internal" as ICANN reserved it).
var privateDomains = []string{
	"localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "arpa", "onion", "invalid",
}

// checkHost wants a name of the public DNS with at least two labels.
func checkHost(host string) error {
	if host == "" || len(host) > 253 {
		return fmt.Errorf("%w did:web: host", ErrMalformed)
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return fmt.Errorf("%w did:web: host", ErrMalformed)
		}
	}
	last := labels[len(labels)-1]
	if _, err := netip.ParseAddr(host); err == nil || last[0] >= '0' && last[0] <= '9' {
		// Whatever ends in a number is read as an IPv4 address by browsers
		// (WHATWG URL §3.5), 2130706433 and 0x7f.1 too.
		return fmt.Errorf("%w: did:web of an address", ErrBlocked)
	}
	if len(labels) < 2 || slices.Contains(privateDomains, last) {
		return fmt.Errorf("%w: did:web of %.80q", ErrBlocked, host)
	}
	return nil
}

// isLabel says whether it is letters, digits and inner hyphens (RFC 1123 §2.1).
func isLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for _, c := range []byte(label) {
		if !isAlphanumeric(c) && c != '-' {
			return false
		}
	}
	return true
}

// checkSegment refuses what a server might read as another path.
func checkSegment(segment string) error {
	if err := checkIDCharacters(segment); err != nil {
		return err
	}
	decoded, err := url.PathUnescape(segment)
	if err != nil {
		return fmt.Errorf("%w did:web: %w", ErrMalformed, err)
	}
	control := func(r rune) bool { return r < ' ' || r == 0x7f }
	if decoded == "" || strings.Trim(decoded, ".") == "" ||
		strings.ContainsAny(decoded, `/\?#%:;`) || strings.ContainsFunc(decoded, control) {
		return fmt.Errorf("%w did:web: path", ErrMalformed)
	}
	return nil
}

// checkIDCharacters holds a segment to DID Core §3.1: letters, digits, ".", "-",
// "_" and percent-encoded bytes.
func checkIDCharacters(segment string) error {
	for _, c := range []byte(segment) {
		if !isAlphanumeric(c) && !strings.ContainsRune(".-_%", rune(c)) {
			return fmt.Errorf("%w did:web: character %q", ErrMalformed, c)
		}
	}
	return nil
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
