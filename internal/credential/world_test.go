package credential_test

import (
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// campus is a world with two issuers in it, and those who act for them.
type campus struct {
	*world.World
	college, center  *db.Organization
	issuer, other    world.Viewer
	forklift, safety *db.MicroCredential
	stack            *db.Stack
}

func newCampus(t *testing.T) *campus {
	t.Helper()
	c := &campus{World: world.New(t)}
	c.college = c.Organization(t, "College", nil, enum.OrgIssuer, enum.OrgDeveloper)
	c.center = c.Organization(t, "Center", nil, enum.OrgIssuer)
	c.issuer, c.other = c.Member(t, auth.Issuer, c.college), c.Member(t, auth.Issuer, c.center)
	c.forklift = c.MicroCredential(t, c.college, "Forklift", map[string]int{"drive forklifts": 2})
	c.safety = c.MicroCredential(t, c.college, "Safety", map[string]int{"keep safe": 2})
	c.stack = c.Stack(t, c.college, "Warehouse", c.forklift, c.safety)
	return c
}

// opens has an earner open fields for coaching.
func opens(g consent.Grant, fields ...consent.Field) func(*account.NewEarner) {
	g.Purpose, g.Fields = consent.Coaching, fields
	return func(e *account.NewEarner) { e.Grants = append(e.Grants, g) }
}

// by has another organization issue an award.
func by(issuer *db.Organization) func(*credential.NewAward) {
	return func(a *credential.NewAward) { a.Issuer = issuer.ID }
}

func ids(rows []*db.Award) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = row.ID
	}
	return out
}
