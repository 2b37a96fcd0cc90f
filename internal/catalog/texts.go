package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/versioncompetency"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// textKinds are the prefixes of the ids that have texts, sorted. Skills have an index
// of their own.
var textKinds = []string{id.MicroCredential, id.Occupation, id.Organization, id.Pathway, id.Stack}

// LoadTexts gives what the catalog's records of these ids are found by; those
// that are not to be found have none. A micro-credential is found by the names of
// its skills, so those that assert a skill asked for come along. It serves the
// index's loop and asks nobody's permission.
func (s *Service) LoadTexts(ctx context.Context, ids []string) ([]search.Text, error) {
	byKind := map[string][]string{}
	for _, key := range ids {
		byKind[id.Prefix(key)] = append(byKind[id.Prefix(key)], key)
	}
	asserting, err := s.asserting(ctx, byKind[id.Skill])
	if err != nil {
		return nil, err
	}
	byKind[id.MicroCredential] = append(byKind[id.MicroCredential], asserting...)
	var texts []search.Text
	for _, kind := range textKinds {
		wanted := byKind[kind]
		slices.Sort(wanted)
		for some := range slices.Chunk(slices.Compact(wanted), idsPerStatement) {
			found, err := s.textsOf(ctx, kind, textRange{ids: some})
			if err != nil {
				return nil, err
			}
			texts = append(texts, found...)
		}
	}
	return texts, nil
}

// asserting lists the micro-credentials of which some version asserts one of the
// skills: to load one too many does no harm.
func (s *Service) asserting(ctx context.Context, skills []string) ([]string, error) {
	var ids []string
	for some := range slices.Chunk(skills, idsPerStatement) {
		rows, err := s.DB.MicroCredentialVersion.Query().
			Where(microcredentialversion.HasCompetenciesWith(versioncompetency.SkillIDIn(some...))).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("find versions by skill: %w", err)
		}
		for _, row := range rows {
			ids = append(ids, row.MicroCredentialID)
		}
	}
	return ids, nil
}

// PageTexts gives the next texts after an id, at most limit; fewer are the end.
// They are in the order of their ids.
func (s *Service) PageTexts(ctx context.Context, after string, limit int) ([]search.Text, error) {
	kinds := textKinds
	if after != "" {
		at := slices.Index(textKinds, id.Prefix(after))
		if at < 0 {
			return nil, fmt.Errorf("page texts: %q is none of the catalog's ids", after)
		}
		kinds = textKinds[at:]
	}
	var texts []search.Text
	for _, kind := range kinds {
		found, err := s.textsOf(ctx, kind, textRange{after: after, limit: limit - len(texts)})
		if err != nil {
			return nil, err
		}
		if texts = append(texts, found...); len(texts) == limit {
			break
		}
		after = ""
	}
	return texts, nil
}

// textRange says which rows of a kind: those with the ids, or the next after one.
type textRange struct {
	ids   []string
	after string
	limit int
}

func (s *Service) textsOf(ctx context.Context, kind string, r textRange) ([]search.Text, error) {
	switch kind {
	case id.MicroCredential:
		return s.microCredentialTexts(ctx, r)
	case id.Stack:
		return s.stackTexts(ctx, r)
	case id.Pathway:
		return s.pathwayTexts(ctx, r)
	case id.Occupation:
		return s.occupationTexts(ctx, r)
	default:
		return s.organizationTexts(ctx, r)
	}
}

func (s *Service) stackTexts(ctx context.Context, r textRange) ([]search.Text, error) {
	q := s.DB.Stack.Query().Where(stack.StatusEQ(enum.Published), stack.CurrentVersionIDNotNil())
	if r.ids != nil {
		q.Where(stack.IDIn(r.ids...))
	} else {
		q.Where(stack.IDGT(r.after)).Order(stack.ByID()).Limit(r.limit)
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load stacks: %w", err)
	}
	current := make([]string, len(rows))
	for i, row := range rows {
		current[i] = *row.CurrentVersionID
	}
	versions, err := s.StackVersionsByID(ctx, current)
	if err != nil {
		return nil, err
	}
	return textsFrom(rows, func(row *db.Stack) search.Text { return stackText(row, versions[*row.CurrentVersionID]) }), nil
}

func (s *Service) pathwayTexts(ctx context.Context, r textRange) ([]search.Text, error) {
	q := s.DB.Pathway.Query().Where(pathway.StatusEQ(enum.Published))
	if r.ids != nil {
		q.Where(pathway.IDIn(r.ids...))
	} else {
		q.Where(pathway.IDGT(r.after)).Order(pathway.ByID()).Limit(r.limit)
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load pathways: %w", err)
	}
	return textsFrom(rows, pathwayText), nil
}

func (s *Service) organizationTexts(ctx context.Context, r textRange) ([]search.Text, error) {
	q := s.DB.Organization.Query().Where(organization.Listed(true))
	if r.ids != nil {
		q.Where(organization.IDIn(r.ids...))
	} else {
		q.Where(organization.IDGT(r.after)).Order(organization.ByID()).Limit(r.limit)
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load organizations: %w", err)
	}
	return textsFrom(rows, organizationText), nil
}

func (s *Service) microCredentialTexts(ctx context.Context, r textRange) ([]search.Text, error) {
	where := []predicate.MicroCredential{microcredential.StatusEQ(enum.Published), microcredential.CurrentVersionIDNotNil()}
	q := s.DB.MicroCredential.Query().Where(where...)
	if r.ids != nil {
		q.Where(microcredential.IDIn(r.ids...))
	} else {
		q.Where(microcredential.IDGT(r.after)).Order(microcredential.ByID()).Limit(r.limit)
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	current := make([]string, len(rows))
	for i, row := range rows {
		current[i] = *row.CurrentVersionID
	}
	list, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(current...)).
		WithCompetencies(func(q *db.VersionCompetencyQuery) {
			q.WithSkill(func(q *db.SkillQuery) { q.WithLabels() })
		}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load versions: %w", err)
	}
	versions := byID(list, func(row *db.MicroCredentialVersion) string { return row.ID })
	return textsFrom(rows, func(row *db.MicroCredential) search.Text {
		return microCredentialText(row, versions[*row.CurrentVersionID])
	}), nil
}
