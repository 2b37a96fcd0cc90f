package graph

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// extent is how large the answer of an operation has become. A price knows of
// no list that takes no `first`: of lists in lists in lists, each short, an
// answer grows without end. So each list is counted as it is loaded, with the
// fields that will be asked of its rows, and refused before they are.
type extent struct {
	limit        int
	fields, rows atomic.Int64
	widths       sync.Map // by *ast.Field: the fields asked of one of its rows
}

// measure is the field middleware.
func (e *extent) measure(ctx context.Context, next graphql.Resolver) (any, error) {
	result, err := next(ctx)
	field := graphql.GetFieldContext(ctx).Field.Field
	if err != nil || field == nil || len(field.SelectionSet) == 0 || !listed(field) {
		return result, err
	}
	list := reflect.ValueOf(result)
	if list.Kind() != reflect.Slice || list.Len() == 0 {
		return result, nil
	}
	e.rows.Add(int64(list.Len()))
	if e.fields.Add(int64(times(list.Len(), e.width(field)))) > int64(e.limit) {
		return nil, tooLarge()
	}
	return result, nil
}

func tooLarge() *gqlerror.Error {
	return tooComplex("the answer is too large: ask for shorter pages, fewer fields or fewer lists in lists")
}

// listed leaves the schema out, whose depth the validator bounds.
func listed(field *ast.Field) bool {
	return field.Definition != nil && field.Definition.Type.Elem != nil && !strings.HasPrefix(field.Definition.Type.Name(), "__")
}

func (e *extent) width(field *ast.Field) int {
	if known, ok := e.widths.Load(field); ok {
		return known.(int) //nolint:forcetypeassert // nothing else is kept
	}
	width := max(fieldsOf(field.SelectionSet), 1)
	e.widths.Store(field, width)
	return width
}

// fieldsOf counts the fields of an object and of the objects in it, without
// those of the rows of lists, which are counted when they are there. Limits.Fields
// bounds it.
func fieldsOf(set ast.SelectionSet) int {
	total := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			total = add(total, 1)
			if !listed(s) {
				total = add(total, fieldsOf(s.SelectionSet))
			}
		case *ast.InlineFragment:
			total = add(total, fieldsOf(s.SelectionSet))
		case *ast.FragmentSpread:
			if s.Definition != nil {
				total = add(total, fieldsOf(s.Definition.SelectionSet))
			}
		}
	}
	return total
}

// settle answers with one error where the answer was too large, and takes what
// it held of rows beyond its price from what the caller has left.
func (x *Executor) settle(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || !graphql.HasOperationContext(ctx) {
		return response
	}
	oc := graphql.GetOperationContext(ctx)
	e, ok := oc.Stats.GetExtension(extentKey).(*extent)
	if !ok {
		return response
	}
	if over := int(e.rows.Swap(0)) - CostOf(oc); over > 0 && x.options.Rate != nil {
		x.options.Rate.Debit(x.options.Now(), RequestOf(ctx), over)
	}
	if e.fields.Swap(0) <= int64(e.limit) {
		return response
	}
	return &graphql.Response{Errors: gqlerror.List{tooLarge()}, Extensions: response.Extensions}
}
