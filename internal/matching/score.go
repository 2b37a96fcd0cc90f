package matching

// Score computes tier, points and credits from counting holdings. It knows no
// expiry, so the day that a posting needs its credentials on is left out.
func (p *Plan) Score(held []Held) (Tier, int64, []Credit) {
	touches := make([]touch, len(held))
	touched := make([]*touch, len(held))
	for i, h := range held {
		touches[i] = p.touch(h)
		touched[i] = &touches[i]
	}
	credits := p.Credits(make([]Credit, 0, len(p.asks)), held)
	return p.Tier(credits), p.Points(credits, p.extras(touched, p.allMusts(credits))), credits
}

// Credits appends the credit of each requirement from counting holdings: what tiers
// follow from, without what only points need.
func (p *Plan) Credits(credits []Credit, held []Held) []Credit {
	for r := range p.asks {
		a := &p.asks[r]
		best := Credit(0)
		if a.stack != nil {
			best = a.stackCredit(p.partsHeld(r, held))
		}
		for _, h := range held {
			best = max(best, a.credit(h))
		}
		credits = append(credits, best)
	}
	return credits
}

// partsHeld is the parts of the stack that a requirement asks for.
func (p *Plan) partsHeld(r int, held []Held) partMask {
	var mask partMask
	for _, h := range held {
		for _, part := range p.askParts[h.Credential] {
			if part.index == r {
				mask = mask.or(part.parts)
			}
		}
	}
	return mask
}

// Points are the score of credits, one per requirement, and extras: no credit,
// no score.
func (p *Plan) Points(credits []Credit, extras int64) int64 {
	points, some := int64(0), false
	for r, c := range credits {
		points += p.RequirementPoints(r, c)
		some = some || c > 0
	}
	if !some {
		return 0
	}
	return points + extras
}
