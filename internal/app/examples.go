package app

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/account"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/membership"
	"github.com/stackmatch/stackmatch/ent/db/posting"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/requirement"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/server"
)

// exampleFiles are the page's menu: a file each, in the order of their names
// within a role, with "# role:" and "# title:" on top.
//
//go:embed examples/*.graphql
var exampleFiles embed.FS

// Examples are the operations that GraphiQL offers for each kind of user. Those
// that name records are given some of the demo's.
func (a *App) Examples(ctx context.Context) ([]server.Example, error) {
	variables, err := a.exampleVariables(ctx)
	if err != nil {
		return nil, fmt.Errorf("find records for the examples: %w", err)
	}
	byRole := map[string][]server.Example{}
	err = fs.WalkDir(exampleFiles, "examples", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(exampleFiles, name)
		if err != nil {
			return err
		}
		example := readExample(string(text))
		example.Variables = variables[strings.TrimSuffix(path.Base(name), ".graphql")]
		byRole[example.Role] = append(byRole[example.Role], example)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read examples: %w", err)
	}
	list := byRole[""]
	for _, role := range menu() {
		list = append(list, byRole[strings.ToLower(string(role))]...)
	}
	return list, nil
}

// readExample takes the head of an example from its text.
func readExample(text string) server.Example {
	var e server.Example
	for {
		line, rest, _ := strings.Cut(text, "\n")
		key, value, ok := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		if !ok || !strings.HasPrefix(line, "# ") {
			e.Query = text
			return e
		}
		switch key {
		case "role":
			e.Role = value
		case "title":
			e.Title = value
		}
		text = rest
	}
}

// exampleVariables gives the examples that name records theirs, by file name:
// what the demo's employer asks for already, and an award of the demo's issuer.
func (a *App) exampleVariables(ctx context.Context) (map[string]map[string]any, error) {
	employer, err := a.demoOrganization(ctx, auth.Employer)
	if err != nil {
		return nil, err
	}
	asks := func(where ...predicate.Requirement) (*db.Requirement, error) {
		where = append(where, requirement.HasPostingWith(posting.EmployerID(employer)))
		return a.Store.Client.Requirement.Query().Where(where...).Order(requirement.ByPosition(), requirement.ByID()).First(ctx)
	}
	asked, err := asks(requirement.SkillIDNotNil())
	if err != nil {
		return nil, fmt.Errorf("a skill: %w", err)
	}
	stacked, err := asks(requirement.StackIDNotNil())
	if err != nil {
		return nil, fmt.Errorf("a stack: %w", err)
	}
	issued, err := a.exampleAward(ctx)
	if err != nil {
		return nil, err
	}
	own, err := a.exampleOwnAward(ctx)
	if err != nil {
		return nil, err
	}
	known, err := asks(requirement.HasSkillWith(skill.URIHasPrefix("http")))
	if err != nil {
		return nil, fmt.Errorf("a skill that others know: %w", err)
	}
	badge, err := a.demoBadge(ctx, *known.SkillID)
	if err != nil {
		return nil, err
	}
	variables, err := a.roleVariables(ctx)
	if err != nil {
		return nil, err
	}
	maps.Copy(variables, map[string]map[string]any{
		"earner-3-import":  {"input": map[string]any{"text": badge}},
		"earner-4-publish": {"input": map[string]any{"id": own}},
		"issuer-1-award":   {"award": issued.ID},
		"issuer-2-revoke":  {"input": map[string]any{"id": issued.ID, "reason": "Issued to the wrong person."}},
		"issuer-3-issue": {"input": map[string]any{
			"earner": *issued.EarnerID, "microCredential": issued.MicroCredentialID,
			"evidence": []any{map[string]any{"name": "A drive through the course", "narrative": "Without touching a cone."}},
		}},
		"visitor-4-verify": {"input": map[string]any{"text": badge}},
	})
	maps.Copy(variables, postingVariables(employer, asked, stacked))
	maps.Copy(variables, a.consentVariables(employer))
	plans, err := a.planVariables(ctx, asked.PostingID)
	if err != nil {
		return nil, err
	}
	maps.Copy(variables, plans)
	return variables, nil
}

