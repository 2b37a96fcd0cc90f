package coaching_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// office is a board with two coaches, and another one.
type office struct {
	*world.World
	board, other            *db.Organization
	coach, second, stranger context.Context
	employers               *employer.Service
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{World: world.New(t)}
	o.board = o.Organization(t, "Board", nil, enum.OrgWorkforceBoard)
	o.other = o.Organization(t, "Other", nil, enum.OrgCollege)
	o.coach, o.second, o.stranger = o.Member(t, auth.Coach, o.board), o.Member(t, auth.Coach, o.board), o.Member(t, auth.Coach, o.other)
	o.employers = &employer.Service{DB: o.DB(), IDs: o.IDs, Now: o.Clock.Now, Catalog: o.Catalog, Cursors: o.Cursors}
	o.Coaching.Postings = o.employers
	return o
}

// agrees registers somebody who lets the board see fields; all of them where none is
// named.
func (o *office) agrees(t testing.TB, name string, fields ...consent.Field) string {
	t.Helper()
	if len(fields) == 0 {
		fields = consent.Coaching.MayOpen()
	}
	return o.Earner(t, func(e *account.NewEarner) {
		e.Name, e.Grants = name, []consent.Grant{{Organization: o.board.ID, Purpose: consent.Coaching, Fields: fields}}
	})
}

// opens opens the case of somebody who agrees.
func (o *office) opens(t testing.TB, earner string) *coaching.Case {
	t.Helper()
	opened := world.Must(o.Coaching.OpenCase(o.coach, coaching.OpenCaseInput{Earner: &earner}))(t)
	if len(opened) != 1 {
		t.Fatalf("opened %d cases", len(opened))
	}
	return opened[0]
}

// withdraws ends an earner's grants.
func (o *office) withdraws(t testing.TB, earner string) {
	t.Helper()
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Grant.Update().SetWithdrawnAt(o.Clock.Now()).Exec(ctx)
	})
	_ = earner
}

// posting opens a posting that asks for skills, by label.
func (o *office) posting(t testing.TB, by *db.Organization, title string, skills ...string) string {
	t.Helper()
	return o.postingAt(t, by, title, nil, skills...)
}

func (o *office) postingAt(t testing.TB, by *db.Organization, title string, place *string, skills ...string) string {
	t.Helper()
	now, id := o.Clock.Now(), o.IDs.Mint("pst")
	for _, label := range skills {
		o.Skill(t, label) // before the transaction: it has one of its own
	}
	o.Tx(t, func(ctx context.Context, tx *db.Client) error {
		err := tx.Posting.Create().SetID(id).SetCreatedAt(now).SetOpenedAt(now).SetUpdatedAt(now).SetEmployerID(by.ID).SetTitle(title).
			SetDescription("").SetNillablePlaceID(place).Exec(ctx)
		if err != nil {
			return err
		}
		for i, label := range skills {
			err := tx.Requirement.Create().SetID(o.IDs.Mint("req")).SetPostingID(id).SetPosition(i).SetImportance(enum.Required).
				SetSkillID(o.Skill(t, label)).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

const day = 24 * time.Hour

func names(cases []*coaching.Case) (out []string) {
	for _, c := range cases {
		out = append(out, fmt.Sprint(c.Shared, " ", c.EarnerID))
	}
	return out
}
