package search

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/stackmatch/stackmatch/internal/matching"
)

// stepCounts count, for each micro-credential that would meet a must, who would be
// QUALIFIED had they it. What it meets by itself follows from what is unmet; what it
// completes of a stack depends on the parts held, so the holders of parts are
// counted by their set of parts.
type stepCounts struct {
	r      *ranking
	steps  []matching.Step
	stacks []*stackAsk // those among the musts
	parts  *partSets   // over all of stacks
	sets   map[string]*partHolders
	key    []byte
}

// partHolders are documents that lack the same and hold the same parts.
type partHolders struct {
	unmet uint32
	count int
	held  []uint32 // of one of them: vocabulary ids
}

func newStepCounts(r *ranking) *stepCounts {
	s := &stepCounts{r: r, steps: r.query.Plan.Steps(), sets: map[string]*partHolders{}}
	var ids []uint32
	for i, a := range r.asks {
		if a.stack != nil && r.musts&(1<<i) != 0 {
			s.stacks = append(s.stacks, a.stack)
			for _, g := range r.bound.Groups(i) {
				ids = append(ids, g.IDs...)
			}
		}
	}
	s.parts = newPartSets(r, ids)
	return s
}

// add counts the block's holders of parts and clears the marks.
func (s *stepCounts) add(p part, b int, visible []uint64) {
	if len(s.stacks) > 0 {
		for i := range visible {
			left := uint64(0)
			for _, ask := range s.stacks {
				left |= ask.marks[i]
			}
			for ; left != 0; left &= left - 1 {
				s.addHolder(p, b, i<<6|bits.TrailingZeros64(left))
			}
		}
	}
	for _, a := range s.r.asks {
		if a.stack != nil {
			clear(a.stack.marks)
		}
	}
}

func (s *stepCounts) addHolder(p part, b, doc int) {
	r := s.r
	unmet := uint32(0)
	w := r.wordsAt(doc)
	for i := range r.asks {
		if w.credit(i) < fullCredit {
			unmet |= 1 << i
		}
	}
	r.work.held = p.cols.held.read(uint32(b<<blockBits|doc), r.work.held[:0])
	s.key = binary.LittleEndian.AppendUint32(s.key[:0], unmet)
	s.key = append(s.key, s.parts.of(r.work.held)...)
	holders := s.sets[string(s.key)]
	if holders == nil {
		holders = &partHolders{unmet: unmet, held: slices.Clone(r.vocab.idsOf(r.work.held))}
		s.sets[string(s.key)] = holders
	}
	holders.count++
}

// result adds up. Those who hold no part lack what the tally says.
func (s *stepCounts) result() []StepCount {
	r := s.r
	without := map[uint32]int{}
	withCredit := 0
	for unmet, n := range r.tally.unmet {
		without[unmet&r.musts] += n
		withCredit += n
	}
	without[r.musts] += r.tally.seen - withCredit
	for _, h := range s.sets {
		without[h.unmet&r.musts] -= h.count
	}
	delete(without, 0)
	var all []StepCount
	for _, step := range s.steps {
		n := 0
		none := step.Full | s.completes(step, nil)
		for unmet, count := range without {
			if unmet&^none == 0 {
				n += count
			}
		}
		for _, h := range s.sets {
			if open := h.unmet & r.musts &^ step.Full; h.unmet&r.musts != 0 && open&^step.Stacks == 0 && open&^s.completes(step, h.held) == 0 {
				n += h.count
			}
		}
		if n > 0 {
			all = append(all, StepCount{step.Credential, n})
		}
	}
	slices.SortFunc(all, func(a, b StepCount) int {
		return cmp.Or(cmp.Compare(b.AdditionalQualified, a.AdditionalQualified), cmp.Compare(a.Credential, b.Credential))
	})
	return all
}

// completes are the stack asks that a step would complete for holdings.
func (s *stepCounts) completes(step matching.Step, held []uint32) uint32 {
	var mask uint32
	for _, ask := range s.stacks {
		bit := uint32(1) << ask.requirement
		if step.Stacks&bit != 0 && s.r.bound.StackCreditWith(ask.requirement, held, step.Credential) == fullCredit {
			mask |= bit
		}
	}
	return mask
}
