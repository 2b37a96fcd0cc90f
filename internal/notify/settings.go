package notify

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notificationsetting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Setting is how somebody wants to be told something.
type Setting struct {
	Kind  enum.NoticeKind
	Inbox bool
	Email enum.EmailPace
}

// paces are how soon somebody is written to who has said nothing. Who is invited is
// written to by the invitation itself.
var paces = map[enum.NoticeKind]enum.EmailPace{
	enum.NoticeContactRequested:  enum.EmailAtOnce,
	enum.NoticeContactAnswered:   enum.EmailAtOnce,
	enum.NoticeContactMoved:      enum.EmailAtOnce,
	enum.NoticeSearchMatched:     enum.EmailDaily,
	enum.NoticeInterestShown:     enum.EmailDaily,
	enum.NoticeAwardReceived:     enum.EmailAtOnce,
	enum.NoticeAwardEnded:        enum.EmailAtOnce,
	enum.NoticeSubmissionDecided: enum.EmailAtOnce,
	enum.NoticeSubmissionWaiting: enum.EmailDaily,
	enum.NoticeVouchAsked:        enum.EmailAtOnce,
	enum.NoticeVouched:           enum.EmailAtOnce,
	enum.NoticeInvited:           enum.EmailNever,
	enum.NoticeGuardianAnswered:  enum.EmailAtOnce,
	enum.NoticeDataReady:         enum.EmailAtOnce,
	enum.NoticeReportFiled:       enum.EmailAtOnce,
	enum.NoticeHiringEvent:       enum.EmailDaily,
	enum.NoticePostingExpiring:   enum.EmailDaily,
	enum.NoticeAssigned:          enum.EmailDaily,
	enum.NoticeWebhookDead:       enum.EmailDaily,
	enum.NoticeCaseAssigned:      enum.EmailDaily,
	enum.NoticeTaskDue:           enum.EmailAtOnce,
	enum.NoticePlanOutdated:      enum.EmailDaily,
}

// settings are somebody's, of every kind, in the order of the kinds.
type settings []Setting

func (l settings) of(kind enum.NoticeKind) Setting {
	for _, s := range l {
		if s.Kind == kind {
			return s
		}
	}
	return Setting{Kind: kind, Inbox: true, Email: enum.EmailNever}
}

// unwanted are the kinds that are not to be in the inbox.
func (l settings) unwanted() []enum.NoticeKind {
	var off []enum.NoticeKind
	for _, s := range l {
		if !s.Inbox {
			off = append(off, s.Kind)
		}
	}
	return off
}

// Settings are the viewer's, of every kind of notification.
func (s *Service) Settings(ctx context.Context) ([]Setting, error) {
	viewer, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	return s.settingsOf(ctx, s.DB, viewer.Account)
}

func (s *Service) settingsOf(ctx context.Context, client *db.Client, account string) (settings, error) {
	rows, err := client.NotificationSetting.Query().Where(notificationsetting.AccountID(account)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load settings: %w", err)
	}
	var out settings
	for _, text := range enum.NoticeKind("").Values() {
		kind := enum.NoticeKind(text)
		setting := Setting{Kind: kind, Inbox: true, Email: paces[kind]}
		if i := slices.IndexFunc(rows, func(row *db.NotificationSetting) bool { return row.Kind == kind }); i >= 0 {
			setting.Inbox, setting.Email = rows[i].Inbox, rows[i].Email
		}
		out = append(out, setting)
	}
	return out, nil
}

// SettingInput changes how the viewer is told something: what is nil stays.
type SettingInput struct {
	Kind  enum.NoticeKind
	Inbox *bool
	Email *enum.EmailPace
}

// UpdateSettingsInput changes several.
type UpdateSettingsInput struct{ Settings []SettingInput }

// UpdateSettings changes how the viewer is told things, from the next on.
func (s *Service) UpdateSettings(ctx context.Context, in UpdateSettingsInput) (changed []Setting, err error) {
	viewer, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		now, err := s.settingsOf(ctx, tx, viewer.Account)
		if err != nil {
			return err
		}
		rows := make([]*db.NotificationSetting, len(in.Settings))
		for i, change := range in.Settings {
			to := change.over(now.of(change.Kind))
			rows[i] = &db.NotificationSetting{AccountID: viewer.Account, Kind: to.Kind, Inbox: to.Inbox, Email: to.Email}
		}
		err = store.Upsert(ctx, tx, rows, notificationsetting.FieldAccountID, notificationsetting.FieldKind)
		if err != nil {
			return fmt.Errorf("write settings: %w", err)
		}
		changed, err = s.settingsOf(ctx, tx, viewer.Account)
		return err
	})
	return changed, err
}

// over is a setting as changed.
func (in SettingInput) over(s Setting) Setting {
	if in.Inbox != nil {
		s.Inbox = *in.Inbox
	}
	if in.Email != nil {
		s.Email = *in.Email
	}
	return s
}

func (in UpdateSettingsInput) check() error {
	var problems []error
	seen := map[enum.NoticeKind]bool{}
	for i, change := range in.Settings {
		if seen[change.Kind] {
			problems = append(problems, problem.New(problem.Invalid, "%s is set twice", change.Kind).
				Spanish("%s se cambia dos veces", change.Kind).At("settings", fmt.Sprint(i), "kind"))
		}
		seen[change.Kind] = true
	}
	return problem.Join(problems...)
}
