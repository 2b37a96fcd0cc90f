package fetch_test

import (
	"context"
	"encoding/binary"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

// names is a DNS server on this machine that a real resolver asks.
type names struct {
	address string
	mu      sync.Mutex
	hosts   map[string]func(lookup int) []string
	lookups map[string]int // of addresses of IPv4: one for each resolution
}

func newNames(t *testing.T) *names {
	t.Helper()
	conn, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &names{address: conn.LocalAddr().String(), hosts: map[string]func(int) []string{}, lookups: map[string]int{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		query := make([]byte, 1500)
		for {
			size, from, err := conn.ReadFrom(query)
			if err != nil {
				return
			}
			if _, err := conn.WriteTo(n.reply(query[:size]), from); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return n
}

// resolver is Go's own, with this server in place of the system's.
func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", n.address)
	}}
}

// name gives a host its addresses.
func (n *names) name(host string, addresses ...string) {
	n.rename(host, func(int) []string { return addresses })
}

// rename gives a host other addresses at each lookup, counted from 1.
func (n *names) rename(host string, addresses func(lookup int) []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[host] = addresses
}

// known gives a host an address unless it has one.
func (n *names) known(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hosts[host] == nil {
		n.hosts[host] = func(int) []string { return []string{publicA} }
	}
}

// lookedUp counts the resolutions of all names.
func (n *names) lookedUp() (total int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, count := range n.lookups {
		total += count
	}
	return total
}

const (
	typeA     = 1
	typeAAAA  = 28
	nameError = 3
)

// reply answers one question (RFC 1035 §4.1).
func (n *names) reply(query []byte) []byte {
	var labels []string
	end := 12
	for query[end] != 0 {
		size := int(query[end])
		labels = append(labels, strings.ToLower(string(query[end+1:end+1+size])))
		end += 1 + size
	}
	end++
	kind := binary.BigEndian.Uint16(query[end:])
	question := query[12 : end+4]

	found, known := n.find(strings.Join(labels, "."), kind)
	flags := uint16(0x8180)
	if !known {
		flags |= nameError
	}
	reply := binary.BigEndian.AppendUint16(nil, binary.BigEndian.Uint16(query))
	for _, field := range []uint16{flags, 1, uint16(len(found)), 0, 0} {
		reply = binary.BigEndian.AppendUint16(reply, field)
	}
	reply = append(reply, question...)
	for _, address := range found {
		data := address.AsSlice()
		reply = append(reply, 0xc0, 12) // the name of the question
		for _, field := range []uint16{kind, 1, 0, 0, uint16(len(data))} {
			reply = binary.BigEndian.AppendUint16(reply, field)
		}
		reply = append(reply, data...)
	}
	return reply
}

func (n *names) find(host string, kind uint16) (found []netip.Addr, known bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if kind == typeA {
		n.lookups[host]++
	}
	addresses := n.hosts[host]
	if addresses == nil {
		return nil, false
	}
	for _, text := range addresses(max(n.lookups[host], 1)) {
		address := netip.MustParseAddr(text)
		if address.Is4() && kind == typeA || address.Is6() && kind == typeAAAA {
			found = append(found, address)
		}
	}
	return found, true
}
