package interop

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
)

// job is what a row says of an occupation beside its texts.
type job struct {
	isco      string
	regulated *bool
}

// An ISCO group's URI ends in its code; C8344.
var iscoURI = regexp.MustCompile(`/isco/C(\d{1,4})$`)

func jobOf(r row) job {
	j := job{isco: cmp.Or(r.get("iscoGroup"), r.get("code"))}
	if m := iscoURI.FindStringSubmatch(j.isco); m != nil {
		j.isco = m[1]
	}
	j.isco = strings.TrimPrefix(j.isco, "C")
	if !codeShapes[enum.CodeISCO].MatchString(j.isco) {
		j.isco = "" // a code of ESCO's own: 8344.1
	}
	if note := r.get("regulatedProfessionNote"); note != "" {
		regulated := strings.HasSuffix(note, "/regulated")
		j.regulated = &regulated
	}
	return j
}

// readPillar reads occupations, the groups that they are in, and the skills that
// they are tied to.
func (run *escoRun) readPillar(ctx context.Context, files []*escoFile) error {
	if run.occupations == nil {
		return nil
	}
	tree, err := run.readTree(ctx, files)
	if err != nil {
		return err
	}
	batch := &jobBatch{run: run, tree: tree}
	if err := run.readConcepts(ctx, files, true, batch.add); err != nil {
		return err
	}
	if err := batch.flush(ctx); err != nil {
		return err
	}
	return run.readTies(ctx, files)
}

