package interop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// The frameworks that O*NET makes here. One for all releases: codes stay the same
// across them.
var (
	onetFramework = catalog.FrameworkInput{
		Code: "onet", Name: "O*NET", Publisher: "U.S. Department of Labor, Employment and Training Administration",
		URL: "https://www.onetcenter.org", License: "CC BY 4.0",
		Attribution: "This service includes information from the O*NET Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA.",
	}
	onetActivities = onetPart("onet-activities", "O*NET work activities")
	onetTechnology = onetPart("onet-technology", "O*NET technology skills")
)

func onetPart(code, name string) catalog.FrameworkInput {
	part := onetFramework
	part.Code, part.Name = code, name
	return part
}

// onetRun is one import of O*NET on its way.
type onetRun struct {
	reading
	skills      SkillSink
	occupations OccupationSink
	files       map[onetTable][]*onetFile
	framework   string
	language    string
}

func importONET(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: "onet", At: o.Now, Framework: onetFramework}
	o.Columns = onetColumns(o.Columns)
	run := &onetRun{
		reading: reading{report: &report, originals: sinks.Originals, options: o},
		skills:  sinks.Skills, occupations: sinks.Occupations,
		files:    map[onetTable][]*onetFile{},
		language: strings.ToLower(cmp.Or(o.Language, "en")),
	}
	err := run.all(ctx, sources)
	report.sumRows()
	return report, err
}

