package credential

import (
	"context"
	"fmt"
	"iter"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
)

// DocumentPaths lists the paths of the public documents that are nobody's: of the
// service, of issuers, achievements, endorsements and status lists.
func (s *Service) DocumentPaths(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if yield(servicePath, nil) {
			_ = listed(ctx, yield, s.issuerPaths) && listed(ctx, yield, s.achievementPaths) &&
				listed(ctx, yield, s.endorsementPaths) && listed(ctx, yield, s.statusPaths)
		}
	}
}

// PagePaths lists the paths of published awards and of the skills sheets that can
// be opened now, without opening any: one that is broken keeps no other from being
// listed. A sheet is a page only; as a file on another host it says what held when
// it was written.
func (s *Service) PagePaths(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		_ = listed(ctx, yield, s.publishedAwards) && listed(ctx, yield, s.openSheets)
	}
}

// listed yields the paths of a list that is read in parts, and tells whether to go
// on.
func listed(
	ctx context.Context, yield func(string, error) bool,
	list func(ctx context.Context, after string) (paths []string, next string, err error),
) bool {
	for after, more := "", true; more; more = after != "" {
		paths, next, err := list(ctx, after)
		if err != nil {
			yield("", err)
			return false
		}
		for _, path := range paths {
			if !yield(path, nil) {
				return false
			}
		}
		after = next
	}
	return true
}

func (s *Service) publishedAwards(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.Award.Query().
		Where(award.IDGT(after), award.PublicTokenNotNil(), award.HasEarnerWith(earner.ErasedAtIsNil())).
		Order(award.ByID()).Limit(pathsAtOnce).Select(award.FieldID, award.FieldPublicToken).All(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list published awards: %w", err)
	}
	paths := make([]string, len(rows))
	for i, row := range rows {
		paths[i] = awardPath(*row.PublicToken)
	}
	return paths, next(rows, func(row *db.Award) string { return row.ID }), nil
}

func (s *Service) openSheets(ctx context.Context, after string) ([]string, string, error) {
	rows, err := s.DB.SkillsSheet.Query().
		Where(
			skillssheet.IDGT(after), skillssheet.WithdrawnAtIsNil(), skillssheet.HasEarnerWith(earner.ErasedAtIsNil()),
			skillssheet.Or(skillssheet.UntilIsNil(), skillssheet.UntilGT(s.Now())),
		).
		Order(skillssheet.ByID()).Limit(pathsAtOnce).Select(skillssheet.FieldID, skillssheet.FieldToken).All(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("list sheets: %w", err)
	}
	paths := make([]string, len(rows))
	for i, row := range rows {
		paths[i] = sheetPath(row.Token)
	}
	return paths, next(rows, func(row *db.SkillsSheet) string { return row.ID }), nil
}
