package proof

import (
	"errors"
	"fmt"

	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/rdfc"
)

// Code says what is wrong with a proof, for programs. What jsonld refuses keeps
// jsonld's code.
type Code string

// The codes.
const (
	// Malformed: the proof lacks a member, or has one of a form that it can't
	// have.
	Malformed Code = "malformed"
	// UnsupportedCryptosuite: not one of the suites here, so that nothing is
	// known about the signature.
	UnsupportedCryptosuite Code = "unsupported-cryptosuite"
	// SignatureInvalid: the key did not sign this document with this proof.
	SignatureInvalid Code = "signature-invalid"
	// ProofPurpose: the signature is good, and meant for something else.
	ProofPurpose Code = "proof-purpose"
	// DateFormat: the signature is good, and a date of the proof is none.
	DateFormat Code = "date-format"
	// ContextNotAllowed: the proof names a context that its document doesn't.
	ContextNotAllowed = Code(jsonld.ContextNotAllowed)
	// UnsignedData: something is there that the signature doesn't cover.
	UnsignedData = Code(jsonld.UnsignedData)
	// TooComplex: the document is made to keep us busy.
	TooComplex = Code(jsonld.TooComplex)
)

// Error is what is wrong with a proof.
type Error struct {
	Code   Code
	Detail string // a sentence without its full stop
	cause  error
}

// Error tells the code and the detail.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Detail) }

// Unwrap is the *jsonld.Error, where that package refused.
func (e *Error) Unwrap() error { return e.cause }

func fail(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// refused turns an error of the packages below into one of ours.
func refused(err error) *Error {
	var known *jsonld.Error
	switch {
	case errors.As(err, &known):
		return &Error{Code(known.Code), known.Detail, err}
	case errors.Is(err, rdfc.ErrTooComplex):
		return &Error{TooComplex, "the document takes too long to bring into its canonical form", err}
	}
	return &Error{Malformed, err.Error(), err}
}
