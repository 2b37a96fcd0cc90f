package submission

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// maxBytes is far more than a rubric that somebody reads; it keeps hostile input
// from being read at all.
const maxBytes = 2 << 20

// Parse reads a definition and validates it. A field that there is not is
// refused, so that a misspelled one is not lost.
func Parse(raw json.RawMessage) (Definition, error) {
	if len(raw) > maxBytes {
		return Definition{}, problem.New(problem.Limit, "a definition has at most %d bytes", maxBytes).
			Spanish("una definición tiene como máximo %d bytes", maxBytes)
	}
	var d Definition
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return Definition{}, unreadable()
	}
	if _, err := decoder.Token(); err != io.EOF { // the decoder gives the very value
		return Definition{}, unreadable()
	}
	if err := Validate(d); err != nil {
		return Definition{}, err
	}
	return d, nil
}

func unreadable() error {
	return problem.New(problem.Invalid, "this cannot be read as a definition of an assessment").
		Spanish("esto no se puede leer como definición de una evaluación")
}
