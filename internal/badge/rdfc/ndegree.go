package rdfc

import (
	"maps"
	"slices"
	"strings"
)

// nDegree hashes a node's surroundings (RDFC-1.0 §4.8): it walks from blank
// node to blank node, tries every order of those that look alike, and keeps the
// order whose path is least. The orders are what multiplies. The names that are
// given on that path are added to the names.
func (s *state) nDegree(node int, names *issuer) (string, error) {
	related, err := s.related(node, names)
	if err != nil {
		return "", err
	}
	var data strings.Builder
	for _, hash := range slices.Sorted(maps.Keys(related)) {
		data.WriteString(hash)
		best, err := s.bestOrder(related[hash], names)
		if err != nil {
			return "", err
		}
		data.WriteString(best.text)
		names.issue(best.named...)
	}
	return s.digest(data.String()), nil
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
	input := []byte{position}
	if position != 'g' {
		input = append(append(append(input, '<'), q.Predicate.Value...), '>')
	}
	input, named := s.appendName(input, other, names)
	if !named {
		input = append(input, s.first[other]...)
	}
	return s.digest(string(input))
}

// appendName writes what a node is called so far: canonically, or on this path.
func (s *state) appendName(text []byte, node int, names *issuer) ([]byte, bool) {
	switch {
	case s.canonical.has(node):
		return s.canonical.appendName(text, node), true
	case names.has(node):
		return names.appendName(text, node), true
	default:
		return text, false
	}
}

// candidate is one order of nodes that look alike: the path, and the nodes that
// were given names on it.
type candidate struct {
	text  string
	named []int
}

// bestOrder tries every order of the nodes and keeps the least path.
func (s *state) bestOrder(nodes []int, names *issuer) (candidate, error) {
	var best candidate
	err := permute(slices.Clone(nodes), func(order []int) error {
		before := len(names.order)
		text, err := s.tryOrder(order, names, best.text)
		if err == nil && text != nil && (best.text == "" || string(text) < best.text) {
			best = candidate{string(text), slices.Clone(names.order[before:])}
		}
		names.forget(before)
		return err
	})
	return best, err
}

// tryOrder writes the path of one order, and names the nodes on it. It gives up,
// with nil, as soon as that is no shorter than the best and after it, as it can
// no longer win.
func (s *state) tryOrder(order []int, names *issuer, best string) ([]byte, error) {
	if err := s.spend(1 + len(order)); err != nil {
		return nil, err
	}
	hopeless := func(text []byte) bool { return best != "" && len(text) >= len(best) && string(text) > best }
	text, unseen := s.nameOrder(order, names)
	for _, node := range unseen {
		if hopeless(text) {
			return nil, nil
		}
		hash, err := s.nDegree(node, names)
		if err != nil {
			return nil, err
		}
		text = names.appendName(text, node)
		text = append(append(append(text, '<'), hash...), '>')
	}
	if hopeless(text) {
		return nil, nil
	}
	return text, nil
}

// nameOrder names the nodes of an order, as far as they have no names, and says
// which those are.
func (s *state) nameOrder(order []int, names *issuer) (text []byte, unseen []int) {
	for _, node := range order {
		var named bool
		if text, named = s.appendName(text, node, names); !named {
			unseen = append(unseen, node)
			names.issue(node)
			text = names.appendName(text, node)
		}
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
