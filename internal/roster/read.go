package roster

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Read reads the rows of a CSV file. Rows that cannot stand have a Fault; the
// error, a problem, is of a file that is refused as a whole.
func Read(content []byte) ([]Row, error) {
	if len(content) > MaxFile {
		return nil, problem.New(problem.Limit, "a roster has at most %d MiB", MaxFile>>20).
			Spanish("una lista tiene como máximo %d MiB", MaxFile>>20)
	}
	text, err := decoded(content)
	if err != nil {
		return nil, err
	}
	all := records(text, 1+MaxRows)
	switch {
	case len(all) == 0:
		return nil, problem.New(problem.Invalid, "the file is empty").Spanish("el archivo está vacío")
	case len(all) == 1:
		return nil, problem.New(problem.Invalid, "the file has no rows").Spanish("el archivo no tiene filas")
	case len(all) > 1+MaxRows:
		return nil, problem.New(problem.Limit, "a roster has at most %d rows: divide the file", MaxRows).
			Spanish("una lista tiene como máximo %d filas: divida el archivo", MaxRows)
	}
	h, err := readHeader(all[0])
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(all)-1)
	for i, r := range all[1:] {
		rows[i] = h.row(r)
	}
	return rows, nil
}

// header says what the columns are.
type header struct {
	// columns are the known ones, by their place; "" is ignored.
	columns []string
	// labels are what follows level. or result., by the same places.
	labels []string
}

// The beginnings of the columns that an issuer names.
const (
	levelPrefix  = "level."
	resultPrefix = "result."
	notePrefix   = "note"
)

// known are the columns by their folded names.
var known = []string{
	ColumnMicroCredential, ColumnRecipient, ColumnName, ColumnReference, ColumnEarnedOn, ColumnExpiresOn, ColumnResults,
}

// readHeader refuses columns that are not known: a misspelled one would be lost.
func readHeader(r record) (header, error) {
	h := header{columns: make([]string, len(r.cells)), labels: make([]string, len(r.cells))}
	if r.unreadable || len(r.cells) > maxColumns {
		return h, problem.New(problem.Invalid, "the header cannot be read: it has at most %d columns", maxColumns).
			Spanish("el encabezado no se puede leer: tiene como máximo %d columnas", maxColumns)
	}
	var errs []error
	seen := map[string]bool{}
	for i, cell := range r.cells {
		name := fold(cell)
		lower := strings.ToLower(cell)
		switch at := slices.IndexFunc(known, func(k string) bool { return fold(k) == name }); {
		case name == "" || strings.HasPrefix(lower, notePrefix):
			continue
		case at >= 0:
			h.columns[i] = known[at]
		case strings.HasPrefix(lower, levelPrefix) && len(cell) > len(levelPrefix):
			h.columns[i], h.labels[i] = levelPrefix, strings.TrimSpace(cell[len(levelPrefix):])
		case strings.HasPrefix(lower, resultPrefix) && len(cell) > len(resultPrefix):
			h.columns[i], h.labels[i] = resultPrefix, strings.TrimSpace(cell[len(resultPrefix):])
		default:
			errs = append(errs, problem.New(problem.Invalid, "there is no column %q; there are %s, level.…, result.…, and note… for what is not read", short(cell), strings.Join(known, ", ")).
				Spanish("no hay ninguna columna %q; hay %s, level.…, result.…, y note… para lo que no se lee", short(cell), strings.Join(known, ", ")))
			continue
		}
		key := h.columns[i] + "\n" + strings.ToLower(h.labels[i])
		if seen[key] {
			errs = append(errs, problem.New(problem.Invalid, "the column %q is there twice", short(cell)).
				Spanish("la columna %q está dos veces", short(cell)))
		}
		seen[key] = true
	}
	for _, must := range []string{ColumnMicroCredential, ColumnEarnedOn} {
		if !slices.Contains(h.columns, must) {
			errs = append(errs, problem.New(problem.Invalid, "the column %q is missing", must).
				Spanish("falta la columna %q", must))
		}
	}
	return h, problem.Join(errs...)
}

// fold makes header names comparable.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '_', '-', '\u00a0', '\n':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// row reads a record. Its first fault is kept: a row stands, or does not.
func (h header) row(r record) Row {
	row := Row{Line: r.line}
	if r.unreadable || len(r.cells) > len(h.columns) {
		row.fail(Unreadable, "")
		return row
	}
	for i, cell := range r.cells {
		if utf8.RuneCountInString(cell) > maxCell {
			row.fail(TextTooLong, h.columns[i])
			return row
		}
		if cell != "" {
			row.take(h.columns[i], h.labels[i], cell)
		}
	}
	row.check()
	return row
}

func (r *Row) fail(code Code, column string) {
	if r.Fault == nil {
		r.Fault = &Fault{code, column}
	}
}

// take reads a cell that is not blank.
func (r *Row) take(column, label, cell string) {
	switch column {
	case ColumnMicroCredential:
		r.MicroCredential = cell
	case ColumnRecipient:
		r.Recipient = cell
	case ColumnName:
		r.Name = cell
	case ColumnReference:
		r.Reference = cell
	case ColumnEarnedOn:
		r.EarnedOn = r.day(cell, EarnedOnInvalid)
	case ColumnExpiresOn:
		if day := r.day(cell, ExpiresOnInvalid); !day.IsZero() {
			r.ExpiresOn = &day
		}
	case ColumnResults:
		r.takeResults(cell)
	case levelPrefix:
		level, err := strconv.Atoi(cell)
		if err != nil || level < 1 || level > 4 {
			r.fail(LevelInvalid, levelPrefix+label)
			return
		}
		r.Levels = append(r.Levels, Level{label, level})
	case resultPrefix:
		r.Results = append(r.Results, Result{label, cell})
	}
}

// day reads a day that a person cannot take for another one: 03/04/2026 is March
// to some and April to others.
func (r *Row) day(cell string, code Code) time.Time {
	day, err := time.Parse(time.DateOnly, cell)
	if err != nil || day.Year() < 1900 || day.Year() > 2200 {
		r.fail(code, code.Column())
		return time.Time{}
	}
	return day
}

func (r *Row) takeResults(cell string) {
	for _, one := range strings.Split(cell, "|") {
		name, value, both := strings.Cut(one, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !both || name == "" || value == "" {
			r.fail(ResultsInvalid, ColumnResults)
			return
		}
		r.Results = append(r.Results, Result{name, value})
	}
}

func (r *Row) check() {
	switch {
	case r.Fault != nil:
	case r.MicroCredential == "":
		r.fail(MicroCredentialMissing, ColumnMicroCredential)
	case r.Recipient == "" && (r.Name == "" || r.Reference == ""):
		r.fail(RecipientMissing, ColumnRecipient)
	case r.EarnedOn.IsZero():
		r.fail(EarnedOnInvalid, ColumnEarnedOn)
	case r.ExpiresOn != nil && r.ExpiresOn.Before(r.EarnedOn):
		r.fail(ExpiresTooEarly, ColumnExpiresOn)
	}
}
