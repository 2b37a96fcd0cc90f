package rdfc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// path is what the N-degree hash of a node gives: the hash, and the names that
// were given on the way.
type path struct {
	hash   string
	issuer *issuer
}

// nDegree hashes a node's surroundings (RDFC-1.0 §4.8): it walks from blank
// node to blank node, tries every order of those that look alike, and keeps the
// order whose path is least. The orders are what multiplies.
func (s *state) nDegree(node int, names *issuer) (path, error) {
	related, err := s.related(node, names)
	if err != nil {
		return path{}, err
	}
	var data strings.Builder
	for _, hash := range slices.Sorted(maps.Keys(related)) {
		data.WriteString(hash)
		best, err := s.bestOrder(related[hash], names)
		if err != nil {
			return path{}, err
		}
		data.WriteString(best.text)
		names = best.names
	}
	return path{s.digest(data.String()), names}, nil
}

// bytesPerStep is how much text is hashed in the time of one step.
const bytesPerStep = 128

// related groups the blank nodes that share a statement with this one by what
// they look like from here.
func (s *state) related(node int, names *issuer) (map[string][]int, error) {
	groups := map[string][]int{}
	for _, q := range s.mentions[node] {
		for i, other := range [...]int{q.subject, q.object, q.graph} {
			if other < 0 || other == node {
				continue
			}
			if err := s.spend(1 + len(q.Predicate.Value)/bytesPerStep); err != nil {
				return nil, err
			}
			hash := s.hashRelated(other, q, names, "sog"[i])
			groups[hash] = append(groups[hash], other)
		}
	}
	return groups, nil
}

// hashRelated is RDFC-1.0 §4.7.
func (s *state) hashRelated(other int, q *numbered, names *issuer, position byte) string {
	input := string(position)
	if position != 'g' {
		input += "<" + q.Predicate.Value + ">"
	}
	if name, named := s.name(other, names); named {
		return s.digest(input + "_:" + name)
	}
	return s.digest(input + s.first[other])
}

// name is what a node is called so far: canonically, or on this path.
func (s *state) name(node int, names *issuer) (string, bool) {
	switch {
	case s.canonical.has(node):
		return s.canonical.name(node), true
	case names.has(node):
		return names.name(node), true
	default:
		return "", false
	}
}

// candidate is one order of nodes that look alike.
type candidate struct {
	text  string
	names *issuer
}

// bestOrder tries every order of the nodes and keeps the least path.
func (s *state) bestOrder(nodes []int, names *issuer) (candidate, error) {
	var best candidate
	err := permute(slices.Clone(nodes), func(order []int) error {
		c, stopped, err := s.tryOrder(order, names, best.text)
		if err == nil && !stopped && (best.text == "" || c.text < best.text) {
			best = c
		}
		return err
	})
	return best, err
}

// tryOrder writes the path of one order. It stops as soon as that is longer
// than the best and after it, as it can no longer win.
func (s *state) tryOrder(order []int, names *issuer, best string) (candidate, bool, error) {
	if err := s.spend(1 + len(order) + len(names.order)); err != nil { // the copy is as long
		return candidate{}, false, err
	}
	names = names.clone()
	hopeless := func(text []byte) bool { return best != "" && len(text) >= len(best) && string(text) > best }
	text, unseen := s.nameOrder(order, names)
	for _, node := range unseen {
		if hopeless(text) {
			return candidate{}, true, nil
		}
		p, err := s.nDegree(node, names)
		if err != nil {
			return candidate{}, false, err
		}
		names = p.issuer
		text = fmt.Appendf(text, "_:%s<%s>", names.name(node), p.hash)
	}
	return candidate{string(text), names}, hopeless(text), nil
}

// nameOrder names the nodes of an order, as far as they have no names, and says
// which those are.
func (s *state) nameOrder(order []int, names *issuer) (text []byte, unseen []int) {
	for _, node := range order {
		name, named := s.name(node, names)
		if !named {
			unseen = append(unseen, node)
			names.issue(node)
			name = names.name(node)
		}
		text = append(append(text, "_:"...), name...)
	}
	return text, unseen
}

// permute calls try with every order of the nodes, until it fails.
func permute(nodes []int, try func([]int) error) error {
	var from func(int) error
	from = func(k int) error {
		if k >= len(nodes)-1 {
			return try(nodes)
		}
		for i := k; i < len(nodes); i++ {
			nodes[k], nodes[i] = nodes[i], nodes[k]
			if err := from(k + 1); err != nil {
				return err
			}
			nodes[k], nodes[i] = nodes[i], nodes[k]
		}
		return nil
	}
	return from(0)
}
