package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/skillssheet"
)

// PublicSheet is a skills sheet as who has its address sees it.
type PublicSheet struct {
	// Name is the earner's, empty unless they wish it shown.
	Name  string
	Until *time.Time
	// Awards are in the earner's order. Nothing of the earner's own work is with
	// them, and no way to other pages of theirs.
	Awards []*PublicAward
	URL    string
}

// PublicSheet is the sheet that a token names, until it ends or is withdrawn. Each
// award on it is checked now.
func (s *Service) PublicSheet(ctx context.Context, token string) (*PublicSheet, error) {
	sheet, err := s.DB.SkillsSheet.Query().Where(skillssheet.Token(token), skillssheet.WithdrawnAtIsNil()).WithEarner().Only(ctx)
	if db.IsNotFound(err) {
		return nil, noDocument()
	}
	if err != nil {
		return nil, fmt.Errorf("load sheet: %w", err)
	}
	if sheet.Edges.Earner.ErasedAt != nil || (sheet.Until != nil && !s.Now().Before(*sheet.Until)) {
		return nil, noDocument()
	}
	rows, err := s.wholes(award.IDIn(sheet.Awards...), award.EarnerID(sheet.EarnerID), notInError()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load awards: %w", err)
	}
	all, err := s.display(ctx, asListed(rows, sheet.Awards))
	if err != nil {
		return nil, err
	}
	return &PublicSheet{Name: sheet.Name, Until: sheet.Until, Awards: all, URL: s.SheetURL(sheet)}, nil
}

// asListed sorts awards by the order of their ids.
func asListed(rows []*db.Award, ids []string) []*db.Award {
	byID := make(map[string]*db.Award, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	out := make([]*db.Award, 0, len(rows))
	for _, key := range ids {
		if row := byID[key]; row != nil {
			out = append(out, row)
		}
	}
	return out
}
