package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// defaultLanguage is that of texts which name none.
const defaultLanguage = "en"

// languages are those that labels are made in.
var languages = []matching.Language{matching.English, matching.Spanish}

// RequirementsByPosting gives the requirements of postings, in the employer's
// order, with the language that their labels are read in by default.
func (s *Service) RequirementsByPosting(ctx context.Context, postings []string, language string) (map[string][]Requirement, error) {
	rows, err := s.storedRequirements(ctx, postings)
	if err != nil {
		return nil, err
	}
	flat := make([]Requirement, len(rows))
	for i, row := range rows {
		flat[i] = stored(row)
	}
	if err := s.label(ctx, flat, language); err != nil {
		return nil, err
	}
	out := make(map[string][]Requirement, len(postings))
	for i, row := range rows {
		out[row.PostingID] = append(out[row.PostingID], flat[i])
	}
	return out, nil
}

// label gives the requirements their labels, in a constant number of statements.
func (s *Service) label(ctx context.Context, requirements []Requirement, language string) error {
	titles, err := s.titles(ctx, requirements)
	if err != nil {
		return err
	}
	for i := range requirements {
		r := &requirements[i]
		r.language = language
		r.labels = make(text.Localized, len(languages))
		for _, l := range languages {
			r.labels[string(l)] = askLabel(r.Ask, l, titles)
		}
	}
	return nil
}

func askLabel(ask Ask, language matching.Language, titles map[string]text.Localized) string {
	switch ask := ask.(type) {
	case SkillAsk:
		return skillLabel(ask.Skill, string(language))
	case StackAsk:
		title, _ := titles[ask.Stack.ID].In(string(language))
		return title
	case CredentialAsk:
		names := make([]string, len(ask.AnyOf))
		for i, row := range ask.AnyOf {
			names[i], _ = titles[row.ID].In(string(language))
		}
		if language == matching.Spanish {
			return strings.Join(names, " o ")
		}
		return strings.Join(names, " or ")
	}
	return ""
}

// skillLabel is the preferred label in a language, else the skill's name. The
// record must have its labels loaded.
func skillLabel(row *db.Skill, language string) string {
	for _, l := range row.Edges.Labels {
		if l.Kind == enum.LabelPreferred && l.Language == language {
			return l.Text
		}
	}
	return row.Name
}

// idsAtOnce bounds the parameters of one statement: SQLite takes 32,766.
const idsAtOnce = 10_000

// titles gives the titles of the micro-credentials and stacks asked for, by id.
func (s *Service) titles(ctx context.Context, requirements []Requirement) (map[string]text.Localized, error) {
	versions := set{}
	var stacks []*db.Stack
	for _, r := range requirements {
		switch ask := r.Ask.(type) {
		case CredentialAsk:
			for _, row := range ask.AnyOf {
				versions.add(*row.CurrentVersionID)
			}
		case StackAsk:
			stacks = append(stacks, ask.Stack)
		}
	}
	out := map[string]text.Localized{}
	for some := range slices.Chunk(versions.ids(), idsAtOnce) {
		rows, err := s.DB.MicroCredentialVersion.Query().Where(microcredentialversion.IDIn(some...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load titles of micro-credentials: %w", err)
		}
		for _, row := range rows {
			out[row.MicroCredentialID] = row.Title
		}
	}
	if len(stacks) > 0 {
		more, err := s.stackTitles(ctx, stacks)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, more)
	}
	return out, nil
}

func (s *Service) storedRequirements(ctx context.Context, postings []string) ([]*db.Requirement, error) {
	q := s.DB.Requirement.Query().Where(requirement.PostingIDIn(postings...))
	withAsks(q)
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load requirements: %w", err)
	}
	return rows, nil
}
