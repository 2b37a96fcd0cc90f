package graph

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph/scalar"
)

// inputs checks what the validator lets pass: @oneOf in variables and through
// them, the depth and length of values, integers beyond 32 bits.
type inputs struct {
	limits Limits
	schema *ast.Schema
	vars   map[string]any
}

// check walks every argument and variable of an operation that is valid. All
// operations of the document are walked; they share its fragments.
func (in inputs) check(doc *ast.QueryDocument, operation *ast.OperationDefinition) *gqlerror.Error {
	for _, variable := range operation.VariableDefinitions {
		value, given := in.vars[variable.Variable]
		if !given {
			continue
		}
		if err := in.value(variable.Type, value, "$"+variable.Variable, 0); err != nil {
			return err
		}
	}
	if err := in.selections(operation.SelectionSet); err != nil {
		return err
	}
	for _, fragment := range doc.Fragments {
		if err := in.selections(fragment.SelectionSet); err != nil {
			return err
		}
	}
	return nil
}

func (in inputs) selections(set ast.SelectionSet) *gqlerror.Error {
	for _, selection := range set {
		var inside ast.SelectionSet
		switch s := selection.(type) {
		case *ast.Field:
			if err := in.arguments(s); err != nil {
				return err
			}
			inside = s.SelectionSet
		case *ast.InlineFragment:
			inside = s.SelectionSet
		case *ast.FragmentSpread:
			continue // walked with the document's fragments
		}
		if err := in.selections(inside); err != nil {
			return err
		}
	}
	return nil
}

func (in inputs) arguments(field *ast.Field) *gqlerror.Error {
	for _, argument := range field.Arguments {
		if err := in.literal(argument.Value, argument.Name, 0); err != nil {
			return err
		}
	}
	first, set, err := in.first(field)
	if err != nil {
		return err
	}
	if set && (first < 0 || first > in.limits.First) {
		return badInput("%s(first: %d): 0 to %d are allowed", field.Name, first, in.limits.First)
	}
	return nil
}

// first is the page size that a field asks for, its default included.
func (in inputs) first(field *ast.Field) (first int, set bool, err *gqlerror.Error) {
	if field.Definition == nil {
		return 0, false, nil
	}
	argument := field.Definition.Arguments.ForName("first")
	if argument == nil || argument.Type.Name() != "Int" {
		return 0, false, nil
	}
	var given any
	if asked := field.Arguments.ForName("first"); asked != nil {
		given, _ = asked.Value.Value(in.vars)
	}
	if given == nil && argument.DefaultValue != nil {
		given, _ = argument.DefaultValue.Value(nil)
	}
	if given == nil {
		return 0, false, nil
	}
	n, ok := integer(given)
	if !ok {
		return 0, true, badInput("%s(first:): a whole number from 0 to %d is needed", field.Name, in.limits.First)
	}
	return n, true, nil
}

// literal checks a value written in the document.
func (in inputs) literal(value *ast.Value, path string, depth int) *gqlerror.Error {
	if depth > in.limits.InputDepth {
		return tooComplex("%s is nested more than %d levels deep", path, in.limits.InputDepth)
	}
	switch value.Kind {
	case ast.IntValue:
		n, err := strconv.ParseInt(value.Raw, 10, 64)
		if isInt := value.Definition != nil && value.Definition.Name == "Int"; err != nil || isInt && !fits(n) {
			return badInput("%s: %s is beyond a 32-bit integer", path, value.Raw)
		}
	case ast.StringValue, ast.BlockValue:
		return textual(value.Raw, path)
	case ast.ListValue:
		if len(value.Children) > in.limits.ListItems {
			return tooComplex("%s has %d items, %d are allowed", path, len(value.Children), in.limits.ListItems)
		}
		for i, child := range value.Children {
			if err := in.literal(child.Value, path+"."+strconv.Itoa(i), depth+1); err != nil {
				return err
			}
		}
	case ast.ObjectValue:
		if err := in.literalChoice(value, path); err != nil {
			return err
		}
		for _, child := range value.Children {
			if err := in.literal(child.Value, path+"."+child.Name, depth+1); err != nil {
				return err
			}
		}
	default:
	}
	return nil
}

