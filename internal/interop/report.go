package interop

import (
	"time"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// maxNotes bounds the notes that a report keeps in full; Codes counts them all.
const maxNotes = 1000

// maxValue is how much of an offending value a note shows, in characters: two
// URIs fit.
const maxValue = 180

// Report says what an import did, file by file and row by row. Nothing that a
// source holds is dropped without a note here.
type Report struct {
	Format    string                 `json:"format"`
	At        time.Time              `json:"at"`
	Framework catalog.FrameworkInput `json:"framework"`
	Files     []*FileReport          `json:"files"`
	// Rows sums the rows of every file; Skills and Relations count the records
	// that they make, each once.
	Rows      Counts `json:"rows"`
	Skills    Counts `json:"skills"`
	Relations Counts `json:"relations"`
	// Records count the other records that they make, by kind.
	Records []RecordCounts `json:"records,omitempty"`
	Notes   []Note         `json:"notes"`
	// Codes counts the notes by their code, those left out of Notes too.
	Codes map[string]int `json:"codes"`
	// ClaimCodes are those of awards to people without an account.
	ClaimCodes []ClaimCode `json:"claimCodes,omitempty"`
}

// RecordCounts is what became of the records of a kind.
type RecordCounts struct {
	// Kind is a word for people: occupations, titles, places.
	Kind string `json:"kind"`
	Counts
}

// records are the counts of a kind.
func (r *Report) records(kind string) *Counts {
	for i := range r.Records {
		if r.Records[i].Kind == kind {
			return &r.Records[i].Counts
		}
	}
	r.Records = append(r.Records, RecordCounts{Kind: kind})
	return &r.Records[len(r.Records)-1].Counts
}

// sumRows adds up the rows of every file.
func (r *Report) sumRows() {
	for _, f := range r.Files {
		r.Rows.sum(f.Counts)
	}
}

// Counts is what became of the rows, or records, that were read.
type Counts struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Skipped   int `json:"skipped"`
	Failed    int `json:"failed"`
}

// FileReport is one file of the import.
type FileReport struct {
	Name     string   `json:"name"`
	SHA256   string   `json:"sha256,omitempty"`
	Bytes    int64    `json:"bytes,omitempty"`
	Encoding Encoding `json:"encoding,omitempty"`
	Release  string   `json:"release,omitempty"`
	Language string   `json:"language,omitempty"`
	// NotRead says why a file was left aside.
	NotRead string `json:"notRead,omitempty"`
	Counts
}

// Severity ranks notes.
type Severity string

// The severities: an error kept something out, a warning needs a look, an
// information does not.
const (
	Info    Severity = "INFO"
	Warning Severity = "WARNING"
	Error   Severity = "ERROR"
)

// Note says something about a row of a file, or about a whole file when Line is
// 0.
type Note struct {
	File     string   `json:"file"`
	Line     int      `json:"line,omitempty"`
	Column   string   `json:"column,omitempty"`
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Value    string   `json:"value,omitempty"`
}

// OK is true when no file was refused and no row failed.
func (r *Report) OK() bool {
	for _, n := range r.Notes {
		if n.Severity == Error {
			return false
		}
	}
	return r.Rows.Failed == 0 && r.Relations.Failed == 0
}

// note adds n, with its value cut short.
func (r *Report) note(n Note) {
	n.Value = short(n.Value)
	if r.Codes == nil {
		r.Codes = map[string]int{}
	}
	r.Codes[n.Code]++
	// Errors make room for themselves: a flood of information hides none.
	switch {
	case len(r.Notes) < maxNotes:
		r.Notes = append(r.Notes, n)
	case n.Severity == Error:
		for i := len(r.Notes) - 1; i >= 0; i-- {
			if r.Notes[i].Severity != Error {
				r.Notes[i] = n
				return
			}
		}
	}
}

// add counts one outcome; the reader of rows counts Read by itself.
func (c *Counts) add(o catalog.Outcome) {
	switch o {
	case catalog.OutcomeCreated:
		c.Created++
	case catalog.OutcomeUpdated:
		c.Updated++
	case catalog.OutcomeUnchanged:
		c.Unchanged++
	case catalog.OutcomeSkipped:
		c.Skipped++
	case catalog.OutcomeFailed:
		c.Failed++
	}
}

func (c *Counts) sum(o Counts) {
	c.Read += o.Read
	c.Created += o.Created
	c.Updated += o.Updated
	c.Unchanged += o.Unchanged
	c.Skipped += o.Skipped
	c.Failed += o.Failed
}

// short cuts a value to maxValue characters.
func short(value string) string {
	seen := 0
	for i := range value {
		if seen == maxValue {
			return value[:i] + "…"
		}
		seen++
	}
	return value
}
