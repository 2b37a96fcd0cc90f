package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/occupation"
	"github.com/stackmatch/stackmatch/search"
)

func (s *Service) occupationTexts(ctx context.Context, r textRange) ([]search.Text, error) {
	q := s.DB.Occupation.Query().Where(occupation.Active(true))
	if r.ids != nil {
		q.Where(occupation.IDIn(r.ids...))
	} else {
		q.Where(occupation.IDGT(r.after)).Order(occupation.ByID()).Limit(r.limit)
	}
	rows, err := q.WithTitles().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load occupations: %w", err)
	}
	return textsFrom(rows, occupationText), nil
}

// occupationText is found by every title that it has, in every language.
func occupationText(row *db.Occupation) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextOccupation, Scope: string(row.Scheme)}
	titles := slices.Clone(row.Edges.Titles)
	slices.SortFunc(titles, func(a, b *db.OccupationTitle) int { return strings.Compare(titleKey(a), titleKey(b)) })
	for _, l := range titles {
		t.Labels = append(t.Labels, search.Label{Kind: search.LabelKind(l.Kind), Text: l.Text})
	}
	t.Labels = appendTexts(t.Labels, search.LabelDescription, row.Description)
	return t
}

func titleKey(t *db.OccupationTitle) string {
	return strings.Join([]string{t.Language, string(t.Kind), t.Text}, "\x00")
}
