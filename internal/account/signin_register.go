package account

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// RegisterInput opens an account for who was sent a link and has none.
type RegisterInput struct {
	// Token is a link's to sign in with, to an address that no account has.
	Token string
	// Name is what the account calls itself.
	Name     string
	Language *string
	// Earner also makes the earner's record, hidden until its earner says otherwise;
	// without it the account can still claim one, or accept an invitation.
	Earner bool
	// ClaimCode claims the record that a coach or instructor opened instead.
	ClaimCode *string
}

const maxPersonName = 200

// SelfRegister opens an account for the address that a link was sent to, verified by
// the link, which is used up.
func (s *Service) SelfRegister(ctx context.Context, in RegisterInput) (made *SignedIn, err error) {
	in.Name = strings.TrimSpace(in.Name)
	invalid := problem.Join(checkPersonName(in.Name), checkLanguage(in.Language))
	var refused error
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.Links.Find(ctx, tx, in.Token, enum.LinkSignIn)
		if err := problem.Join(invalid, err); err != nil {
			return err
		}
		// A wrong code is counted, and leaves the link.
		if refused, err = s.refuseCode(ctx, tx, row, in.ClaimCode); refused != nil || err != nil {
			return err
		}
		to, _ := reachOf(row.Subject)
		of, err := s.openAt(ctx, tx, to, in.Name, languageOr(in.Language))
		if err != nil {
			return err
		}
		if _, err := s.Links.Use(ctx, tx, in.Token, enum.LinkSignIn); err != nil {
			return err
		}
		if err := s.recordOf(ctx, tx, of, in); err != nil {
			return err
		}
		made, err = s.signedIn(ctx, tx, of, "account.register")
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, refused
}

// recordOf gives a new account its earner's record, if it is to have one.
func (s *Service) recordOf(ctx context.Context, tx *db.Client, of string, in RegisterInput) error {
	if in.ClaimCode != nil && strings.TrimSpace(*in.ClaimCode) != "" {
		// Where somebody else was faster with the code, there is no account either.
		_, err := s.takeRecord(ctx, tx, of, *in.ClaimCode)
		return under("claimCode", err)
	}
	if !in.Earner {
		return nil
	}
	return s.register(ctx, tx, []NewEarner{{Account: of, Name: in.Name, Language: languageOr(in.Language)}})
}

// openAt opens an account that has verified an address; a Conflict where some account
// has it.
func (s *Service) openAt(ctx context.Context, tx *db.Client, to reach, name, language string) (string, error) {
	known, err := addressAt(ctx, tx, to)
	if err != nil {
		return "", err
	}
	if known != nil {
		return "", problem.New(problem.Conflict, "there is an account with this address: sign in").
			Spanish("ya hay una cuenta con esta dirección: entre").At("token")
	}
	made, err := s.open(ctx, tx, NewAccount{Name: name, Language: language})
	if err != nil {
		return "", err
	}
	err = s.keepAddress(ctx, tx, made.ID, to, nil)
	return made.ID, err
}

func checkPersonName(name string) error {
	if n := utf8.RuneCountInString(name); n < 1 || n > maxPersonName || strings.ContainsAny(name, "\r\n\t") {
		return problem.New(problem.Invalid, "a name has 1 to %d characters, in one line", maxPersonName).
			Spanish("un nombre tiene de 1 a %d caracteres, en una línea", maxPersonName).At("name")
	}
	return nil
}

func checkLanguage(given *string) error {
	if given == nil {
		return nil
	}
	if _, err := language.Parse(*given); err != nil || len(*given) > 35 {
		return problem.New(problem.Invalid, "%q is no language such as en or es", *given).
			Spanish("%q no es un idioma como en o es", *given).At("language")
	}
	return nil
}

// under puts a name in front of the paths of what is wrong, where there is none.
func under(at string, err error) error {
	var errs []error
	for _, p := range problem.As(err) {
		p.Path = nil
		errs = append(errs, p.At(at))
	}
	if errs == nil {
		return err
	}
	return problem.Join(errs...)
}

// UpdateAccountInput is what changes of the viewer's account; nil leaves it.
type UpdateAccountInput struct{ Name, Language *string }

// UpdateAccount changes what the viewer's account calls itself, and in which language
// it is written to.
func (s *Service) UpdateAccount(ctx context.Context, in UpdateAccountInput) error {
	of, err := signedInTo(ctx, "change your account")
	if err != nil {
		return err
	}
	var errs []error
	if in.Name != nil {
		*in.Name = strings.TrimSpace(*in.Name)
		errs = append(errs, checkPersonName(*in.Name))
	}
	if err := problem.Join(append(errs, checkLanguage(in.Language))...); err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		update := tx.Account.UpdateOneID(of).SetNillableDisplayName(in.Name).SetNillableLocale(in.Language)
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("update account: %w", err)
		}
		return nil
	})
}
