package planner

import "slices"

// spread is what a dated option takes each day: until a day, at so much, and so much
// on that one; a week at least.
func (b *brute) spread(o Option) (each int64, until Day, rest int64) {
	work := 7 * o.Minutes.N
	if o.Ends > 0 {
		until = max(o.Ends, o.Starts+6)
		days := int64(until-o.Starts) + 1
		each = (work + days - 1) / days
		return each, until, each
	}
	until = o.Starts
	for work > b.p.Pace {
		work -= b.p.Pace
		until++
	}
	return b.p.Pace, until, work
}

// last is the day on which a dated option ends.
func (b *brute) last(o Option) Day {
	if o.Ends > 0 {
		return o.Ends
	}
	_, until, _ := b.spread(o)
	return until
}

// earliest tries every order of preference among self-paced work, day by day.
func (b *brute) earliest(p brutePlan) (Day, bool) {
	var own []int
	for i, o := range p.options {
		if o.Starts == 0 {
			own = append(own, i)
		}
	}
	if !slices.ContainsFunc(p.options, func(o Option) bool { return o.Starts > 0 || o.Ends > 0 }) {
		return b.simulate(p, own) // it is all the same
	}
	best, found := Day(0), false
	permute(own, 0, func(order []int) {
		if last, ok := b.simulate(p, order); ok && (!found || last < best) {
			best, found = last, true
		}
	})
	return best, found
}

func permute(list []int, k int, visit func([]int)) {
	if k == len(list) {
		visit(list)
		return
	}
	for i := k; i < len(list); i++ {
		list[k], list[i] = list[i], list[k]
		permute(list, k+1, visit)
		list[k], list[i] = list[i], list[k]
	}
}

// simulate lives through the days.
func (b *brute) simulate(p brutePlan, order []int) (last Day, ok bool) {
	left, done := make([]int64, len(p.options)), make([]Day, len(p.options))
	for i, o := range p.options {
		left[i] = 7 * o.Minutes.N
	}
	for day := b.p.Today; day < b.p.Today+3000; day++ {
		each := b.p.Pace
		for i, o := range p.options {
			if o.Starts == 0 {
				continue
			}
			rate, until, rest := b.spread(o)
			switch {
			case day == o.Starts && !b.may(p, i, done, day):
				return 0, false
			case day == until:
				each -= rest
			case day >= o.Starts && day < until:
				each -= rate
			}
			if day == b.last(o) {
				done[i] = day
			}
		}
		if each < 0 && !b.open {
			return 0, false
		}
		each = max(0, each)
		for more := true; more; {
			more = false
			for _, i := range order {
				if done[i] != 0 || !b.may(p, i, done, day) {
					continue
				}
				take := min(each, left[i])
				each -= take
				if left[i] -= take; left[i] > 0 {
					break
				}
				if p.options[i].Ends > 0 && day > p.options[i].Ends {
					return 0, false
				}
				done[i], more = day, true
				break
			}
		}
		if !slices.Contains(done, 0) {
			for _, d := range done {
				last = max(last, d)
			}
			return last, true
		}
	}
	return 0, false
}

// may says that all that a step needs is had by now; dated steps are through on the
// day after their last, and what they need has to be had the day before they start.
func (b *brute) may(p brutePlan, i int, done []Day, day Day) bool {
	had := map[string]bool{}
	for j, d := range done {
		if d != 0 && (d < day || d == day && p.options[j].Starts == 0 && p.options[i].Starts == 0) {
			had[p.ids[j]] = true
		}
	}
	count := func(c string) bool { return had[c] || b.held[c] }
	for more := true; more; {
		more = false
		for _, it := range b.awarded {
			if !had[it.Credential] && bruteHolds(*it.By, count) {
				had[it.Credential], more = true, true
			}
		}
	}
	at := slices.IndexFunc(b.items, func(x bruteItem) bool { return x.Credential == p.ids[i] })
	return !slices.ContainsFunc(b.items[at].Needs, func(n string) bool { return !count(n) })
}
