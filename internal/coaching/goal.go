package coaching

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/pathway"
	"github.com/stackmatch/stackmatch/ent/db/pathwaystep"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Goal is where somebody wants to get: exactly one of its members.
type Goal struct {
	Posting    *string `json:",omitempty"`
	Occupation *string `json:",omitempty"`
	Stack      *string `json:",omitempty"`
	Pathway    *string `json:",omitempty"`
	// Contact is one by which an employer hired the earner: the goal is its posting.
	Contact *string `json:",omitempty"`
	// Asks are competencies, credentials and stacks that need be nobody's posting.
	Asks []Ask `json:",omitempty"`
}

// Ask is something asked for.
type Ask struct {
	matching.Requirement
	// LegalText and LegalURL name the rule that asks for it by law, where one was
	// given with it.
	LegalText string `json:",omitempty"`
	LegalURL  string `json:",omitempty"`
}

// defaultWeight is that of what states none.
const defaultWeight = 10

// Kind says which of its members the goal has.
func (g Goal) Kind() enum.PlanGoal {
	switch {
	case g.Posting != nil, g.Contact != nil:
		return enum.PlanToPosting
	case g.Occupation != nil:
		return enum.PlanToOccupation
	case g.Stack != nil:
		return enum.PlanToStack
	case g.Pathway != nil:
		return enum.PlanToPathway
	}
	return enum.PlanToCompetencies
}

func (g Goal) check() error {
	given := 0
	for _, is := range []bool{g.Posting != nil || g.Contact != nil, g.Occupation != nil, g.Stack != nil, g.Pathway != nil, g.Asks != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return problem.New(problem.Invalid, "a goal is one of a posting, an occupation, a stack, a pathway and requirements").
			Spanish("una meta es una oferta, una ocupación, una serie, una ruta o una lista de requisitos: una sola").At("goal")
	case g.Asks != nil && len(g.Asks) == 0:
		return problem.New(problem.Invalid, "ask for something").Spanish("pida algo").At("goal", "requirements")
	}
	return nil
}

// target is a goal as it stands today, compiled.
type target struct {
	Goal
	asks []targetAsk
	// plans are what is asked, in pieces that the arithmetic takes; a posting is one.
	plans []*matching.Plan
	// posting is the goal's, where it is one.
	posting *db.Posting
	// neededOn is the day on which credentials must be valid; zero for any.
	neededOn time.Time
	// order has the steps of a pathway that it cannot be completed without.
	order []string
	// state names the goal as it was asked about: another one means that it changed.
	state string
}

// targetAsk is an ask with where it is compiled.
type targetAsk struct {
	Ask
	plan, index int
	must        bool
}

// target finds what a goal asks for today. What the viewer may not see is not there.
func (s *Service) target(ctx context.Context, catalog *matching.Catalog, g Goal) (*target, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	t := &target{Goal: g}
	var err error
	switch g.Kind() {
	case enum.PlanToPosting:
		return t, s.aimAtPosting(ctx, catalog, t)
	case enum.PlanToOccupation:
		err = s.aimAtOccupation(ctx, t)
	case enum.PlanToStack:
		err = s.aimAtStack(ctx, t)
	case enum.PlanToPathway:
		err = s.aimAtPathway(ctx, t)
	default:
		t.state = fingerprint(g.Asks)
		for _, ask := range g.Asks {
			t.asks = append(t.asks, targetAsk{Ask: ask})
		}
	}
	if err != nil {
		return nil, err
	}
	return t, problem.Under(t.compile(catalog), "goal")
}

// compile has the arithmetic understand the asks.
func (t *target) compile(catalog *matching.Catalog) error {
	if len(t.asks) > maxAsks {
		return problem.New(problem.Limit, "a goal asks for at most %d things, not %d", maxAsks, len(t.asks)).
			Spanish("una meta pide como máximo %d cosas, no %d", maxAsks, len(t.asks))
	}
	for i := range t.asks {
		t.asks[i].ID = "ask:" + strconv.Itoa(i)
		t.asks[i].plan, t.asks[i].index = i/matching.MaxRequirements, i%matching.MaxRequirements
	}
	for some := range slices.Chunk(t.asks, matching.MaxRequirements) {
		asked := matching.Posting{ID: "goal"}
		for _, ask := range some {
			asked.Requirements = append(asked.Requirements, ask.Requirement)
		}
		plan, err := matching.Compile(asked, catalog)
		if err != nil {
			return err
		}
		t.plans = append(t.plans, plan)
	}
	t.markMusts()
	return nil
}

// maxAsks is how many things a goal may ask for: each may be a demand of a plan.
const maxAsks = 64

// markMusts marks what the goal cannot be reached without: what is REQUIRED, or
// everything where nothing is.
func (t *target) markMusts() {
	some := slices.ContainsFunc(t.asks, func(a targetAsk) bool { return a.Importance == matching.Required })
	for i := range t.asks {
		t.asks[i].must = !some || t.asks[i].Importance == matching.Required
	}
}

func (s *Service) aimAtPosting(ctx context.Context, catalog *matching.Catalog, t *target) error {
	row, plan, err := s.askedBy(ctx, catalog, t.Goal)
	if err != nil {
		return err
	}
	t.Posting, t.posting, t.plans = &row.ID, row, []*matching.Plan{plan}
	t.neededOn, t.state = plan.Posting().NeededOn, strconv.Itoa(row.Revision)
	for i, r := range plan.Posting().Requirements {
		t.asks = append(t.asks, targetAsk{Ask: Ask{Requirement: r}, index: i})
	}
	t.markMusts()
	return nil
}

