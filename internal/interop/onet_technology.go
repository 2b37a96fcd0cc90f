package interop

import (
	"context"
	"net/url"
	"strings"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/taxonomy"
)

// technologies gathers the rows of Technology Skills: each example and each kind of
// product is a skill once.
type technologies struct {
	run       *onetRun
	at        map[string]int // of skills, by URI
	related   map[[2]string]bool
	skills    []item[catalog.SkillInput]
	relations []item[catalog.RelationInput]
	ties      []item[catalog.TieInput]
}

// The types of technologies: hot ones are asked for in many postings, by O*NET.
const (
	typeTechnology    = "technology"
	typeHotTechnology = "hot technology"
	typeCommodity     = "commodity"
)

func (run *onetRun) readTechnology(ctx context.Context) error {
	all := &technologies{run: run, at: map[string]int{}, related: map[[2]string]bool{}}
	if err := run.each(ctx, onetTechnologies, all.read); err != nil {
		return err
	}
	return run.storeSkills(ctx, onetTechnology, all.skills, all.relations, all.ties)
}

func (a *technologies) read(f *onetFile, r row) *rowError {
	example, product := oneLine(r.known("Example")), oneLine(r.known("Commodity Title"))
	if bad := bounded("Example", example, maxLabel/2); bad != nil {
		return bad
	}
	if bad := bounded("Commodity Title", product, maxLabel/2); bad != nil {
		return bad
	}
	if kind := r.get("T2 Type"); strings.EqualFold(kind, "tools") {
		f.file.Skipped++
		r.note(Info, "T2 Type", "tool", "tools make no skills, technologies do", example)
		return nil
	}
	code := r.get(onetCode)
	hot := strings.EqualFold(r.get("Hot Technology"), "y")
	kind := typeTechnology
	if hot {
		kind = typeHotTechnology
	}
	technology := onetURI("technology", url.PathEscape(strings.ToLower(example)))
	commodity := onetURI("commodity", r.get("Commodity Code"))
	a.add(f, r, commodity, typeCommodity, product)
	a.add(f, r, technology, kind, example)
	if link := [2]string{technology, commodity}; !a.related[link] {
		a.related[link] = true
		a.relations = append(a.relations, item[catalog.RelationInput]{file: f.file, line: r.line, code: technology, record: catalog.RelationInput{
			From: technology, To: commodity, Kind: taxonomy.Broader,
		}})
	}
	a.ties = append(a.ties, item[catalog.TieInput]{file: f.file, line: r.line, rows: 1, code: code, record: catalog.TieInput{
		Code: code, Skill: technology, Relation: enum.RelationTechnology, InDemand: a.inDemand(r, hot),
	}})
	return nil
}

// inDemand is what O*NET says of the occupation; releases that don't say it tell
// what is asked for at all.
func (a *technologies) inDemand(r row, hot bool) bool {
	if !r.table.has("In Demand") {
		return hot
	}
	return strings.EqualFold(r.get("In Demand"), "y")
}

// add makes a skill once. A technology that is hot in one row is hot.
func (a *technologies) add(f *onetFile, r row, uri, kind, label string) {
	i, known := a.at[uri]
	if !known {
		a.at[uri] = len(a.skills)
		a.skills = append(a.skills, a.run.skill(f, r, 0, uri, kind, label))
		return
	}
	if kind == typeHotTechnology {
		a.skills[i].record.Type = kind
	}
}
