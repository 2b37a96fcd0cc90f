package jsonld

import "fmt"

// Code says what is wrong with a document, for programs.
type Code string

// The codes.
const (
	// ContextMissing says that the document names no context.
	ContextMissing Code = "context-missing"
	// ContextNotAllowed says that a context is not one of those that are
	// accepted, or is where none may be.
	ContextNotAllowed Code = "context-not-allowed"
	// UnsignedData says that a member, a type or a value would not be among
	// the statements that a signature covers.
	UnsignedData Code = "unsigned-data"
	// DataModel says that the document is not JSON-LD, or is spelled in a way
	// that hides what it says from those who read its member names.
	DataModel Code = "data-model"
	// TooComplex says that the document is larger than is worked on.
	TooComplex Code = "too-complex"
)

// Error is what is wrong with a document, and where.
type Error struct {
	Code Code
	// Pointer is a JSON Pointer (RFC 6901) to the place.
	Pointer string
	// Detail is for a person: a sentence without its full stop.
	Detail string
}

// Error tells the code, the place and the detail.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s (at %q)", e.Code, e.Detail, e.Pointer)
}
