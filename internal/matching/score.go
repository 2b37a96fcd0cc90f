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
	credits := make([]Credit, len(p.asks))
	for r := range p.asks {
		a := &p.asks[r]
		credits[r] = a.stackCredit(askMask(r, touched))
		for _, h := range held {
			credits[r] = max(credits[r], a.credit(h))
		}
	}
	return p.Tier(credits), p.Points(credits, p.extras(touched, p.allMusts(credits))), credits
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
