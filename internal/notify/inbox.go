package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notification"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Notification is something that the viewer is told.
type Notification struct {
	// ID is the viewer's own name for it: a record's id says when it was made to the
	// millisecond, which would join what two employers are told of one candidate.
	ID   string
	Kind enum.NoticeKind
	// CreatedAt is the instant, or the first of its day where it is of a candidate.
	CreatedAt time.Time
	ReadAt    *time.Time
	// Subject and About are the ids of what it is about, where the viewer knows them.
	Subject, About *string

	facts facts
}

// Text is what it says, in a language.
func (n *Notification) Text(language string) string { return say(n.Kind, n.facts, language) }

// NotificationFilter says which to keep; what is given must all hold.
type NotificationFilter struct {
	Unread *bool
	Kinds  []enum.NoticeKind
}

// NotificationPage is a page of the inbox.
type NotificationPage struct {
	page.Page[*Notification]
	// Unread counts those that were not read, whatever the filter.
	Unread int
}

// Notifications lists the viewer's inbox, newest first: what they are told as
// themselves, and as the membership that they act as.
func (s *Service) Notifications(ctx context.Context, filter NotificationFilter, args page.Args) (NotificationPage, error) {
	none := NotificationPage{}
	viewer, err := s.reader(ctx)
	if err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope, err := page.Scope(viewer.Key(), "notifications", filter)
	if err != nil {
		return none, err
	}
	mine, err := s.mine(ctx, viewer)
	if err != nil {
		return none, err
	}
	past, err := page.Past(s.Cursors, scope, args, store.Before[predicate.Notification](notification.FieldCreatedAt, notification.FieldID))
	if err != nil {
		return none, err
	}
	where := slices.Concat(mine, filter.predicates(), past)
	rows, err := s.DB.Notification.Query().Where(where...).
		Order(db.Desc(notification.FieldCreatedAt, notification.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("load notifications: %w", err)
	}
	unread, err := s.DB.Notification.Query().Where(mine...).Where(notification.ReadAtIsNil()).Count(ctx)
	if err != nil {
		return none, fmt.Errorf("count notifications: %w", err)
	}
	cut := page.Cut(rows, args, s.Cursors, scope, func(row *db.Notification) []string { return page.Instant(row.CreatedAt, row.ID) })
	shown, err := s.shown(ctx, cut.Items)
	if err != nil {
		return none, err
	}
	next := 0
	return NotificationPage{Unread: unread, Page: page.Map(cut, func(*db.Notification) *Notification {
		next++
		return shown[next-1]
	})}, nil
}

// NotificationsByID gives those of the records that are in the viewer's inbox.
func (s *Service) NotificationsByID(ctx context.Context, ids []string) (map[string]*Notification, error) {
	viewer, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	mine, err := s.mine(ctx, viewer)
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Notification.Query().Where(mine...).Where(notification.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load notifications: %w", err)
	}
	shown, err := s.shown(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Notification, len(rows))
	for i, row := range rows {
		out[row.ID] = shown[i]
	}
	return out, nil
}

// MarkReadInput says which notifications were read.
type MarkReadInput struct {
	IDs []string
	// All is all of the inbox.
	All *bool
}

// maxMarked bounds the notifications of one call.
const maxMarked = 200

// MarkRead notes that notifications were read, and gives how many were not.
func (s *Service) MarkRead(ctx context.Context, in MarkReadInput) (unread int, err error) {
	viewer, err := s.reader(ctx)
	if err != nil {
		return 0, err
	}
	rows, err := s.meant(viewer, in.IDs)
	if err != nil {
		return 0, err
	}
	mine, err := s.mine(ctx, viewer)
	if err != nil {
		return 0, err
	}
	mine = append(mine, notification.ReadAtIsNil())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.Notification.Update().Where(mine...).SetReadAt(s.Now())
		if in.All == nil || !*in.All {
			update.Where(notification.IDIn(rows...))
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("mark notifications: %w", err)
		}
		unread, err = tx.Notification.Query().Where(mine...).Count(ctx)
		return err
	})
	return unread, err
}

