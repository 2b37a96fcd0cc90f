package planner

// beyond says that the limits allow nothing from a frame on.
func (s *search) beyond(f *frame) bool {
	for _, l := range s.limited {
		if l.most < l.paid(f)+int64(s.ascend(f, l.costs).d) {
			return true
		}
	}
	return false
}

// limited is a measure with a limit, and what each item takes of it at least.
type limited struct {
	measure int
	costs   []cost
	most    int64
}

func (l limited) paid(f *frame) int64 {
	sum := int64(0)
	for _, i := range f.in.list() {
		sum += int64(l.costs[i].d)
	}
	return sum
}

// limits are the measures whose limits some plan may pass.
func (m *model) limits() []limited {
	var list []limited
	for _, of := range []struct {
		measure int
		most    Amount
	}{{minutes, m.maxMinutes}, {cents, m.maxCents}} {
		if of.most.Known && of.most.N < m.largest[of.measure] {
			l := limited{measure: of.measure, costs: make([]cost, len(m.items)), most: of.most.N}
			for i := range m.items {
				if len(m.items[i].choices) > 0 {
					l.costs[i].d = uint64(m.leastOf(int32(i)).sums[of.measure])
				}
			}
			list = append(list, l)
		}
	}
	return list
}
