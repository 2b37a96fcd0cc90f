package rdfc

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Hash is the algorithm that labels blank nodes. It is not the one that a
// proof signs with, though the cryptosuites choose both together.
type Hash uint8

// The hash algorithms. SHA256 is RDFC-1.0's own; SHA384 goes with P-384.
const (
	SHA256 Hash = iota
	SHA384
)

// DefaultBudget is nine times what the worst graph of the W3C's suite takes that
// is to be canonicalized (9,048 steps), and is spent in a twentieth of a second.
const DefaultBudget = 80_000

// stepsPerQuad are on top of the default budget: large is not complex.
const stepsPerQuad = 10

// Options of the algorithm; the zero value is RDFC-1.0 with SHA-256.
type Options struct {
	Hash Hash
	// Older writes text as URDNA2015 did, with tabs and other controls as they
	// are. Software that signs badges did so for years, also in suites that
	// name RDFC-1.0. No graph is written in one way like another in the other.
	Older bool
	// Budget limits the steps that a graph can make multiply; zero is
	// DefaultBudget and a little for each quad. Hashing what each node's own
	// statements say is not charged: that is linear.
	Budget int
}

// Result is a canonical dataset.
type Result struct {
	// NQuads has the statements in code point order, each with a newline.
	NQuads string
	// Issued maps the labels of the input's blank nodes to canonical ones
	// (both without "_:").
	Issued map[string]string
}

// Canonicalize writes a dataset in its canonical form (RDFC-1.0). Equal graphs
// give equal text, whatever the order of their statements and the labels of
// their blank nodes.
func Canonicalize(quads []Quad, o Options) (string, error) {
	result, err := Label(quads, o)
	return result.NQuads, err
}

// Label is Canonicalize, with the labels that it gave.
func Label(quads []Quad, o Options) (Result, error) {
	s, err := newState(quads, o)
	if err != nil {
		return Result{}, err
	}
	if err := s.issueAll(); err != nil {
		return Result{}, err
	}
	issued := make(map[string]string, len(s.labels))
	for node, label := range s.labels {
		issued[label] = string(s.canonical.appendName(nil, node)[len("_:"):])
	}
	return Result{NQuads: s.write(issued), Issued: issued}, nil
}

// state is the canonicalization state (RDFC-1.0 §4.3). Blank nodes are numbers
// from here on.
type state struct {
	hash      Hash
	escape    func(rune) bool
	budget    int
	quads     []Quad
	labels    []string       // the label of each blank node in the input
	nodes     map[string]int // the blank node of a label
	mentions  [][]*numbered  // the statements that mention a blank node
	first     []string       // its first-degree hash
	canonical *issuer        // what it is called in the end
	temporary *issuer        // what it is called on a path
}

// numbered is a statement with its blank nodes as numbers, -1 for other terms.
type numbered struct {
	*Quad
	subject, object, graph int
}

func newState(quads []Quad, o Options) (*state, error) {
	s := &state{hash: o.Hash, budget: o.Budget, nodes: map[string]int{}}
	if o.Older {
		s.escape = escapedByURDNA
	}
	if s.budget == 0 {
		s.budget = DefaultBudget + stepsPerQuad*len(quads)
	}
	seen := make(map[Quad]bool, len(quads))
	for _, q := range quads {
		if err := q.check(); err != nil {
			return nil, err
		}
		if q = q.normal(); !seen[q] { // a dataset is a set
			seen[q] = true
			s.quads = append(s.quads, q)
		}
	}
	for i := range s.quads {
		s.mention(&s.quads[i])
	}
	s.canonical = newIssuer("_:c14n", len(s.labels))
	s.temporary = newIssuer("_:b", len(s.labels))
	s.first = make([]string, len(s.labels))
	for node := range s.labels {
		s.first[node] = s.firstDegree(node)
	}
	return s, nil
}

// normal gives the one spelling of terms that have two.
func (q Quad) normal() Quad {
	if q.Object.Datatype == xsdString || q.Object.Language != "" {
		q.Object.Datatype = ""
	}
	return q
}

func (s *state) mention(q *Quad) {
	n := &numbered{q, s.node(q.Subject), s.node(q.Object), s.node(q.Graph)}
	for i, node := range n.terms() {
		if node >= 0 && !slices.Contains(n.terms()[:i], node) {
			s.mentions[node] = append(s.mentions[node], n)
		}
	}
}

