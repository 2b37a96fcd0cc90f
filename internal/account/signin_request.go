package account

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/enum"
	links "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/store"
)

// How long a link to sign in may be used, and how many an address gets in an hour.
const (
	signInFor    = 15 * time.Minute
	linksAnHour  = 5
	linksCounted = time.Hour
)

// RequestSignInInput says where the link goes.
type RequestSignInInput struct {
	// Address is an e-mail address or a telephone number.
	Address string
	// Language is the message's where no account has one; nil for English.
	Language *string
}

// RequestSignIn sends a link to sign in with, or to register where nobody has the
// address. What it answers tells neither whether there is an account, nor whether
// the address had too many links already.
func (s *Service) RequestSignIn(ctx context.Context, in RequestSignInInput) error {
	to, err := readAddress(in.Address)
	if err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := store.Lock(ctx, "links to "+to.subject()); err != nil {
			return err
		}
		known, err := addressAt(ctx, tx, to)
		if err != nil {
			return err
		}
		sent, err := tx.Link.Query().Where(link.PurposeEQ(enum.LinkSignIn), link.Subject(to.subject()),
			link.CreatedAtGT(s.Now().Add(-linksCounted))).Count(ctx)
		if err != nil {
			return fmt.Errorf("count links: %w", err)
		}
		if sent >= linksAnHour {
			return nil
		}
		// The row is of the address alone, so that it says nothing of accounts.
		token, err := s.Links.Make(ctx, tx, links.New{Purpose: enum.LinkSignIn, Subject: to.subject(), For: signInFor})
		if err != nil {
			return err
		}
		language, said := languageOr(in.Language), wordsSignIn
		if known != nil {
			language = known.Edges.Account.Locale
			if lapsed(known, s.Now()) {
				return s.send(ctx, tx, to, known.AccountID, language, wordsLapsed)
			}
		}
		return s.send(ctx, tx, to, "", language, said, s.linkTo(token))
	})
}

// addressAt is the address as some account verified it; nil where none did.
func addressAt(ctx context.Context, client *db.Client, r reach) (*db.Address, error) {
	row, err := client.Address.Query().Where(address.KindEQ(r.kind), address.Value(r.value), address.VerifiedAtNotNil()).
		WithAccount().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nobody has it
	}
	if err != nil {
		return nil, fmt.Errorf("look up an address: %w", err)
	}
	return row, nil
}

// lapsed tells whether an address must be verified anew before it counts again.
func lapsed(row *db.Address, now time.Time) bool {
	return row.LapsesAt != nil && !now.Before(*row.LapsesAt)
}

// linkTo is where a link's token leads.
func (s *Service) linkTo(token string) string { return s.Base() + "/links/" + token }

func languageOr(given *string) string {
	if given == nil {
		return "en"
	}
	return cmp.Or(*given, "en")
}
