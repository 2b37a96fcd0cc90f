package matching

// Step is a micro-credential that, once earned, would meet a must.
type Step struct {
	Credential string
	// Full is the bit mask of the requirements that it meets in full by itself.
	Full uint32
	// Stacks is the bit mask of the stack asks that it is a part of and does not
	// meet by itself: StackCreditWith says what it gives a document.
	Stacks uint32
}

// Steps lists the micro-credentials that would meet a must, with what their
// current versions assert, sorted by id.
func (p *Plan) Steps() []Step {
	var steps []Step
	for _, credential := range keys(p.provers) {
		v := p.catalog.current[credential]
		if v == nil {
			continue
		}
		step := p.step(Held{Version: v.ID, Credential: credential, Pairs: v.Pairs})
		if (step.Full|step.Stacks)&p.musts != 0 {
			steps = append(steps, step)
		}
	}
	return steps
}

func (p *Plan) step(h Held) Step {
	step := Step{Credential: h.Credential}
	for r := range p.asks {
		a := &p.asks[r]
		switch {
		case a.stack != nil && !a.stack.program.bits[h.Credential].empty():
			if a.stackCredit(a.stack.program.bits[h.Credential]) == fullCredit {
				step.Full |= 1 << r
			} else {
				step.Stacks |= 1 << r
			}
		case a.credit(h) == fullCredit:
			step.Full |= 1 << r
		}
	}
	return step
}

// StackCreditWith is the StackCredit of a document whose earner held that
// micro-credential too.
func (b *Bound) StackCreditWith(r int, held []uint32, credential string) Credit {
	a := &b.plan.asks[r]
	if a.stack == nil {
		return 0
	}
	return a.stackCredit(b.askMask(r, held).or(a.stack.program.bits[credential]))
}
