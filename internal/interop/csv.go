package interop

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Limits of a CSV record. A quote that is never closed runs into them instead
// of swallowing the file.
const (
	maxRecord = 1 << 20
	// rereadBudget bounds how much text is read again after such quotes: rows
	// are recovered from a damaged file, yet a hostile one costs linear time.
	rereadBudget = 64 << 20
)

// record is one row of a CSV file with the line on which it starts.
type record struct {
	line  int
	cells []string
}

// rowError is a row that can't be read; the rows after it can.
type rowError struct {
	line          int
	column        string
	code, message string
	value         string
}

func (e *rowError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.message) }

// recordReader reads RFC 4180 records, and the files that people really have:
// any line ends, bare line feeds inside quotes, a bare quote inside an unquoted
// cell, no line end at the end. After a row that can't be read it goes on with
// the next line.
type recordReader struct {
	in    *bufio.Reader
	comma byte
	// bareTabs has tabs part cells without any quoting: O*NET's quotes are text.
	bareTabs bool
	line     int      // the number of the last line handed out
	again    [][]byte // lines to be read again, the next one last
	budget   int
}

func newRecordReader(r io.Reader) *recordReader {
	return &recordReader{in: bufio.NewReaderSize(r, 64<<10), budget: rereadBudget}
}

// next returns io.EOF after the last record, a *rowError for a row that can't
// be read, or the error of the underlying reader.
func (r *recordReader) next() (record, error) {
	for {
		line, err := r.readLine()
		if err != nil {
			return record{}, err
		}
		if len(line) == 0 {
			continue
		}
		if r.comma == 0 {
			r.comma = delimiter(line)
		}
		if r.bareTabs && r.comma == '\t' {
			return record{line: r.line, cells: strings.Split(string(line), "\t")}, nil
		}
		return r.read(line)
	}
}

// read reads the record that starts with the given line.
func (r *recordReader) read(line []byte) (record, error) {
	start, lines, size := r.line, [][]byte{line}, len(line)+1
	p := splitter{comma: r.comma}
	for {
		if at := p.feed(line); at >= 0 {
			r.giveBack(start, lines, size)
			return record{}, &rowError{
				line: start, code: "malformed_quotes", value: p.cells[len(p.cells)-1],
				message: fmt.Sprintf("text follows a closing quote at byte %d of line %d", at+1, start+len(lines)-1),
			}
		}
		if !p.quoted {
			return record{line: start, cells: p.cells}, nil
		}
		var err error
		line, err = r.readLine()
		if err == nil {
			// A blank line counts too: it grows the cell by its line feed.
			lines, size = append(lines, line), size+len(line)+1
		}
		var tooLong *rowError
		if size > maxRecord || errors.Is(err, io.EOF) || errors.As(err, &tooLong) {
			r.giveBack(start, lines, size)
			return record{}, &rowError{
				line: start, code: "open_quote", value: p.cell.String(),
				message: "a quote that opens in this row is not closed",
			}
		}
		if err != nil {
			return record{}, err
		}
	}
}

// giveBack has all lines but the first read again: the quote may have opened
// by mistake, and then they are rows.
func (r *recordReader) giveBack(start int, lines [][]byte, size int) {
	if len(lines) == 1 || size > r.budget {
		return
	}
	r.budget -= size
	for _, line := range slices.Backward(lines[1:]) {
		r.again = append(r.again, line)
	}
	r.line = start
}

// readLine returns the next line without its end.
func (r *recordReader) readLine() ([]byte, error) {
	if last := len(r.again) - 1; last >= 0 {
		line := r.again[last]
		r.again = r.again[:last]
		r.line++
		return line, nil
	}
	var line []byte
	tooLong := false
	for {
		piece, err := r.in.ReadSlice('\n')
		if len(line)+len(piece) > maxRecord {
			tooLong, piece = true, nil
		}
		line = append(line, piece...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || (len(line) == 0 && !tooLong)) {
			return nil, err
		}
		break
	}
	r.line++
	if tooLong {
		return nil, &rowError{line: r.line, code: "too_long", message: "the row is longer than 1 MiB", value: string(line)}
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
}

// splitter cuts lines into cells; quoted is true while a cell goes on in the
// next line.
type splitter struct {
	comma  byte
	quoted bool
	cells  []string
	cell   bytes.Buffer
}

// feed takes one line. It returns the place of text after a closing quote, or
// -1.
func (p *splitter) feed(line []byte) int {
	i := 0
	if p.quoted {
		p.cell.WriteByte('\n')
	}
	for {
		if !p.quoted {
			if i == len(line) || line[i] != '"' {
				i = p.bare(line, i)
				if i < 0 {
					return -1
				}
				continue
			}
			p.quoted, i = true, i+1
		}
		end := p.quote(line, i)
		if end < 0 {
			return -1
		}
		p.cells = append(p.cells, p.cell.String())
		p.cell.Reset()
		switch {
		case end == len(line):
			return -1
		case line[end] != p.comma:
			return end
		}
		i = end + 1
	}
}

// bare takes an unquoted cell that starts at i and returns the start of the
// next one, or -1 at the end of the line.
func (p *splitter) bare(line []byte, i int) int {
	end := bytes.IndexByte(line[i:], p.comma)
	if end < 0 {
		p.cells = append(p.cells, string(line[i:]))
		return -1
	}
	p.cells = append(p.cells, string(line[i:i+end]))
	return i + end + 1
}

// quote takes the inside of a quoted cell from i on and returns the place after
// the closing quote, or -1 when the line ends first.
func (p *splitter) quote(line []byte, i int) int {
	for {
		end := bytes.IndexByte(line[i:], '"')
		if end < 0 {
			p.cell.Write(line[i:])
			return -1
		}
		p.cell.Write(line[i : i+end])
		i += end + 1
		if i == len(line) || line[i] != '"' {
			p.quoted = false
			return i
		}
		p.cell.WriteByte('"')
		i++
	}
}

// delimiter tells from the header what separates cells: re-exports from
// spreadsheets use semicolons and tabs, gazetteers bars.
func delimiter(header []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t', '|'} {
		if n := bytes.Count(header, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}
