package interop

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// importCASE reads frameworks of competencies as 1EdTech CASE 1.0 and 1.1 has them:
// CFPackages as JSON, and OpenSALT's table.
func importCASE(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	return importFrameworks(ctx, frameworkFormat{
		name:     "case",
		expected: "no CASE framework: expected JSON with CFDocument and CFItems, or CSV with the columns fullStatement and Human Coding Scheme",
		document: (*frameworksRun).caseDocument, table: (*frameworksRun).caseTable,
	}, sources, sinks, o)
}

// caseDocument reads a package, or a list of them.
func (run *frameworksRun) caseDocument(at place, value any) bool {
	found := false
	_, list := value.([]any)
	for i, o := range (object{"list": value}).objects("list") {
		if o.at("CFDocument", "identifier") == nil {
			continue
		}
		found = true
		if list {
			at.pointer = fmt.Sprintf("/%d", i)
		}
		pkg := casePackage{run: run, at: at, uris: map[string]string{}}
		pkg.read(o)
	}
	return found
}

// casePackage is a CFPackage on its way.
type casePackage struct {
	run      *frameworksRun
	at       place
	set      *skillSet
	document string
	language string
	uris     map[string]string // of items, by identifier
}

func (p *casePackage) read(o object) {
	p.document = strings.ToLower(o.text("CFDocument", "identifier"))
	p.language = caseLanguage(o.text("CFDocument", "language"), p.run.language)
	p.set = p.run.set(catalog.FrameworkInput{
		Code: "case-" + p.document, Name: cmp.Or(oneLine(o.text("CFDocument", "title")), "CASE "+p.document),
		Publisher: cmp.Or(o.text("CFDocument", "publisher"), o.text("CFDocument", "creator")), Version: o.text("CFDocument", "version"),
		URL:     cmp.Or(o.text("CFDocument", "officialSourceURL"), o.text("CFDocument", "uri")),
		License: cmp.Or(o.text("CFDocument", "licenseURI", "title"), o.text("CFDocument", "licenseURI", "uri")),
	})
	gone := strings.EqualFold(o.text("CFDocument", "adoptionStatus"), "deprecated")
	for i, in := range o.objects("CFItems") {
		at := p.at
		at.pointer += fmt.Sprintf("/CFItems/%d", i)
		at.file.Read++
		p.item(at, in, gone)
	}
	for i, in := range o.objects("CFAssociations") {
		at := p.at
		at.pointer += fmt.Sprintf("/CFAssociations/%d", i)
		p.associate(at, in)
	}
}

func (p *casePackage) item(at place, o object, gone bool) {
	identifier := strings.ToLower(o.text("identifier"))
	if identifier == "" {
		at.refuse(p.run.report, &rowError{column: "identifier", code: "missing_value", message: "identifier is blank"})
		return
	}
	uri := caseURI(o.text("uri"), identifier)
	p.uris[identifier] = uri
	skill := caseSkill(uri, caseLanguage(o.text("language"), p.language),
		o.text("fullStatement"), o.text("abbreviatedStatement"), o.text("humanCodingScheme"), o.text("notes"))
	skill.Type = cmp.Or(o.text("CFItemType"), o.text("CFItemTypeURI", "title"))
	ends, err := time.Parse(time.DateOnly, o.text("statusEndDate"))
	skill.Status = activeUnless(gone || err == nil && ends.Before(p.run.options.Now))
	p.run.add(p.set, at, skill)
}

// caseLanguage is the language that something says it is in: some packages write its
// name, "English", or nothing.
func caseLanguage(said, otherwise string) string {
	if said = strings.ToLower(said); languageTag.MatchString(said) {
		return said
	}
	return otherwise
}

func caseURI(uri, identifier string) string {
	if strings.Contains(uri, "://") {
		return uri
	}
	return "urn:uuid:" + identifier
}

// longName is the longest statement, in characters, that is a name as it stands.
const longName = 200

