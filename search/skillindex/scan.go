package skillindex

import "math/bits"

// A guessed score is counted in steps, up to the last one.
const (
	stepsPerPoint = 64
	maxStep       = 64*stepsPerPoint - 1
)

// scan looks at every label and keeps those whose score is likely highest: what it
// has by words and names, and how alike it likely means, by signs.
func (s *search) scan() {
	for _, l := range s.lifted {
		s.scores[l] += s.bonus[l]
	}
	clear(s.steps[:])
	switch {
	case len(s.parts) == 0:
		s.guess(func(int) float32 { return 0 })
	case len(s.parts[0].signs) == 4:
		s.guessFour()
	default:
		signs, n := s.parts[0].signs, s.turn.words()
		s.guess(func(l int) float32 { return s.likely[differing(signs, s.signs[l*n:])] })
	}
	s.keep(max(s.tuning.precise, 3*s.query.Limit))
}

// guess guesses every label's score.
func (s *search) guess(likeness func(l int) float32) {
	meaning := float32(s.tuning.meaning)
	for l, score := range s.scores {
		s.estimate(l, score+meaning*likeness(l))
	}
}

// guessFour is guess with what most tables have, 256 numbers: most of what a search
// of a large index costs.
func (s *search) guessFour() {
	a, b, c, d := s.parts[0].signs[0], s.parts[0].signs[1], s.parts[0].signs[2], s.parts[0].signs[3]
	var likely [257]float32
	for i, x := range s.likely {
		likely[i] = float32(s.tuning.meaning) * x
	}
	signs := s.signs
	for l, score := range s.scores {
		if len(signs) < 4 {
			break
		}
		differing := bits.OnesCount64(a^signs[0]) + bits.OnesCount64(b^signs[1]) + bits.OnesCount64(c^signs[2]) + bits.OnesCount64(d^signs[3])
		signs = signs[4:]
		s.estimate(l, score+likely[differing])
	}
}

func (s *search) estimate(l int, score float32) {
	step := uint16(min(score*stepsPerPoint, maxStep))
	if s.wanted != nil && !s.wanted[s.within[l]] {
		step = 0
	}
	s.estimates[l] = step
	s.steps[step]++
}

// keep makes candidates of the n labels with the highest estimates, or some more
// that are as high as the last.
func (s *search) keep(n int) {
	least, count := maxStep, int32(0)
	for ; least > 0; least-- {
		if count += s.steps[least]; count >= int32(n) {
			break
		}
	}
	least = max(least, 1)
	for l, step := range s.estimates {
		if int(step) >= least {
			s.candidates = append(s.candidates, scored{index: int32(l)})
		}
	}
}
