package interop

import (
	"context"
	"strings"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// listingShape recognizes an object as a listing of a format and reads it.
type listingShape struct {
	is   func(o object) bool
	read func(o object) jobad.Listing
}

// has tells whether an object has all of some members.
func has(names ...string) func(object) bool {
	return func(o object) bool {
		for _, name := range names {
			if _, ok := o[name]; !ok {
				return false
			}
		}
		return true
	}
}

// wrappers hold listings: the path to the list of them.
var wrappers = [][]string{{"jobs"}, {"@graph"}, {"SearchResult", "SearchResultItems"}, {"results"}, {"positionProfiles"}, {"data"}}

var listingShapes = []listingShape{
	{func(o object) bool { return strings.Contains(o.text("@type"), "JobPosting") }, schemaPosting},
	{has("MatchedObjectDescriptor"), usaJobsPosting},
	{has("positionTitle"), hrOpenPosting},
	{has("title", "absolute_url"), greenhousePosting},
	{has("text", "categories"), leverPosting},
	{has("title", "control_number"), usaJobsFlat},
	{has("title"), resumeJob},
}

// readJSON reads the listings of a file.
func (run *postingsRun) readJSON(ctx context.Context, file *FileReport, content []byte) error {
	return run.documents(file, content, func(line int, value any) error { return run.walk(ctx, file, line, value, 0) })
}

// maxDepth is how deep listings are looked for.
const maxDepth = 6

// walk finds the listings of a value.
func (run *postingsRun) walk(ctx context.Context, file *FileReport, line int, value any, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			if depth >= maxDepth {
				break
			}
			if err := run.walk(ctx, file, line, one, depth+1); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		o := object(v)
		for _, path := range wrappers {
			if list, ok := o.at(path...).([]any); ok {
				return run.walk(ctx, file, line, list, depth+1)
			}
		}
		for _, shape := range listingShapes {
			if shape.is(o) {
				return run.listing(ctx, file, line, shape.read(o))
			}
		}
	}
	file.Read++
	file.Skipped++
	run.report.note(Note{File: file.Name, Line: line, Severity: Warning, Code: "no_listing", Message: "this is no job listing that is known here"})
	return nil
}

// listing hands over what was read, where it has a title.
func (run *postingsRun) listing(ctx context.Context, file *FileReport, line int, l jobad.Listing) error {
	file.Read++
	if l.Title == "" {
		file.Failed++
		run.report.note(Note{File: file.Name, Line: line, Column: "title", Severity: Error, Code: "missing_value", Message: "the listing has no title"})
		return nil
	}
	return run.put(ctx, file, line, l)
}
