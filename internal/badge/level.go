package badge

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// order says which lists of a document are signed in their order. A signature
// over RDF covers what is in a list, and not which comes first, unless the
// context says that the order matters: whoever holds the badge could turn a
// rubric around, and the lowest level into the highest.
type order struct {
	// all lists are in order: what is signed is the text.
	all bool
	// values are in order where the context calls them a list.
	values bool
}

// order tells what is signed in its order.
func (b *Badge) order() order {
	if b.token != nil {
		return order{all: true}
	}
	proofs := objects(b.doc, "proof")
	return order{
		all:    len(proofs) > 0 && !slices.ContainsFunc(proofs, func(p map[string]any) bool { return !textual(p) }),
		values: hasContext(b.doc, contextsOB3+"-3.0.2.json") || hasContext(b.doc, contextsOB3+"-3.0.3.json"),
	}
}

// textual tells whether a proof signs a document as text, not as RDF.
func textual(p map[string]any) bool {
	return p["type"] == "DataIntegrityProof" && strings.Contains(text(p, "cryptosuite"), "-jcs-")
}

// ranked gives the levels of a rubric from low to high: in the order of the list
// where that is signed, else by their points or their numbers, which are. It is
// empty if neither gives an order.
func (d ResultDescription) ranked(by order) []RubricLevel {
	if by.all {
		return d.Levels
	}
	for _, number := range []func(RubricLevel) string{
		func(l RubricLevel) string { return l.Points },
		func(l RubricLevel) string { return l.Level },
	} {
		if places, ok := distinct(d.Levels, number); ok {
			return slices.SortedFunc(slices.Values(d.Levels), func(a, b RubricLevel) int {
				return cmp.Compare(places[a.ID], places[b.ID])
			})
		}
	}
	return nil
}

// distinct reads a number of each level, by its identifier; the levels have to
// have different ones.
func distinct(levels []RubricLevel, number func(RubricLevel) string) (map[string]float64, bool) {
	places, seen := map[string]float64{}, map[float64]bool{}
	for _, l := range levels {
		n, err := strconv.ParseFloat(number(l), 64)
		if err != nil || math.IsNaN(n) || seen[n] {
			return nil, false
		}
		places[l.ID], seen[n] = n, true
	}
	return places, len(levels) > 0 && len(places) == len(levels)
}

// topLevel is the highest of our own levels.
const topLevel = 4

// scale is where the results of a description are on our own scale.
type scale struct {
	name string
	// levels go by their identifiers, values by themselves.
	levels, values map[string]int
}

// scale places results by their place among the levels of the rubric, or among
// the values that may be given, both of which issuers order from low to high
// (OB 3.0 §B.1.23). Without an order there are no levels.
func (d ResultDescription) scale(by order) scale {
	s := scale{name: d.Name, levels: map[string]int{}, values: map[string]int{}}
	for i, l := range d.ranked(by) {
		place(s.levels, l.ID, i, len(d.Levels))
	}
	for i, v := range d.AllowedValues {
		if by.all || by.values {
			place(s.values, v, i, len(d.AllowedValues))
		}
	}
	delete(s.levels, "")
	return s
}

// place notes where something is among several, the first time that it is there.
func place(places map[string]int, name string, i, of int) {
	if _, found := places[name]; !found {
		places[name] = scaled(i, of)
	}
}

// level is that of a result, 0 for none.
func (s scale) level(r Result) int {
	return cmp.Or(s.levels[r.AchievedLevel], s.values[r.Value])
}

// scaled stretches a place among several onto 1 to 4; the highest is the
// highest only if there is more than one.
func scaled(place, of int) int {
	if of <= topLevel {
		return place + 1
	}
	return 1 + place*topLevel/of
}
