package interop

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// CrosswalkSink takes links between codes of classifications.
type CrosswalkSink interface {
	AddCrosswalks(ctx context.Context, in []catalog.CrosswalkInput) ([]catalog.ItemResult, error)
}

// importCrosswalk reads tables that tie codes of SOC, ISCO and CIP together: any
// table with columns of codes of two of them, whoever made it.
func importCrosswalk(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "crosswalk", At: o.Now}
	run := &reading{report: &report, originals: sinks.Originals, options: o}
	err := run.crosswalks(ctx, sources, sinks.Crosswalks)
	report.sumRows()
	return report, err
}

func (run *reading) crosswalks(ctx context.Context, sources []source, sink CrosswalkSink) error {
	for _, s := range sources {
		file := &FileReport{Name: s.name}
		run.report.Files = append(run.report.Files, file)
		if ext := strings.ToLower(path.Ext(s.name)); ext != ".csv" && ext != ".tsv" && ext != ".txt" {
			file.NotRead = "neither text nor CSV"
			continue
		}
		ok, err := run.examine(ctx, s, file)
		if err == nil && ok {
			err = run.crosswalk(ctx, s, file, sink)
		}
		if err != nil {
			return err
		}
	}
	if len(sources) == 0 {
		return problem.New(problem.Invalid, "no crosswalk here: expected a table with columns of codes of two of SOC, ISCO and CIP")
	}
	return nil
}

