package fetch_test

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/fetch"
)

// closedAddresses are the first and last of each range that nobody may reach.
var closedAddresses = []struct{ name, address string }{
	{"this network", "0.0.0.0"},
	{"end of this network", "0.255.255.255"},
	{"private 10", "10.0.0.0"},
	{"end of private 10", "10.255.255.255"},
	{"CGNAT", "100.64.0.0"},
	{"Alibaba's metadata", "100.100.100.200"},
	{"end of CGNAT", "100.127.255.255"},
	{"loopback", "127.0.0.1"},
	{"end of loopback", "127.255.255.255"},
	{"Azure's agent", "168.63.129.16"},
	{"link-local", "169.254.0.0"},
	{"metadata", "169.254.169.254"},
	{"metadata of containers", "169.254.170.2"},
	{"end of link-local", "169.254.255.255"},
	{"private 172", "172.16.0.0"},
	{"end of private 172", "172.31.255.255"},
	{"Oracle's metadata", "192.0.0.192"},
	{"documentation 1", "192.0.2.1"},
	{"6to4 relay", "192.88.99.1"},
	{"private 192", "192.168.0.0"},
	{"end of private 192", "192.168.255.255"},
	{"benchmarking", "198.18.0.0"},
	{"end of benchmarking", "198.19.255.255"},
	{"documentation 2", "198.51.100.1"},
	{"documentation 3", "203.0.113.1"},
	{"multicast", "224.0.0.1"},
	{"end of multicast", "239.255.255.255"},
	{"reserved", "240.0.0.0"},
	{"broadcast", "255.255.255.255"},

	{"unspecified", "::"},
	{"loopback of IPv6", "::1"},
	{"compatible loopback", "::127.0.0.1"},
	{"compatible public", "::20.0.0.1"},
	{"mapped loopback", "::ffff:127.0.0.1"},
	{"mapped private", "::ffff:10.1.2.3"},
	{"mapped metadata", "::ffff:169.254.169.254"},
	{"translated (SIIT)", "::ffff:0:127.0.0.1"},
	{"NAT64 of loopback", "64:ff9b::127.0.0.1"},
	{"NAT64 of metadata", "64:ff9b::169.254.169.254"},
	{"NAT64 of a network's own", "64:ff9b:1::1"},
	{"discard", "100::1"},
	{"Teredo", "2001::1"},
	{"ORCHID", "2001:20::1"},
	{"documentation of IPv6", "2001:db8::1"},
	{"6to4 of private", "2002:a00:1::1"},
	{"6to4 of public", "2002:1400:1::1"},
	{"new documentation of IPv6", "3fff::1"},
	{"segment routing", "5f00::1"},
	{"unique local", "fc00::1"},
	{"metadata of IPv6", "fd00:ec2::254"},
	{"Google's metadata of IPv6", "fd20:ce::254"},
	{"link-local of IPv6", "fe80::1"},
	{"site-local", "fec0::1"},
	{"multicast of IPv6", "ff02::1"},
}

func TestAddressesOutsideOfThePublicInternetAreRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range closedAddresses {
		if err := fetch.CheckAddress(netip.MustParseAddr(tt.address)); err == nil {
			t.Errorf("%s, %s: accepted", tt.name, tt.address)
		} else if strings.Contains(err.Error(), tt.address) {
			t.Errorf("%s: %q tells the address", tt.name, err)
		}
	}
	for _, address := range []netip.Addr{{}, netip.MustParseAddr("2600::1").WithZone("eth0")} {
		if err := fetch.CheckAddress(address); err == nil {
			t.Errorf("%v: accepted", address)
		}
	}
}

func TestPublicAddressesAreAccepted(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
		"198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:20.0.0.1", "64:ff9b::20.0.0.1",
		"2001:200::1", "2600::1", "2a00::1", "3ffe:ffff::1",
	} {
		if err := fetch.CheckAddress(netip.MustParseAddr(address)); err != nil {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestTheDialerItselfRefusesAPrivateAddress(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	}()
	conn, err := fetch.CheckedDialer().DialContext(t.Context(), "tcp", listener.Addr().String())
	if err == nil {
		t.Fatalf("connected to %s, closing: %v", conn.RemoteAddr(), conn.Close())
	}
	if !strings.Contains(err.Error(), "no public address") {
		t.Errorf("got %v, want it refused", err)
	}
}
