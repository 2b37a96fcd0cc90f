package employer

import (
	"slices"
	"testing"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

func TestOfAChainOfSkillsTheNarrowestIsMeantInAnyOrder(t *testing.T) {
	t.Parallel()
	pairs := []pair{{narrow: 0, broad: 1}, {narrow: 1, broad: 2}}
	for range 2 {
		all := []RequirementProposal{
			{Skill: "narrowest", read: []reading{{Span: jobad.Span{Start: 0, End: 9}, fit: 0.9}}},
			{Skill: "narrow", read: []reading{{Span: jobad.Span{Start: 0, End: 9}, fit: 0.8}}},
			{Skill: "broad", read: []reading{{Span: jobad.Span{Start: 0, End: 9}, fit: 0.7}, {Span: jobad.Span{Start: 20, End: 29}, fit: 0.7}}},
		}
		yield(all, pairs)
		if len(all[0].read) != 1 || len(all[1].read) != 0 || len(all[2].read) != 1 || all[2].read[0].Start != 20 {
			t.Errorf("with %v: %+v", pairs, all)
		}
		slices.Reverse(pairs)
	}
}

func TestSkillsThatAreEachNarrowerThanTheOtherStay(t *testing.T) {
	t.Parallel()
	read := []reading{{Span: jobad.Span{Start: 0, End: 9}, fit: 0.9}}
	all := []RequirementProposal{{Skill: "a", read: read}, {Skill: "b", read: slices.Clone(read)}}
	yield(all, []pair{{narrow: 0, broad: 1}, {narrow: 1, broad: 0}})
	if len(all[0].read) != 1 || len(all[1].read) != 1 {
		t.Errorf("got %+v", all)
	}
}
