package seed

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/inbox"
)

// toldAwards is of how many awards an inbox tells: older ones were read long ago.
const toldAwards = 3

// writeInboxes tells the earners who sign in of their newest awards.
func (w *writer) writeInboxes(ctx context.Context) error {
	for _, a := range w.Accounts {
		if a.Role != RoleEarner {
			continue
		}
		rows, err := w.db.Award.Query().Where(award.EarnerID(mint(id.Earner, a.Earner)), award.SourceEQ(enum.SourceIssued)).
			Order(db.Desc(award.FieldEarnedAt, award.FieldID)).Limit(toldAwards).All(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			w.at(row.EarnedAt, "inbox "+row.ID)
			post := inbox.Post{IDs: id.Minter{Now: func() time.Time { return w.clock }, Rand: w.ids}, Now: func() time.Time { return w.clock }}
			if err := post.Tell(ctx, w.db, mint(id.Account, a.Key), "", inbox.Notice{Kind: enum.NoticeAwardReceived, Subject: row.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}
