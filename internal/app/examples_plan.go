package app

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

// planVariables are those of the examples of plans: to a posting, for somebody who lets
// the demo's coach see what they hold.
func (a *App) planVariables(ctx context.Context, posting string) (map[string]map[string]any, error) {
	board, err := a.demoOrganization(ctx, auth.Coach)
	if err != nil {
		return nil, err
	}
	goal := map[string]any{"posting": posting}
	out := map[string]map[string]any{"earner-6-plan": {"goal": goal}}
	now := a.Store.Now()
	people, err := a.Store.Client.Earner.Query().
		Where(earner.ErasedAtIsNil(), earner.HasGrantsWith(dossier.GrantTo(board, "", consent.Coaching, now))).
		WithGrants().WithBlocks().Order(earner.ByID()).Limit(exampleEarners).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("an earner who is coached: %w", err)
	}
	id := firstOpen(people, func(row *db.Earner) bool {
		return dossier.Subject(row).Opens(consent.Awards, consent.Coaching, board, "", now)
	})
	for _, name := range []string{"coach-8-gap", "coach-9-plan"} {
		out[name] = map[string]any{"earner": id, "goal": goal}
	}
	out["coach-9-save"] = onceADay(map[string]any{"earner": id, "name": "To the forklift", "goal": goal})
	return out, nil
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
