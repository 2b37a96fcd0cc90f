package interop

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// CaseloadSink opens the cases of those who agreed to be coached by the viewer.
type CaseloadSink interface {
	ImportCaseload(ctx context.Context, in coaching.ImportCaseloadInput) ([]*coaching.CaseResult, error)
	CaseGroups(ctx context.Context) ([]*db.CaseGroup, error)
}

// atOnce is how many rows of a caseload are taken together.
const atOnce = 200

// importCaseload reads tables of whom to follow: one of the columns earner, address and
// claim_code says who, group and stage may be beside it. Nothing of the files is kept,
// and no cell of them is in the report: they name people, who may not have agreed.
func importCaseload(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "caseload", At: o.Now}
	if o.Coach == "" {
		return report, problem.New(problem.Invalid, "say whose caseload it is: --coach EMAIL-OR-ID")
	}
	groups, err := sinks.Caseload.CaseGroups(ctx)
	if err != nil {
		return report, err
	}
	run := &caseloadRun{reading: reading{report: &report, options: o}, sink: sinks.Caseload, groups: groups}
	for _, s := range sources {
		file := &FileReport{Name: s.name}
		report.Files = append(report.Files, file)
		ok, err := run.examine(ctx, s, file)
		if err == nil && ok {
			err = run.read(ctx, s, file)
		}
		if err != nil {
			return report, err
		}
	}
	report.sumRows()
	return report, nil
}

// caseloadRun is one import of a caseload on its way.
type caseloadRun struct {
	reading
	sink   CaseloadSink
	groups []*db.CaseGroup
	rows   []coaching.CaseloadRow
	lines  []int
}

func (run *caseloadRun) read(ctx context.Context, s source, file *FileReport) error {
	var failed error
	err := run.reading.rows(ctx, s, file, form{}, func(r row) *rowError {
		in, bad := run.row(r)
		if bad != nil || failed != nil {
			return bad
		}
		run.rows, run.lines = append(run.rows, in), append(run.lines, r.line)
		if len(run.rows) == atOnce {
			failed = run.flush(ctx, file)
		}
		return nil
	})
	if err != nil || failed != nil {
		return fmt.Errorf("read %s: %w", file.Name, problem.Join(err, failed))
	}
	return run.flush(ctx, file)
}

// row reads a row. What it says of somebody is judged by the sink.
func (run *caseloadRun) row(r row) (coaching.CaseloadRow, *rowError) {
	in := coaching.CaseloadRow{Earner: cell(r, "earner"), Address: cell(r, "address"), ClaimCode: cell(r, "claim_code")}
	if name := r.get("group"); name != "" {
		at := slices.IndexFunc(run.groups, func(g *db.CaseGroup) bool { return g.Name == name })
		if at < 0 {
			return in, &rowError{column: "group", code: "no_group", message: "your organization has no group of this name"}
		}
		in.Group = &run.groups[at].ID
	}
	if stage := strings.ToUpper(r.get("stage")); stage != "" {
		if !slices.Contains(enum.CaseStage("").Values(), stage) {
			return in, &rowError{column: "stage", code: "bad_stage", message: "a stage is one of " + strings.Join(enum.CaseStage("").Values(), ", ")}
		}
		given := enum.CaseStage(stage)
		in.Stage = &given
	}
	return in, nil
}

func cell(r row, column string) *string {
	if v := r.get(column); v != "" {
		return &v
	}
	return nil
}

// flush gives the rows to the sink, and counts what became of them.
func (run *caseloadRun) flush(ctx context.Context, file *FileReport) error {
	if len(run.rows) == 0 {
		return nil
	}
	results, err := run.sink.ImportCaseload(ctx, coaching.ImportCaseloadInput{Rows: run.rows})
	if err != nil {
		return err
	}
	for i, result := range results {
		switch {
		case len(result.Problems) > 0:
			file.add(catalog.OutcomeFailed)
			p := result.Problems[0]
			run.report.note(Note{File: file.Name, Line: run.lines[i], Severity: Error, Code: string(p.Kind), Message: p.Message})
		case result.Case.CreatedAt.Before(run.options.Now.Truncate(time.Millisecond)): // as exact as databases are
			file.add(catalog.OutcomeUnchanged)
		default:
			file.add(catalog.OutcomeCreated)
		}
	}
	run.rows, run.lines = nil, nil
	return nil
}
