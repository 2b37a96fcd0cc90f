package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// achievementPage is a micro-credential as it was published once.
type achievementPage struct {
	page
	Of        definition
	Developer issuerLine
	Issuers   []issuerLine
	Skills    []skill
	Version   string
	// Months is how long an award lasts; 0 where it does not expire.
	Months    int
	Documents []download
}

func (s *Site) achievementView(ctx context.Context, version, language string) (any, error) {
	row, err := s.Credentials.PublicVersion(ctx, version)
	if err != nil {
		return nil, err
	}
	of := row.Edges.MicroCredential
	v := achievementPage{
		Of: definitionOf(row, language), Developer: issuerOf(of.Edges.Developer), Issuers: issuersOf(of.Edges.Issuers),
		Skills: skillsOf(asserted(row), language), Version: strconv.Itoa(row.Number),
	}
	if row.ValidityMonths != nil {
		v.Months = *row.ValidityMonths
	}
	path := v.Of.Href
	v.Documents = []download{
		{path + "/achievement.json", "achievement.json", phrases["achievement"].in(language)},
		{path + "/ob2.json", "ob2.json", phrases["achievement ob2"].in(language)},
	}
	v.page = page{
		Language: language, Path: path, Title: v.Of.Title,
		Document: path + "/achievement.json", DocumentType: mediaLD,
	}
	return v, nil
}

func issuersOf(rows []*db.Organization) []issuerLine {
	var out []issuerLine
	for _, row := range rows {
		if row.Listed {
			out = append(out, issuerOf(row))
		}
	}
	slices.SortStableFunc(out, func(a, b issuerLine) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// asserted is what a version says that its holders can do.
func asserted(row *db.MicroCredentialVersion) []credential.PublicCompetency {
	out := make([]credential.PublicCompetency, len(row.Edges.Competencies))
	for i, c := range row.Edges.Competencies {
		out[i] = credential.PublicCompetency{Skill: c.Edges.Skill, Level: int(c.Level)}
	}
	return out
}
