package coaching

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/internal/planner"
)

// answer ranks the additions, and says what is behind each.
func (w *whatIf) answer() (*WhatIf, error) {
	out := &WhatIf{
		Earners: len(w.people), Postings: len(w.postings), Pairs: len(w.people) * len(w.postings),
		Qualified: w.qualified, Within: len(w.load.Lacks), Additions: []Addition{},
	}
	for add := 1; add <= w.in.Add; add++ {
		best, err := planner.WhatIf(w.load, add, w.in.Limit)
		if err != nil {
			return nil, fmt.Errorf("count what would open: %w", err)
		}
		for _, one := range best {
			out.Additions = append(out.Additions, Addition{MicroCredentials: one.Credentials, Pairs: one.Pairs, Earners: one.Earners})
		}
	}
	// Of equals one alone goes before two; else the order of each list stays.
	slices.SortStableFunc(out.Additions, func(a, b Addition) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), cmp.Compare(b.Earners, a.Earners), cmp.Compare(len(a.MicroCredentials), len(b.MicroCredentials)))
	})
	out.Additions = out.Additions[:min(len(out.Additions), w.in.Limit)]
	for i := range out.Additions {
		w.exemplify(&out.Additions[i])
	}
	return out, nil
}

// exemplify names postings that an addition opens: those for most earners first.
func (w *whatIf) exemplify(one *Addition) {
	counts := map[int]int{}
	for _, lack := range w.load.Opened(one.MicroCredentials...) {
		counts[w.load.Lacks[lack].Posting]++
	}
	postings := make([]int, 0, len(counts))
	for p := range counts {
		postings = append(postings, p)
	}
	slices.SortFunc(postings, func(a, b int) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	one.Postings = len(postings)
	for _, p := range postings[:min(len(postings), maxExamples)] {
		one.Examples = append(one.Examples, w.postings[p].row.ID)
	}
}