func (n *numbered) terms() []int { return []int{n.subject, n.object, n.graph} }

func (s *state) node(t Term) int {
	if t.Kind != Blank {
		return -1
	}
	node, known := s.nodes[t.Value]
	if !known {
		node = len(s.labels)
		s.nodes[t.Value] = node
		s.labels = append(s.labels, t.Value)
		s.mentions = append(s.mentions, nil)
	}
	return node
}

// spend charges for work that a graph can multiply.
func (s *state) spend(steps int) error {
	s.budget -= steps
	if s.budget < 0 {
		return ErrTooComplex
	}
	return nil
}

// issueAll names every blank node (RDFC-1.0 §4.4.3): those whose surroundings
// differ from all others' by their hash, the rest by looking further.
func (s *state) issueAll() error {
	groups := map[string][]int{}
	for node, hash := range s.first {
		groups[hash] = append(groups[hash], node)
	}
	hashes := slices.Sorted(maps.Keys(groups))
	for _, hash := range hashes {
		if len(groups[hash]) == 1 {
			s.canonical.issue(groups[hash][0])
		}
	}
	for _, hash := range hashes {
		if len(groups[hash]) == 1 {
			continue
		}
		if err := s.issueGroup(groups[hash]); err != nil {
			return err
		}
	}
	return nil
}

// issueGroup names nodes with one first-degree hash, in the order of their
// N-degree hashes.
func (s *state) issueGroup(group []int) error {
	type path struct {
		hash  string
		named []int
	}
	var paths []path
	names := s.temporary
	for _, node := range group {
		if s.canonical.has(node) {
			continue
		}
		names.forget(0)
		names.issue(node)
		hash, err := s.nDegree(node, names)
		if err != nil {
			return err
		}
		paths = append(paths, path{hash, slices.Clone(names.order)})
	}
	slices.SortStableFunc(paths, func(a, b path) int { return strings.Compare(a.hash, b.hash) })
	for _, p := range paths {
		s.canonical.issue(p.named...)
	}
	return nil
}

// firstDegree hashes the statements that mention a node (RDFC-1.0 §4.6): it is
// a in them, all other blank nodes are z.
func (s *state) firstDegree(node int) string {
	lines := make([]string, len(s.mentions[node]))
	name := func(label string) string {
		if label == s.labels[node] {
			return "a"
		}
		return "z"
	}
	n := notation{name, s.escape}
	for i, q := range s.mentions[node] {
		lines[i] = string(append(n.appendQuad(nil, *q.Quad), '\n'))
	}
	slices.Sort(lines)
	return s.digest(strings.Join(lines, ""))
}

func (s *state) digest(text string) string {
	if s.hash == SHA384 {
		sum := sha512.Sum384([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (s *state) write(issued map[string]string) string {
	n := notation{func(label string) string { return issued[label] }, s.escape}
	lines := make([]string, len(s.quads))
	for i, q := range s.quads {
		lines[i] = string(append(n.appendQuad(nil, q), '\n'))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// issuer gives blank nodes names in the order of asking (RDFC-1.0 §4.5), and can
// forget the last ones.
type issuer struct {
	prefix string
	number []int // one more than the number of a node's name; nought for none
	order  []int
}

func newIssuer(prefix string, nodes int) *issuer {
	return &issuer{prefix: prefix, number: make([]int, nodes)}
}

func (i *issuer) has(node int) bool { return i.number[node] > 0 }

func (i *issuer) issue(nodes ...int) {
	for _, node := range nodes {
		if !i.has(node) {
			i.order = append(i.order, node)
			i.number[node] = len(i.order)
		}
	}
}

// forget takes back all names but the first n.
func (i *issuer) forget(n int) {
	for _, node := range i.order[n:] {
		i.number[node] = 0
	}
	i.order = i.order[:n]
}

func (i *issuer) appendName(text []byte, node int) []byte {
	return strconv.AppendInt(append(text, i.prefix...), int64(i.number[node]-1), 10)
}

// String says the algorithm's name.
func (h Hash) String() string {
	switch h {
	case SHA256:
		return "SHA256"
	case SHA384:
		return "SHA384"
	default:
		return fmt.Sprintf("Hash(%d)", uint8(h))
	}
}
