package credential

import (
	"context"
	"fmt"
	"iter"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// PublicPaths lists the paths of all public documents: those of DocumentPaths, and
// those of published awards with the files of their badges.
func (s *Service) PublicPaths(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for path, err := range s.DocumentPaths(ctx) {
			if !yield(path, err) || err != nil {
				return
			}
		}
		_ = listed(ctx, yield, s.awardPaths)
	}
}

func (s *Service) awardPaths(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.wholes(award.IDGT(after), award.PublicTokenNotNil()).Order(award.ByID()).Limit(pathsAtOnce).All(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list published awards: %w", err)
	}
	details, err := s.details(ctx, s.DB, rows)
	if err != nil {
		return nil, "", err
	}
	var paths []string
	for _, row := range rows {
		if row.EarnerID == nil || erased(row) {
			continue
		}
		path := awardPath(*row.PublicToken)
		found, err := s.awardFiles(ctx, row, details[row.ID])
		if err != nil {
			return nil, "", err
		}
		paths = append(paths, path)
		for _, name := range found {
			paths = append(paths, path+"/"+name)
		}
	}
	return paths, next(rows, func(row *db.Award) string { return row.ID }), nil
}

// awardFiles are the files of a published award's badge.
func (s *Service) awardFiles(ctx context.Context, row *db.Award, detail *Detail) ([]string, error) {
	offered := forms(row, detail)
	if len(offered) > 0 && row.Source != enum.SourceIssued {
		var err error
		if offered, err = s.originalForms(ctx, row); err != nil {
			return nil, err
		}
	}
	var names []string
	for _, form := range offered {
		if form == FormOpenBadge2 {
			if _, err := s.assertion(ctx, row); problem.Is(err, problem.Conflict) {
				continue // nobody is named by e-mail address
			} else if err != nil {
				return nil, err
			}
		}
		names = append(names, fileOf[form])
	}
	return names, nil
}

// fileOf names the file of a form below an award's page.
var fileOf = map[Form]string{
	FormJSON: "badge.json", FormJWT: "badge.jwt", FormPNG: "badge.png", FormSVG: "badge.svg", FormOpenBadge2: "ob2.json",
}
