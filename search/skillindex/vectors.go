package skillindex

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// mean gives each label its vector: it leans to what the skill's descriptions
// mean, as a label alone is short.
func (x *Index) mean(skills []*Skill, read [][]readLabel) {
	if x.tuning.meaning == 0 {
		x.meanings = nil
		return
	}
	if x.meanings == nil {
		x.meanings, _ = builtin() // a test reads the table; without it words alone have to do
	}
	m := x.meanings
	if m == nil {
		return
	}
	turn := newTurn(m.size)
	x.vectors = make([]int8, len(x.labels)*m.size)
	x.signs = make([]uint64, len(x.labels)*turn.words())
	x.likely = turn.likely()
	atOnce(len(skills), atATime, func(i int) {
		context := x.context(skills[i])
		scratch := make([]float32, turn.length)
		for at, l := range x.skills[i].labels {
			v := m.of(read[i][at].words)
			if v == nil {
				continue
			}
			lean(v, context, 1)
			unit(v)
			quantize(v, x.vector(l))
			turn.signs(v, scratch, x.signs[int(l)*turn.words():][:turn.words()])
		}
	})
	x.turn = turn
}

// context is what a skill's descriptions mean; nil if nothing.
func (x *Index) context(s *Skill) []float32 {
	if len(s.Descriptions) == 0 || x.tuning.description == 0 {
		return nil
	}
	sum := make([]float32, x.meanings.size)
	for _, d := range s.Descriptions {
		lean(sum, x.meanings.of(readWords(d.Text)), x.tuning.description/float32(len(s.Descriptions)))
	}
	return sum
}

// lean adds so much of another vector.
func lean(v, to []float32, weight float32) {
	for i := range to {
		v[i] += weight * to[i]
	}
}

// vector is what a label means.
func (x *Index) vector(label int32) []int8 {
	return x.vectors[int(label)*x.meanings.size : (int(label)+1)*x.meanings.size]
}

// turn turns vectors so that each of their numbers says as much as any other: then
// the share of signs that two have in common tells how alike they are.
type turn struct {
	length int // a power of 2
	flips  []float32
}

const turnSeed = 9

func newTurn(size int) *turn {
	t := &turn{length: 64}
	for t.length < size {
		t.length *= 2
	}
	//nolint:gosec // the same turn in every index
	draw := rand.New(rand.NewPCG(turnSeed, turnSeed))
	for range size {
		t.flips = append(t.flips, float32(1-2*draw.IntN(2)))
	}
	return t
}

// words is how many words of 64 signs there are.
func (t *turn) words() int { return t.length / 64 }

// signs turns a vector and keeps the signs: a Walsh-Hadamard transform.
func (t *turn) signs(v, scratch []float32, out []uint64) {
	clear(scratch)
	for i, flip := range t.flips {
		scratch[i] = v[i] * flip
	}
	for i := 0; i+3 < len(scratch); i += 4 { // the first two rounds
		a, b, c, d := scratch[i]+scratch[i+1], scratch[i]-scratch[i+1], scratch[i+2]+scratch[i+3], scratch[i+2]-scratch[i+3]
		scratch[i], scratch[i+1], scratch[i+2], scratch[i+3] = a+c, b+d, a-c, b-d
	}
	for half := 4; half < t.length; half *= 2 {
		for start := 0; start < t.length; start += 2 * half {
			low, high := scratch[start:start+half], scratch[start+half:start+2*half]
			for i := range low {
				low[i], high[i] = low[i]+high[i], low[i]-high[i]
			}
		}
	}
	clear(out)
	for i, x := range scratch {
		if x > 0 {
			out[i/64] |= 1 << (i % 64)
		}
	}
}

// likely is how alike two vectors likely are that differ in so many signs; below 0
// is as good as 0.
func (t *turn) likely() []float32 {
	all := make([]float32, t.length+1)
	for differing := range all {
		all[differing] = float32(max(0, math.Cos(math.Pi*float64(differing)/float64(t.length))))
	}
	return all
}

// differing is in how many signs two differ.
func differing(a, b []uint64) int {
	n := 0
	for i, x := range a {
		n += bits.OnesCount64(x ^ b[i])
	}
	return n
}
