package employer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/search"
)

// LoadTexts gives what the open postings of these ids are found by, and those of
// the organizations among the ids: a posting is found by its employer's name. It
// serves the index's loop and asks nobody's permission.
func (s *Service) LoadTexts(ctx context.Context, ids []string) ([]search.Text, error) {
	var postings, employers []string
	for _, key := range ids {
		switch id.Prefix(key) {
		case id.Posting:
			postings = append(postings, key)
		case id.Organization:
			employers = append(employers, key)
		}
	}
	if len(postings)+len(employers) == 0 {
		return nil, nil
	}
	named := posting.Or(posting.IDIn(postings...), posting.EmployerIDIn(employers...))
	return s.texts(ctx, s.DB.Posting.Query().Where(openAt(s.Now()), named))
}

// PageTexts gives the texts of the next open postings after an id, at most limit;
// fewer are the end. They are in the order of their ids.
func (s *Service) PageTexts(ctx context.Context, after string, limit int) ([]search.Text, error) {
	return s.texts(ctx, s.DB.Posting.Query().
		Where(openAt(s.Now()), posting.IDGT(after)).Order(posting.ByID()).Limit(limit))
}

func (s *Service) texts(ctx context.Context, q *db.PostingQuery) ([]search.Text, error) {
	rows, err := q.WithEmployer().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load postings: %w", err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	asked := make(map[string][]Requirement, len(rows))
	for some := range slices.Chunk(ids, textsAtOnce) {
		found, err := s.RequirementsByPosting(ctx, some, "")
		if err != nil {
			return nil, err
		}
		maps.Copy(asked, found)
	}
	texts := make([]search.Text, len(rows))
	for i, row := range rows {
		texts[i] = textOf(row, asked[row.ID])
	}
	return texts, nil
}

// textsAtOnce bounds the parameters of one statement.
const textsAtOnce = 200

// textOf has a posting found by its title and, less so, by what it says and asks
// for, in both languages.
func textOf(row *db.Posting, requirements []Requirement) search.Text {
	t := search.Text{ID: row.ID, Kind: search.TextPosting, Labels: []search.Label{
		{Kind: search.LabelPreferred, Text: row.Title},
		{Kind: search.LabelDescription, Text: row.Description},
		{Kind: search.LabelDescription, Text: row.Edges.Employer.Name},
	}}
	for _, r := range requirements {
		for _, l := range languages {
			if label, _ := r.labels.In(string(l)); label != "" {
				t.Labels = append(t.Labels, search.Label{Kind: search.LabelDescription, Text: label})
			}
		}
	}
	return t
}
