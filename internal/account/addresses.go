package account

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/link"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	links "github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

const (
	// verifyFor is how long a link to confirm an address may be used.
	verifyFor = 24 * time.Hour
	// maxAddresses an account may have.
	maxAddresses = 10
)

// Addresses are the viewer's own, verified ones: the preferred one first, then in the
// order in which they came.
func (s *Service) Addresses(ctx context.Context) ([]*db.Address, error) {
	of, err := signedInTo(ctx, "see your addresses")
	if err != nil {
		return nil, err
	}
	rows, err := s.DB.Address.Query().Where(address.AccountID(of), address.KindIn(enum.AddressEmail, enum.AddressPhone), address.VerifiedAtNotNil()).
		Order(db.Desc(address.FieldPreferred), address.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load addresses: %w", err)
	}
	return rows, nil
}

// Lapsed tells whether an address must be confirmed anew before it counts again.
func (s *Service) Lapsed(row *db.Address) bool { return lapsed(row, s.Now()) }

// PreferredOf is where messages to somebody go first: of their e-mail addresses and
// telephone numbers, the preferred one, else the first; empty where there is none.
func PreferredOf(rows []*db.Address) string {
	first := ""
	for _, row := range rows {
		if row.VerifiedAt == nil || row.Kind == enum.AddressDID {
			continue
		}
		if row.Preferred {
			return row.Value
		}
		if first == "" {
			first = row.Value
		}
	}
	return first
}

// AddAddressInput says which address is the viewer's too.
type AddAddressInput struct {
	Address string
	// LapsesAt is from when on it must be confirmed anew; nil for never, and for a
	// college's e-mail address in a year.
	LapsesAt *time.Time
}

// Pending is an address that waits for being confirmed by the link sent to it.
type Pending struct {
	Kind      enum.AddressKind
	Value     string
	ExpiresAt time.Time
}

// AddAddress sends a link to an address, by which whoever reads it confirms that it is
// the viewer's. Until then nothing is kept of it but the link; whether another account
// has it is told to nobody.
func (s *Service) AddAddress(ctx context.Context, in AddAddressInput) (*Pending, error) {
	of, err := signedInTo(ctx, "add an address")
	if err != nil {
		return nil, err
	}
	to, err := readAddress(in.Address)
	now := s.Now()
	if in.LapsesAt != nil && !in.LapsesAt.After(now) {
		err = problem.Join(err, problem.New(problem.Invalid, "an address lapses in the future").
			Spanish("una dirección caduca en el futuro").At("lapsesAt"))
	}
	if err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		// Of all accounts at once: nobody is written to over and over.
		if err := store.Lock(ctx, "links to "+to.subject()); err != nil {
			return err
		}
		if err := s.checkLinks(ctx, tx, of); err != nil {
			return err
		}
		sent, err := tx.Link.Query().Where(link.PurposeEQ(enum.LinkVerifyAddress), link.SubjectHasPrefix(to.subject()+" "),
			link.CreatedAtGT(now.Add(-linksCounted))).Count(ctx)
		if err != nil || sent >= linksAnHour {
			return err
		}
		return s.askToConfirm(ctx, tx, of, to, in.LapsesAt, verifyFor, wordsVerify)
	})
	if err != nil {
		return nil, err
	}
	return &Pending{Kind: to.kind, Value: to.value, ExpiresAt: now.Add(verifyFor)}, nil
}

// checkLinks bounds how many addresses an account has written to, and has.
func (s *Service) checkLinks(ctx context.Context, tx *db.Client, of string) error {
	sent, err := tx.Link.Query().Where(link.PurposeEQ(enum.LinkVerifyAddress), link.AccountID(of),
		link.CreatedAtGT(s.Now().Add(-linksCounted))).Count(ctx)
	if err != nil {
		return fmt.Errorf("count links: %w", err)
	}
	if sent >= 2*linksAnHour {
		return problem.New(problem.Limit, "too many addresses within an hour: try again later").
			Spanish("demasiadas direcciones en una hora: inténtelo más tarde").At("address")
	}
	has, err := tx.Address.Query().Where(address.AccountID(of)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count addresses: %w", err)
	}
	if has >= maxAddresses {
		return problem.New(problem.Limit, "an account has at most %d addresses: remove one first", maxAddresses).
			Spanish("una cuenta tiene como máximo %d direcciones: quite antes una", maxAddresses).At("address")
	}
	return nil
}

