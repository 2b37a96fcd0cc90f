package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/contactrequest"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// exampleKm is how far around the coach's office the what-if of the examples looks.
const exampleKm = 80

// planVariables are those of the examples of plans: to a posting, for somebody who lets
// the demo's coach see what they hold.
func (a *App) planVariables(ctx context.Context, job string) (map[string]map[string]any, error) {
	board, err := a.demoOrganization(ctx, auth.Coach)
	if err != nil {
		return nil, err
	}
	outdated, err := a.examplePlan(ctx, savedplan.OutdatedAtNotNil())
	if err != nil {
		return nil, err
	}
	who := outdated.EarnerID // whose plan is no longer one
	if who == "" {
		if who, err = a.exampleCoached(ctx, board); err != nil {
			return nil, err
		}
	}
	bundled, err := a.exampleBundled(ctx, job)
	if err != nil {
		return nil, err
	}
	goal := map[string]any{"posting": job}
	out := map[string]map[string]any{
		"coach-8-gap":      {"earner": who, "goal": goal},
		"coach-9-plan":     {"earner": who, "goal": map[string]any{"posting": bundled}},
		"coach-9-standing": {"earner": who},
		"coach-9-save":     onceADay(map[string]any{"earner": who, "name": "To the forklift", "goal": goal}),
	}
	spanish, err := a.examplePlan(ctx, savedplan.PostingIDNotNil(), savedplan.HasEarnerWith(earner.Language("es")))
	if err != nil {
		return nil, err
	}
	fromHome := goal
	if spanish.PostingID != nil {
		fromHome = map[string]any{"posting": *spanish.PostingID}
	}
	out["coach-9-spanish"] = map[string]any{"earner": cmp.Or(spanish.EarnerID, who), "fromHome": fromHome, "onSite": goal}
	office, err := a.Store.Client.Organization.Query().Where(organization.ID(board), organization.PlaceIDNotNil()).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("the coach's office: %w", err)
	}
	if err == nil {
		out["coach-5-whatif"] = map[string]any{"region": map[string]any{"place": *office.PlaceID, "withinKm": exampleKm}}
	}
	offered, err := a.offeredVariables(ctx, job)
	maps.Copy(out, offered)
	return out, err
}

// exampleBundled is an open posting of the demo's employer that asks for a stack, of which there is more than
// one way to plan; without any, the one given.
func (a *App) exampleBundled(ctx context.Context, or string) (string, error) {
	employer, err := a.demoOrganization(ctx, auth.Employer)
	if err != nil {
		return "", err
	}
	row, err := a.Store.Client.Requirement.Query().Where(
		requirement.StackIDNotNil(), requirement.ImportanceEQ(enum.Required),
		requirement.HasPostingWith(posting.EmployerID(employer), posting.StatusEQ(enum.PostingOpen)),
	).Order(requirement.ByPostingID(), requirement.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return or, nil
	}
	if err != nil {
		return "", fmt.Errorf("a posting that asks for a stack: %w", err)
	}
	return row.PostingID, nil
}

// exampleCoached is an earner who has opened their awards to the demo's coach.
func (a *App) exampleCoached(ctx context.Context, board string) (string, error) {
	now := a.Store.Now()
	people, err := a.Store.Client.Earner.Query().
		Where(earner.ErasedAtIsNil(), earner.HasGrantsWith(dossier.GrantTo(board, "", consent.Coaching, now))).
		WithGrants().WithBlocks().Order(earner.ByID()).Limit(exampleEarners).All(ctx)
	if err != nil {
		return "", fmt.Errorf("an earner who is coached: %w", err)
	}
	return firstOpen(people, func(row *db.Earner) bool {
		return dossier.Subject(row).Opens(consent.Awards, consent.Coaching, board, "", now)
	}), nil
}

// examplePlan is a plan that the demo's coach made; without any, an empty one.
func (a *App) examplePlan(ctx context.Context, where ...predicate.SavedPlan) (*db.SavedPlan, error) {
	where = append(where, savedplan.StatusEQ(enum.PlanActive), savedplan.HasAuthorWith(account.DemoRole(string(auth.Coach))))
	row, err := a.Store.Client.SavedPlan.Query().Where(where...).Order(savedplan.ByCreatedAt(), savedplan.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return &db.SavedPlan{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("a plan of the coach's: %w", err)
	}
	return row, nil
}

// offeredVariables are those of the examples of an earner to whom work was offered: the
// demo's, or else they plan to another posting.
func (a *App) offeredVariables(ctx context.Context, job string) (map[string]map[string]any, error) {
	contact, plan := "", ""
	row, err := a.Store.Client.ContactRequest.Query().Where(
		contactrequest.StatusIn(enum.ContactOffered, enum.ContactHired),
		contactrequest.HasEarnerWith(earner.HasAccountWith(account.DemoRole(string(auth.Earner)))),
	).Order(contactrequest.ByID()).First(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("work that was offered: %w", err)
	}
	if err == nil {
		contact, job = row.ID, row.PostingID
		kept, err := a.Store.Client.SavedPlan.Query().
			Where(savedplan.ContactID(contact), savedplan.StatusNEQ(enum.PlanDropped)).Order(savedplan.ByID()).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("the plan that trains for it: %w", err)
		}
		if len(kept) > 0 {
			plan = kept[0]
		}
	}
	return map[string]map[string]any{
		"earner-6-plan":      {"goal": map[string]any{"posting": job}},
		"earner-6-workplan":  {"contact": contact},
		"earner-6-workshare": {"input": map[string]any{"plan": plan, "share": true}},
	}, nil
}

// exampleEarners is among how many one is looked for.
const exampleEarners = 100

// firstOpen is the id of the first who has opened something; "" where nobody has.
func firstOpen(people []*db.Earner, opens func(*db.Earner) bool) string {
	for _, row := range people {
		if opens(row) {
			return row.ID
		}
	}
	return ""
}
