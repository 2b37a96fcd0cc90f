package coaching_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/coaching"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func TestUnmetDemandIsWhatNothingInTheCatalogProvesByCounty(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	maker, baker := o.Organization(t, "Maker", nil, enum.OrgEmployer), o.Organization(t, "Baker", nil, enum.OrgEmployer)
	o.MicroCredential(t, o.other, "Weld", map[string]int{"weld": 0})
	county, far := o.Place(t, enum.PlaceCounty, "13001", 32, -81, ""), o.Place(t, enum.PlaceCounty, "13003", 40, -81, "")
	zip := o.Place(t, enum.PlaceZIP, "31401", 32.01, -81, county)
	o.postingAt(t, maker, "One", &zip, "weld", "bake")
	o.postingAt(t, baker, "Two", &county, "bake")
	o.postingAt(t, baker, "Three", &far, "bake", "drive")
	o.posting(t, baker, "Nowhere", "bake")
	ask := func(in coaching.UnmetDemandInput) (out []string) {
		in.Page.First = 10
		for _, d := range world.Must(o.Coaching.UnmetDemand(o.coach, in))(t).Items {
			line := fmt.Sprint(d.Ask.Skill == o.Skill(t, "bake"), d.Postings, d.Employers)
			for _, c := range d.Counties {
				where := "-"
				if c.County != nil {
					where = map[string]string{county: "near", far: "far"}[*c.County]
				}
				line += fmt.Sprint(" ", where, c.Postings, c.Employers)
			}
			out = append(out, line)
		}
		return out
	}
	if diff := cmp.Diff([]string{"true 4 2 near2 2 -1 1 far1 1", "false 1 1 far1 1"}, ask(coaching.UnmetDemandInput{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"true 2 2 near2 2"}, ask(coaching.UnmetDemandInput{Region: &coaching.Region{Place: county, WithinKm: 50}})); diff != "" {
		t.Error(diff)
	}
	first := world.Must(o.Coaching.UnmetDemand(o.coach, coaching.UnmetDemandInput{Page: page.Args{First: 1}}))(t)
	rest := world.Must(o.Coaching.UnmetDemand(o.coach, coaching.UnmetDemandInput{Page: page.Args{First: 1, After: first.Cursors[0]}}))(t)
	if len(rest.Items) != 1 || rest.Items[0].Postings != 1 || rest.HasNext {
		t.Errorf("the second page has %+v", rest.Items)
	}
	if _, err := o.Coaching.UnmetDemand(o.Self(t, o.Earner(t)), coaching.UnmetDemandInput{}); len(world.Problems(t, err)) != 1 {
		t.Error("an earner is told")
	}
}

func TestEarnerPathwaysSayWhoStandsWhereAndTellOfNoFewPeople(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	one, two := o.MicroCredential(t, o.other, "One", map[string]int{"weld": 0}), o.MicroCredential(t, o.other, "Two", map[string]int{"bake": 0})
	way := world.Must(o.Catalog.PublishPathway(o.Ctx, catalog.PathwayInput{
		Owner: o.other.ID, Title: text.EnEs("To work", "Al trabajo"), Goal: enum.GoalOccupation, Occupation: "51-4121", OccupationTitle: "Welders",
		Steps: []catalog.PathwayStepInput{{MicroCredential: &one.ID}, {MicroCredential: &two.ID}},
	}))(t)
	old := o.Clock.Now().AddDate(-2, 0, 0)
	took := func(name string, of ...*db.MicroCredential) string {
		earner := o.agrees(t, name)
		o.opens(t, earner)
		for _, c := range of {
			o.Award(t, earner, c, func(a *credential.NewAward) { a.EarnedAt = old })
		}
		return earner
	}
	hired := func(earner string) {
		o.Tx(t, func(ctx context.Context, tx *db.Client) error {
			return tx.ProtectedOutcome.Create().SetID(o.IDs.Mint("oco")).SetCreatedAt(o.Clock.Now()).SetEarnerID(earner).
				SetKind(enum.OutcomeHired).SetOn(old.AddDate(0, 1, 0).Truncate(24 * time.Hour)).Exec(ctx)
		})
	}
	took("Half", one)
	took("None")
	for i := range 9 {
		if earner := took(fmt.Sprint("Through ", i), one, two); i < 4 {
			hired(earner)
		}
	}
	ask := func() *coaching.EarnerPathways {
		return world.Must(o.Coaching.EarnerPathways(o.coach, coaching.EarnerPathwaysInput{Page: page.Args{First: 100}}))(t)
	}
	got := ask()
	if len(got.Items) != 10 || got.Items[0].Done != 2 || got.Items[9].Done != 1 || len(got.Items[9].Next) != 1 {
		t.Fatalf("%d stand somewhere: %+v", len(got.Items), got.Items)
	}
	if r := got.Routes; len(r) != 1 || r[0].Pathway.ID != way.ID || r[0].Earners != 10 || r[0].Completed != 9 || r[0].Jobs != nil {
		t.Errorf("of four who were hired it tells %+v", r)
	}
	for range 5 {
		hired(took("More", one, two))
	}
	if r := ask().Routes; r[0].Jobs == nil || r[0].Jobs.Yes != 9 || r[0].Jobs.Of != 14 {
		t.Errorf("of nine of fourteen it tells %+v", r[0].Jobs)
	}
}

func TestAStackAskedIsUnmetOnlyWhereNoPartOfItCanBeEarned(t *testing.T) {
	t.Parallel()
	v := newSchool(t)
	one, two := v.course(t, "One", 10, 0, nil), v.course(t, "Two", 10, 0, nil)
	stack := world.Must(v.Catalog.PublishStack(v.Ctx, catalog.StackInput{Owner: v.college.ID, Version: catalog.StackVersionInput{
		Title: text.En("Stack"), Rule: matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
			{Op: matching.OpPart, Credential: one.ID}, {Op: matching.OpPart, Credential: two.ID},
		}},
	}}))(t)
	asks := v.posting(t, v.mill, "Asks for the stack")
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.Requirement.Create().SetID(v.IDs.Mint("req")).SetPostingID(asks).SetPosition(0).SetImportance(enum.Required).SetStackID(stack.ID).Exec(ctx)
	})
	unmet := func() int {
		return len(world.Must(v.Coaching.UnmetDemand(v.coach, coaching.UnmetDemandInput{Page: page.Args{First: 5}}))(t).Items)
	}
	if n := unmet(); n != 0 {
		t.Errorf("%d are unmet while its part is awarded", n)
	}
	v.Tx(t, func(ctx context.Context, tx *db.Client) error {
		return tx.MicroCredential.Update().SetStatus(enum.Retired).Exec(ctx)
	})
	if n := unmet(); n != 1 {
		t.Errorf("%d are unmet once it is not", n)
	}
}
