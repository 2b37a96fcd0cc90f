package world

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Viewer is a context with who asks, for the tables of tests.
type Viewer context.Context

// Member opens an account with a role in an organization and gives a context in
// which it acts as that.
func (w *World) Member(t testing.TB, role auth.Role, of *db.Organization) context.Context {
	t.Helper()
	made := Must(w.Accounts.Open(w.Ctx, account.NewAccount{
		Name: "Member", Memberships: []account.NewMembership{{Organization: of.ID, Role: enum.Role(role)}},
	}))(t)
	person := Must(w.Accounts.ResolveAccount(w.Ctx, auth.Subject{Account: made.ID}))(t)
	return auth.With(t.Context(), auth.Viewer{
		Account: made.ID, Acting: &person.Memberships[0], Memberships: person.Memberships,
	})
}

// Self is a context in which an earner acts for themselves.
func (w *World) Self(t testing.TB, earner string) context.Context {
	t.Helper()
	return auth.With(t.Context(), auth.Viewer{Account: w.IDs.Mint(id.Account), Earner: earner})
}

// Problems lists the problems of an error as "KIND path", sorted; each must be
// said in Spanish too. An error that is no problem ends the test.
func Problems(t testing.TB, err error) []string {
	t.Helper()
	ps := problem.As(err)
	if err != nil && ps == nil {
		t.Fatalf("no problem but %v", err)
	}
	out := make([]string, len(ps))
	for i, p := range ps {
		if p.MessageES == "" && p.Kind != problem.Forbidden && p.Kind != problem.Unauthenticated {
			t.Errorf("%q is not said in Spanish", p.Message)
		}
		out[i] = strings.TrimSpace(fmt.Sprintf("%s %s", p.Kind, strings.Join(p.Path, ".")))
	}
	slices.Sort(out)
	return out
}
