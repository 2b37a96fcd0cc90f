package account

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/identity"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ResolveAccount finds the account that a checked token speaks of: by its id, by
// the provider's own id, or else by an e-mail address that both sides verified. An
// address does not lead to an account that the provider knows under another id:
// providers give addresses away again.
func (s *Service) ResolveAccount(ctx context.Context, subject auth.Subject) (auth.Person, error) {
	if subject.Account != "" {
		return s.resolve(ctx, subject.IssuedAt, account.ID(subject.Account))
	}
	known := identity.Issuer(subject.Issuer)
	person, err := s.resolve(ctx, subject.IssuedAt, account.HasIdentitiesWith(known, identity.Subject(subject.ID)))
	if subject.Email == "" || !problem.Is(err, problem.NotFound) {
		return person, err
	}
	return s.resolve(ctx, subject.IssuedAt, account.Not(account.HasIdentitiesWith(known)), account.HasAddressesWith(
		address.KindEQ(enum.AddressEmail), address.Value(subject.Email), address.VerifiedAtNotNil(),
		address.Or(address.LapsesAtIsNil(), address.LapsesAtGT(s.Now()))))
}

// resolve finds an account for a token that was made at an instant.
func (s *Service) resolve(ctx context.Context, issued time.Time, where ...predicate.Account) (auth.Person, error) {
	row, err := store.In(ctx, s.DB).Account.Query().Where(account.ErasedAtIsNil()).Where(where...).
		WithMemberships(func(q *db.MembershipQuery) {
			q.WithOrganization().Order(membership.ByID())
		}).Only(ctx)
	if db.IsNotFound(err) {
		return auth.Person{}, problem.New(problem.NotFound, "there is no account for this token").
			Spanish("no hay ninguna cuenta para este token")
	}
	if err != nil {
		return auth.Person{}, fmt.Errorf("load account: %w", err)
	}
	if signedOut(row, issued) {
		return auth.Person{}, problem.New(problem.Unauthenticated, "this token was signed out: sign in again")
	}
	return s.person(ctx, row)
}

// signedOut tells whether a token is older than when everything was signed out last.
// Tokens tell seconds: of the same one, none counts.
func signedOut(row *db.Account, issued time.Time) bool {
	return row.TokensFrom != nil && !issued.Truncate(time.Second).After(row.TokensFrom.Truncate(time.Second))
}

func (s *Service) person(ctx context.Context, row *db.Account) (auth.Person, error) {
	p := auth.Person{Account: row.ID}
	for _, m := range row.Edges.Memberships {
		p.Memberships = append(p.Memberships, asMembership(m))
	}
	self, err := store.In(ctx, s.DB).Earner.Query().Where(earner.AccountID(row.ID), earner.ErasedAtIsNil()).FirstID(ctx)
	if err != nil && !db.IsNotFound(err) {
		return p, fmt.Errorf("load earner: %w", err)
	}
	p.Earner = self
	return p, nil
}

func asMembership(m *db.Membership) auth.Membership {
	org := m.Edges.Organization
	out := auth.Membership{
		ID: m.ID, Organization: org.ID, Role: auth.Role(m.Role), Vouched: org.VouchedByID != nil,
		Kinds: make([]string, len(org.Kinds)),
	}
	for i, k := range org.Kinds {
		out.Kinds[i] = string(k)
	}
	return out
}

// ByID gives accounts by their ids, for whoever may see them already.
func (s *Service) ByID(ctx context.Context, ids []string) (map[string]*db.Account, error) {
	rows, err := s.DB.Account.Query().Where(account.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load accounts: %w", err)
	}
	out := make(map[string]*db.Account, len(rows))
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, nil
}

// Demo lists the demo accounts, one per role.
func (s *Service) Demo(ctx context.Context) ([]*db.Account, error) {
	rows, err := s.DB.Account.Query().Where(account.DemoRoleNEQ("")).
		WithMemberships(func(q *db.MembershipQuery) { q.WithOrganization().Order(membership.ByID()) }).
		WithAddresses().Order(account.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load demo accounts: %w", err)
	}
	return rows, nil
}