func (run *reading) crosswalk(ctx context.Context, s source, file *FileReport, sink CrosswalkSink) error {
	if err := run.keep(ctx, s, file); err != nil {
		return err
	}
	var columns []codeColumn
	var links []item[catalog.CrosswalkInput]
	err := run.rows(ctx, s, file, form{}, func(r row) *rowError {
		if columns == nil {
			columns = codeColumns(r.table.headers)
			run.warnEditions(file, columns)
		}
		if len(columns) < 2 {
			return nil // told once, below
		}
		made, bad := linksIn(r, columns)
		if bad != nil {
			return bad
		}
		if len(made) == 0 {
			file.Skipped++
			r.note(Info, "", "no_match", "the row says that there is no match, or has no code", "")
		}
		for i, link := range made {
			rows := 0
			if i == 0 {
				rows = 1
			}
			links = append(links, item[catalog.CrosswalkInput]{file: file, line: r.line, rows: rows, code: link.From.Code, record: link})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if columns != nil && len(columns) < 2 {
		file.Counts = Counts{}
		run.refuse(file, "missing_column", "the file lacks columns of codes of two of SOC, ISCO and CIP; those found: "+strings.Join(namesOf(columns), ", "))
		return nil
	}
	return sendItems(run.report, "links", links, func(some []catalog.CrosswalkInput) ([]catalog.ItemResult, error) {
		return sink.AddCrosswalks(ctx, some)
	})
}

// codeColumn is a column of codes, with the one of their titles, if any.
type codeColumn struct {
	scheme      enum.CodeScheme
	code, title string
}

func namesOf(columns []codeColumn) []string {
	names := []string{}
	for _, c := range columns {
		names = append(names, c.code)
	}
	if len(names) == 0 {
		return []string{"none"}
	}
	return names
}

// codeColumns finds the columns of each classification by their names:
// CIP2020Code, 2018 SOC Code, ISCO-08, O*NET-SOC Code.
func codeColumns(headers []string) []codeColumn {
	var columns []codeColumn
	at := map[enum.CodeScheme]int{}
	for _, h := range headers {
		scheme, known := schemeOf(h)
		if !known {
			continue
		}
		i, found := at[scheme]
		if !found {
			i = len(columns)
			at[scheme] = i
			columns = append(columns, codeColumn{scheme: scheme})
		}
		switch name := fold(h); {
		case strings.Contains(name, "title") || strings.Contains(name, "name") || strings.Contains(name, "label"):
			if columns[i].title == "" {
				columns[i].title = h
			}
		case strings.Contains(name, "description") || strings.Contains(name, "definition"):
		case columns[i].code == "":
			columns[i].code = h
		}
	}
	var whole []codeColumn
	for _, c := range columns {
		if c.code != "" {
			whole = append(whole, c)
		}
	}
	return whole
}

// Where a word begins: principal has cip in it, and associate soc.
var schemeNames = []struct {
	scheme enum.CodeScheme
	name   *regexp.Regexp
}{
	{enum.CodeISCO, regexp.MustCompile(`(?i)(^|[^a-z])isco`)},
	{enum.CodeCIP, regexp.MustCompile(`(?i)(^|[^a-z])cip`)},
	{enum.CodeSOC, regexp.MustCompile(`(?i)(^|[^a-z])(soc|o\*?net)`)},
}

func schemeOf(header string) (enum.CodeScheme, bool) {
	for _, s := range schemeNames {
		if s.name.MatchString(header) {
			return s.scheme, true
		}
	}
	return "", false
}

var otherEdition = regexp.MustCompile(`(?i)soc.?2000|2000.?soc|soc.?2010|2010.?soc|cip.?2010|2010.?cip|cip.?2000|isco.?88`)

// warnEditions says where the codes are of an edition that is not the one used
// here: most codes are the same, and some are not.
func (run *reading) warnEditions(file *FileReport, columns []codeColumn) {
	for _, c := range columns {
		if otherEdition.MatchString(c.code) {
			run.report.note(Note{
				File: file.Name, Column: c.code, Severity: Warning, Code: "edition",
				Message: "the codes are of another edition than SOC 2018, ISCO-08 and CIP 2020; some may mean something else here",
			})
		}
	}
}

// linksIn are the pairs of codes that a row has.
func linksIn(r row, columns []codeColumn) ([]catalog.CrosswalkInput, *rowError) {
	var codes []catalog.CodeTitle
	for _, c := range columns {
		code, err := codeIn(c.scheme, r.get(c.code))
		if err != nil {
			return nil, &rowError{column: c.code, code: "bad_code", message: err.Error(), value: r.get(c.code)}
		}
		if code == "" {
			continue
		}
		title := ""
		if c.title != "" {
			title = strings.TrimSuffix(oneLine(r.get(c.title)), ".")
		}
		codes = append(codes, catalog.CodeTitle{Scheme: c.scheme, Code: code, Title: title})
	}
	var links []catalog.CrosswalkInput
	for i, from := range codes {
		for _, to := range codes[i+1:] {
			links = append(links, catalog.CrosswalkInput{From: from, To: to})
		}
	}
	return links, nil
}

var (
	codeShapes = map[enum.CodeScheme]*regexp.Regexp{
		enum.CodeSOC:  regexp.MustCompile(`^(\d{2}-\d{4})(?:\.\d{2})?$`),
		enum.CodeISCO: regexp.MustCompile(`^(?:http://data\.europa\.eu/esco/isco/C|C)?(\d{1,4})$`),
		enum.CodeCIP:  regexp.MustCompile(`^(\d{2}(?:\.\d{2}(?:\d{2})?)?)$`),
	}
	// What stands for no match at all.
	noMatches   = map[string]bool{"99-9999": true, "99.9999": true, "no match": true, "n/a": true, "": true}
	excelText   = regexp.MustCompile(`^="(.*)"$`)
	excelDamage = regexp.MustCompile(`(?i)^\d{1,2}-[a-z]{3}(-\d+)?$|^[a-z]{3}-\d{2,4}$`)
)

// codeIn reads a code, empty where there is no match. What a spreadsheet did to it
// is undone where that is certain.
func codeIn(scheme enum.CodeScheme, cell string) (string, error) {
	if m := excelText.FindStringSubmatch(cell); m != nil {
		cell = strings.TrimSpace(m[1])
	}
	if noMatches[strings.ToLower(cell)] {
		return "", nil
	}
	if excelDamage.MatchString(cell) {
		return "", errors.New("a spreadsheet made a date of this code")
	}
	if scheme == enum.CodeISCO && strings.Contains(cell, "/esco/occupation/") {
		return "", nil // a finer thing than a group, which has no code of ISCO
	}
	m := codeShapes[scheme].FindStringSubmatch(cell)
	if m == nil {
		return "", fmt.Errorf("this is no code of %s; did a spreadsheet drop its zeros?", scheme)
	}
	return m[1], nil
}
