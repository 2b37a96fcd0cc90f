package graph

import (
	"context"
	"fmt"
	"reflect"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// errorCodes says how a problem is told in the `errors` list. A query's
// missing record is no error at all, see optional.
var errorCodes = map[problem.Kind]string{
	problem.Unauthenticated: CodeUnauthenticated,
	problem.Forbidden:       CodeForbidden,
	problem.Invalid:         CodeBadUserInput,
	problem.NotFound:        CodeBadUserInput,
	problem.Conflict:        CodeBadUserInput,
	problem.Limit:           CodeTooComplex,
	problem.Unavailable:     CodeTimeout,
}

// problemError tells problems outside a payload: the first one's code and
// sentence, and all of them in the extensions when there are several.
func problemError(language string, problems []*problem.Problem) *gqlerror.Error {
	first := problems[0]
	shown := Errorf(errorCodes[first.Kind], "%s", first.In(language))
	if len(first.Path) > 0 {
		shown.Extensions["inputPath"] = first.Path
	}
	if len(first.Suggestions) > 0 {
		shown.Extensions["suggestions"] = first.Suggestions
	}
	if len(problems) > 1 {
		all := make([]map[string]any, len(problems))
		for i, p := range problems {
			all[i] = map[string]any{"message": p.In(language), "inputPath": p.Path}
		}
		shown.Extensions["problems"] = all
	}
	return shown
}

// inPayload says which kinds a mutation returns in its payload. The others are
// about the program or the viewer, not about the input.
func inPayload(kind problem.Kind) bool {
	switch kind {
	case problem.Invalid, problem.NotFound, problem.Conflict, problem.Limit, problem.Unavailable:
		return true
	case problem.Forbidden, problem.Unauthenticated:
		return false
	}
	return false
}

// fillPayload is the part of payload that does not know the generated types:
// it returns the filled payload with a problem per problem in err, made by
// convert, or else err itself. The payload's Problems field is never nil: its
// type in the schema is not null.
func fillPayload[P, Q any](
	ctx context.Context, err error, filled P, convert func(ctx context.Context, p *problem.Problem) Q,
) (*P, error) {
	problems := problem.As(err)
	if err != nil && len(problems) == 0 {
		return nil, err
	}
	list := make([]Q, 0, len(problems))
	for _, p := range problems {
		if !inPayload(p.Kind) {
			return nil, err
		}
		list = append(list, convert(ctx, p))
	}
	field := reflect.ValueOf(&filled).Elem().FieldByName("Problems")
	if !field.IsValid() || field.Type() != reflect.TypeFor[[]Q]() {
		return nil, fmt.Errorf("payload %T has no field Problems of type %T", filled, list)
	}
	field.Set(reflect.ValueOf(list))
	return &filled, nil
}

// optional is a query's answer for a record that may be missing: null, not an
// error. Missing and forbidden look the same to an outsider, so a service
// reports both as NOT_FOUND where the viewer may not know the difference.
func optional[T any](record *T, err error) (*T, error) {
	if problem.Is(err, problem.NotFound) {
		return nil, nil // null is how GraphQL says "not found"
	}
	return record, err
}
