package interop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// reading is an import of tables on its way: what is read goes to the report, and
// to whoever keeps originals.
type reading struct {
	report      *Report
	originals   OriginalSink
	options     Options
	done, total int64
}

// examine learns what a file is written in; false means that it is refused.
func (run *reading) examine(ctx context.Context, s source, file *FileReport) (bool, error) {
	found, err := s.examine(ctx)
	if errors.Is(err, errTooLarge) {
		run.refuse(file, "too_large", err.Error())
		return false, nil
	}
	if err != nil {
		return false, err
	}
	file.Encoding, file.Bytes, file.SHA256 = found.encoding, found.bytes, found.sha256
	run.total += found.bytes
	if found.encoding == Windows1252 {
		run.report.note(Note{
			File: file.Name, Severity: Warning, Code: "encoding",
			Message: "the file is not Unicode; it was read as Windows-1252",
		})
	}
	return true, nil
}

// keep hands a file to whoever keeps originals, before anything is made of it.
func (run *reading) keep(ctx context.Context, s source, file *FileReport) error {
	if run.originals == nil {
		return nil
	}
	if file.Bytes > maxOriginal {
		run.report.note(Note{
			File: file.Name, Severity: Warning, Code: "original_not_kept",
			Message: "the file is too large to be kept in the database; its SHA-256 is in this report",
		})
		return nil
	}
	if err := run.originals.KeepOriginal(ctx, s.original(file)); err != nil {
		return fmt.Errorf("keep %s: %w", file.Name, err)
	}
	return nil
}

// refuse leaves a whole file out.
func (run *reading) refuse(file *FileReport, code, message string) {
	file.NotRead = message
	run.report.note(Note{File: file.Name, Severity: Error, Code: code, Message: message})
}

// form is how a file holds its table.
type form struct {
	layout layout
	// bare says that tabs part cells without any quoting.
	bare bool
	// header stands for the one that the file lacks.
	header string
}

// open opens a file's table, to be closed; false means that the file is refused.
func (run *reading) open(s source, file *FileReport, as form) (*table, io.Closer, bool, error) {
	in, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, nil, false, err
	}
	content := decode(countingReader{r: in, count: run.advance}, file.Encoding)
	if as.header != "" {
		content = io.MultiReader(strings.NewReader(as.header+"\n"), content)
	}
	records := newRecordReader(content)
	records.bareTabs = as.bare
	t, err := openRecords(records, as.layout, run.options.Columns)
	var header *headerError
	var bad *rowError
	switch {
	case errors.As(err, &header):
		run.refuse(file, "missing_column", err.Error())
		return nil, nil, false, in.Close()
	case errors.As(err, &bad):
		run.refuse(file, "bad_header", err.Error())
		return nil, nil, false, in.Close()
	}
	if err != nil {
		return nil, nil, false, errors.Join(fmt.Errorf("read %s: %w", file.Name, err), in.Close())
	}
	t.file, t.report = file, run.report
	return t, in, true, nil
}

func (run *reading) advance(n int) {
	run.done += int64(n)
	if run.options.Progress != nil {
		run.options.Progress(run.done, run.total)
	}
}

// rows reads a whole table and gives each row that can be read; read refuses a row
// with an error of its own.
func (run *reading) rows(ctx context.Context, s source, file *FileReport, as form, read func(row) *rowError) (err error) {
	t, closer, ok, err := run.open(s, file, as)
	if err != nil || !ok {
		return err
	}
	defer func() { err = errors.Join(err, closer.Close()) }()
	for {
		r, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return fmt.Errorf("read %s: %w", file.Name, err)
		}
		if bad := read(r); bad != nil {
			bad.line = r.line
			t.fail(bad)
		}
	}
}

// maxHeld bounds a file that is held in memory: JSON, XML, HTML.
const maxHeld = 64 << 20

// content is a file as a whole, in UTF-8; false means that it is refused.
func (run *reading) content(s source, file *FileReport) ([]byte, bool, error) {
	if file.Bytes > maxHeld {
		run.refuse(file, "too_large", "the file is larger than 64 MiB: split it, or give it as CSV")
		return nil, false, nil
	}
	f, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	content, err := io.ReadAll(decode(countingReader{r: f, count: run.advance}, file.Encoding))
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", s.name, err)
	}
	return content, true, nil
}

// rowsNamed reads a table as rows does, where columns may have other names; those that
// a user gives come first.
func (run *reading) rowsNamed(ctx context.Context, s source, file *FileReport, names map[string]string, l layout, read func(row) *rowError) error {
	given := run.options.Columns
	run.options.Columns = map[string]string{}
	maps.Copy(run.options.Columns, names)
	maps.Copy(run.options.Columns, given)
	defer func() { run.options.Columns = given }()
	return run.rows(ctx, s, file, form{layout: l}, read)
}
