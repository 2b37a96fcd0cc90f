package employer

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// How many candidates an employer may ask in seven days.
const (
	contactsAWeek = 50
	// newContactsAWeek is for employers whom somebody has vouched for only lately.
	newContactsAWeek = 10
	lately           = 30 * 24 * time.Hour
	quotaSpan        = 7 * 24 * time.Hour
)

// checkQuota refuses more requests than an organization may make in seven days, and
// says when it may make the next.
func (s *Service) checkQuota(ctx context.Context, tx *db.Client, employer string) error {
	org, err := tx.Organization.Get(ctx, employer)
	if err != nil {
		return fmt.Errorf("load employer: %w", err)
	}
	now, most := s.Now(), cmp.Or(s.ContactsAWeek, contactsAWeek)
	if org.VouchedAt == nil || now.Before(org.VouchedAt.Add(lately)) {
		most = min(most, newContactsAWeek)
	}
	made, err := tx.ContactRequest.Query().
		Where(contactrequest.OrganizationID(employer), contactrequest.CreatedAtGT(now.Add(-quotaSpan))).
		Order(db.Desc(contactrequest.FieldCreatedAt, contactrequest.FieldID)).Limit(most).
		Select(contactrequest.FieldID, contactrequest.FieldCreatedAt).All(ctx)
	if err != nil {
		return fmt.Errorf("count contacts: %w", err)
	}
	if len(made) < most {
		return nil
	}
	again := made[most-1].CreatedAt.Add(quotaSpan).UTC().Format("2006-01-02 15:04 UTC")
	return problem.New(problem.Limit, "your organization has asked %d candidates in seven days, as many as it may; ask the next from %s on", most, again).
		Spanish("su organización ha preguntado a %d personas en siete días, el máximo; podrá preguntar a la siguiente desde el %s", most, again)
}
