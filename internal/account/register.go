package account

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// NewAccount is an account to be opened.
type NewAccount struct {
	// ID is given by seeds, which mint the same ids again; by default it is minted.
	ID       string
	Name     string
	Language string // by default English
	// DemoRole is the role that a demo account stands for; empty outside of demos.
	DemoRole string
	// Emails are verified addresses.
	Emails      []string
	Memberships []NewMembership
}

// NewMembership is a role in an organization.
type NewMembership struct {
	ID           string
	Organization string
	Role         enum.Role
}

// Open opens an account with verified addresses and memberships.
func (s *Service) Open(ctx context.Context, in NewAccount) (made *db.Account, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Name) == "" {
		return nil, problem.New(problem.Invalid, "an account has a name").
			Spanish("una cuenta tiene un nombre").At("name")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		made, err = s.open(ctx, tx, in)
		return err
	})
	return made, err
}

func (s *Service) open(ctx context.Context, tx *db.Client, in NewAccount) (*db.Account, error) {
	now := s.Now()
	made, err := tx.Account.Create().
		SetID(s.orMint(in.ID, id.Account)).SetCreatedAt(now).
		SetDisplayName(in.Name).SetLocale(cmp.Or(in.Language, "en")).SetDemoRole(in.DemoRole).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("open account: %w", err)
	}
	for i, email := range in.Emails {
		err := tx.Address.Create().SetAccountID(made.ID).SetKind(enum.AddressEmail).
			SetValue(strings.ToLower(strings.TrimSpace(email))).SetVerifiedAt(now).Exec(ctx)
		if db.IsConstraintError(err) {
			return nil, problem.New(problem.Conflict, "another account has the address %q", email).
				Spanish("otra cuenta tiene la dirección %q", email).At("emails", strconv.Itoa(i))
		}
		if err != nil {
			return nil, fmt.Errorf("add address: %w", err)
		}
	}
	for _, m := range in.Memberships {
		err := tx.Membership.Create().SetID(s.orMint(m.ID, id.Membership)).SetCreatedAt(now).
			SetAccountID(made.ID).SetOrganizationID(m.Organization).SetRole(m.Role).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("add membership: %w", err)
		}
	}
	return made, nil
}

func (s *Service) orMint(given, prefix string) string {
	if given != "" {
		return given
	}
	return s.IDs.Mint(prefix)
}
