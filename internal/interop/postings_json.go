package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// object is a JSON object of any shape.
type object map[string]any

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

// readJSON reads all documents of a file: one, several, or one for each line. What is
// broken is noted, and reading goes on at the next line that begins a document.
func (run *postingsRun) readJSON(ctx context.Context, file *FileReport, content []byte) error {
	content = bytes.TrimPrefix(uncommented(content), []byte("\ufeff"))
	at := 0
	for {
		d := json.NewDecoder(bytes.NewReader(content[at:]))
		d.UseNumber()
		for {
			from := at + int(d.InputOffset())
			var value any
			err := d.Decode(&value)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				file.Read++
				file.Failed++
				stop := at + int(max(d.InputOffset(), offsetOf(err)))
				run.report.note(Note{
					File: file.Name, Line: lineAt(content, min(stop, len(content))), Severity: Error, Code: "broken_json",
					Message: fmt.Sprintf("column %d: %s", columnAt(content, min(stop, len(content))), err),
				})
				stop = min(max(stop-1, from), len(content))
				next := bytes.Index(content[stop:], []byte("\n{"))
				if next < 0 {
					return nil
				}
				at = stop + next + 1
				break
			}
			if err := run.walk(ctx, file, lineAt(content, from), value, 0); err != nil {
				return err
			}
		}
	}
}

func offsetOf(err error) int64 {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Offset
	}
	return 0
}

// uncommented has spaces for the lines that are comments, so that places stay.
func uncommented(content []byte) []byte {
	if !bytes.Contains(content, []byte("//")) {
		return content
	}
	lines := bytes.SplitAfter(content, []byte("\n"))
	for i, line := range lines {
		if bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("//")) {
			lines[i] = append(bytes.Repeat([]byte(" "), len(bytes.TrimRight(line, "\r\n"))), '\n')
		}
	}
	return bytes.Join(lines, nil)
}

func lineAt(content []byte, at int) int {
	at = min(at+len(content[at:])-len(bytes.TrimLeft(content[at:], " \t\r\n")), len(content))
	return 1 + bytes.Count(content[:at], []byte("\n"))
}

func columnAt(content []byte, at int) int { return at - bytes.LastIndexByte(content[:at], '\n') }

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

// at is a value within an object; lists stand for their first element.
func (o object) at(path ...string) any {
	var value any = map[string]any(o)
	for _, name := range path {
		if list, ok := value.([]any); ok && len(list) > 0 {
			value = list[0]
		}
		inner, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = inner[name]
	}
	return value
}

// text is a value within an object in words.
func (o object) text(path ...string) string { return inWords(o.at(path...)) }

// objects are the objects of a list, or the only one.
func (o object) objects(path ...string) []object {
	var out []object
	switch v := o.at(path...).(type) {
	case []any:
		for _, one := range v {
			if inner, ok := one.(map[string]any); ok {
				out = append(out, inner)
			}
		}
	case map[string]any:
		out = append(out, v)
	}
	return out
}

// inWords writes a value of any shape: a list in lines, an object by its name.
func inWords(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
	case []any:
		var lines []string
		for _, one := range v {
			if text := inWords(one); text != "" {
				lines = append(lines, text)
			}
		}
		return strings.Join(lines, "\n")
	case map[string]any:
		for _, name := range []string{"name", "credentialCategory", "value", "description", "text", "@value"} {
			if text := inWords(v[name]); text != "" {
				if about := inWords(v["about"]); name == "credentialCategory" && about != "" {
					return text + " in " + about
				}
				return text
			}
		}
	}
	return ""
}
