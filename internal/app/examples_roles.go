package app

import (
	"context"
	"fmt"
	"maps"

	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/assessment"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/page"
)

// roleVariables are those of the examples of the five roles, by file name. What
// makes a record says so under a clientMutationId: it is made once a day.
func (a *App) roleVariables(ctx context.Context) (map[string]map[string]any, error) {
	revised, err := a.exampleDefinition(ctx, auth.Developer, microcredential.HasVersionsWith(microcredentialversion.Number(2)))
	if err != nil {
		return nil, err
	}
	assessed, err := a.exampleDefinition(ctx, auth.Assessor, microcredential.HasVersionsWith(microcredentialversion.AssessmentNotNil()))
	if err != nil {
		return nil, err
	}
	awarded, err := a.exampleDefinition(ctx, auth.Issuer)
	if err != nil {
		return nil, err
	}
	work, err := a.workVariables(ctx, assessed)
	if err != nil {
		return nil, err
	}
	program, err := a.demoOrganization(ctx, auth.Steward)
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]any{
		"developer-2-definition": {"microCredential": revised},
		"developer-3-draft": onceADay(map[string]any{
			"kind": "MICRO_CREDENTIAL",
			"content": map[string]any{
				"title": []any{
					map[string]any{"language": "en", "text": "Reading a shop drawing"},
					map[string]any{"language": "es", "text": "Leer un plano de taller"},
				},
				"languages": []any{"en", "es"}, "delivery": []any{"ONLINE"},
			},
		}),
		"earner-5-enroll": onceADay(map[string]any{"microCredential": assessed, "baseline": map[string]any{"employed": true, "hourlyWage": "16.50"}}),
		"developer-4-stack": onceADay(map[string]any{
			"title": []any{map[string]any{"language": "en", "text": "Ready for the shop"}}, "publish": false,
			"rule": map[string]any{"allOf": []any{map[string]any{"part": revised}, map[string]any{"part": awarded}}},
		}),
		"issuer-5-unclaimed": onceADay(map[string]any{"microCredential": awarded, "unclaimed": map[string]any{"name": "Example Person", "reference": "EX-001"}}),
		"recognizer-2-recognize": onceADay(map[string]any{
			"microCredential": awarded, "kind": "CREDIT", "amount": "3", "unit": "credits", "course": "Workplace Safety", "status": "PROPOSED",
		}),
		"recognizer-3-everywhere": {"microCredential": awarded},
		"coach-2-cohort":          onceADay(map[string]any{"name": "Spring group", "microCredentials": []any{assessed}}),
		"employer-4-endorse":      onceADay(map[string]any{"microCredential": awarded, "comment": "Who holds it can start on our floor."}),
		"analyst-2-counts":        {"organization": program},
		"steward-1-counts":        {"organization": program},
		"admin-3-trail":           {"subject": program},
	}
	maps.Copy(all, work)
	maps.Copy(all, arrivals())
	return all, nil
}

// onceADay is a mutation's input that is repeated for a day.
func onceADay(members map[string]any) map[string]any {
	members["clientMutationId"] = "example"
	return map[string]any{"input": members}
}

// exampleDefinition is a micro-credential that the demo's organization for a role
// develops, and may award.
func (a *App) exampleDefinition(ctx context.Context, role auth.Role, where ...predicate.MicroCredential) (string, error) {
	by, err := a.demoOrganization(ctx, role)
	if err != nil {
		return "", err
	}
	where = append(where,
		microcredential.StatusEQ(enum.Published), microcredential.DeveloperID(by), microcredential.HasIssuersWith(organization.ID(by)))
	found, err := a.Store.Client.MicroCredential.Query().Where(where...).Order(microcredential.ByName(), microcredential.ByID()).FirstID(ctx)
	if err != nil {
		return "", fmt.Errorf("a micro-credential of the demo's %s: %w", role, err)
	}
	return found, nil
}

// exampleSubmission is what the demo's assessor would claim first, by the id that
// they know it by; nil where nothing waits.
func (a *App) exampleSubmission(ctx context.Context) (*assessment.Submission, error) {
	demo, err := a.Store.Client.Account.Query().Where(account.DemoRole(string(auth.Assessor))).Order(account.ByID()).FirstID(ctx)
	if err != nil {
		return nil, fmt.Errorf("the demo's assessor: %w", err)
	}
	person, err := a.Accounts.ResolveAccount(ctx, auth.Subject{Account: demo})
	if err != nil {
		return nil, err
	}
	as := auth.With(ctx, auth.Viewer{Account: demo, Acting: &person.Memberships[0], Memberships: person.Memberships})
	queue, err := a.Assessments.Queue(as, assessment.QueueFilter{Unclaimed: true}, page.Args{First: 1})
	if err != nil {
		return nil, fmt.Errorf("look at the queue: %w", err)
	}
	for _, waiting := range queue.Items {
		return waiting, nil
	}
	return nil, nil //nolint:nilnil // nothing waits
}
