package graph

import (
	"math"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Limits are what one operation may ask for. A field that is zero takes its
// value from DefaultLimits.
type Limits struct {
	// Depth of nested fields; the introspection query is exempt, it is deeper.
	Depth int
	// Aliases, Directives and Fields are counted with every fragment spread
	// out, RootFields per operation.
	Aliases, Directives, RootFields, Fields int
	// Tokens of the document's text.
	Tokens int
	// InputDepth and ListItems bound arguments and variables.
	InputDepth, ListItems int
	// Cost of the operation, see costOf.
	Cost int
	// First is the longest page.
	First int
	// Answer is how many fields an answer may hold, in the rows of its lists.
	Answer int
}

// DefaultLimits follow graphql-armor's, raised where our own example
// operations need it.
func DefaultLimits() Limits {
	return Limits{
		Depth: 14, Aliases: 30, Directives: 30, RootFields: 20, Fields: 500, Tokens: 4000,
		InputDepth: 20, ListItems: 1000, Cost: 5000, First: 100,
		Answer: 250_000,
	}
}

// orDefault fills the fields that are not set.
func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	for _, pair := range [][2]*int{
		{&l.Depth, &d.Depth},
		{&l.Aliases, &d.Aliases},
		{&l.Directives, &d.Directives},
		{&l.RootFields, &d.RootFields},
		{&l.Fields, &d.Fields},
		{&l.Tokens, &d.Tokens},
		{&l.InputDepth, &d.InputDepth},
		{&l.ListItems, &d.ListItems},
		{&l.Cost, &d.Cost},
		{&l.First, &d.First},
		{&l.Answer, &d.Answer},
	} {
		if *pair[0] == 0 {
			*pair[0] = *pair[1]
		}
	}
	return l
}

// check refuses a document that is too large to validate. It runs before
// validation, whose comparison of overlapping fields is quadratic, and so must
// stand documents that are not valid, with cycles of fragments for one.
func (l Limits) check(doc *ast.QueryDocument) *gqlerror.Error {
	m := &measurer{fragments: doc.Fragments, done: map[string]size{}}
	var total size
	for _, operation := range doc.Operations {
		one := m.selections(operation.SelectionSet, true)
		one.directives = add(one.directives, len(operation.Directives))
		for _, variable := range operation.VariableDefinitions {
			one.directives = add(one.directives, len(variable.Directives))
		}
		if one.width > l.RootFields {
			return tooComplex("the operation has %s root fields, %d are allowed", count(one.width), l.RootFields)
		}
		total = total.with(one)
	}
	for _, fragment := range doc.Fragments {
		// A fragment that nothing spreads is validated all the same.
		total = total.atLeast(m.fragment(fragment.Name))
	}
	return l.refuse(total)
}

func (l Limits) refuse(total size) *gqlerror.Error {
	switch {
	case total.depth > l.Depth:
		return tooComplex("the operation is %s fields deep, %d are allowed", count(total.depth), l.Depth)
	case total.fields > l.Fields:
		return tooComplex("the operation has %s fields, %d are allowed", count(total.fields), l.Fields)
	case total.aliases > l.Aliases:
		return tooComplex("the operation has %s aliases, %d are allowed", count(total.aliases), l.Aliases)
	case total.directives > l.Directives:
		return tooComplex("the operation has %s directives, %d are allowed", count(total.directives), l.Directives)
	}
	return nil
}

// size of a selection set, fragments spread out. Width is the number of fields
// of the set itself.
type size struct{ depth, width, fields, aliases, directives int }

// with is the size of two selections side by side.
func (s size) with(o size) size {
	return size{
		depth: max(s.depth, o.depth), width: add(s.width, o.width), fields: add(s.fields, o.fields),
		aliases: add(s.aliases, o.aliases), directives: add(s.directives, o.directives),
	}
}

func (s size) atLeast(o size) size {
	return size{
		depth: max(s.depth, o.depth), width: max(s.width, o.width), fields: max(s.fields, o.fields),
		aliases: max(s.aliases, o.aliases), directives: max(s.directives, o.directives),
	}
}

// measurer measures each fragment once: spreads of spreads grow exponentially.
type measurer struct {
	fragments ast.FragmentDefinitionList
	done      map[string]size
}

func (m *measurer) selections(set ast.SelectionSet, root bool) size {
	var total size
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			total = total.with(m.field(s, root))
		case *ast.InlineFragment:
			one := m.selections(s.SelectionSet, root)
			one.directives = add(one.directives, len(s.Directives))
			total = total.with(one)
		case *ast.FragmentSpread:
			one := m.fragment(s.Name)
			one.directives = add(one.directives, len(s.Directives))
			total = total.with(one)
		}
	}
	return total
}

func (m *measurer) field(field *ast.Field, root bool) size {
	inside := m.selections(field.SelectionSet, false)
	one := size{
		depth: inside.depth + 1, width: 1, fields: add(inside.fields, 1),
		aliases: inside.aliases, directives: add(inside.directives, len(field.Directives)),
	}
	if field.Alias != field.Name {
		one.aliases = add(one.aliases, 1)
	}
	if root && (field.Name == "__schema" || field.Name == "__type") {
		// The validator bounds the depth of introspection by a rule of its own.
		one.depth = 1
	}
	return one
}

func (m *measurer) fragment(name string) size {
	if done, ok := m.done[name]; ok {
		return done
	}
	fragment := m.fragments.ForName(name)
	if fragment == nil {
		return size{}
	}
	// A cycle is cut here; validation refuses it afterwards.
	m.done[name] = size{}
	one := m.selections(fragment.SelectionSet, false)
	one.directives = add(one.directives, len(fragment.Directives))
	if strings.HasPrefix(fragment.TypeCondition, "__") {
		one.depth = 1
	}
	m.done[name] = one
	return one
}

// add is a sum that stays at the top instead of overflowing.
func add(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// times is a product that stays at the top instead of overflowing.
func times(a, b int) int {
	if a != 0 && b > math.MaxInt/a {
		return math.MaxInt
	}
	return a * b
}
