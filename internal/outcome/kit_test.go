package outcome_test

import (
	"context"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// person is an earner with an account, in a context in which they act.
type person struct {
	id  string
	ctx context.Context
}

// person opens an account for an earner who opened their awards to organizations,
// for coaching.
func newPerson(t *testing.T, w *world.World, coaches ...*db.Organization) person {
	t.Helper()
	made := world.Must(w.Accounts.Open(w.Ctx, account.NewAccount{Name: "Person"}))(t)
	earner := w.Earner(t, func(e *account.NewEarner) {
		e.Account = made.ID
		for _, of := range coaches {
			e.Grants = append(e.Grants, consent.Grant{Organization: of.ID, Purpose: consent.Coaching, Fields: []consent.Field{consent.Awards}})
		}
	})
	return person{id: earner, ctx: auth.With(t.Context(), auth.Viewer{Account: made.ID, Earner: earner})}
}

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
