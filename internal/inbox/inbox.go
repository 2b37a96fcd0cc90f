// Package inbox puts what people are to be told into their inboxes, in the
// transaction of what happened: it is told if and only if it happened. It holds
// ids only. It refuses to word and to send anything: package notify does.
package inbox

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Notice is something to be told.
type Notice struct {
	Kind enum.NoticeKind
	// Subject is the id of what it is about; About a second one, the posting or the
	// organization, or empty.
	Subject, About string
	// Once names what must be told once only, however often it happens: a second
	// notice of the same account under the same name is left out. Empty tells each time.
	Once string
}

// Post mints the notifications. The zero Post tells nobody: who writes a population
// has nothing to tell.
type Post struct {
	IDs id.Minter
	Now func() time.Time
}

// Tell tells an account something, as a membership of it (empty: as whoever it is).
func (p Post) Tell(ctx context.Context, tx *db.Client, account, membership string, notices ...Notice) error {
	if p.Now == nil {
		return nil
	}
	rows := make([]*db.Notification, len(notices))
	for i, n := range notices {
		rows[i] = &db.Notification{
			ID: p.IDs.Mint(id.Notification), CreatedAt: p.Now(), AccountID: account, MembershipID: membership,
			Kind: n.Kind, Subject: n.Subject, About: n.About,
		}
		if n.Once != "" {
			once := account + " " + n.Once
			rows[i].Dedupe = &once
		}
	}
	if err := store.InsertMissing(ctx, tx, rows); err != nil {
		return fmt.Errorf("write notifications: %w", err)
	}
	return nil
}

// TellEarner tells an earner something, if they have an account.
func (p Post) TellEarner(ctx context.Context, tx *db.Client, key string, notices ...Notice) error {
	if p.Now == nil {
		return nil
	}
	row, err := tx.Earner.Query().Where(earner.ID(key)).Only(ctx)
	if err != nil {
		return fmt.Errorf("load earner: %w", err)
	}
	if row.AccountID == nil || row.ErasedAt != nil {
		return nil
	}
	return p.Tell(ctx, tx, *row.AccountID, "", notices...)
}

// TellMembers tells everybody who has one of the roles in an organization.
func (p Post) TellMembers(ctx context.Context, tx *db.Client, organization string, roles []enum.Role, notices ...Notice) error {
	if p.Now == nil {
		return nil
	}
	rows, err := tx.Membership.Query().
		Where(membership.OrganizationID(organization), membership.RoleIn(roles...)).Order(membership.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("load members: %w", err)
	}
	for _, row := range rows {
		if err := p.Tell(ctx, tx, row.AccountID, row.ID, notices...); err != nil {
			return err
		}
	}
	return nil
}
