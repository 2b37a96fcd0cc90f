package skillindex

// scored is a label with a score.
type scored struct {
	index int32
	score float64
}

// before lists the higher score first; of equals what was added first.
func (s scored) before(o scored) bool {
	if s.score != o.score {
		return s.score > o.score
	}
	return s.index < o.index
}

// heapify puts the best first, and the others so that pop finds the next.
func heapify(all []scored) {
	for i := len(all)/2 - 1; i >= 0; i-- {
		sink(all, i)
	}
}

// pop takes the best off: it is then behind the rest, whose best stands first.
func pop(all []scored) (rest []scored) {
	last := len(all) - 1
	all[0], all[last] = all[last], all[0]
	sink(all[:last], 0)
	return all[:last]
}

func sink(all []scored, i int) {
	for {
		best := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(all); child++ {
			if all[child].before(all[best]) {
				best = child
			}
		}
		if best == i {
			return
		}
		all[i], all[best] = all[best], all[i]
		i = best
	}
}