// askedBy is the posting of a goal: one that the viewer may see, or the one that
// they were hired for, whatever became of it.
func (s *Service) askedBy(ctx context.Context, catalog *matching.Catalog, g Goal) (*db.Posting, *matching.Plan, error) {
	if g.Contact != nil {
		row, plan, err := s.Postings.HiredFor(ctx, catalog, *g.Contact)
		return row, plan, problem.Under(err, "contact")
	}
	row, plan, err := s.Postings.AskedBy(ctx, catalog, *g.Posting)
	return row, plan, problem.Under(err, "goal", "posting")
}

func (s *Service) aimAtOccupation(ctx context.Context, t *target) error {
	asks, err := s.Occupations.Asks(ctx, *t.Occupation)
	if err != nil {
		return problem.Under(err, "goal", "occupation")
	}
	if len(asks) == 0 {
		return problem.New(problem.Invalid, "nothing is known of what this occupation asks for: no open posting and no framework tells").
			Spanish("no se sabe qué pide esta ocupación: no lo dice ninguna oferta abierta ni ningún marco").At("goal", "occupation")
	}
	for _, r := range asks {
		t.asks = append(t.asks, targetAsk{Ask: Ask{Requirement: r}})
	}
	return nil
}

// listed names the occupation that a plan is kept to by its record.
func (s *Service) listed(ctx context.Context, t *target) error {
	if t.Occupation == nil {
		return nil
	}
	id, err := s.Occupations.Listed(ctx, *t.Occupation)
	if err != nil {
		return fmt.Errorf("look up occupation: %w", err)
	}
	if id == "" {
		return problem.New(problem.Invalid, "this occupation is known by its code alone: keep a plan to a pathway, or to requirements").
			Spanish("esta ocupación solo se conoce por su código: guarde un plan hacia una ruta o hacia requisitos").At("goal", "occupation")
	}
	t.Occupation = &id
	return nil
}

func (s *Service) aimAtStack(ctx context.Context, t *target) error {
	row, err := s.DB.Stack.Query().Where(stack.ID(*t.Stack), stack.StatusNEQ(enum.Draft), stack.CurrentVersionIDNotNil()).Only(ctx)
	if db.IsNotFound(err) {
		return problem.New(problem.NotFound, "there is no stack %q", brief(*t.Stack)).
			Spanish("no hay ninguna serie %q", brief(*t.Stack)).At("goal", "stack")
	}
	if err != nil {
		return fmt.Errorf("load stack: %w", err)
	}
	t.asks = []targetAsk{{Ask: Ask{Requirement: asked(matching.Required, nil, &row.ID)}}}
	t.state = *row.CurrentVersionID
	return nil
}

func (s *Service) aimAtPathway(ctx context.Context, t *target) error {
	row, err := s.DB.Pathway.Query().Where(pathway.ID(*t.Pathway), pathway.StatusNEQ(enum.Draft)).
		WithSteps(func(q *db.PathwayStepQuery) { q.Order(pathwaystep.ByPosition()) }).Only(ctx)
	if db.IsNotFound(err) {
		return problem.New(problem.NotFound, "there is no pathway %q", brief(*t.Pathway)).
			Spanish("no hay ninguna ruta %q", brief(*t.Pathway)).At("goal", "pathway")
	}
	if err != nil {
		return fmt.Errorf("load pathway: %w", err)
	}
	for _, step := range row.Edges.Steps {
		importance := matching.Required
		if step.Optional {
			importance = matching.Preferred
		} else {
			t.order = append(t.order, cmp.Or(value(step.MicroCredentialID), value(step.StackID)))
		}
		t.asks = append(t.asks, targetAsk{Ask: Ask{Requirement: asked(importance, step.MicroCredentialID, step.StackID)}})
	}
	t.state = pathwayState(row)
	return nil
}

// pathwayState names the steps of a pathway, which must be loaded.
func pathwayState(row *db.Pathway) string {
	steps := make([][3]any, len(row.Edges.Steps))
	for i, step := range row.Edges.Steps {
		steps[i] = [3]any{step.MicroCredentialID, step.StackID, step.Optional}
	}
	return fingerprint(steps)
}

// asked asks for a micro-credential or a stack.
func asked(importance matching.Importance, credential, stack *string) matching.Requirement {
	r := matching.Requirement{Importance: importance, Weight: defaultWeight}
	if credential != nil {
		r.AnyOf = []string{*credential}
	} else {
		r.Stack = *stack
	}
	return r
}

// explained is how awards meet what a goal asks, ask by ask.
func (t *target) explained(awards []matching.Award, asOf time.Time) []matching.RequirementMatch {
	matches := make([]matching.Match, len(t.plans))
	for i, plan := range t.plans {
		matches[i] = plan.Explain(awards, asOf)
	}
	out := make([]matching.RequirementMatch, len(t.asks))
	for i, ask := range t.asks {
		out[i] = matches[ask.plan].Requirements[ask.index]
	}
	return out
}

// fingerprint names values: others have another one.
func fingerprint(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // values of ours are always written
	}
	return digest(text)
}

// sameAs is the goal of a plan that is changed: where it leads stays. The requirements
// alone may be others.
func (g Goal) sameAs(row *db.SavedPlan) (Goal, error) {
	if row.ContactID != nil {
		return Goal{Contact: row.ContactID}, nil
	}
	kept := Goal{Posting: row.PostingID, Occupation: row.OccupationID, Stack: row.StackID, Pathway: row.PathwayID, Asks: g.Asks}
	if g.Kind() != row.Goal || fingerprint(g) != fingerprint(kept) {
		return g, problem.New(problem.Invalid, "a plan leads where it led: save another one for another goal").
			Spanish("un plan lleva adonde llevaba: guarde otro para otra meta").At("goal")
	}
	return g, nil
}
