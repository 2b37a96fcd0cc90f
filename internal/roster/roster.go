// Package roster reads files of results that were reached elsewhere, in a place
// without a network perhaps: as CSV that people type into a spreadsheet, plain or
// signed by a key of the issuer's. It refuses to know who people are and what may
// be awarded: it says what stands in a row, and what cannot stand there.
package roster

import "time"

// The limits of a roster.
const (
	// MaxFile is how many bytes of CSV are read, MaxSigned of a signed file.
	MaxFile   = 5 << 20
	MaxSigned = 7 << 20
	// MaxRows is how many rows a file has at most.
	MaxRows = 5_000

	maxColumns = 100
	// maxCell is how many characters a cell has at most.
	maxCell = 1_000
	// maxRecord bounds a row in bytes: a quote that is never closed runs into it.
	maxRecord = 64 << 10
)

// Row is a result: what somebody earned, and when.
type Row struct {
	// Line of the file, from 1.
	Line int
	// MicroCredential is an id, an exact title, or a URI.
	MicroCredential string
	// Recipient is an earner's id or an e-mail address; empty for somebody who has
	// no record here, whom Name and Reference tell.
	Recipient, Name, Reference string
	// EarnedOn is a day, at its beginning in UTC.
	EarnedOn time.Time
	// ExpiresOn is the last day on which it is valid; nil where the
	// micro-credential says so.
	ExpiresOn *time.Time
	Levels    []Level
	Results   []Result
	// Fault is why the row cannot stand; nil where it may.
	Fault *Fault
}

// Level is a level of 1 to 4 that was reached in a skill, named by a label, a URI
// or an id.
type Level struct {
	Skill string
	Level int
}

// Result is a value under a name.
type Result struct{ Name, Value string }

// Fault is what is wrong with a row.
type Fault struct {
	Code Code
	// Column is the one that it is about; empty where it is the row as a whole.
	Column string
}

// The columns of a roster, besides those that begin with level., result. or note.
const (
	ColumnMicroCredential = "micro_credential"
	ColumnRecipient       = "recipient"
	ColumnName            = "name"
	ColumnReference       = "reference"
	ColumnEarnedOn        = "earned_on"
	ColumnExpiresOn       = "expires_on"
	ColumnResults         = "results"
)
