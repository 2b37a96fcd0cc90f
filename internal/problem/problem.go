// Package problem is the failures that a caller can do something about: a kind,
// a sentence for a person, and the input field that it is about. Anything else
// is a plain error, for us. It refuses to know transports and status codes.
package problem

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what sort of failure a problem is.
type Kind string

// The kinds. There is none for our own failures: those are plain errors.
const (
	// Invalid input: the caller can mend it.
	Invalid Kind = "INVALID"
	// NotFound stands for what is missing and for what the viewer may not know of.
	NotFound Kind = "NOT_FOUND"
	// Conflict with what is stored: read again, then decide.
	Conflict Kind = "CONFLICT"
	// Limit exceeded: ask for less, or later.
	Limit Kind = "LIMIT"
	// Unavailable for now: the same call may work later.
	Unavailable Kind = "UNAVAILABLE"
	// Forbidden to this viewer, who may know that the thing exists.
	Forbidden Kind = "FORBIDDEN"
	// Unauthenticated callers have to sign in first.
	Unauthenticated Kind = "UNAUTHENTICATED"
)

// Problem is one failure. It is built by New and the methods that follow, which
// return copies, so that a problem can be shared.
type Problem struct {
	Kind Kind
	// Message is a sentence for a person, in English.
	Message string
	// MessageES is the same sentence in Spanish; empty where none was given.
	MessageES string
	// Path leads to the field of the input, outermost name first; list indexes
	// are decimal.
	Path []string
	// Suggestions are values that would have been accepted.
	Suggestions []string
	// Current is the record as it stands, for a Conflict over a revision.
	Current any
}

// New makes a problem with a sentence in English.
func New(kind Kind, format string, args ...any) *Problem {
	return &Problem{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Error gives the path and the English sentence.
func (p *Problem) Error() string {
	if len(p.Path) == 0 {
		return p.Message
	}
	return strings.Join(p.Path, ".") + ": " + p.Message
}

// At puts path in front of the problem's own path: a validator names its field,
// its caller the field that the validated value came from.
func (p *Problem) At(path ...string) *Problem {
	c := *p
	c.Path = slices.Concat(path, p.Path)
	return &c
}

// Spanish adds the sentence in Spanish.
func (p *Problem) Spanish(format string, args ...any) *Problem {
	c := *p
	c.MessageES = fmt.Sprintf(format, args...)
	return &c
}

// Suggest adds values that would have been accepted.
func (p *Problem) Suggest(values ...string) *Problem {
	c := *p
	c.Suggestions = slices.Concat(p.Suggestions, values)
	return &c
}

// With attaches the record as it stands.
func (p *Problem) With(current any) *Problem {
	c := *p
	c.Current = current
	return &c
}

// In gives the sentence in a language ("en", "es-MX"), English where there is
// no other.
func (p *Problem) In(language string) string {
	if p.MessageES != "" && (language == "es" || strings.HasPrefix(language, "es-")) {
		return p.MessageES
	}
	return p.Message
}

// List is several problems of one call: every invalid field is reported at once.
type List []*Problem

// Error gives the problems' sentences, one after the other.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "; ")
}

// Join collects the problems among errs, in order; nil when there are none. An
// error that is no problem wins over all problems: it is ours to mend first.
func Join(errs ...error) error {
	var list List
	for _, err := range errs {
		if isNil(err) {
			continue
		}
		ps := As(err)
		if ps == nil {
			return err
		}
		list = append(list, ps...)
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// As gives the problems that err is or wraps; nil when it is none.
func As(err error) []*Problem {
	if isNil(err) {
		return nil
	}
	var list List
	if errors.As(err, &list) {
		return list
	}
	var p *Problem
	if errors.As(err, &p) && p != nil {
		return []*Problem{p}
	}
	return nil
}

// KindOf gives the kind of the first problem in err; false when it is none.
func KindOf(err error) (Kind, bool) {
	ps := As(err)
	if len(ps) == 0 {
		return "", false
	}
	return ps[0].Kind, true
}

// Is tells whether err is a problem of that kind.
func Is(err error, kind Kind) bool {
	k, ok := KindOf(err)
	return ok && k == kind
}

// isNil also catches a validator's nil *Problem, which is no nil error.
func isNil(err error) bool {
	if err == nil {
		return true
	}
	p, ok := err.(*Problem) //nolint:errorlint // what wraps a nil is an error all the same
	return ok && p == nil
}
