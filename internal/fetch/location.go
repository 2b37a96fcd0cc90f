package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxURL bounds a URL: nothing honest is longer.
const maxURL = 2048

// Ports below this one belong to services that speak something else, but for
// that of https itself.
const firstFreePort = 1024

// reservedDomains mean something inside of a network only, or in another one: RFC
// 6761, RFC 6762 (local), RFC 7686 (onion), RFC 8375 (home.arpa), RFC 9476
// (alt), and what ICANN keeps out of the root. Their addresses would be refused
// as well; but already to ask for them tells somebody something.
var reservedDomains = []string{
	"localhost", "local", "internal", "arpa", "onion", "alt", "corp", "home", "intranet", "lan", "private",
}

// locate reads a URL and refuses all that two readers could take for different
// places, or that names no host of the public internet. What it returns has its
// host in small letters, no fragment, and everything escaped.
//
// Hosts are ASCII: an internationalized name is written in its ASCII form
// (xn--…), as certificates have it. To map others here would mean to guess what
// whoever compares hosts elsewhere makes of "ｅｘａｍｐｌｅ" or "①②⑦".
func locate(raw string) (*url.URL, error) {
	if err := checkText(raw); err != nil {
		return nil, err
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, refusal("it is no URL")
	case u.Scheme != "https":
		return nil, refusal("it is not https")
	case u.Opaque != "" || u.Host == "":
		return nil, refusal("it names no host")
	case u.User != nil:
		return nil, refusal("it has a user name in it")
	case u.Host != authority(raw): // the parser has decoded something
		return nil, refusal("its host is written in an odd way")
	}
	host, err := checkHost(u.Host)
	if err != nil {
		return nil, err
	}
	port, err := checkPort(u)
	if err != nil {
		return nil, err
	}
	at := &url.URL{Scheme: u.Scheme, Host: host + port, Path: u.Path, RawPath: u.RawPath, RawQuery: escape(u.RawQuery)}
	if at.Path == "" {
		at.Path = "/"
	}
	return at, nil
}

// follow reads where a redirect leads to, under the same rules.
func follow(from *url.URL, location string) (*url.URL, error) {
	if err := checkText(location); err != nil {
		return nil, err
	}
	to, err := url.Parse(location)
	switch {
	case err != nil:
		return nil, refusal("it redirects to what is no URL")
	case to.IsAbs():
		return locate(location)
	case strings.HasPrefix(location, "//"):
		return locate(from.Scheme + ":" + location)
	}
	return locate(from.ResolveReference(to).String())
}

// checkText refuses the characters that parsers disagree on: a browser takes a
// backslash for a slash, and drops tabs and line ends.
func checkText(raw string) error {
	if len(raw) > maxURL {
		return refusal("it is too long")
	}
	if !utf8.ValidString(raw) || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return refusal("it has characters that no URL has")
	}
	return nil
}

// authority is what stands between the scheme and the path, as it was written.
func authority(raw string) string {
	_, rest, _ := strings.Cut(raw, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// checkHost takes host and port and returns the host in the form in which it
// stands before a port.
func checkHost(hostport string) (string, error) {
	if literal, ok := strings.CutPrefix(hostport, "["); ok {
		literal, _, _ = strings.Cut(literal, "]")
		address, err := netip.ParseAddr(literal)
		if err != nil || !address.Is6() || address.Is4In6() || address.Zone() != "" {
			return "", refusal("its host is written in an odd way")
		}
		return "[" + address.String() + "]", checkAddress(address)
	}
	if strings.ContainsFunc(hostport, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return "", refusal("its host is written in an odd way") // before the Kelvin sign becomes a small k
	}
	host, _, _ := strings.Cut(strings.ToLower(hostport), ":")
	if address, err := netip.ParseAddr(host); err == nil {
		return host, checkAddress(address)
	}
	return host, checkName(host)
}

// checkName refuses what is no full name of letters, digits and hyphens (RFC
// 1123 §2.1), and what only a network of its own would resolve.
func checkName(name string) error {
	labels := strings.Split(name, ".")
	if len(name) > 253 || slices.ContainsFunc(labels, func(label string) bool { return !isLabel(label) }) {
		return refusal("its host is written in an odd way")
	}
	last := labels[len(labels)-1]
	// 127.1, 2130706433, 0x7f.1: some resolvers read an address where the last
	// label is a number (the URL standard of browsers, "ends in a number").
	if isNumber(last) {
		return refusal("its host is written in an odd way")
	}
	if len(labels) < 2 || slices.Contains(reservedDomains, last) {
		return refusal("its host is not on the public internet")
	}
	return nil
}

func isLabel(s string) bool {
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		!strings.ContainsFunc(s, func(r rune) bool { return !isLetterDigitHyphen(r) })
}

func isLetterDigitHyphen(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-'
}

func isNumber(label string) bool {
	if digits, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// checkPort returns the port with its colon, nothing for that of https.
func checkPort(u *url.URL) (string, error) {
	if strings.HasSuffix(u.Host, ":") {
		return "", refusal("its port is written in an odd way")
	}
	port := u.Port()
	if port == "" || port == "443" {
		return "", nil
	}
	number, err := strconv.Atoi(port)
	if err != nil || number > 65535 || strconv.Itoa(number) != port {
		return "", refusal("its port is written in an odd way")
	}
	if number < firstFreePort {
		return "", refusal("its port is not one of https")
	}
	return ":" + port, nil
}

// escape encodes the bytes of a query that RFC 3986 has no place for; what is
// encoded stays as it is.
func escape(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c >= utf8.RuneSelf || strings.IndexByte("\"<>^`{|}", c) >= 0 {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c), 16)))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
