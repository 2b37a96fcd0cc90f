package interop

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/jobad"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PostingSink takes jobs as drafts of an employer's postings, with what their words ask
// for. A listing that came before is left as the employer made it.
type PostingSink interface {
	TakeListing(ctx context.Context, employer string, in jobad.Listing) (*db.Posting, *employer.Proposals, error)
}

// importPostings reads jobs from whichever file is given, told by what is in it: CSV,
// schema.org JobPosting, Greenhouse, Lever, HR Open PositionOpening, JSON Resume job,
// USAJOBS, HR-XML, NEOGOV RSS.
func importPostings(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "postings", At: o.Now}
	if o.Employer == "" {
		return report, problem.New(problem.Invalid, "say whose postings they are: --employer ORGANIZATION")
	}
	columns := maps.Clone(listingColumns)
	maps.Copy(columns, o.Columns)
	o.Columns = columns
	run := &postingsRun{reading: reading{report: &report, originals: sinks.Originals, options: o}, sink: sinks.Postings}
	for _, s := range sources {
		if err := run.file(ctx, s); err != nil {
			return report, err
		}
	}
	report.sumRows()
	return report, nil
}

// postingsRun is one import of listings on its way.
type postingsRun struct {
	reading
	sink PostingSink
}

func (run *postingsRun) file(ctx context.Context, s source) error {
	file := &FileReport{Name: s.name}
	run.report.Files = append(run.report.Files, file)
	ok, err := run.examine(ctx, s, file)
	if err != nil || !ok {
		return err
	}
	begins, err := s.beginning(file.Encoding)
	if err != nil {
		return err
	}
	if err := run.keep(ctx, s, file); err != nil {
		return err
	}
	switch {
	case isJSON(begins):
		return run.document(ctx, s, file, run.readJSON)
	case bytes.HasPrefix(begins, []byte("<")):
		return run.document(ctx, s, file, run.readMarkup)
	}
	return run.readCSV(ctx, s, file)
}

// document reads a file as a whole.
func (run *postingsRun) document(ctx context.Context, s source, file *FileReport, read func(ctx context.Context, file *FileReport, content []byte) error) error {
	content, ok, err := run.content(s, file)
	if err != nil || !ok {
		return err
	}
	return read(ctx, file, content)
}

// put hands a listing over; line is where it stands.
func (run *postingsRun) put(ctx context.Context, file *FileReport, line int, l jobad.Listing) error {
	made, read, err := run.sink.TakeListing(ctx, run.options.Employer, l)
	problems := problem.As(err)
	if err != nil && problems == nil {
		return fmt.Errorf("take %s: %w", short(l.Title), err)
	}
	switch {
	case err != nil:
		file.add(catalog.OutcomeFailed)
		for _, p := range problems {
			run.report.note(Note{File: file.Name, Line: line, Severity: Error, Code: string(p.Kind), Message: p.Message, Value: l.Title})
		}
	case made == nil:
		file.add(catalog.OutcomeUnchanged)
	default:
		file.add(catalog.OutcomeCreated)
		run.report.note(Note{File: file.Name, Line: line, Severity: Info, Code: "proposals", Message: summed(read), Value: l.Title})
	}
	return nil
}

// maxSummed is how many proposals a note names.
const maxSummed = 8

// summed says what was read of a listing's words.
func summed(read *employer.Proposals) string {
	names := make([]string, 0, maxSummed)
	for _, r := range read.Requirements[:min(len(read.Requirements), maxSummed)] {
		names = append(names, fmt.Sprintf("%s (%.2f, from %q)", r.Label, r.Confidence, r.ReadFrom[0].Words))
	}
	if len(names) == 0 {
		return fmt.Sprintf("no skills proposed: the draft asks for nothing yet, but what the listing names; %d conditions", len(read.Conditions))
	}
	return fmt.Sprintf("%d skills proposed: %s; %d conditions", len(read.Requirements), strings.Join(names, ", "), len(read.Conditions))
}
