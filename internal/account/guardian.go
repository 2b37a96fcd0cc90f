package account

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/dossier"
	links "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AskGuardianInput says how a guardian is reached.
type AskGuardianInput struct {
	// Address is an e-mail address or a phone number. It is kept sealed in the link,
	// and gone with it.
	Address string
	// Language is in which the guardian is written to; by default English.
	Language string
}

const (
	guardianLinkFor = 14 * 24 * time.Hour
	// maxGuardianLinks is how many guardians, or how often one, may be asked in a day.
	maxGuardianLinks = 5
	day              = 24 * time.Hour
)

// AskGuardian sends a guardian of the viewer, an earner under age, a link by which
// they agree or refuse.
func (s *Service) AskGuardian(ctx context.Context, in AskGuardianInput) (expires time.Time, err error) {
	if err := auth.Require(ctx, auth.GiveConsent); err != nil {
		return expires, err
	}
	to, err := readAddress(in.Address)
	if err != nil {
		return expires, err
	}
	viewer := auth.From(ctx)
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.deciding(ctx, tx, viewer.ActingEarner())
		if err != nil {
			return err
		}
		if err := s.mayAskGuardian(ctx, tx, row, viewer.Account, to); err != nil {
			return err
		}
		token, err := s.Links.Make(ctx, tx, links.New{
			Purpose: enum.LinkGuardian, Account: viewer.Account, Subject: s.guardianSubject(row.ID, to), For: guardianLinkFor,
		})
		if err != nil {
			return err
		}
		expires = s.Now().Add(guardianLinkFor)
		if err := s.send(ctx, tx, to, "", in.Language, wordsGuardianAsked, s.linkTo(token), row.Name); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "earner.guardian_ask", enum.SubjectEarner, row.ID)
	})
	return expires, err
}

func (s *Service) mayAskGuardian(ctx context.Context, tx *db.Client, row *db.Earner, account string, to reach) error {
	if !dossier.Subject(row).NeedsGuardian(s.Now()) {
		return noGuardianNeeded()
	}
	if err := checkNotOwn(ctx, tx, account, to); err != nil {
		return err
	}
	asked, err := tx.Link.Query().Where(link.PurposeEQ(enum.LinkGuardian), link.SubjectHasPrefix(row.ID), link.CreatedAtGT(s.Now().Add(-day))).Count(ctx)
	if err != nil {
		return fmt.Errorf("count links: %w", err)
	}
	if asked >= maxGuardianLinks {
		return problem.New(problem.Limit, "you have asked %d times today: try again tomorrow", asked).
			Spanish("usted ya lo pidió %d veces hoy: inténtelo mañana", asked).At("address")
	}
	return nil
}

// checkNotOwn refuses a guardian who is reached where the minor is.
func checkNotOwn(ctx context.Context, tx *db.Client, account string, to reach) error {
	own, err := tx.Address.Query().Where(address.AccountID(account)).All(ctx)
	if err != nil {
		return fmt.Errorf("look up an address: %w", err)
	}
	for _, row := range own {
		if (reach{row.Kind, row.Value}).mailbox() == to.mailbox() {
			return problem.New(problem.Invalid, "this is the minor's own address: it takes a parent's or guardian's").
				Spanish("esta es la propia dirección del menor: hace falta la de su madre, padre o tutor").At("address")
		}
	}
	return nil
}

func noGuardianNeeded() *problem.Problem {
	return problem.New(problem.Conflict, "no guardian is needed, or one has agreed already").
		Spanish("no hace falta un tutor, o ya hay uno que está de acuerdo")
}

// guardianSubject is what a guardian's link is about: the earner, with where the
// confirmation goes, sealed.
func (s *Service) guardianSubject(earner string, to reach) string {
	sealed := s.Courier.Vault.Seal(guardianBound(earner), []byte(to.subject()))
	return earner + "/" + base64.RawURLEncoding.EncodeToString(sealed)
}

// guardianOf reads what guardianSubject wrote.
func (s *Service) guardianOf(subject string) (earner string, to reach, err error) {
	earner, text, _ := strings.Cut(subject, "/")
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", to, fmt.Errorf("read a guardian's link: %w", err)
	}
	plain, err := s.Courier.Vault.Open(guardianBound(earner), sealed)
	if err != nil {
		return "", to, err
	}
	to, _ = reachOf(string(plain))
	return earner, to, nil
}

func guardianBound(earner string) string { return "guardian of " + earner }
