package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/server"
)

// menu is a demo with its examples.
type menu struct {
	*testing.T
	app      *app.App
	handler  http.Handler
	examples []server.Example
}

func newMenu(t *testing.T) menu {
	t.Helper()
	a := openDemo(t)
	catchUp(t, a)
	all, err := a.Examples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return menu{t, a, handler(t, a), all}
}

// shows runs an example, named by the beginning of its title, as its role.
func (m menu) shows(title string) answer {
	m.Helper()
	i := slices.IndexFunc(m.examples, func(e server.Example) bool { return strings.HasPrefix(e.Title, title) })
	if i < 0 {
		m.Fatalf("no example %q", title)
	}
	e := m.examples[i]
	got := ask(m.T, m.handler, token(m.T, m.app, auth.Role(strings.ToUpper(e.Role))), e.Query, e.Variables)
	if len(got.Errors) > 0 {
		m.Fatalf("%s: %+v", title, got.Errors)
	}
	return got
}

func TestTheDemoHasAPlanInSpanishAndOnlineAndSaysWhyThereIsNoOther(t *testing.T) {
	t.Parallel()
	spanish := newMenu(t).shows("Only in Spanish")
	steps := at[[]any](t, spanish, "fromHome.plan.steps")
	if len(steps) < 2 {
		t.Errorf("from home: %d steps", len(steps))
	}
	for _, step := range steps {
		option := answer{Data: step.(map[string]any)}
		if !slices.Contains(at[[]any](t, option, "option.languages"), any("es")) || !slices.Contains(at[[]any](t, option, "option.delivery"), any("ONLINE")) {
			t.Errorf("a step by %v", option.Data)
		}
	}
	if blocked := at[[]any](t, spanish, "onSite.infeasible.0.blocked"); len(blocked) == 0 {
		t.Error("nothing says why there is no plan on site")
	}
}

func TestTheCoachsExamplesShowWhatTheDemoIsFor(t *testing.T) {
	t.Parallel()
	m := newMenu(t)
	progress, outdated := map[float64]bool{}, false
	for _, row := range at[[]any](t, m.shows("The whole dashboard"), "caseload.nodes") {
		if plan, is := row.(map[string]any)["plan"].(map[string]any); is {
			progress[plan["percent"].(float64)] = true
			outdated = outdated || plan["outdatedAt"] != nil
		}
	}
	if !progress[0] || !progress[25] || !progress[100] || !outdated {
		t.Errorf("the dashboard shows plans at %v, outdated %t", progress, outdated)
	}
	if pairs := at[float64](t, m.shows("Which two micro-credentials"), "whatIf.additions.0.pairs"); pairs < 5 {
		t.Errorf("the best two open %v pairs", pairs)
	}
	if counties := at[[]any](t, m.shows("What postings ask for in vain"), "unmetDemand.nodes.0.counties"); len(counties) < 2 {
		t.Errorf("what is asked most in vain is asked in %d counties", len(counties))
	}
	if on := at[float64](t, m.shows("Whose pathway"), "earnerPathways.routes.0.earners"); on < 5 {
		t.Errorf("%v are on the first route", on)
	}
	for what, where := range map[string]string{"What an earner lacks": "gap.requirements.0.closedBy", "The shortest way there": "shortest.alternatives"} {
		if list := at[[]any](t, m.shows(what), where); len(list) == 0 {
			t.Errorf("%s: no %s", what, where)
		}
	}
	if why := at[string](t, m.shows("How the plans of an earner stand"), "plans.nodes.0.outdated.0.kind"); why != "OFFERING_WITHDRAWN" {
		t.Errorf("the plan is outdated: %s", why)
	}
}

func TestWhoWasOfferedWorkPlansForItAndSharesThePlan(t *testing.T) {
	t.Parallel()
	m := newMenu(t)
	steps := at[[]any](t, m.shows("I was offered work"), "planForHire.plan.steps")
	as, err := m.app.Token(t.Context(), app.TokenFor{Role: auth.Employer, As: "employer6@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	read := func() answer {
		return ask(t, m.handler, as, `{ contactRequests(first: 5) { nodes { status plan { done steps { microCredential { title } } } } } }`, nil)
	}
	if plan := at[any](t, read(), "contactRequests.nodes.0.plan"); plan != nil {
		t.Errorf("before it is shared, the employer reads %v", plan)
	}
	if shared := m.shows("Have the employer"); !at[bool](t, shared, "sharePlan.plan.shared") {
		t.Errorf("shared: %v", shared.Data)
	}
	if got := at[[]any](t, read(), "contactRequests.nodes.0.plan.steps"); len(got) != len(steps) || len(got) < 2 {
		t.Errorf("the employer reads %d steps of %d", len(got), len(steps))
	}
}
