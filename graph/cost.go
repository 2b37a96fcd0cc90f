package graph

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// What an operation, an object and introspection cost; a leaf costs nothing,
// as in the cost directives' specification.
// https://ibm.github.io/graphql-specs/cost-spec.html#sec-weight
const (
	operationCost = 1
	objectCost    = 1
	schemaCost    = 100
)

// coster prices an operation: an object costs 1 (or its weight) and what is
// selected of it; the rows of a connection, or of a list that takes `first`,
// cost that times `first`, and those of `nodes(ids:)` that times the number of
// ids. A weight may be one of each item of an input's list. Nothing else multiplies.
type coster struct {
	inputs
	weights   map[string]int
	perItem   map[string][]string
	fragments map[fragmentTimes]int
}

// fragmentTimes keys what a fragment costs: on a connection it costs more the
// longer the page is.
type fragmentTimes struct {
	fragment *ast.FragmentDefinition
	rows     int
}

// costOf prices an operation.
func (in inputs) costOf(operation *ast.OperationDefinition, options Options) int {
	c := coster{inputs: in, weights: options.Weights, perItem: options.PerItem, fragments: map[fragmentTimes]int{}}
	return add(operationCost, c.selections(operation.SelectionSet, 1))
}

// selections prices a selection set on an object; rows multiplies the fields
// that hold a connection's rows.
func (c coster) selections(set ast.SelectionSet, rows int) int {
	total := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			total = add(total, c.field(s, rows))
		case *ast.InlineFragment:
			total = add(total, c.selections(s.SelectionSet, rows))
		case *ast.FragmentSpread:
			total = add(total, c.fragment(s.Definition, rows))
		}
	}
	return total
}

func (c coster) fragment(fragment *ast.FragmentDefinition, rows int) int {
	if fragment == nil {
		return 0
	}
	key := fragmentTimes{fragment, rows}
	cost, ok := c.fragments[key]
	if !ok {
		cost = c.selections(fragment.SelectionSet, rows)
		c.fragments[key] = cost
	}
	return cost
}

func (c coster) field(field *ast.Field, rows int) int {
	if field.Definition == nil {
		return 0
	}
	if len(field.SelectionSet) == 0 {
		return c.leaf(field)
	}
	if field.Name == "__schema" || field.Name == "__type" {
		return schemaCost
	}
	cost := c.object(field)
	if field.Name == "edges" || field.Name == "nodes" && len(field.Arguments) == 0 {
		cost = times(cost, max(rows, 1))
	}
	return cost
}

// leaf prices a field without selections: nothing, but for one that is dear.
func (c coster) leaf(field *ast.Field) int {
	if field.ObjectDefinition == nil {
		return 0
	}
	return add(c.weights[field.ObjectDefinition.Name+"."+field.Name], c.given(field))
}

// object prices a field with selections, apart from being a connection's rows.
func (c coster) object(field *ast.Field) int {
	own := c.weight(field)
	if ids := field.Arguments.ForName("ids"); ids != nil && field.Name == "nodes" {
		given, _ := ids.Value.Value(c.vars)
		list, _ := given.([]any)
		return times(max(len(list), 1), add(own, c.selections(field.SelectionSet, 1)))
	}
	pages, set, _ := c.first(field)
	switch {
	case !set:
		return add(own, c.selections(field.SelectionSet, 1))
	case c.connection(field):
		return add(own, c.selections(field.SelectionSet, pages))
	default:
		return times(max(pages, 1), add(own, c.selections(field.SelectionSet, 1)))
	}
}

func (c coster) weight(field *ast.Field) int {
	if field.ObjectDefinition == nil {
		return objectCost
	}
	name := field.ObjectDefinition.Name + "." + field.Name
	weight, ok := c.weights[name]
	if !ok {
		return add(objectCost, c.given(field))
	}
	return add(times(weight, c.items(field, c.perItem[name])), c.given(field))
}

// given is the weight of what is given of a field's input.
func (c coster) given(field *ast.Field) int {
	argument := field.Arguments.ForName("input")
	if argument == nil || field.Definition == nil || field.Definition.Arguments.ForName("input") == nil {
		return 0
	}
	kind := field.Definition.Arguments.ForName("input").Type.Name()
	value, _ := argument.Value.Value(c.vars)
	object, _ := value.(map[string]any)
	total := 0
	for name, value := range object {
		if value != nil {
			total = add(total, c.weights[kind+"."+name])
		}
	}
	return total
}

// items is the length of the list that a path of names leads to, the argument's
// first; 1 where it leads to none.
func (c coster) items(field *ast.Field, path []string) int {
	if len(path) == 0 {
		return 1
	}
	argument := field.Arguments.ForName(path[0])
	if argument == nil {
		return 1
	}
	given, _ := argument.Value.Value(c.vars)
	for _, name := range path[1:] {
		object, _ := given.(map[string]any)
		given = object[name]
	}
	list, _ := given.([]any)
	return max(len(list), 1)
}

// connection says whether a field's rows are one level further down.
func (c coster) connection(field *ast.Field) bool {
	definition := c.schema.Types[field.Definition.Type.Name()]
	return definition != nil && definition.Fields.ForName("pageInfo") != nil
}

// integer reads a whole number as JSON, the parser or a Go caller holds it.
func integer(value any) (int, bool) {
	switch v := value.(type) {
	case int:
		return v, true
	case int64:
		return int(v), true
	case float64:
		return int(v), v == math.Trunc(v) && math.Abs(v) <= math.MaxInt32
	case json.Number:
		n, err := v.Int64()
		return int(n), err == nil
	case string: // the validator takes a number in quotes
		n, err := strconv.Atoi(v)
		return n, err == nil
	}
	return 0, false
}
