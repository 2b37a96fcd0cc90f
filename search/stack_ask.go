package search

import (
	"encoding/binary"
	"math/bits"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// stackAsk is a requirement for a stack. What a document's parts are worth
// together no single posting can say: the parts' postings mark who holds any, and
// the rule is asked once for each set of parts met.
type stackAsk struct {
	requirement int
	numbers     []uint32 // of the parts
	marks       []uint64 // holders of any part in this block
	parts       *partSets
	credits     map[string]matching.Credit
}

func newStackAsk(r *ranking, requirement int) *stackAsk {
	s := &stackAsk{
		requirement: requirement,
		marks:       make([]uint64, blockWords),
		credits:     map[string]matching.Credit{},
	}
	var ids []uint32
	for _, g := range r.bound.Groups(requirement) {
		ids = append(ids, g.IDs...)
	}
	s.numbers = r.numbers(ids)
	s.parts = newPartSets(r, ids)
	return s
}

// mark sets the marks of the block's n documents.
func (t *task) mark(n int, buf []uint32) {
	for n > 0 {
		docs := buf[:min(n, len(buf))]
		t.it.NextMany(docs)
		for _, doc := range docs {
			t.stack.marks[doc&blockMask>>6] |= 1 << (doc & 63)
		}
		n -= len(docs)
	}
}

// write puts the marked documents' credits into the lane. The marks stay for the
// steps when they are wanted.
func (s *stackAsk) write(r *ranking, p part, b int, visible []uint64) {
	stride := 8 * r.words
	for i := range s.marks {
		s.marks[i] &= visible[i]
		for left := s.marks[i]; left != 0; left &= left - 1 {
			doc := i<<6 | bits.TrailingZeros64(left)
			credit := s.credit(r, p, uint32(b<<blockBits|doc))
			r.work.lanes[doc*stride+s.requirement] = byte(credit)
		}
	}
	if r.steps == nil {
		clear(s.marks)
	}
}

func (s *stackAsk) credit(r *ranking, p part, doc uint32) matching.Credit {
	r.work.held = p.cols.held.read(doc, r.work.held[:0])
	set := s.parts.of(r.work.held)
	credit, ok := s.credits[string(set)]
	if !ok {
		credit = r.bound.StackCredit(s.requirement, r.vocab.idsOf(r.work.held))
		s.credits[string(set)] = credit
	}
	return credit
}

// partSets names the set of parts that a document holds: a bit for each
// micro-credential, since a rule takes any of its versions.
type partSets struct {
	bit []int32 // by the index's number, plus one
	set []byte
}

func newPartSets(r *ranking, ids []uint32) *partSets {
	s := &partSets{}
	bitOf := map[string]int32{}
	for _, id := range ids {
		credential := r.vocab.Held(id).Credential
		bit, ok := bitOf[credential]
		if !ok {
			bit = int32(len(bitOf))
			bitOf[credential] = bit
		}
		n := int(r.vocab.numberOf(id))
		if n >= len(s.bit) {
			s.bit = append(s.bit, make([]int32, n+1-len(s.bit))...)
		}
		s.bit[n] = bit + 1
	}
	s.set = make([]byte, (len(bitOf)+7)/8)
	return s
}

// of is the set of the parts among numbers; only valid until the next call.
func (s *partSets) of(numbers []uint32) []byte {
	clear(s.set)
	for _, n := range numbers {
		if int(n) < len(s.bit) && s.bit[n] > 0 {
			bit := s.bit[n] - 1
			s.set[bit/8] |= 1 << (bit % 8)
		}
	}
	return s.set
}

// wordsAt reads a document's lanes.
func (r *ranking) wordsAt(doc int) words {
	var w words
	for k := range r.words {
		w[k] = binary.LittleEndian.Uint64(r.work.lanes[(doc*r.words+k)*8:])
	}
	return w
}
