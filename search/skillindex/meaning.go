package skillindex

import (
	"math"
	"unicode/utf8"
)

// Meanings is a table that turns texts into vectors: what means alike lies in one
// direction, English and Spanish in one space. It never changes.
type Meanings struct {
	size    int
	tokens  map[string]int32
	scales  []float32
	vectors []int8 // size of them for each token
}

// pieceMark stands before a piece that doesn't begin a word.
const pieceMark = "##"

// has says whether a word has a meaning of its own, not by its pieces.
func (m *Meanings) has(form string) bool {
	_, known := m.tokens[form]
	return known
}

// leastPieced is the shortest word that means what its pieces do, in bytes: of
// letters that stand for something they say nothing.
const leastPieced = 4

// pieces calls use for the tokens of a word: itself, or the longest pieces that
// there are.
func (m *Meanings) pieces(form string, use func(token int32)) {
	if token, known := m.tokens[form]; known {
		use(token)
		return
	}
	if len(form) < leastPieced {
		return
	}
	for start := 0; start < len(form); {
		end := len(form)
		for ; end > start; end-- {
			piece := form[start:end]
			if start > 0 {
				piece = pieceMark + piece
			}
			if token, known := m.tokens[piece]; known {
				use(token)
				break
			}
		}
		if end > start {
			start = end
			continue
		}
		_, width := utf8.DecodeRuneInString(form[start:])
		start += width
	}
}

// add adds the vector of a word to a sum.
func (m *Meanings) add(sum []float32, form string) {
	m.pieces(form, func(token int32) {
		scale := m.scales[token]
		for i, v := range m.vectors[int(token)*m.size : (int(token)+1)*m.size] {
			sum[i] += scale * float32(v)
		}
	})
}

// of is the meaning of words together, of length 1; nil when none is known.
func (m *Meanings) of(words []string) []float32 {
	sum := make([]float32, m.size)
	for _, w := range words {
		m.add(sum, w)
	}
	return unit(sum)
}

func unit(v []float32) []float32 {
	square := float32(0)
	for _, x := range v {
		square += x * x
	}
	if square == 0 {
		return nil
	}
	length := float32(math.Sqrt(float64(square)))
	for i := range v {
		v[i] /= length
	}
	return v
}

// quantum is how finely the vectors of labels are kept.
const quantum = 127

// quantize keeps a vector of length 1 in whole numbers.
func quantize(v []float32, out []int8) {
	for i, x := range v {
		out[i] = int8(x*quantum + float32(math.Copysign(0.5, float64(x)))) // rounded
	}
}

// dot is the likeness of two quantized vectors, from -1 to 1. Eight at a time,
// without a check of bounds for each, takes a fifth less.
func dot(a, b []int8) float64 {
	var s0, s1, s2, s3 int32
	for len(a) >= 8 && len(b) >= 8 {
		s0 += int32(a[0])*int32(b[0]) + int32(a[4])*int32(b[4])
		s1 += int32(a[1])*int32(b[1]) + int32(a[5])*int32(b[5])
		s2 += int32(a[2])*int32(b[2]) + int32(a[6])*int32(b[6])
		s3 += int32(a[3])*int32(b[3]) + int32(a[7])*int32(b[7])
		a, b = a[8:], b[8:]
	}
	for i := range a {
		s0 += int32(a[i]) * int32(b[i])
	}
	return float64(s0+s1+s2+s3) / (quantum * quantum)
}