func (run *onetRun) all(ctx context.Context, sources []source) (err error) {
	if err := run.survey(ctx, sources); err != nil {
		return err
	}
	if len(run.files) == 0 {
		return problem.New(problem.Invalid,
			"no table of O*NET here: expected Occupation Data, Alternate Titles, Sample of Reported Titles, Task Statements, Tasks to DWAs, DWA Reference, IWA Reference, Technology Skills or Job Zones, as text or CSV")
	}
	if run.framework, err = run.skills.UpsertFramework(ctx, run.report.Framework); err != nil {
		return fmt.Errorf("store the framework: %w", err)
	}
	// Occupations first: the others belong to them.
	for _, step := range []func(context.Context) error{
		run.readOccupations, run.readZones, run.readTitles, run.readTasks, run.readActivities, run.readTechnology,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// survey tells the files that are read from those that aren't.
func (run *onetRun) survey(ctx context.Context, sources []source) error {
	for _, s := range sources {
		f := &onetFile{source: s, file: &FileReport{Name: s.name, Language: run.language}}
		run.report.Files = append(run.report.Files, f.file)
		run.report.Framework.Version = cmp.Or(run.report.Framework.Version, onetRelease(s))
		if !f.named() {
			continue
		}
		ok, err := run.examine(ctx, s, f.file)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if f.table == "" && !f.recognize(run.options.Columns) {
			f.file.NotRead = "not a table of O*NET that is read"
			continue
		}
		if err := run.keep(ctx, s, f.file); err != nil {
			return err
		}
		run.files[f.table] = append(run.files[f.table], f)
	}
	run.report.Framework.Version = cmp.Or(run.report.Framework.Version, run.options.Release)
	for _, f := range run.report.Files {
		f.Release = run.report.Framework.Version
	}
	return nil
}

// each reads the rows of all files of a table.
func (run *onetRun) each(ctx context.Context, table onetTable, read func(f *onetFile, r row) *rowError) error {
	for _, f := range run.files[table] {
		err := run.rows(ctx, f.source, f.file, form{layout: onetLayouts[table], bare: true}, func(r row) *rowError {
			if code := r.get(onetCode); code != "" && !onetCodes.MatchString(code) {
				return &rowError{column: onetCode, code: "bad_code", message: "this is no O*NET-SOC code", value: code}
			}
			return read(f, r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var onetCodes = regexp.MustCompile(`^\d{2}-\d{4}\.\d{2}$`)

// known gives a cell, or nothing where O*NET says that it has no value.
func (r row) known(column string) string {
	if v := r.get(column); !strings.EqualFold(v, "n/a") {
		return v
	}
	return ""
}

// bounded refuses a text that is too long to be one.
func bounded(column, text string, limit int) *rowError {
	switch {
	case text == "":
		return &rowError{column: column, code: "missing_value", message: column + " is blank"}
	case len(text) > limit:
		return &rowError{column: column, code: "too_long", message: "the text is too long", value: text}
	}
	return nil
}

// readOccupations reads the occupations. What a whole file no longer has is
// retired.
func (run *onetRun) readOccupations(ctx context.Context) error {
	var items []item[catalog.OccupationRecord]
	active := true
	err := run.each(ctx, onetOccupations, func(f *onetFile, r row) *rowError {
		code, title := r.get(onetCode), oneLine(r.known("Title"))
		if bad := bounded("Title", title, maxLabel); bad != nil {
			return bad
		}
		items = append(items, item[catalog.OccupationRecord]{file: f.file, line: r.line, rows: 1, code: code, record: catalog.OccupationRecord{
			Scheme: enum.OccupationONET, Code: code, SOC: code[:len("53-7051")], Active: &active,
			Texts: []catalog.OccupationText{{Language: run.language, Title: title, Description: r.known("Description")}},
		}})
		return nil
	})
	if err != nil || len(items) == 0 {
		return err
	}
	if err := sendItems(run.report, "occupations", items, func(some []catalog.OccupationRecord) ([]catalog.ItemResult, error) {
		return run.occupations.UpsertOccupations(ctx, run.framework, some)
	}); err != nil {
		return err
	}
	return run.retire(ctx, items)
}

// retire marks what this release no longer has, unless some rows could not be read:
// those may have it.
func (run *onetRun) retire(ctx context.Context, items []item[catalog.OccupationRecord]) error {
	kept := make([]string, len(items))
	for i, m := range items {
		kept[i] = m.code
	}
	for _, f := range run.files[onetOccupations] {
		if f.file.Failed > 0 || f.file.NotRead != "" {
			return nil
		}
	}
	gone, err := run.occupations.RetireOccupations(ctx, run.framework, enum.OccupationONET, kept)
	if err != nil {
		return fmt.Errorf("retire occupations: %w", err)
	}
	if gone > 0 {
		run.report.note(Note{
			File: items[0].file.Name, Severity: Info, Code: "retired",
			Message: fmt.Sprintf("this release no longer has %d occupations that are here; they are listed no more", gone),
		})
	}
	return nil
}

func (run *onetRun) readZones(ctx context.Context) error {
	var items []item[catalog.OccupationRecord]
	err := run.each(ctx, onetZones, func(f *onetFile, r row) *rowError {
		given := r.known("Job Zone")
		zone, err := number(given)
		if err != nil || zone < 1 || zone > 5 {
			return &rowError{column: "Job Zone", code: "bad_number", message: "a job zone is 1 to 5", value: given}
		}
		code := r.get(onetCode)
		items = append(items, item[catalog.OccupationRecord]{file: f.file, line: r.line, rows: 1, code: code, record: catalog.OccupationRecord{
			Scheme: enum.OccupationONET, Code: code, JobZone: &zone,
		}})
		return nil
	})
	if err != nil {
		return err
	}
	return sendItems(run.report, "job zones", items, func(some []catalog.OccupationRecord) ([]catalog.ItemResult, error) {
		return run.occupations.UpsertOccupations(ctx, run.framework, some)
	})
}

// number reads a whole number as people and spreadsheets write it: 1,234 or 3.0.
func number(text string) (int, error) {
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(text, ",", ""), ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, errors.New("not a whole number")
	}
	var n int
	if _, err := fmt.Sscanf(whole+"|", "%d|", &n); err != nil {
		return 0, fmt.Errorf("read a number: %w", err)
	}
	return n, nil
}
