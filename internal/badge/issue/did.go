package issue

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/keys"
)

// DIDWeb is the did:web of a path below a base URL: its document is at that path
// with /did.json, or at /.well-known/did.json of a host. It refuses what nobody
// could look up: an address or a private name for a host, another scheme than
// https, a segment that a URL would write otherwise. Only localhost passes, by
// http too, so that one can try things out; nobody else can verify what it signs.
func DIDWeb(base *url.URL, path ...string) (string, error) {
	host := strings.ToLower(base.Hostname())
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	if base.Scheme != "https" && (!local || base.Scheme != "http") {
		return "", fmt.Errorf("did:web of %s: a did:web is looked up by https", base.Redacted())
	}
	if base.User != nil || base.RawQuery != "" || base.Fragment != "" || host == "" {
		return "", fmt.Errorf("did:web of %s: it has to be an origin and a path", base.Redacted())
	}
	did := "did:web:" + host
	if port := base.Port(); port != "" && (base.Scheme != "https" || port != "443") {
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
			return "", fmt.Errorf("did:web of %s: there is no port %s", base.Redacted(), port)
		}
		did += "%3A" + port
	}
	segments := append(strings.FieldsFunc(base.EscapedPath(), func(r rune) bool { return r == '/' }), path...)
	for _, segment := range segments {
		if !plain(segment) {
			return "", fmt.Errorf("did:web of %s: %q can't be a part of it", base.Redacted(), segment)
		}
		did += ":" + segment
	}
	if _, err := keys.DIDWebURL(did); err != nil && (!local || !errors.Is(err, keys.ErrBlocked)) {
		return "", fmt.Errorf("did:web of %s: %w", base.Redacted(), err)
	}
	return did, nil
}

// plain says whether a segment or fragment is written one way only.
func plain(segment string) bool {
	for _, c := range []byte(segment) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		digit := c >= '0' && c <= '9'
		if !letter && !digit && strings.IndexByte("-._", c) < 0 {
			return false
		}
	}
	return strings.Trim(segment, ".") != ""
}
