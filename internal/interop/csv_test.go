package interop

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// readAll returns the records and the codes of the rows that failed.
func readAll(t interface{ Fatal(...any) }, r io.Reader) (cells [][]string, lines []int, codes []string) {
	rr := newRecordReader(r)
	for {
		rec, err := rr.next()
		var bad *rowError
		switch {
		case errors.Is(err, io.EOF):
			return cells, lines, codes
		case errors.As(err, &bad):
			codes = append(codes, bad.code)
		case err != nil:
			t.Fatal(err)
		default:
			cells, lines = append(cells, rec.cells), append(lines, rec.line)
		}
	}
}

func TestRecordsSurviveEveryLineEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in    string
		want  [][]string
		lines []int
		codes []string
	}{
		"LF":                    {in: "a,b\n1,2\n", want: [][]string{{"a", "b"}, {"1", "2"}}, lines: []int{1, 2}},
		"CRLF":                  {in: "a,b\r\n1,2\r\n", want: [][]string{{"a", "b"}, {"1", "2"}}, lines: []int{1, 2}},
		"no end":                {in: "a,b\n1,2", want: [][]string{{"a", "b"}, {"1", "2"}}, lines: []int{1, 2}},
		"LF inside CRLF":        {in: "a,b\r\n\"1\n2\",3\r\n4,5\r\n", want: [][]string{{"a", "b"}, {"1\n2", "3"}, {"4", "5"}}, lines: []int{1, 2, 4}},
		"CRLF inside":           {in: "a\r\n\"1\r\n2\"\r\n", want: [][]string{{"a"}, {"1\n2"}}, lines: []int{1, 2}},
		"quotes doubled":        {in: "\"say \"\"hi\"\"\",b\n", want: [][]string{{`say "hi"`, "b"}}, lines: []int{1}},
		"bare quote":            {in: "5\" pipe,b\n", want: [][]string{{`5" pipe`, "b"}}, lines: []int{1}},
		"blank lines":           {in: "\n\na\n\n\r\nb\n", want: [][]string{{"a"}, {"b"}}, lines: []int{3, 6}},
		"trailing comma":        {in: "a,\n\"b\",\n", want: [][]string{{"a", ""}, {"b", ""}}, lines: []int{1, 2}},
		"blank line in a quote": {in: "\"a\n\nb\"\n", want: [][]string{{"a\n\nb"}}, lines: []int{1}},
		"tabs":                  {in: "a\tb\n1,5\t2\n", want: [][]string{{"a", "b"}, {"1,5", "2"}}, lines: []int{1, 2}},
		"semicolons":            {in: "a;b\n\"1;5\";2\n", want: [][]string{{"a", "b"}, {"1;5", "2"}}, lines: []int{1, 2}},
		"text after a quote":    {in: "a,b\n\"x\"y,2\n3,4\n", want: [][]string{{"a", "b"}, {"3", "4"}}, lines: []int{1, 3}, codes: []string{"malformed_quotes"}},
		"quote left open":       {in: "a,b\n\"x,2\n3,4\n5,6\n", want: [][]string{{"a", "b"}, {"3", "4"}, {"5", "6"}}, lines: []int{1, 3, 4}, codes: []string{"open_quote"}},
		"open until the next":   {in: "a,b\n\"x,2\n3,4\n\"5\",6\n", want: [][]string{{"a", "b"}, {"3", "4"}, {"5", "6"}}, lines: []int{1, 3, 4}, codes: []string{"malformed_quotes"}},
		"nothing":               {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cells, lines, codes := readAll(t, strings.NewReader(c.in))
			if diff := cmp.Diff(c.want, cells); diff != "" {
				t.Errorf("records differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.lines, lines); diff != "" {
				t.Errorf("lines differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.codes, codes); diff != "" {
				t.Errorf("errors differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverlongRowFailsAlone(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3*maxRecord)
	cells, _, codes := readAll(t, strings.NewReader("a,b\n"+long+",2\n3,4\n"))
	if diff := cmp.Diff([][]string{{"a", "b"}, {"3", "4"}}, cells); diff != "" {
		t.Errorf("records differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"too_long"}, codes); diff != "" {
		t.Errorf("errors differ (-want +got):\n%s", diff)
	}
}

func TestRecordsAreWhatTheStandardLibraryReads(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a-c" ,;\n\t]{0,6}`)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 2), 1, 8).Draw(t, "rows")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(append([][]string{{"k,", "v,"}}, rows...)); err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(bytes.NewReader(out.Bytes())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got, _, codes := readAll(t, &out)
		if diff := cmp.Diff(want, got); diff != "" || len(codes) > 0 {
			t.Fatalf("records differ, errors %v (-want +got):\n%s", codes, diff)
		}
	})
}

// A file of open quotes and a file whose give-backs overlap: both end soon.
func TestHostileQuotesCostLinearTime(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"open":    strings.Repeat("\"a\n", 1<<20),
		"overlap": "\"" + strings.Repeat("\n", maxRecord-10) + strings.Repeat("\"a\nb\"c\n", 1<<18),
	} {
		start := time.Now()
		readAll(t, strings.NewReader(text))
		// About a second; the square of its size would be hours.
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func FuzzRecordReader(f *testing.F) {
	for _, seed := range []string{"a,b\r\n\"1\n2\",3", "\"", "\"\"\"", "a\tb\n\"x\"y\n", "\xff\xfe\x00", "\n\r\r\n\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cells, lines, codes := readAll(t, bytes.NewReader(data))
		if limit := bytes.Count(data, []byte("\n")) + 1; len(cells)+len(codes) > limit {
			t.Errorf("%d rows from %d lines", len(cells)+len(codes), limit)
		}
		for i := 1; i < len(lines); i++ {
			if lines[i] <= lines[i-1] {
				t.Errorf("line %d follows line %d", lines[i], lines[i-1])
			}
		}
	})
}

func FuzzImport(f *testing.F) {
	f.Add([]byte("conceptUri,preferredLabel,altLabels\nx:1,one,\"uno\none\"\n"), []byte("conceptUri,broaderUri\nx:1,x:1\n"))
	f.Add([]byte("\xff\xfec\x00"), []byte("conceptUri;broaderUri\nx:1;x:2\nx:2;x:1\n"))
	f.Fuzz(func(t *testing.T, skills, broader []byte) {
		report, err := Esco(t.Context(), mapFS(skills, broader), newMemory(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range report.Files {
			c := file.Counts
			if c.Read != c.Created+c.Updated+c.Unchanged+c.Skipped+c.Failed {
				t.Errorf("%s: counts don't add up: %+v", file.Name, c)
			}
		}
	})
}

func FuzzFrameworks(f *testing.F) {
	f.Add([]byte(`[{"skillName":"a","id":"http://x/1","status":"published"},{"skillName":1}]`))
	f.Add([]byte(`{"CFDocument":{"identifier":"a"},"CFItems":[{"identifier":"b","fullStatement":"c"},{}],"CFAssociations":[{"associationType":"isChildOf"}]}`))
	f.Add([]byte("RSD Name,Skill Statement\na,b\n"))
	f.Add([]byte("fullStatement,Human Coding Scheme,Is Child Of\na,b,b\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"osmt", "case"} {
			report, err := Import(t.Context(), format, []string{path}, Sinks{Skills: newMemory()}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if c := report.Files[0].Counts; c.Read != c.Created+c.Updated+c.Unchanged+c.Skipped+c.Failed {
				t.Errorf("%s: counts don't add up: %+v", format, c)
			}
		}
	})
}

func TestBrokenDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("{\n", 3*maxBroken) + `{"skillName":"a","id":"http://x.example/1"}`
	run := &reading{report: &Report{}}
	file := &FileReport{Name: "a"}
	read := 0
	if err := run.documents(file, []byte(content), func(int, any) error { read++; return nil }); err != nil {
		t.Fatal(err)
	}
	if file.Failed != maxBroken || read != 0 || run.report.Codes["too_broken"] != 1 {
		t.Errorf("%d broken, %d read, notes %v", file.Failed, read, run.report.Codes)
	}
}

func TestLinesOfDocumentsAreTold(t *testing.T) {
	t.Parallel()
	var lines []int
	run := &reading{report: &Report{}}
	content := "// first\n{}\n\n [1,\n2] {\n}\n{x}\n{}\n"
	if err := run.documents(&FileReport{}, []byte(content), func(line int, _ any) error { lines = append(lines, line); return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{2, 4, 5, 8}, lines); diff != "" || run.report.Notes[0].Line != 7 {
		t.Errorf("notes %v, lines (-want +got):\n%s", run.report.Notes, diff)
	}
}
