package planner

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Caseload is earners and what they fall short of in postings.
type Caseload struct {
	// Earners has what each earner holds.
	Earners [][]string
	// Demands has the micro-credentials that close each demand by themselves.
	Demands [][]string
	// Lacks are the earners and postings to be looked at; only those with one or two
	// demands unmet can be opened.
	Lacks []Lack
	// Offers are the micro-credentials that could be added.
	Offers []Offer
}

// Lack is what an earner falls short of in a posting: demands by their index, all of
// them to be closed.
type Lack struct {
	Earner, Posting int
	Demands         []int
}

// Offer is a micro-credential that could be earned, by those who hold what it needs.
type Offer struct {
	Credential string
	Needs      []string
}

// Addition is what earning one or two micro-credentials opens: everybody is given
// those that they have not got and whose needs they hold, or one of the two provides.
type Addition struct {
	Credentials []string
	// Pairs counts the earners and postings of which every demand is then closed, and
	// Earners the earners among them.
	Pairs, Earners int
}

// mostLacking is how many unmet demands are looked at.
const mostLacking = 2

// WhatIf lists the n additions of so many micro-credentials, one or two, that open
// most: by pairs, then earners, then ids. Two are listed only where they open more
// than either of them alone.
func WhatIf(c Caseload, add, n int) ([]Addition, error) {
	if err := c.validate(add); err != nil {
		return nil, err
	}
	w := newWhatIf(c)
	if add == 1 {
		return w.ones(n), nil
	}
	return w.twos(n), nil
}

func (c Caseload) validate(add int) error {
	if add != 1 && add != mostLacking {
		return problem.New(problem.Invalid, "add one or two micro-credentials").
			Spanish("agregue una o dos microcredenciales").At("add")
	}
	for i, l := range c.Lacks {
		bad := l.Earner < 0 || l.Earner >= len(c.Earners)
		for _, d := range l.Demands {
			bad = bad || d < 0 || d >= len(c.Demands)
		}
		if bad {
			return problem.New(problem.Invalid, "it names an earner or a demand that is not there").
				Spanish("nombra a una persona o una exigencia que no existe").At("lacks", strconv.Itoa(i))
		}
	}
	return nil
}

// Opened lists, by their index, the lacks that an addition closes.
func (c Caseload) Opened(credentials ...string) []int {
	given := make([][]string, len(c.Earners))
	for e := range c.Earners {
		given[e] = c.given(e, credentials)
	}
	var list []int
	for i, l := range c.Lacks {
		open := func(d int) bool {
			return !slices.ContainsFunc(c.Demands[d], func(by string) bool { return slices.Contains(given[l.Earner], by) })
		}
		if len(l.Demands) > 0 && len(l.Demands) <= mostLacking && !slices.ContainsFunc(l.Demands, open) {
			list = append(list, i)
		}
	}
	return list
}

// given is what of an addition an earner gets.
func (c Caseload) given(earner int, credentials []string) []string {
	var got []string
	for range credentials { // what one provides, another may need
		for _, o := range c.Offers {
			missing := func(need string) bool {
				return !slices.Contains(c.Earners[earner], need) && !slices.Contains(got, need)
			}
			if slices.Contains(credentials, o.Credential) && !slices.Contains(c.Earners[earner], o.Credential) &&
				!slices.Contains(got, o.Credential) && !slices.ContainsFunc(o.Needs, missing) {
				got = append(got, o.Credential)
			}
		}
	}
	return got
}

func compareAdditions(a, b Addition) int {
	return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), cmp.Compare(b.Earners, a.Earners), slices.Compare(a.Credentials, b.Credentials))
}

// best keeps the n best additions.
type best struct {
	n    int
	list []Addition
}

// may says that so many pairs may be among the best.
func (b *best) may(pairs int) bool {
	return len(b.list) < b.n || b.n > 0 && pairs >= b.list[b.n-1].Pairs
}

func (b *best) add(pairs, earners int, credentials ...string) {
	if pairs == 0 || b.n < 1 {
		return
	}
	a := Addition{Pairs: pairs, Earners: earners}
	if len(b.list) == b.n {
		last := b.list[b.n-1]
		if pairs < last.Pairs || pairs == last.Pairs && earners < last.Earners {
			return
		}
	}
	a.Credentials = slices.Clone(credentials)
	at, _ := slices.BinarySearchFunc(b.list, a, compareAdditions)
	b.list = slices.Insert(b.list, at, a)
	b.list = b.list[:min(len(b.list), b.n)]
}
