package interop

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"github.com/stackmatch/stackmatch/internal/catalog"
)

// importOSMT reads Rich Skill Descriptors of the Open Skills Management Tool: skills,
// lists of them and collections as JSON (API v3 and before), and both its tables.
func importOSMT(ctx context.Context, sources []source, sinks Sinks, o Options) (Report, error) {
	return importFrameworks(ctx, frameworkFormat{
		name:     "osmt",
		expected: "no Rich Skill Descriptors: expected JSON with skillName, or CSV with the columns RSD Name (or Skill Name) and Skill Statement",
		aside:    "keywords, categories, occupations, alignments and certifications are no names of a skill: they stay in the file, which is kept",
		document: (*frameworksRun).osmtDocument, table: (*frameworksRun).osmtTable,
	}, sources, sinks, o)
}

func (run *frameworksRun) osmtDocument(at place, value any) bool {
	skills := osmtSkills(value)
	for i, o := range skills {
		at.file.Read++
		at.pointer = fmt.Sprintf("/%d", i)
		run.osmtSkill(at, o)
	}
	return len(skills) > 0
}

// osmtSkills are the skills of a document: a collection, a list, or one.
func osmtSkills(value any) []object {
	whole := object{"list": value}
	if in, ok := value.(map[string]any); ok && in["skillName"] == nil {
		whole["list"] = in["skills"]
	}
	skills := whole.objects("list")
	for _, o := range skills {
		if o["skillName"] != nil {
			return skills
		}
	}
	return nil
}

func (run *frameworksRun) osmtSkill(at place, o object) {
	name, status := oneLine(o.text("skillName")), strings.ToLower(o.text("status"))
	if status == "draft" {
		at.skip(run.report, Warning, "draft", "the skill is a draft: publish it first", name)
		return
	}
	statement := o.text("skillStatement")
	uri, library := osmtURI(o.text("id"), o.text("uuid"))
	run.add(run.set(osmtLibrary(library)), at, catalog.SkillInput{
		URI: cmp.Or(uri, osmtHash(name, statement)), Status: activeUnless(status == "archived" || status == "deleted"),
		Texts: []catalog.SkillText{{Language: run.language, Label: name, Description: statement}},
	})
}

// osmtURI names a skill, and the host of the library that it is of: by its address
// where others can reach that, else by its uuid, which is the same wherever the library
// runs. What has neither has no name.
func osmtURI(id, uuid string) (uri, host string) {
	if u, err := url.Parse(id); err == nil && u.Host != "" && u.Hostname() != "localhost" && !strings.HasPrefix(u.Hostname(), "127.") {
		return id, strings.ToLower(u.Hostname())
	}
	if uuid = cmp.Or(uuid, id[strings.LastIndexByte(id, '/')+1:]); uuid == "" {
		return "", ""
	}
	return "urn:uuid:" + strings.ToLower(uuid), ""
}

// osmtLibrary is the framework of a library; without a host, that of libraries that
// nobody else can reach.
func osmtLibrary(host string) catalog.FrameworkInput {
	in := catalog.FrameworkInput{Code: "osmt", Name: "Rich Skill Descriptors", Publisher: "Open Skills Network"}
	if host != "" {
		in.Code, in.Name, in.Publisher, in.URL = "osmt-"+host, "Rich Skill Descriptors of "+host, host, "https://"+host
	}
	return in
}

// osmtColumns are the names of the older table, and ours.
var osmtColumns = map[string]string{"Skill Name": "RSD Name", "Contextualized Skill Statement": "Skill Statement"}

func (run *frameworksRun) osmtTable(ctx context.Context, s source, file *FileReport) error {
	set := run.set(osmtLibrary(""))
	return run.rowsNamed(ctx, s, file, osmtColumns, layout{columns: []string{"RSD Name", "Skill Statement"}, filled: []string{"RSD Name"}}, func(r row) *rowError {
		name, statement := oneLine(r.get("RSD Name")), r.get("Skill Statement")
		run.add(set, place{file: file, line: r.line}, catalog.SkillInput{
			URI: osmtHash(name, statement), Status: activeUnless(false),
			Texts: []catalog.SkillText{{Language: run.language, Label: name, Description: statement}},
		})
		return nil
	})
}

func osmtHash(name, statement string) string { return "osmt:" + hashOf(name, statement) }

// hashOf names what has no id by what it says: the same text twice is one skill.
func hashOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:16])
}
