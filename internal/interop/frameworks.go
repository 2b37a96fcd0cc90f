package interop

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// frameworksRun is an import of frameworks of skills on its way: all files are read
// before anything is stored, as any may relate what another one has.
type frameworksRun struct {
	reading
	sink     SkillSink
	language string
	sets     []*skillSet
}

// skillSet is what files say of one framework.
type skillSet struct {
	framework catalog.FrameworkInput
	skills    []item[catalog.SkillInput]
	relations []item[catalog.RelationInput]
}

// frameworkFormat is how files of a format hold frameworks.
type frameworkFormat struct {
	name, expected string
	// aside says what of a file is not read, if anything.
	aside string
	// document reads a JSON document; false means that it is none of the format.
	document func(run *frameworksRun, at place, value any) bool
	// table reads any other file.
	table func(run *frameworksRun, ctx context.Context, s source, file *FileReport) error
}

// read reads a file; false means that it is none of the format.
func (f frameworkFormat) read(ctx context.Context, run *frameworksRun, s source, file *FileReport) (bool, error) {
	begins, err := s.beginning(file.Encoding)
	if err != nil {
		return false, err
	}
	switch {
	case bytes.HasPrefix(begins, []byte("PK")):
		file.NotRead = "an archive or a spreadsheet: unpack it, or save its sheet as CSV"
		return false, nil
	case !isJSON(begins):
		err := f.table(run, ctx, s, file)
		return file.NotRead == "", err
	}
	content, ok, err := run.content(s, file)
	if err != nil || !ok {
		return false, err
	}
	found := false
	err = run.documents(file, content, func(line int, value any) error {
		found = f.document(run, place{file: file, line: line}, value) || found
		return ctx.Err()
	})
	return found, err
}

// importFrameworks reads files of a format, and stores what they have. What is none of
// them is left aside, with what was expected.
func importFrameworks(ctx context.Context, format frameworkFormat, sources []source, sinks Sinks, o Options) (Report, error) {
	report := Report{Format: format.name, At: o.Now}
	run := &frameworksRun{
		reading: reading{report: &report, originals: sinks.Originals, options: o},
		sink:    sinks.Skills, language: strings.ToLower(cmp.Or(o.Language, "en")),
	}
	for _, s := range sources {
		file := &FileReport{Name: s.name, Language: run.language}
		report.Files = append(report.Files, file)
		ok, err := run.examine(ctx, s, file)
		if err == nil && ok {
			ok, err = format.read(ctx, run, s, file)
		}
		if err == nil && ok {
			err = run.keep(ctx, s, file)
		}
		if err != nil {
			return report, err
		}
		switch {
		case ok && format.aside != "":
			report.note(Note{File: file.Name, Severity: Info, Code: "not_read", Message: format.aside})
		case !ok && file.NotRead == "":
			file.NotRead = format.expected
		}
	}
	run.sets = slices.DeleteFunc(run.sets, func(s *skillSet) bool { return len(s.skills) == 0 })
	err := run.store(ctx)
	report.sumRows()
	return report, err
}

// set is where the skills of a framework go, by its code. What the first file of it
// leaves open a later one may say.
func (run *frameworksRun) set(in catalog.FrameworkInput) *skillSet {
	in.Version = cmp.Or(in.Version, run.options.Release)
	for _, text := range []*string{&in.Name, &in.Publisher, &in.Version, &in.License} {
		*text = beginningOf(oneLine(*text))
	}
	if len(in.URL) > maxURI {
		in.URL = ""
	}
	for _, s := range run.sets {
		if f := &s.framework; f.Code == in.Code {
			f.Publisher, f.License = cmp.Or(f.Publisher, in.Publisher), cmp.Or(f.License, in.License)
			f.URL, f.Version = cmp.Or(f.URL, in.URL), cmp.Or(f.Version, in.Version)
			return s
		}
	}
	s := &skillSet{framework: in}
	run.sets = append(run.sets, s)
	return s
}

// place is where something stands: a line, and within it a pointer, where there is one.
type place struct {
	file    *FileReport
	line    int
	pointer string
}

// refuse counts a row that can't be read.
func (p place) refuse(report *Report, e *rowError) {
	p.file.Failed++
	p.note(report, Error, e.column, e.code, e.message, e.value)
}

// skip counts a row that is left out.
func (p place) skip(report *Report, severity Severity, code, message, value string) {
	p.file.Skipped++
	p.note(report, severity, "", code, message, value)
}

func (p place) note(report *Report, severity Severity, column, code, message, value string) {
	if p.pointer != "" && column != "" {
		column = p.pointer + "/" + column
	}
	report.note(Note{
		File: p.file.Name, Line: p.line, Column: cmp.Or(column, p.pointer), Severity: severity, Code: code, Message: message, Value: value,
	})
}

// add takes a skill of a row, unless it can't be one.
func (run *frameworksRun) add(to *skillSet, at place, skill catalog.SkillInput) {
	if bad := checkSkill(skill); bad != nil {
		at.refuse(run.report, bad)
		return
	}
	if skill.Texts[0].Label == "" {
		at.skip(run.report, Warning, "no_label", "the skill has no name", skill.URI)
		return
	}
	to.skills = append(to.skills, item[catalog.SkillInput]{file: at.file, line: at.line, rows: 1, code: skill.URI, record: skill})
}

// relate takes a relation; a row of its own is not counted.
func (s *skillSet) relate(at place, from, to string, kind taxonomy.RelationKind) {
	s.relations = append(s.relations, item[catalog.RelationInput]{
		file: at.file, line: at.line, code: from, record: catalog.RelationInput{From: from, To: to, Kind: kind},
	})
}

// store gives all skills to the sink, and then what relates them.
func (run *frameworksRun) store(ctx context.Context) error {
	codes := make([]string, len(run.sets))
	for i, s := range run.sets {
		if i == 0 {
			run.report.Framework = s.framework
		}
		var err error
		if codes[i], err = run.sink.UpsertFramework(ctx, s.framework); err != nil {
			return fmt.Errorf("store the framework: %w", err)
		}
		if err := sendItems(run.report, s.framework.Name+" skills", s.skills, func(some []catalog.SkillInput) ([]catalog.ItemResult, error) {
			return run.sink.UpsertSkills(ctx, codes[i], some)
		}); err != nil {
			return err
		}
	}
	for i, s := range run.sets {
		if err := sendItems(run.report, s.framework.Name+" relations", s.relations, func(some []catalog.RelationInput) ([]catalog.ItemResult, error) {
			return run.sink.RelateSkills(ctx, codes[i], some)
		}); err != nil {
			return err
		}
	}
	return nil
}

// activeUnless says that a skill is offered, unless it is not any more.
func activeUnless(gone bool) enum.SkillStatus {
	if gone {
		return enum.SkillDeprecated
	}
	return enum.SkillActive
}
