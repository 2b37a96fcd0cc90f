package fetch

import "net/netip"

// closedPrefixes are the ranges of IPv4 that are not the public internet: IANA's
// special-purpose registry (RFC 6890), multicast, class E, and a host that
// clouds have at a public address.
var closedPrefixes = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // carriers' NAT (RFC 6598); Alibaba's metadata
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // Azure's agent of each virtual machine
	"169.254.0.0/16",   // link-local; the metadata of most clouds
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments; Oracle's metadata
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // 6to4 relays, deprecated
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarking
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, broadcast
)

// Of IPv6 only global unicast is open, without the parts of it that are set
// aside (RFC 6890 and its registry). Loopback, mapped and compatible addresses,
// unique local ones, link-local and multicast are all outside of it.
var (
	globalUnicast    = netip.MustParsePrefix("2000::/3")
	closedPrefixesV6 = prefixes(
		"2001::/23",     // protocol assignments; Teredo carries an address of IPv4
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4 carries an address of IPv4, and is no more
		"3fff::/20",     // documentation
	)
	// nat64 reaches a public IPv4 address from a network without IPv4 (RFC
	// 6052): there every name has such an address.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

// checkAddress refuses what is not on the public internet. It does not tell the
// address: whoever reads the answer may be outside, and the address inside.
func checkAddress(address netip.Addr) error {
	if !address.IsValid() || address.Zone() != "" {
		return refusal("its host is at no public address")
	}
	address = address.Unmap()
	if nat64.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	if closed(address) {
		return refusal("its host is at no public address")
	}
	return nil
}

func closed(address netip.Addr) bool {
	if address.Is4() {
		return within(address, closedPrefixes)
	}
	return !globalUnicast.Contains(address) || within(address, closedPrefixesV6)
}

func within(address netip.Addr, ranges []netip.Prefix) bool {
	for _, r := range ranges {
		if r.Contains(address) {
			return true
		}
	}
	return false
}

func prefixes(texts ...string) []netip.Prefix {
	ranges := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		ranges[i] = netip.MustParsePrefix(text)
	}
	return ranges
}
