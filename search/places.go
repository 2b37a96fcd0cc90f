package search

import (
	"cmp"
	"slices"
	"strings"
)

// minShown is how many listed earners must share a shown place.
const minShown = 5

// placeTree arranges the paths met in an index: each place below the wider one
// that follows it. It is immutable.
type placeTree struct {
	// ofPath is the node of each path, by number.
	ofPath []int32
	nodes  []placeNode
	// deepestFirst lists the nodes so that children come before parents.
	deepestFirst []int32
}

type placeNode struct {
	place    string
	parent   int32 // -1 for none
	children []int32
	depth    int
}

// newPlaceTree arranges paths. A place is told by its whole path, so that data
// that puts a county in two states harms nobody else's rows.
func newPlaceTree(paths []string) *placeTree {
	t := &placeTree{ofPath: make([]int32, len(paths))}
	known := map[string]int32{}
	for i, path := range paths {
		t.ofPath[i] = t.node(path, known)
	}
	t.deepestFirst = make([]int32, len(t.nodes))
	for i := range t.deepestFirst {
		t.deepestFirst[i] = int32(i)
	}
	slices.SortStableFunc(t.deepestFirst, func(a, b int32) int {
		return cmp.Compare(t.nodes[b].depth, t.nodes[a].depth)
	})
	return t
}

func (t *placeTree) node(path string, known map[string]int32) int32 {
	if n, ok := known[path]; ok {
		return n
	}
	place, wider, more := strings.Cut(path, pathSeparator)
	parent, depth := int32(-1), 0
	if more {
		parent = t.node(wider, known)
		depth = t.nodes[parent].depth + 1
	}
	n := int32(len(t.nodes))
	t.nodes = append(t.nodes, placeNode{place: place, parent: parent, depth: depth})
	if parent >= 0 {
		t.nodes[parent].children = append(t.nodes[parent].children, n)
	}
	known[path] = n
	return n
}

// shownPlaces says, for each path number plus one, what a row there shows: an
// index into places, or -1.
type shownPlaces struct {
	ofPath []int32
	places []string
}

// shown decides what rows show to a viewer who may list counts[i] earners with path
// i-1: the narrowest place that at least minShown of the listed earners show too.
//
// Counting the place's inhabitants would not be enough: where a county has
// five earners in one ZIP and one elsewhere, the row that shows the county would be
// that one. So what is left over in a county must be minShown as well, or the
// smallest narrower group is widened with it. Only earners whom the viewer may list
// are counted, so what is shown tells nothing about the others.
func (t *placeTree) shown(counts []uint32) shownPlaces {
	size := make([]uint32, len(t.nodes))
	for path, n := range t.ofPath {
		if path+1 < len(counts) {
			size[n] += counts[path+1]
		}
	}
	to := make([]int32, len(t.nodes)) // where a group was widened to; itself while it stands
	for i := range to {
		to[i] = int32(i)
	}
	for _, n := range t.deepestFirst {
		if size[n] == 0 || size[n] >= minShown {
			continue
		}
		into := n
		group := t.smallestBelow(n, size)
		if group < 0 {
			group, into = n, t.nodes[n].parent
		}
		to[group] = into
		if into >= 0 {
			size[into] += size[group]
		}
		size[group] = 0
	}
	return t.resolve(to)
}

// smallestBelow is the smallest group that stands below a node, -1 for none; ties
// by place.
func (t *placeTree) smallestBelow(n int32, size []uint32) int32 {
	best := int32(-1)
	for _, child := range t.nodes[n].children {
		for _, c := range [2]int32{child, t.smallestBelow(child, size)} {
			if c < 0 || size[c] == 0 {
				continue
			}
			if best < 0 || size[c] < size[best] || size[c] == size[best] && t.nodes[c].place < t.nodes[best].place {
				best = c
			}
		}
	}
	return best
}

func (t *placeTree) resolve(to []int32) shownPlaces {
	s := shownPlaces{ofPath: make([]int32, len(t.ofPath)+1), places: make([]string, len(t.nodes))}
	for i, n := range t.nodes {
		s.places[i] = n.place
	}
	s.ofPath[0] = -1
	for path, n := range t.ofPath {
		for n >= 0 && to[n] != n {
			n = to[n]
		}
		s.ofPath[path+1] = n
	}
	return s
}

// of is the place shown for a path number plus one, "" for none.
func (s *shownPlaces) of(path uint32) string {
	if n := s.ofPath[path]; n >= 0 {
		return s.places[n]
	}
	return ""
}

// ShownPlaces says which place rows of each path show where counts[i] listed
// earners have paths[i], narrowest place first: "" for none.
func ShownPlaces(paths [][]string, counts []int) []string {
	terms := make([]string, len(paths))
	sizes := make([]uint32, len(paths)+1)
	for i, p := range paths {
		terms[i] = pathTerm(p)
		sizes[i+1] = uint32(counts[i])
	}
	shown := newPlaceTree(terms).shown(sizes)
	for i := range paths {
		terms[i] = shown.of(uint32(i) + 1)
	}
	return terms
}