// askToConfirm sends the link by which an address is confirmed.
func (s *Service) askToConfirm(ctx context.Context, tx *db.Client, of string, to reach, lapses *time.Time, within time.Duration, said words, about ...any) error {
	row, err := tx.Account.Get(ctx, of)
	if err != nil {
		return fmt.Errorf("load account: %w", err)
	}
	subject := to.subject() + " "
	if lapses != nil {
		subject += lapses.UTC().Format(time.RFC3339)
	}
	token, err := s.Links.Make(ctx, tx, links.New{Purpose: enum.LinkVerifyAddress, Account: of, Subject: subject, For: within})
	if err != nil {
		return err
	}
	return s.send(ctx, tx, to, of, row.Locale, said, append([]any{s.linkTo(token)}, about...)...)
}

// VerifyAddress confirms an address by the link that was sent to it, for the account
// that asked. Nobody needs to be signed in: the link is the proof.
func (s *Service) VerifyAddress(ctx context.Context, token string) (confirmed *db.Address, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.Links.Use(ctx, tx, token, enum.LinkVerifyAddress)
		if err != nil {
			return err
		}
		to, rest := reachOf(row.Subject)
		var until *time.Time
		if at, err := time.Parse(time.RFC3339, rest); err == nil && at.After(s.Now()) {
			until = &at
		}
		if err := s.keepAddress(ctx, tx, row.AccountID, to, until); err != nil {
			return err
		}
		if confirmed, err = addressAt(ctx, tx, to); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "account.add_address", enum.SubjectAccount, row.AccountID)
	})
	if err != nil {
		return nil, err
	}
	return confirmed, nil
}

// schoolFor is how long a college's address counts unless somebody says otherwise.
const schoolFor = 365 * 24 * time.Hour

// keepAddress writes that an account has an address, from now on. One that another
// account let lapse, or never confirmed, is that account's no more: colleges give
// addresses to others.
func (s *Service) keepAddress(ctx context.Context, tx *db.Client, of string, to reach, until *time.Time) error {
	now := s.Now()
	if until == nil && to.school() {
		at := now.Add(schoolFor)
		until = &at
	}
	row, err := tx.Address.Query().Where(address.KindEQ(to.kind), address.Value(to.value)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return fmt.Errorf("look up an address: %w", err)
	}
	if row != nil && row.AccountID != of {
		if row.VerifiedAt != nil && !lapsed(row, now) {
			return problem.New(problem.Conflict, "another account has this address: sign in with it").
				Spanish("otra cuenta tiene esta dirección: entre con ella").At("token")
		}
		if err := tx.Address.DeleteOne(row).Exec(ctx); err != nil {
			return fmt.Errorf("take an address over: %w", err)
		}
		row = nil
	}
	if row != nil {
		update := tx.Address.UpdateOne(row).SetVerifiedAt(now)
		if until == nil {
			update.ClearLapsesAt()
		} else {
			update.SetLapsesAt(*until)
		}
		return update.Exec(ctx)
	}
	first, err := tx.Address.Query().Where(address.AccountID(of), address.KindIn(enum.AddressEmail, enum.AddressPhone)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up addresses: %w", err)
	}
	err = tx.Address.Create().SetAccountID(of).SetKind(to.kind).SetValue(to.value).SetVerifiedAt(now).
		SetNillableLapsesAt(until).SetPreferred(!first).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep an address: %w", err)
	}
	return nil
}

// ownAddress is one of the viewer's own, as typed.
func (s *Service) ownAddress(ctx context.Context, tx *db.Client, typed string) (*db.Address, error) {
	to, err := readAddress(typed)
	if err != nil {
		return nil, err
	}
	row, err := tx.Address.Query().Where(address.AccountID(auth.From(ctx).Account), address.KindEQ(to.kind), address.Value(to.value)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "you have no such address").Spanish("usted no tiene esa dirección").At("address")
	}
	if err != nil {
		return nil, fmt.Errorf("look up an address: %w", err)
	}
	return row, nil
}
