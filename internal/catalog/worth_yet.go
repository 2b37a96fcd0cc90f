package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// WorthToBe tells, by micro-credential, what those that are yet to be earned are worth
// today, in their current versions. It reads as much for many as for one.
func (s *Service) WorthToBe(ctx context.Context, ids []string) (map[string]*Worth, error) {
	rows, err := s.DB.MicroCredential.Query().
		Where(microcredential.IDIn(ids...), microcredential.StatusNEQ(enum.Draft), microcredential.CurrentVersionIDNotNil()).
		Order(microcredential.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load micro-credentials: %w", err)
	}
	asks := make([]worthAsk, len(rows))
	for i, row := range rows {
		asks[i] = worthAsk{held: heldNow(row), on: WorthDay{At: s.Now()}}
	}
	answers, err := s.worthOf(ctx, asks, nil)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Worth, len(rows))
	for i, row := range rows {
		out[row.ID] = answers[i]
	}
	return out, nil
}

func heldNow(row *db.MicroCredential) Held {
	return Held{MicroCredential: row.ID, Version: *row.CurrentVersionID}
}
