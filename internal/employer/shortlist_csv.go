package employer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// csvHead names the columns.
var csvHead = []string{
	"candidate", "alias", "name", "stage", "assignee", "added", "tier", "score", "summary", "place", "remote", "micro_credentials", "stacks",
	"email", "phone",
}

// csv is the shortlist for spreadsheets. Whoever is no longer shown has a row without
// a candidate.
func (x *ExportedShortlist) csv() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true // RFC 4180
	rows := [][]string{csvHead}
	for _, row := range x.Rows {
		rows = append(rows, row.cells())
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return out.Bytes(), nil
}

func (e ExportedEntry) cells() []string {
	cells := make([]string, len(csvHead))
	cells[3], cells[4], cells[5] = string(e.Stage), e.Assignee, e.Added.UTC().Format("2006-01-02")
	if c := e.Candidate; c != nil {
		cells[0], cells[1] = c.ID, c.Alias
		cells[2] = opened(c.Name)
		cells[6], cells[7] = string(c.Match.Tier), strconv.FormatFloat(c.Match.Score, 'f', -1, 64)
		cells[8] = c.Match.Summary(nil)
		if c.Place != nil {
			cells[9] = c.Place.Name
		}
		cells[10] = strconv.FormatBool(c.Remote)
		cells[11], cells[12] = strings.Join(c.awardTitles(), "; "), strings.Join(c.stackTitles(), "; ")
		cells[13], cells[14] = opened(c.Email), opened(c.Phone)
	}
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	return cells
}

// opened is what was opened; empty for nothing.
func opened(word *string) string {
	if word == nil {
		return ""
	}
	return *word
}

func (c *Candidate) awardTitles() []string {
	out := make([]string, 0, len(c.Awards))
	for _, a := range c.Awards {
		if a.MicroCredential != nil {
			out = append(out, fmt.Sprintf("%s (%s)", a.MicroCredential.Name, a.day()))
		}
	}
	return out
}

func (c *Candidate) stackTitles() []string {
	out := make([]string, len(c.CompletedStacks))
	for i, row := range c.CompletedStacks {
		out[i] = row.Name
	}
	return out
}

// harmless keeps a spreadsheet from taking a text for a formula (OWASP, CSV
// injection): people choose their names.
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.HasPrefix(cell, "＝") || strings.HasPrefix(cell, "＋") ||
		strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠") {
		return "'" + cell
	}
	return cell
}
