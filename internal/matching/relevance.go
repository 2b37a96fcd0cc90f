package matching

// relevantStack is a stack with at least two parts that have credit on
// requirements of the posting, its rule cut down to those parts.
type relevantStack struct {
	id      string
	program *program
	// touches is the bit mask of the requirements on which some part has credit.
	touches uint32
	// Complete, the stack gives relevance/largest of the STACK part's points.
	relevance, largest int64
}

// findProvers finds the micro-credentials with credit on some requirement. What
// one can prove is what any of its versions asserts, at any level.
func (p *Plan) findProvers() {
	for r, a := range p.asks {
		bit := uint32(1) << r
		for skill := range a.aligned {
			for _, v := range p.catalog.ofSkill[skill] {
				p.provers[v.Credential] |= bit
			}
		}
		for credential := range a.anyOf {
			p.provers[credential] |= bit
		}
		if a.stack != nil {
			for credential := range a.stack.program.bits {
				// That it was completed once is nothing to earn.
				if credential != a.stack.ID {
					p.provers[credential] |= bit
				}
			}
		}
	}
}

// findStacks compiles the relevant stacks, in the order of their ids.
func (p *Plan) findStacks() {
	parts := map[*stack]int{}
	for credential := range p.provers {
		for _, s := range p.catalog.ofPart[credential] {
			parts[s]++
		}
	}
	for _, s := range sortedStacks(parts) {
		if parts[s] < 2 {
			continue
		}
		// Cutting parts out of a rule within MaxRuleDenominator cannot leave 64
		// bits: 100 parts in 6 levels have no such divisors.
		program, _ := compileRule(s.rule, func(credential string) bool {
			return p.provers[credential] != 0 || credential == s.ID
		})
		stack := relevantStack{id: s.ID, program: program}
		for credential, mask := range program.bits {
			stack.touches |= p.provers[credential]
			p.stackParts[credential] = append(p.stackParts[credential], partOf{len(p.stacks), mask})
		}
		p.stacks = append(p.stacks, stack)
	}
}

// rateStacks sums, for each relevant stack, the weights of the requirements that
// it touches. The share of all weights is in proportion to it, and only the
// proportion to the largest counts.
func (p *Plan) rateStacks() {
	largest := int64(0)
	for i := range p.stacks {
		s := &p.stacks[i]
		s.relevance = 0
		for r := range p.asks {
			if s.touches&(1<<r) != 0 {
				s.relevance += p.effectiveWeight(r)
			}
		}
		largest = max(largest, s.relevance)
	}
	for i := range p.stacks {
		p.stacks[i].largest = largest
	}
}

// findRecognized keeps what the employer recognizes. The part is attainable
// when one of those is in the catalog and has credit on a requirement.
func (p *Plan) findRecognized() {
	for _, credential := range p.posting.Recognized {
		p.recognized[credential] = true
		if p.provers[credential] != 0 && len(p.catalog.ofCredential[credential]) > 0 {
			p.recognizable = true
		}
	}
}

// stackPoints are the points of a relevant stack of which those parts are held.
// Dividing twice is exact: floor(floor(x/a)/b) = floor(x/(ab)).
func (p *Plan) stackPoints(index int, held partMask) int64 {
	s := &p.stacks[index]
	return mulDiv(p.possible.Stack*s.relevance, s.program.progress(held), s.program.den()) / s.largest
}
