package interop

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// RosterSink takes files of results, each as a whole: it keeps them, and each row
// stands or fails by itself.
type RosterSink interface {
	ImportRoster(ctx context.Context, in credential.ImportRosterInput) (*credential.RosterReport, error)
}

// ClaimCode is the code by which somebody without an account claims what a roster
// awarded them. It is told once.
type ClaimCode struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Name      string `json:"name"`
	Reference string `json:"reference"`
	Code      string `json:"code"`
}

// importRoster imports files of results, plain or signed, for one issuer.
func importRoster(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "roster", At: o.Now}
	if o.Issuer == "" {
		return report, problem.New(problem.Invalid, "say whose roster it is: --issuer ORGANIZATION")
	}
	var total int64
	for _, s := range sources {
		content, err := s.whole(roster.MaxSigned + 1)
		if err != nil {
			return report, err
		}
		file := &FileReport{Name: s.name, Bytes: int64(len(content))}
		report.Files = append(report.Files, file)
		done, err := sinks.Rosters.ImportRoster(ctx, credential.ImportRosterInput{
			File: credential.File{Name: s.name, Content: content}, OnBehalfOf: &o.Issuer,
		})
		if err != nil && problem.As(err) == nil {
			return report, err
		}
		report.addRoster(file, done, err)
		if total += file.Bytes; o.Progress != nil {
			o.Progress(total, total)
		}
	}
	return report, nil
}

// whole reads a file that is held in memory: most bytes at the most.
func (s source) whole(most int64) ([]byte, error) {
	f, err := s.fsys.Open(s.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.name, err)
	}
	return content, nil
}

// addRoster reports a file; refused is why it was refused as a whole.
func (r *Report) addRoster(file *FileReport, done *credential.RosterReport, refused error) {
	for _, p := range problem.As(refused) {
		file.NotRead = p.Message
		r.note(Note{File: file.Name, Severity: Error, Code: string(p.Kind), Message: p.Message})
	}
	if done == nil {
		return
	}
	file.SHA256 = done.Roster.Sha256
	for _, row := range done.Rows {
		file.Read++
		switch row.Outcome {
		case enum.RowCreated:
			file.add(catalog.OutcomeCreated)
		case enum.RowUnchanged:
			file.add(catalog.OutcomeUnchanged)
		case enum.RowFailed:
			file.add(catalog.OutcomeFailed)
			english, _ := row.Code.Sentences()
			r.note(Note{File: file.Name, Line: row.Line, Column: row.Code.Column(), Severity: Error, Code: string(row.Code), Message: english})
		}
	}
	r.Rows.sum(file.Counts)
	for _, c := range done.Codes {
		r.ClaimCodes = append(r.ClaimCodes, ClaimCode{File: file.Name, Line: c.Line, Name: c.Name, Reference: c.Reference, Code: c.Value})
	}
}

// WriteCodes writes the codes as CSV, to be printed and handed over; nothing where
// there are none.
func (r *Report) WriteCodes(w io.Writer) error {
	if len(r.ClaimCodes) == 0 {
		return nil
	}
	out := csv.NewWriter(w)
	if err := out.Write([]string{"name", "reference", "claim_code", "file", "line"}); err != nil {
		return err
	}
	for _, c := range r.ClaimCodes {
		if err := out.Write([]string{inert(c.Name), inert(c.Reference), c.Code, inert(c.File), strconv.Itoa(c.Line)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert keeps a spreadsheet from taking a text for a formula.
func inert(cell string) string {
	if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") {
		return "'" + cell
	}
	return cell
}