// readTree reads what every occupation lies in. Nothing is kept of it but the ISCO
// group of occupations whose own rows don't say it.
func (run *escoRun) readTree(ctx context.Context, files []*escoFile) (map[int32]int32, error) {
	tree := map[int32]int32{}
	for _, f := range files {
		if f.kind.prefix != kindTree {
			continue
		}
		err := run.rows(ctx, f.source, f.file, form{layout: f.kind.layout}, func(r row) *rowError {
			tree[run.uris.id(r.get("conceptUri"))] = run.uris.id(r.get("broaderUri"))
			f.file.Unchanged++
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return tree, nil
}

// maxBroader is how many steps up the tree of occupations has, and more.
const maxBroader = 20

// groupOf is the ISCO group that an occupation lies in.
func (run *escoRun) groupOf(tree map[int32]int32, id int32) string {
	for range maxBroader {
		broader, known := tree[id]
		if !known {
			return ""
		}
		if m := iscoURI.FindStringSubmatch(run.uris.uri(broader)); m != nil {
			return m[1]
		}
		id = broader
	}
	return ""
}

// jobBatch gathers occupations for the sink: ESCO's, and the groups of ISCO.
type jobBatch struct {
	run     *escoRun
	tree    map[int32]int32
	parts   [][]part
	records []catalog.OccupationRecord
	titles  map[enum.OccupationScheme][]item[catalog.TitleInput]
}

func (b *jobBatch) add(ctx context.Context, parts []part) error {
	whole := merge(parts)
	record := catalog.OccupationRecord{Scheme: enum.OccupationESCO, Code: whole.URI}
	best := parts[0]
	for _, p := range parts {
		if p.from.rank > best.from.rank {
			best = p
		}
	}
	for _, p := range append([]part{best}, parts...) {
		record.ISCO = cmp.Or(record.ISCO, p.job.isco)
		if record.Regulated == nil {
			record.Regulated = p.job.regulated
		}
	}
	if m := iscoURI.FindStringSubmatch(whole.URI); m != nil {
		record.Scheme, record.Code, record.ISCO = enum.OccupationISCO, m[1], m[1]
	} else {
		record.ISCO = cmp.Or(record.ISCO, b.run.groupOf(b.tree, best.id))
	}
	if whole.Status != "" {
		active := whole.Status == enum.SkillActive
		record.Active = &active
	}
	for _, t := range whole.Texts {
		record.Texts = append(record.Texts, catalog.OccupationText{Language: t.Language, Title: t.Label, Description: t.Description})
	}
	b.parts, b.records = append(b.parts, parts), append(b.records, record)
	b.addTitles(record, whole.Texts, best)
	if len(b.records) < sinkBatch {
		return nil
	}
	return b.flush(ctx)
}

// addTitles adds the other titles in each language; of titles in two genders, both.
func (b *jobBatch) addTitles(record catalog.OccupationRecord, texts []catalog.SkillText, from part) {
	if b.titles == nil {
		b.titles = map[enum.OccupationScheme][]item[catalog.TitleInput]{}
	}
	for _, t := range texts {
		taken := map[string]bool{t.Label: true}
		add := func(kind enum.LabelKind, text string) {
			if taken[text] {
				return
			}
			taken[text] = true
			b.titles[record.Scheme] = append(b.titles[record.Scheme], item[catalog.TitleInput]{
				file: from.from.file, line: from.line, code: record.Code,
				record: catalog.TitleInput{Code: record.Code, Language: t.Language, Kind: kind, Text: text},
			})
		}
		for _, shown := range append([]string{t.Label}, t.Alternative...) {
			add(enum.LabelAlternative, shown)
			for _, half := range genders(t.Language, shown) {
				add(enum.LabelAlternative, half)
			}
		}
		for _, hidden := range t.Hidden {
			add(enum.LabelHidden, hidden)
		}
	}
}

// flush sends the batch and counts what became of its rows.
func (b *jobBatch) flush(ctx context.Context) error {
	if len(b.records) == 0 {
		return nil
	}
	report := &b.run.report
	results, err := b.run.occupations.UpsertOccupations(ctx, b.run.framework, b.records)
	if err != nil {
		return fmt.Errorf("store %d occupations: %w", len(b.records), err)
	}
	if len(results) != len(b.records) {
		return fmt.Errorf("store occupations: %d results for %d", len(results), len(b.records))
	}
	for i, result := range results {
		m := item[catalog.OccupationRecord]{file: b.parts[i][0].from.file, line: b.parts[i][0].line, code: b.records[i].Code}
		for _, p := range b.parts[i] {
			m.more = append(m.more, p.from.file)
		}
		m.settle(report, "occupations", result)
	}
	for _, scheme := range []enum.OccupationScheme{enum.OccupationESCO, enum.OccupationISCO} {
		if err := sendItems(report, "titles", b.titles[scheme], func(some []catalog.TitleInput) ([]catalog.ItemResult, error) {
			return b.run.occupations.SetTitles(ctx, scheme, some)
		}); err != nil {
			return err
		}
	}
	b.parts, b.records, b.titles = nil, nil, nil
	return nil
}

// readTies reads the skills of occupations, and those of ISCO groups.
func (run *escoRun) readTies(ctx context.Context, files []*escoFile) error {
	for _, of := range []struct {
		kind, code, skill, relation string
		scheme                      enum.OccupationScheme
	}{
		{kindTies, "occupationUri", "skillUri", "relationType", enum.OccupationESCO},
		{kindGroupTies, "isco08_code", "skill_uri", "skill_type", enum.OccupationISCO},
	} {
		var ties []item[catalog.TieInput]
		for _, f := range files {
			if f.kind.prefix != of.kind {
				continue
			}
			err := run.rows(ctx, f.source, f.file, form{layout: f.kind.layout}, func(r row) *rowError {
				tie, bad := tieOf(r, of.relation)
				if bad != nil {
					return bad
				}
				// The interner's copy: the row's would keep the whole row.
				tie.Code, tie.Skill = run.interned(r.get(of.code)), run.interned(r.get(of.skill))
				ties = append(ties, item[catalog.TieInput]{file: f.file, line: r.line, rows: 1, code: tie.Code, record: tie})
				return nil
			})
			if err != nil {
				return err
			}
		}
		if err := sendItems(&run.report, "skills of occupations", ties, func(some []catalog.TieInput) ([]catalog.ItemResult, error) {
			return run.occupations.TieSkills(ctx, run.framework, of.scheme, some)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (run *escoRun) interned(uri string) string { return run.uris.uri(run.uris.id(uri)) }

func tieOf(r row, column string) (catalog.TieInput, *rowError) {
	switch given := strings.ToLower(r.get(column)); given {
	case "essential":
		return catalog.TieInput{Relation: enum.RelationEssential}, nil
	case "optional":
		return catalog.TieInput{Relation: enum.RelationOptional}, nil
	default:
		return catalog.TieInput{}, &rowError{column: column, code: "bad_relation", message: "a skill is essential or optional", value: given}
	}
}
