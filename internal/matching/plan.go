package matching

import (
	"slices"

	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// Plan is a posting compiled against a catalog: what each requirement can be
// met by, which stacks, recognitions and words matter, and how the points are
// shared out. It is immutable.
type Plan struct {
	posting  Posting
	catalog  *Catalog
	asks     []ask
	musts    uint32
	legal    uint32
	weights  []int64 // reduced by their common divisor
	possible Possible

	// provers has, for each micro-credential with credit on some requirement, the
	// bit mask of those requirements.
	provers map[string]uint32
	stacks  []relevantStack
	// stackParts and askParts are where a micro-credential is a part: of
	// relevant stacks, and of stacks asked for.
	stackParts, askParts map[string][]partOf
	// exact are the micro-credentials that credentials and stacks asked name.
	exact map[string]bool
	// recognized by this employer.
	recognized   map[string]bool
	recognizable bool
	text         text
}

// ask is a requirement compiled: exactly one of the three is set.
type ask struct {
	Requirement
	aligned map[string]taxonomy.Aligned
	anyOf   map[string]bool
	// stack is nil for a stack that the catalog does not know, too.
	stack *stack
}

// partOf says which parts a micro-credential is of a program, by its index.
type partOf struct {
	index int
	parts partMask
}

// Compile compiles a posting against a catalog, or reports the posting's problems.
func Compile(p Posting, c *Catalog) (*Plan, error) {
	if err := ValidatePosting(p); err != nil {
		return nil, err
	}
	return compile(p, c), nil
}

func compile(p Posting, c *Catalog) *Plan {
	p.Requirements = slices.Clone(p.Requirements)
	plan := &Plan{
		posting:    p,
		catalog:    c,
		asks:       make([]ask, len(p.Requirements)),
		provers:    map[string]uint32{},
		stackParts: map[string][]partOf{},
		askParts:   map[string][]partOf{},
		exact:      map[string]bool{},
		recognized: map[string]bool{},
	}
	for i, r := range p.Requirements {
		plan.asks[i] = plan.compileAsk(i, r)
	}
	plan.findProvers()
	plan.findStacks()
	plan.findRecognized()
	plan.text = compileText(p, c)
	plan.weigh()
	return plan
}

func (p *Plan) compileAsk(i int, r Requirement) ask {
	a := ask{Requirement: r}
	switch {
	case r.Skill != "":
		a.aligned = map[string]taxonomy.Aligned{}
		for _, held := range p.catalog.graph.Aligned(r.Skill) {
			a.aligned[held.Skill] = held
		}
	case len(r.AnyOf) > 0:
		a.anyOf = map[string]bool{}
		for _, credential := range r.AnyOf {
			a.anyOf[credential] = true
			p.exact[credential] = true
		}
	default:
		a.stack = p.catalog.stacks[r.Stack]
		p.addStackAsk(i, a.stack)
	}
	return a
}

func (p *Plan) addStackAsk(i int, s *stack) {
	if s == nil {
		return
	}
	for credential, parts := range s.program.bits {
		p.askParts[credential] = append(p.askParts[credential], partOf{i, parts})
		p.exact[credential] = true
	}
}

// weigh does all that follows from weights and importance: it reduces the
// weights, marks the requirements that decide tiers (the REQUIRED ones, or all
// where none is), rates the stacks and shares out the points.
func (p *Plan) weigh() {
	p.musts, p.legal, p.weights = 0, 0, make([]int64, len(p.asks))
	divisor := int64(0)
	for i, a := range p.asks {
		divisor = gcd(divisor, int64(a.Weight))
		if a.Importance == Required {
			p.musts |= 1 << i
		}
		if a.Legal {
			p.legal |= 1 << i
		}
	}
	for i, a := range p.asks {
		p.weights[i] = int64(a.Weight) / divisor
	}
	if p.musts == 0 {
		p.musts = 1<<len(p.asks) - 1
	}
	p.rateStacks()
	p.share(len(p.stacks) > 0, p.recognizable, len(p.text.words) > 0)
}

// effectiveWeight halves a PREFERRED weight by doubling a REQUIRED one.
func (p *Plan) effectiveWeight(r int) int64 {
	if p.asks[r].Importance == Required {
		return 2 * p.weights[r]
	}
	return p.weights[r]
}

// Posting is what the plan was compiled from.
func (p *Plan) Posting() Posting { return p.posting }

// Musts is the bit mask of the requirements that decide QUALIFIED.
func (p *Plan) Musts() uint32 { return p.musts }

// Legal is the bit mask of the requirements that are legally required.
func (p *Plan) Legal() uint32 { return p.legal }

// Weights are the requirements' weights as Tier sums them.
func (p *Plan) Weights() []int64 { return slices.Clone(p.weights) }

// NeededOn is the day on which credentials asked must be valid, as
// "2006-01-02", or "" where the posting names none.
func (p *Plan) NeededOn() string {
	if p.posting.NeededOn.IsZero() {
		return ""
	}
	return day(p.posting.NeededOn)
}

// uniqueSorted are the words, each once.
func uniqueSorted(words []string) []string {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	slices.Sort(words)
	return slices.Compact(words)
}
