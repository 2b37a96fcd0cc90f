package matching

import "math/bits"

// program is a rule compiled for evaluation: each PART is a bit of a mask, and
// progress is an integer over one common denominator. MaxRuleParts and one for
// the micro-credential certified fit the mask.
type program struct {
	// bits are the parts of each micro-credential: more than one where a rule
	// names it more than once.
	bits map[string]partMask
	// nodes has every node after its children; the last one is the root.
	nodes []ruleNode
	parts int
}

// partMask is a set of a program's parts.
type partMask [2]uint64

func (m partMask) or(o partMask) partMask { return partMask{m[0] | o[0], m[1] | o[1]} }

func (m partMask) common(o partMask) int64 {
	return int64(bits.OnesCount64(m[0]&o[0]) + bits.OnesCount64(m[1]&o[1]))
}

func (m partMask) empty() bool { return m == partMask{} }

// ruleNode is a group. Its progress is a numerator over den.
type ruleNode struct {
	op     Op
	k      int64
	leaves partMask
	groups []int32
	// unit is what one complete child counts: the children's common denominator.
	unit, den int64
}

func everyPart(string) bool { return true }

// compileRule compiles a rule, leaving out the parts that keep refuses and the
// groups that this empties: the progress counts only the parts kept. It is false
// when nothing is left, or when the denominator is past 64 bits.
func compileRule(r Rule, keep func(credential string) bool) (*program, bool) {
	p := &program{bits: map[string]partMask{}}
	if r.Op == OpPart {
		r = Rule{Op: OpAnyOf, Of: []Rule{r}}
	}
	_, fits := p.add(r, keep)
	return p, fits && len(p.nodes) > 0
}

// add appends a group after its children; its index is negative when nothing of it is kept.
func (p *program) add(r Rule, keep func(string) bool) (index int32, fits bool) {
	node := ruleNode{op: r.Op, unit: 1}
	n := int64(0)
	for _, part := range r.Of {
		if part.Op == OpPart {
			if keep(part.Credential) {
				node.leaves = node.leaves.or(p.leaf(part.Credential))
				n++
			}
			continue
		}
		child, fits := p.add(part, keep)
		if !fits {
			return -1, false
		}
		if child < 0 {
			continue
		}
		node.groups = append(node.groups, child)
		if node.unit, fits = lcm(node.unit, p.nodes[child].den); !fits {
			return -1, false
		}
		n++
	}
	if n == 0 {
		return -1, true
	}
	switch r.Op {
	case OpAllOf:
		node.k = n
	case OpKOf:
		node.k = min(int64(r.K), n)
	default:
		node.k = 1
	}
	if node.den, fits = multiply(node.unit, node.k); !fits {
		return -1, false
	}
	p.nodes = append(p.nodes, node)
	return int32(len(p.nodes) - 1), true
}

// leaf gives a part the next bit.
func (p *program) leaf(credential string) partMask {
	var m partMask
	m[p.parts/64] = 1 << (p.parts % 64)
	p.parts++
	p.bits[credential] = p.bits[credential].or(m)
	return m
}

// den is the denominator of the whole rule's progress.
func (p *program) den() int64 { return p.nodes[len(p.nodes)-1].den }

// progress is the numerator of the progress that the parts held make.
func (p *program) progress(held partMask) int64 {
	return p.eval(int32(len(p.nodes)-1), held)
}

// complete says whether the parts held complete the rule.
func (p *program) complete(held partMask) bool { return p.progress(held) == p.den() }

// eval takes the mean of the k best children: all of them in ALL_OF, one in
// ANY_OF. A part held is as good as a child can be.
func (p *program) eval(index int32, held partMask) int64 {
	node := &p.nodes[index]
	whole := min(node.leaves.common(held), node.k)
	sum := whole * node.unit
	if whole == node.k || len(node.groups) == 0 {
		return sum
	}
	return sum + p.best(node, node.k-whole, held)
}

// best sums the best values among a node's groups, at most n of them.
func (p *program) best(node *ruleNode, n int64, held partMask) int64 {
	var buf [MaxRuleParts]int64
	values := buf[:0]
	for _, g := range node.groups {
		v := p.eval(g, held) * (node.unit / p.nodes[g].den)
		at := len(values)
		for at > 0 && values[at-1] < v {
			at--
		}
		if int64(at) >= n {
			continue
		}
		values = append(values, 0)
		copy(values[at+1:], values[at:])
		values[at] = v
	}
	sum := int64(0)
	for _, v := range values[:min(n, int64(len(values)))] {
		sum += v
	}
	return sum
}

// lcm is the least common multiple, false past 64 bits.
func lcm(a, b int64) (int64, bool) {
	return multiply(a/gcd(a, b), b)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func multiply(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo < 1<<63
}
