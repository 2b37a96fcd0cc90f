package matching

// someCredit is the credit on any requirement that makes a PARTIAL match.
const someCredit = 40

// Tier is the tier of credits, one per requirement.
func (p *Plan) Tier(credits []Credit) Tier {
	met, all, unmet, musts := int64(0), int64(0), 0, 0
	legal, some := true, false
	for r, c := range credits {
		some = some || c >= someCredit
		if p.musts&(1<<r) == 0 {
			continue
		}
		musts++
		all += p.weights[r]
		met += p.weights[r] * int64(c)
		if c < fullCredit {
			unmet++
			legal = legal && p.legal&(1<<r) == 0
		}
	}
	switch {
	case unmet == 0:
		return Qualified
	case legal && (3*met >= 2*all*fullCredit || unmet == 1 && musts >= 2):
		return Near
	case some:
		return Partial
	}
	return Unlisted
}

// allMusts says whether every requirement that decides QUALIFIED is met.
func (p *Plan) allMusts(credits []Credit) bool {
	for r, c := range credits {
		if p.musts&(1<<r) != 0 && c < fullCredit {
			return false
		}
	}
	return true
}
