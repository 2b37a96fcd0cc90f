package interop

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// OccupationSink takes occupations, and what belongs to them. Like SkillSink, it
// compares what it is given with what it holds. What it is given of an occupation
// in one call stands afterwards, and no more than that: a call holds all of it.
type OccupationSink interface {
	UpsertOccupations(ctx context.Context, framework string, in []catalog.OccupationRecord) ([]catalog.ItemResult, error)
	RetireOccupations(ctx context.Context, framework string, scheme enum.OccupationScheme, kept []string) (int, error)
	SetTitles(ctx context.Context, scheme enum.OccupationScheme, in []catalog.TitleInput) ([]catalog.ItemResult, error)
	SetTasks(ctx context.Context, scheme enum.OccupationScheme, in []catalog.TaskInput) ([]catalog.ItemResult, error)
	TieSkills(ctx context.Context, framework string, scheme enum.OccupationScheme, in []catalog.TieInput) ([]catalog.ItemResult, error)
}

// item is a record with the rows that state it.
type item[T any] struct {
	record T
	file   *FileReport
	line   int
	// rows is how many rows count as the record does.
	rows int
	// more are the files of further rows, once for each.
	more []*FileReport
	// code is what the record belongs to: all of a code goes out at once.
	code string
}

// itemBatch is about how many records go to a sink at once.
const itemBatch = 2000

// sendItems gives records to a sink, in the order of their codes, in batches that
// part no code, and counts what became of them.
func sendItems[T any](report *Report, kind string, items []item[T], send func([]T) ([]catalog.ItemResult, error)) error {
	slices.SortStableFunc(items, func(a, b item[T]) int { return cmp.Compare(a.code, b.code) })
	for start := 0; start < len(items); {
		end := min(start+itemBatch, len(items))
		for end < len(items) && items[end].code == items[end-1].code {
			end++
		}
		some := items[start:end]
		start = end
		records := make([]T, len(some))
		for i := range some {
			records[i] = some[i].record
		}
		results, err := send(records)
		if err != nil {
			return fmt.Errorf("store %d %s: %w", len(some), kind, err)
		}
		if len(results) != len(some) {
			return fmt.Errorf("store %s: %d results for %d", kind, len(results), len(some))
		}
		for i, result := range results {
			some[i].settle(report, kind, result)
		}
	}
	return nil
}

// settle counts what became of a record and of its rows.
func (m item[T]) settle(report *Report, kind string, result catalog.ItemResult) {
	counts := report.records(kind)
	counts.Read++
	counts.add(result.Outcome)
	for range m.rows {
		m.file.add(result.Outcome)
	}
	for _, f := range m.more {
		f.add(result.Outcome)
	}
	if result.Message == "" {
		return
	}
	severity := severityOf(result.Outcome)
	if result.Code == "repeated" {
		severity = Info
	}
	name := ""
	if m.file != nil {
		name = m.file.Name
	}
	report.note(Note{File: name, Line: m.line, Severity: severity, Code: result.Code, Message: result.Message, Value: m.code})
}
