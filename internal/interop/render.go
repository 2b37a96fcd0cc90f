package interop

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// examplesShown is how many notes of one code the readable report lists; the
// JSON holds the rest.
const examplesShown = 3

// WriteText writes the report for people.
func (r *Report) WriteText(w io.Writer) error {
	var out strings.Builder
	if r.Framework.Name != "" {
		fmt.Fprintln(&out, strings.TrimSpace(r.Framework.Name+" "+r.Framework.Version))
	}
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "file\tlanguage\tencoding\tread\tcreated\tupdated\tunchanged\tskipped\tfailed")
	for _, f := range r.Files {
		if f.NotRead == "" {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", f.Name, f.Language, f.Encoding, f.Counts)
		}
	}
	for _, total := range []struct {
		name string
		Counts
	}{{"all rows", r.Rows}, {"skills", r.Skills}, {"relations", r.Relations}} {
		if total.name != "all rows" && (r.Framework.Name == "" || len(r.Records) > 0 && total.Counts == (Counts{})) {
			continue // what was read makes none
		}
		fmt.Fprintf(table, "%s\t\t\t%s\n", total.name, total.Counts)
	}
	for _, of := range r.Records {
		fmt.Fprintf(table, "%s\t\t\t%s\n", of.Kind, of.Counts)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range r.Files {
		if f.NotRead != "" {
			fmt.Fprintf(&out, "not read: %s: %s\n", f.Name, f.NotRead)
		}
	}
	r.writeNotes(&out)
	_, err := io.WriteString(w, out.String())
	return err
}

// String gives the counts as cells of the table.
func (c Counts) String() string {
	return strings.Join([]string{
		thousands(c.Read), thousands(c.Created), thousands(c.Updated),
		thousands(c.Unchanged), thousands(c.Skipped), thousands(c.Failed),
	}, "\t")
}

// writeNotes groups the notes by code, errors first.
func (r *Report) writeNotes(out *strings.Builder) {
	byCode := map[string][]Note{}
	var codes []string
	for _, n := range r.Notes {
		if byCode[n.Code] == nil {
			codes = append(codes, n.Code)
		}
		byCode[n.Code] = append(byCode[n.Code], n)
	}
	order := []Severity{Error, Warning, Info}
	slices.SortStableFunc(codes, func(a, b string) int {
		return slices.Index(order, byCode[a][0].Severity) - slices.Index(order, byCode[b][0].Severity)
	})
	for _, code := range codes {
		notes := byCode[code]
		fmt.Fprintf(out, "%s %s: %s\n", strings.ToLower(string(notes[0].Severity)), code, times(r.Codes[code]))
		for _, n := range notes[:min(examplesShown, len(notes))] {
			fmt.Fprintf(out, "  %s\n", n)
		}
	}
}

// String gives the note in one line: where, what, and the value.
func (n Note) String() string {
	var s strings.Builder
	s.WriteString(n.File)
	if n.Line > 0 {
		fmt.Fprintf(&s, ":%d", n.Line)
	}
	if n.Column != "" {
		fmt.Fprintf(&s, " %s", n.Column)
	}
	fmt.Fprintf(&s, ": %s", n.Message)
	if n.Value != "" {
		fmt.Fprintf(&s, ": %q", n.Value)
	}
	return s.String()
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return thousands(n) + " times"
}

// thousands writes 13485 as 13,485.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
