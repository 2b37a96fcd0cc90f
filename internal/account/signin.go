package account

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SignedIn is somebody who has just signed in.
type SignedIn struct {
	Account *db.Account
	// Token is what programs sign in with until ExpiresAt.
	Token     string
	ExpiresAt time.Time
	// Viewer is who the token's holder is.
	Viewer auth.Viewer
}

// SignIn uses a link up, and gives a token to its address's account. Where no
// account has the address the link stays as it was, for Register: the answer is nil.
func (s *Service) SignIn(ctx context.Context, token string) (in *SignedIn, err error) {
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.Links.Find(ctx, tx, token, enum.LinkSignIn)
		if err != nil {
			return err
		}
		to, _ := reachOf(row.Subject)
		known, err := addressAt(ctx, tx, to)
		if known == nil || err != nil {
			return err
		}
		if lapsed(known, s.Now()) || known.Edges.Account.ErasedAt != nil {
			return refusedLapsed()
		}
		if _, err := s.Links.Use(ctx, tx, token, enum.LinkSignIn); err != nil {
			return err
		}
		in, err = s.signedIn(ctx, tx, known.AccountID, "account.sign_in")
		return err
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

// signedIn mints a token for an account.
func (s *Service) signedIn(ctx context.Context, tx *db.Client, of string, action audit.Action) (*SignedIn, error) {
	person, err := s.ResolveAccount(ctx, auth.Subject{Account: of, IssuedAt: s.Now()})
	if err != nil {
		return nil, err
	}
	row, err := tx.Account.Get(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("load account: %w", err)
	}
	out := &SignedIn{Account: row, Viewer: person.Viewer(), ExpiresAt: s.Now().Add(auth.TokenLifetime)}
	if out.Token, err = s.Tokens.Mint(auth.TokenRequest{Account: of}); err != nil {
		return nil, err
	}
	return out, audit.Write(auth.With(ctx, out.Viewer), tx, s.Now(), action, enum.SubjectAccount, of)
}

// SignOutEverywhere has all tokens that the viewer has be refused from the next
// request on, this one's too: our own, and those of providers.
func (s *Service) SignOutEverywhere(ctx context.Context) error {
	of, err := signedInTo(ctx, "sign out")
	if err != nil {
		return err
	}
	return store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := tx.Account.Update().Where(account.ID(of)).SetTokensFrom(s.Now()).Exec(ctx); err != nil {
			return fmt.Errorf("sign out everywhere: %w", err)
		}
		return audit.Write(ctx, tx, s.Now(), "account.sign_out", enum.SubjectAccount, of)
	})
}

// signedInTo is the account of who is signed in, in whatever role.
func signedInTo(ctx context.Context, to string) (string, error) {
	viewer := auth.From(ctx)
	if viewer.Account == "" {
		return "", problem.New(problem.Unauthenticated, "sign in to %s", to)
	}
	return viewer.Account, nil
}

func refusedLapsed() error {
	return problem.New(problem.Conflict, "this address was to be confirmed again and was not: sign in with another of your addresses, and add this one again").
		Spanish("había que confirmar de nuevo esta dirección y no se hizo: entre con otra de sus direcciones y vuelva a añadir esta").At("token")
}
