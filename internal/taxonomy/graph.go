package taxonomy

import (
	"slices"
	"strings"
)

// Graph holds the relations of skills. It is immutable: any number of
// goroutines may ask it. Skills that mean the same are one node, so alignments
// are walked over meanings, not over spellings.
type Graph struct {
	// node is the node of every skill that some relation names.
	node map[string]int32
	// skills lists each node's skills, sorted.
	skills [][]string
	// Neighbors of each node, without itself; not sorted, repeats are harmless.
	broader, narrower, related [][]int32
}

// New builds a graph. Cycles, self references, repeats and skills that nothing
// else knows are tolerated: imported taxonomies hold all of them. Relations of
// an unknown kind or without both ends say nothing and are left out.
func New(relations []Relation) *Graph {
	number := numbers{}
	for _, r := range relations {
		if r.valid() {
			number.of(r.From)
			number.of(r.To)
		}
	}
	sets := newDisjoint(len(number.skills))
	for _, r := range relations {
		if r.valid() && r.Kind == Exact {
			sets.join(number.of(r.From), number.of(r.To))
		}
	}
	g := newGraph(number.skills, sets)
	for _, r := range relations {
		if r.valid() {
			g.relate(g.node[r.From], g.node[r.To], r.Kind)
		}
	}
	return g
}

func (r Relation) valid() bool {
	known := r.Kind == Broader || r.Kind == Related || r.Kind == Exact
	return known && r.From != "" && r.To != ""
}

// newGraph makes a node of each set of skills, in the order of first mention.
func newGraph(skills []string, sets disjoint) *Graph {
	g := &Graph{node: make(map[string]int32, len(skills))}
	nodeOf := make([]int32, len(skills))
	for i := range nodeOf {
		nodeOf[i] = noGroup
	}
	for i, skill := range skills {
		root := sets.root(int32(i))
		if nodeOf[root] == noGroup {
			nodeOf[root] = int32(len(g.skills))
			g.skills = append(g.skills, nil)
		}
		n := nodeOf[root]
		g.node[skill] = n
		g.skills[n] = append(g.skills[n], skill)
	}
	for _, group := range g.skills {
		slices.Sort(group)
	}
	g.broader = make([][]int32, len(g.skills))
	g.narrower = make([][]int32, len(g.skills))
	g.related = make([][]int32, len(g.skills))
	return g
}

// relate records an edge. Within a node there is none: what means the same is
// neither broader nor narrower, whatever an import claims.
func (g *Graph) relate(from, to int32, kind RelationKind) {
	if from == to {
		return
	}
	switch kind {
	case Broader:
		g.broader[from] = append(g.broader[from], to)
		g.narrower[to] = append(g.narrower[to], from)
	case Related:
		g.related[from] = append(g.related[from], to)
		g.related[to] = append(g.related[to], from)
	case Exact:
	}
}

// Broader lists the skills one step broader than skill, sorted.
func (g *Graph) Broader(skill string) []string {
	var list []string
	if n, ok := g.lookup(skill); ok {
		for _, b := range g.broader[n] {
			list = append(list, g.skills[b]...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Aligned lists every skill whose holding credits the skill asked, each with
// its best alignment, sorted by skill. A skill that the graph does not know
// aligns with itself alone.
func (g *Graph) Aligned(asked string) []Aligned {
	start, ok := g.lookup(asked)
	if !ok {
		return []Aligned{{Skill: asked, Alignment: AlignedSame, Factor: factorSame}}
	}
	w := walk{graph: g, seen: map[int32]bool{start: true}}
	for _, skill := range g.skills[start] {
		alignment := AlignedExact
		if skill == asked {
			alignment = AlignedSame
		}
		w.found = append(w.found, Aligned{Skill: skill, Alignment: alignment, Factor: factorSame})
	}
	// Best first: a node keeps the first alignment that reaches it.
	near := w.step([]int32{start}, g.narrower, AlignedNarrower, factorNarrowerOne)
	w.step(near, g.narrower, AlignedNarrower, factorNarrowerTwo)
	w.step([]int32{start}, g.broader, AlignedBroader, factorBroader)
	w.step([]int32{start}, g.related, AlignedRelated, factorRelated)
	slices.SortFunc(w.found, func(a, b Aligned) int { return strings.Compare(a.Skill, b.Skill) })
	return w.found
}

func (g *Graph) lookup(skill string) (int32, bool) {
	if g == nil {
		return noGroup, false
	}
	n, ok := g.node[skill]
	return n, ok
}

type walk struct {
	graph *Graph
	seen  map[int32]bool
	found []Aligned
}

// step adds the nodes one edge away from those given, and returns the new ones.
func (w *walk) step(from []int32, edges [][]int32, alignment Alignment, factor uint8) []int32 {
	var reached []int32
	for _, n := range from {
		for _, next := range edges[n] {
			if w.seen[next] {
				continue
			}
			w.seen[next] = true
			reached = append(reached, next)
			for _, skill := range w.graph.skills[next] {
				w.found = append(w.found, Aligned{Skill: skill, Alignment: alignment, Factor: factor})
			}
		}
	}
	return reached
}
