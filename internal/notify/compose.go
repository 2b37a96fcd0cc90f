package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/link"
)

// unsubscribeFor is how long a message's link ends messages like it.
const unsubscribeFor = 90 * 24 * time.Hour

// compose writes a letter, with the links that are in it, in the transaction in which
// it is queued. Its subject says nothing: others see it on a locked screen.
func (s *Service) compose(ctx context.Context, tx *db.Client, l letter) (courier.Message, error) {
	m := courier.Message{Account: l.account.ID, To: l.to.Value, Channel: enum.ChannelEmail}
	lines, err := s.lines(ctx, tx, l)
	if err != nil {
		return m, err
	}
	if l.to.Kind == enum.AddressPhone {
		m.Channel, m.Text = enum.ChannelSMS, strings.Join(lines, "\n")
		return m, nil
	}
	token, err := s.Links.Make(ctx, tx, link.New{
		Purpose: enum.LinkUnsubscribe, Account: l.account.ID, Subject: kindList(l.kinds), For: unsubscribeFor,
	})
	if err != nil {
		return m, err
	}
	m.Unsubscribe = s.Pages() + "/links/" + token
	say := func(en, es string) string { return inLanguage(l.language, en, es) }
	m.Subject = say("There is news for you", "Hay novedades para usted")
	m.Text = strings.Join(lines, "\n\n") + "\n\n" +
		say("Read more: ", "Leer más: ") + s.Base() + "\n\n" +
		say("To get fewer e-mails: ", "Para recibir menos correos: ") + m.Unsubscribe + "\n"
	return m, nil
}

// lines are the sentences of a letter.
func (s *Service) lines(ctx context.Context, tx *db.Client, l letter) ([]string, error) {
	items := l.items[:min(len(l.items), maxTold)]
	lines := make([]string, 0, len(items)+1)
	for _, it := range items {
		line := it.text
		if it.contact != "" && s.Answers != nil {
			token, err := s.Answers.AnswerLink(ctx, tx, it.contact)
			if err != nil {
				return nil, fmt.Errorf("link to an answer: %w", err)
			}
			if token != "" {
				line += "\n" + inLanguage(l.language, "To answer: ", "Para responder: ") + s.Base() + "/links/" + token
			}
		}
		// Who has two roles is told the same twice, once in each inbox.
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if more := len(l.items) - len(items); more > 0 {
		lines = append(lines, fmt.Sprintf(inLanguage(l.language, "And %d more.", "Y %d más."), more))
	}
	return lines, nil
}

func inLanguage(language, en, es string) string {
	if spanish(language) {
		return es
	}
	return en
}

func kindList(kinds []enum.NoticeKind) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = string(kind)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}
