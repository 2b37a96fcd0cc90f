package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Mailer writes to people about what they are told, as soon as each wants to be.
type Mailer struct {
	Service *Service

	// last is up to when new notifications were looked at, swept when all were.
	last, swept time.Time
}

const (
	// overlap is how much later than its time a notification may be committed.
	overlap = 10 * time.Minute
	// digestHour is when daily e-mail goes out, in UTC: the morning of the Americas.
	digestHour = 13
	// maxTold bounds the notifications of one message; maxAccounts the people of one
	// round.
	maxTold, maxAccounts = 50, 1000
)

// Once writes what is due. It looks at what is new, and at everything when a day's
// e-mail falls due, and every hour.
func (m *Mailer) Once(ctx context.Context) error {
	now := m.Service.Now()
	since := m.last.Add(-overlap)
	if m.swept.IsZero() || now.Sub(m.swept) >= time.Hour || mark(now, false).After(m.swept) {
		since = time.Time{}
	}
	err := m.Service.mailSince(ctx, since)
	if err != nil {
		return err
	}
	if m.last = now; since.IsZero() {
		m.swept = now
	}
	return nil
}

// mailSince writes to everybody who is told something since an instant.
func (s *Service) mailSince(ctx context.Context, since time.Time) error {
	after := ""
	for {
		accounts, err := s.DB.Notification.Query().
			Where(notification.MailedAtIsNil(), notification.CreatedAtGTE(since), notification.AccountIDGT(after)).
			Unique(true).Order(db.Asc(notification.FieldAccountID)).Limit(maxAccounts).
			Select(notification.FieldAccountID).Strings(ctx)
		if err != nil {
			return fmt.Errorf("find whom to write to: %w", err)
		}
		for _, key := range accounts {
			if err := s.mail(ctx, key); err != nil && !errors.Is(err, errOvertaken) {
				return fmt.Errorf("write to %s: %w", key, err)
			}
		}
		if len(accounts) < maxAccounts {
			return nil
		}
		after = accounts[len(accounts)-1]
	}
}

// letter is what is to be written to somebody, and what it settles.
type letter struct {
	account  *db.Account
	to       *db.Address
	language string
	// settled are the notifications that need no further message.
	settled []string
	items   []item
	kinds   []enum.NoticeKind
}

// item is one sentence of a letter; contact is a request that can be answered by a
// link beside it.
type item struct{ text, contact string }

// errOvertaken undoes what another process did at the same time.
var errOvertaken = errors.New("another process was faster")

// mail writes to an account about what is due, once: that it was written about is
// noted with the message.
func (s *Service) mail(ctx context.Context, key string) error {
	l, err := s.letter(ctx, key)
	if err != nil || len(l.settled) == 0 {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		n, err := tx.Notification.Update().Where(notification.IDIn(l.settled...), notification.MailedAtIsNil()).SetMailedAt(s.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("note what was written: %w", err)
		}
		if n != len(l.settled) {
			return errOvertaken
		}
		if len(l.items) == 0 {
			return nil
		}
		message, err := s.compose(ctx, tx, l)
		if err != nil {
			return err
		}
		return s.Courier.Send(ctx, tx, message)
	})
}

func (s *Service) letter(ctx context.Context, key string) (l letter, err error) {
	if l.account, err = s.DB.Account.Query().Where(account.ID(key)).WithAddresses().Only(ctx); err != nil {
		return l, fmt.Errorf("load account: %w", err)
	}
	l.to, l.language = s.reachable(l.account), l.account.Locale
	rows, err := s.DB.Notification.Query().Where(notification.AccountID(key), notification.MailedAtIsNil()).
		Order(db.Asc(notification.FieldCreatedAt, notification.FieldID)).Limit(maxTold * 4).All(ctx)
	if err != nil {
		return l, fmt.Errorf("load notifications: %w", err)
	}
	settings, err := s.settingsOf(ctx, s.DB, key)
	if err != nil {
		return l, err
	}
	groups := map[string][]*db.Notification{} // by membership
	var order []string
	for _, row := range rows {
		pace := settings.of(row.Kind).Email
		switch {
		case row.ReadAt != nil, pace == enum.EmailNever, l.to == nil, l.to.Kind == enum.AddressPhone && pace != enum.EmailAtOnce:
			l.settled = append(l.settled, row.ID)
		case due(pace, row.CreatedAt, s.Now()) && len(l.settled) < maxTold*2:
			if groups[row.MembershipID] == nil {
				order = append(order, row.MembershipID)
			}
			groups[row.MembershipID] = append(groups[row.MembershipID], row)
			l.settled = append(l.settled, row.ID)
		}
	}
	for _, membership := range order {
		if err := s.word(ctx, &l, membership, groups[membership]); err != nil {
			return l, err
		}
	}
	return l, nil
}

// word adds the sentences of what somebody is told as one of their memberships. What
// they are not any more, they are not told.
func (s *Service) word(ctx context.Context, l *letter, membership string, rows []*db.Notification) error {
	as, ok, err := s.viewer(ctx, l.account.ID, membership)
	if err != nil || !ok {
		return err
	}
	facts, err := s.factsOf(as, rows)
	if err != nil {
		return err
	}
	said := map[string]bool{}
	for i, row := range rows {
		it := item{text: say(row.Kind, facts[i], l.language)}
		if row.Kind == enum.NoticeContactRequested {
			it.contact = row.Subject
		}
		l.kinds = append(l.kinds, row.Kind)
		if it.contact == "" && said[it.text] {
			continue // ten matches of a search are one sentence
		}
		said[it.text] = true
		l.items = append(l.items, it)
	}
	return nil
}

// reachable is where somebody is written to: their preferred address, else an e-mail
// address, else a telephone; verified, and not lapsed. Nil where there is none.
func (s *Service) reachable(a *db.Account) (best *db.Address) {
	if a.ErasedAt != nil {
		return nil
	}
	rank := func(at *db.Address) int {
		switch {
		case at == nil || at.VerifiedAt == nil || at.LapsesAt != nil && !at.LapsesAt.After(s.Now()):
			return 0
		case at.Preferred:
			return 3
		case at.Kind == enum.AddressEmail:
			return 2
		}
		return 1
	}
	for _, at := range a.Edges.Addresses {
		if rank(at) > rank(best) {
			best = at
		}
	}
	return best
}

// due tells whether something that was noted at an instant is to be written about.
func due(pace enum.EmailPace, at, now time.Time) bool {
	switch pace {
	case enum.EmailAtOnce:
		return true
	case enum.EmailDaily:
		return at.Before(mark(now, false))
	case enum.EmailWeekly:
		return at.Before(mark(now, true))
	case enum.EmailNever:
	}
	return false
}

// mark is when a day's e-mail, or a week's, fell due last.
func mark(now time.Time, weekly bool) time.Time {
	year, month, day := now.UTC().Date()
	at := time.Date(year, month, day, digestHour, 0, 0, 0, time.UTC)
	for at.After(now) || weekly && at.Weekday() != time.Monday {
		at = at.AddDate(0, 0, -1)
	}
	return at
}
