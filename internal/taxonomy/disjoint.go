package taxonomy

// numbers gives each skill a number, in the order of first mention.
type numbers struct {
	skills []string
	number map[string]int32
}

func (n *numbers) of(skill string) int32 {
	if i, ok := n.number[skill]; ok {
		return i
	}
	if n.number == nil {
		n.number = map[string]int32{}
	}
	i := int32(len(n.skills))
	n.number[skill] = i
	n.skills = append(n.skills, skill)
	return i
}

// disjoint is a union-find: the parent of each member, its own at a root.
type disjoint []int32

func newDisjoint(n int) disjoint {
	d := make(disjoint, n)
	for i := range d {
		d[i] = int32(i)
	}
	return d
}

// root finds a member's root, halving the path on the way.
func (d disjoint) root(i int32) int32 {
	for d[i] != i {
		d[i] = d[d[i]]
		i = d[i]
	}
	return i
}

// join makes one set of two. The smaller number becomes the root, so that the
// result does not depend on which end of a relation comes first.
func (d disjoint) join(a, b int32) {
	a, b = d.root(a), d.root(b)
	d[max(a, b)] = min(a, b)
}
