package graphtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"

	"github.com/stackmatch/stackmatch/graph/scalar"
)

// record is an object; a func() any in it is called when it is asked for.
type record map[string]any

func (s *Schema) resolve(
	ctx context.Context, oc *graphql.OperationContext, value any, field graphql.CollectedField,
) (any, error) {
	args := field.ArgumentMap(oc.Variables)
	switch value := value.(type) {
	case nil:
		return s.root(ctx, oc, field.Name, args)
	case record:
		if made, ok := value[field.Name].(func(args map[string]any) any); ok {
			return made(args), nil
		}
		return value[field.Name], nil
	default:
		return reflected(value, field.Name, args)
	}
}

func (s *Schema) root(ctx context.Context, oc *graphql.OperationContext, field string, args map[string]any) (any, error) {
	name, _ := args["name"].(string)
	switch field {
	case "__schema", "__type":
		if oc.DisableIntrospection {
			return nil, errors.New("introspection disabled")
		}
		if field == "__schema" {
			return s.introspect(), nil
		}
		return introspection.WrapTypeFromDef(s.schema, s.schema.Types[name]), nil
	case "hello":
		return "hello " + name, nil
	case "posts":
		return posts(args), nil
	case "nodes":
		ids, _ := args["ids"].([]any)
		return make([]any, len(ids)), nil
	case "post":
		return post(fmt.Sprint(args["id"])), nil
	case "ask", "touch":
		text, err := json.Marshal(args["input"])
		return string(text), err
	case "send":
		return told(append(items(args["files"]), args["file"])), nil
	case "sum":
		return sum(args["numbers"])
	case "call", "mustCall":
		return s.call(ctx, name)
	}
	return nil, fmt.Errorf("no resolver for %s", field)
}

// told says of each file what came.
func told(files []any) string {
	var out strings.Builder
	for _, file := range files {
		if upload, ok := file.(scalar.Upload); ok {
			head, _ := io.ReadAll(io.LimitReader(upload.Open(), 20))
			fmt.Fprintf(&out, "[%s, %s, %d bytes: %s]", upload.Name, upload.MediaType, upload.Size, head)
		}
	}
	return out.String()
}

func sum(numbers any) (int64, error) {
	total := int64(0)
	for _, number := range items(numbers) {
		switch n := number.(type) {
		case int64:
			total += n
		case json.Number:
			one, err := n.Int64()
			if err != nil {
				return 0, err
			}
			total += one
		}
	}
	return total, nil
}

func posts(args map[string]any) any {
	first := 0
	switch n := args["first"].(type) {
	case int64:
		first = int(n)
	case json.Number:
		wide, _ := n.Int64()
		first = int(wide)
	}
	nodes, edges := []any{}, []any{}
	for i := range first {
		node := post(fmt.Sprint("pst_", i))
		nodes = append(nodes, node)
		edges = append(edges, record{"cursor": fmt.Sprint(i), "node": node})
	}
	return record{
		"nodes": nodes, "edges": edges, "totalCount": 1000,
		"pageInfo": record{"hasNextPage": true, "endCursor": fmt.Sprint(first)},
	}
}

func post(id string) any {
	return record{
		"id": id, "title": "Forklift operator",
		"parent":  func(map[string]any) any { return post("parent of " + id) },
		"related": func(map[string]any) any { return []any{post("related to " + id)} },
		"thread":  func(map[string]any) any { return slices.Repeat([]any{post("answer to " + id)}, 10) },
		"answers": posts,
	}
}

// reflected reads a method or a field of gqlgen's introspection types.
func reflected(value any, name string, args map[string]any) (any, error) {
	match := func(s string) bool { return strings.EqualFold(s, name) }
	v := reflect.ValueOf(value)
	for _, v := range []reflect.Value{v, addressed(v)} {
		for method := range v.Type().Methods() {
			if match(method.Name) {
				return called(v.MethodByName(method.Name), args), nil
			}
		}
	}
	field := reflect.Indirect(v).FieldByNameFunc(match)
	if !field.IsValid() {
		return nil, fmt.Errorf("%T has no %s", value, name)
	}
	return field.Interface(), nil
}

func called(method reflect.Value, args map[string]any) any {
	var in []reflect.Value
	if method.Type().NumIn() == 1 {
		all, _ := args["includeDeprecated"].(bool)
		in = append(in, reflect.ValueOf(all))
	}
	return method.Call(in)[0].Interface()
}

func addressed(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer {
		return v
	}
	pointer := reflect.New(v.Type())
	pointer.Elem().Set(v)
	return pointer
}

func absent(value any) bool {
	if value == nil {
		return true
	}
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

func items(value any) []any {
	if value == nil {
		return nil
	}
	if list, ok := value.([]any); ok {
		return list
	}
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.Slice {
		return []any{value}
	}
	list := make([]any, v.Len())
	for i := range list {
		list[i] = v.Index(i).Interface()
	}
	return list
}
