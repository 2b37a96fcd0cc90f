package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/auth/system"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/server"
)

// System is a context that passes every permission, for what an operator has the
// program do: a request never gets one.
func (a *App) System(ctx context.Context) context.Context { return system.Context(ctx) }

// TokenFor says for whom to mint a token.
type TokenFor struct {
	// Role is the role to act in; empty leaves it to the account.
	Role auth.Role
	// As is the account, by its id or a verified e-mail address; empty is the demo
	// account of the role.
	As string
}

// Token mints a bearer token for an account in a role that it has.
func (a *App) Token(ctx context.Context, in TokenFor) (string, error) {
	account, err := a.accountFor(ctx, in)
	if err != nil {
		return "", err
	}
	person, err := a.Accounts.ResolveAccount(ctx, auth.Subject{Account: account})
	if err != nil {
		return "", err
	}
	acting, err := actingIn(person, in.Role)
	if err != nil {
		return "", err
	}
	return a.Tokens.Mint(auth.TokenRequest{Account: account, Acting: acting})
}

func (a *App) accountFor(ctx context.Context, in TokenFor) (string, error) {
	if in.As == "" {
		return a.demoAccount(ctx, in.Role)
	}
	subject := auth.Subject{Email: strings.ToLower(in.As)}
	if id.Prefix(in.As) == id.Account {
		subject = auth.Subject{Account: in.As}
	}
	person, err := a.Accounts.ResolveAccount(ctx, subject)
	if problem.Is(err, problem.NotFound) {
		return "", fmt.Errorf("%s has no account %q", a.config.Data, in.As)
	}
	return person.Account, err
}

func (a *App) demoAccount(ctx context.Context, role auth.Role) (string, error) {
	accounts, err := a.Accounts.Demo(ctx)
	if err != nil {
		return "", err
	}
	for _, account := range accounts {
		if account.DemoRole == string(role) {
			return account.ID, nil
		}
	}
	return "", fmt.Errorf("%s has no demo account in the role %s: start the demo first (stackmatch serve --demo), "+
		"or say who signs in (--as EMAIL)", a.config.Data, strings.ToLower(string(role)))
}

// actingIn is what acts in the role: the earner, or a person's first membership
// with it.
func actingIn(person auth.Person, role auth.Role) (string, error) {
	if role == "" {
		return "", nil
	}
	if role == auth.Earner && person.Earner != "" {
		return auth.AsEarner, nil
	}
	var has []string
	if person.Earner != "" {
		has = append(has, strings.ToLower(string(auth.Earner)))
	}
	for _, m := range person.Memberships {
		if m.Role == role {
			return m.ID, nil
		}
		has = append(has, strings.ToLower(string(m.Role)))
	}
	if len(has) == 0 {
		return "", errors.New("this account has no role")
	}
	return "", fmt.Errorf("this account has not the role %s, but %s", strings.ToLower(string(role)), strings.Join(has, ", "))
}

// demoAccounts are those that a visitor of the demo may sign in as.
func (a *App) demoAccounts(ctx context.Context) ([]server.Account, error) {
	accounts, err := a.Accounts.Demo(ctx)
	if err != nil {
		return nil, err
	}
	byRole := map[string]*db.Account{}
	for _, account := range accounts {
		byRole[account.DemoRole] = account
	}
	var list []server.Account
	for _, role := range menu() {
		account := byRole[string(role)]
		if account == nil {
			continue
		}
		token, err := a.Token(ctx, TokenFor{Role: role, As: account.ID})
		if err != nil {
			return nil, err
		}
		list = append(list, server.Account{Role: strings.ToLower(string(role)), Label: label(account), Token: token})
	}
	return list, nil
}

// menu lists the roles as a visitor reads them: those who the portal is for come
// first.
func menu() []auth.Role {
	return []auth.Role{
		auth.Employer, auth.Earner, auth.Coach, auth.Issuer, auth.Assessor,
		auth.Recognizer, auth.Developer, auth.Analyst, auth.Steward, auth.Admin,
	}
}

// label says who an account is, and of which organization.
func label(account *db.Account) string {
	for _, m := range account.Edges.Memberships {
		if m.Edges.Organization != nil {
			return account.DisplayName + ", " + m.Edges.Organization.Name
		}
	}
	return account.DisplayName
}
