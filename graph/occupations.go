package graph

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// jobs are the loaders of occupations.
type jobs struct {
	occupations        *loader[*db.Occupation]
	occupationsByCode  *loader[*db.Occupation]
	occupationTasks    *loader[[]*db.OccupationTask]
	occupationSkills   *loader[[]*db.OccupationSkill]
	occupationCodes    *loader[[]catalog.CodeTitle]
	occupationPathways *loader[[]*db.Pathway]
}

func (r *Resolver) newJobs(wait time.Duration) jobs {
	c := r.Catalog
	return jobs{
		occupations:        gather(wait, c.OccupationsByID),
		occupationsByCode:  gather(wait, c.OccupationsByCode),
		occupationTasks:    gather(wait, c.TasksByOccupation),
		occupationSkills:   gather(wait, c.SkillsByOccupation),
		occupationCodes:    gather(wait, c.CodesByOccupation),
		occupationPathways: gather(wait, c.PathwaysByOccupation),
	}
}

func occupations(p page.Page[*db.Occupation]) *model.OccupationConnection {
	return &model.OccupationConnection{Nodes: p.Items, PageInfo: info(p), Edges: edges(p, func(cursor string, node *db.Occupation) *model.OccupationEdge {
		return &model.OccupationEdge{Cursor: cursor, Node: node}
	})}
}

// occupation is what a code stands for; null where there is none. What was never
// imported is known by the title that names it alone.
func (r *Resolver) occupation(ctx context.Context, code, title string) (*db.Occupation, error) {
	if code == "" {
		return nil, nil // null is how the schema says that none is named
	}
	row, err := r.loaders(ctx).occupationsByCode.Load(ctx, code)
	if row != nil || err != nil {
		return row, err
	}
	return catalog.UnlistedOccupation(code, title), nil
}

// occupationTitle is the title to show in a language.
func occupationTitle(row *db.Occupation, language string) string {
	for _, t := range row.Edges.Titles {
		if t.Kind == enum.LabelPreferred && t.Language == language {
			return t.Text
		}
	}
	return row.Name
}

// maxOfList is how many items a list that is no connection gives.
const maxOfList = 100

// firstOf cuts a list that is no connection.
func firstOf[T any](items []T, first int) ([]T, error) {
	if first < 0 || first > maxOfList {
		return nil, problem.New(problem.Invalid, "first is 0 to %d, not %d", maxOfList, first).
			Spanish("first va de 0 a %d, no %d", maxOfList, first).At("first")
	}
	return items[:min(first, len(items))], nil
}

// ask is what an occupation asks for, as postings ask for it.
func (r *Resolver) ask(ctx context.Context, obj *catalog.OccupationRequirement) (employer.Ask, error) {
	l := r.loaders(ctx)
	switch {
	case obj.Skill != "":
		skill, err := l.skills.Load(ctx, obj.Skill)
		return employer.SkillAsk{Skill: skill, Level: orNull(obj.Level)}, err
	case obj.Stack != "":
		stack, err := l.stacks.Load(ctx, obj.Stack)
		return employer.StackAsk{Stack: stack}, err
	}
	list, err := l.microCredentials.LoadAll(ctx, obj.AnyOf)
	return employer.CredentialAsk{AnyOf: list}, err
}

// askLabel says in words what is asked for.
func (r *Resolver) askLabel(ctx context.Context, ask employer.Ask, language string) (string, error) {
	switch ask := ask.(type) {
	case employer.SkillAsk:
		return r.skillLabel(ctx, ask.Skill, language)
	case employer.StackAsk:
		return (&stackResolver{r}).Title(ctx, ask.Stack, &language)
	case employer.CredentialAsk:
		names := make([]string, len(ask.AnyOf))
		for i, row := range ask.AnyOf {
			var err error
			if names[i], err = (&microCredentialResolver{r}).Title(ctx, row, &language); err != nil {
				return "", err
			}
		}
		if language == "es" {
			return strings.Join(names, " o "), nil
		}
		return strings.Join(names, " or "), nil
	}
	return "", errors.New("an ask of no kind")
}

// counted is a count of postings; null where a framework is the source.
func counted(of *catalog.RequirementSource, n int) *int {
	if of.Kind != catalog.SourcePostings {
		return nil
	}
	return &n
}
