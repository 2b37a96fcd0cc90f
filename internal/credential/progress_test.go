package credential_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// priced publishes a micro-credential with a list price in cents and a length.
func (c *campus) priced(t *testing.T, title string, cents int64, minutes int, needs ...*db.MicroCredential) *db.MicroCredential {
	t.Helper()
	version := catalog.VersionInput{
		Title: text.En(title), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
		EffortMinutes: &minutes, Price: &catalog.Price{Cents: cents, Currency: "USD"},
	}
	for _, need := range needs {
		version.Prerequisites = append(version.Prerequisites, catalog.PrerequisiteInput{MicroCredential: need.ID})
	}
	return world.Must(c.Catalog.PublishMicroCredential(c.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: c.college.ID, Issuers: []string{c.college.ID}, Version: version,
	}))(t)
}

func TestProgressTellsTheShareAndTheCheapestWayToFinish(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	dear, slow, quick := c.priced(t, "Dear", 900_00, 10), c.priced(t, "Slow", 100_00, 90), c.priced(t, "Quick", 100_00, 30)
	rule := matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{
		part(c.safety), {Op: matching.OpAnyOf, Of: parts([]*db.MicroCredential{c.forklift, dear, slow, quick})},
	}}
	s := c.stackOf(t, c.college, nil, enum.PolicyWithdraw, rule)
	earner := c.open(t)
	c.give(t, earner, c.safety)
	self := c.Self(t, earner)
	p := world.Must(c.Credentials.StackProgress(self, earner, s.ID))(t)
	if p.Completed || p.Numerator != 1 || p.Denominator != 2 || p.Percent() != 50 || len(p.Awards) != 1 || p.Completion != nil {
		t.Errorf("got %+v", p)
	}
	var ways []string
	for _, w := range p.Ways() {
		ways = append(ways, w.MicroCredentials[0].Name)
	}
	// Nobody knows what the forklift costs.
	if diff := cmp.Diff([]string{"Quick", "Slow", "Dear", "Forklift"}, ways); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	c.give(t, earner, c.forklift)
	p = world.Must(c.Credentials.StackProgress(self, earner, s.ID))(t)
	if !p.Completed || p.Percent() != 100 || p.Ways() != nil || p.CompletedOn() == nil {
		t.Errorf("completed: %+v", p)
	}
}

func TestStacksInProgressBeginWithTheMostAdvanced(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	extra := c.MicroCredential(t, c.college, "Extra", nil)
	third := c.stackOf(t, c.college, nil, enum.PolicyWithdraw, allOf(c.safety, c.forklift, extra))
	c.stackOf(t, c.college, nil, enum.PolicyWithdraw, allOf(extra))
	earner := c.open(t)
	c.give(t, earner, c.safety)
	self := c.Self(t, earner)
	var got []string
	for after := ""; ; {
		p := world.Must(c.Credentials.StacksInProgress(self, earner, page.Args{First: 1, After: after}))(t)
		for _, one := range p.Items {
			got = append(got, one.Stack.ID)
		}
		if !p.Info().HasNextPage {
			break
		}
		after = p.Cursors[len(p.Cursors)-1]
	}
	if diff := cmp.Diff([]string{c.stack.ID, third.ID}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProgressIsForTheEarnerAndWhoCoachesThem(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	board := c.Organization(t, "Coaches", nil, enum.OrgWorkforceBoard)
	pathway := world.Must(c.Catalog.PublishPathway(c.Ctx, catalog.PathwayInput{
		Owner: c.college.ID, Title: text.En("P"), Goal: enum.GoalStack, Stack: &c.stack.ID,
		Steps: []catalog.PathwayStepInput{{Stack: &c.stack.ID}},
	}))(t)
	earner := c.Earner(t, opens(consent.Grant{Organization: board.ID}, consent.Awards))
	other := c.Earner(t)
	for name, test := range map[string]struct {
		ctx  world.Viewer
		sees bool
	}{
		"self":          {c.Self(t, earner), true},
		"another":       {c.Self(t, other), false},
		"coach":         {c.Member(t, auth.Coach, board), true},
		"foreign coach": {c.Member(t, auth.Coach, c.center), false},
		"employer":      {c.Member(t, auth.Employer, c.center), false},
		"nobody":        {t.Context(), false},
	} {
		_, one := c.Credentials.StackProgress(test.ctx, earner, c.stack.ID)
		_, list := c.Credentials.StacksInProgress(test.ctx, earner, page.Args{First: 5})
		_, way := c.Credentials.PathwayProgress(test.ctx, earner, pathway.ID)
		for what, err := range map[string]error{"stack": one, "stacks": list, "pathway": way} {
			if (err == nil) != test.sees || err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %s: %v", name, what, err)
			}
		}
	}
}

func TestAPathwayTellsWhatIsDoneNextAndBlocked(t *testing.T) {
	t.Parallel()
	c := newCampus(t)
	basic, later := c.priced(t, "Basic", 0, 1), c.priced(t, "Later", 0, 1)
	advanced := c.priced(t, "Advanced", 0, 1, basic)
	pathway := world.Must(c.Catalog.PublishPathway(c.Ctx, catalog.PathwayInput{
		Owner: c.college.ID, Title: text.En("P"), Goal: enum.GoalDegree, Degree: &later.ID,
		Steps: []catalog.PathwayStepInput{
			{MicroCredential: &c.safety.ID},
			{Stack: &c.stack.ID},
			{MicroCredential: &advanced.ID},
			{MicroCredential: &basic.ID},
			{MicroCredential: &later.ID},
			{MicroCredential: &c.forklift.ID, Optional: true},
		},
	}))(t)
	earner := c.open(t)
	c.give(t, earner, c.safety)
	p := world.Must(c.Credentials.PathwayProgress(c.Self(t, earner), earner, pathway.ID))(t)
	var got []credential.StepState
	for _, s := range p.Steps {
		got = append(got, s.State)
	}
	want := []credential.StepState{
		credential.StepDone, credential.StepInProgress, credential.StepBlocked, credential.StepNext, credential.StepLater, credential.StepLater,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.Done != 1 || p.Of != 5 || p.Percent() != 20 || len(p.Steps[2].Missing) != 1 || p.Steps[2].Missing[0].ID != basic.ID {
		t.Errorf("got %+v", p)
	}
}
