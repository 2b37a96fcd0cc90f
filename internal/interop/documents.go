package interop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// object is a JSON object of any shape.
type object map[string]any

// isJSON tells JSON by its beginning, past its space; comments may come first.
func isJSON(begins []byte) bool {
	return bytes.HasPrefix(begins, []byte("{")) || bytes.HasPrefix(begins, []byte("[")) || bytes.HasPrefix(begins, []byte("//"))
}

// documents gives all JSON documents of a file, with the lines that they begin at: one,
// several, or one for each line. What is broken is noted, and reading goes on at the
// next line that begins a document.
func (run *reading) documents(file *FileReport, content []byte, each func(line int, value any) error) error {
	content = bytes.TrimPrefix(uncommented(content), []byte("\ufeff"))
	lines := lineCounter{content: content, line: 1}
	at := 0
	for broken := 1; ; broken++ {
		d := json.NewDecoder(bytes.NewReader(content[at:]))
		d.UseNumber()
		from, err := at, error(nil)
		for err == nil {
			from = at + int(d.InputOffset())
			var value any
			if err = d.Decode(&value); err == nil {
				if err := each(lines.of(from), value); err != nil {
					return err
				}
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		stop := min(at+int(max(d.InputOffset(), offsetOf(err))), len(content))
		file.Read++
		file.Failed++
		run.report.note(Note{
			File: file.Name, Line: lines.of(stop), Severity: Error, Code: "broken_json",
			Message: fmt.Sprintf("column %d: %s", columnAt(content, stop), err),
		})
		stop = max(stop-1, from)
		next := bytes.Index(content[stop:], []byte("\n{"))
		if next < 0 {
			return nil
		}
		if broken == maxBroken {
			run.report.note(Note{
				File: file.Name, Line: lines.of(stop), Severity: Error, Code: "too_broken",
				Message: fmt.Sprintf("%d documents of the file are broken; what is past them was not read", maxBroken),
			})
			return nil
		}
		at = stop + next + 1
	}
}

// maxBroken bounds the broken documents of a file past which reading goes on: each may
// cost the reading of all that comes after it.
const maxBroken = 100

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

// lineCounter tells the lines of places of a text that are asked for in their order.
type lineCounter struct {
	content  []byte
	at, line int
}

// of is the line of the first that is no space from a place on; of a place before the
// last one that was asked for it is that one's.
func (c *lineCounter) of(at int) int {
	at += len(c.content[at:]) - len(bytes.TrimLeft(c.content[at:], " \t\r\n"))
	if at > c.at {
		c.line += bytes.Count(c.content[c.at:at], []byte("\n"))
		c.at = at
	}
	return c.line
}

func columnAt(content []byte, at int) int { return at - bytes.LastIndexByte(content[:at], '\n') }

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
