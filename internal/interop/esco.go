package interop

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// SkillSink takes frameworks of skills. It compares what it is given with what
// it holds, so that importing twice changes nothing. Results stand in the order
// of their inputs; an error stops the import.
type SkillSink interface {
	// UpsertFramework returns the id that the other two take.
	UpsertFramework(ctx context.Context, in catalog.FrameworkInput) (string, error)
	UpsertSkills(ctx context.Context, framework string, in []catalog.SkillInput) ([]catalog.ItemResult, error)
	RelateSkills(ctx context.Context, framework string, in []catalog.RelationInput) ([]catalog.ItemResult, error)
}

// sinkBatch is how many records go to a sink at once.
const sinkBatch = 500

// escoFramework is ESCO itself. One framework for all releases: a concept's URI
// stays the same across them.
var escoFramework = catalog.FrameworkInput{
	Code:        "esco",
	Name:        "ESCO",
	Publisher:   "European Commission",
	URL:         "https://esco.ec.europa.eu",
	License:     "Commission Decision 2011/833/EU: free reuse with attribution",
	Attribution: "This service uses the ESCO classification of the European Commission.",
}

// Esco imports the skills of the ESCO classification, and no occupations, from the CSV files under
// dir: labels and descriptions in every language there, the groups that order
// them, and the relations among them. Several releases may lie in dir: the
// newest text of a skill wins, per language.
func Esco(ctx context.Context, dir fs.FS, sink SkillSink, o Options) (Report, error) {
	files, err := listFiles(dir, "")
	if err != nil {
		return Report{}, err
	}
	return importESCO(ctx, files, Sinks{Skills: sink}, o)
}

func importESCO(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	run := &escoRun{sink: sinks.Skills, occupations: sinks.Occupations, uris: newInterner()}
	run.report = Report{Format: "esco", At: o.Now, Framework: escoFramework}
	run.reading = reading{report: &run.report, originals: sinks.Originals, options: o}
	err := run.all(ctx, sources)
	for _, f := range run.report.Files {
		run.report.Rows.sum(f.Counts)
	}
	return run.report, err
}

// escoRun is one import on its way.
type escoRun struct {
	reading
	sink SkillSink
	// occupations may be nil: then they are not read.
	occupations OccupationSink
	report      Report
	framework   string
	uris        *interner
	edges       []edge
}

func (run *escoRun) all(ctx context.Context, sources []source) error {
	files, err := run.survey(ctx, sources)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return problem.New(problem.Invalid,
			"no ESCO file here: expected skills_<language>.csv, skillGroups_<language>.csv, skillsHierarchy_<language>.csv, broaderRelationsSkillPillar.csv, occupations_<language>.csv, ISCOGroups_<language>.csv or occupationSkillRelations.csv")
	}
	run.report.Framework.Version = newest(files)
	if err := run.keepAll(ctx, files); err != nil {
		return err
	}
	run.framework, err = run.sink.UpsertFramework(ctx, run.report.Framework)
	if err != nil {
		return fmt.Errorf("store the framework: %w", err)
	}
	if err := run.readSkills(ctx, files); err != nil {
		return err
	}
	if err := run.readEdges(ctx, files); err != nil {
		return err
	}
	if err := run.relate(ctx); err != nil {
		return err
	}
	return run.readPillar(ctx, files)
}

// survey tells the files that are read from those that aren't, and learns what
// the former are written in.
func (run *escoRun) survey(ctx context.Context, sources []source) ([]*escoFile, error) {
	var files []*escoFile
	for _, s := range sources {
		f := classifyESCO(s, run.options)
		if f.kind.pillar && run.occupations == nil {
			f.file.NotRead = "holds no skills"
		}
		run.report.Files = append(run.report.Files, f.file)
		if f.file.NotRead != "" {
			continue
		}
		ok, err := run.examine(ctx, s, f.file)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if f.releaseUnknown() {
			run.report.note(Note{
				File: f.file.Name, Severity: Info, Code: "no_release",
				Message: "no folder of this file names its release",
			})
		}
		files = append(files, f)
	}
	nameLanguages(files)
	rankFiles(files)
	return files, nil
}

// keepAll hands the files to whoever keeps originals, before anything is made of
// them.
func (run *escoRun) keepAll(ctx context.Context, files []*escoFile) error {
	for _, f := range files {
		if err := run.keep(ctx, f.source, f.file); err != nil {
			return err
		}
	}
	return nil
}

// openFile opens a file's table; false means that the file is refused.
func (run *escoRun) openFile(f *escoFile) (*table, bool, error) {
	t, closer, ok, err := run.open(f.source, f.file, form{layout: f.kind.layout})
	f.closer = closer
	return t, ok, err
}