// postingVariables are those of the examples of postings, by what an employer asks for
// already.
func postingVariables(employer string, asked, stacked *db.Requirement) map[string]map[string]any {
	return map[string]map[string]any{
		"employer-2-asking":    {"skill": *asked.SkillID, "stack": *stacked.StackID},
		"employer-3-posting":   {"input": examplePosting(*asked.SkillID, *stacked.StackID)},
		"employer-6-outlook":   onceADay(exampleFromTemplate()),
		"employer-7-learning":  {"organization": employer, "text": exampleText},
		"employer-7-text":      {"input": map[string]any{"fromText": exampleText, "clientMutationId": "example of a text"}},
		"employer-9-shortlist": {"posting": asked.PostingID},
	}
}

// exampleOwnAward is an award that the demo's earner may publish.
func (a *App) exampleOwnAward(ctx context.Context) (string, error) {
	own, err := a.Store.Client.Award.Query().
		Where(award.HasEarnerWith(earner.HasAccountWith(account.DemoRole(string(auth.Earner)))),
			award.SourceEQ(enum.SourceIssued), award.StatusEQ(enum.AwardActive)).
		Order(award.ByEarnedAt(), award.ByID()).FirstID(ctx)
	if err != nil {
		return "", fmt.Errorf("an award of the demo's earner: %w", err)
	}
	return own, nil
}

// exampleAward is an award that the demo's issuer may revoke.
func (a *App) exampleAward(ctx context.Context) (*db.Award, error) {
	issuer, err := a.demoOrganization(ctx, auth.Issuer)
	if err != nil {
		return nil, err
	}
	issued, err := a.Store.Client.Award.Query().
		Where(award.IssuerID(issuer), award.StatusEQ(enum.AwardActive), award.VerificationEQ(enum.Verified), award.EarnerIDNotNil()).
		Order(award.ByEarnedAt(), award.ByID()). // as the index has them: there may be a million
		First(ctx)
	if err != nil {
		return nil, fmt.Errorf("an award: %w", err)
	}
	return issued, nil
}

// demoOrganization is that of the demo account of a role.
func (a *App) demoOrganization(ctx context.Context, role auth.Role) (string, error) {
	member, err := a.Store.Client.Membership.Query().
		Where(membership.RoleEQ(enum.Role(role)), membership.HasAccountWith(account.DemoRole(string(role)))).
		Order(membership.ByID()).First(ctx)
	if err != nil {
		return "", fmt.Errorf("the demo's %s: %w", strings.ToLower(string(role)), err)
	}
	return member.OrganizationID, nil
}

func examplePosting(skill, stack string) map[string]any {
	return map[string]any{
		"title":       "Warehouse associate",
		"description": "You receive, store and ship. We train you on our trucks.",
		"requirements": []any{
			map[string]any{"ask": map[string]any{"skill": map[string]any{"skill": skill, "level": 1}}, "weight": 20},
			map[string]any{"ask": map[string]any{"stack": stack}, "importance": "PREFERRED", "weight": 10},
		},
		"conditions": []any{
			map[string]any{"kind": "PAY", "text": "$18.50 an hour", "minimum": "18.50", "unit": "hour"},
		},
	}
}

// exampleText is what a small employer may write.
const exampleText = `Warehouse associate

You receive, store and ship.

Requirements:
- Must be able to operate a forklift
- Communicate with customers
- At least 18 years old, by federal law

Nice to have:
- Spreadsheets software

$18.50 to $21 an hour, competitive benefits.
`

// exampleFromTemplate is a draft that says what its template does not: its pay.
func exampleFromTemplate() map[string]any {
	return map[string]any{
		"template": "forklift-operator", "draft": true, "shifts": []any{"DAY", "EVENING"},
		"pay": map[string]any{"minimum": "18.50", "maximum": "21.00", "unit": "HOUR"},
	}
}
