package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// The codes of errors, in `extensions.code`.
const (
	CodeUnauthenticated = "UNAUTHENTICATED"
	CodeForbidden       = "FORBIDDEN"
	CodeBadUserInput    = "BAD_USER_INPUT"
	CodeTooComplex      = "TOO_COMPLEX"
	CodeRateLimited     = "RATE_LIMITED"
	CodeTimeout         = "TIMEOUT"
	CodeInternal        = "INTERNAL"
)

// maxMessage bounds what a message quotes of a request.
const maxMessage = 500

// Errorf is an error for the client with one of the codes above.
func Errorf(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{
		Message:    shorten(fmt.Sprintf(format, args...)),
		Extensions: map[string]any{"code": code},
	}
}

// CodeOf is the error's code, or INTERNAL where it carries none.
func CodeOf(err *gqlerror.Error) string {
	if code, ok := err.Extensions["code"].(string); ok {
		return code
	}
	return CodeInternal
}

func tooComplex(format string, args ...any) *gqlerror.Error {
	return Errorf(CodeTooComplex, format, args...)
}

func badInput(format string, args ...any) *gqlerror.Error {
	return Errorf(CodeBadUserInput, format, args...)
}

// Presenter turns every error of an operation into what a client may read.
type Presenter struct {
	// Log receives the causes of INTERNAL errors; nil drops them.
	Log *slog.Logger
}

// Present keeps what is meant for the client and hides everything else: the
// text of an unknown error may hold SQL, paths or another person's data.
func (p Presenter) Present(ctx context.Context, err error) *gqlerror.Error {
	shown := p.classify(ctx, err)
	if placed, ok := errors.AsType[*gqlerror.Error](err); ok {
		shown.Path, shown.Locations = placed.Path, placed.Locations
	}
	if shown.Path == nil {
		shown.Path = graphql.GetPath(ctx)
	}
	return shown
}

func (p Presenter) classify(ctx context.Context, err error) *gqlerror.Error {
	if problems := problem.As(err); len(problems) > 0 {
		return problemError(RequestOf(ctx).Language, problems)
	}
	if known, ok := errors.AsType[*gqlerror.Error](err); ok {
		if shown := presentable(known); shown != nil {
			return shown
		}
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Errorf(CodeTimeout, "the operation took too long: ask for less, or try again")
	case errors.Is(err, context.Canceled):
		return Errorf(CodeTimeout, "the request was canceled")
	case decodingArguments(ctx) && !isPanic(err):
		return badInput("%s", err.Error())
	}
	return p.Internal(ctx, err)
}

// Internal logs the cause and tells the client nothing but the request's id.
func (p Presenter) Internal(ctx context.Context, err error) *gqlerror.Error {
	id := RequestOf(ctx).ID
	if p.Log != nil {
		p.Log.ErrorContext(ctx, "internal error", "request", id, "cause", err.Error())
	}
	shown := Errorf(CodeInternal, "something went wrong on our side; quote request %s when you report it", id)
	shown.Extensions["requestId"] = id
	return shown
}

// Recover turns a panic into an error that Present hides.
func (p Presenter) Recover(ctx context.Context, cause any) error {
	if p.Log != nil {
		p.Log.ErrorContext(ctx, "panic", "request", RequestOf(ctx).ID,
			"cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	}
	return panicked{cause}
}

// panicked keeps a panic apart from errors about a client's arguments.
type panicked struct{ cause any }

func (p panicked) Error() string { return fmt.Sprintf("panic: %v", p.cause) }

func isPanic(err error) bool {
	_, ok := errors.AsType[panicked](err)
	return ok
}

// presentable is the error if it was made for clients: by us, with a code of
// ours, or by the parser or the validator. It is nil for all others.
func presentable(err *gqlerror.Error) *gqlerror.Error {
	code, ok := err.Extensions["code"].(string)
	if !ok {
		return nil
	}
	if code == errcode.ValidationFailed || code == errcode.ParseFailed {
		return badInput("%s", err.Message)
	}
	return &gqlerror.Error{Message: shorten(err.Message), Extensions: err.Extensions}
}

// decodingArguments says that the current field's arguments are not read yet:
// the error is then about what the client sent. A resolver always runs with
// its arguments set.
func decodingArguments(ctx context.Context) bool {
	field := graphql.GetFieldContext(ctx)
	return field != nil && field.Args == nil && field.Field.Field != nil &&
		field.Field.Definition != nil && len(field.Field.Definition.Arguments) > 0
}

func shorten(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	cut := maxMessage
	for cut > 0 && !utf8.RuneStart(message[cut]) {
		cut--
	}
	return message[:cut] + "…"
}

// count says a number, or "very many" for one that hit the top.
func count(n int) string {
	if n > 1e9 {
		return "very many"
	}
	return strconv.Itoa(n)
}

// unparsed is a syntax error, or a document of too many tokens.
func unparsed(err error) *gqlerror.Error {
	parsed, ok := errors.AsType[*gqlerror.Error](err)
	if !ok {
		return badInput("the document cannot be parsed")
	}
	if strings.Contains(parsed.Message, "exceeded token limit") {
		return tooComplex("the document has too many tokens: %s", parsed.Message)
	}
	shown := badInput("%s", parsed.Message)
	shown.Locations = parsed.Locations
	return shown
}

// invalid is what the validator found, as far as it helps.
func invalid(errs gqlerror.List) gqlerror.List {
	shown := make(gqlerror.List, 0, min(len(errs), maxErrors))
	for _, err := range errs[:min(len(errs), maxErrors)] {
		one := badInput("%s", err.Message)
		one.Path, one.Locations = err.Path, err.Locations
		shown = append(shown, one)
	}
	return shown
}

func badVariable(err error) *gqlerror.Error {
	found, ok := errors.AsType[*gqlerror.Error](err)
	if !ok {
		return badInput("the variables do not fit the operation")
	}
	shown := badInput("%s: %s", found.Path.String(), found.Message)
	shown.Path = found.Path
	return shown
}

func missing(operation string) *gqlerror.Error {
	if operation == "" {
		return badInput("the document holds several operations: name one in operationName")
	}
	return badInput("the document holds no operation %q", operation)
}