// caseSkill makes a skill of a statement. A long one is a description, and by its short
// form, or its beginning, a name. Its code is found, and not shown as a name.
func caseSkill(uri, language, full, short, code, notes string) catalog.SkillInput {
	text := catalog.SkillText{Language: language, Label: oneLine(full)}
	short = oneLine(short)
	switch {
	case len([]rune(text.Label)) <= longName && text.Label != "":
		if short != "" && short != text.Label {
			text.Alternative = []string{short}
		}
	default:
		text.Description = full
		text.Label = cmp.Or(short, beginningOf(text.Label))
	}
	if code != "" && code != text.Label {
		text.Hidden = []string{oneLine(code)}
	}
	if notes != "" {
		text.Description = strings.TrimSpace(text.Description + "\n\n" + notes)
	}
	return catalog.SkillInput{URI: uri, Status: activeUnless(false), Texts: []catalog.SkillText{text}}
}

// beginningOf is as many whole words of a text as make a name.
func beginningOf(text string) string {
	runes := []rune(text)
	if len(runes) <= longName {
		return text
	}
	head := string(runes[:longName-1])
	if space := strings.LastIndexByte(head, ' '); space > 0 {
		head = head[:space]
	}
	return head + "…"
}

// caseRelations are the associations that say how skills relate (CASE 1.0, table of
// association types): the origin is the narrower one.
var caseRelations = map[string]taxonomy.RelationKind{
	"ischildof": taxonomy.Broader, "exactmatchof": taxonomy.Exact, "isrelatedto": taxonomy.Related, "ispeerof": taxonomy.Related,
}

func (p *casePackage) associate(at place, o object) {
	named := o.text("associationType")
	kind, known := caseRelations[fold(named)]
	if !known {
		at.note(p.run.report, Info, "associationType", "association", "the association says nothing of how skills relate", named)
		return
	}
	if strings.ToLower(o.text("destinationNodeURI", "identifier")) == p.document {
		return // the tree's root, which is the framework
	}
	p.set.relate(at, p.end(o, "originNodeURI"), p.end(o, "destinationNodeURI"), kind)
}

// end is the URI of an association's end, which may lie in another framework.
func (p *casePackage) end(o object, name string) string {
	identifier := strings.ToLower(o.text(name, "identifier"))
	if uri, here := p.uris[identifier]; here {
		return uri
	}
	return caseURI(o.text(name, "uri"), identifier)
}

// caseTable reads OpenSALT's table: a parent is named by its coding scheme.
func (run *frameworksRun) caseTable(ctx context.Context, s source, file *FileReport) error {
	name := strings.TrimSuffix(path.Base(s.name), path.Ext(s.name))
	set := run.set(catalog.FrameworkInput{Code: "case-" + strings.ToLower(hyphened(name)), Name: name})
	uris := map[string]string{} // by coding scheme
	type child struct {
		at          place
		uri, parent string
	}
	var children []child
	err := run.rowsNamed(ctx, s, file, nil, layout{columns: []string{"fullStatement", "Human Coding Scheme"}, filled: []string{"fullStatement"}}, func(r row) *rowError {
		code := r.get("Human Coding Scheme")
		identifier := cmp.Or(r.get("Identifier"), code, hashOf(r.get("fullStatement")))
		uri := set.framework.Code + ":" + hyphened(identifier)
		at := place{file: file, line: r.line}
		run.add(set, at, caseSkill(uri, run.language, r.get("fullStatement"), r.get("Abbreviated Statement"), code, r.get("Notes")))
		uris[code] = uri
		if parent := r.get("Is Child Of"); parent != "" {
			children = append(children, child{at, uri, parent})
		}
		return nil
	})
	for _, c := range children {
		set.relate(c.at, c.uri, cmp.Or(uris[c.parent], c.parent), taxonomy.Broader)
	}
	return err
}

// hyphened is a text as a part of a URI may hold it.
func hyphened(text string) string { return strings.Join(strings.Fields(text), "-") }
