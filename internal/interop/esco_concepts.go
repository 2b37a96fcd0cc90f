package interop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// Longest texts, in bytes; what is longer is no label or description but a
// damaged row.
const (
	maxURI         = 500
	maxLabel       = 1000
	maxDescription = 64 << 10
	maxLabels      = 1000
)

// part is what one row says of a skill.
type part struct {
	id    int32 // the interned URI
	from  *escoFile
	line  int
	skill catalog.SkillInput // with one text
	job   job                // of an occupation
}

func (p part) size() int {
	t := p.skill.Texts[0]
	n := 200 + len(t.Label) + len(t.Description)
	for _, l := range t.Alternative {
		n += len(l) + 16
	}
	for _, l := range t.Hidden {
		n += len(l) + 16
	}
	return n
}

// conceptReader reads the skills of one file.
type conceptReader struct {
	run   *escoRun
	from  *escoFile
	table *table
	seen  bitset
}

// next returns the file's next skill, or io.EOF. Rows that give none are noted
// and counted here; the others once the sink has answered.
func (c *conceptReader) next() (part, error) {
	for {
		r, err := c.table.next()
		if err != nil {
			return part{}, err
		}
		read := c.concept
		if c.from.kind.prefix == "skillshierarchy" {
			read = c.hierarchy
		}
		skill, broader, bad := read(r)
		if bad != nil {
			bad.line = r.line
			c.table.fail(bad)
			continue
		}
		id := c.run.uris.id(skill.URI)
		c.relate(r, id, broader)
		if c.seen.has(id) {
			c.skip(r, "repeated", "the file has this URI already; the first row stands", skill.URI)
			continue
		}
		c.seen.set(id)
		if skill.Texts[0].Label == "" {
			c.skip(r, "no_label", "the row has no label", skill.URI)
			continue
		}
		p := part{id: id, from: c.from, line: r.line, skill: skill}
		if c.from.kind.pillar {
			p.job = jobOf(r)
		}
		return p, nil
	}
}

func (c *conceptReader) skip(r row, code, message, value string) {
	c.from.file.Skipped++
	r.note(Warning, "", code, message, value)
}

// relate keeps the broader concepts of a row for the second pass: they may
// come later.
func (c *conceptReader) relate(r row, id int32, broader []string) {
	for _, uri := range broader {
		c.run.edges = append(c.run.edges, edge{
			from: id, to: c.run.uris.id(uri), kind: taxonomy.Broader, file: c.from, line: int32(r.line),
		})
	}
}

// concept reads a row of skills_*, skillGroups_* or a collection.
func (c *conceptReader) concept(r row) (catalog.SkillInput, []string, *rowError) {
	text := catalog.SkillText{
		Language:    c.from.file.Language,
		Label:       oneLine(r.get("preferredLabel")),
		Description: r.get("description"),
	}
	if text.Description == "" {
		text.Description = r.get("definition")
	}
	taken := []string{text.Label}
	text.Alternative, taken = labels(r.get("altLabels"), c.from.kind.separator, taken)
	text.Hidden, _ = labels(r.get("hiddenLabels"), c.from.kind.separator, taken)
	skill := catalog.SkillInput{
		URI: r.get("conceptUri"), Type: c.skillType(r), Status: status(r), Texts: []catalog.SkillText{text},
	}
	broader, _ := labels(r.get("broaderConceptUri"), " | ", nil)
	return skill, broader, checkSkill(skill)
}

// hierarchy reads a row of skillsHierarchy_*: the deepest level that it fills
// is the concept, the one above it the broader one.
func (c *conceptReader) hierarchy(r row) (catalog.SkillInput, []string, *rowError) {
	uri, label := r.get("Level 0 URI"), r.get("Level 0 preferred term")
	var broader []string
	for level := 1; ; level++ {
		next := r.get(fmt.Sprintf("Level %d URI", level))
		if next == "" {
			break
		}
		broader = []string{uri}
		uri, label = next, r.get(fmt.Sprintf("Level %d preferred term", level))
	}
	skill := catalog.SkillInput{
		URI: uri, Type: catalog.SkillTypeGroup,
		Texts: []catalog.SkillText{{
			Language: c.from.file.Language, Label: oneLine(label), Description: r.get("Description"),
		}},
	}
	return skill, broader, checkSkill(skill)
}

// ESCO's own words for what a skill is.
const (
	typeSkill     = "skill/competence"
	typeKnowledge = "knowledge"
)

// skillType tells knowledge, skills and groups apart. One row of v1.0 is both
// "skill/competence" and "knowledge"; the first stands.
func (c *conceptReader) skillType(r row) string {
	given := r.get("skillType")
	switch {
	case c.from.kind.prefix == "skillgroups":
		return catalog.SkillTypeGroup
	case given == "", given == typeSkill, given == typeKnowledge:
		return given
	}
	r.note(Info, "skillType", "skill_type", "the type is read as "+typeSkill, given)
	return typeSkill
}

