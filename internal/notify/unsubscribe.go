package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/notificationsetting"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Unsubscribing is what the link at the end of an e-mail does. The inbox is told as
// before.
type Unsubscribing struct{ Service *Service }

// The answers.
const (
	stopThese = "these"
	stopAll   = "all"
)

// What a mail program sends whose user has pressed its own button (RFC 8058 §3.1): it
// has read no page, and chooses nothing.
const (
	oneClickName = "List-Unsubscribe"
	oneClick     = "One-Click"
)

// Ask asks which e-mail is to end.
func (u Unsubscribing) Ask(ctx context.Context, token, language string) (link.Question, error) {
	s := u.Service
	if _, err := s.Links.Find(ctx, s.DB, token, enum.LinkUnsubscribe); err != nil {
		return link.Question{}, err
	}
	if spanish(language) {
		return link.Question{
			Title: "Recibir menos correos", Text: "Lo que se le comunica sigue estando en sus avisos.",
			Answers: []link.Answer{{Name: stopThese, Label: "No más correos como este"}, {Name: stopAll, Label: "Ningún aviso más por correo"}},
		}, nil
	}
	return link.Question{
		Title: "Get fewer e-mails", Text: "What you are told stays in your notifications.",
		Answers: []link.Answer{{Name: stopThese, Label: "No more e-mails like this one"}, {Name: stopAll, Label: "No more notifications by e-mail"}},
	}, nil
}

// Do ends the e-mail.
func (u Unsubscribing) Do(ctx context.Context, token string, given link.Given) (link.Outcome, error) {
	if given.Fields.Get(oneClickName) == oneClick {
		given.Answer = stopThese
	}
	if given.Answer != stopThese && given.Answer != stopAll {
		return link.Outcome{}, problem.New(problem.Invalid, "choose one of the two").Spanish("elija una de las dos").At("answer")
	}
	s := u.Service
	err := store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.Links.Use(ctx, tx, token, enum.LinkUnsubscribe)
		if err != nil {
			return err
		}
		kinds := strings.Split(row.Subject, ",")
		if given.Answer == stopAll {
			kinds = enum.NoticeKind("").Values()
		}
		return s.stop(ctx, tx, row.AccountID, kinds)
	})
	if err != nil {
		return link.Outcome{}, err
	}
	if spanish(given.Language) {
		return link.Outcome{Title: "Hecho", Text: "Ya no se le escribirá sobre eso."}, nil
	}
	return link.Outcome{Title: "Done", Text: "You will not be written to about that any more."}, nil
}

// stop has an account not be written to about kinds of things.
func (s *Service) stop(ctx context.Context, tx *db.Client, account string, kinds []string) error {
	now, err := s.settingsOf(ctx, tx, account)
	if err != nil {
		return err
	}
	var rows []*db.NotificationSetting
	for _, setting := range now {
		if slices.Contains(kinds, string(setting.Kind)) {
			rows = append(rows, &db.NotificationSetting{AccountID: account, Kind: setting.Kind, Inbox: setting.Inbox, Email: enum.EmailNever})
		}
	}
	if err := store.Upsert(ctx, tx, rows, notificationsetting.FieldAccountID, notificationsetting.FieldKind); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}
