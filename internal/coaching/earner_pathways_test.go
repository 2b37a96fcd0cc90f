package coaching_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// graduates have taken courses long ago, and some of them were hired since.
type graduates struct {
	*office
	courses []*db.MicroCredential
	since   time.Time
}

func newGraduates(t testing.TB, courses int) *graduates {
	t.Helper()
	g := &graduates{office: newOffice(t)}
	g.since = g.Clock.Now().AddDate(-2, 0, 0)
	for i := range courses {
		g.courses = append(g.courses, g.MicroCredential(t, g.other, fmt.Sprint("Course ", i), map[string]int{fmt.Sprint("skill ", i): 0}))
	}
	return g
}

// took has so many people take courses, and so many of them be hired a month later.
func (g *graduates) took(t testing.TB, people, hired int, courses ...int) {
	t.Helper()
	for i := range people {
		earner := g.agrees(t, "Somebody")
		g.opens(t, earner)
		for _, at := range courses {
			g.Award(t, earner, g.courses[at], func(a *credential.NewAward) { a.EarnedAt = g.since })
		}
		if i < hired {
			g.Tx(t, func(ctx context.Context, tx *db.Client) error {
				return tx.ProtectedOutcome.Create().SetID(g.IDs.Mint("oco")).SetCreatedAt(g.Clock.Now()).SetEarnerID(earner).
					SetKind(enum.OutcomeHired).SetOn(g.since.AddDate(0, 1, 0).Truncate(day)).Exec(ctx)
			})
		}
	}
}

// way publishes a pathway of courses, in order.
func (g *graduates) way(t testing.TB, title string, courses ...int) {
	t.Helper()
	in := catalog.PathwayInput{Owner: g.other.ID, Title: text.En(title), Goal: enum.GoalDegree, Degree: &g.courses[0].ID}
	for _, at := range courses {
		in.Steps = append(in.Steps, catalog.PathwayStepInput{MicroCredential: &g.courses[at].ID})
	}
	world.Must(g.Catalog.PublishPathway(g.Ctx, in))(t)
	g.Clock.Advance(time.Second) // ids are in the order of time
}

// told are the numbers that a coach is told, by pathway.
func (g *graduates) told(t testing.TB, search string) map[string]string {
	t.Helper()
	out := map[string]string{}
	found := world.Must(g.Coaching.EarnerPathways(g.coach, coaching.EarnerPathwaysInput{Search: search, Page: page.Args{First: 1}}))(t)
	for _, r := range found.Routes {
		out[r.Pathway.Name] = "-"
		if r.Jobs != nil {
			out[r.Pathway.Name] = fmt.Sprint(r.Jobs.Yes, "/", r.Jobs.Of)
		}
	}
	return out
}

func TestNoTwoRoutesTellOfFewPeopleByTheirDifference(t *testing.T) {
	t.Parallel()
	g := newGraduates(t, 5)
	g.took(t, 12, 6, 0, 1, 2)
	g.took(t, 1, 0, 0, 1) // all but the third
	g.took(t, 10, 5, 0, 3)
	g.way(t, "A", 0, 1)
	g.way(t, "Almost A", 0, 1, 2)
	g.way(t, "A again", 1, 0) // would do beside A, and not beside the other
	g.way(t, "All", 0)
	g.way(t, "Apart", 3)
	want := map[string]string{"A": "6/13", "Almost A": "-", "A again": "-", "All": "11/23", "Apart": "5/10"}
	same(t, "routes", g.told(t, ""), want)
	for name, numbers := range want {
		if got := g.told(t, name)[name]; got != numbers {
			t.Errorf("asked for alone, of %s is told %s, want %s", name, got, numbers)
		}
	}
	g.took(t, 9, 4, 0, 1)
	same(t, "once there are more", g.told(t, ""), map[string]string{"A": "10/22", "Almost A": "-", "A again": "-", "All": "15/32", "Apart": "5/10"})
	g.took(t, 1, 1, 0, 1) // of those without the third, five were hired and six were not
	same(t, "once they are enough", g.told(t, ""), map[string]string{"A": "11/23", "Almost A": "6/12", "A again": "11/23", "All": "16/33", "Apart": "5/10"})
}

func TestNoRouteTellsThatFewWereHiredBetweenItsEndAndAnothers(t *testing.T) {
	t.Parallel()
	g := newGraduates(t, 2)
	g.took(t, 12, 6, 0)
	g.way(t, "First", 0)
	g.way(t, "Both", 0, 1)
	// All of them took the second course, and one only after they were hired.
	late := *g.DB().ProtectedOutcome.Query().FirstX(g.Ctx)
	for _, id := range g.DB().Earner.Query().IDsX(g.Ctx) {
		at := g.since
		if id == late.EarnerID {
			at = g.since.AddDate(0, 2, 0)
		}
		g.Award(t, id, g.courses[1], func(a *credential.NewAward) { a.EarnedAt = at })
	}
	same(t, "routes", g.told(t, ""), map[string]string{"First": "6/12", "Both": "-"})
}
