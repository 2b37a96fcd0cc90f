package matching

// relevantStack is a stack with at least two parts that have credit on
// requirements of the posting, its rule cut down to those parts.
type relevantStack struct {
	id      string
	program *program
	// points is what the stack gives when complete: the STACK part's
	// possible points times relevance, over largest.
	relevance, largest int64
}

// provers has, for each micro-credential with credit on some requirement, the
// bit mask of those requirements. What it can prove is what any of its versions
// asserts, at any level.
func (p *Plan) provers() map[string]uint32 {
	provers := map[string]uint32{}
	for r, a := range p.asks {
		bit := uint32(1) << r
		for skill := range a.aligned {
			for _, v := range p.catalog.ofSkill[skill] {
				provers[v.Credential] |= bit
			}
		}
		for credential := range a.anyOf {
			provers[credential] |= bit
		}
		if a.stack != nil {
			for credential := range a.stack.program.bits {
				provers[credential] |= bit
			}
		}
	}
	return provers
}

// findStacks compiles the relevant stacks, in the order of their ids.
func (p *Plan) findStacks(provers map[string]uint32) {
	p.stackParts = map[string][]partOf{}
	parts := map[*stack]int{}
	for credential := range provers {
		for _, s := range p.catalog.ofPart[credential] {
			parts[s]++
		}
	}
	proves := func(credential string) bool { return provers[credential] != 0 }
	largest := int64(0)
	for _, s := range sortedStacks(parts) {
		if parts[s] < 2 {
			continue
		}
		// Cutting parts out of a rule within MaxRuleDenominator cannot leave 64
		// bits: 100 parts in 6 levels have no such divisors.
		program, _ := compileRule(s.rule, proves)
		stack := relevantStack{id: s.ID, program: program, relevance: p.relevance(s, provers)}
		largest = max(largest, stack.relevance)
		for credential, mask := range program.bits {
			p.stackParts[credential] = append(p.stackParts[credential], partOf{len(p.stacks), mask})
		}
		p.stacks = append(p.stacks, stack)
	}
	for i := range p.stacks {
		p.stacks[i].largest = largest
	}
}

// relevance sums the weights of the requirements on which some part of the stack
// has credit. The share of all weights is in proportion to it, and only the
// proportion to the largest counts.
func (p *Plan) relevance(s *stack, provers map[string]uint32) int64 {
	touched := uint32(0)
	for credential := range s.program.bits {
		touched |= provers[credential]
	}
	sum := int64(0)
	for r := range p.asks {
		if touched&(1<<r) != 0 {
			sum += p.effectiveWeight(r)
		}
	}
	return sum
}

// findRecognized keeps what the employer recognizes, and says whether a
// micro-credential of the catalog is recognized and has credit on a requirement.
func (p *Plan) findRecognized(provers map[string]uint32) bool {
	live := false
	for _, credential := range p.posting.Recognized {
		p.recognized[credential] = true
		if provers[credential] != 0 && len(p.catalog.ofCredential[credential]) > 0 {
			live = true
		}
	}
	return live
}

// stackPoints are the points of a relevant stack of which those parts are held.
// Dividing twice is exact: floor(floor(x/a)/b) = floor(x/(ab)).
func (p *Plan) stackPoints(index int, held partMask) int64 {
	s := &p.stacks[index]
	return mulDiv(p.possible.Stack*s.relevance, s.program.progress(held), s.program.den()) / s.largest
}