// literalChoice refuses a @oneOf whose only field is a variable without a
// value; the validator has refused all else.
func (in inputs) literalChoice(value *ast.Value, path string) *gqlerror.Error {
	if !choice(value.Definition) {
		return nil
	}
	given, err := value.Value(in.vars)
	if err != nil {
		return badInput("%s: %s", path, err.Error())
	}
	fields, _ := given.(map[string]any)
	return oneOf(value.Definition, fields, path)
}

// value checks a variable's value against its type.
func (in inputs) value(typ *ast.Type, value any, path string, depth int) *gqlerror.Error {
	if depth > in.limits.InputDepth {
		return tooComplex("%s is nested more than %d levels deep", path, in.limits.InputDepth)
	}
	if err := uploaded(typ, value, path); err != nil {
		return err
	}
	switch v := value.(type) {
	case []any:
		if len(v) > in.limits.ListItems {
			return tooComplex("%s has %d items, %d are allowed", path, len(v), in.limits.ListItems)
		}
		for i, item := range v {
			if err := in.value(element(typ), item, path+"."+strconv.Itoa(i), depth+1); err != nil {
				return err
			}
		}
	case map[string]any:
		return in.object(typ, v, path, depth)
	case string:
		return textual(v, path)
	default:
		if typ != nil && typ.Name() == "Int" && value != nil {
			if n, ok := integer(value); !ok || !fits(int64(n)) {
				return badInput("%s: %s is no 32-bit integer", path, fmt.Sprint(value))
			}
		}
	}
	return nil
}

func (in inputs) object(typ *ast.Type, value map[string]any, path string, depth int) *gqlerror.Error {
	var definition *ast.Definition
	if typ != nil {
		definition = in.schema.Types[typ.Name()]
	}
	if err := oneOf(definition, value, path); err != nil {
		return err
	}
	for name, item := range value {
		var itemType *ast.Type
		if definition != nil {
			if field := definition.Fields.ForName(name); field != nil {
				itemType = field.Type
			}
		}
		if err := in.value(itemType, item, path+"."+name, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func choice(definition *ast.Definition) bool {
	return definition != nil && definition.Directives.ForName("oneOf") != nil
}

// oneOf: "exactly one key must be specified, and its value must not be null".
// https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects
func oneOf(definition *ast.Definition, given map[string]any, path string) *gqlerror.Error {
	if !choice(definition) {
		return nil
	}
	if len(given) != 1 {
		return badInput("%s: %s takes exactly one of its fields, %d are given", path, definition.Name, len(given))
	}
	for name, value := range given {
		if value == nil {
			return badInput("%s.%s: must not be null", path, name)
		}
	}
	return nil
}

// uploaded refuses a file where none is taken, as other scalars would not know
// what to do with it.
func uploaded(typ *ast.Type, value any, path string) *gqlerror.Error {
	if _, is := value.(scalar.Upload); is && (typ == nil || typ.NamedType != "Upload") {
		return badInput("%s: no file is taken here", path)
	}
	return nil
}

// element is the type of a list's items; one value stands for a list of one.
func element(typ *ast.Type) *ast.Type {
	if typ != nil && typ.Elem != nil {
		return typ.Elem
	}
	return typ
}

func fits(n int64) bool { return n >= math.MinInt32 && n <= math.MaxInt32 }

// textual refuses U+0000, which no text holds and PostgreSQL does not store.
func textual(text, path string) *gqlerror.Error {
	if strings.ContainsRune(text, 0) {
		return badInput("%s: a text holds no U+0000", path)
	}
	return nil
}
