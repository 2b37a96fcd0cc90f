package interop

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// layout says what a kind of file must have: the columns without which it is
// refused, and those of them that no row may leave blank. Any other column that
// is missing reads as blank.
type layout struct {
	columns []string
	filled  []string
}

// table reads the rows of a CSV file by the names in its header.
type table struct {
	records *recordReader
	file    *FileReport
	report  *Report
	headers []string
	index   map[string]int // folded name to place
	layout  layout
}

// row is one row of a table.
type row struct {
	table *table
	line  int
	cells []string
}

// headerError refuses a file that lacks columns which it can't do without.
type headerError struct{ missing, found []string }

func (e *headerError) Error() string {
	return fmt.Sprintf("the file lacks the column %s; its columns are: %s",
		strings.Join(e.missing, ", "), strings.Join(e.found, ", "))
}

// openRecords reads the header. Columns maps names of other tools to ours.
func openRecords(records *recordReader, l layout, columns map[string]string) (*table, error) {
	t := &table{records: records, layout: l, index: map[string]int{}}
	header, err := t.records.next()
	if errors.Is(err, io.EOF) {
		return nil, &headerError{missing: l.columns, found: []string{"none, the file is empty"}}
	}
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	renamed := map[string]string{}
	for theirs, ours := range columns {
		renamed[fold(theirs)] = fold(ours)
	}
	for i, name := range header.cells {
		t.headers = append(t.headers, short(strings.TrimSpace(name)))
		key := fold(name)
		if ours, ok := renamed[key]; ok {
			key = ours
		}
		if _, repeated := t.index[key]; !repeated {
			t.index[key] = i
		}
	}
	var missing []string
	for _, name := range l.columns {
		if _, ok := t.index[fold(name)]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, &headerError{missing: missing, found: t.headers[:min(len(t.headers), 40)]}
	}
	return t, nil
}

// fold makes header names comparable: "Concept URI", "concept_uri" and
// "conceptUri" are the same column.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '_', '-', '\u00a0', '\ufeff':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// next returns the next row that can be read and notes those that can't. It
// returns io.EOF after the last one.
func (t *table) next() (row, error) {
	for {
		rec, err := t.records.next()
		var bad *rowError
		if errors.As(err, &bad) {
			t.file.Read++
			t.fail(bad)
			continue
		}
		if err != nil {
			return row{}, err
		}
		if blank(rec.cells) {
			continue
		}
		t.file.Read++
		if err := t.check(rec); err != nil {
			t.fail(err)
			continue
		}
		r := row{table: t, line: rec.line, cells: rec.cells}
		t.warnLost(r)
		return r, nil
	}
}

// check refuses rows whose cells can't be told apart, or that lack what is
// required.
func (t *table) check(rec record) *rowError {
	if n := len(t.headers); len(rec.cells) > n && !blank(rec.cells[n:]) {
		return &rowError{
			line: rec.line, code: "too_many_cells", value: rec.cells[n],
			message: fmt.Sprintf("the row has %d cells, the header %d", len(rec.cells), n),
		}
	}
	r := row{table: t, cells: rec.cells}
	for _, name := range t.layout.filled {
		if r.get(name) == "" {
			return &rowError{line: rec.line, column: name, code: "missing_value", message: name + " is blank"}
		}
	}
	return nil
}

func (t *table) fail(e *rowError) {
	t.file.Failed++
	t.report.note(Note{
		File: t.file.Name, Line: e.line, Column: e.column, Severity: Error,
		Code: e.code, Message: e.message, Value: e.value,
	})
}

// warnLost says where text was already lost when the file was written.
func (t *table) warnLost(r row) {
	for i, cell := range r.cells {
		if i < len(t.headers) && strings.ContainsRune(cell, '\ufffd') {
			r.note(Warning, t.headers[i], "lost_character", "a character was lost before this file was written", cell)
		}
	}
}

// get returns the trimmed cell under a column of the layout.
func (r row) get(column string) string {
	i, ok := r.table.index[fold(column)]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r row) note(s Severity, column, code, message, value string) {
	r.table.report.note(Note{
		File: r.table.file.Name, Line: r.line, Column: column, Severity: s,
		Code: code, Message: message, Value: value,
	})
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