// status says whether the release still offers a skill; a release without the
// column says nothing.
func status(r row) enum.SkillStatus {
	switch given := strings.ToLower(r.get("status")); given {
	case "":
		return ""
	case "released", "active", "published":
		return enum.SkillActive
	case "obsolete", "deprecated", "retired":
		return enum.SkillDeprecated
	default:
		r.note(Info, "status", "status", "the status is not known, and says nothing", given)
		return ""
	}
}

// labels parts a cell of several labels and drops blanks and those that are
// taken. It returns them with all that are taken now. It stops past maxLabels:
// a hostile cell must not cost the square of its size.
func labels(cell, separator string, taken []string) ([]string, []string) {
	var list []string
	if cell == "" {
		return nil, taken
	}
	for l := range strings.SplitSeq(cell, separator) {
		l = oneLine(l)
		if len(list) > maxLabels {
			break
		}
		if l != "" && !slices.Contains(taken, l) {
			list, taken = append(list, l), append(taken, l)
		}
	}
	return list, taken
}

// oneLine makes every run of white space one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// languageTag is what is taken for a language.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$`)

// checkSkill refuses what can't be a skill.
func checkSkill(s catalog.SkillInput) *rowError {
	text := s.Texts[0]
	tooLong := func(column, value string) *rowError {
		return &rowError{column: column, code: "too_long", message: "the text is too long", value: value}
	}
	switch {
	case len(s.URI) > maxURI || !strings.Contains(s.URI, ":") || strings.ContainsAny(s.URI, " \n\t"):
		return &rowError{column: "conceptUri", code: "bad_uri", message: "this is no URI", value: s.URI}
	case !languageTag.MatchString(text.Language):
		return &rowError{column: "language", code: "bad_language", message: "this is no language tag, such as en or es-mx", value: text.Language}
	case strings.Contains(strings.Join(slices.Concat([]string{text.Label, text.Description}, text.Alternative, text.Hidden), " "), "\x00"):
		return &rowError{column: "preferredLabel", code: "bad_text", message: "the texts have a character that no text has (NUL)"}
	case len(text.Label) > maxLabel:
		return tooLong("preferredLabel", text.Label)
	case len(text.Description) > maxDescription:
		return tooLong("description", text.Description)
	case len(text.Alternative)+len(text.Hidden) > maxLabels:
		return &rowError{column: "altLabels", code: "too_many", message: fmt.Sprintf("more than %d labels", maxLabels)}
	}
	for _, l := range slices.Concat(text.Alternative, text.Hidden) {
		if len(l) > maxLabel {
			return tooLong("altLabels", l)
		}
	}
	return nil
}

// readSkills reads the texts of skills and gives them to the sink.
func (run *escoRun) readSkills(ctx context.Context, files []*escoFile) error {
	batch := &skillBatch{run: run}
	return errors.Join(run.readConcepts(ctx, files, false, batch.add), batch.flush(ctx))
}

// readConcepts reads all files with texts side by side, of skills or of
// occupations, joins the rows of a concept and gives them on.
func (run *escoRun) readConcepts(ctx context.Context, files []*escoFile, pillar bool, emit func(context.Context, []part) error) error {
	var readers []*conceptReader
	defer func() {
		for _, c := range readers {
			_ = c.from.closer.Close() // only read from
		}
	}()
	for _, f := range files {
		if f.kind.authority == 0 || f.kind.pillar != pillar {
			continue
		}
		t, ok, err := run.openFile(f)
		if err != nil {
			return err
		}
		if ok {
			readers = append(readers, &conceptReader{run: run, from: f, table: t})
		}
	}
	return readInTurns(ctx, readers, newJoin(joinLimit, func(parts []part) error { return emit(ctx, parts) }))
}

// readInTurns takes a row of each file in turn: files of one release stand in
// the same order, so the join holds little.
func readInTurns(ctx context.Context, readers []*conceptReader, j *join) error {
	active := slices.Clone(readers)
	j.active = len(active)
	for len(active) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := 0; i < len(active); i++ {
			p, err := active[i].next()
			if errors.Is(err, io.EOF) {
				if err := j.finish(active[i].from); err != nil {
					return err
				}
				active = slices.Delete(active, i, i+1)
				i--
				continue
			}
			if err != nil {
				return fmt.Errorf("read %s: %w", active[i].from.file.Name, err)
			}
			if err := j.add(p); err != nil {
				return err
			}
		}
	}
	return j.flush()
}