// meant are the records that a viewer's names mean.
func (s *Service) meant(viewer auth.Viewer, names []string) ([]string, error) {
	if len(names) > maxMarked {
		return nil, problem.New(problem.Limit, "at most %d notifications at once", maxMarked).
			Spanish("como máximo %d avisos a la vez", maxMarked).At("ids")
	}
	rows, problems := make([]string, 0, len(names)), []error{}
	for i, name := range names {
		row, ok := s.unseal(viewer.Account, name)
		if !ok {
			problems = append(problems, notFound(name, "ids", fmt.Sprint(i)))
			continue
		}
		rows = append(rows, row)
	}
	return rows, problem.Join(problems...)
}

func (s *Service) seal(account, row string) string {
	return id.Notification + "_" + s.Cursors.Seal(account+" notification", []byte(row))
}

func (s *Service) unseal(account, name string) (row string, ok bool) {
	const prefix = id.Notification + "_"
	if len(name) <= len(prefix) || name[:len(prefix)] != prefix {
		return "", false
	}
	raw, err := s.Cursors.Open(account+" notification", name[len(prefix):])
	return string(raw), err == nil
}

// reader is who reads their own inbox.
func (s *Service) reader(ctx context.Context) (auth.Viewer, error) {
	viewer := auth.From(ctx)
	if viewer.Account == "" {
		return viewer, problem.New(problem.Unauthenticated, "sign in to read your notifications").
			Spanish("inicie sesión para leer sus avisos")
	}
	return viewer, nil
}

// mine keeps the viewer's own, as whom they act, without the kinds that they do not
// want in their inbox.
func (s *Service) mine(ctx context.Context, viewer auth.Viewer) ([]predicate.Notification, error) {
	as := notification.Or(notification.MembershipIDIsNil(), notification.MembershipID(""))
	if viewer.Acting != nil {
		as = notification.Or(as, notification.MembershipID(viewer.Acting.ID))
	}
	settings, err := s.settingsOf(ctx, s.DB, viewer.Account)
	if err != nil {
		return nil, err
	}
	where := []predicate.Notification{notification.AccountID(viewer.Account), as}
	if off := settings.unwanted(); len(off) > 0 {
		where = append(where, notification.KindNotIn(off...))
	}
	return where, nil
}

func (f NotificationFilter) predicates() []predicate.Notification {
	var where []predicate.Notification
	switch {
	case f.Unread == nil:
	case *f.Unread:
		where = append(where, notification.ReadAtIsNil())
	default:
		where = append(where, notification.ReadAtNotNil())
	}
	if f.Kinds != nil {
		where = append(where, notification.KindIn(f.Kinds...))
	}
	return where
}

// shown words rows for the viewer.
func (s *Service) shown(ctx context.Context, rows []*db.Notification) ([]*Notification, error) {
	facts, err := s.factsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	viewer, out := auth.From(ctx), make([]*Notification, len(rows))
	for i, row := range rows {
		out[i] = &Notification{
			ID: s.seal(viewer.Account, row.ID), Kind: row.Kind, CreatedAt: row.CreatedAt, ReadAt: row.ReadAt,
			Subject: known(row.Kind, row.Subject), About: known(row.Kind, row.About), facts: facts[i],
		}
		if ofCandidate[row.Kind] && row.MembershipID != "" {
			out[i].CreatedAt = row.CreatedAt.UTC().Truncate(24 * time.Hour)
		}
	}
	return out, nil
}

// ofCandidate are the kinds that tell an employer of somebody whom others may see too:
// to the minute, two of them could tell that it is the same person.
var ofCandidate = map[enum.NoticeKind]bool{
	enum.NoticeSearchMatched: true, enum.NoticeInterestShown: true, enum.NoticeContactAnswered: true, enum.NoticeContactMoved: true,
}

// knownPrefixes are those of the ids that whoever is told something knows by
// themselves. People's are none of them.
var knownPrefixes = []string{
	id.ContactRequest, id.Posting, id.Organization, id.SavedSearch, id.SearchMatch, id.Award, id.HiringEvent, id.Invitation, id.DataJob,
	id.ShortlistEntry, id.Report, id.Webhook, id.Submission,
}

// known is an id that the reader may have.
func known(kind enum.NoticeKind, subject string) *string {
	// Assessors know submissions by names of their own.
	if !slices.Contains(knownPrefixes, id.Prefix(subject)) || kind == enum.NoticeSubmissionWaiting && id.Prefix(subject) == id.Submission {
		return nil
	}
	return &subject
}
